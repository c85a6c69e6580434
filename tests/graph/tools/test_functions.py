"""Python functions of the operator as tools that run."""

import asyncio
import sys
import threading
from collections.abc import Iterator
from datetime import date, datetime
from types import ModuleType
from typing import Any

import pytest

from graph.tools.calling import MOST_OUTPUT, Caller, callee
from graph.tools.describing import describe
from graph.tools.file_pool import FilePool, read_pool
from graph.tools.functions import find_functions
from graph.tools.loading import load
from state.environment import Result
from state.errors import ConfigurationError


def add_days(day: date, days: int = 1) -> dict[str, str]:
    """Count days from a day.

    Args:
        day: Where to begin.
        days: How many; may be negative.
    """
    return {"day": date.fromordinal(day.toordinal() + days).isoformat()}


async def whisper(words: list[str]) -> str:
    """Say it quietly."""
    return " ".join(words).lower()


def loud(text: str) -> str:
    """Always too long."""
    return text * MOST_OUTPUT


def broken(code: int) -> None:
    """Fail, or leave."""
    if code == 1:
        raise StopIteration(code)
    if code:
        raise SystemExit(code)
    raise LookupError("nothing there")


def secret() -> object:
    """Give what is no JSON."""
    return object()


def lock() -> None:
    """Wait for what never comes."""
    threading.Event().wait()


def odd(device: ModuleType) -> None:
    """Take what is no JSON."""


class Counter:
    """A counter of one dialogue."""

    def __init__(self) -> None:
        self.count = 0

    def increase(self, by: int) -> int:
        """Count further."""
        self.count += by
        return self.count

    def current(self) -> int:
        """Say how far it is."""
        return self.count

    def _hidden(self) -> None:
        raise AssertionError


@pytest.fixture
def module(monkeypatch) -> Iterator[ModuleType]:
    """The functions of this file as a module that the operator could name."""
    made = ModuleType("operator_tools")
    made.several = [add_days, whisper, loud, broken, secret, lock]  # type: ignore[attr-defined]
    made.Counter, made.odd, made.number = Counter, [odd, add_days], 7  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "operator_tools", made)
    return made


def _opened(pool: FilePool) -> Any:
    return pool.open(1, datetime(2026, 11, 20))


async def _call(name: str, **values: Any) -> Result:
    return await _opened(read_pool(["operator_tools:several"])).execute(name, values)


def test_a_signature_and_its_docstring_become_a_tool(module) -> None:
    tool = load(["operator_tools:several"]).tools[0]
    assert (tool.name, tool.description, tool.server, tool.executed) == (
        "add_days", "Count days from a day.", "operator_tools:several", True,
    )  # fmt: skip
    assert tool.parameters == {
        "type": "object",
        "properties": {
            "day": {"type": "string", "format": "date", "description": "Where to begin."},
            "days": {"type": "integer", "default": 1, "description": "How many; may be negative."},
        },
        "required": ["day"],
        "additionalProperties": False,
    }
    assert tool.returns == {"type": "object", "additionalProperties": {"type": "string"}}


async def test_functions_run_whether_they_are_async_or_not(module) -> None:
    assert await _call("add_days", day="2026-02-28") == Result({"day": "2026-03-01"})
    assert await _call("whisper", words=["Be", "QUIET"]) == Result("be quiet")


@pytest.mark.parametrize(
    ("name", "values", "words"),
    [
        ("add_days", {"day": 7}, "invalid day: 7 is not of type"),
        ("add_days", {"day": "soon"}, "invalid day: "),
        ("add_days", {}, '"day" is a required property'),
        ("add_days", {"day": "2026-02-28", "hours": 1}, "Additional properties"),
        ("broken", {"code": 0}, "LookupError: nothing there"),
        ("broken", {"code": 1}, "StopIteration: 1"),
        ("broken", {"code": 3}, "SystemExit: 3"),
        ("secret", {}, "the result cannot be written as JSON"),
        ("loud", {"text": "ab"}, "bytes long"),
        ("unknown", {}, "cannot be run"),
    ],
)
async def test_what_goes_wrong_is_an_error_result(module, name, values, words) -> None:
    content, error = await _call(name, **values)
    assert error
    assert isinstance(content, dict)
    assert words in str(content["error"])


async def test_a_call_that_hangs_is_given_up(module) -> None:
    functions = find_functions("operator_tools:several")
    tools = {tool.name: callee(functions, tool) for tool in describe(functions.definitions()).tools}
    content, error = await Caller(tools, timeout=0.05).call("lock", {})
    assert (content, error) == ({"error": "lock did not answer within 0.05 seconds"}, True)


async def test_every_dialogue_has_an_instance_of_a_class_to_itself(module) -> None:
    pool = read_pool(["operator_tools:Counter"])
    assert [tool.name for tool in pool.tools] == ["current", "increase"]
    first, second = _opened(pool), _opened(pool)
    await first.execute("increase", {"by": 3})
    await asyncio.gather(second.execute("increase", {"by": 5}))
    assert [await one.execute("current", {}) for one in (first, second)] == [Result(3), Result(5)]


def test_a_function_that_cannot_be_described_is_rejected_with_its_line(module) -> None:
    [rejected] = load(["operator_tools:odd"]).rejected
    assert (rejected.file, rejected.line, rejected.name) == (__file__, odd.__code__.co_firstlineno, "odd")
    assert rejected.reason.startswith("its parameters cannot be written in JSON")


@pytest.mark.parametrize("named", ["operator_tools:absent", "no_such_module:x", "operator_tools:number"])
def test_what_is_no_function_is_a_mistake_of_the_operator(module, named) -> None:
    with pytest.raises(ConfigurationError, match=f"{named}: .*expected module:attribute"):
        load([named])


def test_two_functions_of_one_name_are_a_mistake_of_the_operator(module) -> None:
    module.other = [add_days]  # type: ignore[attr-defined]
    with pytest.raises(ConfigurationError, match="both have a function 'add_days'"):
        read_pool(["operator_tools:several", "operator_tools:other"])


async def test_a_file_cannot_have_a_function_run(module, write, tool) -> None:
    path = write(tool("current", server="operator_tools:Counter", executed=True), tool("other"))
    pool = read_pool([str(path)])
    assert [one.executed for one in pool.tools] == [False, False]
    assert (await _opened(pool).execute("current", {})).error
