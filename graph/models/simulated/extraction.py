"""Finding an argument's value in what the user said, the way an attentive reader would."""

import re
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import NamedTuple

from pydantic import JsonValue

from graph.models.simulated.dates import SPOKEN, as_date, resolved
from graph.models.simulated.manners import manner_of
from graph.models.simulated.schemas import fits, identifier_like, kind_of, readable, resolve
from graph.models.simulated.wording import SUBJECT, plain
from state.dialogue import Argument, UserTurn
from state.source import Resolved, Said, Source
from state.tool import Tool

IDENTIFIER = re.compile(r"\b(?:0x[0-9a-f]{8,}|(?=[\w-]*\d)[A-Za-z]+[-_]?[A-Za-z0-9-]*\d[\w-]*|[0-9a-f]{10,})\b")
NUMBER = re.compile(r"(?<![\w.:-])-?\d+(?:\.\d+)?(?![\w:-]|\.\d)")
_EMAIL = re.compile(r"[\w.+-]+@[\w-]+\.[\w.]+\w")
_CLOCK = re.compile(r"\b\d{1,2}:\d{2}\b")
_ISO = re.compile(r"\b\d{4}-\d{2}-\d{2}\b")
_QUOTED = re.compile(r'"([^"]+)"')
_EMPTY = frozenset(
    ("and", "or", "of", "with", "for", "as", "in", "to", "from", "by", "on", "it", "the", "a", "is", "then")
)
_BLANK = re.compile(r"\\\{(\w+)(?:\\\|.*?)?\\\}")


class Found(NamedTuple):
    """A value, and the words that gave it away."""

    value: JsonValue
    source: Source


def is_said(argument: Argument, text: str) -> bool:
    """Whether what the argument cites really stands in this text."""
    source = argument.source
    if isinstance(source, Said) and source.quote:
        return source.quote.lower() in text.lower()
    if isinstance(source, Resolved):
        return source.phrase.lower() in text.lower()
    return _contains(text, argument.value)


def _contains(text: str, value: JsonValue) -> bool:
    if isinstance(value, list):
        return all(_contains(text, item) for item in value)
    if isinstance(value, dict):
        return all(_contains(text, item) for item in value.values())
    if isinstance(value, bool) or value is None:
        return True
    words = plain(value).replace("_", " ")
    text = text.replace("_", " ")
    text = text if isinstance(value, str) else SPOKEN.sub(" ", text)
    return re.search(rf"(?<!\w){re.escape(words)}(?!\w)", text, re.IGNORECASE) is not None


def find(
    tool: Tool, name: str, turn: UserTurn, now: datetime, guess: bool = True, others: Sequence[JsonValue] = ()
) -> Found | None:
    """A value for this parameter in what the user said, with its source; `guess` by its shape if need be.

    Where `others` were said for other calls in the same breath (`lock the front door and the gate`), it is none of
    these.
    """
    schema = resolve(tool.properties.get(name, {}), tool.parameters)
    shapes = _by_shape(name, kind_of(schema), str(schema.get("format", "")), turn.text) if guess else ()
    whole = (*_candidates(tool, name, turn.text), *shapes)
    for candidate in [part for one in whole for part in _parts(one)] if others else whole:
        words = candidate.strip(' ,"')
        if words.lower() in _EMPTY:
            continue
        found = _read(words, turn.id, now, str(kind_of(schema)))
        if (
            identifier_like(name)
            and "enum" not in schema
            and (" " in words or not (re.search(r"\d", words) or words.isupper()))
        ):
            continue
        if found is not None and found.value not in others and fits(found.value, schema, tool.parameters):
            return found
    return None


def _parts(candidate: str) -> list[str]:
    return [part.removeprefix("the ") for part in re.split(r'"?(?:, | and )"?', candidate)]


