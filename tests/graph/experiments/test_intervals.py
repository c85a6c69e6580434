"""Intervals: what they hold of whatever numbers."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.experiments.intervals import Interval, compared, share
from graph.experiments.measures import Measure
from graph.experiments.sample import Sample
from graph.experiments.saturation import gain, saturation
from graph.experiments.trial import Trial

RATE = Measure("pass_rate", "", "kept", "candidates")
WHOLE = Measure("distinct_3", "", "distinct_3", "repeat", unit="repeats")


def _sample(kept: list[float], repeats: tuple[float, ...] = (), calls: float = 10) -> Sample:
    trials = (Trial(0, n, {"candidates": 1, "kept": k, "sound_kept": k, "calls": calls}) for n, k in enumerate(kept))
    return Sample(tuple(trials), tuple({"repeat": 1, "distinct_3": value} for value in repeats))


@settings(deadline=None, max_examples=25)
@given(st.lists(st.booleans(), min_size=2, max_size=40))
def test_a_share_lies_in_its_interval_and_the_interval_between_nothing_and_all(kept: list[bool]) -> None:
    found = share([{"kept": each, "candidates": 1} for each in kept], "kept", "candidates")
    assert found.value == pytest.approx(sum(kept) / len(kept), abs=1e-6)
    assert found.low is not None
    assert found.high is not None
    assert 0 <= found.low <= found.value <= found.high <= 1


def test_an_interval_is_as_wide_as_theory_says() -> None:
    found = share([{"kept": number % 2, "candidates": 1} for number in range(400)], "kept", "candidates")
    # A share of one half of 400 has a standard error of 0.025.
    assert (found.low, found.high) == (pytest.approx(0.5 - 0.049, abs=0.006), pytest.approx(0.5 + 0.049, abs=0.006))


def test_arms_are_compared_dialogue_by_dialogue() -> None:
    there = _sample([number % 2 for number in range(40)])
    here = _sample([1 if number == 0 else number % 2 for number in range(40)])
    found = compared(RATE, here, there)
    assert found.difference.value == pytest.approx(1 / 40)
    # Only one dialogue differs. Unpaired, the difference of two shares of 40 would be known to 0.2 at best.
    assert (found.difference.low, found.difference.high) == (0, pytest.approx(0.075, abs=0.026))
    assert not found.difference.says_something


def test_an_arm_is_no_different_from_itself() -> None:
    sample = _sample([0, 1, 1, 0, 1])
    found = compared(RATE, sample, sample)
    assert found.difference == Interval(value=0, low=0, high=0)
    assert found.ratio.value == 1


def test_what_nothing_was_kept_of_has_a_value_and_no_ratio() -> None:
    found = compared(RATE, _sample([1, 0, 1]), _sample([0, 0, 0]))
    assert found.value.value == pytest.approx(2 / 3, abs=1e-6)
    assert found.ratio == Interval(value=None)


def test_what_nobody_measured_is_nothing() -> None:
    unknown = Measure("cost_per_kept", "", "cost", "kept")
    assert compared(unknown, _sample([1, 1]), _sample([1, 1])).value == Interval(value=None)


def test_of_one_dialogue_there_is_no_interval() -> None:
    assert share([{"kept": 1, "candidates": 1}], "kept", "candidates") == Interval(value=1)


def test_what_a_whole_run_has_gets_a_mean_over_three_repeats_or_more() -> None:
    two, three = _sample([], (0.4, 0.6)), _sample([], (0.4, 0.5, 0.6))
    assert compared(WHOLE, two, two).value == Interval(value=0.5)
    found = compared(WHOLE, three, three).value
    # The standard error is 0.1 / sqrt(3), and Student's t for two degrees of freedom 4.303.
    assert (found.value, found.low, found.high) == (
        0.5,
        pytest.approx(0.2516, abs=1e-4),
        pytest.approx(0.7484, abs=1e-4),
    )


def test_more_passes_stop_to_pay_where_the_rest_adds_no_more_than_a_hundredth() -> None:
    few, enough, many = (_sample([n < kept for n in range(200)]) for kept in (100, 180, 181))
    found = saturation([1, 5, 10], [few, enough, many])
    assert found.value == 5
    assert (found.low, found.high) == (5, 10)
    assert saturation([1, 5, 10], [few, few, few]).value == 1
    assert saturation([1, 5, 10], [few, few, many]).value == 10


def test_a_gain_is_told_for_each_further_call() -> None:
    before, after = _sample([0, 0, 1, 1], calls=10), _sample([0, 1, 1, 1], calls=12)
    assert gain(before, after).value == pytest.approx(0.25 / 2)
    assert gain(before, before) == Interval(value=None)
