"""What a dialogue has to offer for the next call: unused facts, and fields of earlier results."""

import re
from collections.abc import Iterator, Mapping
from copy import copy
from dataclasses import dataclass, field, fields
from random import Random
from typing import NamedTuple

from pydantic import JsonValue

from graph.models.simulated.paths import look_up
from graph.models.simulated.schemas import (
    Field,
    field_in_schema,
    field_in_value,
    identifier_like,
    kind_of,
    numeric_fields,
    resolve,
    words_of,
)
from graph.models.simulated.values import invent
from state.dialogue import Dialogue
from state.source import Observed
from state.task import Fact
from state.tool import Tool

_ENDS = frozenset(
    ("cancel", "delete", "remove", "return", "close", "discard", "stop", "end", "clear", "archive", "pay")
)
_MAKING = ("create", "book", "place")
_LINKABLE = ("confirmation", "start_time")
"""Parameters that an earlier result can fill although their names do not look like those of ids."""
_FREE_TEXT = re.compile(r"(^|_)(title|note|text|message|reason|comment|name|query|content|body)$")
_PRICES = frozenset(("price", "cost", "fare", "total", "amount", "rate", "fee"))


class Value(NamedTuple):
    """A value for a parameter that the user says."""

    value: JsonValue


class Output(NamedTuple):
    """A call that was made or is planned, and its result where it is known."""

    call: str
    tool: Tool
    known: bool = False
    content: JsonValue = None


Plan = dict[str, "Value | Observed"]
"""Where each argument of a call comes from."""


@dataclass(slots=True)
class Ledger:
    """What has been used up and what is there to build on."""

    facts: tuple[Fact, ...]
    outputs: list[Output] = field(default_factory=list)
    used: set[tuple[str, int]] = field(default_factory=set)
    """A tool and the number of a fact it was called with."""
    taken: set[tuple[str, str, str]] = field(default_factory=set)
    """A tool, and the call and path that it took a value from."""
    gone: set[tuple[str, str]] = field(default_factory=set)
    """A call and a path, or a name and a value, of something which is no longer there."""
    ways: dict[str, bool] = field(default_factory=dict)
    """By call: whether the cheapest item of its result is meant, and not the first."""
    since: int = 0
    """How many calls were made before the current subtask."""
    counts: dict[str, int] = field(default_factory=dict)
    arguments: dict[str, Plan] = field(default_factory=dict)
    """By call: what each argument was, or where it came from."""

    def options(self, tool: Tool, random: Random, again: bool = False) -> Iterator[Plan]:
        """Every way to call the tool with what can be had; `again` with facts it was called with before."""
        numbered = [(n, fact) for n, fact in enumerate(self.facts) if self._suits(fact, tool)]
        linked = self._linked(tool, random)
        if linked is not None and self._known(linked, [fact for _, fact in numbered]):
            yield linked
        fresh = [(n, fact) for n, fact in numbered if again or (tool.name, n) not in self.used]
        random.shuffle(fresh)
        for _, fact in fresh:
            plan = self._completed(tool, _from_fact(tool, fact, random), random)
            if plan is not None:
                yield plan
        unaided = not any(tool.name in fact.tools for fact in self.facts)
        if not numbered and unaided and (again or tool.required or not self.counts.get(tool.name)):
            plan = self._completed(tool, {}, random)
            if plan is not None:
                yield plan

    def _suits(self, fact: Fact, tool: Tool) -> bool:
        if any((name, str(value)) in self.gone for name, value in fact.values.items()):
            return False
        if fact.tools:
            return tool.name in fact.tools
        return bool(fact.values.keys() & tool.properties.keys())

    @staticmethod
    def _known(plan: Plan, facts: list[Fact]) -> bool:
        """Whether what is said again is said of something that this can be done with."""
        said = [(name, origin.value) for name, origin in plan.items() if isinstance(origin, Value)]
        return not facts or all(any(fact.values.get(name) == value for fact in facts) for name, value in said)

    def _linked(self, tool: Tool, random: Random) -> Plan | None:
        """A call that takes everything it needs from earlier calls."""
        found = {name: self.link(tool, name, random) for name in tool.required}
        plan = {name: origin for name, origin in found.items() if origin is not None}
        calls = [self.arguments[output.call] for output in self.outputs if output.tool.name == tool.name]
        return plan if plan and len(plan) == len(found) and plan not in calls else None

    def _completed(self, tool: Tool, plan: Plan, random: Random) -> Plan | None:
        for name in tool.required:
            if name in plan:
                continue
            found = self.link(tool, name, random) or _made_up(tool, name, random)
            if found is None:
                return None
            plan = plan | {name: found}
        return plan

    def link(self, tool: Tool, name: str, random: Random) -> Value | Observed | None:
        """A field of this name in an earlier result of the same server and subtask, or in what was just made."""
        if tool.executed and not (identifier_like(name) or name in _LINKABLE):
            return None
        for position, output in reversed(list(enumerate(self.outputs))):
            here = position >= self.since
            made = words_of(output.tool.name)[0] in _MAKING and output.tool.executed
            alike = output.tool.name == tool.name and not identifier_like(name)
            if output.tool.server != tool.server or alike or not (here or made):
                continue
            place = field_in_value(name, output.content) if output.known else _in_returns(name, output.tool)
            if place is None or (made and not here and place.items):
                continue
            searched = words_of(output.tool.name)[0] == "search"
            cheapest = self.ways.setdefault(output.call, searched and random.random() < 0.35)
            path = _cheapest(name, place, output.tool) if cheapest else place.path
            origin = self._origin(name, Observed(call=output.call, path=path))
            if not self._used_up(tool, name, origin):
                return origin
        return None

    def _origin(self, name: str, found: Observed) -> Value | Observed:
        """A result that repeats what the call was given leads back to where that came from."""
        given = self.arguments.get(found.call, {}).get(name)
        return found if given is None or found.path != name else given

    def values(self, plan: Mapping[str, Value | Observed]) -> dict[str, JsonValue]:
        """The values of a plan, as far as they are known."""
        contents = {output.call: output.content for output in self.outputs if output.known}
        return {
            name: origin.value if isinstance(origin, Value) else look_up(origin.path, contents.get(origin.call))
            for name, origin in plan.items()
        }

    def _used_up(self, tool: Tool, name: str, origin: Value | Observed) -> bool:
        if isinstance(origin, Value):
            return (name, str(origin.value)) in self.gone
        place = (origin.call, _item(origin.path))
        once = len(tool.required) == 1 and (tool.name, *place) in self.taken
        return once or place in self.gone

    def record(self, tool: Tool, plan: Mapping[str, Value | Observed], output: Output) -> None:
        """Note that this call is made."""
        ends = words_of(tool.name)[0] in _ENDS
        for name, origin in plan.items():
            if isinstance(origin, Observed):
                self.taken.add((tool.name, origin.call, _item(origin.path)))
            if ends and (identifier_like(name) or name in ("title", "confirmation", "item")):
                self.gone.add((name, str(self.values({name: origin})[name])))
                if isinstance(origin, Observed):
                    self.gone.add((origin.call, _item(origin.path)))
        said = {name: origin.value for name, origin in plan.items() if isinstance(origin, Value)}
        self.used |= {(tool.name, number) for number, fact in enumerate(self.facts) if _covers(fact, tool, said)}
        self.arguments[output.call] = dict(plan)
        self.counts[tool.name] = self.counts.get(tool.name, 0) + 1
        self.outputs.append(output)

    def fork(self) -> "Ledger":
        """The same ledger, to try something out on."""
        copied = {one.name: copy(getattr(self, one.name)) for one in fields(self)}
        return Ledger(**copied)


