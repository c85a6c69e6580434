"""Whether a text or a field holds a value. Presence is exact: ids are never accepted piecewise."""

import re
from datetime import UTC, date, datetime
from functools import lru_cache
from typing import Literal

from pydantic import JsonValue

from nodes.rules.amounts import numbers
from prompts.views import view_value
from state.dialogue import Observation
from state.remember import remembered

ValueClass = Literal["id", "number", "date", "flag", "text"]

_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_LATEST_SECOND = 10_000_000_000
_ID = re.compile(r"(?=\S*\d)(?=\S*[A-Za-z@_-])[^\s,;:!?()\"'<>]+")

KINDS: dict[ValueClass, str] = {
    "id": "invented_id",
    "number": "ungrounded_number",
    "date": "wrong_date",
    "flag": "ungrounded_flag",
    "text": "ungrounded_text",
}


def class_of(value: JsonValue) -> ValueClass:
    """What kind of value this is, which decides how strictly it is looked for."""
    if isinstance(value, bool) or value is None:
        return "flag"
    if isinstance(value, int | float):
        return "number"
    if not isinstance(value, str):
        return "text"
    if as_date(value):
        return "date"
    return "id" if _ID.fullmatch(value) or "@" in value else "text"


@remembered
def result_text(observation: Observation) -> str:
    """What came back for a call: text as it is, everything else as JSON."""
    return view_value(observation.content)


def as_date(value: JsonValue) -> date | None:
    """The day of an ISO date or timestamp."""
    if isinstance(value, str) and _DATE.match(value):
        try:
            return date.fromisoformat(value[:10])
        except ValueError:
            return None
    return None


def as_timestamp(value: JsonValue) -> date | None:
    """The day, in UTC, of a number of seconds or milliseconds since 1970."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    seconds = value / 1000 if value > _LATEST_SECOND else value
    return datetime.fromtimestamp(seconds, UTC).date() if 0 < seconds < _LATEST_SECOND else None


def holds(text: str, value: JsonValue) -> bool:
    """Whether a text says a value, apart from case, white space and the writing of numbers."""
    if isinstance(value, list):
        return all(holds(text, item) for item in value)
    if isinstance(value, dict):
        return all(holds(text, item) for item in value.values())
    if isinstance(value, bool) or value is None:
        return False
    if isinstance(value, int | float):
        return float(value) in _numbers(text)
    return stands_in(plain(value), plain(text))


@lru_cache(maxsize=2048)
def _numbers(text: str) -> frozenset[float]:
    return frozenset(numbers(text))


def stands_in(needle: str, text: str, end: int | None = None) -> bool:
    """Whether plain text, up to an end, holds plain words as a whole, not as a piece of a longer word or id."""
    if not needle:
        return False
    start = text.find(needle, 0, end)
    while start >= 0:
        before, after = text[start - 1 : start], text[start + len(needle) : start + len(needle) + 1]
        if not (_joins(before, needle[0]) or _joins(after, needle[-1])):
            return True
        start = text.find(needle, start + 1, end)
    return False


def _joins(neighbour: str, edge: str) -> bool:
    """Whether a character next to a match makes it a piece of a longer ASCII word or id."""
    return bool(neighbour) and neighbour.isascii() and neighbour.isalnum() and edge.isascii() and edge.isalnum()


@lru_cache(maxsize=2048)
def plain(text: str) -> str:
    """Lower case, single spaces, underscores and typographic quotes made plain."""
    return " ".join(text.replace("_", " ").replace("’", "'").casefold().split())


def ids(text: str) -> set[str]:
    """The tokens of a text that look like ids: letters, digits and marks mixed, at least four long."""
    words = (word for word in text.split() if not word.isalpha())
    tokens = (match.group().strip(".-*`_") for word in words for match in _ID.finditer(word))
    return {token for token in tokens if len(token) >= 4 and any(c.isdigit() for c in token)}
