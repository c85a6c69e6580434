"""What a cluster has written so far: counted, and laid out for training in the order of the numbers."""

from dataclasses import dataclass, field

from graph.chat import chat_line
from graph.folder import RunFolder, replacing
from graph.records import Line, again, read_records
from graph.tally import Tally
from state.record import Record


@dataclass(slots=True)
class Written:
    """The records of a run."""

    tally: Tally = field(default_factory=Tally)
    numbers: set[int] = field(default_factory=set)
    kept: list[tuple[int, Line]] = field(default_factory=list)
    """Numbers of the kept dialogues, and where they stand."""

    def add(self, line: Line, record: Record) -> None:
        """Count one."""
        self.tally.add(record)
        self.numbers.add(record.index)
        if record.status == "kept":
            self.kept.append((record.index, line))


def written(folder: RunFolder) -> Written:
    """Read them all."""
    found = Written()
    for line, record in read_records(folder.path, Record):
        found.add(line, record)
    return found


def write_dialogues(folder: RunFolder, found: Written, most: int | None) -> int:
    """Write `dialogues.jsonl` anew, with so many of the kept dialogues, and give their number."""
    lines = [line for _, line in sorted(found.kept, key=lambda each: each[0])][:most]
    with replacing(folder.dialogues) as file:
        file.writelines(chat_line(stored.text) for stored in again(lines))
    return len(lines)
