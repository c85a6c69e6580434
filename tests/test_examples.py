"""The examples run as they stand."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("swap_judge", "no judge was asked"),
        ("add_rule", "replies that shout at the end"),
        ("checkpointer", "without that candidate"),
    ],
)
def test_an_example_runs(name: str, says: str) -> None:
    run = subprocess.run(
        [sys.executable, "-m", f"examples.{name}"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert run.returncode == 0, run.stderr
    assert says in run.stdout
