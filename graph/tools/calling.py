"""Calls Python functions for one dialogue: arguments held to the schema, a time-out, and results as JSON."""

import asyncio
import inspect
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from threading import Thread
from typing import NamedTuple

import jsonschema_rs
from pydantic import JsonValue, ValidationError, validate_call
from pydantic_core import PydanticSerializationError, from_json, to_json

from graph.tools.functions import Function, Functions
from state.environment import Result
from state.tool import Tool

TIMEOUT = 30.0
"""Seconds that one call may take."""
MOST_OUTPUT = 200_000
"""Bytes of JSON that one call may return."""


class Callee(NamedTuple):
    """What stands behind an executed tool."""

    functions: Functions
    name: str
    validator: jsonschema_rs.Validator


def callee(functions: Functions, tool: Tool) -> Callee:
    """Make calls of this tool possible."""
    return Callee(functions, tool.original_name or tool.name, jsonschema_rs.validator_for(tool.parameters))


@dataclass(slots=True)
class Caller:
    """The functions of one dialogue."""

    callees: Mapping[str, Callee]
    """By name of the tool."""
    timeout: float = TIMEOUT
    _opened: dict[str, Mapping[str, Function]] = field(default_factory=dict)

    async def call(self, name: str, values: Mapping[str, JsonValue]) -> Result:
        """Run one call; whatever goes wrong in it is an error result."""
        called = self.callees[name]
        for problem in called.validator.iter_errors(dict(values)):
            place = ".".join(map(str, problem.instance_path)) or "arguments"
            return _error(f"invalid {place}: {problem.message}")
        try:
            return _result(await asyncio.wait_for(self._run(called, values), self.timeout))
        except TimeoutError:
            return _error(f"{name} did not answer within {self.timeout:g} seconds")
        except ValidationError as error:
            first = error.errors()[0]
            return _error(f"invalid {'.'.join(map(str, first['loc'])) or 'arguments'}: {first['msg']}")
        except Exception as error:  # noqa: BLE001 - whatever the operator's function raises is an answer to this call
            return _error(f"{type(error).__name__}: {error}")

    async def _run(self, called: Callee, values: Mapping[str, JsonValue]) -> object:
        def work() -> object:
            return validate_call(self._function(called))(**values)

        found = await _in_thread(work)
        return await found if inspect.isawaitable(found) else found

    def _function(self, called: Callee) -> Function:
        named = called.functions.named
        if named not in self._opened:
            self._opened[named] = called.functions.opened()
        return self._opened[named][called.name]


async def _in_thread(work: Callable[[], object]) -> object:
    """Run it beside the event loop. The thread is a daemon: one that hangs keeps nobody from leaving."""
    loop = asyncio.get_running_loop()
    answer: asyncio.Future[object] = loop.create_future()

    def run() -> None:
        result: object = None
        problem: Exception | None = None
        try:
            result = work()
        except BaseException as error:  # noqa: BLE001 - also a function that calls exit() has to be answered for
            # A future refuses StopIteration, and what is no Exception would end the run.
            if isinstance(error, Exception) and not isinstance(error, StopIteration):
                problem = error
            else:
                problem = RuntimeError(f"{type(error).__name__}: {error}")
        # After a time-out nobody waits any more, and the loop may be closed.
        with suppress(RuntimeError):
            loop.call_soon_threadsafe(_settle, answer, result, problem)

    Thread(target=run, daemon=True).start()
    return await answer


def _settle(answer: "asyncio.Future[object]", result: object, problem: Exception | None) -> None:
    if answer.done():
        return
    if problem is None:
        answer.set_result(result)
    else:
        answer.set_exception(problem)


def _result(value: object) -> Result:
    try:
        written = to_json(value, inf_nan_mode="null")
    except (PydanticSerializationError, ValueError, RecursionError) as error:
        return _error(f"the result cannot be written as JSON: {error}")
    if len(written) > MOST_OUTPUT:
        return _error(f"the result is {len(written):,} bytes long; {MOST_OUTPUT:,} are the most")
    content: JsonValue = from_json(written)
    return Result(content)


def _error(words: str) -> Result:
    return Result({"error": words}, error=True)
