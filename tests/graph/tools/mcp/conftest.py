"""Pools of servers that really run, and are ended with the test."""

import asyncio
import sys
from collections.abc import Callable, Collection
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest

pytest.importorskip("mcp", reason="the extra `mcp` is not installed")

from graph.tools.mcp.listing import Listed, list_tools
from graph.tools.mcp.pool import McpPool
from graph.tools.mcp.servers import Limits, Server, Trust
from graph.tools.mcp.toolbox import Toolbox
from graph.tools.memory import FORGETFUL, Memory

NOW = datetime(2026, 3, 2, 9)
LITTLE = Path(__file__).parent / "little_server.py"


def _little(name: str = "little", without: str = "send", **more: object) -> Server:
    return Server(name, (sys.executable, "-S", str(LITTLE), without, "{workdir}", "{now}"), **more)


@pytest.fixture
def little() -> Callable[..., Server]:
    """The little server, without some of its tools."""
    return _little


@pytest.fixture(scope="session")
def listed() -> tuple[Listed, ...]:
    """The tools of the little server, asked for once."""
    return asyncio.run(list_tools([_little()], None, Limits(), Trust())).tools


@pytest.fixture
async def pool(listed):
    """Make a pool of the little server; what runs at the end is ended."""
    made: list[McpPool] = []

    def make(
        server: Server | None = None,
        setup: Path | None = None,
        live: Collection[str] = (),
        kept: Memory = FORGETFUL,
        **limits: float,
    ) -> McpPool:
        tools = {
            one.called: replace(
                one,
                server=server or _little(),
                tool=one.tool.model_copy(update={"live": one.called in live}),
                is_lasting="add" in live,
            )
            for one in listed
        }
        made.append(McpPool(Toolbox(tools, Limits(**limits), setup, asyncio.Semaphore(2)), memory=kept))
        return made[-1]

    yield make
    for one in made:
        for seed in range(5):
            await one.close(seed)


@pytest.fixture
async def world(pool):
    """One environment on the little server."""
    opened = []

    def make(*arguments, **options):
        opened.append(pool(*arguments, **options).open(1, NOW))
        return opened[-1]

    yield make
    for environment in opened:
        await environment.close()
