"""What counts as caught, and how dialogues are split and mixed."""

import pytest

from graph.benchmarks.planting.measuring import half, is_at, measure
from graph.benchmarks.planting.rows import RowSpecimen
from graph.benchmarks.planting.specimen import Planted
from state.verdict import Finding

BY_SOURCE = (
    "unknown_tool", "tool_before_its_offer", "missing_parameter", "unknown_parameter", "wrong_type", "wrong_enum",
    "orphan_result", "dropped_result", "misshapen_result", "prefix_swapped_id", "near_miss_id", "foreign_id",
    "removed_source", "forward_reference", "changed_number", "shifted_date", "changed_time", "outdated_result",
)  # fmt: skip


@pytest.fixture(scope="module")
def measured(own):
    """Two faults of each kind in our own dialogues."""
    return measure(own, per_kind=2, seed=0)


def test_what_sources_and_schemas_tell_is_caught_in_our_own_dialogues(measured):
    assert [case for case in measured.cases if case.kind in BY_SOURCE and not case.caught] == []


def test_nothing_is_found_in_our_own_dialogues_as_they_are(measured):
    assert [control for control in measured.controls if control.findings] == []


def test_no_fault_is_planted_twice(measured):
    places = [(case.kind, case.id, case.detail) for case in measured.cases if case.detail]
    assert len(places) == len(set(places))


def test_the_same_seed_measures_the_same(own, measured):
    assert measure(own, per_kind=2, seed=0) == measured
    assert measure(own[:4], per_kind=1, seed=1) != measure(own[:4], per_kind=1, seed=2)


def finding(turn: int, path: str) -> Finding:
    """A finding at this place."""
    return Finding(rule="rule", kind="kind", severity="fatal", turn=turn, path=path, message="message")


@pytest.mark.parametrize(
    ("turn", "path", "there"),
    [
        (3, "call_2.report_id", True),
        (3, "call_2.report_id.0", True),
        (3, "tool_calls[0].report_id", True),
        (3, "call_2", True),
        (3, "tool_calls[0]", True),
        (3, "", True),
        (3, "call_2.email", False),
        (3, "tool_calls[0].email", False),
        (4, "call_2.report_id", False),
    ],
)
def test_a_finding_is_in_its_place_at_the_argument_or_at_its_call(small, turn, path, there):
    assert is_at(finding(turn, path), Planted(small, frozenset({3}), "report_id")) == there


def test_a_dialogue_belongs_to_one_half_for_ever():
    halves = [half(RowSpecimen("tau.jsonl", {"id": str(number), "messages": []}, "imported")) for number in range(8)]
    assert [one == "tuning" for one in halves] == [True, True, False, True, False, False, False, True]
