"""How dates, times, numbers and values are read."""

from datetime import date

import pytest

from nodes.rules.search.clock import lengths, read_time, times
from nodes.rules.search.days import Day, anchors, days
from nodes.rules.search.leaves import Leaf, kind_of
from nodes.rules.search.number_words import worded
from nodes.rules.search.numbers import is_written, stated
from nodes.rules.search.phrases import shifts, spans

TODAY = date(2024, 5, 15)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("on May 20th", {Day(20, 5)}),
        ("20 May 2024", {Day(20, 5, 2024)}),
        ("May 18 and 22, 2024", {Day(18, 5, 2024), Day(22, 5, 2024)}),
        ("2024-05-20T10:00", {Day(20, 5, 2024)}),
        ("5/20/24", {Day(20, 5, 2024)}),
        ("1/2/2024", {Day(2, 1, 2024), Day(1, 2, 2024)}),
        ("2024年5月20日", {Day(20, 5, 2024)}),
        ("you may try 5.5 litres", set()),
    ],
)
def test_dates_are_read_in_many_forms(text, found) -> None:
    assert set(days(text)) == found


@pytest.mark.parametrize(
    "text", ["The current time is 2024-05-15 15:00:00 EST.", "Today is May 15, 2024", "timestamp: 2024-05-15 09:00"]
)
def test_today_is_what_the_text_calls_it(text) -> None:
    assert anchors([text, "born 1999-01-01"]) == (TODAY,)


@pytest.mark.parametrize(
    ("phrase", "day"),
    [
        ("tomorrow", "2024-05-16"),
        ("the day after tomorrow", "2024-05-17"),
        ("next Friday", "2024-05-24"),
        ("in two weeks", "2024-05-29"),
        ("three days ago", "2024-05-12"),
        ("next week", "2024-05-21"),
        ("this weekend", "2024-05-19"),
        ("last month", "2024-04-30"),
        ("Christmas Eve", "2024-12-24"),
        ("明天", "2024-05-16"),
    ],
)
def test_phrases_are_counted_from_today(phrase, day) -> None:
    assert any(span.has(date.fromisoformat(day)) for span in spans(phrase, TODAY))
    assert not any(span.has(date(2024, 8, 8)) for span in spans(phrase, TODAY))


def test_moves_have_a_direction() -> None:
    assert shifts("one day later than planned") == {1}
    assert shifts("the day before") == {-1}
    assert shifts("for 3 nights") >= {3, 2}


@pytest.mark.parametrize(
    ("text", "minute"),
    [("half past six", 1110), ("at 7", 1140), ("6:30 PM", 1110), ("from 3-5", 1020), ("noon", 720), ("18:30:00", 1110)],
)
def test_times_are_read_in_many_forms(text, minute) -> None:
    assert minute in times(text)


def test_a_time_in_a_value_is_read_exactly() -> None:
    assert (read_time("2024-05-15 18:30:00"), read_time("6:30 am"), read_time("Ghent")) == (1110, 390, None)
    assert lengths("an hour and a half, or 45 minutes") == {90, 45}


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("two hundred and fifty", {250}),
        ("thirty-two or forty", {32, 40}),
        ("a dozen", {12}),
        ("nine hundred thousand", {900_000}),
        ("三百二十", {320}),
        ("someone often weighs it", set()),
    ],
)
def test_numbers_in_words_are_read(text, numbers) -> None:
    assert worded(text) == numbers


def test_quantities_are_known_in_other_units() -> None:
    assert is_written(7.93, stated("30 liters"))
    assert is_written(0.05, stated("5%"))
    assert is_written(68, stated("20 °C"))
    assert is_written(300_000, stated("金额为30万美元"))
    assert not is_written(8.93, stated("30 liters"))


@pytest.mark.parametrize(
    ("value", "name", "kind"),
    [
        ("W-48213", "", "id"),
        ("6777246137", "item", "id"),
        ("+1 (555) 123-4567", "phone", "id"),
        ("ana@fernmail.com", "", "id"),
        ("4XGCCM", "", "id"),
        ("@mike53", "mentions", "id"),
        (41, "ticket_id", "id"),
        ("2024-05-20", "", "date"),
        ("$1,250.50", "", "number"),
        (3, "count", "number"),
        ("2 * (122 + 127)", "expression", "sum"),
        ("18:30", "", "none"),
        ("Ghent", "", "text"),
        ("21°C", "", "text"),
        ("report1.txt", "", "text"),
    ],
)
def test_values_are_told_apart(value, name, kind) -> None:
    assert kind_of(Leaf("", name, value, ())) == kind
