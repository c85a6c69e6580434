"""From what one shard has made on its machine to its part of the run folder."""

from collections.abc import Iterable
from pathlib import Path
from tempfile import TemporaryDirectory

from pydantic import BaseModel, ConfigDict

from graph.chat import chat_line
from graph.folder import RunFolder, explained
from graph.places import Location, is_file, reached
from graph.records import EXPECTED, again, in_order, parsed, stored_records
from graph.shards.division import Part
from graph.shards.files import send_new
from state.errors import ConfigurationError
from state.record import Status

_PARTLY = "part.jsonl"


class _Outcome(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")

    status: Status


def publish(made: RunFolder, place: Location, part: Part) -> bool:
    """Put the records into the run folder, in the order of their numbers, and what the shard no longer needs away.

    The part is there as a whole or not at all. False where another process has put it there meanwhile; then that stays.
    """
    lines = in_order(made.records)
    if len(lines) != len(part.numbers):
        raise ConfigurationError(
            f"{made.path} holds {len(lines):,} dialogues, and {part.name} has {len(part.numbers):,}; something else "
            "wrote there. Remove the folder and start again: the part will be made anew"
        )
    with explained(made.path):
        whole = made.path / _PARTLY
        _write(whole, (stored.text for stored in again(lines)))
        first = send_new(whole, place / part.file)
        add_dialogues(place, part)
        for file in (whole, made.records, made.dialogues, made.journal):
            file.unlink(missing_ok=True)
    return first


def add_dialogues(place: Location, part: Part) -> None:
    """Write the kept dialogues beside the records of a part, where they are not there yet: they follow from these."""
    with reached(place, "read", EXPECTED):
        if is_file(place / part.dialogues):
            return
    with TemporaryDirectory() as folder:
        rows = Path(folder, _PARTLY)
        stored = stored_records(place / part.file)
        _write(rows, (chat_line(each.text).rstrip() for each in stored if parsed(each, _Outcome).status == "kept"))
        send_new(rows, place / part.dialogues)


def _write(file: Path, lines: Iterable[bytes]) -> None:
    with file.open("wb") as opened:
        opened.writelines(b"%b\n" % line for line in lines)
