"""An experiment, run once with the simulated model, for those who look at what it left."""

from collections.abc import Callable
from pathlib import Path

import pytest

from graph.experiments.command import main
from graph.experiments.scale import STUDY

SCALE = ("--count", "3", "--repeats", "2", "--passes", "1", "--passes", "3", "--display", "quiet")


@pytest.fixture(scope="session")
def scaled(tmp_path_factory) -> Path:
    """The folder of `scale` with two numbers of passes."""
    out = tmp_path_factory.mktemp("experiments")
    assert main(STUDY, [*SCALE, "--out", str(out)]) == 0
    return out


@pytest.fixture
def scale_flags() -> tuple[str, ...]:
    """What it was run with."""
    return SCALE


@pytest.fixture
def refused(capsys, monkeypatch, tmp_path) -> Callable[..., str]:
    """Call a command that must refuse, and give the one line that it says."""
    monkeypatch.chdir(tmp_path)

    def call(command: Callable[[list[str]], int], *arguments: str) -> str:
        assert command([*arguments]) == 2
        said = capsys.readouterr()
        assert said.out == ""
        lines = said.err.splitlines()
        assert len(lines) == 1, said.err
        assert list(tmp_path.iterdir()) == []
        return lines[0]

    return call
