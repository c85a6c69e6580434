"""What tools the named servers have: asked once, before any dialogue, and made legal, distinct and marked."""

import asyncio
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

import mcp_types

from graph.tools.definition import Definition
from graph.tools.describing import describe
from graph.tools.mcp.process import Diagnosis
from graph.tools.mcp.servers import Limits, Server, Trust
from graph.tools.mcp.session import failure, opened
from graph.tools.mcp.workdir import Workdir
from graph.tools.naming import LONGEST
from state.errors import ConfigurationError
from state.tool import Tool

_MOST_PAGES = 100
_ANY_DAY = datetime(2025, 1, 6, 8)


@dataclass(frozen=True, slots=True)
class Listed:
    """A tool that can be called."""

    server: Server
    called: str
    """Its name on the server."""
    tool: Tool
    is_lasting: bool = False
    """All of its server is live: it has one state for the whole life of a dialogue."""


@dataclass(frozen=True, slots=True)
class Listing:
    """All tools of all servers."""

    tools: tuple[Listed, ...]
    rejected: tuple[str, ...] = field(default=())
    """Why others cannot be offered."""


async def list_tools(servers: Sequence[Server], setup: Path | None, limits: Limits, trust: Trust) -> Listing:
    """Start each server once and ask it; `ConfigurationError` where one does not answer."""
    async with asyncio.TaskGroup() as group:
        asked = [group.create_task(_asked(server, setup, limits)) for server in servers]
    if problems := [task.result().problem for task in asked if task.result().problem]:
        raise ConfigurationError("\n".join(problems))
    found, rejected = [], []
    for server, task in zip(servers, asked, strict=True):
        listed, refused = _listed(server, task.result().tools, trust)
        found += listed
        rejected += refused
    known = {server.name for server in servers} | {one.tool.name for one in found} | {one.called for one in found}
    if unknown := sorted((trust.live | trust.repeatable) - known):
        raise ConfigurationError(
            f"no MCP server or tool is called {unknown[0]!r}; there are {', '.join(sorted(known))}"
        )
    return Listing(_told_apart(found), tuple(rejected))


class _Answer(NamedTuple):
    tools: tuple[mcp_types.Tool, ...] = ()
    problem: str = ""


async def _asked(server: Server, setup: Path | None, limits: Limits) -> _Answer:
    diagnosis, workdir = Diagnosis(), Workdir.begin(setup)
    try:
        async with opened(server, workdir, _ANY_DAY, limits, diagnosis) as client, asyncio.timeout(limits.start):
            tools: list[mcp_types.Tool] = []
            cursor: str | None = None
            for _ in range(_MOST_PAGES):
                page = await client.list_tools(cursor=cursor)
                tools += page.tools
                if (cursor := page.next_cursor) is None:
                    break
            return _Answer(tuple(tools))
    except Exception as error:  # noqa: BLE001 - a server may fail in any way
        return _Answer(problem=failure(server, workdir, limits, "say what tools it has", error, diagnosis))
    finally:
        workdir.remove()


def _listed(server: Server, tools: Iterable[mcp_types.Tool], trust: Trust) -> tuple[list[Listed], list[str]]:
    by_name = {tool.name: tool for tool in tools}
    described = describe(_definition(number, server, tool) for number, tool in enumerate(by_name.values(), start=1))
    annotations = {name: tool.annotations or mcp_types.ToolAnnotations() for name, tool in by_name.items()}
    lasting = is_live(server, annotations, trust)
    found = []
    for tool in described.tools:
        called = tool.original_name or tool.name
        hints = annotations[called]
        reaching = hints.open_world_hint is True and server.name not in trust.repeatable
        marks = {
            "executed": True,
            "read_only": hints.read_only_hint is True,
            "live": lasting or reaching or called in trust.live,
        }
        found.append(Listed(server, called, tool.model_copy(update=marks), lasting))
    return found, [f"{server.name}: {one.name}: {one.reason}" for one in described.rejected]


def is_live(server: Server, tools: Mapping[str, mcp_types.ToolAnnotations], trust: Trust) -> bool:
    """Whether nothing of this server may be run again.

    What has an effect may be run in a fresh server only if that effect stays in the server. A tool says so with
    `openWorldHint: false`; silence means the opposite, as in the protocol. A server that we do not start has no fresh
    state at all.
    """
    acting = {name: hint for name, hint in tools.items() if hint.read_only_hint is not True}
    if server.name in trust.live or not server.is_local or acting.keys() & trust.live:
        return True
    closed = all(hint.open_world_hint is False for hint in acting.values())
    return not closed and server.name not in trust.repeatable


def _definition(number: int, server: Server, tool: mcp_types.Tool) -> Definition:
    return Definition(
        file=server.name,
        line=number,
        name=tool.name,
        description=(tool.description or tool.title or "").strip(),
        parameters=tool.input_schema,
        returns=tool.output_schema,
        server=server.name,
        domain=server.name,
    )


def _told_apart(found: Sequence[Listed]) -> tuple[Listed, ...]:
    """Put the server before names that several have."""
    names = Counter(one.tool.name for one in found)
    return tuple(_prefixed(one) if names[one.tool.name] > 1 else one for one in found)


def _prefixed(one: Listed) -> Listed:
    legal = "".join(letter if letter.isascii() and letter.isalnum() else "_" for letter in one.server.name)
    name = f"{legal}_{one.tool.name}"[:LONGEST]
    tool = one.tool.model_copy(update={"name": name, "original_name": one.called})
    return replace(one, tool=tool)
