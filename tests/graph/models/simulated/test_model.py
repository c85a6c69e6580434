"""The simulated model as a whole: the same request gets the same reply, flaws come only on request."""

from state.answers import WrittenTask, WrittenTurns
from state.brief import FillBrief, SubtaskBrief, TaskBrief
from state.task import Subtask

TRIP = Subtask(goal="The user wants to fly.", tools=("search_flights", "book_flight"), steps=2)


async def test_the_same_request_gets_the_same_reply(ask, empty, facts):
    brief = TaskBrief(dialogue=empty, facts=facts, steps=(2, 1))

    assert await ask(brief, seed=7, flaw_rate=0.5) == await ask(brief, seed=7, flaw_rate=0.5)


async def test_tokens_are_estimated_from_what_was_said(ask, empty, facts):
    reply = await ask(TaskBrief(dialogue=empty, facts=facts, steps=(2,)))

    assert reply.usage.completion_tokens == len(reply.text) // 4


async def test_without_a_flaw_rate_nothing_is_planted(ask, empty, facts, spoken):
    briefs = (
        SubtaskBrief(dialogue=empty, facts=facts, subtask=TRIP, index=0),
        FillBrief(dialogue=spoken, masked=(1, 6), reasons=()),
    )
    planted = [(await ask(brief, seed=seed)).planted for brief in briefs for seed in range(20)]

    assert planted == [()] * 40


async def test_every_planted_flaw_says_where_it_is(ask, empty, facts):
    brief = SubtaskBrief(dialogue=empty, facts=facts, subtask=TRIP, index=0)
    replies = [await ask(brief, seed=seed, flaw_rate=1.0) for seed in range(60)]
    kinds = {flaw.kind for reply in replies for flaw in reply.planted}

    assert all(len(reply.planted) == 1 and reply.planted[0].turn is not None for reply in replies)
    assert kinds == {
        "invented_id",
        "wrong_date",
        "missing_argument",
        "unknown_parameter",
        "unknown_tool",
        "wrong_type",
        "leak",
        "repetition",
    }


async def test_a_flawed_answer_still_has_the_shape_that_was_asked_for(ask, empty, facts):
    brief = SubtaskBrief(dialogue=empty, facts=facts, subtask=TRIP, index=0)

    for seed in range(30):
        reply = await ask(brief, seed=seed, flaw_rate=1.0)
        assert WrittenTurns.model_validate_json(reply.text).turns[0].role == "user"


async def test_a_task_has_a_subtask_for_each_number_of_steps(ask, empty, facts):
    reply = await ask(TaskBrief(dialogue=empty, facts=facts, steps=(2, 1, 6, 6, 6)))

    assert len(WrittenTask.model_validate_json(reply.text).subtasks) == 5
