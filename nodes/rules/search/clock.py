"""Times of day as people and machines write them, in minutes since midnight."""

import re
from collections.abc import Iterator
from functools import lru_cache

DAY = 24 * 60
_HOURS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_WORD = "|".join(_HOURS)
_CLOCK = re.compile(
    r"(?<![\d:.])(?P<hour>[01]?\d|2[0-4]):(?P<minute>[0-5]\d)(?::\d{2})?(?:\.\d+)?(?:\s*(?P<half>[ap])\.?m)?",
    re.IGNORECASE,
)
_HALF = re.compile(
    r"(?<![\d:.])(?P<hour>1[0-2]|[1-9])(?:\s*(?:-|\u2013|to|and|or)\s*(?P<until>1[0-2]|[1-9]))?\s*(?P<half>[ap])\.?m\b",
    re.IGNORECASE,
)
_BARE = re.compile(
    rf"\b(?:at|by|from|to|until|till|around|about|before|after|between|and|for)\s+(?P<hour>2[0-3]|1\d|\d|{_WORD})\b"
    r"(?![:.\d/%]|\s?[-\u2013]\s?\d)"
    rf"|\b(?P<clock>1[0-2]|[1-9]|{_WORD})\s*(?:o'?clock|tonight|in the (?:morning|evening)|点)"
    r"|(?<![\d-])(?P<first>1[0-2]|[1-9])\s?[-\u2013]\s?(?P<last>1[0-2]|[1-9])(?![\d-])",
    re.IGNORECASE,
)
_PAST = re.compile(rf"\b(?P<part>half|quarter)\s+(?P<side>past|to)\s+(?P<hour>\d{{1,2}}|{_WORD})\b", re.IGNORECASE)
_NAMED = {"noon": 720, "midday": 720, "lunchtime": 720, "midnight": 0, "中午": 720, "午夜": 0}
_LASTING = re.compile(
    rf"(?P<half>half an|half-)?\s*(?P<count>\d+(?:\.\d+)?|an?|{_WORD})?[\s-]*(?P<unit>hours?|hrs?|minutes?|mins?)\b"
    r"(?P<more>\s+and a half)?",
    re.IGNORECASE,
)
_PARTS = re.compile(
    r"\b(?:morning|afternoon|evening|night|tonight|lunch|dinner|breakfast|all day|whole day|daily)\b|上午|下午|晚上",
    re.IGNORECASE,
)


def read_time(text: str) -> int | None:
    """The time that a value ends with: of `2025-05-14 18:30` and of `6:30 PM`."""
    found = [*_CLOCK.finditer(text)][-1:]
    return _minutes(found[0]["hour"], found[0]["minute"], found[0]["half"])[0] if found else None


@lru_cache(maxsize=1024)
def times(text: str) -> frozenset[int]:
    """Every time of day that a text can mean; both halves of the day where it leaves that open."""
    return frozenset(minute % DAY for minute in _times(text))


def _times(text: str) -> Iterator[int]:
    for match in _CLOCK.finditer(text):
        yield from _minutes(match["hour"], match["minute"], match["half"], open=True)
    for match in _HALF.finditer(text):
        yield from _minutes(match["hour"], "0", match["half"])
        if match["until"]:
            yield from _minutes(match["until"], "0", match["half"])
            yield from _minutes(match["hour"], "0", None, open=True)
    for match in _BARE.finditer(text):
        for hour in filter(None, match.group("hour", "clock", "first", "last")):
            yield from _minutes(str(_number(hour)), "0", None, open=True)
    for match in _PAST.finditer(text):
        away = (30 if match["part"].lower() == "half" else 15) * (1 if match["side"].lower() == "past" else -1)
        yield from (minute + away for minute in _minutes(str(_number(match["hour"])), "0", None, open=True))
    yield from (minute for word, minute in _NAMED.items() if word in text.lower())


def _minutes(hour: str, minute: str, half: str | None, open: bool = False) -> list[int]:
    whole = int(hour) * 60 + int(minute)
    if half:
        return [whole % 720 + (720 if half.lower() == "p" else 0)]
    return [whole, whole + 720] if open and int(hour) <= 12 else [whole]


def _number(word: str) -> int:
    return int(word) if word.isdigit() else _HOURS.index(word.lower()) + 1


@lru_cache(maxsize=1024)
def lengths(text: str) -> frozenset[int]:
    """How many minutes something lasts, by the words of a text."""
    return frozenset(_length(match) for match in _LASTING.finditer(text))


def _length(match: re.Match[str]) -> int:
    unit = 60 if match["unit"].lower().startswith("h") else 1
    word = (match["count"] or "").lower()
    if match["half"]:
        count = 0.5
    elif word[:1].isdigit():
        count = float(word)
    else:
        count = _number(word) if word in _HOURS else 1.0
    return round((count + (0.5 if match["more"] else 0)) * unit)


def has_part_of_day(text: str) -> bool:
    """Whether a text leaves the hour open: `in the morning`."""
    return _PARTS.search(text) is not None
