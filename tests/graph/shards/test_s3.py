"""A run in shards in an object store that speaks S3, and everything that reads runs."""

import json
import logging
from pathlib import Path

import pytest

pytest.importorskip("s3fs", reason="needs the extra `cloud`")
server = pytest.importorskip("moto.server", reason="needs moto, of the extra `dev`")

from graph.curate import main as curate  # noqa: E402
from graph.export.__main__ import main as export  # noqa: E402
from graph.places import location  # noqa: E402
from graph.report.__main__ import main as report  # noqa: E402
from graph.run import DONE, TO_BE_FIXED, main  # noqa: E402
from graph.shards.files import send_new, write_new  # noqa: E402
from graph.status import main as status  # noqa: E402
from graph.verify.__main__ import SOUND  # noqa: E402
from graph.verify.__main__ import main as verify  # noqa: E402

pytestmark = pytest.mark.usefixtures("empty_place")
RUN = "s3://bucket/run"


@pytest.fixture
def bucket(monkeypatch):
    """A bucket of a store on this machine."""
    from s3fs import S3FileSystem

    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    running = server.ThreadedMotoServer(ip_address="127.0.0.1", port=0)
    running.start()
    host, port = running.get_host_and_port()
    monkeypatch.setenv("AWS_ENDPOINT_URL", f"http://{host}:{port}")
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "of-nobody")
    monkeypatch.setenv("AWS_DEFAULT_REGION", "us-east-1")
    monkeypatch.setenv("AWS_MAX_ATTEMPTS", "1")
    S3FileSystem.clear_instance_cache()
    S3FileSystem().mkdir("bucket")
    yield
    S3FileSystem().rm("bucket", recursive=True)
    S3FileSystem.clear_instance_cache()
    running.stop()


def _make(count, of, *more):
    words = ("--count", str(count), "--out", RUN, "--scratch", "scratch", "--display", "quiet", *more)
    return [main(["--shard", f"{number}/{of}", *words]) for number in range(of)]


def _lines(folder):
    files = sorted((location(RUN) / folder).glob("*.jsonl"), key=str)
    return [line for file in files for line in file.read_bytes().splitlines()]


def test_a_run_in_a_store_grows_by_what_is_new_and_equals_one_on_this_machine(bucket, capsys):
    assert _make(4, 2) == [DONE, DONE]
    before = {str(file): file.stat().st_mtime for file in (location(RUN) / "records").glob("*")}
    assert _make(6, 2) == [DONE, DONE]
    assert "6 tried" not in capsys.readouterr().out
    after = {str(file): file.stat().st_mtime for file in (location(RUN) / "records").glob("*")}
    assert len(before) == 2
    assert {name: after[name] for name in before} == before
    main(["--count", "6", "--out", "whole", "--display", "quiet"])
    whole = Path("whole/records.jsonl").read_bytes().splitlines()
    assert sorted(_lines("records")) == sorted(whole)
    assert sorted(_lines("dialogues")) == sorted(Path("whole/dialogues.jsonl").read_bytes().splitlines())


def test_all_that_read_runs_read_them_in_a_store(bucket, capsys):
    assert _make(4, 2, "--flaw-rate", "0") == [DONE, DONE]
    capsys.readouterr()
    assert status([RUN]) == DONE
    assert "2 of 2 parts are there" in capsys.readouterr().out
    assert verify([RUN, "--json", "-"]) == SOUND
    told = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [(each["id"], each["line"], each["file"][-26:]) for each in told] == [
        ("d000000", 1, "s/part-00000-of-00002.jsonl"[-26:]),
        ("d000001", 2, "s/part-00000-of-00002.jsonl"[-26:]),
        ("d000002", 1, "s/part-00001-of-00002.jsonl"[-26:]),
        ("d000003", 2, "s/part-00001-of-00002.jsonl"[-26:]),
    ]
    assert export([RUN, "--to", "rows.jsonl"]) == DONE
    assert curate([RUN, "--to", "collection"]) == DONE
    assert report([RUN, "--to", "report.html"]) == DONE
    assert all(Path(name).exists() for name in ("rows.md", "collection/train/records.jsonl", "report.html"))


@pytest.mark.parametrize("command", [export, report])
def test_nothing_is_written_into_a_store_that_nobody_asked_for(bucket, capsys, command):
    _make(2, 1, "--preset", "initialize-only")
    assert command([RUN]) == TO_BE_FIXED
    assert "is in an object store; say with --to where on this machine to write" in capsys.readouterr().err


def test_of_two_that_write_one_file_into_a_store_the_second_is_told(bucket):
    file = location(f"{RUN}/shards/from-000000.toml")
    assert write_new(file, b"first")
    assert not write_new(file, b"second")
    Path("large").write_bytes(b"x" * 11_000_000)
    assert send_new(Path("large"), location(f"{RUN}/records/part.jsonl"))
    assert not send_new(Path("large"), location(f"{RUN}/records/part.jsonl"))
    assert file.read_bytes() == b"first"


def test_a_store_that_does_not_answer_is_a_message_and_not_an_empty_run(bucket, monkeypatch, capsys):
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:9")
    for command in (lambda: status([RUN]), lambda: _make(2, 1)[0], lambda: main(["--config", f"{RUN}/run.toml"])):
        capsys.readouterr()
        assert command() == TO_BE_FIXED
        error = capsys.readouterr().err
        assert "Could not connect" in error
        assert error.count("\n") == 1


def test_the_settings_of_a_run_in_a_store_can_be_taken_from_there(bucket):
    _make(2, 1, "--preset", "initialize-only", "--seed", "5")
    assert main(["--config", f"{RUN}/run.toml", "--out", "again", "--display", "quiet"]) == DONE
    assert sorted(Path("again/records.jsonl").read_bytes().splitlines()) == sorted(_lines("records"))
