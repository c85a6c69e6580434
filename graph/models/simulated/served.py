"""Calls of tools that a server runs: about things that exist where it needs one, and new ones in their place."""

import re
from collections.abc import Sequence
from datetime import datetime
from pathlib import PurePosixPath
from random import Random

from pydantic import JsonValue

from graph.models.simulated.arguments import free_plan
from graph.models.simulated.choosing import best_plan
from graph.models.simulated.ledger import Ledger, Plan, Value
from graph.models.simulated.schemas import words_of
from state.tool import Tool

_MAKING = frozenset(("write", "create", "save", "make", "add", "store", "new"))
_TARGET = re.compile(r"^(?:destination|target|output|to)(?:_|$)")
_NEW = 0.6


def plan_for(
    tool: Tool,
    ledger: Ledger,
    goal: str,
    ahead: Sequence[str],
    known: dict[str, JsonValue],
    now: datetime,
    random: Random,
) -> Plan | None:
    """A way to call any tool: from its world's facts, from what its server has, or freely where nothing runs it."""
    if tool.asks:
        return best_plan(tool, ledger, goal, ahead, random)
    return served_plan(tool, ledger, now, random) if tool.executed else free_plan(tool, ledger, known, now, random)


def served_plan(tool: Tool, ledger: Ledger, now: datetime, random: Random) -> Plan | None:
    """Values for a tool that really runs; None where it needs a file and none is there."""
    plan = free_plan(tool, ledger, {}, now, random)
    if plan is None:
        return None
    there = {name: _known(tool, name, ledger) for name in plan}
    folder = _folder(ledger)
    for name, origin in plan.items():
        if not isinstance(origin, Value) or not isinstance(origin.value, str):
            continue
        is_new = bool(_TARGET.search(name)) or (words_of(tool.name)[0] in _MAKING and random.random() < _NEW)
        if there[name] and not is_new:
            plan[name] = Value(random.choice(there[name]))
        elif origin.value.startswith("/"):
            if not is_new and words_of(tool.name)[0] not in _MAKING:
                return None
            plan[name] = Value(f"{folder}/{PurePosixPath(origin.value).name}")
    return plan


def _known(tool: Tool, name: str, ledger: Ledger) -> list[JsonValue]:
    """What the user has, or had made, that fits this parameter of the tool."""
    facts = [fact.values[name] for fact in ledger.facts if tool.name in fact.tools and name in fact.values]
    made = [
        value
        for output in ledger.outputs
        if output.tool.server == tool.server and words_of(output.tool.name)[0] in _MAKING
        for value in ledger.values(ledger.arguments[output.call]).values()
        if facts and isinstance(value, str) and value.startswith("/") and _suffixed(value) == _suffixed(facts[-1])
    ]
    return [*facts, *made]


def _suffixed(value: JsonValue) -> bool:
    return bool(PurePosixPath(str(value)).suffix)


def _folder(ledger: Ledger) -> str:
    """Where everything lies that the user knows of."""
    paths = [str(value) for fact in ledger.facts for value in fact.values.values() if str(value).startswith("/")]
    return "/".join(paths[0].split("/")[:2]) if paths else ""
