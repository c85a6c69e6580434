"""Ids: exactly what was said or returned, apart from case and punctuation, and never put together from pieces."""

import re
import string
from collections.abc import Iterator
from functools import lru_cache

from pydantic import JsonValue
from rapidfuzz.distance import OSA

from nodes.rules.evidence import stands_in
from nodes.rules.rule import Complaint, Complaints, rule
from nodes.rules.search.asked import Asked, of_kind
from nodes.rules.search.leaves import all_leaves, words_of
from nodes.rules.search.seen import searchable
from prompts.views import as_json
from state.dialogue import Dialogue
from state.remember import remembered
from state.tool import Tool

_MARKS = "#@$*\"'.()[] "
_DIGIT_RUN = re.compile(r"\+?\d[\d().\s/-]{3,}\d")
_LONG_NUMBER = 7
_SUBSCRIBER = 10
"""Digits of a telephone number without its country."""
_SHORTEST = 5
_WORD = re.compile(r"[^\s,;:!?\"'(){}\[\]]*\d[^\s,;:!?\"'(){}\[\]]*")
"""A word with a digit, as ids have."""
_FILE = re.compile(r"\S*\.(?!com\b|org\b|net\b|edu\b|gov\b|io\b)[a-z]\w{0,4}")
_NEW = frozenset(("new", "password"))


@rule("invented_id")
def ids_in_calls_were_told(dialogue: Dialogue) -> Complaints:
    """An id, e-mail or number of an account in a call was said by the user or returned by a tool before."""
    for one in of_kind(dialogue, "id"):
        if not (_is_told(one) or _was_proposed(one)):
            yield _complaint(one)
    for one in of_kind(dialogue, "text"):
        if (meant := _near_id(one)) is not None:
            yield one.complaint(f"nothing before the call mentions {one.value!r}, but {meant!r} was told")


def _is_told(one: Asked) -> bool:
    value = str(one.value)
    if any(one.seen.was_told(form, one.position) for form in _forms(value)):
        return True
    if one.step.tool is not None and value in _offered(one.step.tool):
        return True
    return _is_told_in_digits(one, value)


def _forms(value: str) -> Iterator[str]:
    needle = searchable(value)
    yield needle
    bare = needle.strip(_MARKS)
    if bare != needle:
        yield bare
    if "-" in bare:
        yield bare.replace("-", " ")


def _is_told_in_digits(one: Asked, value: str) -> bool:
    """A long number may be grouped otherwise: `(555) 123-4567`."""
    if re.search(r"[^\d+().\s/-]", value):
        return False
    digits = re.sub(r"\D", "", value)
    if len(digits) < _LONG_NUMBER:
        return False
    pieces = one.seen.before(one.position, "system", "user", "result")
    runs = (re.sub(r"\D", "", run) for piece in pieces for run in _DIGIT_RUN.findall(piece.text))
    return any(run == digits or _is_dialled(run, digits) or _is_dialled(digits, run) for run in runs)


def _is_dialled(short: str, long: str) -> bool:
    """Whether a number is another with the code of its country in front, perhaps instead of a zero.

    Codes of one digit are told from a digit that was written twice by where numbers of these countries begin.
    """
    bare = short.lstrip("0")
    if len(short) < _SUBSCRIBER or not long.endswith(bare):
        return False
    code = long.removesuffix(bare).removeprefix("00")
    if re.fullmatch(r"[2-9]\d{1,2}", code):
        return True
    return short == bare and short[0] in {"1": "23456789", "7": "3489"}.get(code, "")


def _near_id(one: Asked) -> str | None:
    """The id that a single word is one character off, where the word itself was never told.

    Where only the number at its end is another (`page2`), it may be the next one, if the told one is used too.
    """
    needle = searchable(str(one.value))
    if (
        len(needle) < _SHORTEST
        or re.search(r"\s", str(one.value))
        or _FILE.fullmatch(needle)
        or one.seen.was_told(needle, one.position)
        or one.is_offered()
    ):
        return None
    pieces = one.seen.before(one.position, "system", "user", "result")
    texts = [*(piece.plain for piece in pieces), searchable(one.offer())]
    alike = _WORD if " " not in needle else _but_for_a_word(needle)
    # A word at the end of a sentence is the same word.
    words = {word.rstrip(".") for text in texts for word in alike.findall(text)}
    near = (word for word in words if OSA.distance(needle, word, score_cutoff=1) == 1)
    return next((word for word in near if not _is_next(one, needle, word)), None)


@lru_cache(maxsize=1024)
def _but_for_a_word(needle: str) -> re.Pattern[str]:
    """What finds the parts of a name (`4g_5g_preferred`), one of which may be another word with a digit."""
    parts = [re.escape(part) for part in needle.split(" ")]
    ways = (" ".join((*parts[:k], _WORD.pattern, *parts[k + 1 :])) for k in range(len(parts)))
    return re.compile("|".join(rf"(?<!\w){way}(?!\w)" for way in ways))


def _is_next(one: Asked, needle: str, word: str) -> bool:
    """Whether two words only differ in the number at their end, and a call uses the other one."""
    stem = word.rstrip(string.digits)
    if stem == word or needle.rstrip(string.digits) != stem:
        return False
    return any(searchable(str(leaf.value)) == word for step in one.seen.steps for leaf in all_leaves(step.call))


def _was_proposed(one: Asked) -> bool:
    """Whether the assistant said it, where its words count.

    They do where results are missing that it may have read, and where the user agreed to something new.
    """
    unrecorded = one.seen.unanswered < one.position
    if not (unrecorded or words_of(one.leaf.name) & _NEW):
        return False
    needle = searchable(str(one.value))
    return any(stands_in(needle, piece.plain) for piece in one.seen.before(one.position, "assistant"))


@remembered
def _offered(tool: Tool) -> frozenset[str]:
    """The defaults and choices anywhere in a tool's schema."""
    return frozenset(map(str, _choices(tool.parameters)))


def _choices(schema: JsonValue) -> Iterator[JsonValue]:
    if isinstance(schema, list):
        for inner in schema:
            yield from _choices(inner)
    if isinstance(schema, dict):
        yield from (schema[key] for key in ("default", "const") if isinstance(schema.get(key), str | int | float))
        if isinstance(values := schema.get("enum"), list):
            yield from values
        for inner in schema.values():
            yield from _choices(inner)


def _complaint(one: Asked) -> Complaint:
    value, needle = one.value, searchable(str(one.value))
    batch = {call.id for call in one.step.turn.calls} - {one.step.call.id}
    for piece in one.seen.after(one.position, "result"):
        if piece.call is not None and piece.call.id in batch and needle in piece.plain:
            message = f"{value!r} is only returned by {piece.call.name}, which is called in the same turn"
            return one.complaint(message, "forward_reference")
    if one.seen.is_recording and one.step.observation and needle in searchable(as_json(one.step.observation.content)):
        message = f"nothing before the call mentions {value!r}, but its result does: a state that is not shown"
        return one.complaint(message, "hidden_state")
    return one.complaint(f"nothing before the call mentions {value!r}")
