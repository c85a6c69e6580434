"""What a caller could have read, seen generously."""

from datetime import date

import pytest

from graph.benchmarks.planting.visible import Visible

TODAY = date(2024, 5, 15)
WEDNESDAY = date(2024, 5, 22)


@pytest.mark.parametrize(
    ("text", "number"), [("two bags", 2), ("1,299.90 in all", 1299.9), ("5 %", 0.05), ("A-17", 17)]
)
def test_numbers_are_seen_in_every_writing(text, number):
    assert Visible(text).says_number(number)


@pytest.mark.parametrize("text", ["A-17", "2024-05-17", "17:30", "117", "seventeen"])
def test_a_number_by_itself_is_no_piece_of_anything(text):
    assert not Visible(text).states_number(17)


def test_a_number_by_itself_may_be_money_or_end_a_sentence():
    assert Visible("It costs $1,017.").states_number(1017)


@pytest.mark.parametrize(
    "text",
    [
        "on 22 May",
        "May 22nd",
        "2023-05-22",
        "22/05",
        "the 22nd",
        "next Wednesday",
        "in 7 days",
        "in a week",
        "7 nights",
    ],
)
def test_a_day_can_be_meant_in_many_words(text):
    assert Visible(text, TODAY, text).could_mean(WEDNESDAY)


@pytest.mark.parametrize("text", ["on 21 May", "next Monday", "in 3 days", "tomorrow", "22 bags", ""])
def test_other_words_do_not_mean_it(text):
    assert not Visible(text, TODAY, text).could_mean(WEDNESDAY)


@pytest.mark.parametrize("text", ["at 17:30", "5:30 pm", "1730", "half past five"])
def test_times_are_seen_in_every_writing(text):
    assert Visible(text).says_clock("17:30")


def test_other_times_are_not():
    assert not Visible("at 17:15, for 30 minutes").says_clock("17:45") or "quarter" in "17:15"


def test_an_id_is_hinted_at_where_its_characters_stand_in_a_row():
    assert Visible("order W 2378156").hints_at("#W2378156")
    assert not Visible("gift_card_7815826").hints_at("credit_card_7815826")
