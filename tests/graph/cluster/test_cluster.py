"""A real cluster of two nodes on this machine, and the command that runs on it."""

import re
import shutil
import signal
import subprocess
import sys
from itertools import islice
from pathlib import Path

import orjson
import pytest

pytest.importorskip("ray", reason="a cluster needs the extra `ray`")

from graph.records import again, in_order
from graph.run import INTERRUPTED, STOPPED, TO_BE_FIXED

CHEAP = ("--preset", "initialize-only", "--experts", "none", "--seed", "7", "--display", "quiet")


@pytest.fixture(scope="module")
def address():
    """The address of a cluster that all tests share."""
    # In a process of its own: Ray leaves processes and files to the garbage collector, which warns of them.
    command = [sys.executable, "-m", "graph.cluster.trial"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as nodes:
        yield nodes.stdout.readline().strip()
        nodes.stdin.close()


def start(*arguments: str) -> "subprocess.Popen[str]":
    """Give the command, with two actors where it is for a cluster."""
    command = [sys.executable, "-m", "graph.run", *arguments, "--actors", "2"]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def finished(process: "subprocess.Popen[str]") -> tuple[int, str]:
    """Its exit code and all that it said."""
    out, error = process.communicate()
    return process.returncode, out + error


def records(folder: Path) -> list[bytes]:
    """The records of a run, by their numbers."""
    return [stored.text for stored in again(in_order(folder))]


def test_a_cluster_makes_what_one_process_makes_even_if_it_is_interrupted(address, tmp_path):
    whole, spread = tmp_path / "whole", tmp_path / "spread"
    asked = ("--cluster", address, "--out", str(spread), "--count", "400", *CHEAP)
    process = start(*asked, "--display", "plain")
    finishing = (line for line in process.stderr if "dialogue_finished" in line)
    assert len(list(islice(finishing, 30))) == 30
    process.send_signal(signal.SIGINT)
    code, said = finished(process)
    assert (code, "no more begin" in said) == (INTERRUPTED, True), said
    made = records(spread)
    assert 30 < len(made) < 400
    assert finished(start(*asked))[0] == 0
    assert finished(start("--out", str(whole), "--count", "400", *CHEAP))[0] == 0
    assert records(spread) == records(whole)
    assert set(made) < set(records(spread))
    assert (spread / "dialogues.jsonl").read_bytes() == (whole / "dialogues.jsonl").read_bytes()
    # All is there, so there is nothing to ask a cluster for.
    again = start("--cluster", "127.0.0.1:1", "--out", str(spread), "--count", "400", *CHEAP)
    assert finished(again)[0] == 0


def test_a_limit_holds_for_all_actors_together(address, tmp_path):
    asked = ("--cluster", address, "--out", str(tmp_path / "run"), "--count", "40", "--block", "4", *CHEAP)
    code, said = finished(start(*asked, "--max-calls", "100"))
    assert (code, "max_calls 100" in said) == (STOPPED, True), said
    calls = sorted(sum(orjson.loads(record)["calls_by_node"].values()) for record in records(tmp_path / "run"))
    # Two blocks of four are in the making when the limit is reached; those end.
    assert 50 < sum(calls) < 100 + sum(calls[-8:])
    assert len(calls) < 40


def test_what_only_the_workers_miss_is_told_by_the_command(address, tmp_path, monkeypatch):
    # The key is there where the command is given; the nodes were started without it.
    monkeypatch.setenv("A_KEY", "k" * 20)
    asked = ("--cluster", address, "--out", str(tmp_path / "run"), "--model", "openai:m", "--key-variable", "A_KEY")
    code, said = finished(start(*asked, "--count", "4", "--display", "quiet"))
    # Ray's core has a line of its own.
    [told] = [line for line in said.splitlines() if not line.startswith("[")]
    assert (code, told.partition(": ")[0]) == (TO_BE_FIXED, "error"), said
    assert re.search(r"node \S+: .*set the environment variable A_KEY", told)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--cluster", "127.0.0.1:1"), "no Ray cluster at '127.0.0.1:1'"),
        (("--cluster", "auto", "--record"), "keeps no journal"),
        (("--cluster", "auto", "--model", "openai:m", "--base-url", "http://me:secret@x/v1"), "with credentials"),
    ],
)
def test_what_cannot_be_done_on_a_cluster_is_one_line(arguments, words, tmp_path):
    code, said = finished(start(*arguments, "--out", str(tmp_path / "run"), "--count", "4"))
    assert (code, words in said, said.count("\n"), "secret" in said) == (TO_BE_FIXED, True, 1, False), said


def test_a_folder_that_was_begun_without_a_cluster_goes_on_without(tmp_path):
    asked = ("--out", str(tmp_path / "run"), "--count", "1", *CHEAP)
    assert finished(start(*asked))[0] == 0
    code, said = finished(start("--cluster", "auto", *asked))
    assert (code, "begun without a cluster" in said) == (TO_BE_FIXED, True), said
    shutil.rmtree(tmp_path / "run")
