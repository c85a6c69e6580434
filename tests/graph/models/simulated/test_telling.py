"""Telling: what results say, in words, and what is not there."""

from random import Random

from graph.models.simulated.dates import with_spoken_dates
from graph.models.simulated.telling import tell
from state.dialogue import AssistantTurn, Call, Observation, Step
from state.tool import Tool

LISTED = Tool(
    name="list_routines",
    description="List the daily routines.",
    parameters={"type": "object", "properties": {}},
    executed=True,
    tells="these routines run every day: {routines[].title}|there are no daily routines yet",
)


def _step(tool, content, error=False):
    call = Call(id="call_1", name=tool.name)
    return Step(
        AssistantTurn(id=2, subtask=0, calls=(call,)), call, Observation(call="call_1", content=content, error=error)
    )


def _told(tool, content, error=False):
    return tell([_step(tool, content, error)], {tool.name: tool}, Random(1))


def test_what_is_there_is_listed():
    assert "these routines run every day: dinner and lunch".capitalize() in _told(
        LISTED, {"routines": [{"title": "dinner"}, {"title": "lunch"}]}
    )


def test_what_is_not_there_is_told_as_such():
    assert _told(LISTED, {"routines": []}).startswith("There are no daily routines yet.")


def test_a_result_that_is_not_known_yet_is_only_announced():
    assert "routines" not in _told(LISTED, None)


def test_a_failure_is_told():
    assert "no network" in _told(LISTED, {"error": "no network"}, error=True)


def test_dates_in_results_are_told_in_words():
    assert with_spoken_dates("due 2025-06-06, seen 2025-06-07T09:30") == "due 6 June, seen 7 June at 09:30"
    assert with_spoken_dates("due 2025-06-06", years=True) == "due 6 June 2025"
