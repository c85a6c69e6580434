"""Days and counts in replies: those that results, users or the calendar give."""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import combinations

from pydantic import JsonValue

from nodes.rules.evidence import plain
from nodes.rules.rule import Complaint, Complaints, rule
from nodes.rules.search.days import Day, anchors, days, ordinals
from nodes.rules.search.leaves import words_in
from nodes.rules.search.phrases import shifts, spans
from nodes.rules.search.seen import Piece, seen
from state.dialogue import AssistantTurn, Dialogue
from state.remember import remembered

_VAGUE = re.compile(r"\b(?:few|couple of|several|some) (?:\w+ )?(?:day|night|week|month|year)s?\b", re.IGNORECASE)
_FIELD = re.compile(r'"[a-z_]*(?:days?|nights?)[a-z_]*": ?(\d{1,3})\b', re.IGNORECASE)
_FRACTION = re.compile(r"(?<![\d/])\d{1,2}/\d{1,2}(?![\d/])")
_SMALL = ("two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_NUMBER = rf"[2-9]|1[0-2]|{'|'.join(_SMALL)}"
_UNITS = (
    "second minute hour day night week month year time degree dollar euro cent percent point star inch feet foot mile"
    " meter metre kilometer kilometre gram ounce cup pound liter litre step way business working calendar"
)
_COUNTED = re.compile(
    rf"(?<![\w.,:/$€£#-])(?P<count>{_NUMBER}) "
    rf"(?!(?:{_UNITS.replace(' ', '|')})(?:e?s)?\b)(?:(?!and|or|of|to|in|on|at|by|for|is|are|was)[a-z-]+ )?"
    r"(?P<things>[a-z]{2,}s)\b(?! (?:ago|later|each))"
)
_BEFORE = re.compile(r"[a-z]+ [a-z]+$")
_AFTER = re.compile(r"[a-z-]+ [a-z]+|[a-z]{4,}")
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
        for day in _days_named(turn):
            if not _is_told(dialogue, position, day):
                message = f"nothing before the reply leads to the {day.day}. of month {day.month}"
                yield Complaint(turn.id, message, "text", "-".join(map(str, filter(None, day[::-1]))))


@remembered
def _days_named(reply: AssistantTurn) -> tuple[Day, ...]:
    return tuple(day for day in days(_without_fractions(reply.text or "")) if day.month is not None)


def _without_fractions(text: str) -> str:
    return _FRACTION.sub(" ", text) if "/" in text else text


@remembered
def _replies(dialogue: Dialogue) -> tuple[tuple[int, AssistantTurn], ...]:
    """Replies that follow results of their subtask, with their positions. Drafts will be written anew."""
    found, told = [], set[int]()
    for position, turn in enumerate(dialogue.turns):
        if turn.role == "tool":
            told.add(turn.subtask)
        elif turn.role == "assistant" and turn.text and not turn.drafted and turn.subtask in told:
            found.append((position, turn))
    return tuple(found)


def _is_told(dialogue: Dialogue, position: int, day: Day) -> bool:
    pieces = [*seen(dialogue).before(position, "system", "user", "result", "assistant")]
    if any(_is_same(each, day) for piece in reversed(pieces) for each in piece.words.days):
        return True
    known = {each for piece in pieces for each in piece.words.days}
    if any(each.day == day.day for piece in pieces for each in ordinals(piece.text)):
        return True
    year = day.year or dialogue.now.year
    wanted = _date(day._replace(year=year if year > 1 else 2000))
    if wanted is None:
        return False
    return _is_counted(dialogue, pieces, known, wanted)


def _is_same(told: Day, day: Day) -> bool:
    return (told.day, told.month) == (day.day, day.month) and (told.year == day.year or None in (told.year, day.year))


def _is_counted(dialogue: Dialogue, pieces: list[Piece], known: set[Day], wanted: date) -> bool:
    """Whether it is counted from today, or so many days after or before a day that was told.

    The assistant's own words lead nowhere, and no more does `a few days`. Of a whole week only its ends are days.
    """
    today = {dialogue.now.date()} if dialogue.now.year > 1 else set(anchors(piece.text for piece in pieces))
    counted = [piece for piece in pieces if piece.voice != "assistant"]
    meant = (span for day in today for piece in counted for span in spans(piece.text, day))
    if wanted in today or any(wanted in (span.first, span.last) for span in meant):
        return True
    starts = today | _in_the_year(known, wanted.year)
    return any(_leads_to(piece, starts, today, wanted) for piece in counted)


def _leads_to(piece: Piece, starts: set[date], today: set[date], wanted: date) -> bool:
    """Whether a length that it names lies between the wanted day and one to start from.

    That of a result (`"nights": 4`) is counted from today or from the days of its own call.
    """
    lengths = shifts(_VAGUE.sub(" ", piece.text))
    if piece.voice == "result":
        own = _in_the_year({*days(piece.whole)}, wanted.year)
        fields = {sign * int(length) for length in _FIELD.findall(piece.text) for sign in (1, -1)}
        if any(start + timedelta(length) == wanted for start in own for length in fields):
            return True
        starts = own | today
    return any(start + timedelta(length) == wanted for start in starts for length in lengths)


def _in_the_year(known: set[Day], year: int) -> set[date]:
    return {start for each in known if (start := _date(each._replace(year=year)))}


def _date(day: Day) -> date | None:
    try:
        return date(day.year or 2000, day.month or 1, day.day)
    except ValueError:
        return None


@rule("wrong_count", "soft")
def counts_in_replies_are_right(dialogue: Dialogue) -> Complaints:
    """How many things a reply says there are, a result lists or says; some of a list may be chosen from it."""
    for position, turn in _replies(dialogue):
        if not (claimed := _counted(turn)):
            continue
        text = turn.text or ""
        sizes, said = _sizes_before(dialogue, position), _said_before(dialogue, position)
        for match in claimed:
            count, told = _number(match["count"]), _TOLD.search(text[: match.start()])
            known = count in sizes or count in said or _enumerates(text[match.end() :], count)
            misquoted = _is_misquoted(dialogue, position, match, sure=known)
            if known and not misquoted:
                continue
            field = _is_a_field(dialogue, turn, match["things"], count)
            if not (misquoted or told or field) and count in _made(dialogue, turn.subtask):
                continue
            whole = misquoted or told or field or count > max(sizes, default=0)
            message = f"no result has {match['count']} {match['things']}"
            yield Complaint(turn.id, message, "text", match.group(), severity="fatal" if whole else None)


@remembered
def _counted(reply: AssistantTurn) -> tuple[re.Match[str], ...]:
    """Where it says how many things there are."""
    return tuple(_COUNTED.finditer(reply.text or ""))


def _is_misquoted(dialogue: Dialogue, position: int, claimed: re.Match[str], sure: bool) -> bool:
    """Whether results or requests have the words around it in a row, and in its place only other numbers.

    To be sure of it takes quotation marks, or two words on either side.
    """
    before = _BEFORE.search(plain(claimed.string[: claimed.start()]))
    after = _AFTER.match(plain(claimed.string[claimed.start("count") + len(claimed["count"]) :]))
    quoted = claimed.string[: claimed.start()].count('"') % 2 == 1
    if before is None or after is None or (sure and not quoted and " " not in after[0]):
        return False
    texts = (piece.plain for piece in seen(dialogue).before(position, "user", "result"))
    near = [text for text in texts if before[0] in text and after[0] in text]
    around = rf"\b{re.escape(before[0])} ({_NUMBER}) {re.escape(after[0])}\b"
    found = {_number(number) for text in near for number in re.findall(around, text)}
    return bool(found) and _number(claimed["count"]) not in found


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
    return {number for piece in pieces for number in piece.words.numbers}
