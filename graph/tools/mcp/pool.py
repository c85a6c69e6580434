"""A pool of the tools of MCP servers, which really run."""

import asyncio
import logging
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from graph.tools.mcp.environment import McpEnvironment
from graph.tools.mcp.listing import list_tools
from graph.tools.mcp.once import Shared
from graph.tools.mcp.room import Room
from graph.tools.mcp.servers import Limits, Server, Trust
from graph.tools.mcp.toolbox import Toolbox
from graph.tools.memory import FORGETFUL, Memory
from state.errors import ConfigurationError
from state.tool import Tool


@dataclass(frozen=True, slots=True)
class McpPool:
    """The tools of all servers. Servers start for a dialogue when it first calls them."""

    toolbox: Toolbox
    rejected: tuple[str, ...] = ()
    memory: Memory = FORGETFUL
    _shared: dict[int, Shared] = field(default_factory=dict)

    @property
    def tools(self) -> tuple[Tool, ...]:
        """Every tool of every server."""
        return tuple(listed.tool for listed in self.toolbox.tools.values())

    def open(self, seed: int, now: datetime) -> McpEnvironment:
        """An environment without a past, but for what live servers were made to do for this dialogue."""
        shared = self._shared.setdefault(seed, Shared())
        shared.rooms.append(Room())
        return McpEnvironment(self.toolbox, self.memory, shared, seed, now, shared.rooms[-1])

    async def close(self, seed: int) -> None:
        """End all servers of a dialogue, and let another begin."""
        shared = self._shared.pop(seed, None)
        if shared is not None:
            try:
                for room in (*shared.rooms, shared.room):
                    await room.close()
            finally:
                if shared.has_place:
                    self.toolbox.places.release()


def open_servers(
    servers: Sequence[Server],
    setup: Path | None,
    limits: Limits,
    trust: Trust,
    at_once: int,
    memory: Memory = FORGETFUL,
) -> McpPool:
    """Ask each server what it has; `ConfigurationError` where one cannot say, or they have too little."""
    if setup is not None and not setup.is_dir():
        raise ConfigurationError(f"--mcp-setup {setup}: no such folder; expected one that servers get a copy of")
    for name in ("mcp", "client"):
        # What the MCP client would print of a failure is in our own message.
        logging.getLogger(name).addHandler(logging.NullHandler())
    listing = asyncio.run(list_tools(servers, setup, limits, trust))
    tools = {listed.tool.name: listed for listed in listing.tools}
    if len(tools) < max(2, len(listing.tools)):
        names = ", ".join(sorted(tools)) or "none"
        raise ConfigurationError(f"the MCP servers have too few tools of different names: {names}; name another server")
    # Servers are counted as if each dialogue used them all.
    toolbox = Toolbox(tools, limits, setup, asyncio.Semaphore(max(1, at_once // len(servers))))
    return McpPool(toolbox, listing.rejected, memory)
