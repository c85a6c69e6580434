"""How fast a cluster asks: one process, one actor and two against an endpoint on this machine, and under a limit."""

import multiprocessing
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from urllib.request import urlopen

import orjson

from graph.cluster.trial import NICENESS

_LOOK = 0.25
_SPIN = 2.0
"""Seconds of calibration."""


@dataclass(frozen=True, slots=True)
class Bench:
    """A recorded run, whose answers are served."""

    place: Path
    dialogues: int
    latency: float = 0.05

    def record(self) -> None:
        """Make the answers."""
        _run("--record", "--out", str(self.place), "--count", str(self.dialogues), "--display", "quiet").wait()

    def rate(self, *how: str) -> float:
        """Calls a second in the middle of a run: without its start, and without its last dialogues."""
        with self._serving() as url, TemporaryDirectory() as out:
            asked = ("--model", "openai:loopback", "--base-url", url, "--count", str(self.dialogues))
            process, seen = _run(*asked, *how, "--out", f"{out}/run", "--display", "quiet"), list[tuple[float, int]]()
            while process.poll() is None:
                seen.append((time.monotonic(), _served(url)))
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


def _middle(seen: list[tuple[float, int]]) -> float:
    most = seen[-1][1]
    middle = [(at, served) for at, served in seen if 0.25 * most <= served <= 0.75 * most]
    (first, low), (last, high) = middle[0], middle[-1]
    return (high - low) / (last - first)


def run(place: Path, dialogues: int, limit: int) -> int:
    """Measure, and print as it comes."""
    bench = Bench(place / "recorded", dialogues)
    bench.record()
    print(f"two busy loops  {calibrate():.2f} times one, before", flush=True)
    many = ("--in-flight", "64", "--concurrency", "80")
    rates = {}
    for name, how in {
        "one process": (),
        "one actor": ("--cluster", "local", "--actors", "1"),
        "two actors": ("--cluster", "local", "--actors", "2"),
    }.items():
        rates[name] = bench.rate(*how, *many)
        print(f"{name:14}  {rates[name]:,.0f} calls/s, {rates[name] / rates['one process']:.2f} times", flush=True)
    print(f"two busy loops  {calibrate():.2f} times one, after", flush=True)
    limited = bench.rate("--cluster", "local", "--actors", "2", *many, "--requests-per-minute", str(60 * limit))
    print(f"limit {limit}/s     {limited:.1f} calls/s, {limited / limit - 1:+.1%}", flush=True)
    return int(abs(limited / limit - 1) > 0.05)
