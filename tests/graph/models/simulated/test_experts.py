"""Experts: each question has its own small reading of the dialogue."""

from random import Random

import pytest

from graph.models.simulated.experts import write_answer
from state.brief import ExpertBrief
from state.dialogue import Argument
from state.source import Said
from state.task import Subtask

TASK = (Subtask(goal="Fly.", tools=("search_flights", "book_flight"), steps=2),)
QUESTIONS = (
    "argument_hallucination",
    "reply_completes_task",
    "observation_matches_definition",
    "task_completion",
    "dialogue_flow",
    "clarification_needed",
    "tool_list_consistency",
    "error_plausibility",
)


def _ask(dialogue, question, task=TASK):
    return write_answer(ExpertBrief(dialogue=dialogue, task=task, question=question), Random(1), 0.0)


@pytest.fixture
def sound(spoken):
    reply = spoken.turns[-1].model_copy(update={"text": "The booking is B-90210 for $120.50.", "drafted": False})
    return spoken.with_turns((*spoken.turns[:-1], reply))


def _with(dialogue, id, **changes):
    return dialogue.with_turns(tuple(t.model_copy(update=changes) if t.id == id else t for t in dialogue.turns))


@pytest.mark.parametrize("question", QUESTIONS)
def test_a_sound_dialogue_passes(sound, question):
    assert _ask(sound, question).passed


def test_a_value_that_nobody_said_is_seen(sound):
    call = sound.turn(2).calls[0]
    invented = Argument(name="city", value="Madrid", source=Said(turn=1))
    broken = _with(sound, 2, calls=(call.model_copy(update={"arguments": (invented, call.arguments[1])}),))

    assert _ask(broken, "argument_hallucination").turns == (2,)


@pytest.mark.parametrize(
    "text",
    [
        "Booked. I've also emailed you a receipt.",
        "I'm sorry, but I can't book flights.",
        "The booking is B-11111.",
        "I'll take care of that and report back.",
    ],
)
def test_a_reply_that_does_not_complete_the_task_is_seen(sound, text):
    assert _ask(_with(sound, 6, text=text), "reply_completes_task").turns == (6,)


def test_a_result_of_another_form_than_promised_is_seen(sound):
    odd = sound.turn(3).observations[0].model_copy(update={"content": {"flights": "none"}})

    assert _ask(_with(sound, 3, observations=(odd,)), "observation_matches_definition").turns == (2,)


def test_a_tool_that_was_never_called_is_missed(sound):
    task = (Subtask(goal="Fly.", tools=("search_flights", "cancel_flight"), steps=2),)

    assert not _ask(sound, "task_completion", task).passed


def test_a_dialogue_without_a_last_word_does_not_flow(sound):
    assert not _ask(sound.with_turns(sound.turns[:-1]), "dialogue_flow").passed


def test_a_tool_that_is_not_on_offer_is_seen(sound, search):
    assert _ask(sound.model_copy(update={"tools": (search,)}), "tool_list_consistency").turns == (4,)
