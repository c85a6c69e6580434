"""Recompute what a writer says it worked out: arithmetic, joins, counts and dates."""

from datetime import date, datetime, timedelta
from decimal import Decimal, InvalidOperation
from functools import lru_cache, reduce

import dateparser
from pydantic import JsonValue


def compute(operator: str, values: list[JsonValue]) -> JsonValue:
    """The result of an operator over its operands; None where it has none."""
    if operator == "join":
        return " ".join(str(value) for value in values)
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

    `next Friday` has two readings among speakers of English: the coming one, and the one after it.
    """
    # Without a zone of its own, dateparser would look up the machine's.
    settings = {"RELATIVE_BASE": now, "PREFER_DATES_FROM": "future", "TIMEZONE": "UTC"}
    found = dateparser.parse(phrase, settings=settings)
    if found is None:
        return frozenset()
    day = found.date()
    both = phrase.strip().lower().startswith("next ")
    return frozenset({day, day + timedelta(days=7)} if both else {day})
