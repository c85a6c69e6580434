"""Words for dates that have to be counted: from today (`next week`), or from another date (`a day later`)."""

import re
from calendar import monthrange
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from functools import lru_cache
from typing import NamedTuple


class Span(NamedTuple):
    """The days that a phrase can mean."""

    first: date
    last: date

    def has(self, day: date) -> bool:
        """Whether a day is one of them."""
        return self.first <= day <= self.last


_WORDS = {
    "a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8,
    "nine": 9, "ten": 10, "couple of": 2, "few": 3,
}  # fmt: skip
_COUNT = rf"(?P<count>\d{{1,3}}|{'|'.join(_WORDS)})"
_UNIT = r"(?P<unit>day|night|week|fortnight|month|year)s?"
_DAYS_IN = {"day": 1, "night": 1, "week": 7, "fortnight": 14, "month": 30, "year": 365}
_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_WEEKDAY = r"(?P<weekday>mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?s?\b"
_NAMED = {
    "day after tomorrow": 2, "day before yesterday": -2, "tomorrow": 1, "yesterday": -1, "last night": -1,
    "today": 0, "tonight": 0, "this morning": 0, "this afternoon": 0, "this evening": 0, "right now": 0,
    "大后天": 3, "后天": 2, "前天": -2, "明天": 1, "昨天": -1, "今天": 0, "今晚": 0,
}  # fmt: skip
_FEASTS = {
    "christmas eve": (12, 24), "christmas": (12, 25), "new year's eve": (12, 31), "new year": (1, 1),
    "valentine": (2, 14), "halloween": (10, 31), "independence day": (7, 4),
}  # fmt: skip

_DAY_NAMED = re.compile("|".join(_NAMED))
_FEAST = re.compile("|".join(_FEASTS))
_DAY_OF_WEEK = re.compile(rf"\b(?:(?P<which>this|next|coming|last|past|previous)\s+)?{_WEEKDAY}")
_COUNTED = re.compile(
    rf"\b(?:(?P<before>in|within|over|next|past|last|previous)\s+(?:the\s+)?(?:next\s+|past\s+|last\s+)?)?{_COUNT}\s+{_UNIT}\b"
    r"(?:\s+(?P<after>ago|from (?:now|today)|hence))?"
)
_PERIOD = re.compile(
    r"\b(?P<which>this|next|last|past|previous|coming|upcoming|current|following)\s+"
    r"(?:(?:financial|fiscal|calendar|business|academic|school)\s+)?"
    r"(?P<unit>week(?:end)?|month|quarter|year)\b|\b(?P<bare>weekend)\b|(?P<chinese>[本这下上])个?(?P<zh>周|月|年)"
)
_SHIFT = re.compile(
    rf"\b(?:{_COUNT}[\s-]+{_UNIT}|(?P<one>(?:next|following|previous|prior)\s+day|day\s+(?:after|before)))\b"
    r"(?:\s+(?P<where>later|after|earlier|before|prior|sooner))?"
)
_EARLIER = ("earlier", "before", "prior", "sooner", "previous")


def has_relative_words(text: str) -> bool:
    """Whether a text speaks of days that have to be counted from today."""
    words = text.lower()
    return any(form.search(words) for form in (_DAY_NAMED, _DAY_OF_WEEK, _COUNTED, _PERIOD, _FEAST))


@lru_cache(maxsize=1024)
def spans(text: str, today: date) -> tuple[Span, ...]:
    """What the phrases of a text can mean, counted from today."""
    words = text.lower()
    found = [_one(today + timedelta(_NAMED[match.group()])) for match in _DAY_NAMED.finditer(words)]
    for match in _FEAST.finditer(words):
        month, day = _FEASTS[match.group()]
        found += [_one(date(today.year + more, month, day)) for more in (-1, 0, 1)]
    for form, reading in _READINGS:
        found += (span for match in form.finditer(words) for span in reading(match, today))
    return tuple(dict.fromkeys(found))


def _one(day: date) -> Span:
    return Span(day, day)


def _count(word: str) -> int:
    return int(word) if word.isdigit() else _WORDS[word]


def _day_of_week(match: re.Match[str], today: date) -> Iterator[Span]:
    ahead = (_WEEKDAYS.index(match["weekday"][:3]) - today.weekday()) % 7
    which = match["which"]
    if which in ("last", "past", "previous"):
        yield _one(today + timedelta(ahead - 7))
        return
    yield _one(today + timedelta(ahead))
    yield _one(today + timedelta(ahead + 7 if which == "next" or ahead == 0 else ahead - 7))


def _counted(match: re.Match[str], today: date) -> Iterator[Span]:
    count, unit = _count(match["count"]), match["unit"]
    length = count * _DAYS_IN[unit]
    if not (match["before"] or match["after"]):
        return
    backwards = match["after"] == "ago" or match["before"] in ("past", "last", "previous")
    for sign in (1, -1) if match["before"] == "over" else (-1,) if backwards else (1,):
        day = today + timedelta(sign * length)
        yield _one(day)
        if unit in ("month", "year"):
            yield _one(_months_later(today, sign * count * (12 if unit == "year" else 1)))


def _months_later(day: date, months: int) -> date:
    index = day.year * 12 + day.month - 1 + months
    year, month = index // 12, index % 12 + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def _period(match: re.Match[str], today: date) -> Iterator[Span]:
    chinese = {"本": "this", "这": "this", "下": "next", "上": "last", "周": "week", "月": "month", "年": "year"}
    which = match["which"] or chinese.get(match["chinese"] or "", "this")
    unit = match["unit"] or match["bare"] or chinese[match["zh"]]
    step = -1 if which in ("last", "past", "previous") else 0 if which in ("this", "current") else 1
    if unit in ("week", "weekend"):
        monday = today - timedelta(today.weekday()) + timedelta(7 * step)
        yield Span(monday + timedelta(5 if unit == "weekend" else 0), monday + timedelta(6))
        yield _one(today + timedelta(7 * step))
        if unit == "weekend" and step >= 0:
            yield Span(monday + timedelta(12), monday + timedelta(13))
        return
    length = {"month": 1, "quarter": 3, "year": 12}[unit]
    start = (today.month - 1) // length * length + 1
    first = _months_later(today.replace(day=1, month=start), step * length)
    yield Span(first, _months_later(first, length) - timedelta(1))
    yield _one(_months_later(today, step * length))


_Reading = Callable[[re.Match[str], date], Iterator[Span]]
_READINGS: tuple[tuple[re.Pattern[str], _Reading], ...] = (
    (_DAY_OF_WEEK, _day_of_week),
    (_COUNTED, _counted),
    (_PERIOD, _period),
)


@lru_cache(maxsize=1024)
def shifts(text: str) -> frozenset[int]:
    """By how many days a text moves away from a date, or how long something lasts."""
    found: set[int] = set()
    for match in _SHIFT.finditer(text.lower()):
        length = 1 if match["one"] else _count(match["count"]) * _DAYS_IN[match["unit"]]
        if match["where"] in _EARLIER or any(word in (match["one"] or "") for word in _EARLIER):
            found.add(-length)
        elif length == 1 or match["where"]:
            found.add(length)
        else:
            # What lasts so long may be counted with its first day, and back from its end.
            found |= {length, length - 1, -length}
    return frozenset(found)
