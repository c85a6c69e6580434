"""The baseline's assistant makes one turn at a time, and states where its values come from."""

import pytest

from nodes.play_assistant import PlayAssistant
from state.dialogue_state import DialogueState
from state.errors import UnusableAnswer
from state.task import Subtask, Task

TASK = Task(subtasks=(Subtask(goal="Know the weather and let Ana know", tools=("get_weather",), steps=2),))
CALL = {
    "id": "call_2",
    "name": "send_report",
    "arguments": [
        {"name": "report_id", "value": None, "source": {"kind": "observation", "call": "call_1", "path": "x"}}
    ],
}


@pytest.fixture
def asked(sound) -> DialogueState:
    """A report was looked up, and is still to be sent."""
    return DialogueState(task=TASK, dialogue=sound.with_turns(sound.turns[:3]))


async def test_calls_become_a_turn_of_the_subtask_that_the_user_spoke_of(scripted, asked) -> None:
    model = scripted(lambda _: {"turns": [{"role": "assistant", "text": "One moment.", "calls": [CALL]}]})
    last = (await PlayAssistant(model)(asked))["dialogue"].turns[-1]
    assert (last.id, last.subtask, last.text) == (4, 0, "One moment.")
    assert last.calls[0].model_dump(mode="json") == CALL


async def test_the_assistant_is_shown_tools_and_no_goal(scripted, asked) -> None:
    model = scripted(lambda _: {"turns": [{"role": "assistant", "text": "21.5 degrees."}]})
    await PlayAssistant(model)(asked)
    told = " ".join(message.content for message in model.requests[0].messages)
    assert "send_report" in told
    assert "let Ana know" not in told + model.requests[0].brief.model_dump_json()


async def test_results_that_an_assistant_makes_up_for_itself_are_left_out(scripted, asked) -> None:
    made_up = {"role": "tool", "observations": [{"call": "call_2", "content": "sent"}]}
    model = scripted(lambda _: {"turns": [{"role": "assistant", "calls": [CALL]}, made_up]})
    dialogue = (await PlayAssistant(model)(asked))["dialogue"]
    assert [turn.role for turn in dialogue.turns[3:]] == ["assistant"]


@pytest.mark.parametrize(
    ("turns", "problem"),
    [
        ([], "expected one turn of the assistant"),
        ([{"role": "user", "text": "Thanks!"}], "expected one turn of the assistant"),
        ([{"role": "assistant", "text": "a"}, {"role": "assistant", "text": "b"}], "expected one turn"),
        ([{"role": "assistant"}], "neither text nor calls"),
        ([{"role": "assistant", "calls": [CALL | {"id": "call_1"}]}], "already taken"),
    ],
)
async def test_what_is_no_turn_of_the_assistant_fails_at_the_second_time(scripted, asked, turns, problem) -> None:
    model = scripted(lambda _: {"turns": turns})
    with pytest.raises(UnusableAnswer, match=problem):
        await PlayAssistant(model)(asked)
    assert len(model.requests) == 2


async def test_after_its_last_step_the_assistant_has_to_reply(scripted, asked) -> None:
    spent = asked.model_copy(update={"budget": asked.budget.model_copy(update={"max_steps": 1})})
    model = scripted(lambda _: {"turns": [{"role": "assistant", "calls": [CALL]}]})
    with pytest.raises(UnusableAnswer, match="reply in text"):
        await PlayAssistant(model)(spent)
    assert not model.requests[0].brief.may_call
