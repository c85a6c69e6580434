"""Shards that are killed."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from graph.lock import holder_of

pytestmark = pytest.mark.usefixtures("empty_place")
ROOT = Path(__file__).parents[3]
COUNT = 6


def _start(number: int, latency: float) -> "subprocess.Popen[bytes]":
    os.mkfifo(f"book-{number}") if not Path(f"book-{number}").exists() else None
    words = ("graph.benchmarks.victim", f"book-{number}", str(latency), "--shard", f"{number}/2", "--count", str(COUNT))
    command = [sys.executable, "-m", *words, "--out", "run", "--concurrency", "3", "--display", "quiet"]
    return subprocess.Popen(command, stdout=subprocess.DEVNULL, env={"PYTHONPATH": str(ROOT)})


def test_a_shard_that_is_killed_goes_on_and_nothing_is_lost_or_made_twice():
    killed = _start(0, 0.02)
    said = b""
    with Path("book-0").open("rb", buffering=0) as book:
        while said.count(b"-") < 30:
            said += book.read(1)
        killed.kill()
        assert killed.wait() == -9
        said += book.read()
    assert holder_of(Path("run/shards/part-00000-of-00002")) is not None
    assert not Path("run/records").exists()
    again = _start(0, 0)
    said += Path("book-0").read_bytes()
    other = _start(1, 0)
    assert Path("book-1").read_bytes()
    assert (again.wait(), other.wait()) == (0, 0)
    lines = [line for part in sorted(Path("run/records").iterdir()) for line in part.read_bytes().splitlines()]
    records = [json.loads(line) for line in lines]
    assert [record["index"] for record in records] == list(range(COUNT))
    calls = sum(sum(record["calls_by_node"].values()) for record in records[: COUNT // 2])
    # No more is asked twice than was on its way to the process that was killed: eight experts of each of three.
    assert calls <= said.count(b"+") <= calls + 24
    assert calls > 30
