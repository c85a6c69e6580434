"""What a run folder already holds: read once, line by line, and its training file written anew."""

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import BinaryIO

from pydantic import ValidationError

from graph.chat import chat_line
from graph.folder import RunFolder, drop_torn_line, explained, replacing
from graph.ordered import Ordered, Place
from state.errors import ConfigurationError
from state.record import Record


@dataclass(frozen=True, slots=True)
class Past:
    """Where a run stands when it is opened."""

    ordered: Ordered
    torn: bool
    """A last line that a crash left unfinished was cut off."""

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


def take_up(folder: RunFolder, limit: int | None, observe: Callable[[Record], None]) -> Past:
    """Read the records that are there, show each to `observe`, and write `dialogues.jsonl` from them."""
    with explained(folder.path):
        torn = drop_torn_line(folder.records)
        folder.records.touch()
        ordered = Ordered(limit)
        with folder.records.open("rb") as records, replacing(folder.dialogues) as dialogues:
            for place, record in _records(folder, records):
                if ordered.has(record.index):
                    raise ConfigurationError(f"{folder.records} holds {record.id} twice; remove one of the two lines")
                observe(record)
                for ready in ordered.add(record.index, place if record.status == "kept" else None):
                    dialogues.write(chat_line(os.pread(records.fileno(), ready.length, ready.offset)))
    return Past(ordered, torn)


def _records(folder: RunFolder, file: BinaryIO) -> Iterator[tuple[Place, Record]]:
    offset = 0
    for number, line in enumerate(file, start=1):
        try:
            record = Record.model_validate_json(line)
        except ValidationError as error:
            problem = error.errors()[0]
            raise ConfigurationError(
                f"{folder.records}, line {number} is not a record: {problem['msg']}; "
                "remove the line to have its dialogue made again, or choose another folder with --out"
            ) from error
        yield Place(offset, len(line)), record
        offset += len(line)
