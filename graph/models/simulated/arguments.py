"""From a plan to a call: values, their sources, and values for tools that nobody has facts about."""

import re
from collections.abc import Mapping
from datetime import datetime, timedelta
from random import Random

from pydantic import JsonValue

from graph.models.simulated.dates import as_date, coming_day
from graph.models.simulated.ledger import Ledger, Plan, Value
from graph.models.simulated.schemas import fits, identifier_like, kind_of, readable, resolve
from graph.models.simulated.steps import ACTING, stage
from graph.models.simulated.values import ABOUT, invent, is_known
from graph.models.simulated.wording import cite
from state.dialogue import Argument, Call
from state.source import Default, Observed, Source
from state.tool import Tool

_CONTEXT = re.compile(
    r"\b(owner|repository|project|path|file|document|workspace|database|city|location|symbol|username|domain|"
    r"namespace|table|team|channel|sheet|board|organization|account|ID)\b"
)
_SECRET = re.compile(r"\b(token|secret|password|api|key|credential|cookie|session)\b", re.IGNORECASE)
_PAST = re.compile(r"\b(start|since|from|after|begin|birth|published)\b")


LINKED_TRIES = 4
"""After so many plans that repeat an earlier call, nothing is taken from earlier results any more."""


def make_call(tool: Tool, plan: Plan, call: str, turn: int, now: datetime, random: Random) -> Call:
    """The call that a plan amounts to, with a source for every argument."""
    arguments = []
    for name in (name for name in tool.properties if name in plan):
        origin = plan[name]
        if isinstance(origin, Observed):
            arguments.append(Argument(name=name, value=None, source=origin))
            continue
        source: Source = cite(tool, name, origin.value, turn, now, random)
        if name not in tool.required and resolve(tool.properties[name], tool.parameters).get("default") == origin.value:
            source = Default()
        arguments.append(Argument(name=name, value=origin.value, source=source))
    return Call(id=call, name=tool.name, arguments=tuple(arguments))


def free_plan(tool: Tool, ledger: Ledger, known: dict[str, JsonValue], now: datetime, random: Random) -> Plan | None:
    """Values for a tool without facts; what the dialogue already speaks of is spoken of again."""
    plan: Plan | None = None
    for attempt in range(12):
        plan = _attempt(tool, ledger if attempt < LINKED_TRIES else Ledger(()), {} if attempt else known, now, random)
        if plan is None or not _made_before(tool, plan, ledger):
            break
    return plan


def _attempt(tool: Tool, ledger: Ledger, known: Mapping[str, JsonValue], now: datetime, random: Random) -> Plan | None:
    plan: Plan = {}
    told: list[JsonValue] = []
    for name in (*tool.required, *_extras(tool, random)):
        origin = _origin(tool, name, ledger, known, now, random)
        for _ in range(3):
            if isinstance(origin, Value) and isinstance(origin.value, str) and origin.value in told:
                origin = _origin(tool, name, ledger, {}, now, random)
        told += [origin.value] if isinstance(origin, Value) else []
        if origin is not None:
            plan[name] = origin
        elif name in tool.required:
            return None
    return plan


def _origin(
    tool: Tool, name: str, ledger: Ledger, known: Mapping[str, JsonValue], now: datetime, random: Random
) -> Value | Observed | None:
    schema = resolve(tool.properties.get(name, {}), tool.parameters)
    if identifier_like(name) and (found := ledger.link(tool, name, random)):
        value = ledger.values({name: found})[name]
        if value is not None and fits(value, schema, tool.parameters):
            return found
    familiar = name in known and _CONTEXT.search(readable(name)) and fits(known[name], schema, tool.parameters)
    if familiar and random.random() < 0.85:
        return Value(known[name])
    about = f"{tool.name} {tool.description[:240]} {tool.server} {tool.domain}".lower()
    value = invent(name, schema, {**tool.parameters, ABOUT: about}, random)
    if value is None:
        return None
    if as_date(value) and "enum" not in schema and "const" not in schema:
        value = _timely(tool, name, now, random)
    return Value(value)


def _timely(tool: Tool, name: str, now: datetime, random: Random) -> str:
    if _PAST.search(readable(name)):
        return (now.date() - timedelta(days=random.randint(20, 60))).isoformat()
    if stage(tool) == ACTING:
        return coming_day(now, random)
    return (now.date() - timedelta(days=random.randint(1, 14))).isoformat()


def _extras(tool: Tool, random: Random) -> list[str]:
    simple = [
        name
        for name, schema in tool.properties.items()
        if name not in tool.required
        and not _SECRET.search(readable(name))
        and kind_of(resolve(schema, tool.parameters)) in ("string", "integer", "number")
        and (kind_of(resolve(schema, tool.parameters)) != "string" or is_known(name, resolve(schema, tool.parameters)))
    ]
    if not simple or random.random() < (0.8 if tool.required else 0.25):
        return []
    telling = [name for name in simple if re.search(r"query|search|keyword|limit|city|date|count|name", name.lower())]
    return [random.choice(telling or simple)]


def _made_before(tool: Tool, plan: Plan, ledger: Ledger) -> bool:
    said = ledger.values(plan)
    earlier = (ledger.arguments[output.call] for output in ledger.outputs if output.tool.name == tool.name)
    return any(said == ledger.values(other) for other in earlier)
