"""One measured client, alone in its process: the complete pipeline, or a loop that only sends and receives.

`python -m graph.benchmarks.client pipeline URL ...` prints what it measured as one line of JSON.
"""

import argparse
import asyncio
import io
import resource
import sys
import time
import tomllib
from collections.abc import Awaitable, Callable, Iterator
from contextlib import redirect_stdout
from itertools import cycle, islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

import aiohttp
import orjson

from graph.folder import RunFolder
from graph.journal.recording import requests

EXAMPLES = 200
"""How many different requests are sent by clients that only need something to send."""

Body = dict[str, Any]


class Recorded(NamedTuple):
    """What a client has to know of a recorded run."""

    folder: Path
    dialogues: int
    seed: int

    def bodies(self, calls: int) -> Iterator[Body]:
        """Give so many requests, over and over."""
        words = cycle(requests(self.folder, EXAMPLES))
        return ({"model": "loopback", "messages": each} for each in islice(words, calls))


def read_recorded(folder: Path) -> Recorded:
    """Look into the folder of a recorded run."""
    settings = tomllib.loads(RunFolder(folder).settings.read_text(encoding="utf-8"))
    return Recorded(folder, settings["count"], settings["seed"])


class Asking(NamedTuple):
    """How a client asks."""

    in_flight: int
    """Requests, at most."""
    calls: int
    """Of clients that are not the pipeline."""
    dialogues: int
    """Of the pipeline, in the making at once."""


class Measured(NamedTuple):
    """What one client took, the time for imports and the first connection included."""

    calls: int
    failed: int
    """Dialogues of the pipeline, calls of the others."""
    seconds: float
    cpu_seconds: float
    """User and system."""
    peak_megabytes: float


def pipeline(url: str, asking: Asking, recorded: Recorded) -> tuple[int, int]:
    """Run the command that operators run, with as many dialogues as the recording has."""
    from graph.run import main as run

    with TemporaryDirectory() as folder, redirect_stdout(io.StringIO()):
        run(
            [
                *("--model", "openai:loopback", "--base-url", url, "--in-flight", str(asking.in_flight)),
                *("--concurrency", str(asking.dialogues), "--count", str(recorded.dialogues)),
                *("--seed", str(recorded.seed), "--out", f"{folder}/run", "--display", "quiet"),
            ]
        )
        asked = failed = 0
        with Path(folder, "run", "records.jsonl").open("rb") as lines:
            # One at a time: all of them together would be the largest thing in memory.
            for record in map(orjson.loads, lines):
                asked += sum(record["calls_by_node"].values())
                failed += record["status"] == "failed"
    return asked, failed


def connection(url: str, asking: Asking, recorded: Recorded) -> tuple[int, int]:
    """Send recorded requests through our connection, with its limits and retries, without LangChain."""
    from graph.models.connection import Connection
    from graph.models.endpoint import Endpoint
    from graph.models.faults import Fault

    async def work() -> tuple[int, int]:
        line = Connection(Endpoint(base_url=url, in_flight=max(asking.in_flight, 256)))

        async def ask(body: Body) -> bool:
            try:
                return bool(await line.ask(body))
            except Fault:
                return False

        try:
            return await _many(ask, recorded, asking)
        finally:
            await line.close()

    return asyncio.run(work())


def bare(url: str, asking: Asking, recorded: Recorded) -> tuple[int, int]:
    """Send recorded requests with aiohttp and nothing else."""

    async def work() -> tuple[int, int]:
        async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0)) as session:

            async def ask(body: Body) -> bool:
                headers = {"Content-Type": "application/json"}
                async with session.post(f"{url}/chat/completions", data=orjson.dumps(body), headers=headers) as reply:
                    return "choices" in orjson.loads(await reply.read())

            return await _many(ask, recorded, asking)

    return asyncio.run(work())


CLIENTS = {"pipeline": pipeline, "connection": connection, "bare": bare}


async def _many(ask: Callable[[Body], Awaitable[bool]], recorded: Recorded, asking: Asking) -> tuple[int, int]:
    failed = 0
    bodies = recorded.bodies(asking.calls)

    async def work() -> None:
        nonlocal failed
        for body in bodies:
            failed += not await ask(body)

    async with asyncio.TaskGroup() as group:
        for _ in range(asking.in_flight):
            group.create_task(work())
    return asking.calls, failed


def main() -> None:
    """Measure what the command line asks for."""
    parser = argparse.ArgumentParser(description="Measure one client in this process.")
    parser.add_argument("client", choices=CLIENTS)
    parser.add_argument("url")
    parser.add_argument("recording", type=Path)
    parser.add_argument("--calls", type=int, default=2000)
    parser.add_argument("--in-flight", type=int, default=64)
    parser.add_argument("--dialogues-at-once", type=int, default=64)
    options = parser.parse_args()
    recorded = read_recorded(options.recording)
    started = time.monotonic()
    asking = Asking(options.in_flight, options.calls, options.dialogues_at_once)
    counts = CLIENTS[options.client](options.url, asking, recorded)
    seconds = time.monotonic() - started
    used = resource.getrusage(resource.RUSAGE_SELF)
    measured = Measured(*counts, seconds, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)
    sys.stdout.write(orjson.dumps(measured._asdict()).decode() + "\n")


if __name__ == "__main__":
    main()
