"""Runs a local server: few variables, bounded memory, bounded lines, and its whole process group killed at the end."""

import asyncio
import os
import resource
import signal
import sys
from asyncio import StreamReader, StreamWriter
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import anyio
from anyio.streams.memory import MemoryObjectReceiveStream, MemoryObjectSendStream
from mcp.shared.message import SessionMessage
from mcp_types import jsonrpc_message_adapter

from graph.tools.mcp.servers import Limits

PASSED_ON = ("PATH", "HOME", "LANG", "LC_ALL", "SSL_CERT_FILE", "NODE_EXTRA_CA_CERTS", "UV_CACHE_DIR")
"""The variables of our own environment that a server sees."""
MOST_NOISE = 50
"""Lines that are no messages, after which a server is given up. A few are forgiven: some print a greeting."""
_KEPT = 2000
_BLOCK = 65_536
_GRACE = 0.2
_REAPING = 5.0

Incoming = MemoryObjectSendStream[SessionMessage | Exception]
Outgoing = MemoryObjectReceiveStream[SessionMessage]


@dataclass(slots=True)
class Diagnosis:
    """What is known of a server's health, for the one who has to say why it failed."""

    noise: int = 0
    first_noise: str = ""
    errors: str = ""
    """The end of what it wrote on stderr."""
    fault: str = ""
    """Why we stopped listening to it."""
    exit: int | None = None

    def hear(self, line: bytes) -> None:
        """Note a line on stdout that is no message."""
        self.noise += 1
        self.first_noise = self.first_noise or line.decode(errors="replace").strip()[:120]
        if self.noise > MOST_NOISE:
            self.fault = f"printed {self.noise} lines that are no messages"

    def told(self) -> str:
        """Everything that helps to understand a failure, on one line."""
        last = next((line for line in reversed(self.errors.splitlines()) if line.strip()), "").strip()
        parts = (
            f"it ended with exit code {self.exit}" if self.exit is not None else "",
            f"on stdout it printed {self.first_noise!r}, which is no message" if self.noise else "",
            f"its last words on stderr were {last[:200]!r}" if last else "",
        )
        return "; ".join(part for part in parts if part)


@asynccontextmanager
async def running(
    command: Sequence[str], environment: Mapping[str, str], folder: Path, limits: Limits, diagnosis: Diagnosis
) -> AsyncIterator[
    tuple[MemoryObjectReceiveStream[SessionMessage | Exception], MemoryObjectSendStream[SessionMessage]]
]:
    """Start it, and give the two streams by which an MCP client speaks to it; `OSError` where it cannot be started."""
    process = await asyncio.create_subprocess_exec(
        *command,
        stdin=PIPE,
        stdout=PIPE,
        stderr=PIPE,
        cwd=folder,
        env={name: os.environ[name] for name in PASSED_ON if name in os.environ} | dict(environment),
        start_new_session=True,
        limit=limits.message,
    )
    assert process.stdin
    assert process.stdout
    assert process.stderr
    _limit_memory(process.pid, limits.memory)
    incoming, heard = anyio.create_memory_object_stream[SessionMessage | Exception](0)
    said, outgoing = anyio.create_memory_object_stream[SessionMessage](0)
    try:
        async with heard, said, anyio.create_task_group() as group:
            group.start_soon(_listen, process, process.stdout, incoming, diagnosis)
            group.start_soon(_speak, process.stdin, outgoing)
            group.start_soon(_overhear, process.stderr, diagnosis)
            yield heard, said
            group.cancel_scope.cancel()
    finally:
        with anyio.CancelScope(shield=True):
            await _end(process)


def _limit_memory(pid: int, megabytes: int) -> None:
    """Bound what each process of the server may hold. Set from outside, so that nothing of ours runs in the child."""
    if sys.platform == "linux":
        # Data, not address space: V8 reserves far more than it uses.
        with suppress(ProcessLookupError):
            resource.prlimit(pid, resource.RLIMIT_DATA, (megabytes << 20, megabytes << 20))


async def _listen(process: Process, stdout: StreamReader, incoming: Incoming, diagnosis: Diagnosis) -> None:
    async with incoming:
        while not diagnosis.fault:
            try:
                line = await stdout.readline()
            except ValueError:
                # The reader holds no more than its limit of a line.
                diagnosis.fault = "wrote more in one message than is allowed"
                return
            if not line:
                # Its exit code is known a moment after its output ends.
                with anyio.move_on_after(_GRACE):
                    diagnosis.exit = await process.wait()
                return
            await _pass_on(line, incoming, diagnosis)


async def _pass_on(line: bytes, incoming: Incoming, diagnosis: Diagnosis) -> None:
    try:
        message = jsonrpc_message_adapter.validate_json(line, by_name=False)
    except ValueError:
        if line.strip():
            diagnosis.hear(line)
        return
    with suppress(anyio.BrokenResourceError):
        await incoming.send(SessionMessage(message))


async def _speak(stdin: StreamWriter, outgoing: Outgoing) -> None:
    async with outgoing:
        async for message in outgoing:
            # A server that is gone is noticed where it is listened to.
            with suppress(ConnectionError):
                stdin.write(message.message.model_dump_json(by_alias=True, exclude_unset=True).encode() + b"\n")
                await stdin.drain()


async def _overhear(stderr: StreamReader, diagnosis: Diagnosis) -> None:
    while block := await stderr.read(_BLOCK):
        diagnosis.errors = (diagnosis.errors + block.decode(errors="replace"))[-_KEPT:]


async def _end(process: Process) -> None:
    """Let it leave by itself for a moment, then kill what is left of its group."""
    assert process.stdin
    assert process.stdout
    assert process.stderr
    process.stdin.close()
    with anyio.move_on_after(_GRACE):
        await process.wait()
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)
    # A descendant that left the group may hold the pipes; it must not hold us.
    with anyio.move_on_after(_REAPING):
        for pipe in (process.stdout, process.stderr):
            # What was not read keeps a pipe open, and an open pipe keeps the process in our books.
            while await pipe.read(_BLOCK):
                pass
        await process.wait()
