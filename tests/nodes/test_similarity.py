"""Request and outcome, compared without a model."""

import json
from itertools import pairwise
from pathlib import Path

import pytest

from nodes.similarity import SIMILARITY, Similarity, similarity
from state.dialogue import AssistantTurn, UserTurn

PUBLIC = Path(__file__).parents[3] / "shared" / "data" / "dialogues" / "toolace_sample.jsonl"


def _said(state, text):
    """The state of a dialogue in which the assistant does nothing but say this."""
    turns = (state.draft().turns[0], AssistantTurn(id=2, subtask=0, text=text))
    return state.model_copy(update={"dialogue": state.draft().with_turns(turns)})


async def test_a_dialogue_that_does_what_was_asked_for_passes(state) -> None:
    (answer,) = (await Similarity()(state))["answers"]
    assert (answer.question, answer.passed, answer.turns) == (SIMILARITY, True, ())


async def test_an_outcome_that_has_nothing_to_do_with_the_request_is_objected_to(state) -> None:
    (answer,) = (await Similarity()(_said(state, "Qqq zzz xxx.")))["answers"]
    assert (answer.objects, answer.turns) == (True, (2,))
    assert "subtask 1: 0." in answer.reason


async def test_each_subtask_is_held_to_its_own_request(state) -> None:
    off = (UserTurn(id=7, subtask=1, text="Book a table for two."), AssistantTurn(id=8, subtask=1, text="Qqq zzz."))
    dialogue = state.draft().with_turns((*state.draft().turns, *off))
    (answer,) = (await Similarity()(state.model_copy(update={"dialogue": dialogue})))["answers"]
    assert answer.turns == (8,)


async def test_how_much_is_asked_for_is_a_field(state) -> None:
    assert (await Similarity(least=1.0)(state))["answers"][0].objects
    assert (await Similarity(least=0.0)(_said(state, "Qqq zzz xxx.")))["answers"][0].passed


@pytest.mark.parametrize(
    ("request_text", "outcome", "foreign"),
    [
        ("Book a table for two at Casa Miro", "book_table Casa Miro 2", "The card is frozen"),
        ("请帮我冻结尾号为6926的银行卡", "尾号为6926的银行卡已经冻结", "明天布鲁塞尔天气晴朗"),
    ],
)
def test_an_outcome_is_closer_to_its_own_request(request_text, outcome, foreign) -> None:
    assert similarity(request_text, outcome) > 0.9
    assert similarity(request_text, foreign) < 0.4


@pytest.mark.skipif(not PUBLIC.exists(), reason="../shared/data is not there")
def test_in_public_dialogues_answers_are_closer_to_their_own_requests_than_to_others() -> None:
    exchanges = [exchange for line in PUBLIC.read_text(encoding="utf-8").splitlines() for exchange in _exchanges(line)]
    own = [similarity(request, answer) for request, answer in exchanges]
    others = [answer for _, answer in exchanges[len(exchanges) // 2 :] + exchanges[: len(exchanges) // 2]]
    foreign = [similarity(request, other) for (request, _), other in zip(exchanges, others, strict=True)]
    won = sum(mine > theirs for mine in own for theirs in foreign) / len(own) ** 2
    assert len(own) > 50
    assert won > 0.85


def _exchanges(line):
    messages = json.loads(line)["messages"]
    for user, assistant in pairwise(messages):
        if (user["role"], assistant["role"]) == ("user", "assistant"):
            calls = " ".join(
                f"{call['function']['name']} {call['function']['arguments']}"
                for call in assistant.get("tool_calls") or ()
            )
            yield user["content"], f"{assistant['content'] or ''} {calls}"
