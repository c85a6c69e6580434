"""A run that is made to be killed: the whole command with the simulated model, which takes its time and keeps a book.

`python -m graph.benchmarks.victim BOOK LATENCY ...` takes the arguments of `graph.run` after these two. The book gets
a `+` when the model is asked and a `-` when its answer has arrived, whatever becomes of the run.
"""

import asyncio
import os
import sys
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from graph.assemble import assemble
from graph.run import main as run
from state.model import ChatModel, Reply, Request


@dataclass(frozen=True, slots=True)
class Booked:
    """A model that takes its time, and whose calls are written down one by one."""

    model: ChatModel
    book: int
    """An open file."""
    latency: float

    async def complete(self, request: Request) -> Reply:
        """Answer after a while, which differs from request to request."""
        os.write(self.book, b"+")
        await asyncio.sleep(self.latency * (0.5 + request.seed % 1024 / 1024))
        reply = await self.model.complete(request)
        # Until the caller has taken it in, an answer is on its way.
        asyncio.get_running_loop().call_soon(os.write, self.book, b"-")
        return reply


def main(arguments: list[str]) -> int:
    """Run until done or killed."""
    book = os.open(Path(arguments[0]), os.O_WRONLY | os.O_APPEND | os.O_CREAT)
    around = partial(Booked, book=book, latency=float(arguments[1]))
    return run(arguments[2:], partial(assemble, around=around))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