def _candidates(tool: Tool, name: str, text: str) -> Iterator[str]:
    if kind_of(resolve(tool.properties.get(name, {}), tool.parameters)) == "boolean":
        yield from re.findall(rf"\b{re.escape(readable(name))} switched (?:on|off)\b", text, re.IGNORECASE)
    said = manner_of(name).said
    if said != "{}":
        yield from re.findall(re.escape(said).replace(r"\{\}", r"([\w/-]*\w)"), text)
        return
    for ask in tool.asks:
        yield from _by_template(ask, name, text)
    label = re.escape(readable(name))
    stem = re.escape(readable(name).removesuffix(" ID"))
    for pattern in (
        rf"\bthe {label} (?:is|are) (\"[^\"]+\"|\S+?)(?=[.,]?(?:\s|$))",
        rf"(?:using|and|,) (\"[^\"]+\"|\S+) as the {label}\b",
        rf"\bthe {stem}(?: with ID)? (\"[^\"]+\"|\S+?)(?=[.,?]?(?:\s|$))",
    ):
        yield from (found.strip('"') for found in re.findall(pattern, text, re.IGNORECASE))
    schema = resolve(tool.properties.get(name, {}), tool.parameters)
    choices = [str(choice) for choice in schema.get("enum") or ()]
    yield from (c for c in choices if re.search(rf"\b{re.escape(c.replace('_', ' '))}\b", text, re.IGNORECASE))
    if SUBJECT.search(readable(name)):
        yield from (found.strip('"') for found in re.findall(r"\bfor (\"[^\"]+\"|\S+?)(?=[.,?]?(?:\s|$))", text))


def _by_template(ask: str, name: str, text: str) -> Iterator[str]:
    for flat in (ask.replace("[", "").replace("]", ""), re.sub(r"\[[^\[\]]*\]", "", ask)):
        yield from _by_pattern(flat, name, text)


def _by_pattern(flat: str, name: str, text: str) -> Iterator[str]:
    pattern = _BLANK.sub(lambda blank: f"(?P<{blank[1]}>.+?)", re.escape(flat))
    pattern = re.sub(r"(?:on|in)\\ (?=\(\?P)", r"(?:(?:on|in)\\ )?", pattern)
    if f"(?P<{name}>" not in pattern or pattern.count("(?P<") != len(set(re.findall(r"\(\?P<\w+>", pattern))):
        return
    found = re.search(rf"\b{pattern}(?=[.?!](?:\s|$)|,? (?:and|then) |$)", text, re.IGNORECASE)
    if found:
        yield found[name]


def _by_shape(name: str, kind: str, form: str, text: str) -> Iterator[str]:
    if form == "date" or "date" in name:
        yield from _ISO.findall(text)
        yield from SPOKEN.findall(text)
    elif kind in ("integer", "number"):
        yield from NUMBER.findall(SPOKEN.sub(" ", text))
    elif identifier_like(name):
        yield from IDENTIFIER.findall(text)
    elif "mail" in name:
        yield from _EMAIL.findall(text)
    elif "time" in name:
        yield from _CLOCK.findall(text)
    else:
        yield from _QUOTED.findall(text)


def _read(words: str, turn: int, now: datetime, kind: str) -> Found | None:
    if not words:
        return None
    if kind in ("integer", "number"):
        digits = NUMBER.fullmatch(words.lstrip("$€£"))
        value = float(digits[0]) if digits else None
        if value is None:
            return None
        return Found(int(value) if value == int(value) else value, Said(turn=turn))
    if kind == "boolean":
        return Found(
            not words.lower().startswith(("no ", "false")) and not words.endswith("off"), Said(turn=turn, quote=words)
        )
    if kind == "array":
        return Found([words], Said(turn=turn))
    if SPOKEN.fullmatch(words) and as_date(words) is None and (day := resolved(words, now)):
        return Found(day.isoformat(), Resolved(turn=turn, phrase=words))
    return Found(words, Said(turn=turn))
