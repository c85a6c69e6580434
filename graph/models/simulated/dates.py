"""Dates as people say them, and what such words resolve to."""

import re
from datetime import date, datetime, timedelta
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
    phrases = [f"{day.day} {day:%B}"]
    if ahead in _NEAR:
        phrases.insert(0, _NEAR[ahead])
    elif 2 <= ahead <= 6:
        phrases.insert(0, f"{day:%A}")
    if len(phrases) > 1 and random.random() < 0.2:
        phrases.reverse()
    return next((phrase for phrase in phrases if resolved(phrase, now) == day), None)


def resolved(phrase: str, now: datetime) -> date | None:
    """The first day that these words can mean, seen from now."""
    return min(resolve_date(phrase, now), default=None)


def coming_day(now: datetime, random: Random) -> str:
    """A day within the next two weeks."""
    return (now.date() + timedelta(days=random.randrange(1, 15))).isoformat()


def mend_prepositions(text: str) -> str:
    """`on tomorrow` is `tomorrow`."""
    return re.sub(r"\b(?:on|in) (today|tomorrow|yesterday)\b", r"\1", text)
