"""Choosing among the ways to call a tool: the one that stays with what the subtask is about."""

from collections.abc import Sequence
from random import Random

from graph.models.simulated.ledger import Ledger, Plan, Value
from graph.models.simulated.manners import manner_of
from state.source import Observed
from state.tool import Tool

_SHARED = ("city", "origin", "destination")


def best_plan(tool: Tool, ledger: Ledger, goal: str, ahead: Sequence[str], random: Random) -> Plan | None:
    """The way to call this tool that fits best, also with the tools `ahead`; with new facts, if there are any."""
    for again in (False, True):
        plans = list(ledger.options(tool, random, again))
        if plans:
            return max(plans, key=lambda plan: _closeness(plan, ledger, goal) + _promise(plan, ledger, ahead))
    return None


def _closeness(plan: Plan, ledger: Ledger, goal: str) -> float:
    """How much a call has to do with the calls of its subtask and with the goal; below zero: it strays."""
    here = {output.call: ledger.arguments[output.call] for output in ledger.outputs[ledger.since :]}
    said = [origin for arguments in here.values() for origin in arguments.values() if isinstance(origin, Value)]
    total = 0.0
    for name, origin in plan.items():
        if isinstance(origin, Observed):
            total += 3 if origin.call in here else 0.5
            continue
        before = [arguments[name] for arguments in here.values() if name in arguments]
        total += 2 * (origin in said and (bool(manner_of(name).again) or name in _SHARED))
        total += 2 * (isinstance(origin.value, str) and origin.value in goal)
        if manner_of(name).again and before and origin not in before:
            total -= 4
    return total


def _promise(plan: Plan, ledger: Ledger, ahead: Sequence[str]) -> int:
    """How many of the tools ahead can go on with the same thing."""
    said = {name: origin.value for name, origin in plan.items() if isinstance(origin, Value) and manner_of(name).again}
    alike = [fact for fact in ledger.facts if any(fact.values.get(name) == value for name, value in said.items())]
    return sum(any(name in fact.tools for fact in alike) for name in set(ahead))
