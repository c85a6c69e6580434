"""The simulated actors: each goes by what its part may know."""

import json
from datetime import datetime
from random import Random

import pytest

from graph.assemble import assemble
from graph.models.simulated.labels import ask_for, asked_for, label_of, meant, mentions
from graph.models.simulated.model import SimulatedModel
from graph.plan import plan
from graph.settings import Settings
from state.brief import AssistantBrief, Errand, Heard, Known, ToolBrief, UserBrief
from state.model import Reply, Request
from state.source import Resolved, Said

NOW = datetime(2025, 5, 14, 10, 30)


class Listening:
    """Keeps what a model is asked."""

    def __init__(self) -> None:
        self.requests: list[Request] = []

    def around(self, model):
        listener = self

        class Heard:
            async def complete(self, request: Request) -> Reply:
                listener.requests.append(request)
                return await model.complete(request)

        return Heard()


async def test_no_tool_is_told_to_the_user_and_no_goal_to_the_others() -> None:
    listening = Listening()
    settings = Settings(method="mas", count=4)
    machine = assemble(settings, listening.around)
    for one in plan(11, settings.budget(), range(4)):
        record = await machine.generate(one.seed, one.number)
        names = {tool.name for tool in record.dialogue.tools}
        goals = {subtask.goal for subtask in record.task.subtasks}
        asked = [request for request in listening.requests if request.dialogue_id == record.id]
        assert {request.role for request in asked} >= {"writer", "user", "assistant"}
        for request in asked:
            told = request.brief.model_dump_json() + json.dumps([m.content for m in request.messages])
            if isinstance(request.brief, UserBrief):
                # What the assistant has said aloud may name anything; what the user is told besides may not.
                own = request.brief.model_copy(update={"heard": ()}).model_dump_json()
                assert not any(name in own for name in names)
            elif isinstance(request.brief, AssistantBrief | ToolBrief):
                silent = [goal for goal in goals if not any(goal.lower() in t.lower() for t in _texts(request))]
                assert not any(goal in told for goal in silent)
    await machine.close()


def _texts(request: Request) -> list[str]:
    return [getattr(turn, "text", None) or "" for turn in request.brief.dialogue.turns]


def _asked(brief, seed: int = 0) -> Request:
    return Request(dialogue_id="d", role="user", seed=seed, brief=brief, messages=(), answer={})


async def _said(brief, seed: int = 0, flaw_rate: float = 0.0):
    return json.loads((await SimulatedModel(flaw_rate).complete(_asked(brief, seed))).text)


def _user(*heard: Heard) -> UserBrief:
    known = Known(about="a friend", values={"email": "ana@fernmail.com"})
    errands = (Errand(goal="Know the weather"), Errand(goal="Let Ana know", known=(known,)))
    return UserBrief(now=NOW, errands=errands, heard=heard, left=9)


def _reply(text: str, errand: int = 0) -> Heard:
    return Heard(role="assistant", id=2, errand=errand, text=text)


async def test_the_user_takes_one_goal_after_the_other_and_then_wants_nothing_more() -> None:
    first = await _said(_user())
    assert (first["goal"], "know the weather" in first["text"]) == (1, True)
    second = await _said(_user(_reply("It is warm.")))
    assert (second["goal"], "ana@fernmail.com" in second["text"]) == (2, True)
    assert await _said(_user(_reply("It is warm."), _reply("I told her.", errand=1))) == {"done": True}


async def test_the_user_answers_a_question_from_what_is_known_and_else_makes_it_up() -> None:
    asked = "Sure. Could you tell me the e-mail address, the unit (celsius or fahrenheit) and the count (a number)?"
    answer = await _said(_user(_reply(asked, errand=1)))
    assert answer["goal"] == 2
    values = {mention.label: mention.words for mention in mentions(3, answer["text"])}
    assert values["e-mail address"] == "ana@fernmail.com"
    assert values["unit"] in ("celsius", "fahrenheit")
    assert values["count"].isdecimal()


def test_values_are_read_as_they_were_given(sound) -> None:
    text = 'Sure, the city is Ghent, the note is "the day is long, or not." and the date is tomorrow. Thanks!'
    found = {mention.label: mention for mention in mentions(3, text)}
    assert {label: mention.words for label, mention in found.items()} == {
        "city": "Ghent",
        "note": '"the day is long, or not."',
        "date": "tomorrow",
    }
    weather = sound.tools[0]
    assert meant(weather, "city", found["city"], NOW) == ("Ghent", Said(turn=3))
    assert meant(weather, "date", found["date"], NOW) == ("2025-05-15", Resolved(turn=3, phrase="tomorrow"))


def test_a_question_is_understood_as_it_was_meant(sound) -> None:
    question = f"Sure. {ask_for(sound.tools[0], ('city', 'date', 'unit')).capitalize()}"
    assert [(wanted.label, wanted.hint) for wanted in asked_for(question)] == [
        (label_of("city"), ""),
        (label_of("date"), ""),
        ("unit", "celsius or fahrenheit"),
    ]


@pytest.mark.parametrize("seed", range(5))
async def test_the_assistant_slips_a_quarter_as_often_for_each_turn_as_a_writer_for_a_subtask(sound, seed: int) -> None:
    brief = AssistantBrief(dialogue=sound.with_turns(sound.turns[:5]))
    replies = [
        await SimulatedModel(1.0).complete(_asked(brief, Random(f"{seed}:{number}").getrandbits(63)))
        for number in range(200)
    ]
    assert 25 <= sum(bool(reply.planted) for reply in replies) <= 75


async def test_a_tool_that_is_asked_the_same_again_returns_the_same(sound) -> None:
    again = sound.turns[1].calls[0].model_copy(update={"id": "call_9"})
    repeated = sound.turns[1].model_copy(update={"id": 7, "calls": (again,)})
    brief = ToolBrief(dialogue=sound.with_turns((*sound.turns, repeated)), calls=("call_9",))
    answer = await _said(brief)
    assert answer["turns"][0]["observations"] == [
        {"call": "call_9", "content": {"report_id": "R-7731", "degrees": 21.5}, "error": False}
    ]
