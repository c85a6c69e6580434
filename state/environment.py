"""Where tools come from, and where they run."""

from collections.abc import Mapping
from datetime import datetime
from random import Random
from typing import NamedTuple, Protocol

from pydantic import JsonValue

from state.task import Fact
from state.tool import Tool


class Result(NamedTuple):
    """What running a call gave."""

    content: JsonValue
    error: bool = False


class Environment(Protocol):
    """The world that one dialogue acts on. Calls change it; a fresh one replays them."""

    def policy(self, tools: tuple[Tool, ...]) -> str:
        """Rules of conduct for the assistant that come with these tools; may be empty."""
        ...

    def facts(self, tools: tuple[Tool, ...]) -> tuple[Fact, ...]:
        """What the user of these tools would know."""
        ...

    async def execute(self, name: str, values: Mapping[str, JsonValue]) -> Result:
        """Run one call. Wrong use is a result with `error`, never an exception."""
        ...

    async def close(self) -> None:
        """Give back what it holds: processes, connections, files."""
        ...


class Pool(Protocol):
    """A pool of tools."""

    def offer(self, random: Random, number: int | None) -> tuple[Tool, ...]:
        """Draw the tools of the dialogue with this number in its run, or of one alone. No two share a name."""
        ...

    def open(self, seed: int, now: datetime) -> Environment:
        """A fresh environment; the same seed and time give the same one."""
        ...

    async def close(self, seed: int) -> None:
        """The dialogue of this seed is done: nobody will open its environment again."""
        ...
