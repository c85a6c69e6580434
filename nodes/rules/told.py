"""Days and counts in replies: those that results, users or the calendar give."""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from functools import lru_cache
from itertools import combinations

from pydantic import JsonValue

from nodes.rules.amounts import numbers
from nodes.rules.rule import Complaint, Complaints, rule
from nodes.rules.search.days import Day, anchors, days, ordinals
from nodes.rules.search.leaves import words_in
from nodes.rules.search.phrases import shifts, spans
from nodes.rules.search.seen import seen
from state.dialogue import AssistantTurn, Dialogue, ToolTurn

_FRACTION = re.compile(r"(?<![\d/])\d{1,2}/\d{1,2}(?![\d/])")
_SMALL = ("two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_UNITS = (
    "second minute hour day night week month year time degree dollar euro cent percent point star inch feet foot mile"
    " meter metre kilometer kilometre gram ounce cup pound liter litre step way business working calendar"
)
_COUNTED = re.compile(
    rf"(?<![\w.,:/$€£#-])(?P<count>[2-9]|1[0-2]|{'|'.join(_SMALL)}) "
    rf"(?!(?:{_UNITS.replace(' ', '|')})(?:e?s)?\b)(?:(?!and|or|of|to|in|on|at|by|for|is|are|was)[a-z-]+ )?"
    r"(?P<things>[a-z]{2,}s)\b(?! (?:ago|later|each))"
)
_TOLD = re.compile(
    r"\b(?:found|there (?:are|were)|you have|returned|shows?|lists?|has|have|retrieved|got|located) (?:the |these )?$",
    re.IGNORECASE,
)
_NAMED = re.compile(r"[^.:\n]{0,40}: ?([^\n]+?)(?:\.(?:\s|$)|\n|$)")
_ENUMERATED = re.compile(r"^\s*(?:[-*•]|\d+[.)])\s+\S", re.MULTILINE)


@rule("unsupported_claim")
def days_in_replies_were_told(dialogue: Dialogue) -> Complaints:
    """A day that a reply to results names was said or returned before, or is counted from one that was."""
    for position, turn in _replies(dialogue):
        text = _FRACTION.sub(" ", turn.text or "")
        for day in days(text):
            if day.month is not None and not _is_told(dialogue, position, day):
                message = f"nothing before the reply leads to the {day.day}. of month {day.month}"
                yield Complaint(turn.id, message, "text", "-".join(map(str, filter(None, day[::-1]))))


def _replies(dialogue: Dialogue) -> Iterator[tuple[int, AssistantTurn]]:
    """Replies that follow results of their subtask, with their positions. Drafts will be written anew."""
    told: set[int] = set()
    for position, turn in enumerate(dialogue.turns):
        if isinstance(turn, ToolTurn):
            told.add(turn.subtask)
        elif isinstance(turn, AssistantTurn) and turn.text and not turn.drafted and turn.subtask in told:
            yield position, turn


def _is_told(dialogue: Dialogue, position: int, day: Day) -> bool:
    pieces = [*seen(dialogue).before(position, "system", "user", "result", "assistant")]
    if any((each.day, each.month) == (day.day, day.month) for piece in reversed(pieces) for each in days(piece.text)):
        return True
    known = {each for piece in pieces for each in days(piece.text)}
    if any(each.day == day.day for piece in pieces for each in ordinals(piece.text)):
        return True
    year = day.year or dialogue.now.year
    wanted = _date(day._replace(year=year if year > 1 else 2000))
    if wanted is None:
        return False
    return _is_counted(dialogue, [piece.text for piece in pieces], known, wanted)


def _is_counted(dialogue: Dialogue, texts: list[str], known: set[Day], wanted: date) -> bool:
    """Whether it is counted from today, or so many days after or before a day that was told."""
    today = {dialogue.now.date()} if dialogue.now.year > 1 else set(anchors(texts))
    if wanted in today or any(span.has(wanted) for day in today for text in texts for span in spans(text, day)):
        return True
    lengths = {step for text in texts for step in shifts(text)} | _lengths(texts)
    starts = {start for each in known if (start := _date(each._replace(year=wanted.year)))} | today
    return any(start + timedelta(length) == wanted for start in starts for length in lengths)


