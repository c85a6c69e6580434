"""Replies that say what no result says: other ids, amounts, dates, counts, and deeds that were never done."""

import json
import re
from collections.abc import Callable, Iterator
from itertools import takewhile
from random import Random
from typing import NamedTuple

from pydantic import JsonValue

from graph.benchmarks.planting.changes import (
    is_id,
    near_miss,
    other_number,
    rewritten,
    shifted,
    written_date,
)
from graph.benchmarks.planting.specimen import Heard, Made, Planted, Specimen, fault
from graph.benchmarks.planting.values import visible
from graph.benchmarks.planting.visible import Visible

_CLAIM = ("unsupported_claim", "undone_claim", "ungrounded_number", "wrong_date", "invented_id")
_MONTH = "January|February|March|April|May|June|July|August|September|October|November|December"
_DATE = re.compile(rf"\b(?:\d{{4}}-\d{{2}}-\d{{2}}|\d{{1,2}} (?:{_MONTH})|(?:{_MONTH}) \d{{1,2}})\b(?!:)")
_TOKEN = re.compile(r"(?<![\w#@.-])[#\w][\w#@./-]{2,}\w")
_AMOUNT = re.compile(r"(?<![\w.,:/#@+-])(?<!^)[$€£]?(\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+\.\d+|\d{2,})(?![\w:/@-]|[.,]\d)")
_COUNTED = re.compile(
    r"\b(two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|[2-9]|1\d) "
    r"(?=(?:(?!and|or|of|to|in|on|at)[a-z]+ )?[a-z]{3,}s\b)"
    r"(?!(?:[a-z]+ )?(?:second|minute|hour|day|night|week|month|year|time|degree|dollar|euro|cent|percent|point|star"
    r"|inche|feet|mile|meter|metre|kilometer|kilometre|gram|ounce|cup|pound|liter|litre|step|way)s?\b)"
)
_SMALL = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_TRIES = 8


class Reply(NamedTuple):
    """A text of the assistant that tells of results, and all that it can have been taken from."""

    turn: int
    text: str
    seen: Visible


def closing_replies(specimen: Specimen, random: Random) -> list[Reply]:
    """Texts without calls between results and the next word of the user, in random order."""
    found: list[Reply] = []
    for heard in specimen.heard():
        if heard.role == "assistant" and not heard.calls and _follows_results(specimen, heard) and heard.text.strip():
            seen = visible(specimen, heard.turn, specimen.definitions())
            found.append(Reply(heard.turn, heard.text, seen))
    return random.sample(found, len(found))


def _follows_results(specimen: Specimen, reply: Heard) -> bool:
    last = "system"
    for heard in specimen.heard():
        if heard.turn == reply.turn:
            break
        last = heard.role
    return last in ("tool", "function")


Wrong = Callable[[Reply, str], str | None]


def _replaced(specimen: Specimen, random: Random, pattern: re.Pattern[str], wrong: Wrong) -> Planted | None:
    """Put a wrong value in the place of one match, the first that can be spoiled."""
    for reply in closing_replies(specimen, random):
        matches = [*pattern.finditer(reply.text)]
        for match in random.sample(matches, len(matches)):
            for _ in range(_TRIES):
                if (value := wrong(reply, match.group())) is not None:
                    text = reply.text[: match.start()] + value + reply.text[match.end() :]
                    fresh = specimen.with_text(reply.turn, text)
                    return Planted(fresh, frozenset({reply.turn}), detail=f"{match.group()!r} became {value!r}")
    return None


_LENGTH = re.compile(r"\d+-[a-z]+")
"""`1-hour`, `10-year`: how much of something, and no id."""


@fault(*_CLAIM)
def changed_id_in_reply(specimen: Specimen, random: Random) -> Planted | None:
    """The reply names an id that is almost the one in the result."""

    def wrong(reply: Reply, old: str) -> str | None:
        named = is_id(old) and not _LENGTH.fullmatch(old) and reply.seen.has(old)
        found = near_miss(old, random) if named else None
        return found if found and not reply.seen.hints_at(found) and is_id(found) else None

    return _replaced(specimen, random, _TOKEN, wrong)


