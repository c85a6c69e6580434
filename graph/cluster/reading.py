"""What a cluster has written: Parquet files whose blocks are committed, in the order of their numbers."""

from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from pyarrow import parquet

from graph.chat import chat_line
from graph.folder import RunFolder, replacing

DATA, CHECKPOINT = "data", "checkpoint"
_PENDING = ".pending.parquet"
_OPEN = 8
"""Files held in memory at once: numbers that follow each other mostly lie in one."""


class Place(NamedTuple):
    """Where a record lies."""

    number: int
    file: Path
    row: int
    kept: bool


def places(folder: Path) -> list[Place]:
    """All records in the order of their numbers."""
    return sorted(place for file in committed(folder) for place in _places(file))


def committed(folder: Path) -> Iterator[Path]:
    """The files that are whole. A block that was being written when its cluster was lost is made again."""
    pending = tuple(path.name.removesuffix(_PENDING) for path in (folder / CHECKPOINT).glob(f"*{_PENDING}"))
    for file in sorted((folder / DATA).glob("*.parquet")):
        if not pending or not file.name.startswith(pending):
            yield file


def lines(places: list[Place]) -> Iterator[bytes]:
    """The records at these places, as JSON."""
    read = lru_cache(_OPEN)(_records)
    for place in places:
        yield read(place.file)[place.row].encode()


def write_dialogues(folder: RunFolder, most: int | None) -> int:
    """Write `dialogues.jsonl` anew, with so many of the kept dialogues, and give their number."""
    kept = [place for place in places(folder.path) if place.kept][:most]
    with replacing(folder.dialogues) as file:
        file.writelines(map(chat_line, lines(kept)))
    return len(kept)


def _places(file: Path) -> Iterator[Place]:
    table = parquet.read_table(file, columns=["number", "status"])
    pairs = zip(table["number"].to_pylist(), table["status"].to_pylist(), strict=True)
    return (Place(number, file, row, status == "kept") for row, (number, status) in enumerate(pairs))


def _records(file: Path) -> list[str]:
    records: list[str] = parquet.read_table(file, columns=["record"])["record"].to_pylist()
    return records
