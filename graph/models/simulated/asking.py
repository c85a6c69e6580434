"""One call as a clause that asks for it: `book TX-481 for Lena Park`."""

import re
from collections.abc import Mapping
from random import Random
from typing import NamedTuple

from graph.models.simulated.dates import mend_prepositions
from graph.models.simulated.descriptions import imperative
from graph.models.simulated.schemas import readable, words_of
from graph.models.simulated.wording import SUBJECT, is_observed, joined, marked, plain, words
from state.dialogue import Argument, Call
from state.source import Default, Observed
from state.tool import Tool

_BLANK = re.compile(r"\{(\w+)(?:\|([^}]*))?\}")
_OPTIONAL = re.compile(r"\[([^\[\]]*)\]")
_BARE = (
    "url",
    "query",
    "city",
    "location",
    "symbol",
    "expression",
    "command",
    "word",
    "address",
    "coordinates",
    "text",
)
_TAILS = ("id", "ids", "name", "path", "slug", "key", "number", "url", "code")
_ENDING = r"(?=$|,|\s+(?:in|on|at|from|to|of|with|for|by|and|or|using|via|as|has|is)\b)"
_OPERANDS = ("a", "b", "c", "m", "n")
_REFERENCES = ("from that result", "from before")
ENDS = ('."', '?"', '!"')
"""How a sentence may end when it ends in a quotation."""
_LIST = re.compile(r"(?:min_by\()?(\w*)(?:, &|\[0\])")
_VAGUE = {"title": "something", "name": "something", "amount": "some money", "text": "something", "note": "a note"}


class Piece(NamedTuple):
    """A call and the tool that it calls."""

    tool: Tool
    call: Call


class Clause(NamedTuple):
    """What is asked for, and sentences that add details to it."""

    text: str
    details: str = ""


def clause(piece: Piece, turn: int, said_before: set[tuple[str, str]], previous: str | None, random: Random) -> Clause:
    """Ask for one call, naming everything that the user says in this turn; `previous` is the call asked for before."""
    if piece.tool.asks:
        return _from_template(piece, turn, previous, random)
    return _from_description(piece, turn, said_before, previous, random)


def _from_template(piece: Piece, turn: int, previous: str | None, random: Random) -> Clause:
    arguments = {argument.name: argument for argument in piece.call.arguments}
    spoken = {name: text for name, argument in arguments.items() if (text := words(argument, turn)) is not None}
    templates = list(piece.tool.asks)
    random.shuffle(templates)
    templates.sort(key=lambda template: len(spoken.keys() - _names(template)))
    text = fill_template(templates[0], spoken, arguments, previous)
    missing = [name for name in spoken if name not in _names(templates[0])]
    details = _sentence([(name, marked(spoken[name])) for name in missing]) if missing else ""
    return Clause(mend_prepositions(text), details)


def _names(template: str) -> set[str]:
    return {found[0] for found in _BLANK.findall(template)}


def fill_template(
    template: str, spoken: Mapping[str, str], arguments: Mapping[str, Argument], previous: str | None = None
) -> str:
    """A template with its blanks filled; what is not said in this turn is left vague."""

    def optional(found: re.Match[str]) -> str:
        return found[1] if any(name in spoken for name in _names(found[1])) else ""

    def blank(found: re.Match[str]) -> str:
        before, name, reference = found[1], found[2], found[3]
        if name in spoken:
            return f"{before}{spoken[name]}"
        argument = arguments.get(name)
        if argument is not None and is_observed(argument):
            return f"{before}{_refer(argument, reference, previous)}"
        return _vaguely(before, name, reference)

    flat = _OPTIONAL.sub(optional, template)
    text = re.sub(r"((?:\b[\w']+ )?)\{(\w+)(?:\|([^}]*))?\}", blank, flat)
    return re.sub(r"\s+([,.])", r"\1", " ".join(text.split())).strip(" ,")


def _refer(argument: Argument, reference: str | None, previous: str | None) -> str:
    source = argument.source
    assert isinstance(source, Observed)
    adjacent = source.call == previous
    listed = _LIST.match(source.path)
    stem = readable(argument.name).removesuffix(" ID")
    if listed is None:
        return "it" if reference and adjacent else f"that {stem}"
    noun = readable(listed[1] or stem)
    if reference is None or not re.search(r"\b(first|top|list)\b", reference):
        reference = "the first one"
    text = reference if adjacent else f"the first {noun.removesuffix('s')}"
    return text.replace("first", "cheapest") if source.path.startswith("min_by") else text


