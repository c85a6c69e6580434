"""What the tools of a dialogue have answered already, so that a replay runs only what is new.

A dialogue is replayed after each change, and most of it is as it was. The same calls in the same order give the same
results, so they are looked up; from the first call that differs, an environment runs them.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from random import Random

from pydantic import JsonValue

from state.environment import Environment, Pool, Renewable, Result
from state.task import Fact
from state.tool import Tool


@dataclass(slots=True, eq=False)
class Moment:
    """The world after a call: which call it was, what it gave, and what was tried from here."""

    name: str
    values: Mapping[str, JsonValue]
    result: Result
    after: "dict[str, Moment]" = field(default_factory=dict)


@dataclass(slots=True, eq=False)
class Timeline:
    """All that was ever run for one dialogue, and the one world that is open, at the moment it has reached."""

    pool: Pool
    seed: int
    now: datetime
    start: Moment = field(default_factory=lambda: Moment("", {}, Result(None)))
    _world: Environment | None = None
    _reached: Moment | None = None

    async def run(self, past: Sequence[Moment], name: str, values: Mapping[str, JsonValue]) -> Moment:
        """The moment after one more call; the past begins with the start."""
        here, key = past[-1], f"{name}{values!r}"
        if key not in here.after:
            world = await self._world_at(past)
            self._reached = None
            here.after[key] = self._reached = Moment(name, values, await world.execute(name, values))
        return here.after[key]

    async def close(self) -> None:
        """Close the world that is open."""
        world, self._world, self._reached = self._world, None, None
        if world is not None:
            await world.close()

    async def _world_at(self, past: Sequence[Moment]) -> Environment:
        """A world with this past: the open one, or a fresh one that lives through it."""
        if self._world is None or self._reached is not past[-1]:
            world = self._world = await self._beginning()
            for call in past[1:]:
                await world.execute(call.name, call.values)
        return self._world

    async def _beginning(self) -> Environment:
        if isinstance(self._world, Renewable) and self._world.renew():
            return self._world
        await self.close()
        return self.pool.open(self.seed, self.now)


@dataclass(slots=True)
class Cursor:
    """An environment that begins at the start of a timeline and moves along it."""

    timeline: Timeline
    _past: list[Moment]

    def policy(self, tools: tuple[Tool, ...]) -> str:
        """Rules of conduct, as the pool has them."""
        return self._blank().policy(tools)

    def facts(self, tools: tuple[Tool, ...]) -> tuple[Fact, ...]:
        """What the user knows, as the pool has it."""
        return self._blank().facts(tools)

    async def execute(self, name: str, values: Mapping[str, JsonValue]) -> Result:
        """Give the result of one call, run or remembered."""
        self._past.append(await self.timeline.run(self._past, name, values))
        return self._past[-1].result

    async def close(self) -> None:
        """Nothing to do: the timeline has the world."""

    def _blank(self) -> Environment:
        return self.timeline.pool.open(self.timeline.seed, self.timeline.now)


@dataclass(frozen=True, slots=True)
class Remembering:
    """A pool whose environments run nothing twice, until their dialogue is closed."""

    pool: Pool
    _timelines: dict[int, Timeline] = field(default_factory=dict)

    def offer(self, random: Random, number: int | None) -> tuple[Tool, ...]:
        """Draw the tools of one dialogue."""
        return self.pool.offer(random, number)

    def open(self, seed: int, now: datetime) -> Cursor:
        """An environment at its beginning."""
        timeline = self._timelines.get(seed)
        if timeline is None or timeline.now != now:
            timeline = self._timelines[seed] = Timeline(self.pool, seed, now)
        return Cursor(timeline, [timeline.start])

    async def fresh(self, seed: int, now: datetime) -> Environment:
        """A world in which nothing was run yet, for the caller to close; the one that was open makes room for it."""
        if seed in self._timelines:
            await self._timelines[seed].close()
        return self.pool.open(seed, now)

    async def close(self, seed: int) -> None:
        """Forget the dialogue of this seed, and close its world."""
        timeline = self._timelines.pop(seed, None)
        if timeline is not None:
            await timeline.close()
        await self.pool.close(seed)
