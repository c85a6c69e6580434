"""Filling: the same facts in other words, repaired calls, replies from what was observed."""

from random import Random

import pytest

from graph.models.simulated.filler import write_fill
from graph.models.simulated.writer import write_subtask
from nodes.writing import skeleton
from state.brief import FillBrief, SubtaskBrief
from state.dialogue import Argument, AssistantTurn, Dialogue
from state.source import Default, Said
from state.task import Subtask


def _with_arguments(dialogue: Dialogue, turn: int, *arguments: Argument, name: str | None = None) -> Dialogue:
    old = dialogue.turn(turn)
    assert isinstance(old, AssistantTurn)
    call = old.calls[0].model_copy(update={"arguments": arguments, "name": name or old.calls[0].name})
    fresh = old.model_copy(update={"calls": (call,)})
    return dialogue.with_turns(tuple(fresh if t.id == turn else t for t in dialogue.turns))


def test_exactly_the_masked_turns_come_back(spoken):
    turns = write_fill(FillBrief(dialogue=spoken, masked=(1, 4, 6), reasons=()), Random(1)).turns

    assert [turn.id for turn in turns] == [1, 4, 6]


def test_a_request_is_said_anew_with_the_same_values(spoken):
    for seed in range(20):
        (turn,) = write_fill(FillBrief(dialogue=spoken, masked=(1,), reasons=()), Random(seed)).turns
        assert all(value in turn.text for value in ("Lisbon", "Friday", "Lena Park", "the first one"))


def test_a_draft_becomes_a_reply_with_the_values_of_the_results(spoken):
    (turn,) = write_fill(FillBrief(dialogue=spoken, masked=(6,), reasons=()), Random(1)).turns

    assert "TX-481 and TX-777" in turn.text
    assert "$99" in turn.text
    assert "B-90210" in turn.text
    assert "$120.50" in turn.text


@pytest.mark.parametrize(
    ("turn", "name", "faulty"),
    [
        (2, None, {"city": "Lisbon"}),
        (2, None, {"city": ["Lisbon"], "date": "2025-06-06"}),
        (2, None, {"city": "Lisbon", "date": "2025-06-06", "confirm_now": True}),
        (2, "search_flights_v2", {"city": "Lisbon", "date": "2025-06-06"}),
        (4, None, {"flight_id": "TX-999", "passenger": "Lena Park"}),
        (4, None, {"flight_id": "TX-481"}),
    ],
)
def test_a_faulty_call_is_repaired_from_what_was_said_and_seen(spoken, turn, name, faulty):
    right = spoken.turn(turn).calls[0]
    sources = {argument.name: argument.source for argument in right.arguments}
    arguments = [Argument(name=n, value=v, source=sources.get(n, Default())) for n, v in faulty.items()]
    if turn == 4:
        arguments[0] = arguments[0].model_copy(update={"source": Said(turn=1)})
    broken = _with_arguments(spoken, turn, *arguments, name=name)
    (filled,) = write_fill(FillBrief(dialogue=broken, masked=(turn,), reasons=("it fails",)), Random(1)).turns

    assert (filled.calls[0].name, filled.calls[0].values()) == (right.name, right.values())


def test_a_call_made_twice_is_left_out(spoken):
    again = spoken.turn(4).model_copy(
        update={"id": 7, "calls": (spoken.turn(4).calls[0].model_copy(update={"id": "call_3"}),)}
    )
    dialogue = spoken.with_turns((*spoken.turns[:5], again, *spoken.turns[5:]))
    (turn,) = write_fill(FillBrief(dialogue=dialogue, masked=(7,), reasons=()), Random(1)).turns

    assert (turn.id, turn.calls, turn.text) == (7, (), None)


def test_a_reply_that_is_refilled_with_its_results_tells_of_the_new_ones(empty, wild):
    found = wild.model_copy(update={"name": "list_projects", "description": "List projects.", "parameters": {}})
    dialogue = empty.model_copy(update={"tools": (found,)})
    subtask = Subtask(goal="See.", tools=("list_projects",), steps=1)
    written = write_subtask(SubtaskBrief(dialogue=dialogue, facts=(), subtask=subtask, index=0), Random(1)).turns
    dialogue = dialogue.with_turns(skeleton(dialogue, written, 0))
    for seed in range(20):
        _, results, reply = write_fill(FillBrief(dialogue=dialogue, masked=(2, 3, 4), reasons=()), Random(seed)).turns
        names = [project["name"] for project in results.observations[0].content["projects"]]
        assert all(name in reply.text for name in names)
