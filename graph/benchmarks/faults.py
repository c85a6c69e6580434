"""A run against an endpoint that often fails: `python -m graph.benchmarks.faults`.

Makes dialogues over HTTP, on loopback, while a share of all replies is faulty in every way that endpoints have. All
that a real run uses is in the path; only the endpoint is ours, and is told by the simulated model what to say.
Afterwards every dialogue should have one record, every failure its reason in one line, and nothing should be left over.
"""

import argparse
import io
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import redirect_stdout
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

import orjson

from graph.assemble import Assemble, Machine, assemble
from graph.benchmarks.leftovers import Witness, held, left_over
from graph.benchmarks.loopback import Loopback, serving_apart
from graph.benchmarks.mischief import KINDS
from graph.benchmarks.mixes import BURSTS, MIXES, weights
from graph.benchmarks.whisper import SERVED, Foretold, Stories, Whisper
from graph.settings import Settings
from state.budget import DEFAULT

_ROW = "  {:16}{:>9}{:>13}{:>11}{:>11}{:>9}"
_FINE = "fine      one record each, one line for each failure; no task, thread, file or socket left over"
_HEAD = ("fault", "replies", "asked again", "ended it", "handed on", "dropped")


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """What is tried."""

    count: int = 1000
    share: float = 0.2
    """Of all replies."""
    faults: dict[str, float] = field(default_factory=lambda: weights("even"))
    """How often each begins."""
    passes: int = DEFAULT.passes
    concurrency: int = 64
    timeout: float = 2.0
    seed: int = 0


@dataclass(frozen=True, slots=True)
class Result:
    """What came of it."""

    trial: Trial
    records: list[dict[str, object]]
    replies: Counter[str]
    """By what they were: served, or a fault by its name."""
    stories: Stories
    left_over: list[str]
    seconds: float

    def failures(self) -> Iterator[tuple[str, list[str]]]:
        """Give the ids of dialogues that failed, and why they did."""
        for record in self.records:
            if record["status"] == "failed":
                reasons = record["reasons"]
                assert isinstance(reasons, list)
                yield str(record["id"]), reasons

    def problems(self) -> Iterator[str]:
        """Say what should not be."""
        written = Counter(str(record["id"]) for record in self.records)
        yield from (f"{id} has {times} records" for id, times in written.items() if times > 1)
        if missing := self.trial.count - len(written):
            yield f"{missing:,} dialogues have no record"
        for id, reasons in self.failures():
            if [len(reason.splitlines()) for reason in reasons] != [1]:
                yield f"{id} does not say in one line why it failed: {reasons}"
        yield from (f"left over: {each}" for each in self.left_over)


def attempt(trial: Trial, out: Path) -> Result:
    """Make the dialogues in this folder, and look at what the process holds afterwards."""
    from graph.run import main as run

    whisper, witness = Whisper(), Witness()
    loopback = Loopback(
        whisper.answer,
        fault_share=trial.share,
        faults=trial.faults,
        bursts=BURSTS,
        note=whisper.note,
        random=Random(trial.seed),
    )
    with serving_apart(loopback) as url:
        before, started = held(), time.monotonic()
        with redirect_stdout(io.StringIO()):
            run(_arguments(trial, url, out), _assembling(whisper, witness))
        seconds = time.monotonic() - started
        left = witness.tasks + left_over(before, loopback.connections)
    records = [orjson.loads(line) for line in (out / "records.jsonl").read_bytes().splitlines()]
    return Result(trial, records, loopback.done, whisper.finished(), left, seconds)


def _assembling(whisper: Whisper, witness: Witness) -> Assemble:
    """Assemble what a real run has, with the simulated model whispering before each model."""

    def assembled(settings: Settings) -> Machine:
        from graph.models.simulated.model import SimulatedModel

        around = partial(Foretold, simulated=SimulatedModel(settings.flaw_rate), whisper=whisper)
        machine = assemble(settings, around)
        return machine._replace(models=(*machine.models, witness))

    return assembled


def _arguments(trial: Trial, url: str, out: Path) -> list[str]:
    options = {
        "model": "openai:faulty",
        "base-url": url,
        "count": trial.count,
        "seed": trial.seed,
        "passes": trial.passes,
        "concurrency": trial.concurrency,
        "timeout": trial.timeout,
        "out": out,
        "display": "quiet",
    }
    return [f"--{name}={value}" for name, value in options.items()]


def report(result: Result) -> Iterator[str]:
    """Tell what came of it, line by line."""
    statuses = Counter(str(record["status"]) for record in result.records)
    each = ", ".join(f"{statuses[status]:,} {status}" for status in ("kept", "rejected", "failed"))
    yield f"records   {len(result.records):,} of {result.trial.count:,} dialogues: {each}"
    replies = result.replies.total()
    yield f"replies   {replies:,}, of which {1 - result.replies[SERVED] / replies:.1%} were faulty"
    yield from _table(result)
    if reasons := Counter(reason for _, reasons in result.failures() for reason in reasons):
        yield "failed"
        yield from (f"  {times:>5}  {reason}" for reason, times in reasons.most_common())
    yield f"seconds   {result.seconds:.1f}"
    yield from [f"problem   {problem}" for problem in result.problems()] or [_FINE]


def _table(result: Result) -> Iterator[str]:
    yield _ROW.format(*_HEAD)
    stories = result.stories
    for kind in (*sorted(result.replies.keys() - {SERVED}), SERVED):
        counts = (stories.asked_again, stories.ended, stories.handed_on, stories.dropped)
        yield _ROW.format(kind, *(f"{count[kind]:,}" for count in (result.replies, *counts)))


def main() -> int:
    """Try what the command line asks for; the exit code says whether all is as it should be."""
    trial, out = _wanted()
    with TemporaryDirectory() as folder:
        result = attempt(trial, out or Path(folder, "run"))
    sys.stdout.write("\n".join(report(result)) + "\n")
    return int(any(result.problems()))


def _wanted() -> tuple[Trial, Path | None]:
    parser = argparse.ArgumentParser(prog="python -m graph.benchmarks.faults", description=__doc__)
    parser.add_argument("--count", type=int, default=1000, help="dialogues (default: 1000)")
    parser.add_argument("--share", type=float, default=0.2, help="of all replies, faulty (default: 0.2)")
    parser.add_argument("--mix", choices=MIXES, default="even", help="even, or life, where what lasts is rare")
    parser.add_argument("--faults", nargs="+", choices=KINDS, help="these and no others, alike (default: the mix)")
    parser.add_argument("--passes", type=int, default=DEFAULT.passes, help="refinements of a dialogue (default: 5)")
    parser.add_argument("--concurrency", type=int, default=64, help="dialogues at once (default: 64)")
    parser.add_argument("--timeout", type=float, default=2.0, help="seconds for one answer (default: 2)")
    parser.add_argument("--seed", type=int, default=0, help="of the run and of the faults (default: 0)")
    parser.add_argument("--out", type=Path, help="new folder to keep the run in (default: it is not kept)")
    options = vars(parser.parse_args())
    mix, kinds, out = options.pop("mix"), options.pop("faults"), options.pop("out")
    return Trial(faults=dict.fromkeys(kinds, 1.0) if kinds else weights(mix), **options), out


if __name__ == "__main__":
    sys.exit(main())
