"""The run folder: made or taken up again, locked, and never one that belongs to something else."""

import os
import shlex
import tomllib
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

import tomli_w

from graph.lock import locked, signed
from graph.parquet import DATA
from graph.places import Location
from graph.records import DIALOGUES, RECORDS
from graph.roles import PLACES, flat, nested
from graph.settings import FREE, Settings
from graph.shards.division import SHARDS
from state.errors import ConfigurationError

PARENT = Path("runs")
SETTINGS = "run.toml"
"""The settings of a run, as resolved."""

_OTHER_SCRATCH = "it is a shard of another run; choose another folder for this one with --scratch"
_PART = ".part"
_BLOCK = 65_536


@dataclass(frozen=True, slots=True)
class RunFolder:
    """A folder that this process alone may write into."""

    path: Path

    @property
    def records(self) -> Path:
        """Every dialogue that was tried, as it finished."""
        return self.path / RECORDS

    @property
    def dialogues(self) -> Path:
        """The kept dialogues, ready to train on."""
        return self.path / DIALOGUES

    @property
    def settings(self) -> Path:
        """The settings as resolved."""
        return self.path / SETTINGS

    @property
    def log(self) -> Path:
        """What happened, as JSON lines."""
        return self.path / "log.jsonl"

    @property
    def journal(self) -> Path:
        """What unfinished dialogues were told; of a recorded run, what all were told."""
        return self.path / "journal.jsonl"


@contextmanager
def open_folder(settings: Settings) -> Iterator[RunFolder]:
    """Make or take up the run folder and hold its lock; `ConfigurationError` where it may not be used."""
    out = settings.local_out()
    with explained(out or PARENT):
        path = _named(out) if out else _numbered()
    folder = RunFolder(path)
    with ExitStack() as held:
        with explained(path):
            held.enter_context(locked(path))
            if holds_a_run(path):
                _refuse_another_kind(folder, settings)
                refuse_other_settings(path, settings, _OTHER_SCRATCH if settings.scratch else "")
            _write_settings(folder, settings)
            drop_torn_line(folder.log)
            held.enter_context(signed(path))
        yield folder


@contextmanager
def explained(path: Path) -> Iterator[None]:
    """Turn what the file system refuses into a message to the operator."""
    try:
        yield
    except OSError as error:
        place = error.filename or path
        raise ConfigurationError(
            f"cannot use {place}: {error.strerror or error}; what it held before is untouched. "
            "Make room or rights there and start again, or choose another folder with --out"
        ) from error


@contextmanager
def replacing(path: Path) -> Iterator[BinaryIO]:
    """Write a file beside this one, and put it in its place when it is whole."""
    part = path.with_name(path.name + _PART)
    try:
        with part.open("wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
    except BaseException:
        with suppress(OSError):
            part.unlink()
        raise


def drop_torn_line(path: Path) -> bool:
    """Cut off a last line without an end, as a crash leaves it; say whether there was one."""
    if not path.exists():
        return False
    with path.open("r+b") as file:
        size = end = file.seek(0, os.SEEK_END)
        while end > 0:
            start = max(0, end - _BLOCK)
            file.seek(start)
            newline = file.read(end - start).rfind(b"\n")
            end = start + newline + 1
            if newline >= 0:
                break
        if end < size:
            file.truncate(end)
    return end < size


def _named(path: Path) -> Path:
    path.mkdir(parents=True, exist_ok=True)
    return path


def _numbered() -> Path:
    """Make the folder after the last; where another run takes that number first, the one after it."""
    PARENT.mkdir(exist_ok=True)
    number = max((int(path.name) for path in PARENT.iterdir() if path.name.isdecimal()), default=0)
    while True:
        number += 1
        with suppress(FileExistsError):
            path = PARENT / f"{number:03}"
            path.mkdir()
            return path


def holds_a_run(path: Path) -> bool:
    """Whether a run was begun in this folder; `ConfigurationError` where something else is in it."""
    names = {each.name for each in path.iterdir()}
    if SETTINGS in names:
        return True
    strangers = sorted(name for name in names if not name.endswith(_PART))
    if strangers:
        raise ConfigurationError(
            f"{path} holds {strangers[0]!r} and no {SETTINGS}, so it is not a run folder; "
            "choose an empty or a new one with --out"
        )
    return False


def _refuse_another_kind(folder: RunFolder, settings: Settings) -> None:
    if (folder.path / SHARDS).exists():
        raise ConfigurationError(
            f"{folder.path} is made in shards; go on with --shard NUMBER/OF, or choose another folder with --out"
        )
    if settings.cluster is None and (folder.path / DATA).exists():
        raise ConfigurationError(
            f"{folder.path} is made on a cluster; go on with --cluster, or choose another folder with --out"
        )


def refuse_other_settings(folder: Location, settings: Settings, advice: str = "") -> None:
    """Raise a `ConfigurationError` that names what is otherwise, where the folder holds another run."""
    file = folder / SETTINGS
    try:
        before = tomllib.loads(file.read_text(encoding="utf-8"))
    except ValueError as error:
        raise ConfigurationError(f"{file} cannot be read: {error}; choose another folder with --out") from error
    differences = list(_differences(before, settings.table()))
    if differences:
        go_on = f"continue it with --config {file} --out {folder}, or choose another folder with --out"
        lines = "\n".join(f"  {difference}" for difference in differences)
        raise ConfigurationError(f"{folder} was begun with other settings:\n{lines}\n{advice or go_on}")


def _differences(before: Mapping[str, object], now: Mapping[str, object]) -> Iterator[str]:
    before, now = _complete(before), _complete(now)
    for name in sorted(before.keys() | now.keys()):
        free = name in FREE or (name in PLACES and PLACES[name].option in FREE)
        if not free and before.get(name) != now.get(name):
            yield f"{name}: {before.get(name, 'not set')!r} there, {now.get(name, 'not set')!r} now"


def _complete(table: Mapping[str, object]) -> Mapping[str, object]:
    """Lay a table over the defaults: a run of an earlier version does not name the settings that came later."""
    defaults = {name: field.default for name, field in Settings.model_fields.items() if field.default is not None}
    return flat(defaults | dict(nested(table)))


def _write_settings(folder: RunFolder, settings: Settings) -> None:
    text = settings_text(settings, folder.path)
    if not folder.settings.exists() or folder.settings.read_bytes() != text:
        with replacing(folder.settings) as file:
            file.write(text)


def settings_text(settings: Settings, folder: Location, *more: str) -> bytes:
    """What `run.toml` says, with the command that goes on with the run; these words belong to it too."""
    command = shlex.join(("python", "-m", "graph.run", "--config", f"{folder / SETTINGS}", "--out", f"{folder}", *more))
    if settings.shard and not more:
        command = f"begin shard {settings.shard} again; this is what it has not finished"
    budget = ", ".join(f"{name} {value}" for name, value in settings.budget())
    return (
        "# The settings of this run, as resolved. To continue it:\n"
        f"# {command}\n"
        f"# The budget of a dialogue: {budget}\n{tomli_w.dumps(settings.table())}"
    ).encode()
