"""The baseline's user knows what is wanted, and hears only what is said."""

import pytest

from nodes.play_user import PlayUser
from state.dialogue_state import DialogueState
from state.errors import UnusableAnswer
from state.task import Fact, Subtask, Task

WEATHER = Subtask(goal="Know the weather", tools=("get_weather",), steps=1)
SEND = Subtask(goal="Let Ana know", tools=("send_report",), steps=1)
FACTS = (
    Fact(about="a friend", values={"email": "ana@fernmail.com"}, tools=("send_report",)),
    Fact(about="their town", values={"city": "Ghent"}),
)


@pytest.fixture
def state(sound) -> DialogueState:
    """The first of two subtasks is done."""
    return DialogueState(task=Task(subtasks=(WEATHER, SEND)), facts=FACTS, dialogue=sound)


async def test_what_the_user_says_becomes_a_turn_of_its_goal(scripted, state) -> None:
    model = scripted(lambda _: {"done": False, "goal": 2, "text": "Please tell Ana."})
    update = await PlayUser(model)(state)
    last = update["dialogue"].turns[-1]
    assert (last.role, last.id, last.subtask, last.text) == ("user", 7, 1, "Please tell Ana.")
    assert [asked.role for asked in update["asked"]] == ["user"]


async def test_the_user_hears_texts_and_knows_what_serves_each_goal_but_no_tool(scripted, state) -> None:
    model = scripted(lambda _: {"done": False, "goal": 2, "text": "Please tell Ana."})
    await PlayUser(model)(state)
    brief = model.requests[0].brief
    assert [(heard.role, heard.id) for heard in brief.heard] == [("user", 1), ("assistant", 6)]
    assert [[known.about for known in errand.known] for errand in brief.errands] == [["their town"], ["a friend"]]
    told = f"{brief.model_dump_json()} {' '.join(message.content for message in model.requests[0].messages)}"
    assert not any(word in told for word in ("get_weather", "send_report", "call_1", "degrees returned"))


async def test_of_things_of_a_kind_the_user_knows_those_that_serve_the_whole_goal(scripted, state) -> None:
    both = Subtask(goal="Send it", tools=("get_weather", "send_report"), steps=2)
    report = {"report_id": "R-1", "unit": "celsius"}
    some = Fact(about="an old report", values=report, tools=("send_report",))
    all_of_it = Fact(about="this report", values=report, tools=("get_weather", "send_report", "file_report"))
    update = {"task": Task(subtasks=(WEATHER, both)), "facts": (some, all_of_it)}
    model = scripted(lambda _: {"done": False, "goal": 2, "text": "Please send it."})
    await PlayUser(model)(state.model_copy(update=update))
    known = [[(one.about, one.values) for one in errand.known] for errand in model.requests[0].brief.errands]
    assert known == [[("this report", {"unit": "celsius"})], [("this report", report)]]


async def test_a_user_who_wants_nothing_more_ends_the_talk(scripted, state, sound) -> None:
    raised = sound.with_turns((*sound.turns, sound.turns[0].model_copy(update={"id": 7, "subtask": 1})))
    update = await PlayUser(scripted(lambda _: {"done": True}))(state.model_copy(update={"dialogue": raised}))
    assert update["ended"] is True
    assert "dialogue" not in update


@pytest.mark.parametrize(
    ("answer", "problem"),
    [
        ({"done": True}, "nothing was said yet about goal 2"),
        ({"done": False, "goal": 3, "text": "And?"}, "expected a number from 1 to 2, found 3"),
        ({"done": False, "goal": 2, "text": " "}, "the user says nothing"),
    ],
)
async def test_a_strange_answer_is_asked_for_once_more_and_then_fails(scripted, state, answer, problem) -> None:
    model = scripted(lambda _: answer)
    with pytest.raises(UnusableAnswer, match=problem):
        await PlayUser(model)(state)
    assert len(model.requests) == 2
    assert problem in model.requests[1].messages[-1].content
