"""From settings to who verifies, and whole runs in each way."""

import json
from pathlib import Path

import pytest

from graph.build import default_nodes
from graph.run import DONE, TO_BE_FIXED, main
from graph.settings import Settings
from graph.verification import EXPERTS, with_verification
from nodes.aggregate import Aggregate
from nodes.expert_check import ExpertCheck
from nodes.similarity import Similarity
from nodes.single_expert import SingleExpert
from prompts.wording import QUESTIONS
from state.record import Record

pytestmark = pytest.mark.usefixtures("empty_place")
CALLS = {"each": 8, "single": 1, "similarity": 0, "none": 0}
"""Of experts, for a dialogue that is looked at once."""


def _run(*arguments: str) -> list[Record]:
    assert main(["--count", "6", "--out", "run", "--seed", "2", "--display", "quiet", *arguments]) == DONE
    lines = Path("run/records.jsonl").read_text(encoding="utf-8").splitlines()
    return [Record.model_validate_json(line) for line in lines]


@pytest.fixture
def nodes(scripted, two_tools):
    """The nodes for some settings."""

    def make(**values):
        model = scripted(lambda _: {})
        return with_verification(default_nodes(model, two_tools()), Settings(**values), model), model

    return make


@pytest.mark.parametrize(
    ("values", "kind"),
    [
        ({}, ExpertCheck),
        ({"experts": "single"}, SingleExpert),
        ({"experts": "similarity"}, Similarity),
        ({"experts": "none"}, ExpertCheck),
    ],
)
def test_each_way_has_its_node(nodes, values, kind):
    assert isinstance(nodes(**values)[0].expert_check, kind)


def test_the_nodes_have_what_the_settings_say(nodes):
    weights = {"dialogue_flow": 0.5}
    voting = {"policy": "weighted", "unanswered": "pass", "weights": weights, "needed_share": 0.9, "keep_turns": 2}
    made, model = nodes(experts="single", expert_samples=3, **voting)
    assert made.expert_check == SingleExpert(model, samples=3)
    assert made.aggregate == Aggregate("weighted", "pass", weights, 0.9, 2)


def test_the_defaults_of_the_nodes_are_those_of_the_settings(nodes):
    made, model = nodes()
    assert (made.expert_check, made.aggregate) == (ExpertCheck(model), Aggregate())


@pytest.mark.parametrize("experts", EXPERTS)
def test_a_run_asks_as_many_experts_as_its_way_has(experts):
    records = _run("--experts", experts, "--repairs", "0", "--flaw-rate", "0")
    looked_at = [record for record in records if not record.stages[-1].fatal]
    assert [record.calls_by_node.get("expert-check", 0) for record in looked_at] == [CALLS[experts]] * len(looked_at)
    asked = {"each": set(QUESTIONS), "single": set(QUESTIONS), "similarity": {"similarity"}, "none": set()}
    assert all({answer.question for answer in record.answers} == asked[experts] for record in looked_at)


def test_labelled_turns_reach_the_training_rows_with_weight_zero():
    records = _run("--keep-turns", "3", "--flaw-rate", "0.6", "--repairs", "0", "--passes", "0", "--max-injections=1")
    labelled = {record.id: record.verdict.labels for record in records if record.verdict and record.verdict.labels}
    assert labelled
    rows = map(json.loads, Path("run/dialogues.jsonl").read_text(encoding="utf-8").splitlines())
    weights = {row["id"]: sum(message.get("weight") == 0 for message in row["messages"]) for row in rows}
    for record in records:
        # What was said before a tool was added has no weight either.
        if record.id in labelled and not any(turn.offers for turn in record.dialogue.turns if turn.role == "user"):
            assert (record.status, record.reasons) == ("kept", record.verdict.reasons)
            meant = sum(
                injection.complexity == "error_simulation" for injection in record.injections if injection.applied
            )
            assert weights[record.id] == len(labelled[record.id]) + meant


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (
            ["--policy", "weighted", "--weight", "dialog_flow=2"],
            "there is no question 'dialog_flow' (did you mean 'dialogue_flow'?)",
        ),
        (["--weight", "dialogue_flow=2"], "weights are for policy weighted, and it is all"),
        (["--policy", "weighted", "--weight", "dialogue_flow=heavy"], "--weight 'heavy'"),
        (["--policy", "weighted", "--weight", "dialogue_flow"], "expected QUESTION=NUMBER"),
        (["--experts", "most"], "--experts 'most': input should be 'each', 'single', 'similarity' or 'none'"),
    ],
)
def test_what_makes_no_sense_is_said_in_one_line(arguments, words, capsys):
    assert main(["--out", "run", *arguments]) == TO_BE_FIXED
    (line,) = capsys.readouterr().err.splitlines()
    assert words in line
    assert not Path("run").exists()


def test_weights_stand_in_a_table_of_the_settings_file():
    Path("my.toml").write_text('policy = "weighted"\n[weights]\ndialogue_flow = 0.5\n', encoding="utf-8")
    _run("--config", "my.toml", "--count", "1")
    assert "[weights]\ndialogue_flow = 0.5" in Path("run/run.toml").read_text(encoding="utf-8")


def test_a_node_of_ones_own_may_ask_its_own_questions():
    _run(
        "--node",
        "expert_check=nodes.similarity:Similarity",
        "--policy",
        "weighted",
        "--weight",
        "mine=2",
        "--count",
        "1",
    )
