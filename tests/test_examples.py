"""The examples run as they stand."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from graph.run import DONE, main

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


def test_runs_are_set_beside_the_first(tmp_path: Path) -> None:
    for name, experts in (("each", "each"), ("single", "single")):
        made = ["--count", "3", "--display", "quiet", "--repairs", "0", "--experts", experts]
        assert main([*made, "--out", str(tmp_path / name)]) == DONE
    command = [sys.executable, "-m", "examples.compare_runs", "each", "single"]
    places = os.environ | {"PYTHONPATH": str(ROOT)}
    run = subprocess.run(command, cwd=tmp_path, env=places, capture_output=True, text=True, check=True)
    heading, each, single = run.stdout.splitlines()
    assert heading.split()[:3] == ["run", "kept", "of"]
    assert (each.split()[0], each.split()[-1]) == ("each", "100.0%")
    assert (single.split()[0], single.split()[2]) == ("single", "3")
