"""The one reader of the records of a run folder, whatever its layout: streamed, in the shape that the caller wants."""

from collections.abc import Callable, Iterable, Iterator
from itertools import groupby
from pathlib import PurePosixPath
from typing import Generic, NamedTuple, TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError

from graph.places import Location, is_file, reached
from state.errors import ConfigurationError

Shape = TypeVar("Shape", bound=BaseModel)

RECORDS, DIALOGUES = "records.jsonl", "dialogues.jsonl"
"""The files of a run that is in one piece, or of a collection of runs."""

PARTS, PART_DIALOGUES = "records", "dialogues"
"""The folders in which a run in shards has the same, a file for each shard."""

EXPECTED = "expected a run folder as python -m graph.run makes them"


class Line(NamedTuple):
    """Where a record stands, so that it can be read again."""

    file: Location
    number: int
    """Counted from 1; in a file of rows that of the row."""
    offset: int
    """In bytes; in a file of rows whatever finds the row again."""
    length: int
    whole: bool = True
    """False for a last line without an end, which is being written, or which a crash cut short."""

    def __str__(self) -> str:
        """File and line."""
        return f"{self.file}, line {self.number}"

    def text(self) -> bytes:
        """Read it again, without its end."""
        return next(again((self,))).text


class Stored(NamedTuple):
    """A record as it stands in its file."""

    line: Line
    text: bytes
    """JSON, without the end of the line."""


class Found(NamedTuple, Generic[Shape]):
    """A record that was read."""

    line: Line
    record: Shape


class NoRecord(ConfigurationError):
    """A line that is not a record in the shape that was asked for."""

    def __init__(self, line: Line, error: ValidationError) -> None:
        """Name the line, and the first thing that is wrong with it."""
        problem = error.errors()[0]
        self.problem = problem["msg"]
        self.broken = problem["type"] == "json_invalid"
        """It is not even JSON."""
        field = ".".join(map(str, problem["loc"])) or "the line"
        super().__init__(f"{line}: expected a record of graph.run; {field}: {self.problem}; remove the line")


class Layout(NamedTuple):
    """One way in which a run folder holds its records."""

    pattern: str
    """Matches its files, within the folder."""
    stored: Callable[[Location], Iterator[Stored]]
    """Gives the records of one file, in order."""
    again: Callable[[Location, Iterable[Line]], Iterator[Stored]]
    """Gives those of these lines, all of this file, in the order asked for."""


def stored_lines(file: Location) -> Iterator[Stored]:
    """Each line of a file of JSON lines."""
    offset = 0
    with file.open("rb") as lines:
        for number, text in enumerate(lines, start=1):
            yield Stored(Line(file, number, offset, len(text), text.endswith(b"\n")), text.rstrip(b"\n"))
            offset += len(text)


def _lines_again(file: Location, lines: Iterable[Line]) -> Iterator[Stored]:
    with file.open("rb") as opened:
        for line in lines:
            opened.seek(line.offset)
            yield Stored(line, opened.read(line.length).rstrip(b"\n"))


def _stored_rows(file: Location) -> Iterator[Stored]:
    from graph.parquet import stored_rows

    return stored_rows(file)


def _rows_again(file: Location, lines: Iterable[Line]) -> Iterator[Stored]:
    from graph.parquet import rows_again

    return rows_again(file, lines)


LAYOUTS: tuple[Layout, ...] = (
    Layout(RECORDS, stored_lines, _lines_again),
    Layout(f"{PARTS}/part-*.jsonl", stored_lines, _lines_again),
    Layout("data/*.parquet", _stored_rows, _rows_again),
)
"""All that are known: a run in one piece, a run in shards, a run of a cluster."""


def is_run(folder: Location) -> bool:
    """Whether this folder holds records, though it may be none yet."""
    return any(True for _ in files_of(folder))


def check_run(folder: Location) -> None:
    """Raise a `ConfigurationError` where the folder holds no records."""
    if not is_run(folder):
        raise ConfigurationError(f"{folder / RECORDS} is not there; {EXPECTED}")


def files_of(folder: Location) -> Iterator[Location]:
    """The files that hold the records of a run, in order; one of them stands for itself."""
    with reached(folder, "read", EXPECTED):
        if is_file(folder):
            yield folder
            return
        for layout in LAYOUTS:
            # A pattern in one folder is asked for there: a store would list everything below this one.
            parent, _, pattern = layout.pattern.rpartition("/")
            below = folder / parent if parent else folder
            if "*" in pattern:
                files: list[Location] = [*below.glob(pattern)]
                yield from sorted(files, key=str)
            elif is_file(below / pattern):
                yield below / pattern


def stored_records(folder: Location) -> Iterator[Stored]:
    """The records of a run as they stand there, without a line that is still being written; none is looked at."""
    for file in files_of(folder):
        with reached(file, "read", EXPECTED):
            yield from (each for each in _layout_of(file).stored(file) if each.line.whole)


def read_records(folder: Location, shape: type[Shape]) -> Iterator[Found[Shape]]:
    """Each record of a run, or of one of its files, in the order in which they stand there.

    `NoRecord` names the line that is none.
    """
    for each in stored_records(folder):
        yield Found(each.line, parsed(each, shape))


def parsed(stored: Stored, shape: type[Shape]) -> Shape:
    """The record in this shape, or `NoRecord`."""
    try:
        return shape.model_validate_json(stored.text)
    except ValidationError as error:
        raise NoRecord(stored.line, error) from error


def again(lines: Iterable[Line]) -> Iterator[Stored]:
    """Read these once more, in this order; a file is opened once for all that follow each other in it."""
    for file, of_file in groupby(lines, key=lambda line: line.file):
        with reached(file, "read", EXPECTED):
            yield from _layout_of(file).again(file, of_file)


class _Index(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")

    index: int


def in_order(folder: Location) -> list[Line]:
    """Where the records of a run stand, by the numbers of their dialogues."""
    found = ((record.index, line) for line, record in read_records(folder, _Index))
    return [line for _, line in sorted(found, key=lambda each: each[0])]


def _layout_of(file: Location) -> Layout:
    """How to read a file of a run; one that has another name is read line by line."""
    path = PurePosixPath(str(file))
    return next((layout for layout in LAYOUTS if path.match(layout.pattern)), LAYOUTS[0])
