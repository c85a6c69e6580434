"""Writing subtasks: every value is said or observed, and nothing is claimed before it is known."""

from random import Random

from graph.models.simulated.extraction import is_said
from graph.models.simulated.phrases import DRAFTS
from graph.models.simulated.writer import write_subtask
from state.brief import SubtaskBrief
from state.source import Observed
from state.task import Subtask

TRIP = Subtask(goal="The user wants to fly.", tools=("search_flights", "book_flight"), steps=2)


def test_the_request_carries_every_value_that_is_not_observed(empty, facts):
    for seed in range(30):
        brief = SubtaskBrief(dialogue=empty, facts=facts, subtask=TRIP, index=0)
        request, *steps = write_subtask(brief, Random(seed)).turns
        arguments = [a for turn in steps for call in turn.calls for a in call.arguments]
        assert all(isinstance(a.source, Observed) or is_said(a, request.text) for a in arguments)


def test_an_id_that_only_a_result_can_give_refers_to_that_result(empty, facts):
    turns = write_subtask(SubtaskBrief(dialogue=empty, facts=facts, subtask=TRIP, index=0), Random(1)).turns
    flight = turns[2].calls[0].arguments[0]

    assert flight.value is None
    assert flight.source.call == "call_1"
    assert flight.source.path in ("flights[0].flight_id", "min_by(flights, &price).flight_id")


def test_executed_calls_are_left_without_observations_and_with_a_blind_reply(empty, facts):
    turns = write_subtask(SubtaskBrief(dialogue=empty, facts=facts, subtask=TRIP, index=0), Random(1)).turns

    assert [turn.role for turn in turns] == ["user", "assistant", "assistant", "assistant"]
    assert turns[-1].text in DRAFTS


def test_calls_of_tools_nobody_can_run_come_with_results_and_a_real_reply(empty, wild):
    dialogue = empty.model_copy(update={"tools": (wild,)})
    subtask = Subtask(goal="Delete it.", tools=("delete_dashboard",), steps=1)
    turns = write_subtask(SubtaskBrief(dialogue=dialogue, facts=(), subtask=subtask, index=0), Random(1)).turns
    value = turns[1].calls[0].values()["dashboard_id"]

    assert [turn.role for turn in turns] == ["user", "assistant", "tool", "assistant"]
    assert f"delete the dashboard {value}" in turns[0].text
    assert f"I deleted the dashboard {value}" in turns[-1].text


def test_a_second_subtask_uses_other_facts_and_goes_on_counting(spoken, facts):
    turns = write_subtask(SubtaskBrief(dialogue=spoken, facts=facts, subtask=TRIP, index=1), Random(1)).turns
    values = [argument.value for turn in turns for call in turn.calls for argument in call.arguments]

    assert "Lisbon" not in values
    assert "Lena Park" not in values
    assert [call.id for turn in turns for call in turn.calls] == ["call_3", "call_4"]