def ledger_of(dialogue: Dialogue, facts: tuple[Fact, ...]) -> Ledger:
    """The ledger as it stands at the end of this dialogue."""
    ledger = Ledger(facts)
    tools = dialogue.all_tools()
    for step in dialogue.steps():
        tool = tools.get(step.call.name)
        if tool is None:
            continue
        plan: Plan = {
            argument.name: argument.source if isinstance(argument.source, Observed) else Value(argument.value)
            for argument in step.call.arguments
        }
        failed = step.observation is None or step.observation.error
        content = None if failed or step.observation is None else step.observation.content
        ledger.record(tool, plan, Output(step.call.id, tool, known=True, content=content))
    ledger.since = len(ledger.outputs)
    return ledger


def _covers(fact: Fact, tool: Tool, said: Mapping[str, JsonValue]) -> bool:
    if fact.tools and tool.name not in fact.tools:
        return False
    shared = fact.values.keys() & said.keys()
    return bool(shared) and all(fact.values[name] == said[name] for name in shared)


def _from_fact(tool: Tool, fact: Fact, random: Random) -> Plan:
    plan: Plan = {}
    for name in tool.properties:
        wanted = name in tool.required or random.random() < 0.6
        if name in fact.values and wanted:
            plan[name] = Value(fact.values[name])
    return plan


def _made_up(tool: Tool, name: str, random: Random) -> Value | None:
    schema = resolve(tool.properties.get(name, {}), tool.parameters)
    free = kind_of(schema) in ("boolean", "integer", "number") or "enum" in schema or _FREE_TEXT.search(name)
    if identifier_like(name) or not free:
        return None
    value = invent(name, schema, tool.parameters, random)
    return None if value is None else Value(value)


def _item(path: str) -> str:
    """One name for an item, however it is picked: the cheapest may well be the first."""
    return re.sub(r"min_by\(([\w.]+), &\w+\)", r"\1[0]", path)


def _in_returns(name: str, tool: Tool) -> Field | None:
    return field_in_schema(name, tool.returns) if tool.returns else None


def _cheapest(name: str, place: Field, tool: Tool) -> str:
    if not place.items or tool.returns is None or place.items.startswith("["):
        return place.path
    items = resolve(tool.returns.get("properties", {}).get(place.items, {}), tool.returns).get("items", {})
    price = next((number for number in numeric_fields(items, tool.returns) if number in _PRICES), None)
    return f"min_by({place.items}, &{price}).{name}" if price else place.path
