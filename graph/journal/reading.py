"""Reads a journal: what it holds of dialogues that are not done, and what is wrong with it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

import orjson

from graph.damage import Damaged, places, set_aside
from graph.folder import drop_torn_line
from graph.journal.entry import FORMAT, Entry, read_entry
from graph.journal.file import Places
from graph.ordered import Place
from state.errors import ConfigurationError
from state.model import Role
from state.record import Spent

IsDone = Callable[[str], bool]


@dataclass(slots=True)
class PastJournal:
    """What an earlier session left."""

    places: dict[str, Places] = field(default_factory=dict)
    """By dialogue that is not done."""
    carried: dict[Role, Spent] = field(default_factory=dict)
    """What these answers took."""
    done: int = 0
    """Lines of dialogues that are done."""
    damaged: tuple[Damaged, ...] = ()

    def add(self, entry: Entry, place: Place) -> None:
        """Note an answer to a dialogue that is not done."""
        self.places.setdefault(entry.key.dialogue, {})[entry.key[1:]] = place
        if entry.role is not None:
            spent = Spent(calls=1, usage=entry.usage)
            self.carried[entry.role] = self.carried.get(entry.role, Spent()) + spent


def read_journal(path: Path, is_done: IsDone) -> PastJournal:
    """Read the journal of a run that is taken up: torn lines are cut off, damaged ones set aside."""
    past = PastJournal()
    drop_torn_line(path)
    if not path.exists() or path.stat().st_size == 0:
        return past
    damaged = []
    with path.open("rb") as file:
        for number, place, line in _lines(path, file):
            try:
                entry = read_entry(line)
                if is_done(entry.key.dialogue):
                    past.done += 1
                else:
                    past.add(entry, place)
            except ValueError as error:
                damaged.append(Damaged(number, place, str(error)))
    if damaged:
        set_aside(path, damaged)
        past = read_journal(path, is_done)
        past.damaged = tuple(damaged)
    return past


def entries(path: Path, file: BinaryIO) -> Iterator[tuple[Place, Entry]]:
    """Read a whole recording, in order; a line that a crash cut short ends it."""
    for number, place, line in _lines(path, file, recorded=True):
        if line.endswith(b"\n"):
            try:
                yield place, read_entry(line)
            except ValueError as error:
                raise ConfigurationError(f"{path}, line {number}: {error}; continue its run to set it aside") from error


def _lines(path: Path, file: BinaryIO, *, recorded: bool = False) -> Iterator[tuple[int, Place, bytes]]:
    """Everything after the first line, which says what the others are."""
    lines = places(file)
    told = _told(next(lines, (1, Place(0, 0), b""))[2])
    if told.get("journal") != FORMAT:
        written = f"format {told['journal']!r}" if "journal" in told else "no format that it names"
        raise ConfigurationError(
            f"{path} is a journal of {written}, and this version reads format {FORMAT}; go on with the version that "
            "began the run, or move the file away: dialogues that are done stay, the others begin anew"
        )
    if recorded and told.get("recorded") is not True:
        raise ConfigurationError(f"{path} holds only what unfinished dialogues were told; record a run with --record")
    yield from lines


def _told(line: bytes) -> dict[str, object]:
    try:
        told = orjson.loads(line)
    except orjson.JSONDecodeError:
        return {}
    return told if isinstance(told, dict) else {}
