"""Plans a large run: `python -m graph.benchmarks.scale [RUN]`. Arithmetic, no measurement.

The figures it begins with were measured (docs/scale.md says where); sizes and calls come from RUN where one is named,
and every figure can be given. What the models cost is no part of it: `python -m graph.run --estimate` says that.
"""

import argparse
import math
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass, fields, replace
from typing import NamedTuple

from rich.console import Console
from rich.table import Table

from graph.places import Location, location
from graph.records import read_records
from state.errors import ConfigurationError
from state.record import Record

BUSY = 0.8
"""How much of a core is taken into account."""
COMPACTED = 64.0
"""MB from which on a journal is rid of what is done."""
REPLICAS = (1, 10, 100, 1000)


@dataclass(frozen=True, slots=True)
class Figures:
    """What a plan is made from."""

    dialogues: float = 1_000_000
    calls: float = 20.8
    """Of a dialogue."""
    record: float = 38.7
    """KB of a record."""
    latency: float = 2.0
    """Seconds of a call."""
    capacity: float = 64.0
    """Calls that one replica of the model answers at once."""
    cpu: float = 1.5
    """Milliseconds of a core that a call takes."""
    journal: float = 0.57
    """KB of the journal for a call."""
    imports: float = 105.0
    """MB of a process before its first dialogue."""
    memory: float = 0.55
    """MB of a dialogue in the making."""
    offer: float = 0.045
    """Milliseconds for drawing the tools of one dialogue, which a shard does for all before its own too."""
    remembered: float = 0.11
    """KB that are kept of it."""
    hours: float = 1.0
    """That a shard should take."""
    part: float = 250.0
    """MB that the file of a shard should not exceed."""
    failures: float = 0.01
    """Of a process in an hour."""


class Plan(NamedTuple):
    """A run with so many replicas of the model."""

    replicas: int
    calls_a_second: float
    processes: int
    in_flight: float
    """Calls of one process, as many as its dialogues."""
    megabytes: float
    """Of one process."""
    run_hours: float
    shards: int
    part_megabytes: float
    files: int
    journal_megabytes: float
    """Of one shard, at most."""
    draw_seconds: float
    """That the last shard spends on tools of others."""
    failed: float
    """Processes that are expected to fail."""
    asked_again: float
    """The share of calls that is made twice, where scratch folders survive."""
    made_again: float
    """The same where they do not."""


def plan(replicas: int, given: Figures) -> Plan:
    """Feed so many replicas."""
    rate = replicas * given.capacity / given.latency
    processes = math.ceil(rate * given.cpu / 1000 / BUSY)
    seconds = given.dialogues * given.calls / rate
    by_size = math.ceil(given.dialogues * given.record / 1000 / given.part)
    shards = max(processes, math.ceil(processes * seconds / 3600 / given.hours), by_size)
    each = given.dialogues / shards
    hours = seconds / 3600 * processes / shards
    in_flight = replicas * given.capacity / processes
    risk = given.failures * hours
    told = given.calls * given.journal / 1000
    failed = given.failures * processes * seconds / 3600
    return Plan(
        replicas=replicas,
        calls_a_second=rate,
        processes=processes,
        in_flight=in_flight,
        megabytes=given.imports + in_flight * given.memory + given.dialogues * given.remembered / 1000,
        run_hours=seconds / 3600,
        shards=shards,
        part_megabytes=each * given.record / 1000,
        files=2 * shards + 2,
        journal_megabytes=min(COMPACTED + in_flight * told, each * told),
        draw_seconds=given.dialogues * given.offer / 1000,
        failed=failed,
        asked_again=failed * in_flight / (given.dialogues * given.calls),
        made_again=math.expm1(risk) / risk - 1 if risk else 0.0,
    )


def rows(given: Figures) -> Iterator[tuple[str, *tuple[str, ...]]]:
    """Give the lines of the table: a name, and a value for each number of replicas."""
    plans = [plan(replicas, given) for replicas in REPLICAS]
    for name, form, value in _LINES:
        yield name, *(form.format(value(each)) for each in plans)


_LINES: tuple[tuple[str, str, Callable[[Plan], float]], ...] = (
    ("replicas", "{:,}", lambda plan: plan.replicas),
    ("calls a second", "{:,.0f}", lambda plan: plan.calls_a_second),
    ("processes, a core each", "{:,}", lambda plan: plan.processes),
    ("in flight, each", "{:,.0f}", lambda plan: plan.in_flight),
    ("MB, each", "{:,.0f}", lambda plan: plan.megabytes),
    ("hours", "{:,.1f}", lambda plan: plan.run_hours),
    ("shards", "{:,}", lambda plan: plan.shards),
    ("files", "{:,}", lambda plan: plan.files),
    ("MB of a part", "{:,.0f}", lambda plan: plan.part_megabytes),
    ("MB of scratch journal", "{:,.0f}", lambda plan: plan.journal_megabytes),
    ("seconds of the last shard for tools of others", "{:,.0f}", lambda plan: plan.draw_seconds),
    ("processes that fail", "{:,.1f}", lambda plan: plan.failed),
    ("calls made twice, scratch kept", "{:.4%}", lambda plan: plan.asked_again),
    ("calls made twice, scratch lost", "{:.2%}", lambda plan: plan.made_again),
)


def measured(run: Location, given: Figures) -> Figures:
    """Take what a run tells: calls of a dialogue, and the size of its record."""
    count, calls, size = 0, 0, 0
    for line, record in read_records(run, Record):
        count, calls, size = count + 1, calls + sum(record.calls_by_node.values()), size + line.length
    if not count:
        raise ConfigurationError(f"{run} holds no record: no dialogue has finished yet")
    return replace(given, calls=calls / count, record=size / count / 1000)


def main(arguments: Sequence[str] | None = None, console: Console | None = None) -> int:
    """Print the plan for these arguments, or those of the command line."""
    parser = argparse.ArgumentParser(prog="python -m graph.benchmarks.scale", description=__doc__)
    parser.add_argument("run", nargs="?", type=location, help="run folder to take sizes and calls from")
    for each in fields(Figures):
        parser.add_argument(f"--{each.name}", type=_positive, metavar="NUMBER", help=f"(default: {each.default:g})")
    try:
        flags = vars(parser.parse_args(arguments))
        run = flags.pop("run")
        given = measured(run, Figures()) if run else Figures()
    except ConfigurationError as error:
        print(f"error: {error}", file=sys.stderr)
        return 2
    given = replace(given, **{name: value for name, value in flags.items() if value is not None})
    table = Table(box=None, padding=(0, 2, 0, 0), show_header=False)
    for line in rows(given):
        table.add_row(*line)
    console = console or Console(width=100)
    console.print(", ".join(f"{name} {value:g}" for name, value in asdict(given).items()), highlight=False)
    console.print(table)
    return 0


def _positive(word: str) -> float:
    value = float(word)
    if not (value > 0 and math.isfinite(value)):
        raise argparse.ArgumentTypeError(f"{word!r}: expected a number above 0")
    return value


if __name__ == "__main__":
    sys.exit(main())
