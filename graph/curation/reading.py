"""The kept dialogues of a run, as far as curation looks at them."""

from collections.abc import Iterator
from typing import NamedTuple

from pydantic import BaseModel, ConfigDict

from graph.places import Location
from graph.records import Line, read_records
from state.complexity import Injection
from state.dialogue import Dialogue
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


class Kept(NamedTuple):
    """A dialogue that was kept."""

    line: Line
    record: Seen
    dialogue: Dialogue


def read(run: Location) -> Iterator[Kept]:
    """Read the kept dialogues of a run; a line that is no record is a `ConfigurationError`."""
    for line, record in read_records(run, Seen):
        if record.status == "kept" and record.dialogue is not None:
            yield Kept(line, record, record.dialogue)


def again(line: Line) -> Kept:
    """Read once more what was read before."""
    record = Seen.model_validate_json(line.text())
    assert record.dialogue is not None
    return Kept(line, record, record.dialogue)