@fault(*_CLAIM)
def changed_amount_in_reply(specimen: Specimen, random: Random) -> Planted | None:
    """The reply names another amount than the result."""

    def wrong(reply: Reply, old: str) -> str | None:
        digits = old.lstrip("$€£")
        plain = digits.replace(",", "")
        number = float(plain) if "." in plain else int(plain)
        listed = re.search(rf"^\s*{re.escape(old)}[.)]\s", reply.text, re.MULTILINE)
        if listed or not reply.seen.says_number(number) or _is_in_date(reply.text, old):
            return None
        other = other_number(number, random)
        unit = 0.5 * 10.0 ** -len(plain.partition(".")[2])
        if other <= 12 or reply.seen.rounds_to(other, unit) or reply.seen.says_number(other):
            return None
        decimals = len(plain.partition(".")[2])
        return old.replace(digits, f"{other:,.{decimals}f}" if "," in digits else f"{other:.{decimals}f}")

    return _replaced(specimen, random, _AMOUNT, wrong)


def _is_in_date(text: str, number: str) -> bool:
    return (
        any(number in match.group() for match in _DATE.finditer(text))
        or re.search(r"\b(?:19|20)\d\d$", number) is not None
    )


@fault(*_CLAIM)
def changed_date_in_reply(specimen: Specimen, random: Random) -> Planted | None:
    """The reply names another day than the result."""

    def wrong(reply: Reply, old: str) -> str | None:
        year = reply.seen.today.year if reply.seen.today else 2024
        form = old if old[:4].isdecimal() else f"{old} {year}" if old[0].isdecimal() else f"{old}, {year}"
        written = written_date(form)
        if written is None or not reply.seen.says_date(written.day):
            return None
        day = shifted(written.day, random)
        other = rewritten(written, day)
        told = other if old[:4].isdecimal() else other[: -5 if old[0].isdecimal() else -6]
        return None if reply.seen.could_mean(day) or told == old else told

    return _replaced(specimen, random, _DATE, wrong)


@fault(*_CLAIM, "wrong_count")
def changed_count_in_reply(specimen: Specimen, random: Random) -> Planted | None:
    """The reply counts one or two things more or fewer than the result has."""

    def wrong(reply: Reply, old: str) -> str | None:
        word = old.strip()
        number = int(word) if word.isdecimal() else _SMALL.index(word)
        if number not in lengths[reply.turn]:
            return None
        other = number + random.choice((-2, -1, 1, 2, 3))
        if other < 2 or other in lengths[reply.turn] or reply.seen.says_number(other):
            return None
        return f"{_SMALL[other] if not word.isdecimal() and other < len(_SMALL) else other} "

    lengths = {reply.turn: _lengths(specimen, reply.turn) for reply in closing_replies(specimen, random)}
    return _replaced(specimen, random, _COUNTED, wrong)


def _lengths(specimen: Specimen, turn: int) -> frozenset[int]:
    """How many things any list in the results before a turn has, and all numbers in them."""
    found = {int(number) for number in Visible(results_before(specimen, turn)).numbers if number == int(number)}
    for made in specimen.made():
        found |= set(_sizes(_parsed(made.result)))
    return frozenset(found)


def results_before(specimen: Specimen, turn: int) -> str:
    """What tools returned before a turn."""
    heard = takewhile(lambda one: one.turn != turn, specimen.heard())
    return "\n".join(one.text for one in heard if one.role in ("tool", "function"))


def _parsed(result: JsonValue) -> JsonValue:
    try:
        found: JsonValue = json.loads(result) if isinstance(result, str) else result
    except ValueError:
        return None
    return found


def _sizes(value: JsonValue) -> Iterator[int]:
    if isinstance(value, list | dict):
        yield len(value)
        for inner in value.values() if isinstance(value, dict) else value:
            yield from _sizes(inner)


def told_of(specimen: Specimen) -> Iterator[tuple[Made, Reply]]:
    """Each call with the reply that closes its part of the dialogue."""
    replies = sorted(closing_replies(specimen, Random(0)), key=lambda reply: _place(specimen, reply.turn))
    for made in specimen.made():
        after = (reply for reply in replies if _place(specimen, reply.turn) > _place(specimen, made.turn))
        if (reply := next(after, None)) and not _user_between(specimen, made.turn, reply.turn):
            yield made, reply


def _place(specimen: Specimen, turn: int) -> int:
    return [heard.turn for heard in specimen.heard()].index(turn)


def _user_between(specimen: Specimen, start: int, end: int) -> bool:
    heard = specimen.heard()
    return any(one.role == "user" for one in heard[_place(specimen, start) : _place(specimen, end)])
