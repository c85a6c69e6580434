"""A recorded run, made again without a model: by its folder, and over HTTP."""

import json
import os
import subprocess
import sys
from pathlib import Path
from urllib.request import Request as Question
from urllib.request import urlopen

import pytest

from graph.benchmarks.loopback import Loopback, serving_apart
from graph.journal.recording import read_spoken, requests
from graph.run import DONE, TO_BE_FIXED, TOO_FEW, main

ROOT = Path(__file__).parents[3]
RUN = ("--count", "3", "--seed", "5", "--display", "quiet")


@pytest.fixture(scope="module")
def recorded(tmp_path_factory) -> Path:
    """The folder of a recorded run of three dialogues."""
    folder = tmp_path_factory.mktemp("recorded") / "run"
    assert main([*RUN, "--record", "--out", str(folder)]) == DONE
    return folder


@pytest.fixture(autouse=True)
def _elsewhere(tmp_path, monkeypatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)


def by_id(folder: str | Path) -> dict[str, dict[str, object]]:
    records = map(json.loads, Path(folder, "records.jsonl").read_bytes().splitlines())
    return {record["id"]: record for record in records}


def test_a_recording_holds_every_call_with_its_request(recorded):
    lines = [json.loads(line) for line in (recorded / "journal.jsonl").read_bytes().splitlines()]
    assert lines[0] == {"journal": 1, "recorded": True}
    assert len(lines) - 1 == sum(sum(record["calls_by_node"].values()) for record in by_id(recorded).values())
    assert all(line["request"]["messages"][0]["role"] == "system" for line in lines[1:])
    assert requests(recorded, 5) == [line["request"]["messages"] for line in lines[1:6]]


def test_a_replay_makes_the_same_dialogues_and_the_same_records(recorded):
    assert main([*RUN, "--model", f"replay:{recorded}", "--out", "again"]) == DONE
    assert Path("again/dialogues.jsonl").read_bytes() == (recorded / "dialogues.jsonl").read_bytes()
    assert by_id("again") == by_id(recorded)


def test_a_replay_can_be_recorded(recorded):
    assert main([*RUN, "--model", f"replay:{recorded}", "--record", "--out", "copy"]) == DONE
    assert main([*RUN, "--model", "replay:copy", "--out", "again"]) == DONE
    assert by_id("again") == by_id(recorded)


def test_what_was_not_recorded_fails_and_says_how_a_run_is_replayed(recorded):
    assert main(["--count", "1", "--seed", "6", "--model", f"replay:{recorded}", "--out", "other"]) == TOO_FEW
    [record] = by_id("other").values()
    assert "has no answer to this request of 'initialize'" in record["reasons"][0]
    assert f"--config {recorded}/run.toml" in record["reasons"][0]


def test_answers_of_another_run_are_taken_and_only_new_questions_are_asked(recorded, capsys):
    longer = ("--count", "4", "--seed", "5", "--display", "quiet")
    assert main([*longer, "--answers-from", str(recorded), "--out", "longer"]) == DONE
    assert main([*RUN, "--max-calls", "1", "--answers-from", str(recorded), "--out", "limited"]) == DONE
    assert by_id("longer").items() >= by_id(recorded).items()
    assert by_id("limited") == by_id(recorded)


@pytest.mark.parametrize("option", ["--model", "--answers-from"])
def test_a_folder_without_a_recording_is_named(recorded, option, capsys):
    Path("plain").mkdir()
    place = "replay:plain" if option == "--model" else "plain"
    assert main([*RUN, option, place, "--out", "again"]) == TO_BE_FIXED
    assert "plain holds no recording; one is made with python -m graph.run --record" in capsys.readouterr().err
    Path("plain/journal.jsonl").write_text('{"journal":1,"recorded":false}\n')
    assert main([*RUN, option, place, "--out", "again"]) == TO_BE_FIXED
    assert "holds only what unfinished dialogues were told" in capsys.readouterr().err


def test_a_damaged_line_of_a_recording_is_named(recorded, capsys):
    Path("damaged").mkdir()
    lines = (recorded / "journal.jsonl").read_bytes().splitlines(keepends=True)
    Path("damaged/journal.jsonl").write_bytes(b"".join((*lines[:4], b"\x00\n", *lines[4:])))
    assert main([*RUN, "--model", "replay:damaged", "--out", "again"]) == TO_BE_FIXED
    assert "damaged/journal.jsonl, line 5: " in capsys.readouterr().err


def test_a_recording_that_was_cut_short_gives_what_it_has(recorded):
    Path("short").mkdir()
    Path("short/journal.jsonl").write_bytes((recorded / "journal.jsonl").read_bytes()[:-9])
    main([*RUN, "--model", "replay:short", "--out", "again"])
    assert [record["status"] for record in by_id("again").values()].count("failed") == 1


def test_a_run_cannot_begin_to_be_recorded_in_its_middle(capsys):
    assert main([*RUN, "--out", "run"]) == DONE
    assert main([*RUN, "--record", "--out", "run"]) == TO_BE_FIXED
    assert "record: False there, True now" in capsys.readouterr().err


def test_a_run_over_http_makes_the_dialogues_that_were_recorded(recorded):
    with serving_apart(Loopback(read_spoken(recorded).answer)) as url:
        assert main([*RUN, "--model", "openai:x", "--base-url", url, "--out", "served"]) == DONE
    for id, record in by_id("served").items():
        assert record["dialogue"] == by_id(recorded)[id]["dialogue"]
        assert record["calls_by_node"] == by_id(recorded)[id]["calls_by_node"]


def test_the_same_words_get_their_replies_in_turn_and_others_none(recorded, tmp_path):
    lines = (recorded / "journal.jsonl").read_bytes().splitlines()
    changed = json.loads(lines[1]) | {"n": 1}
    changed["reply"]["text"] = "second"
    path = tmp_path / "twice" / "journal.jsonl"
    path.parent.mkdir()
    path.write_bytes(b"\n".join((*lines[:2], json.dumps(changed).encode(), b"")))
    spoken, body = read_spoken(path.parent), {"messages": changed["request"]["messages"]}
    first = json.loads(lines[1])["reply"]["text"]
    assert [spoken.answer(body) for _ in range(3)] == [first, "second", first]
    assert spoken.answer({"messages": body["messages"][:1]}) is None


def test_the_command_serves_a_recording_and_prints_its_address(recorded):
    command = [sys.executable, "-m", "graph.models.serve", str(recorded), "--latency", "0"]
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment) as server:
        try:
            url = server.stdout.readline().strip()
            body = json.dumps({"model": "x", "messages": requests(recorded, 1)[0]}).encode()
            with urlopen(Question(f"{url}/chat/completions", body, {"Content-Type": "application/json"})) as reply:
                said = json.loads(reply.read())["choices"][0]["message"]["content"]
        finally:
            server.terminate()
    first = json.loads((recorded / "journal.jsonl").read_bytes().splitlines()[1])
    assert said == first["reply"]["text"]


def test_a_folder_that_cannot_be_served_is_a_message(tmp_path, capsys):
    from graph.models.serve import main as serve

    assert serve([str(tmp_path)]) == TO_BE_FIXED
    assert "holds no recording" in capsys.readouterr().err
