"""Reads one signature such as `name(city: str, days: int = 3) -> dict: What it does`. Judges no schema."""

import re
from collections.abc import Iterator
from typing import Any

from graph.tools.type_words import is_optional, schema_of

LONGEST = 4_000
"""More characters are no signature; it also bounds what matching can cost."""
BULLET = r"[\s>#*\-+•`]{0,40}(?:\d{1,3}[.)]\s{1,4})?[*_`]{0,4}"
"""What may stand before a name in a list; bounded, because a text may be made to be slow to match."""
_HEAD = re.compile(rf"{BULLET}(?:async\s+)?(?:def\s+|function\s+)?(?P<name>[^\W_][^\n(:`*=,]{{0,99}}?)[`*]{{0,4}}\s?\(")
_TAIL = re.compile(
    r"\s*(?:(?:->|=>|→)\s*(?P<returns>[\w.\[\]|, ]{1,80}?)\s*)?[`*;]*\s*(?:(?:[:\-–—#]+|//)\s*(?P<about>.*))?$"
)
_PARAMETER = re.compile(
    r"\s*(?P<name>[^\s:=?]+)\s*(?P<may>\?)?\s*(?::\s*(?P<type>[^=]*?))?\s*(?:=\s*(?P<default>.*?))?\s*$"
)
_SUFFIXES = ("optional", "required")
_OPENING, _CLOSING = "([{<", ")]}>"


def read_signature(text: str) -> dict[str, Any] | None:
    """The tool that a line, or several, is the signature of."""
    head = _HEAD.match(text)
    if head is None or len(text) > LONGEST:
        return None
    end = closing(text, head.end())
    tail = _TAIL.match(text[end + 1 :].strip()) if end is not None else None
    if tail is None:
        return None
    parameters = read_parameters(text[head.end() : end])
    name = head["name"].strip()
    if parameters is None or (not parameters and re.search(r"\s", name)):
        return None
    tool: dict[str, Any] = {"name": name, "description": (tail["about"] or "").strip(), "parameters": parameters}
    returns = schema_of(tail["returns"]) if tail["returns"] else None
    return tool | ({"returns": returns} if returns else {})


def begins_signature(line: str) -> bool:
    """Whether a line could be the first of a signature."""
    return len(line) <= LONGEST and _HEAD.match(line) is not None


def read_parameters(text: str) -> list[dict[str, Any]] | None:
    """The parameters in `city: str, days: int = 3`; None where one says neither its type nor a default."""
    found: list[dict[str, Any]] = []
    for part in _split(text):
        if part.lower() in _SUFFIXES and found:
            found[-1]["required"] = part.lower() == "required"
        elif part not in ("*", "/", "self", "cls", "..."):
            parameter = _PARAMETER.match(part)
            if parameter is None or not (parameter["type"] or parameter["default"]):
                return None
            found.append(_parameter(parameter))
    return found


def closing(text: str, start: int) -> int | None:
    """Where the bracket closes that was opened just before this place."""
    depth = 1
    for position, character, quoted in _characters(text, start):
        if not quoted and character in "([{":
            depth += 1
        elif not quoted and character in ")]}":
            depth -= 1
            if depth == 0:
                return position
    return None


def _parameter(found: re.Match[str]) -> dict[str, Any]:
    kind, default = found["type"] or "any", found["default"]
    optional = bool(found["may"] or default is not None or is_optional(kind) or "none" in kind.lower())
    parameter = {"name": found["name"].lstrip("*"), "type": kind, "required": not optional}
    value = (default or "").strip("\"'")
    return parameter if value in ("", "None", "null", "...") else parameter | {"default": value}


def _split(text: str) -> Iterator[str]:
    """The parts between commas that stand in no brackets and no quotes."""
    depth, begun = 0, 0
    for position, character, quoted in _characters(text, 0):
        if quoted:
            continue
        depth += (character in _OPENING) - (character in _CLOSING and text[position - 1 : position] not in ("-", "="))
        if character == "," and depth == 0:
            yield text[begun:position].strip()
            begun = position + 1
    if last := text[begun:].strip():
        yield last


def _characters(text: str, start: int) -> Iterator[tuple[int, str, bool]]:
    """Every character with its place, and whether it stands in quotes."""
    quote = ""
    for position in range(start, len(text)):
        character = text[position]
        yield position, character, bool(quote)
        if character == quote:
            quote = ""
        elif not quote and character in "\"'" and text[position - 1 : position] in (" ", "=", "(", "[", ",", ":", "{"):
            quote = character