def _vaguely(before: str, name: str, reference: str | None) -> str:
    stems = [word for word in words_of(name) if word not in _TAILS] or [words_of(name)[-1]]
    preceding = before.strip().lower()
    if preceding in ("on", "at", "for", "to", "from", "in", "by", "until", "with", "of", "under", "about"):
        return ""
    if preceding in stems:
        return f"one of my {preceding}s"
    noun = " ".join(stems)
    before = "" if preceding in ("the", "a", "an", "my") else before
    return f"{before}{_VAGUE.get(name) or reference or f'{_a(noun)} {noun}'}"


def _a(noun: str) -> str:
    return "an" if noun[:1] in "aeio" else "a"


def _from_description(
    piece: Piece, turn: int, said_before: set[tuple[str, str]], previous: str | None, random: Random
) -> Clause:
    text = imperative(piece.tool)
    details: list[tuple[str, str]] = []
    extras: list[str] = []
    repeated: list[str] = []
    for argument in piece.call.arguments:
        said = _foreign_words(argument, turn, previous)
        if said is None:
            continue
        if (argument.name, said) in said_before:
            repeated.append(readable(argument.name))
            continue
        said_before.add((argument.name, said))
        if isinstance(argument.value, bool) and not is_observed(argument):
            extras.append(said)
        elif inserted := _inserted(text, argument, said):
            text = inserted
        else:
            details.append((argument.name, said))
    if repeated:
        text = f"{text}, with the same {joined(repeated)}"
    return _with_details(text, details, extras, random)


def _foreign_words(argument: Argument, turn: int, previous: str | None) -> str | None:
    if isinstance(argument.source, Observed):
        return "from that result" if argument.source.call == previous else "from before"
    said = words(argument, turn)
    if said is None or isinstance(argument.value, bool | list | dict):
        return said
    return marked(said) if isinstance(argument.value, str) else said


def with_arguments(wish: str, call: Call) -> str:
    """Name in a wish what it was about: `delete a tag` is `delete the tag with ID tag-4821`."""
    for argument in call.arguments:
        value = argument.value
        if isinstance(value, str | int | float) and not isinstance(value, bool) and not SUBJECT.search(argument.name):
            given = argument.model_copy(update={"source": Default()})
            wish = _inserted(wish, given, marked(str(value)) if isinstance(value, str) else plain(value)) or wish
    return wish


def _inserted(text: str, argument: Argument, said: str) -> str | None:
    label = readable(argument.name)
    stem = " ".join(word for word in label.split() if word.lower() not in _TAILS) or label
    found = re.search(rf"\b(an?|the) ({re.escape(stem)})(?: (?:ID|name|path|slug))?{_ENDING}", text, re.IGNORECASE)
    if found is None and stem in _BARE and text.endswith(f" for {stem}"):
        return f"{text.removesuffix(stem)}{said}"
    if found:
        noun = found[2]
        identified = label.endswith(" ID") and not is_observed(argument)
        bare = noun.lower() in _BARE and not is_observed(argument)
        worded = said if bare else f"the {noun} {'with ID ' if identified else ''}{said}"
        rest = re.sub(r"^ by (?:its |their )?(?:ID|id|name)\b", "", text[found.end() :])
        return f"{text[: found.start()]}{worded}{rest}"
    if SUBJECT.search(label) and not is_observed(argument) and '"' not in text and not re.search(r"\bfor\b", text):
        return f"{text} for {said}"
    return None


def _with_details(text: str, details: list[tuple[str, str]], switches: list[str], random: Random) -> Clause:
    if switches:
        text = f"{text}, with {joined(switches)}"
    taken = [f"the {readable(name)} {said}" for name, said in details if said in _REFERENCES]
    if taken:
        text = f"{text}, using {joined(taken)}"
    details = [(name, said) for name, said in details if said not in _REFERENCES]
    if not details:
        return Clause(text)
    if all(name in ("x", "y", "z") for name, _ in details):
        return Clause(f"{text}, with {joined([f'{name} {said}' for name, said in details])}")
    if all(name in _OPERANDS for name, _ in details) and not taken:
        return Clause(f"{text}: {joined([said for _, said in details])}")
    if len(details) <= 2 and not taken and random.random() < 0.55:
        return Clause(f"{text}, using {joined([f'{said} as the {readable(name)}' for name, said in details])}")
    return Clause(text, _sentence(details))


def _sentence(details: list[tuple[str, str]]) -> str:
    text = joined([f"the {readable(name)} {'are' if _many(name) else 'is'} {said}" for name, said in details])
    return f"{text[0].upper()}{text[1:]}{'' if text.endswith(ENDS) else '.'}"


def _many(name: str) -> bool:
    last = words_of(name)[-1]
    return last.endswith("s") and not last.endswith(("ss", "us", "is"))
