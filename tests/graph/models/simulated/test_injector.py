"""Injecting: each complexity becomes the turns that it is made of."""

from random import Random

from graph.models.simulated.injector import write_injection
from state.brief import InjectBrief


def _inject(dialogue, complexity, turn, withheld=None, seed=1):
    brief = InjectBrief(dialogue=dialogue, complexity=complexity, turn=turn, withheld=withheld)
    return write_injection(brief, Random(seed)).turns


def test_a_clarification_takes_a_value_out_and_has_the_user_give_it_later(spoken):
    for seed in range(20):
        request, question, answer = _inject(spoken, "clarification", 1, seed=seed)
        (moved,) = [v for v in ("Lisbon", "Friday", "Lena Park") if v not in request.text]
        assert request.id == 1
        assert question.text.endswith("?")
        assert moved in answer.text


def test_a_withheld_tool_is_missed_and_then_granted(spoken, book):
    request, refusal, grant = _inject(spoken, "tool_awareness", 1, withheld=book)

    assert request.text == spoken.turn(1).text
    assert "for Lena Park" in refusal.text
    assert "flight bookings" in grant.text
    assert "book_flight" not in refusal.text + grant.text


def test_a_mistake_fails_and_is_put_right_by_the_call_that_was_there(spoken, search):
    for seed in range(20):
        wrong, right = _inject(spoken, "error_simulation", 2, seed=seed)
        assert wrong.calls[0].id == "call_3"
        assert wrong.calls[0].values() != right.calls[0].values()
        assert (right.id, right.calls) == (2, spoken.turn(2).calls)
        assert right.text


def test_a_mistake_with_a_tool_nobody_can_run_brings_its_error_along(spoken, book, search):
    tools = tuple(tool.model_copy(update={"executed": False}) for tool in (search, book))
    wrong, failure, _ = _inject(spoken.model_copy(update={"tools": tools}), "error_simulation", 2)

    assert failure.observations[0].call == wrong.calls[0].id
    assert failure.observations[0].error


def test_a_digression_follows_the_reply_and_needs_no_tool(spoken):
    reply, question, answer = _inject(spoken, "non_function_calling", 6)

    assert (reply.id, reply.text) == (6, spoken.turn(6).text)
    assert question.text
    assert answer.text
    assert not answer.calls
