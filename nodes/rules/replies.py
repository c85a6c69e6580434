"""Replies: what the assistant claims was seen."""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from pydantic import JsonValue

from nodes.rules.amounts import Amount, amounts, digits, is_change, numbers, without_amounts
from nodes.rules.evidence import ids, plain, stands_in
from nodes.rules.rule import Complaint, Complaints, rule
from nodes.rules.slips import LEAK
from prompts.views import view_value
from state.dialogue import AssistantTurn, Dialogue, ToolTurn, Turn, UserTurn
from state.remember import remembered

_MARKS = re.compile(r"\\[nt]|[=\u201c\u201d\u2018]|['\u2019](?:s\b)?")
_ADDRESS = re.compile(r"[\w.+-]+@[\w-]+\.[\w.]+")
_BETWEEN = re.compile(r"[-\u2013/]|(?<=\d)[x×](?=\d)")
_COUNT = re.compile(r"[$€£]?(\d+(?:\.\d+)?)(?:[,:]\d+)*[A-Za-z°µ%²³]{0,4}")
_BEFORE_A_NUMBER = frozenset({
    "age", "day", "grade", "level", "mid", "non", "over", "part", "phase", "post", "pre", "size", "step", "sub", "top",
    "type", "under", "week",
})  # fmt: skip
_DAY = re.compile(r"\d{4}[-/]\d{1,2}[-/]\d{1,2}|\d{1,2}[-/]\d{1,2}[-/]\d{2,4}")
_SMALL = 12
_MOST = 200
"""Values of one field among which percentages are looked for."""


class Said(NamedTuple):
    """What a text holds for later replies: its words, made plain, and its numbers."""

    words: str
    numbers: frozenset[float]


class Seen(NamedTuple):
    """Everything that was said and returned before a reply."""

    words: str
    numbers: list[float]
    """In ascending order."""
    results: bool
    """Whether a tool had returned anything: before, a reply speaks of the world at large."""


@remembered
def _said(turn: Turn) -> Said:
    return _understood(_words(turn))


@lru_cache(maxsize=1024)
def _understood(text: str) -> Said:
    return Said(plain(text), frozenset(numbers(text) | digits(text)))


def _words(turn: Turn) -> str:
    """Everything in a turn that a later reply may speak of."""
    if isinstance(turn, ToolTurn):
        return "\n".join(view_value(observation.content) for observation in turn.observations)
    if isinstance(turn, UserTurn):
        return turn.text
    values = (view_value(argument.value) for call in turn.calls for argument in call.arguments)
    return "\n".join((turn.text or "", *values))


def _replies(dialogue: Dialogue) -> Iterator[tuple[AssistantTurn, Seen]]:
    """Each assistant text but drafts, with all that was said and seen before it."""
    words, known = [_understood(dialogue.system).words], set(_understood(dialogue.system).numbers)
    results = False
    for turn in dialogue.turns:
        results = results or isinstance(turn, ToolTurn)
        if isinstance(turn, AssistantTurn) and turn.text and not turn.drafted:
            yield turn, Seen("\n".join(words), sorted(known), results)
        if not isinstance(turn, AssistantTurn) or turn.calls:
            said = _said(turn)
            words.append(said.words)
            known |= said.numbers


@rule("unsupported_claim")
def ids_in_replies_were_seen(dialogue: Dialogue) -> Complaints:
    """An id or address that the assistant mentions was said by the user or returned by a tool."""
    for turn, seen in _replies(dialogue):
        text = LEAK.sub(" ", _MARKS.sub(" ", turn.text or ""))
        addresses = {match.group().rstrip(".") for match in _ADDRESS.finditer(text)}
        for id in sorted(ids(text) | addresses):
            known = stands_in(plain(id), seen.words) or not without_amounts(id).strip()
            if not known and not _is_reading(id, seen.words):
                message = f"nothing before the reply mentions {id!r}"
                yield Complaint(turn.id, message, "text", id, severity=None if seen.results else "soft")


def _is_reading(id: str, known: str) -> bool:
    """Whether this is no id but a value with its unit, a range or a date: `21°C`, `14:00-15:00`, `45-minute`."""
    pieces = _BETWEEN.split(id.strip("~<>=±+$€£*#"))
    counts = [match for piece in pieces if (match := _COUNT.fullmatch(piece))]
    words = [piece for piece in pieces if not _COUNT.fullmatch(piece)]
    if not all(word.isalpha() for word in words) or len(counts) > (3 if _DAY.fullmatch(id) else 2):
        return False
    if not (_COUNT.fullmatch(pieces[0]) or pieces[0].casefold() in _BEFORE_A_NUMBER):
        return False
    numbers = (number for one in counts for number in re.findall(r"\d+(?:\.\d+)?", one.group()))
    return all(re.search(rf"(?<!\d)0*{re.escape(number.lstrip('0') or '0')}(?!\d)", known) for number in numbers)


@rule("unsupported_claim")
def amounts_in_replies_were_seen(dialogue: Dialogue) -> Complaints:
    """A number above twelve, or with decimals, was said or returned before, or follows from what was returned."""
    for turn, seen in _replies(dialogue):
        claimed = [a for a in amounts(turn.text or "") if abs(a.value) > _SMALL or a.value != int(a.value)]
        unseen = [amount for amount in claimed if not amount.is_among(seen.numbers)]
        results = _results(dialogue, turn) if unseen else []
        for amount in unseen:
            if not _follows(amount, results):
                yield Complaint(turn.id, f"nothing before the reply mentions {amount.text}", "text", amount.text)


def _results(dialogue: Dialogue, reply: AssistantTurn) -> list[tuple[str, float]]:
    """The numbers that tools returned in the reply's subtask, with the names of their fields."""
    return [
        found
        for turn in dialogue.turns[: dialogue.position(reply.id)]
        if isinstance(turn, ToolTurn) and turn.subtask == reply.subtask
        for observation in turn.observations
        for found in _numbers_in(observation.content, "")
    ]


def _numbers_in(value: JsonValue, name: str) -> Iterator[tuple[str, float]]:
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _numbers_in(inner, key)
    elif isinstance(value, list):
        for inner in value:
            yield from _numbers_in(inner, name)
    elif isinstance(value, int | float) and not isinstance(value, bool):
        yield name, float(value)


def _follows(amount: Amount, results: Sequence[tuple[str, float]]) -> bool:
    """Whether it is the total of one field, or a percentage between two values of one field."""
    fields: dict[str, list[float]] = {}
    for name, value in results:
        fields.setdefault(name, []).append(value)
    if amount.percent:
        shares = sorted(100 * value for _, value in results)
        return amount.is_among(shares) or any(is_change(amount, values[:_MOST]) for values in fields.values())
    return amount.is_among(sorted(sum(values) for values in fields.values()))


@rule("drafted_reply")
def replies_know_their_results(dialogue: Dialogue) -> Complaints:
    """No reply is left as it was when its results were not known, or were others."""
    for turn in dialogue.turns:
        if isinstance(turn, AssistantTurn) and turn.drafted:
            yield Complaint(turn.id, "the reply was written before its results were known")
