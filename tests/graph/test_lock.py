"""Who holds a run folder."""

import os
import subprocess
import sys

import pytest

from graph.lock import holder_of, locked, signed
from state.errors import ConfigurationError


def test_who_comes_second_is_told_who_holds_the_folder(tmp_path):
    with (
        locked(tmp_path),
        signed(tmp_path),
        pytest.raises(ConfigurationError, match=f"another run is writing into .*: process {os.getpid()} on .*, since "),
        locked(tmp_path),
    ):
        pass
    assert list(tmp_path.iterdir()) == []


def test_a_process_that_was_killed_holds_nothing_and_is_not_alive(tmp_path):
    script = (
        "import os, sys; from pathlib import Path; from graph.lock import locked, signed\n"
        "with locked(Path(sys.argv[1])), signed(Path(sys.argv[1])): os.kill(os.getpid(), 9)"
    )
    subprocess.run([sys.executable, "-c", script, str(tmp_path)], check=False)
    holder = holder_of(tmp_path)
    assert holder is not None
    assert not holder.is_alive()
    with locked(tmp_path), signed(tmp_path):
        assert holder_of(tmp_path).is_alive()


@pytest.mark.parametrize("text", [None, "", "{}", "{", '{"process": "x"}'])
def test_a_folder_that_does_not_say_is_held_by_nobody(tmp_path, text):
    if text is not None:
        (tmp_path / "lock").write_text(text)
    assert holder_of(tmp_path) is None


def test_nothing_is_known_of_a_process_elsewhere(tmp_path):
    (tmp_path / "lock").write_text('{"process": 1, "host": "elsewhere", "since": "2026-01-01T00:00:00Z"}')
    assert holder_of(tmp_path).is_alive()
