"""The records of a run: all of them for the figures, and some again for the reader."""

from collections.abc import Iterator
from typing import NamedTuple

from graph.places import Location
from graph.records import Line, again, check_run, parsed, read_records
from graph.report.figures import Figures
from state.errors import ConfigurationError
from state.record import Record


class Run(NamedTuple):
    """A run that was read once."""

    figures: Figures
    lines: list[Line]
    """Where its records stand, in the order of their numbers."""

    def records(self, most: int) -> Iterator[Record]:
        """Read the first so many again."""
        return (parsed(stored, Record) for stored in again(self.lines[:most]))


def read_run(path: Location, name: str) -> Run:
    """Count all records of a run folder; `ConfigurationError` where it is none, or holds none."""
    check_run(path)
    figures, found = Figures(name), list[tuple[int, Line]]()
    for line, record in read_records(path, Record):
        figures.add(record)
        found.append((record.index, line))
    if not found:
        raise ConfigurationError(f"{path} holds no record: no dialogue has finished yet")
    return Run(figures, [line for _, line in sorted(found, key=lambda each: each[0])])
