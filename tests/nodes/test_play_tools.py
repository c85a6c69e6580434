"""The baseline's tools: run where they can be, refused where no runtime would take the call, else played."""

import pytest

from nodes.play_tools import PlayTools
from state.dialogue import Argument, Call
from state.dialogue_state import DialogueState
from state.errors import UnusableAnswer
from state.source import Observed


def _calling(sound, *calls, executed=False):
    """The dialogue up to a turn with these calls."""
    tools = tuple(tool.model_copy(update={"executed": executed}) for tool in sound.tools)
    turns = (*sound.turns[:3], sound.turns[3].model_copy(update={"calls": calls}))
    return DialogueState(dialogue=sound.model_copy(update={"tools": tools, "turns": turns}))


def _observations(request):
    return {
        "turns": [
            {"role": "tool", "observations": [{"call": id, "content": {"sent": True}} for id in request.brief.calls]}
        ]
    }


async def test_tools_that_run_are_run_and_nobody_is_asked(scripted, two_tools, sound) -> None:
    model, pool = scripted(_observations), two_tools(executed=True)
    update = await PlayTools(model, pool)(_calling(sound, sound.turns[3].calls[0], executed=True))
    assert update["dialogue"].turns[-1].observations[0].content == {"sent": True}
    assert pool.calls == ["get_weather", "send_report"]
    assert (model.requests, "asked" in update) == ([], False)


async def test_one_agent_makes_up_all_results_of_a_turn_and_sees_the_values_that_references_lead_to(
    scripted, two_tools, sound
) -> None:
    send = sound.turns[3].calls[0]
    again = send.model_copy(update={"id": "call_3"})
    emptied = tuple(
        a.model_copy(update={"value": None}) if isinstance(a.source, Observed) else a for a in send.arguments
    )
    model = scripted(_observations)
    state = _calling(sound, send.model_copy(update={"arguments": emptied}), again)
    update = await PlayTools(model, two_tools())(state)
    assert [request.brief.calls for request in model.requests] == [("call_2", "call_3")]
    assert 'report_id="R-7731"' in model.requests[0].messages[1].content
    assert [observation.call for observation in update["dialogue"].turns[-1].observations] == ["call_2", "call_3"]
    assert [asked.role for asked in update["asked"]] == ["tool"]


async def test_a_call_that_no_runtime_would_take_comes_back_as_an_error_and_nobody_is_asked(
    scripted, two_tools, sound
) -> None:
    unknown = Call(id="call_2", name="fly_there")
    incomplete = Call(id="call_3", name="send_report", arguments=sound.turns[3].calls[0].arguments[:1])
    model = scripted(_observations)
    turn = (await PlayTools(model, two_tools())(_calling(sound, unknown, incomplete)))["dialogue"].turns[-1]
    assert [(o.error, o.content["error"]) for o in turn.observations] == [
        (True, "unknown tool: 'fly_there'"),
        (True, 'invalid arguments: "email" is a required property'),
    ]
    assert model.requests == []


async def test_a_result_that_is_missing_is_asked_for_once_more_and_then_fails(scripted, two_tools, sound) -> None:
    model = scripted(lambda _: {"turns": [{"role": "tool", "observations": [{"call": "call_9", "content": 1}]}]})
    with pytest.raises(UnusableAnswer, match="nothing was returned for call_2"):
        await PlayTools(model, two_tools())(_calling(sound, sound.turns[3].calls[0]))
    assert len(model.requests) == 2


async def test_a_reference_that_leads_nowhere_is_an_invalid_argument(scripted, two_tools, sound) -> None:
    lost = Argument(name="report_id", source=Observed(call="call_1", path="nothing_there"))
    email = sound.turns[3].calls[0].arguments[1]
    call = Call(id="call_2", name="send_report", arguments=(lost, email))
    turn = (await PlayTools(scripted(_observations), two_tools())(_calling(sound, call)))["dialogue"].turns[-1]
    assert turn.observations[0].content == {"error": 'invalid arguments: report_id: null is not of type "string"'}
