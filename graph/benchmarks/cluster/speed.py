"""How fast a cluster asks: one process, one actor and two against an endpoint on this machine, and under a limit."""

import multiprocessing
import os
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import NamedTuple
from urllib.request import urlopen

import orjson

from graph.benchmarks.cluster.processes import Processes
from graph.cluster.trial import NICENESS

_LOOK = 1.0
_ENOUGH = 400
"""Dialogues under a limit, which take a while."""
_WORTH_TELLING = 0.005
_SPIN = 2.0
"""Seconds of calibration."""


class Pace(NamedTuple):
    """How fast a run asks, and what that takes."""

    rate: float
    """Calls a second."""
    taken: dict[str, float]
    """Milliseconds of CPU a call, by process."""


class _Look(NamedTuple):
    at: float
    served: int
    taken: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Bench:
    """A recorded run, whose answers are served."""

    place: Path
    dialogues: int
    latency: float = 0.05

    def record(self) -> None:
        """Make the answers."""
        _run("--record", "--out", str(self.place), "--count", str(self.dialogues), "--display", "quiet").wait()

    def pace(self, *how: str) -> Pace:
        """What is seen in the middle of a run: without its start, and without its last dialogues."""
        with self._serving() as url, TemporaryDirectory() as out:
            asked = ("--model", "openai:loopback", "--base-url", url, "--count", str(self.dialogues))
            process, seen = _run(*asked, *how, "--out", f"{out}/run", "--display", "quiet"), list[_Look]()
            processes = Processes(os.getpid())
            while process.poll() is None:
                seen.append(_Look(time.monotonic(), _served(url), processes.look()))
                time.sleep(_LOOK)
        return _middle(seen)

    @contextmanager
    def _serving(self) -> Iterator[str]:
        words = ("graph.models.serve", str(self.place), "--latency", str(self.latency))
        with subprocess.Popen([sys.executable, "-m", *words], stdout=subprocess.PIPE, text=True) as server:  # noqa: S603
            try:
                assert server.stdout is not None
                yield server.stdout.readline().strip()
            finally:
                server.terminate()


def calibrate() -> float:
    """How much more two busy processes get done here than one: 2.0 on two whole cores."""
    alone, together = [], []
    for _ in range(3):
        alone.append(_spin(1))
        together.append(_spin(2))
    return median(together) / median(alone)


def _spin(processes: int) -> float:
    with multiprocessing.get_context("spawn").Pool(processes) as pool:
        pool.map(_loop, [0.1] * processes)
        return float(sum(pool.map(_loop, [_SPIN] * processes, chunksize=1)))


def _loop(seconds: float) -> int:
    until, rounds = time.monotonic() + seconds, 0
    while time.monotonic() < until:
        rounds += sum(1 for _ in range(1000)) // 1000
    return rounds


def _run(*words: str) -> "subprocess.Popen[bytes]":
    command, fair = [sys.executable, "-m", "graph.run", *words], os.environ | {NICENESS: "0"}
    return subprocess.Popen(command, stdout=subprocess.DEVNULL, env=fair)  # noqa: S603 - our own module


def _served(url: str) -> int:
    with urlopen(url.replace("/v1", "/report")) as reply:  # noqa: S310 - our own address
        return int(orjson.loads(reply.read()).get("served", 0))


def _middle(seen: list[_Look]) -> Pace:
    most = seen[-1].served
    middle = [look for look in seen if 0.25 * most <= look.served <= 0.75 * most]
    first, last = middle[0], middle[-1]
    calls = last.served - first.served
    taken = {name: 1000 * (seconds - first.taken.get(name, 0.0)) / calls for name, seconds in last.taken.items()}
    return Pace(calls / (last.at - first.at), taken)


def report(name: str, pace: Pace, alone: float) -> Iterator[str]:
    """What is printed of a run, compared with the rate of one process."""
    yield f"{name:14}  {pace.rate:,.0f} calls/s, {pace.rate / alone:.2f} times"
    whole = sum(pace.taken.values())
    shares = sorted(pace.taken.items(), key=lambda share: -share[1])
    told = ", ".join(f"{process} {taken:.2f}" for process, taken in shares if taken >= _WORTH_TELLING)
    yield f"  CPU ms a call {whole:.2f}: {told}"
    yield f"  CPUs at work  {whole * pace.rate / 1000:.2f}"


def run(place: Path, dialogues: int, limit: int) -> int:
    """Measure, and print as it comes."""
    bench = Bench(place / "recorded", dialogues)
    bench.record()
    print(f"two busy loops  {calibrate():.2f} times one, before", flush=True)
    many = ("--in-flight", "64", "--concurrency", "80")
    alone = bench.pace(*many)
    print("\n".join(report("one process", alone, alone.rate)), flush=True)
    for name, actors in {"one actor": "1", "two actors": "2"}.items():
        pace = bench.pace("--cluster", "local", "--actors", actors, *many)
        print("\n".join(report(name, pace, alone.rate)), flush=True)
    print(f"two busy loops  {calibrate():.2f} times one, after", flush=True)
    slow = replace(bench, dialogues=min(dialogues, _ENOUGH))
    held = slow.pace("--cluster", "local", "--actors", "2", *many, "--requests-per-minute", str(60 * limit)).rate
    print(f"limit {limit}/s     {held:.1f} calls/s, {held / limit - 1:+.1%}", flush=True)
    return int(abs(held / limit - 1) > 0.05)
