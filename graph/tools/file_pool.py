"""A pool of tools from a file. Nothing runs them, so a writer makes up what they return."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from random import Random

from pydantic import JsonValue

from graph.tools.describing import Described, Rejected, describe
from graph.tools.reading import read_definitions
from graph.tools.sampling import Catalogue
from state.environment import Result
from state.errors import ConfigurationError
from state.task import Fact
from state.tool import Tool


class Unexecuted:
    """The environment of tools that nothing runs: no policy, no facts."""

    def policy(self, tools: tuple[Tool, ...]) -> str:
        """No rules of conduct come with a file."""
        return ""

    def facts(self, tools: tuple[Tool, ...]) -> tuple[Fact, ...]:
        """Nothing is known of the user."""
        return ()

    async def execute(self, name: str, values: Mapping[str, JsonValue]) -> Result:
        """An error, because there is nothing to run."""
        return Result({"error": f"{name!r} cannot be run: its pool is a file of descriptions"}, error=True)

    async def close(self) -> None:
        """Nothing is held."""


@dataclass(frozen=True, slots=True)
class FilePool:
    """The tools of one file."""

    tools: tuple[Tool, ...]
    rejected: tuple[Rejected, ...] = ()
    notes: Mapping[str, int] = field(default_factory=dict)
    """How often each kind of change was made to fit the tools."""
    catalogue: Catalogue = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Index the tools once."""
        object.__setattr__(self, "catalogue", Catalogue(self.tools))

    def offer(self, random: Random) -> tuple[Tool, ...]:
        """Tools that can work together, with one or two from elsewhere among them."""
        return self.catalogue.draw(random)

    def open(self, seed: int, now: datetime) -> Unexecuted:
        """An environment in which nothing happens."""
        return Unexecuted()

    async def close(self, seed: int) -> None:
        """Nothing is kept of a dialogue."""


def read_pool(path: Path) -> FilePool:
    """The pool in this file; whatever is wrong with the file is a `ConfigurationError`."""
    described = describe(path, read_definitions(path))
    names = {tool.name for tool in described.tools}
    if len(names) < 2:
        raise ConfigurationError(f"{path}: {_shortage(described)}; expected at least 2 tools of different names")
    return FilePool(described.tools, described.rejected, described.notes)


def _shortage(described: Described) -> str:
    only = next((tool.name for tool in described.tools), None)
    found = "no usable tools" if only is None else f"too small, its only usable name is {only!r}"
    if not described.rejected:
        return f"{found}; add tools"
    line, name, reason = described.rejected[0]
    return (
        f"{found}, {len(described.rejected)} rejected, the first in line {line} ({name!r}: {reason}); mend or add tools"
    )
