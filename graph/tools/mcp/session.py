"""One session with one server, from its first call to the end of the dialogue, or to its own."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple

import structlog
from mcp import Client
from mcp.client import Transport
from mcp.shared.exceptions import MCPError
from mcp_types import CONNECTION_CLOSED, PARSE_ERROR, REQUEST_TIMEOUT
from pydantic import JsonValue, ValidationError

from graph.tools.mcp.process import Diagnosis, running
from graph.tools.mcp.results import observed
from graph.tools.mcp.servers import Limits, Server
from graph.tools.mcp.web import connected
from graph.tools.mcp.workdir import Workdir
from state.environment import Result
from state.errors import ToolServerFailed

_BROKEN = (CONNECTION_CLOSED, REQUEST_TIMEOUT, PARSE_ERROR)
"""Errors after which nothing more is to be expected. Others are the server's answer."""

log = structlog.get_logger()


class _Job(NamedTuple):
    name: str
    values: dict[str, JsonValue]
    answer: "asyncio.Future[Result]"


@dataclass(slots=True, eq=False)
class Session:
    """Calls go one after the other to a task that owns the connection.

    What the MCP client opens has to be closed by the task that opened it, while calls come from any.
    """

    server: Server
    workdir: Workdir
    now: datetime
    limits: Limits
    _jobs: "asyncio.Queue[_Job | None]" = field(default_factory=asyncio.Queue)
    _owner: "asyncio.Task[None] | None" = None
    _doing: str = "start"
    _failure: str = ""

    async def call(self, name: str, values: Mapping[str, JsonValue]) -> Result:
        """Start the server if this is the first call, and run it; `ToolServerFailed` where the server does."""
        if self._owner is None:
            # It outlives the node that makes the first call, so no task group can hold it; `close` awaits it.
            self._owner = asyncio.create_task(self._own())
        answer: asyncio.Future[Result] = asyncio.get_running_loop().create_future()
        self._jobs.put_nowait(_Job(name, dict(values), answer))
        await asyncio.wait((answer, self._owner), return_when=asyncio.FIRST_COMPLETED)
        if not answer.done():
            raise ToolServerFailed(self._failure)
        return answer.result()

    async def close(self) -> None:
        """End the session, and the server where it is ours. One that is busy is not waited for."""
        if self._owner is None:
            return
        if self._doing:
            self._owner.cancel()
        self._jobs.put_nowait(None)
        await asyncio.wait((self._owner,))

    async def _own(self) -> None:
        """Open, answer until told to stop, close. Whatever goes wrong is put into words for those who call."""
        diagnosis = Diagnosis()
        try:
            async with opened(self.server, self.workdir, self.now, self.limits, diagnosis) as client:
                while job := await self._next():
                    job.answer.set_result(await _answered(client, job, self.limits))
        except Exception as error:  # noqa: BLE001 - a server may fail in any way, and costs its dialogue only
            self._failure = failure(self.server, self.workdir, self.limits, self._doing, error, diagnosis)
            log.debug("tool_server_failed", server=self.server.name, reason=self._failure)

    async def _next(self) -> _Job | None:
        self._doing = ""
        job = await self._jobs.get()
        self._doing = f"answer {job.name}" if job else ""
        return job


async def _answered(client: Client, job: _Job, limits: Limits) -> Result:
    try:
        async with asyncio.timeout(limits.call):
            return observed(await client.call_tool(job.name, job.values))
    except MCPError as error:
        if error.code in _BROKEN:
            raise
        return Result({"error": error.message}, error=True)


@asynccontextmanager
async def opened(
    server: Server, workdir: Workdir, now: datetime, limits: Limits, diagnosis: Diagnosis
) -> AsyncIterator[Client]:
    """A client that is connected with a server, local or not."""

    def filled(text: str) -> str:
        return text.replace("{workdir}", str(workdir.root)).replace("{now}", now.isoformat())

    if server.is_local:
        environment = {name: filled(value) for name, value in server.environment.items()}
        command = [filled(word) for word in server.command]
        own = {"TMPDIR": str(workdir.temporary)}
        transport: Transport = running(command, own | environment, workdir.root, limits, diagnosis)
        async with _entered(Client(transport), limits) as client:
            yield client
    else:
        async with connected(server, limits) as transport, _entered(Client(transport), limits) as client:
            yield client


@asynccontextmanager
async def _entered(client: Client, limits: Limits) -> AsyncIterator[Client]:
    async with AsyncExitStack() as stack:
        # Not anyio's time-out: its scope would have to be left after what is entered within it.
        async with asyncio.timeout(limits.start):
            entered = await stack.enter_async_context(client)
        yield entered


def failure(
    server: Server, workdir: Workdir, limits: Limits, doing: str, error: Exception, diagnosis: Diagnosis
) -> str:
    """Say on one line what a server did wrong, without repeating what it was given as a secret."""
    while isinstance(error, ExceptionGroup):
        error = error.exceptions[0]
    what = diagnosis.fault or _what(error, doing or "stay", limits)
    text = "; ".join(part for part in (f"the MCP server {server.name!r} {what}", diagnosis.told()) if part)
    for secret in server.secrets:
        text = text.replace(secret, "...")
    return " ".join(workdir.named(text).split())


def _what(error: Exception, doing: str, limits: Limits) -> str:
    match error:
        case TimeoutError():
            return f"did not {doing} within {limits.start if doing == 'start' else limits.call:g} seconds"
        case MCPError(code=code) if code == CONNECTION_CLOSED:
            return f"was gone before it could {doing}"
        case OSError():
            return f"cannot be reached or started: {error.strerror or error}"
        case RuntimeError() | ValidationError():
            return f"did not {doing} as it promises: {str(error).splitlines()[0][:200]}"
        case _:
            return f"could not {doing}: {str(error).splitlines()[0][:200] if str(error) else type(error).__name__}"
