"""What the journal costs: `python -m graph.benchmarks.journal`.

Asks the requests of a few dialogues again, of a model that answers at once, with a journal before it and without one,
and prints what the journal adds to each call: hashing the request, writing the answer down, forgetting what is done.
`--saver` sets LangGraph's SQLite saver beside it, which stores the state after every step; it is in the extra
`checkpoints`.
"""

import argparse
import asyncio
import sys
import time
from collections.abc import Iterable
from contextlib import nullcontext
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from graph.benchmarks.saver import saver_cost
from graph.build import build_graph, default_nodes
from graph.generate import Generator
from graph.journal.entry import Entry, Key, line_of
from graph.journal.journal import Journal
from graph.journal.journalled import Journalled
from graph.models.simulated.model import SimulatedModel
from graph.plan import plan
from graph.spending import Meter
from graph.tools.builtin.pool import BuiltinPool
from graph.tools.sampled_pool import sampled
from state.budget import DEFAULT
from state.errors import ConfigurationError
from state.model import Reply, Request

DIALOGUES = 20
ROUNDS = 5


class Call(NamedTuple):
    """A request and its reply."""

    request: Request
    reply: Reply


@dataclass(frozen=True, slots=True)
class Heard:
    """The simulated model, with all that it was asked and said."""

    calls: list[Call]
    model: SimulatedModel = field(default_factory=SimulatedModel)

    async def complete(self, request: Request) -> Reply:
        """Answer, and remember it."""
        self.calls.append(Call(request, await self.model.complete(request)))
        return self.calls[-1].reply


@dataclass(frozen=True, slots=True)
class Said:
    """Says again what was said, without a thought."""

    replies: dict[int, Reply]

    async def complete(self, request: Request) -> Reply:
        """Look the reply up."""
        return self.replies[id(request)]


class Cost(NamedTuple):
    """Of one call, or of one step."""

    milliseconds: float
    """Of CPU, system included."""
    kilobytes: float


def calls_of(dialogues: int) -> list[Call]:
    """All calls of so many dialogues, one dialogue after the other."""
    model, pool = Heard([]), sampled(BuiltinPool())
    generate = Generator(build_graph(default_nodes(model, pool)), pool)

    async def make() -> None:
        for one in plan(0, DEFAULT, range(dialogues)):
            await generate(one.seed, one.number)

    asyncio.run(make())
    return model.calls


def journal_cost(calls: list[Call], *, recording: bool = False) -> Cost:
    """What the journal adds to a call; the smallest of a few rounds."""
    with TemporaryDirectory() as folder:
        path = Path(folder, "journal.jsonl")
        without = min(_seconds(calls, None) for _ in range(ROUNDS))
        kept = min(_seconds(calls, path, recording=recording) for _ in range(ROUNDS))
    lines = sum(len(_line(call, recording=recording)) for call in calls)
    return Cost(1000 * (kept - without) / len(calls), lines / len(calls) / 1000)


def _seconds(calls: Iterable[Call], path: Path | None, *, recording: bool = False) -> float:
    model, journal = Said({id(request): reply for request, reply in calls}), Journal()
    journalled = Journalled(model, journal, Meter())

    async def ask() -> float:
        began = time.process_time()
        for id, of_one in groupby(calls, key=lambda call: call.request.dialogue_id):
            for call in of_one:
                await journalled.complete(call.request)
            journal.finish(id, 0)
        return time.process_time() - began

    opened = journal.open(path, lambda id: False, recording=recording) if path else nullcontext()
    with opened:
        return asyncio.run(ask())


def _line(call: Call, *, recording: bool) -> bytes:
    entry = Entry(Key(call.request.dialogue_id, "0" * 32, 0), call.reply, call.request.role)
    return line_of(entry, call.request if recording else None)


def line(name: str, cost: Cost, each: str = "call") -> str:
    """What is printed."""
    return f"{name:16}{cost.milliseconds:8.3f} ms of CPU and {cost.kilobytes:6.2f} KB a {each}"


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m graph.benchmarks.journal", description=__doc__)
    parser.add_argument("--dialogues", type=int, default=DIALOGUES, help=f"whose calls are made (default: {DIALOGUES})")
    parser.add_argument("--saver", action="store_true", help="measure LangGraph's SQLite saver too")
    options = parser.parse_args()
    calls = calls_of(options.dialogues)
    print(line("journal", journal_cost(calls)))
    print(line("with --record", journal_cost(calls, recording=True)))
    if options.saver:
        try:
            print(line("SQLite saver", Cost(*saver_cost(options.dialogues)), "step"))
        except ConfigurationError as error:
            sys.exit(f"error: {error}")


if __name__ == "__main__":
    main()
