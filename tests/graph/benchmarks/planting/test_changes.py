"""How right values become wrong ones."""

from datetime import date
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.benchmarks.planting.changes import (
    clock_in,
    is_id,
    near_miss,
    other_clock,
    other_number,
    prefix_of,
    rewritten,
    shifted,
    with_prefix,
    written_date,
)

IDS = ("#W2378156", "gift_card_7815826", "HAT045", "sofia_kim_7287", "ana.m@fernmail.com", "29496535-b409", "1234567")


@pytest.mark.parametrize("value", IDS)
def test_what_names_one_thing_among_many_is_an_id(value):
    assert is_id(value)


@pytest.mark.parametrize("value", ["2024-05-01", "10:30", "5kg", "Ghent", "report.pdf", "1.2.3", "12", "JFK", 42, None])
def test_dates_times_words_and_short_numbers_are_no_ids(value):
    assert not is_id(value)


@given(st.sampled_from(IDS), st.randoms())
def test_a_near_miss_is_another_id_of_nearly_the_same_length(value, random):
    miss = near_miss(value, random)
    assert miss is not None
    assert miss != value
    assert abs(len(miss) - len(value)) <= 1


def test_a_prefix_is_swapped_and_the_digits_stay():
    assert prefix_of("credit_card_7815826") == "credit_card"
    assert with_prefix("credit_card_7815826", "gift_card") == "gift_card_7815826"
    assert prefix_of("OWZ4XL") is None


@given(st.one_of(st.integers(-9999, 9999), st.floats(0.01, 9999).map(lambda x: round(x, 2))), st.randoms())
def test_another_number_is_another_of_the_same_type(number, random):
    other = other_number(number, random)
    assert other != number
    assert type(other) is type(number)


@pytest.mark.parametrize(
    "text",
    [
        "2024-05-20",
        "2024-05-20T08:00:00",
        "2024/05/20",
        "05/20/2024",
        "May 20, 2024",
        "5 May 2024",
        "20 May 2024 10:00",
    ],
)
def test_a_date_is_written_again_as_it_was(text):
    written = written_date(text)
    assert written is not None
    assert rewritten(written, written.day) == text


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)), st.randoms())
def test_a_shifted_day_is_another(day, random):
    assert shifted(day, random) != day


def test_a_time_of_day_is_found_where_there_is_one_and_no_half_of_the_day():
    assert clock_in("2023-09-13 08:00") == "08:00"
    assert clock_in("8:00 pm") is None
    assert clock_in("08:00-09:00") is None


@given(st.times(), st.integers())
def test_another_time_is_another(time, seed):
    clock = f"{time:%H:%M}"
    assert other_clock(clock, Random(seed)) != clock
