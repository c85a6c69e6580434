"""Reads the records of a run, one line at a time, as far as curation looks at them."""

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from pydantic import BaseModel, ConfigDict, ValidationError

from state.complexity import Injection
from state.dialogue import Dialogue
from state.errors import ConfigurationError
from state.record import Status
from state.task import Task


class Seen(BaseModel):
    """What is needed of a record; the rest of the line is passed over, and goes into a collection as it is."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    id: str
    status: Status
    simulated: bool
    dialogue: Dialogue | None = None
    task: Task | None = None
    injections: tuple[Injection, ...] = ()

    @property
    def complexities(self) -> tuple[str, ...]:
        """Those that it has."""
        return tuple(injection.complexity for injection in self.injections if injection.applied)


class Line(NamedTuple):
    """Where a record stands."""

    file: Path
    offset: int
    length: int

    def text(self) -> bytes:
        """Read it again, without its end."""
        with self.file.open("rb") as file:
            file.seek(self.offset)
            return file.read(self.length).rstrip(b"\n")


class Kept(NamedTuple):
    """A dialogue that was kept."""

    line: Line
    record: Seen
    dialogue: Dialogue


def read(file: Path) -> Iterator[Kept]:
    """Read the kept dialogues of a run; a line that is no record is a `ConfigurationError`."""
    offset = 0
    with file.open("rb") as lines:
        for number, text in enumerate(lines, start=1):
            record = _parsed(file, number, text)
            if record.status == "kept" and record.dialogue is not None:
                yield Kept(Line(file, offset, len(text)), record, record.dialogue)
            offset += len(text)


def again(line: Line) -> Kept:
    """Read once more what was read before."""
    record = Seen.model_validate_json(line.text())
    assert record.dialogue is not None
    return Kept(line, record, record.dialogue)


def _parsed(file: Path, number: int, text: bytes) -> Seen:
    try:
        return Seen.model_validate_json(text)
    except ValidationError as error:
        problem = error.errors()[0]
        raise ConfigurationError(
            f"{file}:{number}: {problem['msg']}; expected a record of graph.run; remove the line"
        ) from error
