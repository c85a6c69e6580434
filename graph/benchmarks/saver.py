"""What LangGraph's SQLite saver costs, to be set beside the journal."""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, NamedTuple

from langchain_core.runnables import RunnableConfig

from graph.build import build_graph, default_nodes
from graph.models.simulated.model import SimulatedModel
from graph.plan import plan
from graph.routes import most_supersteps
from graph.tools.builtin.pool import BuiltinPool
from graph.tools.sampled_pool import sampled
from state.budget import DEFAULT
from state.errors import ConfigurationError

if TYPE_CHECKING:
    from langgraph.checkpoint.sqlite.aio import AsyncSqliteSaver

ROUNDS = 3


def saver_cost(dialogues: int) -> tuple[float, float]:
    """Milliseconds of CPU and kilobytes that checkpoints add to a step, with its fastest safe settings.

    `ConfigurationError` where it is not installed.
    """
    asyncio.run(_measured(1, None))
    rounds = [_round(dialogues) for _ in range(ROUNDS)]
    without, kept = (min(each[run].seconds for each in rounds) for run in (0, 1))
    _, steps, size = rounds[0][1]
    return 1000 * (kept - without) / steps, size / steps / 1000


def _round(dialogues: int) -> "tuple[Measured, Measured]":
    """The same dialogues without and with checkpoints."""
    with TemporaryDirectory() as folder:
        without = asyncio.run(_measured(dialogues, None))
        return without, asyncio.run(_measured(dialogues, Path(folder, "checkpoints.db")))


class Measured(NamedTuple):
    """What some dialogues took."""

    seconds: float
    """Of CPU."""
    steps: int
    size: int
    """Bytes on the disk."""


async def _measured(dialogues: int, path: Path | None) -> Measured:
    async with _saver(path) as saver:
        graph = build_graph(default_nodes(SimulatedModel(), sampled(BuiltinPool())), checkpointer=saver)
        began, steps = time.process_time(), 0
        for one in plan(0, DEFAULT, range(dialogues)):
            config: RunnableConfig = {
                "recursion_limit": most_supersteps(DEFAULT),
                "configurable": {"thread_id": one.seed.id},
            }
            # Sync: as asynchronous ones all checkpoints of a dialogue stay in memory until its end.
            async for _ in graph.astream(one.seed, config, stream_mode="updates", durability="sync" if saver else None):
                steps += 1
        seconds = time.process_time() - began
    size = sum(file.stat().st_size for file in path.parent.iterdir()) if path else 0
    return Measured(seconds, steps, size)


@asynccontextmanager
async def _saver(path: Path | None) -> "AsyncIterator[AsyncSqliteSaver | None]":
    if path is None:
        yield None
        return
    try:
        import aiosqlite
        from langgraph.checkpoint.sqlite.aio import AsyncSqliteSaver
    except ImportError as error:
        raise ConfigurationError(
            "LangGraph's SQLite saver is not installed: pip install -e '.[checkpoints]'"
        ) from error
    async with aiosqlite.connect(path) as database:
        await database.execute("PRAGMA journal_mode=WAL")
        await database.execute("PRAGMA synchronous=NORMAL")
        yield AsyncSqliteSaver(database)
