"""Lines that nothing can be made of: set aside in a file beside theirs, never dropped."""

import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import BinaryIO, NamedTuple

from graph.folder import replacing
from graph.ordered import Place

SUFFIX = ".rejected"


class Damaged(NamedTuple):
    """A line that cannot be used, and why."""

    number: int
    """Counted from 1."""
    place: Place
    problem: str
    broken: bool = True
    """It is not even what a line of such a file looks like."""


def places(file: BinaryIO) -> Iterator[tuple[int, Place, bytes]]:
    """Give each line with its number and where it lies."""
    offset = 0
    for number, line in enumerate(file, start=1):
        yield number, Place(offset, len(line)), line
        offset += len(line)


def rejected(path: Path) -> Path:
    """Where the damaged lines of a file go."""
    return path.with_name(path.name + SUFFIX)


def set_aside(path: Path, damaged: Sequence[Damaged]) -> None:
    """Move these lines out of a file, whose other lines close the gaps."""
    numbers = {each.number for each in damaged}
    with path.open("rb") as old, replacing(path) as new, rejected(path).open("ab") as aside:
        for number, _, line in places(old):
            (aside if number in numbers else new).write(line)
        # Only when they are safe there may they be missing here.
        aside.flush()
        os.fsync(aside.fileno())
