"""What a run folder already holds: read once, line by line, and its training file written anew."""

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from graph.chat import chat_line
from graph.damage import Damaged, set_aside
from graph.folder import RunFolder, drop_torn_line, explained, replacing
from graph.ordered import Ordered, Place
from graph.plan import dialogue_number
from graph.records import NoRecord, parsed, stored_lines
from state.errors import ConfigurationError
from state.record import Record


@dataclass(frozen=True, slots=True)
class Past:
    """Where a run stands when it is opened."""

    ordered: Ordered
    torn: bool
    """A last line that a crash left unfinished was cut off."""
    damaged: tuple[Damaged, ...] = ()
    """Lines that were set aside."""

    def still_to_do(self, tries: int, enough: Callable[[], bool]) -> Iterator[int]:
        """Number the dialogues not yet done. Gaps are filled even where there are enough already.

        Otherwise which dialogues are kept would depend on the order in which they happened to finish.
        """
        missing, fresh = self.ordered.missing(), self.ordered.fresh()
        yield from (number for number in missing if number < tries)
        for number in range(fresh, tries):
            if enough():
                return
            yield number

    def gaps(self) -> int:
        """How many dialogues an earlier session left unfinished."""
        return len(self.ordered.missing())

    def is_done(self, id: str) -> bool:
        """Whether there is a record of this dialogue; `ValueError` where it cannot be one of this run."""
        return self.ordered.has(dialogue_number(id))


def take_up(folder: RunFolder, limit: int | None, observe: Callable[[Record], None], first: int = 0) -> Past:
    """Read the records that are there, show each to `observe`, and write `dialogues.jsonl` from them.

    Lines that cannot be used are set aside, and their dialogues are made again. Those before the number `first` are no
    business of this run.
    """
    path, ordered, damaged = folder.records, Ordered(limit, following=first), list[Damaged]()
    with explained(folder.path):
        torn = drop_torn_line(path)
        path.touch()
        with path.open("rb") as file, replacing(folder.dialogues) as dialogues:
            for place, record in _usable(path, ordered, damaged):
                observe(record)
                for ready in ordered.add(record.index, place if record.status == "kept" else None):
                    dialogues.write(chat_line(os.pread(file.fileno(), ready.length, ready.offset)))
            _refuse_another_version(path, ordered.fresh() == first, damaged)
        if damaged:
            set_aside(path, damaged)
            ordered.move([each.place for each in damaged])
    return Past(ordered, torn, tuple(damaged))


def _usable(path: Path, ordered: Ordered, damaged: list[Damaged]) -> Iterator[tuple[Place, Record]]:
    for stored in stored_lines(path):
        number, place = stored.line.number, Place(stored.line.offset, stored.line.length)
        try:
            record = parsed(stored, Record)
        except NoRecord as error:
            damaged.append(Damaged(number, place, f"no record: {error.problem}", error.broken))
            continue
        if ordered.has(record.index):
            damaged.append(Damaged(number, place, f"{record.id} is there already"))
        else:
            yield place, record


def _refuse_another_version(path: Path, none: bool, damaged: list[Damaged]) -> None:
    """Where all is JSON and nothing is a record, nothing is broken: another version wrote it."""
    if damaged and none and not any(each.broken for each in damaged):
        raise ConfigurationError(
            f"{path}, line {damaged[0].number} is {damaged[0].problem}, nor is any other; another version wrote it. "
            "Go on with that version, or choose another folder with --out"
        )
