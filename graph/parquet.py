"""Records in Parquet, as a cluster writes them: a row each, of which one column holds the record as JSON."""

from collections.abc import Iterable, Iterator

from graph.places import Location
from graph.records import Line, Stored
from state.errors import ConfigurationError

DATA, CHECKPOINT = "data", "checkpoint"
"""The folders of a run: rows, and Ray's notes of which files of them are whole."""

RECORD = "record"
"""The column."""

_PENDING = ".pending.parquet"


def stored_rows(file: Location) -> Iterator[Stored]:
    """The records of one file; none where it is still being written, or was when its cluster was lost."""
    if not _is_pending(file):
        for row, text in enumerate(_records(file)):
            yield Stored(Line(file, row + 1, row, len(text)), text)


def rows_again(file: Location, lines: Iterable[Line]) -> Iterator[Stored]:
    """Those of these rows."""
    records = _records(file)
    for line in lines:
        yield Stored(line, records[line.offset])


def _is_pending(file: Location) -> bool:
    """Ray notes which rows a file is to hold before it writes it, and renames the note when it has."""
    block = file.stem.rpartition("-")[0]
    return (file.parent.parent / CHECKPOINT / f"{block}{_PENDING}").exists()


def _records(file: Location) -> list[bytes]:
    try:
        from pyarrow import ArrowException, parquet, string
    except ModuleNotFoundError as error:
        raise ConfigurationError(f"{file}: Parquet needs the extra `data`: pip install -e '.[data]'") from error
    try:
        with file.open("rb") as opened:
            column = parquet.read_table(opened, columns=[RECORD])[RECORD].cast(string())
    except (ArrowException, KeyError) as error:
        told = " ".join(str(error).split())
        raise ConfigurationError(f"{file}: expected Parquet with a column {RECORD!r}: {told}") from error
    # An empty one is no record, and whoever reads it says so.
    return [(text or "").encode() for text in column.to_pylist()]
