"""Machines are lost in the middle of a run, and what that costs: a node, then the driver with the whole cluster."""

import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from graph.benchmarks.cluster.witness import Book, read_book
from graph.cluster.trial import TwoNodes, two_nodes
from graph.records import read_records
from state.record import Record

_OFTEN = 0.05
ACTORS = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """What is tried, and where."""

    place: Path
    count: int = 2000
    block: int = 16
    latency: float = 0.5
    """Seconds of a call, on average."""
    options: tuple[str, ...] = ("--preset", "initialize-only")

    def start(self, name: str, nodes: TwoNodes) -> "subprocess.Popen[bytes]":
        """Begin or take up the run of this name."""
        run = ("--cluster", nodes.address, "--actors", str(ACTORS), "--block", str(self.block))
        made = ("--count", str(self.count), "--out", str(self.place / name), "--display", "quiet", *self.options)
        words = ("graph.benchmarks.cluster.witness", str(self.place / f"{name}.book"), str(self.latency), *run, *made)
        return subprocess.Popen([sys.executable, "-m", *words], stdout=subprocess.DEVNULL)  # noqa: S603 - our own module

    def book(self, name: str) -> Book:
        """What the witnesses of a run wrote down."""
        return read_book(self.place / f"{name}.book")

    def let_run(self, process: "subprocess.Popen[bytes]", name: str, share: float) -> None:
        """Wait until so much is done."""
        while process.poll() is None and len(self.book(name).done) < share * self.count:
            time.sleep(_OFTEN)


@dataclass(slots=True)
class Outcome:
    """What is left of a run."""

    name: str
    missing: int = 0
    twice: int = 0
    book: Book = field(default_factory=lambda: Book(Counter(), Counter()))
    codes: list[int] = field(default_factory=list)
    """How its processes ended, those that were not killed."""
    seconds: float = 0.0

    def passed(self, trial: Trial) -> bool:
        """Whether nothing was lost, and no more was done again than a block for each actor."""
        whole = not self.missing and not self.twice and not any(self.codes)
        return whole and self.book.redone <= ACTORS * trial.block


def lose_node(trial: Trial, outcome: Outcome) -> None:
    """Kill one of two nodes; the run goes on, and the same command afterwards finds nothing to do."""
    with two_nodes() as nodes:
        process = trial.start(outcome.name, nodes)
        trial.let_run(process, outcome.name, 0.4)
        nodes.kill_second()
        outcome.codes.append(process.wait())
        outcome.codes.append(trial.start(outcome.name, nodes).wait())


def lose_all(trial: Trial, outcome: Outcome) -> None:
    """Kill the driver and both nodes, and give the same command to a new cluster."""
    with two_nodes() as nodes:
        process = trial.start(outcome.name, nodes)
        trial.let_run(process, outcome.name, 0.4)
        process.kill()
        nodes.kill()
        process.wait()
    with two_nodes() as nodes:
        outcome.codes.append(trial.start(outcome.name, nodes).wait())


SCENARIOS: Mapping[str, Callable[[Trial, Outcome], None]] = {"node": lose_node, "all": lose_all}


def lose(trial: Trial, name: str) -> Outcome:
    """Play one scenario, and look at what is left."""
    outcome, began = Outcome(name), time.monotonic()
    SCENARIOS[name](trial, outcome)
    outcome.seconds = time.monotonic() - began
    found = Counter(record.index for _, record in read_records(trial.place / name, Record))
    outcome.missing = len(set(range(trial.count)) - found.keys())
    outcome.twice = found.total() - len(found)
    outcome.book = trial.book(name)
    return outcome


def report(trial: Trial, outcome: Outcome) -> Iterator[str]:
    """What is printed."""
    book, killed = outcome.book, {"node": "one of two nodes", "all": "the driver and both nodes"}[outcome.name]
    yield f"killed      {killed}; {outcome.seconds:.0f} s in all, starting included"
    yield f"dialogues   {trial.count:,}: {outcome.missing} missing, {outcome.twice} twice"
    yield f"made again  {book.redone} that were done (a block for each actor is {ACTORS * trial.block})"
    yield f"cut off     {book.cut_off} in the making"
    if any(outcome.codes):
        yield f"ended with  {', '.join(map(str, outcome.codes))}"


def run(place: Path, count: int) -> int:
    """Play both, print, and say by the exit code whether anything was lost."""
    trial, failed = Trial(place=place, count=count), False
    for name in SCENARIOS:
        outcome = lose(trial, name)
        failed |= not outcome.passed(trial)
        print("\n".join(report(trial, outcome)), flush=True)
    return int(failed)
