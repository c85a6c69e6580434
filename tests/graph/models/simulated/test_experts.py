"""Experts: each question has its own small reading of the dialogue."""

from random import Random

import pytest

from graph.models.simulated.experts import write_answer, write_answers
from nodes.quotes import misquoted
from state.brief import ExpertBrief, Question, SingleExpertBrief
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


def _objected(answer):
    """The turns that an answer objects to, each with words that stand in it."""
    assert not answer.passed
    return [evidence.turn for evidence in answer.evidence]


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

    assert _objected(_ask(broken, "argument_hallucination")) == [2]


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
    assert _objected(_ask(_with(sound, 6, text=text), "reply_completes_task")) == [6]


def test_a_result_of_another_form_than_promised_is_seen(sound):
    odd = sound.turn(3).observations[0].model_copy(update={"content": {"flights": "none"}})

    assert _objected(_ask(_with(sound, 3, observations=(odd,)), "observation_matches_definition")) == [2]


def test_one_expert_answers_all_questions_as_eight_would(sound):
    broken = _with(sound, 6, text="I've also emailed you a receipt.")
    questions = tuple(Question(name=name, words="?") for name in QUESTIONS)
    brief = SingleExpertBrief(dialogue=broken, task=TASK, questions=questions)
    answers = write_answers(brief, Random(1), 0.0).answers
    assert [answer.question for answer in answers] == list(QUESTIONS)
    assert [answer.passed for answer in answers] == [_ask(broken, question).passed for question in QUESTIONS]
    assert [answer.question for answer in answers if not answer.passed] == ["reply_completes_task"]


def test_what_an_expert_quotes_stands_in_the_turn_unless_it_was_made_up(sound):
    brief = ExpertBrief(dialogue=sound, task=TASK, question="dialogue_flow")
    wrong = [write_answer(brief, Random(seed), 15.0) for seed in range(20)]
    problems = {misquoted(sound, answer.evidence[0]) for answer in wrong}
    assert None in problems
    assert len(problems) == 2


def test_a_tool_that_was_never_called_is_missed(sound):
    task = (Subtask(goal="Fly.", tools=("search_flights", "cancel_flight"), steps=2),)

    assert not _ask(sound, "task_completion", task).passed


def test_a_dialogue_without_a_last_word_does_not_flow(sound):
    assert not _ask(sound.with_turns(sound.turns[:-1]), "dialogue_flow").passed


def test_a_tool_that_is_not_on_offer_is_seen(sound, search):
    assert _objected(_ask(sound.model_copy(update={"tools": (search,)}), "tool_list_consistency")) == [4]
