"""A server over HTTP on the loopback interface."""

import asyncio
import socket
from datetime import datetime

import pytest

pytest.importorskip("mcp", reason="the extra `mcp` is not installed")

import uvicorn
from mcp.server import MCPServer

from graph.tools.mcp.listing import list_tools
from graph.tools.mcp.pool import McpPool
from graph.tools.mcp.servers import Limits, Server, Trust
from graph.tools.mcp.toolbox import Toolbox
from state.environment import Result
from state.errors import ConfigurationError, ToolServerFailed

NOW = datetime(2026, 3, 2, 9)


def _server() -> MCPServer:
    server = MCPServer("shop")
    orders: list[str] = []

    @server.tool()
    def order(item: str) -> dict[str, int]:
        """Order something."""
        orders.append(item)
        return {"number": len(orders)}

    @server.tool()
    def catalogue(size: int) -> str:
        """List so many letters."""
        return "x" * size

    return server


@pytest.fixture(params=[True, False], ids=["json", "events"])
async def shop(request):
    """The address of a running shop, which answers in JSON or in events."""
    app = _server().streamable_http_app(json_response=request.param)
    running = uvicorn.Server(uvicorn.Config(app, log_level="error", lifespan="on", ws="none"))
    async with asyncio.TaskGroup() as group:
        # Whoever calls before it has started waits in the socket's queue.
        with socket.create_server(("127.0.0.1", 0)) as bound:
            serving = group.create_task(running.serve([bound]))
            yield Server("shop", url=f"http://127.0.0.1:{bound.getsockname()[1]}/mcp")
            running.should_exit = True
            await serving


async def _pool(server: Server, **limits: float) -> McpPool:
    bounds = Limits(**limits)
    listing = await list_tools([server], None, bounds, Trust())
    return McpPool(Toolbox({one.tool.name: one for one in listing.tools}, bounds, None, asyncio.Semaphore(1)))


async def test_a_server_over_http_is_live_and_asked_once(shop):
    pool = await _pool(shop)
    assert all(tool.live for tool in pool.tools)
    try:
        assert await pool.open(1, NOW).execute("order", {"item": "tea"}) == Result({"number": 1})
        assert await pool.open(1, NOW).execute("order", {"item": "tea"}) == Result({"number": 1})
        assert await pool.open(1, NOW).execute("order", {"item": "/etc/passwd"}) == Result({"number": 2})
    finally:
        await pool.close(1)


async def test_no_more_of_an_answer_is_read_than_is_allowed(shop):
    pool = await _pool(shop, message=20_000)
    try:
        with pytest.raises(ToolServerFailed, match="'shop'"):
            await pool.open(1, NOW).execute("catalogue", {"size": 1_000_000})
    finally:
        await pool.close(1)


async def test_an_address_where_nobody_answers_is_the_operators_to_mend():
    with pytest.raises(ConfigurationError, match="'shop' could not"):
        await _pool(Server("shop", url="http://127.0.0.1:9/mcp"))
