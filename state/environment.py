"""Where tools come from, and where they run."""

from collections.abc import Mapping
from datetime import datetime
from random import Random
from typing import NamedTuple, Protocol, runtime_checkable

from pydantic import JsonValue

from state.task import Fact
from state.tool import Tool


class Result(NamedTuple):
    """What running a call gave."""

    content: JsonValue
    error: bool = False
    changed: bool = True
    """The world may be another now. False only where it is known to be the same."""


class Environment(Protocol):
    """The world that one dialogue acts on. Calls change it; a fresh one replays them.

    One that may answer the same calls otherwise another time says so: `repeatable = False`. Its results are journalled.
    """

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


class Evidence(NamedTuple):
    """What the calls of a dialogue left behind in its world."""

    state: JsonValue = None
    faults: tuple[str, ...] = ()
    """What was done to the world that these calls do not explain."""


@runtime_checkable
class Witness(Protocol):
    """An environment that can say what has become of it."""

    async def evidence(self) -> Evidence:
        """What is different from when it was opened, so that the same calls always leave the same."""
        ...


@runtime_checkable
class Renewable(Protocol):
    """An environment that may be able to begin again, where a new one would cost more."""

    def renew(self) -> bool:
        """Be as it was in the beginning, if nothing was changed; else say that it cannot."""
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


def is_repeatable(environment: Environment) -> bool:
    """Whether the same calls in a fresh environment of this kind give the same results."""
    return bool(getattr(environment, "repeatable", True))
