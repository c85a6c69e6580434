"""One measured client, alone in its process: the complete pipeline, or a bare loop that only sends and receives.

`python -m graph.benchmarks.client pipeline URL ...` prints what it measured as one line of JSON.
"""

import argparse
import asyncio
import json
import os
import resource
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stdout
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

import orjson

from graph.benchmarks.recording import load
from graph.run import main as run
from graph.summary import Outcome

CROWD = 1.5
"""Dialogues for each request in flight: a dialogue that computes asks nothing meanwhile."""


class Measured(NamedTuple):
    """What one client took."""

    calls: int
    dialogues: int
    failed: int
    seconds: float
    cpu_seconds: float
    """User and system, of the whole process from the first call to the last."""
    peak_megabytes: float


def pipeline(url: str, dialogues: int, in_flight: int, seed: int) -> Measured:
    """Run the command that operators run."""
    outcomes: list[Outcome] = []
    with TemporaryDirectory() as folder, _clock() as clock:
        arguments = {
            "--model": "openai:loopback",
            "--base-url": url,
            "--in-flight": in_flight,
            "--concurrency": int(CROWD * in_flight),
            "--count": dialogues,
            "--seed": seed,
            "--out": f"{folder}/run",
            "--display": "quiet",
        }
        run([str(word) for pair in arguments.items() for word in pair])
        records = [orjson.loads(line) for line in Path(folder, "run", "records.jsonl").read_bytes().splitlines()]
    calls = sum(sum(record["calls_by_node"].values()) for record in records)
    failed = sum(record["status"] == "failed" for record in records)
    return Measured(calls, len(records), failed, *clock)
