"""Dates as people and machines write them, and the day that a dialogue calls today."""

import re
from collections.abc import Iterable, Iterator
from datetime import date
from functools import lru_cache
from typing import NamedTuple

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = (
    r"(?P<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?"
    r"|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\b\.?"
)
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_MORE = r"(?P<more>(?:\s*(?:,|-|\u2013|&|to|and|or|through|until|till)\s*(?:the\s+)?\d{1,2}(?:st|nd|rd|th)?(?![\d:]))*)"
_YEAR = r"(?:,?\s*(?:of\s+)?(?P<year>(?:19|20)\d{2})(?!\d))?"
_DIGIT = re.compile(r"\d")
_YEAR_FIRST = re.compile(
    r"(?<!\d)(?P<year>(?:19|20)\d{2})(?P<mark>[-/.])(?P<month>\d{1,2})(?P=mark)(?P<day>\d{1,2})(?!\d)"
)
_UNMARKED = re.compile(r"(?<!\d)(?P<year>20\d{2})(?P<month>0[1-9]|1[0-2])(?P<day>[0-3]\d)(?!\d)")
_NAMED = (
    re.compile(rf"\b{_MONTH}\s*(?:the\s+)?{_DAY}(?![\d:]){_MORE}{_YEAR}", re.IGNORECASE),
    re.compile(rf"(?<!\d){_DAY}{_MORE}\s*(?:of\s+)?{_MONTH}{_YEAR}", re.IGNORECASE),
)
_SLASHED = re.compile(
    r"(?<![\d/])(?P<first>\d{1,2})/(?P<second>\d{1,2})(?:/(?P<year>\d{4}|\d{2}))?(?![\d/])", re.IGNORECASE
)
_CHINESE = re.compile(r"(?:(?P<year>\d{4})\s*年\s*)?(?P<month>\d{1,2})\s*月\s*(?P<day>\d{1,2})\s*[日号]")
_MONTH_ALONE = re.compile(rf"\b{_MONTH}{_YEAR}|(?<!\d)(?P<years>(?:19|20)\d{{2}})-(?P<number>\d{{2}})(?![-\d])", re.I)
_ORDINAL = re.compile(r"\bthe (\d{1,2})(?:st|nd|rd|th)\b|(?<!\d)(\d{1,2})(?:日|号)", re.IGNORECASE)
_CLOCK = re.compile(r"\b\d{1,2}:\d{2}(?::\d{2})?\b|\b\d{1,2}\s*[ap]\.?m\b", re.IGNORECASE)
_NOW = re.compile(
    r"\b(?:current|today|now|timestamp|present|as of|date and time|it is|it's)\b|当前|今天|现在", re.IGNORECASE
)
_NEAR = 60
"""Characters between a word for today and its date."""


class Day(NamedTuple):
    """A date as far as it was written."""

    day: int
    month: int | None = None
    year: int | None = None

    def is_same(self, date: date) -> bool:
        """Whether a date is this one in all that was written."""
        return self.day == date.day and self.month in (None, date.month) and self.year in (None, date.year)


class Month(NamedTuple):
    """A month that stands without a day."""

    month: int
    year: int | None

    def has(self, date: date) -> bool:
        """Whether a date lies in it."""
        return self.month == date.month and self.year in (None, date.year)


@lru_cache(maxsize=1024)
def days(text: str) -> tuple[Day, ...]:
    """The dates in a text that name their month."""
    return tuple(dict.fromkeys(day for form in _forms(text) for match in form.finditer(text) for day in _days(match)))


def _forms(text: str) -> list[re.Pattern[str]]:
    """The forms that a text can have, as far as a glance tells."""
    if not _DIGIT.search(text):
        return []
    forms = [_YEAR_FIRST, _UNMARKED] if "20" in text or "19" in text else []
    lower = text.lower()
    if any(month in lower for month in _MONTHS):
        forms += _NAMED
    if "/" in text:
        forms.append(_SLASHED)
    if "月" in text:
        forms.append(_CHINESE)
    return forms


@lru_cache(maxsize=2048)
def without_days(text: str) -> str:
    """The text with its dates and times of day blanked out."""
    for form in (*_forms(text), _CLOCK):
        text = form.sub(" ", text)
    return text


@lru_cache(maxsize=2048)
def without_dates(text: str) -> str:
    """The text with those of its dates blanked out that name a year first, or a month; what has slashes may be none."""
    for form in _forms(text):
        text = text if form is _SLASHED else form.sub(" ", text)
    return text


def ordinals(text: str) -> tuple[Day, ...]:
    """Days whose month is understood: `the 24th`."""
    return tuple(Day(int(first or second)) for first, second in _ORDINAL.findall(text))


@lru_cache(maxsize=1024)
def months(text: str) -> tuple[Month, ...]:
    """The months that a text names, with a day or without."""
    found = []
    for match in _MONTH_ALONE.finditer(text):
        month = _month(match["month"]) if match["month"] else int(match["number"])
        year = match["year"] or match["years"]
        found.append(Month(month, int(year) if year else None))
    return tuple(found)


def _days(match: re.Match[str]) -> Iterator[Day]:
    parts = match.groupdict()
    year = int(parts["year"]) if parts.get("year") else None
    year = year + 2000 if year is not None and year < 100 else year
    if "first" in parts:
        first, second = int(parts["first"]), int(parts["second"])
        yield from (Day(d, m, year) for m, d in ((first, second), (second, first)) if m <= 12 and 1 <= d <= 31)
        return
    month = _month(parts["month"])
    also = re.findall(r"\d{1,2}", parts.get("more") or "")
    yield from (Day(day, month, year) for day in map(int, (parts["day"], *also)) if 1 <= day <= 31)


def _month(word: str) -> int:
    return int(word) if word.isdigit() else _MONTHS.index(word[:3].lower()) + 1


def read_date(text: str) -> tuple[Day, ...]:
    """The readings of a value that is a date; two where day and month may be exchanged."""
    return days(text.strip())


def anchors(texts: Iterable[str]) -> tuple[date, ...]:
    """The days that texts call today: a complete date that follows a word for now."""
    return tuple(dict.fromkeys(day for text in texts for day in _anchors(text)))


@lru_cache(maxsize=1024)
def _anchors(text: str) -> tuple[date, ...]:
    near = (text[word.end() : word.end() + _NEAR] for word in _NOW.finditer(text))
    return tuple(each for after in near for day in days(after)[:1] for each in as_dates(day))


def as_dates(day: Day) -> list[date]:
    """The one date that a complete day is; none where it is not complete, or is none."""
    if day.year is None or day.month is None:
        return []
    try:
        return [date(day.year, day.month, day.day)]
    except ValueError:
        return []
