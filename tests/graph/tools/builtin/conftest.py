"""What the tests of the built-in pool share: a moment, an open world, and a walk through everything its user knows."""

from collections.abc import Callable, Iterator
from datetime import datetime
from random import Random
from typing import Any, NamedTuple

import pytest

from graph.tools.builtin.domain import Domain, Knowledge, tools_of
from state.environment import Result
from state.tool import Tool

NOW = datetime(2025, 6, 2, 9, 20)
_ENDING = ("cancel", "delete", "return", "pay")


class Made(NamedTuple):
    """One call of a walk."""

    tool: Tool
    values: dict[str, Any]
    result: Result


Open = Callable[..., Domain]
Walk = Callable[[Domain, Random], list[Made]]


@pytest.fixture
def now() -> datetime:
    """A Monday morning."""
    return NOW


@pytest.fixture
def world() -> Open:
    """Open a domain for a seed."""
    return lambda domain, seed=0: domain(Random(f"{seed}:{domain.name}"), NOW)


@pytest.fixture
def walk() -> Walk:
    """Make every call that facts and earlier results allow, each fact once per tool, in a random order."""
    return _walk


@pytest.fixture
def fact() -> Callable[[Domain, str], dict[str, Any]]:
    """The values of the first fact that is for a tool."""
    return lambda domain, name: next(fact.values for fact in domain.facts() if name in fact.tools)


def _walk(domain: Domain, random: Random) -> list[Made]:
    waiting = [pair for tool in tools_of(type(domain)) for pair in _wishes(tool, tuple(domain.facts()))]
    random.shuffle(waiting)
    made: list[Made] = []
    progress = True
    while progress:
        progress = False
        for tool, fact in tuple(waiting):
            values = _values(tool, fact, made, random)
            if values is not None:
                made.append(Made(tool, values, domain.run(tool.name, values)))
                waiting.remove((tool, fact))
                progress = True
    return made


def _wishes(tool: Tool, facts: tuple[Knowledge, ...]) -> list[tuple[Tool, Knowledge]]:
    return [(tool, fact) for fact in facts if tool.name in fact.tools] or [(tool, Knowledge("", {}, ()))]


def _values(tool: Tool, fact: Knowledge, made: list[Made], random: Random) -> dict[str, Any] | None:
    values = {name: value for name, value in fact.values.items() if name in tool.properties}
    gone = [value for call in made if call.tool.name.startswith(_ENDING) for value in call.values.values()]
    alike = [call for call in made if all(values.get(name, value) == value for name, value in call.values.items())]
    for name in tool.required:
        if name not in values:
            seen = [value for call in alike for key, value in _fields(call.result.content, gone) if key == name]
            if not seen:
                return None
            values[name] = random.choice(seen)
    return values


def _fields(content: Any, gone: list[Any]) -> Iterator[tuple[str, Any]]:
    """Every field of a result, of a list those of its first item; nothing of what was ended since."""
    if any(
        content.get(key) in gone for key in ("title", "booking_reference", "confirmation", "bill_number", "order_id")
    ):
        return
    for key, value in content.items():
        if isinstance(value, list) and value and isinstance(value[0], dict):
            yield from _fields(value[0], gone)
        elif isinstance(value, str | int | float):
            yield key, value
