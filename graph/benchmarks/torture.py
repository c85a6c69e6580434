"""Kills a run again and again and looks at what is left: `python -m graph.benchmarks.torture`.

The same dialogues are made twice: once undisturbed, and once by processes that are killed (SIGKILL) at random moments,
after some of which half a line is appended to a file of the run. In the end every dialogue should be there once, the
files should be the same, and no more calls should have been made than were on their way when a process was killed.
"""

import argparse
import os
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import NamedTuple

import orjson

from graph.folder import RunFolder

EARLY = 0.2
"""Which share of the kills falls into the beginning of a process, when it reads what is there."""

_OFTEN = 0.005


class Calls(NamedTuple):
    """What a book says of calls to the model."""

    asked: int
    answered: int


NONE = Calls(0, 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """What is tried, and where."""

    place: Path
    count: int = 300
    kills: int = 30
    torn: float = 0.3
    """After which share of the kills half a line is appended."""
    latency: float = 0.1
    """Seconds of a call, on average."""
    concurrency: int = 16
    seed: int = 0

    def start(self, name: str) -> "subprocess.Popen[bytes]":
        """Begin or take up a run of this name."""
        numbers = ("--count", str(self.count), "--seed", str(self.seed), "--concurrency", str(self.concurrency))
        words = ("graph.benchmarks.victim", str(self._book(name)), str(self.latency), *numbers)
        command = [sys.executable, "-m", *words, "--out", str(self.folder(name).path), "--display", "quiet"]
        return subprocess.Popen(command, stdout=subprocess.DEVNULL)  # noqa: S603 - our own module

    def folder(self, name: str) -> RunFolder:
        """The folder of a run."""
        return RunFolder(self.place / name)

    def calls(self, name: str) -> Calls:
        """What the model of a run was asked so far."""
        book = self._book(name).read_bytes() if self._book(name).exists() else b""
        return Calls(book.count(b"+"), book.count(b"-"))

    def _book(self, name: str) -> Path:
        return self.place / f"{name}.book"


@dataclass(slots=True)
class Outcome:
    """What came of it."""

    kills: int = 0
    torn: int = 0
    missing: int = 0
    twice: int = 0
    same_dialogues: bool = False
    same_records: bool = False
    undisturbed: Calls = NONE
    tortured: Calls = NONE
    trouble: list[str] = field(default_factory=list)
    """Processes that ended in another way than they should."""

    @property
    def repeated(self) -> int:
        """Calls that would not have been needed."""
        return self.tortured.asked - self.undisturbed.asked

    @property
    def in_flight(self) -> int:
        """Calls that were on their way when a process was killed."""
        return self.tortured.asked - self.tortured.answered

    def passed(self, trial: Trial) -> bool:
        """Whether nothing was lost."""
        whole = self.same_dialogues and self.same_records and not self.missing and not self.twice
        return whole and not self.trouble and self.kills >= trial.kills and self.repeated <= self.in_flight


def torture(trial: Trial) -> Outcome:
    """Make the run undisturbed, then under torture, and compare."""
    outcome, random = Outcome(), Random(trial.seed)
    starting = _undisturbed(trial, outcome)
    step = 1.2 * trial.calls("undisturbed").asked / max(1, trial.kills)
    while outcome.kills < trial.kills:
        process = trial.start("tortured")
        if random.random() < EARLY:
            _let_run(process, random.uniform(0.0, starting))
        else:
            _let_ask(process, trial, random.uniform(0.0, step))
            _let_run(process, random.uniform(0.0, trial.latency))
        if _ended_before_it_was_killed(process, outcome):
            break
        if random.random() < trial.torn:
            outcome.torn += _tear(trial.folder("tortured"), random)
    else:
        _note(trial.start("tortured").wait(), outcome)
    _compare(trial, outcome)
    return outcome


def _undisturbed(trial: Trial, outcome: Outcome) -> float:
    """Make the run, and give the seconds that it takes to begin."""
    began = time.monotonic()
    process = trial.start("undisturbed")
    while process.poll() is None and trial.calls("undisturbed").asked == 0:
        time.sleep(_OFTEN)
    starting = time.monotonic() - began
    _note(process.wait(), outcome)
    return starting


def _let_run(process: "subprocess.Popen[bytes]", seconds: float) -> None:
    with suppress(subprocess.TimeoutExpired):
        process.wait(seconds)


def _let_ask(process: "subprocess.Popen[bytes]", trial: Trial, times: float) -> None:
    enough = trial.calls("tortured").asked + times
    while process.poll() is None and trial.calls("tortured").asked < enough:
        time.sleep(_OFTEN)


def _ended_before_it_was_killed(process: "subprocess.Popen[bytes]", outcome: Outcome) -> bool:
    if process.poll() is not None:
        _note(process.returncode, outcome)
        return True
    process.kill()
    process.wait()
    outcome.kills += 1
    return False


def _note(code: int, outcome: Outcome) -> None:
    if code != 0:
        outcome.trouble.append(f"a process ended with {code}")


def _tear(folder: RunFolder, random: Random) -> bool:
    """Append the beginning of a line, as a machine leaves it that loses its power."""
    files = [path for path in (folder.records, folder.journal) if path.exists() and path.stat().st_size]
    if not files:
        return False
    path = random.choice(files)
    line = random.choice(path.read_bytes().splitlines())
    with path.open("ab") as file:
        file.write(line[: random.randrange(1, len(line))])
    return True


def _compare(trial: Trial, outcome: Outcome) -> None:
    whole, tortured = trial.folder("undisturbed"), trial.folder("tortured")
    ids = [record["id"] for record in _records(tortured)]
    outcome.missing, outcome.twice = trial.count - len(set(ids)), len(ids) - len(set(ids))
    outcome.same_dialogues = whole.dialogues.read_bytes() == tortured.dialogues.read_bytes()
    outcome.same_records = _by_id(whole) == _by_id(tortured)
    outcome.undisturbed, outcome.tortured = trial.calls("undisturbed"), trial.calls("tortured")


def _by_id(folder: RunFolder) -> dict[str, dict[str, object]]:
    return {str(record["id"]): record for record in _records(folder)}


def _records(folder: RunFolder) -> Iterator[dict[str, object]]:
    with folder.records.open("rb") as lines:
        yield from map(orjson.loads, lines)


def report(trial: Trial, outcome: Outcome) -> Iterator[str]:
    """What is printed."""
    same = {True: "the same", False: "NOT THE SAME"}
    made = outcome.undisturbed.asked
    yield f"killed       {outcome.kills} times; {outcome.torn} times half a line was appended"
    yield f"dialogues    {trial.count}: {outcome.missing} missing, {outcome.twice} twice"
    yield f"files        dialogues.jsonl {same[outcome.same_dialogues]}, records {same[outcome.same_records]}"
    yield f"model calls  {made:,} undisturbed, {outcome.tortured.asked:,} under torture"
    yield (
        f"repeated     {outcome.repeated:,} ({outcome.repeated / max(1, made):.2%}); "
        f"{outcome.in_flight:,} were on their way when a process was killed"
    )
    yield from outcome.trouble


def main(arguments: Sequence[str] | None = None) -> int:
    """Torture, print, and say by the exit code whether anything was lost."""
    parser = argparse.ArgumentParser(prog="python -m graph.benchmarks.torture", description=__doc__)
    parser.add_argument("--count", type=int, default=300, help="dialogues (default: 300)")
    parser.add_argument("--kills", type=int, default=30, help="processes killed (default: 30)")
    parser.add_argument("--torn", type=float, default=0.3, help="share of kills with half a line (default: 0.3)")
    parser.add_argument("--latency", type=float, default=0.1, help="seconds of a call (default: 0.1)")
    parser.add_argument("--concurrency", type=int, default=16, help="dialogues at once (default: 16)")
    parser.add_argument("--seed", type=int, default=0, help="of the run and of the kills (default: 0)")
    options = parser.parse_args(arguments)
    with TemporaryDirectory() as place:
        trial = Trial(place=Path(place), **vars(options))
        outcome = torture(trial)
        for line in report(trial, outcome):
            print(line)
    return os.EX_OK if outcome.passed(trial) else 1


if __name__ == "__main__":
    sys.exit(main())
