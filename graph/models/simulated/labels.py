"""How a person who knows no parameters gives values their names, and how they are read again: `the day is 5 March`."""

import re
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import NamedTuple

from pydantic import JsonValue

from graph.models.simulated.dates import SPOKEN, resolved
from graph.models.simulated.manners import manner_of
from graph.models.simulated.schemas import fits, kind_of, readable, resolve
from graph.models.simulated.wording import joined
from state.source import Resolved, Said, Source
from state.tool import Tool

_START = re.compile(r"\bthe (?:other )?((?:(?! is | are | and the )[^\".?!,])+?) (?:is|are) ", re.IGNORECASE)
_END = re.compile(r"(?:,? and |, )$|, please\.|[.?!](?:\s.*)?$", re.DOTALL)
_ASKED = re.compile(r"\bthe ([^(),?]+?)(?: \(([^)]*)\))?(?=, | and the |\?)")
_QUESTION = re.compile(r"\btell me (the [^?]+\?)")
_QUOTED = re.compile(r'"([^"]*)"')
_HINTS = {"integer": "a number", "number": "a number", "boolean": "yes or no", "array": "one or more"}
_NOUNS = {"query": "keyword", "origin": "place of departure", "door": "door", "start_time": "starting time"}
"""Where the usual word is none that a value can be given."""


class Mention(NamedTuple):
    """A value that somebody gave, in their words."""

    label: str
    words: str
    turn: int


class Wanted(NamedTuple):
    """Something that was asked for."""

    label: str
    hint: str


def label_of(parameter: str) -> str:
    """What people call a value of this parameter: `booking`, `new date`."""
    noun = manner_of(parameter).noun
    return _NOUNS.get(parameter, noun.removeprefix("the ") if noun.startswith("the ") else readable(parameter)).lower()


def given(label: str, words: str, other: bool = False) -> str:
    """A clause that gives a value."""
    return f"the {'other ' * other}{label} is {words}"


def mentions(turn: int, text: str) -> Iterator[Mention]:
    """Every value that a text gives a name."""
    # What stands in quotation marks is a value, whatever it looks like.
    hidden = _QUOTED.sub(lambda quoted: f'"{"_" * len(quoted[1])}"', text)
    starts = list(_START.finditer(hidden))
    for start, following in zip(starts, (*starts[1:], None), strict=False):
        end = following.start() if following else len(text)
        rest = _END.search(hidden, start.end(), end)
        words = text[start.end() : rest.start() if rest else end].strip()
        if words:
            yield Mention(start[1].lower(), words, turn)


def ask_for(tool: Tool, names: Iterable[str]) -> str:
    """Ask for values of these parameters, with what a person has to know to answer."""
    return f"could you tell me {joined([f'the {label_of(name)}{_hint(tool, name)}' for name in names])}?"


def asked_for(text: str) -> tuple[Wanted, ...]:
    """What a question asks for."""
    question = _QUESTION.search(text)
    return tuple(Wanted(found[1], found[2] or "") for found in _ASKED.finditer(question[1])) if question else ()


def _hint(tool: Tool, name: str) -> str:
    schema = resolve(tool.properties.get(name, {}), tool.parameters)
    choices = [str(choice) for choice in schema.get("enum") or () if choice not in (None, "")]
    hint = " or ".join((", ".join(choices[:-1]), choices[-1])) if len(choices) > 1 else _HINTS.get(kind_of(schema), "")
    return f" ({hint})" if hint else ""


class Meant(NamedTuple):
    """What words mean for a parameter, and their source."""

    value: JsonValue
    source: Source


def meant(tool: Tool, name: str, mention: Mention, now: datetime) -> Meant:
    """Read words as a value of this parameter; as they stand, where they do not fit."""
    schema = resolve(tool.properties.get(name, {}), tool.parameters)
    said = _QUOTED.sub(r"\1", mention.words)
    phrase = SPOKEN.fullmatch(said)
    if phrase and (day := resolved(said, now)) and kind_of(schema) == "string":
        return Meant(day.isoformat(), Resolved(turn=mention.turn, phrase=said))
    for value in _readings(mention.words, said, kind_of(schema)):
        if fits(value, schema, tool.parameters):
            whole = isinstance(value, str | int | float) and not isinstance(value, bool) and str(value) in said
            return Meant(value, Said(turn=mention.turn, quote=None if whole else mention.words))
    return Meant(said, Said(turn=mention.turn))


def _readings(words: str, said: str, kind: str) -> Iterator[JsonValue]:
    if kind in ("integer", "number"):
        yield from _numbers(said)
    elif kind == "boolean":
        yield not re.search(r"\b(?:no|off)\b", said.lower())
    elif kind == "array":
        parts = _QUOTED.findall(words) or re.split(r", | and ", words)
        yield list(parts)
        yield [number for part in parts for number in _numbers(part)]
    else:
        yield from (said, said.replace(" ", "_"), *_numbers(said))


def _numbers(said: str) -> Iterator[int | float]:
    if digits := re.search(r"-?\d+(?:\.\d+)?", said.replace(",", "")):
        number = float(digits[0])
        yield int(number) if number == int(number) else number
