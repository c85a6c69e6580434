"""A run on a cluster that is made to be killed: it keeps a book of what was begun and what was done.

`python -m graph.benchmarks.cluster.witness BOOK LATENCY ...` takes the arguments of `graph.run` after these two.
Whoever begins a dialogue writes `+12`, and `-12` when it is done; the book survives them all. The model takes its time.
"""

import asyncio
import os
import sys
from collections import Counter
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from graph.assemble import Machine, Reach, assemble
from graph.crowd import Generate
from graph.run import main as run
from graph.settings import Settings
from state.dialogue_state import Seed
from state.model import ChatModel, Reply, Request
from state.record import Record


@dataclass(frozen=True, slots=True)
class Witness:
    """Makes dialogues and writes down that it does."""

    generate: Generate
    book: Path

    async def __call__(self, seed: Seed, index: int) -> Record:
        """Make one."""
        self._note(f"+{index}\n")
        record = await self.generate(seed, index)
        self._note(f"-{index}\n")
        return record

    def _note(self, line: str) -> None:
        with self.book.open("ab", buffering=0) as file:
            file.write(line.encode())


@dataclass(frozen=True, slots=True)
class Late:
    """A model that takes its time, which differs from request to request."""

    model: ChatModel
    latency: float

    async def complete(self, request: Request) -> Reply:
        """Answer after a while."""
        await asyncio.sleep(self.latency * (0.5 + request.seed % 1024 / 1024))
        return await self.model.complete(request)


def witnessed(settings: Settings, book: Path, latency: float, reach: Reach | None = None) -> Machine:
    """The machine of these settings, with a witness."""
    machine = assemble(settings, partial(Late, latency=latency), reach)
    return replace(machine, generate=Witness(machine.generate, book))


@dataclass(frozen=True, slots=True)
class Book:
    """What was written down: how often each dialogue was begun, and how often it was done."""

    begun: Counter[int]
    done: Counter[int]

    @property
    def redone(self) -> int:
        """How often a dialogue was made that had been done before."""
        return self.done.total() - len(self.done)

    @property
    def cut_off(self) -> int:
        """How often one was begun in vain."""
        return self.begun.total() - self.done.total()


def read_book(path: Path) -> Book:
    """Read it, while it is being written too."""
    lines = path.read_text().splitlines() if path.exists() else []
    counted = {sign: Counter(int(line[1:]) for line in lines if line[:1] == sign and line[1:]) for sign in "+-"}
    return Book(counted["+"], counted["-"])


if __name__ == "__main__":
    book = Path(os.path.abspath(sys.argv[1]))  # noqa: PTH100 - resolving would follow links of other machines
    sys.exit(run(sys.argv[3:], partial(witnessed, book=book, latency=float(sys.argv[2]))))
