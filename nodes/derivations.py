"""Recompute what a writer says it worked out: arithmetic, joins, counts and dates."""

import re
import time
from contextlib import suppress
from datetime import date, datetime, timedelta
from decimal import Decimal, InvalidOperation
from functools import lru_cache, reduce

from pydantic import JsonValue


def compute(operator: str, values: list[JsonValue], separator: str = " ") -> JsonValue:
    """The result of an operator over its operands; None where it has none."""
    if operator == "join":
        return separator.join(str(value) for value in values)
    if operator == "list":
        return values
    if operator == "count":
        return len(values[0]) if len(values) == 1 and isinstance(values[0], list) else len(values)
    try:
        numbers = [_number(value) for value in values]
        return _plain(reduce(_ARITHMETIC[operator], numbers))
    except (InvalidOperation, TypeError, ArithmeticError):
        return None


_ARITHMETIC = {
    "add": lambda a, b: a + b,
    "subtract": lambda a, b: a - b,
    "multiply": lambda a, b: a * b,
    "divide": lambda a, b: a / b,
}


def _number(value: JsonValue) -> Decimal:
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        raise TypeError(f"{value!r} is no number")
    return Decimal(str(value))


def _plain(number: Decimal) -> int | float:
    return int(number) if number == number.to_integral_value() else float(round(number, 6))


@lru_cache(maxsize=8192)
def resolve_date(phrase: str, now: datetime) -> frozenset[date]:
    """The days that a phrase can mean, counted from `now`; empty where it means none.

    Two readings are allowed where speakers differ: `next Friday` is the coming one or the one after it, and
    `9 December` without a year is the coming one or the last.
    """
    words = _FROM_NOW.sub(r"in 1 \1", " ".join(phrase.lower().split()))
    if span := _SPAN.search(words):
        words = f"{span['count']} {span['unit']} ago"
    elif edge := _EDGE.search(words):
        return frozenset({_edge(edge["edge"], edge["unit"], now.date())})
    return plain_days(words, now) or parsed_days(words, now)


_FROM_NOW = re.compile(r"\b(?:a|one) (week|month|year) from (?:now|today)\b")  # dateparser reads it backwards
_SPAN = re.compile(r"\b(?:last|past) (?P<count>\d+|two|three|four|five|six|seven|ten) (?P<unit>days|weeks|months)\b")
_EDGE = re.compile(r"\b(?P<edge>start|beginning|first|end)(?: day)? of (?:the|this) (?P<unit>week|month|year)\b")
_MONTH = re.compile(r"\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\b")


def _edge(edge: str, unit: str, today: date) -> date:
    """The first or last day of this week, month or year."""
    first = {
        "week": today - timedelta(days=today.weekday()),
        "month": today.replace(day=1),
        "year": today.replace(month=1, day=1),
    }[unit]
    if edge != "end":
        return first
    return {
        "week": first + timedelta(days=6),
        "month": (first + timedelta(days=31)).replace(day=1) - timedelta(days=1),
        "year": first.replace(month=12, day=31),
    }[unit]


def plain_days(words: str, now: datetime) -> frozenset[date]:
    """What `tomorrow`, `friday`, `14 may` and `14 may 2025` mean, as dateparser reads them; empty for all others."""
    with suppress(ValueError, OverflowError):
        if words in _NEAR:
            return frozenset({now.date() + timedelta(days=_NEAR[words])})
        if words.isalpha():
            weekday = time.strptime(words, "%A").tm_wday
            return frozenset({now.date() + timedelta(days=(weekday - now.weekday() - 1) % 7 + 1)})
        if words[-4:].isdecimal():
            return frozenset({datetime.strptime(words, "%d %B %Y").date()})
        this_year = datetime.strptime(f"{words} {now.year}", "%d %B %Y")
        other_year = this_year.replace(year=now.year + (1 if this_year <= now else -1))
        return frozenset({this_year.date(), other_year.date()})
    return frozenset()


_NEAR = {"yesterday": -1, "today": 0, "tomorrow": 1}


def parsed_days(words: str, now: datetime) -> frozenset[date]:
    """What any words mean to dateparser; empty where they mean no day."""
    coming = _parsed(words, now, "future")
    if coming is None:
        return frozenset()
    if words.startswith("next "):
        return frozenset({coming, coming + timedelta(days=7)})
    last = _parsed(words, now, "past") if _MONTH.search(words) else None
    return frozenset({coming, last or coming})


def _parsed(words: str, now: datetime, prefer: str) -> date | None:
    import dateparser  # takes 17 MB and a tenth of a second, and few phrases need it

    # Without a zone of its own, dateparser would look up the machine's.
    settings = {"RELATIVE_BASE": now, "PREFER_DATES_FROM": prefer, "TIMEZONE": "UTC"}
    found = dateparser.parse(words, settings=settings)
    return found.date() if found else None
