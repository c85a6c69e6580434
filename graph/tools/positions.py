"""Finds where the parts of a JSON text stand, also in a text that breaks off."""

import json
from collections.abc import Generator, Iterable
from contextlib import suppress
from typing import NamedTuple

from graph.tools.definition import Path

_SPACE = " \t\r\n"
_DEEPEST = 3
"""Far enough for `{"result": {"tools": [...]}}` and for `paths`, path, method of an OpenAPI document."""


def _passed_over(_: str) -> None:
    """What a number is does not matter here; some are too long to be read."""


_DECODER = json.JSONDecoder(parse_int=_passed_over, parse_float=_passed_over, parse_constant=_passed_over)


class Part(NamedTuple):
    """A part of a JSON text, complete."""

    path: Path
    start: int
    end: int


def parts(text: str, start: int, depth: int = _DEEPEST) -> Generator[Part, None, int]:
    """Every part down to some depth, children first; returns where the value ends.

    What follows a broken place is not found: `ValueError`, or `RecursionError` where a part is nested too deeply.
    """
    return (yield from _parts(text, _skip(text, start), (), depth))


def lines(text: str, found: Iterable[Part]) -> dict[Path, int]:
    """The line of each part, up to the first place that is broken."""
    complete: list[Part] = []
    with suppress(ValueError, RecursionError):
        complete.extend(found)
    line, counted, result = 1, 0, {}
    for part in sorted(complete, key=lambda part: part.start):
        line, counted = line + text.count("\n", counted, part.start), part.start
        result[part.path] = line
    return result


def _parts(text: str, start: int, path: Path, depth: int) -> Generator[Part, None, int]:
    opening = text[start : start + 1]
    if depth == 0 or opening not in ("[", "{"):
        end = _end(text, start)
    elif opening == "[":
        end = yield from _elements(text, start, path, depth)
    else:
        end = yield from _members(text, start, path, depth)
    yield Part(path, start, end)
    return end


def _elements(text: str, start: int, path: Path, depth: int) -> Generator[Part, None, int]:
    position, number = _skip(text, start + 1), 0
    while text[position : position + 1] != "]":
        position = yield from _parts(text, position, (*path, number), depth - 1)
        position, number = _after_comma(text, position), number + 1
    return position + 1


def _members(text: str, start: int, path: Path, depth: int) -> Generator[Part, None, int]:
    position = _skip(text, start + 1)
    while text[position : position + 1] != "}":
        end = _end(text, position)
        name = json.loads(text[position:end])
        position = _skip(text, end)
        if text[position : position + 1] != ":" or not isinstance(name, str):
            raise json.JSONDecodeError("expected a name and a colon", text, position)
        position = yield from _parts(text, _skip(text, position + 1), (*path, name), depth - 1)
        position = _after_comma(text, position)
    return position + 1


def _end(text: str, start: int) -> int:
    return _DECODER.raw_decode(text, start)[1]


def _skip(text: str, position: int) -> int:
    while text[position : position + 1] and text[position] in _SPACE:
        position += 1
    return position


def _after_comma(text: str, position: int) -> int:
    position = _skip(text, position)
    if text[position : position + 1] == ",":
        return _skip(text, position + 1)
    if text[position : position + 1] in ("]", "}"):
        return position
    raise json.JSONDecodeError("expected a comma or the end", text, position)
