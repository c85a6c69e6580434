"""Where a run stands, whether it is going on or not: `python -m graph.status RUN`. Looks only, and changes nothing."""

import argparse
import shlex
import sys
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import orjson
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from graph.damage import places, rejected
from graph.folder import RunFolder
from graph.journal.entry import read_entry
from graph.lock import holder_of
from graph.progress import standing
from graph.records import NoRecord, Stored, parsed, stored_records
from graph.tally import Tally
from state.errors import ConfigurationError
from state.record import Record

DONE, TO_BE_FIXED = 0, 2
_REASONS_SHOWN = 5
_PLAIN_WIDTH = 160


@dataclass(slots=True)
class Status:
    """What the files of a run say."""

    folder: RunFolder
    settings: dict[str, object]
    tally: Tally
    done: set[str]
    """Ids of the dialogues that have a record."""
    torn: list[str]
    """Lines that cannot be read, by file and number."""
    unfinished: dict[str, int]
    """Answers that wait for dialogues that are not done."""
    pace: float | None
    """Dialogues a minute, in the last session."""

    @property
    def is_complete(self) -> bool:
        """Whether nothing is left to do."""
        accept = self.settings.get("accept")
        if isinstance(accept, int):
            return self.tally.kept >= accept
        count = self.settings.get("count")
        return isinstance(count, int) and self.tally.tried >= count


def read_status(path: Path) -> Status:
    """Read all files of a run; `ConfigurationError` where there is none."""
    folder = RunFolder(path)
    try:
        settings = tomllib.loads(folder.settings.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise ConfigurationError(f"{path} holds no {folder.settings.name}, so it is not a run folder") from error
    except (OSError, ValueError) as error:
        raise ConfigurationError(f"{folder.settings} cannot be read: {error}") from error
    status = Status(folder, settings, Tally(), set(), [], {}, _pace(folder.log))
    for stored in stored_records(path):
        _count_record(status, stored)
    for number, line in _lines(folder.journal):
        if number > 1:
            _count_answer(status, number, line)
    return status


def _lines(path: Path) -> Iterator[tuple[int, bytes]]:
    """Give the whole lines of a file; a last one without an end is being written, or is cut off at the next start."""
    if path.exists():
        with path.open("rb") as file:
            for number, _, line in places(file):
                if line.endswith(b"\n"):
                    yield number, line


def _count_record(status: Status, stored: Stored) -> None:
    try:
        record = parsed(stored, Record)
    except NoRecord:
        status.torn.append(str(stored.line))
    else:
        status.tally.add(record)
        status.done.add(record.id)


def _count_answer(status: Status, number: int, line: bytes) -> None:
    try:
        id = read_entry(line).key.dialogue
    except ValueError:
        status.torn.append(f"{status.folder.journal}, line {number}")
    else:
        if id not in status.done:
            status.unfinished[id] = status.unfinished.get(id, 0) + 1


def _pace(path: Path) -> float | None:
    """Read the log of the last session."""
    began = last = None
    finished = 0
    for _, line in _lines(path):
        try:
            event = orjson.loads(line)
            at, name = datetime.fromisoformat(event["timestamp"]), event["event"]
        except (orjson.JSONDecodeError, KeyError, TypeError, ValueError):
            continue
        if name == "run_started":
            began, finished = at, 0
        finished, last = finished + (name == "dialogue_finished"), at
    seconds = (last - began).total_seconds() if began and last else 0.0
    return 60 * finished / seconds if seconds else None


def rows(status: Status) -> Iterator[tuple[str, str]]:
    """Give the lines of the table."""
    tally = status.tally
    yield "run", f"{status.folder.path}: {status.settings.get('model')}, seed {status.settings.get('seed')}"
    yield "state", _state(status)
    share = f" ({tally.kept / tally.tried:.1%} kept)" if tally.tried else ""
    yield "dialogues", f"{tally.tried:,} done: {standing(tally)}{share}"
    if status.pace is not None:
        yield "pace", f"{status.pace:,.1f} dialogues a minute in the last session"
    if tally.tried:
        yield "model calls", f"{tally.calls:,}; {tally.calls / tally.tried:,.1f} a dialogue; {tally.tokens:,} tokens"
    for name, reasons in (("rejected for", tally.rejections), ("failed for", tally.failures)):
        for reason, count in reasons.most_common(_REASONS_SHOWN):
            yield name, f"{count:,} {reason}"
    if status.unfinished:
        answers = sum(status.unfinished.values())
        yield "half-finished", f"{len(status.unfinished):,} dialogues, with {answers:,} answers in the journal"
    yield from (("unreadable", f"{where}: is set aside when the run goes on") for where in status.torn)
    for path in (status.folder.records, status.folder.journal):
        if rejected(path).exists():
            yield "set aside", f"{rejected(path)}"
    yield "go on with", _command(status)


def _state(status: Status) -> str:
    holder = holder_of(status.folder.path)
    if holder is not None and holder.is_alive():
        return f"going on: {holder}"
    if status.is_complete:
        return "complete"
    accept = status.settings.get("accept")
    left = f"{accept} were to be kept" if accept else f"{status.settings.get('count')} were to be made"
    return f"{'killed' if holder else 'stopped'}: {left}; it can be resumed, nothing is asked twice"


def _command(status: Status) -> str:
    folder = status.folder
    return shlex.join(("python", "-m", "graph.run", "--config", str(folder.settings), "--out", str(folder.path)))


def main(arguments: Sequence[str] | None = None, console: Console | None = None) -> int:
    """Show the status of the runs that the command line names."""
    parser = argparse.ArgumentParser(prog="python -m graph.status", description=__doc__)
    parser.add_argument("run", type=Path, nargs="+", help="run folder")
    console = console or Console(file=sys.stdout)
    if not console.is_terminal:
        console.width = _PLAIN_WIDTH
    for path in parser.parse_args(arguments).run:
        try:
            status = read_status(path)
        except ConfigurationError as error:
            print(f"error: {error}", file=sys.stderr)
            return TO_BE_FIXED
        table = Table.grid(padding=(0, 2))
        table.add_column(style="bold", no_wrap=True)
        table.add_column(overflow="fold")
        for name, value in rows(status):
            table.add_row(name, escape(value))
        console.print(table)
    return DONE


if __name__ == "__main__":
    sys.exit(main())
