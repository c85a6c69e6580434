"""What writers work out can be worked out again."""

from datetime import date, datetime

import pytest

from nodes.derivations import compute, parsed_days, plain_days, resolve_date


@pytest.mark.parametrize(
    ("operator", "values", "result"),
    [
        ("add", [1.1, 2.2], 3.3),
        ("subtract", [10, 4, 1], 5),
        ("multiply", ["12.50", 2], 25),
        ("divide", [1, 0], None),
        ("add", ["Ghent", 1], None),
        ("add", [True, 1], None),
        ("join", ["Ana", "Ruiz"], "Ana Ruiz"),
        ("list", ["a", "b"], ["a", "b"]),
        ("count", [["a", "b"]], 2),
        ("count", ["a", "b", "c"], 3),
    ],
)
def test_operators(operator: str, values: list, result: object) -> None:
    assert compute(operator, values) == result


@pytest.mark.parametrize(
    ("phrase", "days"),
    [
        ("tomorrow", {date(2025, 5, 15)}),
        ("in three days", {date(2025, 5, 17)}),
        ("Friday", {date(2025, 5, 16)}),
        ("next Friday", {date(2025, 5, 16), date(2025, 5, 23)}),
        ("3 June", {date(2024, 6, 3), date(2025, 6, 3)}),
        ("3 June 2025", {date(2025, 6, 3)}),
        ("the start of the year", {date(2025, 1, 1)}),
        ("the end of the month", {date(2025, 5, 31)}),
        ("the beginning of this week", {date(2025, 5, 12)}),
        ("the last 90 days", {date(2025, 2, 13)}),
        ("a week from today", {date(2025, 5, 21)}),
        ("two weeks ago", {date(2025, 4, 30)}),
        ("as soon as you can", set()),
    ],
)
def test_phrases_mean_days_counted_from_now(phrase: str, days: set[date]) -> None:
    assert resolve_date(phrase, datetime(2025, 5, 14, 10, 30)) == days


_PLAIN = (
    "today", "tomorrow", "yesterday", "monday", "wednesday", "sunday", "1 january", "29 february", "14 may", "15 may",
    "05 may", "31 december", "13 may 2025", "29 february 2024",
)  # fmt: skip


@pytest.mark.parametrize("phrase", _PLAIN)
@pytest.mark.parametrize("now", [datetime(2025, 5, 14, 10, 30), datetime(2025, 5, 14), datetime(2023, 12, 31, 23, 59)])
def test_plain_phrases_mean_what_dateparser_reads(phrase: str, now: datetime) -> None:
    assert plain_days(phrase, now) in (parsed_days(phrase, now), frozenset())
    assert plain_days(phrase, now) or phrase == "29 february"


@pytest.mark.parametrize(
    "phrase", ["31 june", "in 3 days", "mayday", "5 may at noon", "5 may 20255", "5 may 99", "may", "noon"]
)
def test_other_phrases_are_not_plain(phrase: str) -> None:
    assert plain_days(phrase, datetime(2025, 5, 14, 10, 30)) == frozenset()


def test_before_the_first_of_all_days_there_is_none() -> None:
    assert resolve_date("yesterday", datetime.min) == frozenset()
