"""An OpenAI-compatible endpoint on this machine: answers as it is told, as late, as busy and as badly as wanted.

`python -m graph.models.serve FOLDER` has it give the replies of a recorded run, in a process of its own.
"""

import asyncio
import math
from collections import Counter
from collections.abc import AsyncIterator, Callable, Collection, Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from functools import partial
from random import Random
from typing import Any

import orjson
from aiohttp import web

from graph.benchmarks.mischief import KINDS, completion, failure, success

Body = dict[str, Any]
Answer = Callable[[Body], str | None]
"""The text for a request; None where there is none."""
Note = Callable[[Body, str], None]
"""Hears what became of a request: served, or a fault by its name."""

COMPLETIONS, REPORT = "/v1/chat/completions", "/report"

_LARGEST = 64 * 1024 * 1024


@dataclass
class Loopback:
    """What the endpoint is like, and what it has done."""

    answer: Answer
    latency: float = 0.0
    """Seconds that an answer takes."""
    capacity: int | None = None
    """Requests served at once; those above are refused with a 429."""
    retry_after: float | None = None
    """Seconds that a refused client is told to wait."""
    fault_share: float = 0.0
    faults: Collection[str] = tuple(KINDS)
    """As a mapping: how often each begins, compared with the others."""
    bursts: Mapping[str, float] = field(default_factory=dict)
    """Seconds for which a fault, once begun, meets everybody."""
    note: Note = lambda body, kind: None
    random: Random = field(default_factory=lambda: Random(0))
    in_flight: int = 0
    most_in_flight: int = 0
    done: Counter[str] = field(default_factory=Counter)
    """Responses by what they were: served, refused, or a fault by its name."""
    connections: Callable[[], int] = lambda: 0
    """How many are open, while it serves."""
    _burst: tuple[str, float] = ("", -math.inf)
    """The last burst, and until when it lasts."""

    async def respond(self, request: web.BaseRequest) -> web.StreamResponse:
        """Answer one request."""
        if request.path == REPORT:
            return self.report()
        if request.path != COMPLETIONS:
            raise web.HTTPNotFound
        body = await request.read()
        if self.capacity is not None and self.in_flight >= self.capacity:
            self.done["refused"] += 1
            return failure(429, "over capacity", retry_after=self.retry_after)
        self.in_flight += 1
        self.most_in_flight = max(self.most_in_flight, self.in_flight)
        try:
            return await self._serve(request, body)
        finally:
            self.in_flight -= 1

    async def _serve(self, request: web.BaseRequest, body: bytes) -> web.StreamResponse:
        await asyncio.sleep(self.latency)
        asked = orjson.loads(body)
        text = self.answer(asked)
        kind = "unknown" if text is None else self._fault() or "served"
        self.done[kind] += 1
        self.note(asked, kind)
        if text is None:
            return failure(400, "nothing is recorded for this request")
        if kind in KINDS:
            return await KINDS[kind](request, text)
        return success(completion(text, prompt=len(body) // 4))

    def _fault(self) -> str | None:
        """Draw what goes wrong with this reply, if anything does."""
        now = asyncio.get_running_loop().time()
        kind, until = self._burst
        if now < until:
            return kind
        if self.random.random() >= self.fault_share:
            return None
        chances = [*self.faults.values()] if isinstance(self.faults, Mapping) else None
        [kind] = self.random.choices([*self.faults], chances)
        self._burst = kind, now + self.bursts.get(kind, 0.0)
        return kind

    def report(self) -> web.Response:
        """Tell what was done so far."""
        return web.json_response({"most_in_flight": self.most_in_flight, **self.done})


@asynccontextmanager
async def serving(loopback: Loopback) -> AsyncIterator[str]:
    """Serve on a free port of the loopback interface; the address is given."""
    # Without an application around it, whose routes and hooks would cost each call half as much again. A handler ends
    # with its client, or silent ones would outlive the server.
    request = partial(web.BaseRequest, loop=asyncio.get_running_loop(), client_max_size=_LARGEST)
    server = web.Server(loopback.respond, request_factory=request, handler_cancellation=True, access_log=None)
    runner = web.ServerRunner(server, shutdown_timeout=1.0)
    await runner.setup()
    loopback.connections = lambda: len(server.connections)
    try:
        site = web.TCPSite(runner, "127.0.0.1", 0, backlog=4096)
        await site.start()
        yield f"http://127.0.0.1:{runner.addresses[0][1]}/v1"
    finally:
        await runner.cleanup()


@contextmanager
def serving_apart(loopback: Loopback) -> Iterator[str]:
    """The same from a thread of its own, for a client that has the event loop of this one to itself."""
    started: Future[tuple[str, Callable[[], object]]] = Future()

    async def work() -> None:
        loop, stopped = asyncio.get_running_loop(), asyncio.Event()
        async with serving(loopback) as url:
            started.set_result((url, lambda: loop.call_soon_threadsafe(stopped.set)))
            await stopped.wait()

    with ThreadPoolExecutor(1) as thread:
        served = thread.submit(asyncio.run, work())
        url, stop = started.result(timeout=30.0)
        try:
            yield url
        finally:
            stop()
            served.result()
