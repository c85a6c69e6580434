"""Replies: what the assistant claims was seen."""

import re
from collections.abc import Iterator, Sequence
from functools import cached_property, lru_cache
from typing import NamedTuple

from pydantic import JsonValue

from nodes.rules.amounts import Amount, amounts, digits, is_change, numbers, without_amounts
from nodes.rules.evidence import ids, plain, result_text, stands_in
from nodes.rules.rule import Complaint, Complaints, rule
from nodes.rules.search.days import without_dates
from nodes.rules.slips import without_leaks
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
_DIGIT = re.compile(r"\d")
_DIGITS_OF_A_RECORD = 4
_SMALL = 12
_MOST = 200
"""Values of one field among which percentages are looked for."""


class Said:
    """What a text holds for later replies, worked out as far as it is asked for."""

    def __init__(self, text: str) -> None:
        """Of a text, or of all that a turn has."""
        self._text = text

    @cached_property
    def words(self) -> str:
        """Made plain."""
        return plain(self._text)

    @cached_property
    def numbers(self) -> tuple[float, ...]:
        """In ascending order."""
        return tuple(sorted(numbers(self._text) | digits(self._text)))


class Seen(NamedTuple):
    """Everything that was said and returned before a reply."""

    parts: Sequence[Said]
    """The latest first: most often it has what the reply tells."""
    results: bool
    """Whether a tool had returned anything: before, a reply speaks of the world at large."""

    def mentions(self, id: str) -> bool:
        """Whether an id stands there as it is."""
        needle = plain(id)
        return any(stands_in(needle, said.words) for said in self.parts)

    def mentions_number(self, number: str) -> bool:
        """Whether these digits stand there as a number of their own."""
        return any(_stands_as_number(number.lstrip("0") or "0", said.words) for said in self.parts)

    def knows(self, amount: Amount) -> bool:
        """Whether a number was said or returned: first looked for as it would be written, which is quick."""
        written = f"{abs(amount.value):.12g}"
        if amount.value >= 0 and any(_is_a_run(written, said.words) for said in self.parts):
            return True
        return any(amount.is_among(said.numbers) for said in self.parts)


def _is_a_run(number: str, text: str) -> bool:
    """Whether a text has these digits as one whole run of digits: with no more of them before or after."""
    start = text.find(number)
    while start >= 0:
        end = start + len(number)
        before, after = text[start - 1 : start], text[end : end + 2].lstrip(".,")
        if not (before.isdecimal() or before in (".", ",") or after[:1].isdecimal()):
            return True
        start = text.find(number, start + 1)
    return False


def _stands_as_number(number: str, text: str) -> bool:
    """Whether a text has these digits with no other around them, but for zeros before."""
    start = text.find(number)
    while start >= 0:
        before, after = text[:start].rstrip("0")[-1:], text[start + len(number) : start + len(number) + 1]
        if not (before.isdecimal() or after.isdecimal()):
            return True
        start = text.find(number, start + 1)
    return False


@remembered
def _said(turn: Turn) -> Said:
    return Said(_words(turn))


_told_first = lru_cache(maxsize=64)(Said)
"""Of a system text, which all versions of a dialogue share."""


def _words(turn: Turn) -> str:
    """Everything in a turn that a later reply may speak of."""
    if isinstance(turn, ToolTurn):
        return "\n".join(map(result_text, turn.observations))
    if isinstance(turn, UserTurn):
        return turn.text
    values = (view_value(argument.value) for call in turn.calls for argument in call.arguments)
    return "\n".join((turn.text or "", *values))


@remembered
def _replies(dialogue: Dialogue) -> tuple[tuple[AssistantTurn, Seen], ...]:
    """Each assistant text but drafts, with all that was said and seen before it."""
    parts, found, results = [_told_first(dialogue.system)], [], False
    for turn in dialogue.turns:
        results = results or turn.role == "tool"
        if turn.role == "assistant" and turn.text and not turn.drafted:
            found.append((turn, Seen(parts[::-1], results)))
        if turn.role != "assistant" or turn.calls:
            parts.append(_said(turn))
    return tuple(found)


@rule("unsupported_claim")
def ids_in_replies_were_seen(dialogue: Dialogue) -> Complaints:
    """An id or address that the assistant mentions was said by the user or returned by a tool."""
    for turn, seen in _replies(dialogue):
        for id in _claimed_ids(turn):
            if not seen.mentions(id) and not _is_reading(id, seen):
                message = f"nothing before the reply mentions {id!r}"
                # Before anything was returned a reply may speak of what anybody knows, such as GPT-4.
                known = not seen.results and len(_DIGIT.findall(id)) < _DIGITS_OF_A_RECORD
                yield Complaint(turn.id, message, "text", id, severity="soft" if known else None)


@remembered
def _claimed_ids(turn: AssistantTurn) -> tuple[str, ...]:
    if not (_DIGIT.search(turn.text or "") or "@" in (turn.text or "")):
        return ()
    text = without_leaks(_MARKS.sub(" ", turn.text or ""))
    addresses = {match.group().rstrip(".") for match in _ADDRESS.finditer(text)} if "@" in text else set[str]()
    return tuple(id for id in sorted(ids(text) | addresses) if without_amounts(id).strip())


def _is_reading(id: str, seen: Seen) -> bool:
    """Whether this is no id but a value with its unit, a range or a date: `21°C`, `14:00-15:00`, `45-minute`."""
    pieces = _BETWEEN.split(id.strip("~<>=±+$€£*#"))
    counts = [match for piece in pieces if (match := _COUNT.fullmatch(piece))]
    words = [piece for piece in pieces if not _COUNT.fullmatch(piece)]
    if not all(word.isalpha() for word in words) or len(counts) > (3 if _DAY.fullmatch(id) else 2):
        return False
    if not (_COUNT.fullmatch(pieces[0]) or pieces[0].casefold() in _BEFORE_A_NUMBER):
        return False
    numbers = (number for one in counts for number in re.findall(r"\d+(?:\.\d+)?", one.group()))
    return all(seen.mentions_number(number) for number in numbers)


@rule("unsupported_claim")
def amounts_in_replies_were_seen(dialogue: Dialogue) -> Complaints:
    """A number above twelve, or with decimals, was said or returned before, or follows from what was returned.

    Dates are for another rule.
    """
    for turn, seen in _replies(dialogue):
        unseen = [amount for amount in _claimed_amounts(turn) if not seen.knows(amount)]
        results = _results(dialogue, turn) if unseen else []
        for amount in unseen:
            if not _follows(amount, results):
                yield Complaint(turn.id, f"nothing before the reply mentions {amount.text}", "text", amount.text)


@remembered
def _claimed_amounts(turn: AssistantTurn) -> tuple[Amount, ...]:
    said = amounts(without_dates(turn.text or ""))
    return tuple(amount for amount in said if abs(amount.value) > _SMALL or amount.value != int(amount.value))


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
        if turn.role == "assistant" and turn.drafted:
            yield Complaint(turn.id, "the reply was written before its results were known")
