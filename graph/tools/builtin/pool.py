"""The built-in pool: everyday tools, and the worlds they act on."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from random import Random

from pydantic import JsonValue
from pydantic_core import to_jsonable_python

from graph.tools.builtin.calendar import Calendar
from graph.tools.builtin.domain import Domain, tools_of
from graph.tools.builtin.files import Drive
from graph.tools.builtin.home import Home
from graph.tools.builtin.hotels import Hotels
from graph.tools.builtin.kitchen import Kitchen
from graph.tools.builtin.orders import Shop
from graph.tools.builtin.payments import Bank
from graph.tools.builtin.travel import Travel
from state.environment import Evidence, Result
from state.task import Fact
from state.tool import Tool

DOMAINS: tuple[type[Domain], ...] = (Drive, Calendar, Travel, Hotels, Bank, Shop, Kitchen, Home)


@dataclass(slots=True)
class BuiltinEnvironment:
    """The worlds of one dialogue, each made when it is first needed."""

    seed: int
    now: datetime
    _begun: dict[str, Domain] = field(default_factory=dict)
    """Before their first call: a dialogue is replayed many times, and its worlds are made once."""
    _worlds: dict[str, Domain] = field(default_factory=dict)

    def policy(self, tools: tuple[Tool, ...]) -> str:
        """Join the rules of conduct of the domains that these tools belong to."""
        named = {tool.domain for tool in tools}
        return " ".join(domain.policy for domain in DOMAINS if domain.name in named)

    def facts(self, tools: tuple[Tool, ...]) -> tuple[Fact, ...]:
        """What the user knows that is of use with these tools; other tools are not mentioned."""
        on_offer = {tool.name for tool in tools}
        named = {tool.domain for tool in tools}
        worlds = (self._beginning(domain) for domain in DOMAINS if domain.name in named)
        useful = ((each, _kept(each.tools, on_offer)) for world in worlds for each in world.facts())
        return tuple(Fact(about=each.about, values=each.values, tools=tools) for each, tools in useful if tools)

    async def execute(self, name: str, values: Mapping[str, JsonValue]) -> Result:
        """Run one call in the world that its tool belongs to."""
        domain = _homes().get(name)
        if domain is None:
            return Result({"error": f"no tool {name!r}"}, error=True)
        world = self._world(domain)
        before = world.snapshot()
        return world.run(name, values)._replace(changed=vars(world) != before)

    async def evidence(self) -> Evidence:
        """What is in the worlds now that was not in them, and `null` for what is gone."""
        state: dict[str, JsonValue] = {}
        for name, world in sorted(self._worlds.items()):
            if found := _changes(vars(self._begun[name]), vars(world)):
                state[name] = to_jsonable_python(found)
        return Evidence(state or None)

    async def close(self) -> None:
        """Nothing is held but memory."""

    def _world(self, domain: type[Domain]) -> Domain:
        if domain.name not in self._worlds:
            self._worlds[domain.name] = self._beginning(domain).copied()
        return self._worlds[domain.name]

    def _beginning(self, domain: type[Domain]) -> Domain:
        """The world before its first call, which only tools change."""
        if domain.name not in self._begun:
            self._begun[domain.name] = domain(Random(f"{self.seed}:{domain.name}"), self.now)
        return self._begun[domain.name]


@dataclass(frozen=True, slots=True)
class BuiltinPool:
    """All built-in tools."""

    _begun: dict[int, dict[datetime, dict[str, Domain]]] = field(default_factory=dict, repr=False, compare=False)

    @property
    def tools(self) -> tuple[Tool, ...]:
        """Every tool of every domain."""
        return tuple(tool for domain in DOMAINS for tool in tools_of(domain))

    def open(self, seed: int, now: datetime) -> BuiltinEnvironment:
        """Make the worlds of one dialogue; the same seed and time make the same ones."""
        return BuiltinEnvironment(seed, now, self._begun.setdefault(seed, {}).setdefault(now, {}))

    async def close(self, seed: int) -> None:
        """Let go of the worlds of this seed."""
        self._begun.pop(seed, None)


@cache
def _homes() -> dict[str, type[Domain]]:
    return {tool.name: domain for domain in DOMAINS for tool in tools_of(domain)}


def _changes(before: Mapping[str, object], after: Mapping[str, object]) -> dict[str, object]:
    """What differs, entry by entry where there are entries."""
    found: dict[str, object] = {}
    for name, value in after.items():
        old = before.get(name)
        if isinstance(value, dict) and isinstance(old, dict):
            inside = {str(key): value.get(key) for key in {**old, **value} if old.get(key) != value.get(key)}
            found |= {name.lstrip("_"): inside} if inside else {}
        elif value != old:
            found[name.lstrip("_")] = value
    return found


def _kept(names: tuple[str, ...], on_offer: set[str]) -> tuple[str, ...]:
    return tuple(name for name in names if name in on_offer)
