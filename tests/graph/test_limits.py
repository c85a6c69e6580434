"""How much a run may spend."""

import pytest

from graph.limits import FIRST, Allowance, limits_of
from graph.plan import plan
from graph.settings import Settings
from graph.spending import Meter
from graph.tally import Tally
from state.budget import DEFAULT
from state.record import Spent

pytestmark = pytest.mark.usefixtures("empty_place")
PRICED = {"prompt_price": 1, "completion_price": 1}


def begun(allowance: Allowance, said: list[str]):
    """The dialogues for which there is room, one at a time."""
    return allowance.within(plan(0, DEFAULT, range(99)), said.append)


def test_without_limits_everything_is_begun_at_once():
    said: list[str] = []
    allowance = Allowance(limits_of(Settings()), Tally(), Meter())
    assert len(list(begun(allowance, said))) == 99
    assert (said, allowance.first(16)) == ([], 16)


def test_under_a_limit_few_are_begun_before_one_is_done():
    allowance = Allowance(limits_of(Settings(max_calls=9)), Tally(), Meter())
    assert (allowance.first(16), allowance.first(2)) == (FIRST, 2)


def test_none_is_begun_that_would_probably_lead_beyond_the_limit(record):
    tally, said = Tally(), []
    allowance = Allowance(limits_of(Settings(max_calls=22)), tally, Meter())
    dialogues = begun(allowance, said)
    next(dialogues)
    tally.add(record(0))  # took 5 calls
    assert [one.number for one in dialogues] == [1, 2, 3]
    assert said == ["max_calls 22 leaves no room for another dialogue"]


def test_what_calls_in_flight_have_taken_already_counts(record):
    tally, said = Tally(), []
    meter = Meter()
    allowance = Allowance(limits_of(Settings(max_cost=1, **PRICED)), tally, meter)
    dialogues = begun(allowance, said)
    next(dialogues)
    meter.spend(Spent(calls=3, cost=1.0))
    assert list(dialogues) == []
    assert said == ["max_cost 1 leaves no room for another dialogue"]


def test_a_limit_that_is_reached_stops_what_is_in_flight():
    said: list[str] = []
    meter = Meter()
    allowance = Allowance(limits_of(Settings(max_calls=9)), Tally(), meter, Spent(calls=4))
    for calls in (0, 4, 1):
        meter.spend(Spent(calls=calls))
        allowance.watch(said.append)
    assert said == ["max_calls 9 is reached"]


def test_what_earlier_sessions_spent_on_unfinished_dialogues_counts():
    said: list[str] = []
    allowance = Allowance(limits_of(Settings(max_calls=5)), Tally(), Meter(), Spent(calls=5))
    assert (list(begun(allowance, said)), len(said)) == ([], 1)


def test_what_earlier_sessions_spent_counts(record):
    tally, said = Tally(), []
    tally.add(record(0))
    allowance = Allowance(limits_of(Settings(max_calls=5)), tally, Meter())
    assert list(begun(allowance, said)) == []
    assert (len(said), allowance.first(16)) == (1, 16)
