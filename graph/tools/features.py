"""What a tool is about, what it needs and what it gives, in words that can be compared with those of other tools."""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Any, NamedTuple

from state.tool import Tool

_DEEPEST = 4
"""How many levels of an output schema are read."""
_MOST_WORDS = 8
"""How many words of a description are compared."""

_PARTS = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[^\W\d_A-Za-z]+")
_SENTENCE = re.compile(r"[.\n。]")

_LOOK = """
    analyze browse calculate check compare compute count describe detect download estimate evaluate export extract
    fetch filter find get list load lookup monitor predict query read retrieve search show simulate suggest track view
"""
_ACT = """
    accept activate add append apply approve archive assign associate attach authenticate batch book build call cancel
    change clear click close configure connect convert copy create deactivate define delete deploy detach disable
    disassociate disconnect edit enable execute format generate import insert invite join launch log make manage mark
    merge modify move open optimize patch pause perform ping play post process publish pull purchase push put record
    register reject release remove rename replace reply request reset resolve restart resume return run save schedule
    select send set share start stop submit subscribe sync tag test toggle translate trigger unassign uninstall
    unsubscribe update upload validate verify wait watch write
"""
_SAY_NOTHING = """
    a all an analysis and any api as associated at be by can client count current daily data detail details example for
    from given history http id if in index info information into is it its item json level list mcp method new of on
    one operation or other overview rate real report result score server service simple single specific specified
    stat statistic status summary that the their then these this time to tool total type use used user using v value
    version via when which will with you your
"""
_POINT = """
    address arn code email handle id identifier key link name no number path ref reference sha sid slug symbol ticker
    title uid uri url username uuid
"""
_LOOKING = frozenset(_LOOK.split())
_ACTING = frozenset(_ACT.split())
_EMPTY = frozenset(_SAY_NOTHING.split())
"""Words that do not say what a tool is about: any thing can have a status."""
_POINTERS = frozenset(_POINT.split())
"""A last word by which things are pointed at: `issue_number` points at an issue."""


class Features(NamedTuple):
    """A tool as it is compared."""

    looks: bool
    """It tells something and changes nothing, as far as its name says."""
    about: tuple[str, ...]
    """Nouns of its name, without those of its server's name: `issue`."""
    points: tuple[str, ...]
    """Nouns of the things that its parameters point at."""
    needs: tuple[str, ...]
    """Its parameters: `issue_number`. Objects carry a mark, flags are left out."""
    gives: tuple[str, ...]
    """The fields of its output, written like parameters."""
    words: tuple[str, ...]
    """Words of its description."""


def features_of(tool: Tool) -> Features:
    """Read one tool."""
    name = words_of(tool.original_name or tool.name)
    passed_over = _LOOKING | _ACTING | _EMPTY
    nouns = [word for word in name if word not in passed_over and len(word) > 1]
    brand = words_of(tool.server)
    about = tuple(dict.fromkeys(word for word in nouns if word not in brand))
    needs = tuple(_fields(tool.parameters, about[:1], deepest=1))
    return Features(
        looks=not _ACTING & {*name[:2]},
        about=about,
        points=tuple(dict.fromkeys(_pointed_at(needs))),
        needs=needs,
        gives=tuple(_fields(tool.returns, about[:1], _DEEPEST)) if tool.returns else (),
        words=tuple(_described(tool.description, passed_over | {*nouns})),
    )


@lru_cache(maxsize=65_536)
def words_of(name: str) -> tuple[str, ...]:
    """The words of a name however it is spelt, in the singular: `listOpen_issues` is list, open, issue."""
    return tuple(_words(name))


def _words(text: str) -> Iterator[str]:
    return (_singular(word.lower()) for word in _PARTS.findall(text))


def _singular(word: str) -> str:
    if word.endswith("ies") and len(word) > 4:
        return f"{word[:-3]}y"
    if word.endswith(("sses", "xes", "ches", "shes")):
        return word[:-2]
    return word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is", "as")) else word


def _fields(schema: Any, owner: tuple[str, ...], deepest: int) -> Iterator[str]:  # noqa: ANN401 - any part of a schema
    """Name what an object holds; a bare `id` is that of its owner."""
    properties = schema.get("properties") if isinstance(schema, dict) else None
    for name, inner in properties.items() if isinstance(properties, dict) else ():
        held = _held(inner)
        if held.get("type") == "boolean":
            continue
        words = words_of(name)
        bare = len(words) == 1 and words[0] in _POINTERS
        yield "_".join((*owner, *words) if bare else words) + ("{}" if "properties" in held else "")
        if deepest > 1:
            yield from _fields(held, words[-1:] or owner, deepest - 1)


def _held(schema: Any) -> dict[str, Any]:  # noqa: ANN401 - any part of a schema
    """What stands in a place; where a list stands, what one of it is: lists are fed one by one."""
    while isinstance(schema, dict) and isinstance(schema.get("items"), dict):
        schema = schema["items"]
    return schema if isinstance(schema, dict) else {}


def _pointed_at(needs: Iterable[str]) -> Iterator[str]:
    for need in needs:
        *things, last = need.split("_")
        if last in _POINTERS and things:
            yield things[-1]


def _described(description: str, passed_over: frozenset[str]) -> list[str]:
    first = next((sentence for sentence in _SENTENCE.split(description[:400]) if sentence.strip()), "")
    return list(dict.fromkeys(w for w in _words(first) if len(w) > 3 and w not in passed_over))[:_MOST_WORDS]
