"""A run folder for shards, on this machine and in a store."""

from uuid import uuid4

import pytest

from graph.places import location
from graph.run import main


@pytest.fixture(params=["local", "memory"])
def place(request, tmp_path):
    """Where the shards write."""
    if request.param == "memory":
        pytest.importorskip("upath", reason="needs the extra `cloud`")
        return f"memory://{uuid4().hex}/run"
    return str(tmp_path / "run")


@pytest.fixture
def shard(place, tmp_path, assembling):
    """Make a shard with a machine that makes dialogues out of nothing, and give the exit code."""

    def make(which, count, *more, machine=assembling):
        words = ("--shard", which, "--count", str(count), "--scratch", str(tmp_path / "scratch"), "--display", "quiet")
        return main([*words, "--out", place, *more], machine)

    return make


@pytest.fixture
def content(place):
    """What the files of a folder within the run say, in order of their names, by line."""

    def lines(folder):
        files = sorted((location(place) / folder).glob("*.jsonl"), key=str)
        return [line for file in files for line in file.read_bytes().splitlines()]

    return lines
