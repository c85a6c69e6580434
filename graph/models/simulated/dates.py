"""Dates as people say them, and what such words resolve to."""

import re
from datetime import date, datetime, timedelta
from functools import partial
from random import Random

from nodes.derivations import resolve_date

_ISO = re.compile(r"\d{4}-\d{2}-\d{2}$")
SPOKEN = re.compile(
    r"\b(?:today|tomorrow|yesterday|(?:mon|tues|wednes|thurs|fri|satur|sun)day|in \d+ (?:days|weeks)|"
    r"\d{1,2} (?:January|February|March|April|May|June|July|August|September|October|November|December)"
    r"(?: \d{4})?)\b",
    re.IGNORECASE,
)
_NEAR = {-1: "yesterday", 0: "today", 1: "tomorrow"}


def as_date(value: object) -> date | None:
    """The date that an ISO string names."""
    if not isinstance(value, str) or not _ISO.match(value):
        return None
    try:
        return date.fromisoformat(value)
    except ValueError:
        return None


def phrase_for(day: date, now: datetime, random: Random) -> str | None:
    """Words that resolve to this day, or None where no short phrase does."""
    ahead = (day - now.date()).days
    phrases = [f"{day.day} {day:%B}", f"{day.day} {day:%B %Y}"]
    if ahead in _NEAR:
        phrases.insert(0, _NEAR[ahead])
    elif 2 <= ahead <= 6:
        phrases.insert(0, f"{day:%A}")
    if len(phrases) > 2 and random.random() < 0.2:
        del phrases[0]
    return next((phrase for phrase in phrases if resolved(phrase, now) == day), None)


def resolved(phrase: str, now: datetime) -> date | None:
    """The first day to come that these words can mean, seen from now; the last one where all are past."""
    days = resolve_date(phrase, now)
    return min((day for day in days if day >= now.date()), default=max(days, default=None))


def coming_day(now: datetime, random: Random) -> str:
    """A day within the next two weeks."""
    return (now.date() + timedelta(days=random.randrange(1, 15))).isoformat()


def mend_prepositions(text: str) -> str:
    """`on tomorrow` is `tomorrow`."""
    return re.sub(r"\b(?:on|in) (today|tomorrow|yesterday)\b", r"\1", text)


def with_spoken_dates(text: str, years: bool = False) -> str:
    """The text with its ISO dates as people say them: `2025-06-06T09:30` is `6 June at 09:30`."""
    return re.sub(
        r"\b(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2})(?::\d{2})?Z?)?(?![\w-])", partial(_spoken, years=years), text
    )


def _spoken(found: re.Match[str], years: bool) -> str:
    day = as_date(found[1])
    if day is None:
        return found[0]
    return f"{day.day} {day:{'%B %Y' if years else '%B'}}" + (f" at {found[2]}" if found[2] else "")
