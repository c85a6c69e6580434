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

from graph.damage import places, rejected
from graph.folder import SETTINGS, RunFolder
from graph.journal.entry import read_entry
from graph.lock import holder_of
from graph.places import Location, is_file, location, reached
from graph.progress import standing
from graph.records import EXPECTED, NoRecord, Stored, parsed, stored_records
from graph.shards.folder import SharedFolder
from graph.shards.telling import at_work, standing_of
from graph.summary import print_rows
from graph.tally import Tally
from state.errors import ConfigurationError
from state.record import Record

DONE, TO_BE_FIXED = 0, 2
_REASONS_SHOWN = 5


@dataclass(slots=True)
class Status:
    """What the files of a run say."""

    path: Location
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
    shared: SharedFolder | None = None
    """Of a run in shards."""

    @property
    def folder(self) -> RunFolder | None:
        """Where a run in one piece is written, on this machine."""
        return RunFolder(self.path) if isinstance(self.path, Path) and self.shared is None else None

    @property
    def is_complete(self) -> bool:
        """Whether nothing is left to do."""
        if self.shared:
            return not self.shared.missing()
        accept = self.settings.get("accept")
        if isinstance(accept, int):
            return self.tally.kept >= accept
        count = self.settings.get("count")
        return isinstance(count, int) and self.tally.tried >= count


def read_status(path: Location) -> Status:
    """Read all files of a run; `ConfigurationError` where there is none."""
    shared = SharedFolder(path)
    status = Status(path, _settings(path), Tally(), set(), [], {}, None, shared if shared.spans() else None)
    for stored in stored_records(path):
        _count_record(status, stored)
    if status.folder:
        status.pace = _pace(status.folder.log)
        for number, line in _lines(status.folder.journal):
            if number > 1:
                _count_answer(status, status.folder, number, line)
    return status


def _settings(path: Location) -> dict[str, object]:
    file = path / SETTINGS
    try:
        with reached(file, "read", EXPECTED):
            if not is_file(file):
                raise ConfigurationError(f"{path} holds no {SETTINGS}, so it is not a run folder")
            return tomllib.loads(file.read_text(encoding="utf-8"))
    except ValueError as error:
        raise ConfigurationError(f"{file} cannot be read: {error}") from error


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


def _count_answer(status: Status, folder: RunFolder, number: int, line: bytes) -> None:
    try:
        id = read_entry(line).key.dialogue
    except ValueError:
        status.torn.append(f"{folder.journal}, line {number}")
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
    played = "baseline (mas), " if status.settings.get("method") == "mas" else ""
    yield "run", f"{status.path}: {played}{status.settings.get('model')}, seed {status.settings.get('seed')}"
    yield "state", _state(status)
    if status.shared:
        yield from at_work(status.shared)
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
    for path in (status.folder.records, status.folder.journal) if status.folder else ():
        if rejected(path).exists():
            yield "set aside", f"{rejected(path)}"
    yield "go on with", _command(status)


def _state(status: Status) -> str:
    if status.shared:
        return standing_of(status.shared)
    assert status.folder is not None
    holder = holder_of(status.folder.path)
    if holder is not None and holder.is_alive():
        return f"going on: {holder}"
    if status.is_complete:
        return "complete"
    accept = status.settings.get("accept")
    left = f"{accept} were to be kept" if accept else f"{status.settings.get('count')} were to be made"
    kept = "no dialogue is made twice" if status.settings.get("cluster") else "nothing is asked twice"
    return f"{'killed' if holder else 'stopped'}: {left}; it can be resumed, {kept}"


def _command(status: Status) -> str:
    command = ("python", "-m", "graph.run", "--config", f"{status.path / SETTINGS}", "--out", f"{status.path}")
    return shlex.join((*command, "--shard", "NUMBER/OF") if status.shared else command)


def main(arguments: Sequence[str] | None = None, console: Console | None = None) -> int:
    """Show the status of the runs that the command line names."""
    parser = argparse.ArgumentParser(prog="python -m graph.status", description=__doc__)
    parser.add_argument("run", type=location, nargs="+", help="run folder")
    console = console or Console(file=sys.stdout)
    try:
        for path in parser.parse_args(arguments).run:
            print_rows(rows(read_status(path)), console)
    except ConfigurationError as error:
        print(f"error: {error}", file=sys.stderr)
        return TO_BE_FIXED
    return DONE


if __name__ == "__main__":
    sys.exit(main())