def _lengths(texts: list[str]) -> set[int]:
    """Numbers of days, weeks or nights that are fields of results: `"nights": 4`."""
    found = {int(number) for text in texts for number in _FIELD.findall(text)}
    return found | {-length for length in found}


_FIELD = re.compile(r'"[a-z_]*(?:days?|nights?)[a-z_]*": ?(\d{1,3})\b', re.IGNORECASE)


def _date(day: Day) -> date | None:
    try:
        return date(day.year or 2000, day.month or 1, day.day)
    except ValueError:
        return None


@rule("wrong_count", "soft")
def counts_in_replies_are_right(dialogue: Dialogue) -> Complaints:
    """How many things a reply says there are, a result lists or says; some of a list may be chosen from it."""
    for position, turn in _replies(dialogue):
        text = turn.text or ""
        claimed = [*_COUNTED.finditer(text)]
        if not claimed:
            continue
        sizes, said = _sizes_before(dialogue, position), _said_before(dialogue, position)
        for match in claimed:
            count, told = _number(match["count"]), _TOLD.search(text[: match.start()])
            done = count in _made(dialogue, turn.subtask) and not told
            if done or count in sizes or count in said or _enumerates(text[match.end() :], count):
                continue
            whole = told or count > max(sizes, default=0) or _is_a_field(dialogue, turn, match["things"], count)
            message = f"no result has {match['count']} {match['things']}"
            yield Complaint(turn.id, message, "text", match.group(), severity="fatal" if whole else None)


def _is_a_field(dialogue: Dialogue, reply: AssistantTurn, things: str, count: int) -> bool:
    """Whether the subtask's results have a field for how many of these things there are, and it leads to others.

    Such a number is told; only things that are listed can be chosen from.
    """
    subtask = {turn.id for turn in dialogue.turns if turn.subtask == reply.subtask}
    before = seen(dialogue).before(dialogue.position(reply.id), "result")
    pieces = [piece for piece in before if piece.turn in subtask]
    values = [number for piece in pieces for name, number in _fields(piece.content, "") if things in words_in(name)]
    pairs = {reckoned for one, other in combinations(values, 2) for reckoned in (one + other, abs(one - other))}
    return bool(values) and count not in {sum(values), *pairs}


def _fields(value: JsonValue, name: str) -> Iterator[tuple[str, float]]:
    """Every whole number in a result, with the name of its field."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _fields(inner, key)
    elif isinstance(value, list):
        for inner in value:
            yield from _fields(inner, name)
    elif isinstance(value, int) and not isinstance(value, bool):
        yield name, value


def _made(dialogue: Dialogue, subtask: int) -> set[int]:
    """How many calls were made for a subtask, of each tool and in all: what was done may be counted too."""
    names = [step.call.name for step in dialogue.steps() if step.turn.subtask == subtask]
    return {len(names), *(names.count(name) for name in names)}


def _number(word: str) -> int:
    return int(word) if word.isdecimal() else _SMALL.index(word) + 2


def _enumerates(rest: str, count: int) -> bool:
    """Whether the reply goes on to name so many."""
    listed = _NAMED.match(rest)
    named = listed is not None and len(re.split(r", (?:and )?| and ", listed[1])) == count
    return named or len(_ENUMERATED.findall(rest)) == count


def _sizes_before(dialogue: Dialogue, position: int) -> set[int]:
    """How long each list in the results is."""
    return {size for piece in seen(dialogue).before(position, "result") for size in _sizes(piece.content)}


def _sizes(value: JsonValue) -> Iterator[int]:
    """Of lists, and of maps from names to things."""
    inside = [*value.values()] if isinstance(value, dict) else value if isinstance(value, list) else []
    if isinstance(value, list) or (inside and all(isinstance(inner, dict | list) for inner in inside)):
        yield len(inside)
    for inner in inside:
        yield from _sizes(inner)


def _said_before(dialogue: Dialogue, position: int) -> set[float]:
    pieces = seen(dialogue).before(position, "system", "user", "result", "assistant")
    return {number for piece in pieces for number in _numbers(piece.text)}


@lru_cache(maxsize=2048)
def _numbers(text: str) -> frozenset[float]:
    return frozenset(numbers(text))
