"""A pool of tools from files and Python functions. What nothing runs, a writer makes up the results of."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from pydantic import JsonValue

from graph.tools.calling import Callee, Caller, callee
from graph.tools.definition import Rejected
from graph.tools.loading import Loaded, load
from state.environment import Result
from state.errors import ConfigurationError
from state.task import Fact
from state.tool import Tool


@dataclass(frozen=True, slots=True)
class FileEnvironment:
    """The environment of such tools: no policy, no facts; functions are called, nothing else runs."""

    caller: Caller

    def policy(self, tools: tuple[Tool, ...]) -> str:
        """No rules of conduct come with a file."""
        return ""

    def facts(self, tools: tuple[Tool, ...]) -> tuple[Fact, ...]:
        """Nothing is known of the user."""
        return ()

    async def execute(self, name: str, values: Mapping[str, JsonValue]) -> Result:
        """Call the function of this name; an error where there is none."""
        if name in self.caller.callees:
            return await self.caller.call(name, values)
        return Result({"error": f"{name!r} cannot be run: its pool is a file of descriptions"}, error=True)

    async def close(self) -> None:
        """Nothing is held."""


@dataclass(frozen=True, slots=True)
class FilePool:
    """The tools that the operator named."""

    tools: tuple[Tool, ...]
    rejected: tuple[Rejected, ...] = ()
    notes: Mapping[str, int] = field(default_factory=dict)
    """How often each kind of change was made to fit the tools."""
    benchmarks: Mapping[str, int] = field(default_factory=dict)
    """How many of the tools belong to evaluation sets."""
    callees: Mapping[str, Callee] = field(default_factory=dict, repr=False, compare=False)
    """What runs the executed ones, by name."""

    @property
    def warnings(self) -> tuple[str, ...]:
        """What whoever generates with this pool should know."""
        if not self.benchmarks:
            return ()
        counts = ", ".join(f"{count} of {name}" for name, count in sorted(self.benchmarks.items()))
        return (f"tools of evaluation sets in the pool ({counts}); leave them out with --exclude-benchmarks",)

    def open(self, seed: int, now: datetime) -> FileEnvironment:
        """A fresh environment; classes of functions are made anew in it."""
        return FileEnvironment(Caller(self.callees))

    async def close(self, seed: int) -> None:
        """Nothing is kept of a dialogue."""


def read_pool(named: Sequence[str], *, exclude_benchmarks: bool = False) -> FilePool:
    """The pool in these files and functions; whatever makes it useless is a `ConfigurationError`."""
    loaded = load(named, exclude_benchmarks=exclude_benchmarks)
    names = {tool.name for tool in loaded.tools}
    if len(names) < 2:
        raise ConfigurationError(
            f"{', '.join(named)}: {shortage(loaded)}; expected at least 2 tools of different names"
        )
    return FilePool(loaded.tools, loaded.rejected, loaded.notes, loaded.benchmarks, _callees(loaded))


def _callees(loaded: Loaded) -> dict[str, Callee]:
    callees: dict[str, Callee] = {}
    for tool in loaded.tools:
        if tool.executed:
            if tool.name in callees:
                places = f"{callees[tool.name].functions.named} and {tool.server}"
                raise ConfigurationError(f"{places} both have a function {tool.name!r}; expected names that differ")
            callees[tool.name] = callee(loaded.functions[tool.server], tool)
    return callees


def shortage(loaded: Loaded) -> str:
    """Why there are too few tools, with the first that was rejected."""
    only = next((tool.name for tool in loaded.tools), None)
    found = "no usable tools" if only is None else f"too small, its only usable name is {only!r}"
    if not loaded.rejected:
        return f"{found}; add tools"
    first, count = loaded.rejected[0], len(loaded.rejected)
    return f"{found}, {count} rejected, the first in {first.file}:{first.line} ({first.reason}); mend or add tools"
