"""An OpenAI-compatible endpoint on this machine: answers as it is told, as late, as busy and as badly as wanted.

`python -m graph.benchmarks.loopback RECORDING` serves recorded replies in a process of its own and prints its address.
"""

import argparse
import asyncio
import math
import sys
from collections import Counter
from collections.abc import AsyncIterator, Callable, Collection, Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import asynccontextmanager, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any

import orjson
from aiohttp import web

from graph.benchmarks.mischief import KINDS, completion, failure, success
from graph.benchmarks.recording import load_texts

Body = dict[str, Any]
Answer = Callable[[Body], str | None]
"""The text for a request; None where there is none."""
Note = Callable[[Body, str], None]
"""Hears what became of a request: served, or a fault by its name."""

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

    async def respond(self, request: web.Request) -> web.StreamResponse:
        """Answer one request."""
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

    async def _serve(self, request: web.Request, body: bytes) -> web.StreamResponse:
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

    async def report(self, request: web.Request) -> web.Response:
        """Tell what was done so far."""
        return web.json_response({"most_in_flight": self.most_in_flight, **self.done})


@asynccontextmanager
async def serving(loopback: Loopback) -> AsyncIterator[str]:
    """Serve on a free port of the loopback interface; the address is given."""
    application = web.Application(client_max_size=_LARGEST)
    application.router.add_post("/v1/chat/completions", loopback.respond)
    application.router.add_get("/report", loopback.report)
    # A handler ends with its client, or silent ones would outlive the server.
    runner = web.AppRunner(application, access_log=None, handler_cancellation=True, shutdown_timeout=1.0)
    await runner.setup()
    server = runner.server
    assert server is not None
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


async def _serve_until_stopped(loopback: Loopback) -> None:
    async with serving(loopback) as url:
        sys.stdout.write(url + "\n")
        sys.stdout.flush()
        await asyncio.Event().wait()


def main() -> None:
    """Serve what the command line asks for."""
    parser = argparse.ArgumentParser(description="Serve recorded replies as an OpenAI-compatible endpoint.")
    parser.add_argument("recording", type=Path, help="made by python -m graph.benchmarks.recording")
    parser.add_argument("--latency", type=float, default=0.2, help="seconds of an answer (default: 0.2)")
    parser.add_argument("--capacity", type=int, help="requests at once; more are refused (default: no limit)")
    parser.add_argument("--retry-after", type=float, help="seconds that refused clients are told to wait")
    parser.add_argument("--fault-share", type=float, default=0.0, help="share of faulty answers (default: 0)")
    parser.add_argument("--faults", nargs="+", choices=KINDS, default=list(KINDS), help="their kinds (default: all)")
    options = vars(parser.parse_args())
    recording = load_texts(options.pop("recording"))
    with suppress(KeyboardInterrupt):
        asyncio.run(_serve_until_stopped(Loopback(recording.answer, **options)))


if __name__ == "__main__":
    main()
