"""The running totals."""

from collections import Counter

from graph.tally import OTHER, Tally
from state.record import Spent


def test_everything_is_counted_as_it_comes(record):
    tally = Tally()
    for index, status in enumerate(("kept", "kept", "rejected", "failed")):
        tally.add(record(index, status))
    assert (tally.tried, tally.kept, tally.simulated) == (4, 2, 4)
    assert (tally.calls, tally.tokens) == (20, 4200)
    assert tally.calls_by_node == Counter(initialize=12, fill=8)
    assert tally.rejections == Counter(invented_id=1, completion=1)
    assert tally.failures == Counter({"EndpointError: no answer": 1})


def test_what_roles_spent_is_added_up(record):
    tally = Tally()
    usage = {"writer": Spent(calls=2, characters=40, repeated=30, cost=0.5), "judge": Spent(calls=1, characters=10)}
    for index in range(2):
        tally.add(record(index).model_copy(update={"usage": usage}))
    assert tally.spent["judge"] == Spent(calls=2, characters=20)
    assert (tally.total.cost, tally.total.repeated_share) == (1.0, 0.6)


def test_kept_dialogues_are_measured(record):
    tally = Tally()
    tally.add(record(0))
    tally.add(record(1, "rejected"))
    shapes = tally.shapes
    assert (shapes.turns, shapes.user_turns, shapes.steps, shapes.tool_calls) == (8, 2, 2, 3)
    assert shapes.complexities == Counter(clarification=1)
    assert shapes.complexities_each == Counter({1: 1})
    assert shapes.tools == {("sky", "get_weather"), ("sea", "get_tide")}


def test_soft_findings_and_passed_questions_are_no_reasons(record):
    rejected = record(0, "rejected").model_copy(update={"findings": (), "answers": ()})
    tally = Tally()
    tally.add(rejected)
    assert tally.rejections == Counter({"EndpointError: no answer": 1})


def test_reasons_that_all_differ_do_not_pile_up(record):
    tally = Tally()
    for index in range(1000):
        tally.add(record(index, "failed").model_copy(update={"reasons": (f"value {index} " + "x" * 5000,)}))
    assert len(tally.failures) == 101
    assert tally.failures[OTHER] == 900
    assert max(map(len, tally.failures)) == 80
