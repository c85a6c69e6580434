"""Each complexity, in and out."""

import pytest

from nodes.inject import Inject
from nodes.rules.catalogue import RULES
from nodes.rules.rule import check
from nodes.twin import twin

NOTE = {"role": "assistant", "text": "Where shall I send it?"}
LESS = {"role": "user", "id": 1, "text": "Please look up Ghent's weather for tomorrow and send it to a friend."}
UNNUMBERED = {"role": "user", "text": "Please look up the weather."}
ASKED = {"role": "user", "text": "To ana@fernmail.com, please."}
SAME = {
    "role": "user",
    "id": 1,
    "text": "Please look up Ghent's weather for tomorrow and send it to ana@fernmail.com.",
}
ADDED = {"role": "user", "text": "I have just connected a tool for that, please go on."}
WRONG = {"role": "assistant", "calls": [{"id": "call_3", "name": "send_report", "arguments": []}]}
FAILED = {"role": "tool", "observations": [{"call": "call_3", "content": {"error": "no email"}, "error": True}]}


async def _inject(state, scripted, pool, complexity, *turns):
    model = scripted(lambda _: {"turns": list(turns)})
    state = state.model_copy(update={"complexities": (complexity, "non_function_calling")})
    update = await Inject(model, pool, RULES)(state)
    return model, state.model_copy(update=update)


async def test_a_clarification_moves_the_provenance_to_the_turn_that_says_the_value(state, scripted, two_tools) -> None:
    _, after = await _inject(state, scripted, two_tools(), "clarification", LESS, NOTE, ASKED)
    assert [turn.role for turn in after.draft().turns[:3]] == ["user", "assistant", "user"]
    email = list(after.draft().steps())[1].call.arguments[1]
    assert (email.name, email.source.turn) == ("email", 8)
    assert check(after.draft(), RULES) == ()
    assert after.injections[0].added == (1, 7, 8)
    assert after.complexities == ("non_function_calling",)


async def test_the_twin_of_a_clarified_dialogue_is_fully_specified(state, scripted, two_tools) -> None:
    _, after = await _inject(state, scripted, two_tools(), "clarification", LESS, NOTE, ASKED)
    assert await twin(after.draft(), after.applied(), two_tools()) == state.draft()
    assert await twin(state.draft(), (), two_tools()) is None


async def test_a_tool_is_absent_until_the_user_brings_it(state, scripted, two_tools) -> None:
    model, after = await _inject(state, scripted, two_tools(), "tool_awareness", SAME, NOTE, ADDED)
    withheld = model.requests[0].brief.withheld.name
    assert withheld == "get_weather"
    assert withheld not in model.requests[0].messages[0].content
    dialogue = after.draft()
    assert withheld not in dialogue.tools_at(1)
    assert withheld in dialogue.tools_at(8)
    assert check(dialogue, RULES) == ()


async def test_a_mistake_on_purpose_is_labelled_and_followed_by_the_right_call(state, scripted, two_tools) -> None:
    def answer(request):
        turn = state.draft().turn(request.brief.turn)
        wrong = WRONG | {"calls": [{"id": "call_3", "name": turn.calls[0].name, "arguments": []}]}
        right = {"role": "assistant", "id": turn.id, "text": "The address was missing, again:"}
        return {"turns": [wrong, FAILED, right]}

    state = state.model_copy(update={"complexities": ("error_simulation",)})
    update = await Inject(scripted(answer), two_tools(), RULES)(state)
    assert update["injections"][0].applied
    dialogue = update["dialogue"]
    mistakes = [turn for turn in dialogue.turns if turn.role == "assistant" and not turn.learn]
    assert [turn.calls[0].id for turn in mistakes] == ["call_3"]
    assert len(dialogue.turns) == len(state.draft().turns) + 2
    assert [step.call for step in dialogue.steps() if step.turn.learn] == [s.call for s in state.draft().steps()]
    assert check(dialogue, RULES) == ()


async def test_small_talk_follows_a_closing_reply_and_calls_nothing(state, scripted, two_tools) -> None:
    talk = {"role": "user", "text": "Why is Ghent so rainy in spring?"}
    answer = {"role": "assistant", "text": "Because the sea is near."}
    _, after = await _inject(state, scripted, two_tools(), "non_function_calling", talk, answer)
    assert after.draft().turns[:6] == state.draft().turns
    assert [turn.text for turn in after.draft().turns[6:]] == [talk["text"], answer["text"]]


@pytest.mark.parametrize(
    ("complexity", "turns", "reason"),
    [
        ("clarification", (LESS, NOTE), "expected user, assistant, user"),
        ("clarification", (SAME, NOTE, ASKED), "gives no value that was left out"),
        ("tool_awareness", (LESS, NOTE, ADDED), "arguments_come_from_where_they_say"),
        ("non_function_calling", (NOTE, NOTE), "expected user, assistant"),
        ("clarification", (UNNUMBERED, NOTE, ASKED), "itself is missing"),
    ],
)
async def test_what_does_not_work_out_is_logged_and_changes_nothing(
    state, scripted, two_tools, complexity, turns, reason
) -> None:
    _, after = await _inject(state, scripted, two_tools(), complexity, *turns)
    assert after.draft() == state.draft()
    assert (after.injections[0].applied, reason in after.injections[0].reason) == (False, True)


async def test_a_turn_that_was_altered_is_not_altered_again(state, scripted, two_tools) -> None:
    _, after = await _inject(state, scripted, two_tools(), "clarification", LESS, NOTE, ASKED)
    again = after.model_copy(update={"complexities": ("tool_awareness",)})
    update = await Inject(scripted(lambda _: {}), two_tools(), RULES)(again)
    assert update["injections"][0].reason == "no turn suits it"
