"""The run folder that all shards share: how its dialogues are divided, and which parts are there."""

import tomllib
from dataclasses import dataclass
from pathlib import Path

import tomli_w
from pydantic import ValidationError

from graph.folder import SETTINGS, RunFolder, holds_a_run, refuse_other_settings, settings_text
from graph.parquet import DATA
from graph.places import Location, is_file, reached
from graph.records import EXPECTED, PARTS, RECORDS
from graph.settings import Settings
from graph.shards.division import SHARDS, Part, Span
from graph.shards.files import write, write_new
from state.errors import ConfigurationError

_HEAD = "# How many shards these dialogues were divided among. Written once, read by every shard.\n"


@dataclass(frozen=True, slots=True)
class SharedFolder:
    """A run folder into which shards write at the same time, each a file of its own."""

    path: Location

    def enter(self, settings: Settings) -> None:
        """Begin the run, or see to it that it is the same one; `ConfigurationError` where it is not."""
        with reached(self.path, "read", EXPECTED):
            if is_file(self.path / RECORDS) or any(True for _ in (self.path / DATA).glob("*.parquet")):
                raise ConfigurationError(
                    f"{self.path} holds a run in one piece; go on with it without --shard, or choose another --out"
                )
            if isinstance(self.path, Path) and self.path.exists():
                holds_a_run(self.path)
            begun = is_file(self.path / SETTINGS)
        if begun or not write_new(self.path / SETTINGS, self._text(settings)):
            # Another shard may have begun it a moment ago.
            with reached(self.path, "read", EXPECTED):
                refuse_other_settings(self.path, settings)

    def divide(self, settings: Settings, shards: int) -> tuple[Span, ...]:
        """Divide what is not divided yet. Of shards that begin at once, one says how, and the others follow it."""
        while (begun := _end(spans := self.spans())) < settings.count:
            span = Span(first=begun, end=settings.count, shards=shards)
            text = _HEAD + tomli_w.dumps(span.model_dump())
            if write_new(self.path / SHARDS / f"from-{begun:06}.toml", text.encode()) and begun:
                write(self.path / SETTINGS, self._text(settings))
        return spans

    def spans(self) -> tuple[Span, ...]:
        """How the dialogues are divided, in order."""
        with reached(self.path, "read", EXPECTED):
            files: list[Location] = [*(self.path / SHARDS).glob("from-*.toml")]
            return tuple(sorted((_read(file) for file in files), key=lambda span: span.first))

    def has(self, part: Part) -> bool:
        """Whether this part is there."""
        with reached(self.path, "read", EXPECTED):
            return is_file(self.path / part.file)

    def missing(self) -> tuple[Part, ...]:
        """The parts that are not there."""
        with reached(self.path, "read", EXPECTED):
            files: list[Location] = [*(self.path / PARTS).glob("*.jsonl")]
        there = {file.name for file in files}
        return tuple(part for span in self.spans() for part in span.parts() if f"{part.name}.jsonl" not in there)

    def unfinished(self, part: Part) -> RunFolder | None:
        """Where this part is being made, unless that is elsewhere; nothing can be in the making in a store."""
        return RunFolder(self.path / SHARDS / part.name) if isinstance(self.path, Path) else None

    def _text(self, settings: Settings) -> bytes:
        return settings_text(settings, self.path, "--shard", "NUMBER/OF")


def _end(spans: tuple[Span, ...]) -> int:
    return spans[-1].end if spans else 0


def _read(file: Location) -> Span:
    try:
        return Span.model_validate(tomllib.loads(file.read_text(encoding="utf-8")))
    except (ValueError, ValidationError) as error:
        words = str(error).splitlines()[0]
        raise ConfigurationError(
            f"{file} is not what a shard writes: {words}; choose another folder with --out"
        ) from error
