"""Experts on anyone's rows: over an endpoint on this machine, and simulated."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from graph.verify.__main__ import FATAL, SOUND, STOPPED, TO_BE_FIXED, main
from nodes.labelling import labelled
from prompts.wording import QUESTIONS
from state.verdict import Label
from tests.graph.models.scripted_endpoint import ScriptedEndpoint, failed, said

FINE = {"reason": "all of it", "evidence": [], "passed": True}
AGAINST = {"reason": "too little", "evidence": [{"turn": 4, "quote": "30.5"}], "passed": False}


def answering(question: str, answer: dict) -> Callable:
    """An endpoint's answer to each expert: this one to the one question, else that all is well."""
    words = QUESTIONS[question].text

    def answer_to(body: dict):
        return said(json.dumps(answer if words in body["messages"][1]["content"] else FINE))

    return answer_to


@pytest.fixture(autouse=True)
def alone(monkeypatch, tmp_path) -> None:
    """No settings but those of the test."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SCRIPTED_KEY", "sk-very-secret")


@pytest.fixture
def verified(request, tmp_path):
    """Verify rows with experts over an endpoint; give the exit code, what was written, and what was asked."""

    def verify(rows: list, answer: Callable, *flags: str):
        endpoint = ScriptedEndpoint(answer)
        request.addfinalizer(endpoint.close)
        file, out = tmp_path / "rows.jsonl", tmp_path / "out.jsonl"
        file.write_text("".join(json.dumps(row) + "\n" for row in rows))
        model = ("--model", "openai:any", "--base-url", endpoint.url, "--key-variable", "SCRIPTED_KEY")
        code = main([str(file), "--json", str(out), "--experts", "each", *model, *flags])
        return code, [json.loads(line) for line in out.read_text().splitlines()], endpoint.asked

    return verify


@pytest.mark.parametrize(("policy", "severity", "code"), [("all", "fatal", FATAL), ("majority", "soft", SOUND)])
def test_an_objection_is_a_finding_as_grave_as_the_policy_says(verified, row, policy, severity, code) -> None:
    ended, (told,), asked = verified([row], answering("argument_hallucination", AGAINST), "--policy", policy)
    assert (ended, len(asked)) == (code, len(QUESTIONS))
    assert told["findings"] == [
        {
            "rule": "argument_hallucination",
            "kind": "objection",
            "severity": severity,
            "turn": 4,
            "path": "",
            "value": "30.5",
            "message": "too little ('30.5')",
        }
    ]


def test_experts_read_a_row_as_what_it_is(verified, row) -> None:
    _, _, asked = verified([row], answering("dialogue_flow", FINE))
    system, question = (message["content"] for message in asked[0].body["messages"])
    assert "It comes from a data set" in system
    assert '"name": "refund_order"' in system
    assert 'call_1 = get_order(order_id="W-48213")\n' in question
    assert "in the dialogue itself (turns 1)" in question


def test_nobody_is_asked_about_a_row_with_a_fatal_finding_and_rows_keep_their_order(verified, row, changed) -> None:
    sound = [{**json.loads(json.dumps(row)), "id": f"row {number}"} for number in range(3)]
    faulty = {**changed(2, order_id="W-48231"), "id": "faulty"}
    rows = [sound[0], faulty, *sound[1:]]
    code, told, asked = verified(rows, answering("dialogue_flow", FINE), "--concurrency", "2")
    assert (code, len(asked)) == (FATAL, 3 * len(QUESTIONS))
    assert [each["id"] for each in told] == ["row 0", "faulty", "row 1", "row 2"]


def test_what_cannot_be_used_is_not_answered_and_counts_as_the_setting_says(verified, row) -> None:
    mute = answering("task_completion", {"nothing": "of use"})
    code, (told,), _ = verified([row], mute, "--unanswered", "pass")
    assert [(f["rule"], f["kind"], f["severity"]) for f in told["findings"]] == [
        ("task_completion", "unanswered", "soft")
    ]
    assert code == SOUND
    assert verified([row], mute)[0] == FATAL


def test_a_row_that_an_endpoint_fails_on_was_not_judged(verified, row) -> None:
    code, (told,), _ = verified([row], lambda _: failed(418), "--attempts", "1", "--in-flight", "64")
    assert (code, told["findings"][0]["rule"]) == (FATAL, "experts_can_be_asked")


def test_a_limit_stops_and_says_where(verified, row, capsys) -> None:
    fine = answering("dialogue_flow", FINE)
    code, told, asked = verified([row] * 9, fine, "--concurrency", "1", "--max-calls", "20")
    assert (code, len(told), len(asked)) == (STOPPED, 2, 2 * len(QUESTIONS))
    assert "max_calls 20 leaves no room for another row; from " in capsys.readouterr().err


def test_an_endpoint_that_is_given_up_stops_too_and_no_key_is_told(verified, row, capsys) -> None:
    code, told, _ = verified([row, row], lambda _: failed(401, "no sk-very-secret"), "--experts", "single")
    assert (code, told) == (STOPPED, [])
    words = capsys.readouterr().err
    assert "rows.jsonl:1 on nothing was verified" in words
    assert "sk-very-secret" not in words


@pytest.mark.parametrize("experts", ["each", "single", "similarity"])
def test_nothing_is_said_against_a_sound_row_and_simulation_is_told(row, tmp_path, capsys, experts) -> None:
    file = Path("rows.jsonl")
    file.write_text(json.dumps(row))
    assert main([str(file), "--experts", experts, "--flaw-rate", "0"]) == SOUND
    assert ("experts are simulated" in capsys.readouterr().err) == (experts != "similarity")


def test_a_model_without_experts_is_a_mistake_of_the_caller(capsys) -> None:
    assert main(["rows.jsonl", "--model", "openai:any"]) == TO_BE_FIXED
    assert "--model is about experts; say whom to ask" in capsys.readouterr().err


def test_a_labelled_call_of_a_record_need_not_fail(sound, tmp_path) -> None:
    dialogue = labelled(sound, [Label(turn=2, reasons=("dialogue_flow: stiff",))])
    file = tmp_path / "records.jsonl"
    file.write_text(json.dumps({"id": "a", "dialogue": dialogue.model_dump(mode="json")}))
    assert main([str(file)]) == SOUND


def test_what_experts_said_before_an_interruption_is_not_asked_again(verified, row) -> None:
    fine = answering("dialogue_flow", FINE)
    rows = [row | {"id": f"row {number}"} for number in range(4)]
    flags = ("--concurrency", "1", "--journal", "said.jsonl")
    assert verified(rows, fine, *flags, "--max-calls", "20")[0] == STOPPED
    code, told, asked = verified(rows, answering("dialogue_flow", AGAINST), *flags)
    assert (code, len(asked)) == (FATAL, 2 * len(QUESTIONS))
    assert [bool(each["findings"]) for each in told] == [False, False, True, True]


@pytest.mark.parametrize("name", ["rows.jsonl", "notes.txt"])
def test_a_journal_is_no_other_file(row, capsys, name) -> None:
    Path("rows.jsonl").write_text(json.dumps(row))
    Path("notes.txt").write_text("buy milk")
    before = Path(name).read_text()
    assert main(["rows.jsonl", "--experts", "single", "--journal", name]) == TO_BE_FIXED
    assert name in capsys.readouterr().err
    assert Path(name).read_text() == before


def test_nobody_is_asked_on_request(row) -> None:
    Path("rows.jsonl").write_text(json.dumps(row))
    assert main(["rows.jsonl", "--experts", "none"]) == SOUND
    assert main(["rows.jsonl", "--experts", "none", "--model", "openai:any"]) == TO_BE_FIXED
