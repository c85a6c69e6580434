"""Speaks to a server over HTTP, and reads no more of an answer than is allowed."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

import httpx2
from mcp.client import Transport
from mcp.client.streamable_http import streamable_http_client

from graph.tools.mcp.servers import Limits, Server

_UNCOMPRESSED = "identity"


@dataclass(slots=True)
class _Bounded(httpx2.AsyncByteStream):
    """The body of an answer; it ends in an error where it is too long."""

    stream: httpx2.AsyncByteStream
    most: int

    async def __aiter__(self) -> AsyncIterator[bytes]:
        read = 0
        async for block in self.stream:
            read += len(block)
            if read > self.most:
                raise httpx2.StreamError(f"an answer of more than {self.most:,} bytes")
            yield block

    async def aclose(self) -> None:
        await self.stream.aclose()


@asynccontextmanager
async def connected(server: Server, limits: Limits) -> "AsyncIterator[Transport]":
    """A transport for an MCP client. What is held of an answer is bounded while it is read."""

    async def bound(response: httpx2.Response) -> None:
        if response.headers.get("content-encoding", _UNCOMPRESSED) != _UNCOMPRESSED:
            # A small compressed answer may be a large one.
            raise httpx2.DecodingError("a compressed answer, which was not asked for", request=response.request)
        assert isinstance(response.stream, httpx2.AsyncByteStream)
        response.stream = _Bounded(response.stream, limits.message)

    async with httpx2.AsyncClient(
        headers={**server.headers, "accept-encoding": _UNCOMPRESSED},
        timeout=httpx2.Timeout(limits.start, read=limits.call),
        event_hooks={"response": [bound]},
    ) as client:
        yield streamable_http_client(server.url, http_client=client, max_sse_event_size=limits.message)
