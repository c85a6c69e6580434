"""Whole files in a folder that others write into too."""

import multiprocessing
import stat
from pathlib import Path

import pytest

from graph.places import location
from graph.shards.files import send_new, write, write_new
from state.errors import ConfigurationError


def _try(place: str, word: str, barrier, told) -> None:
    barrier.wait()
    told.put((write_new(Path(place), word.encode()), word))


def test_the_first_to_write_a_file_is_told_so_and_the_others_leave_it(place):
    file = location(place) / "shards" / "from-000000.toml"
    assert write_new(file, b"first")
    assert not write_new(file, b"second")
    assert file.read_bytes() == b"first"
    assert [each.name for each in file.parent.iterdir()] == [file.name]


def test_of_processes_that_write_at_once_one_is_the_first(tmp_path):
    processes = multiprocessing.get_context("spawn")
    barrier, told = processes.Barrier(4), processes.Queue()
    file = tmp_path / "claim"
    tries = [processes.Process(target=_try, args=(str(file), f"word {n}", barrier, told)) for n in range(4)]
    for each in tries:
        each.start()
    answers = [told.get(timeout=60) for _ in tries]
    for each in tries:
        each.join()
    assert [word.encode() for first, word in answers if first] == [file.read_bytes()]


def test_a_large_file_is_sent_once(place, tmp_path):
    (tmp_path / "made").write_bytes(b"x" * 3_000_000)
    file = location(place) / "records" / "part.jsonl"
    assert send_new(tmp_path / "made", file)
    (tmp_path / "made").write_bytes(b"other")
    assert not send_new(tmp_path / "made", file)
    assert len(file.read_bytes()) == 3_000_000
    assert [each.name for each in file.parent.iterdir()] == ["part.jsonl"]


def test_others_may_read_what_is_sent(tmp_path):
    (tmp_path / "made").touch(mode=0o600)
    send_new(tmp_path / "made", tmp_path / "sent")
    (tmp_path / "plain").touch()
    assert stat.S_IMODE((tmp_path / "sent").stat().st_mode) == stat.S_IMODE((tmp_path / "plain").stat().st_mode)


def test_a_file_can_be_put_in_the_place_of_an_older_one(place):
    file = location(place) / "run.toml"
    write(file, b"count = 1")
    write(file, b"count = 2")
    assert file.read_bytes() == b"count = 2"


def test_what_cannot_be_written_is_a_message(tmp_path):
    (tmp_path / "records").touch()
    with pytest.raises(ConfigurationError, match=r"cannot write .*records/part.jsonl: .*; what is there"):
        send_new(tmp_path / "records", tmp_path / "records" / "part.jsonl")
