"""Read the records of a run: all of them for the figures, and some again for the reader."""

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from pydantic import ValidationError

from graph.folder import RunFolder, explained
from graph.ordered import Place
from graph.report.figures import Figures
from state.errors import ConfigurationError
from state.record import Record


class Run(NamedTuple):
    """A run that was read once."""

    folder: RunFolder
    figures: Figures
    places: list[Place]
    """Where its records lie, in the order of their numbers."""

    def records(self, most: int) -> Iterator[Record]:
        """Read the first so many again."""
        with explained(self.folder.path), self.folder.records.open("rb") as file:
            for place in self.places[:most]:
                file.seek(place.offset)
                yield Record.model_validate_json(file.read(place.length))


def read_run(path: Path, name: str) -> Run:
    """Count all records of a run folder; `ConfigurationError` where it is none, or holds none."""
    folder = RunFolder(path)
    if not folder.records.is_file():
        raise ConfigurationError(f"{path} is not a run folder: it has no {folder.records.name}")
    figures, found = Figures(name), list[tuple[int, Place]]()
    with explained(path), folder.records.open("rb") as file:
        for place, record in _lines(folder.records, file):
            figures.add(record)
            found.append((record.index, place))
    if not found:
        raise ConfigurationError(f"{folder.records} is empty: no dialogue has finished yet")
    return Run(folder, figures, [place for _, place in sorted(found)])


def _lines(path: Path, file: Iterator[bytes]) -> Iterator[tuple[Place, Record]]:
    offset = 0
    for number, line in enumerate(file, start=1):
        if not line.endswith(b"\n"):
            return  # the run is still being written, or a crash tore its last line
        try:
            yield Place(offset, len(line)), Record.model_validate_json(line)
        except ValidationError as error:
            problem = error.errors()[0]
            place = ".".join(map(str, problem["loc"]))
            raise ConfigurationError(
                f"{path}, line {number}: expected a record; {place or 'the line'}: {problem['msg']}"
            ) from error
        offset += len(line)
