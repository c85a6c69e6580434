"""Planning a task: subtasks whose calls can all be made, chained forward from what is known."""

import re
from collections.abc import Sequence
from datetime import datetime
from random import Random

from graph.models.simulated.arguments import free_plan
from graph.models.simulated.descriptions import imperative
from graph.models.simulated.ledger import Ledger, Output, Plan, ledger_of
from graph.models.simulated.schemas import identifier_like, kind_of, resolve
from graph.models.simulated.stages import stage
from state.answers import WrittenTask
from state.brief import TaskBrief
from state.source import Observed
from state.task import Subtask
from state.tool import Tool


def write_task(brief: TaskBrief, random: Random) -> WrittenTask:
    """Choose tools for every subtask so that each call can be made from facts and earlier results."""
    dialogue = brief.dialogue
    ledger = ledger_of(dialogue, brief.facts)
    workable = [t for t in dialogue.tools if t.executed or _workable(t, dialogue.now, random)] or dialogue.tools
    subtasks: list[Subtask] = []
    for wanted in brief.steps:
        extra = 1 if random.random() < 0.2 else 0
        chosen = _chain(workable, ledger, wanted + extra, dialogue.now, random)
        steps = min(wanted, len(chosen))
        subtasks.append(Subtask(goal=_goal(chosen), tools=tuple(tool.name for tool in chosen), steps=steps))
    return WrittenTask(subtasks=tuple(subtask for subtask in subtasks if subtask.tools))


def _goal(tools: Sequence[Tool]) -> str:
    wishes = list(dict.fromkeys(_wish(tool) for tool in tools))
    joined = wishes[0] if len(wishes) == 1 else f"{', '.join(wishes[:-1])}, and then {wishes[-1]}" if wishes else ""
    return f"The user wants to {joined}." if joined else ""


def _wish(tool: Tool) -> str:
    if not tool.executed:
        return imperative(tool)
    plainly = re.split(r"[,.:;]", tool.description)[0]
    return f"{plainly[:1].lower()}{plainly[1:]}"


def _chain(tools: Sequence[Tool], ledger: Ledger, wanted: int, now: datetime, random: Random) -> list[Tool]:
    chosen: list[Tool] = []
    linked_to = ""
    calls: set[str] = set()
    for _ in range(wanted):
        options = [(tool, plan) for tool in tools if (plan := _possible(tool, ledger, chosen, now, random)) is not None]
        if not options and not chosen:
            options = [(tool, _again(tool, ledger, random)) for tool in tools]
        if not options:
            break
        weights = [_weight(tool, plan, ledger, chosen, linked_to, calls) for tool, plan in options]
        tool, plan = random.choices(options, weights)[0]
        linked_to = f"planned_{len(ledger.outputs)}"
        calls.add(linked_to)
        ledger.record(tool, plan, Output(linked_to, tool))
        chosen.append(tool)
    return chosen if any(tool.executed for tool in chosen) else sorted(chosen, key=stage)


def _again(tool: Tool, ledger: Ledger, random: Random) -> Plan:
    """A way to call a tool that was called before, where nothing new is possible any more."""
    return next(ledger.options(tool, random, again=True), {}) if tool.executed else {}


def _possible(tool: Tool, ledger: Ledger, chosen: Sequence[Tool], now: datetime, random: Random) -> Plan | None:
    if not tool.executed:
        made = ledger.counts.get(tool.name, 0)
        if tool in chosen or (made and _variety(tool, now, random) < made + 2):
            return None
        return {}
    return next(ledger.options(tool, random), None)


def _workable(tool: Tool, now: datetime, random: Random) -> bool:
    return free_plan(tool, Ledger(()), {}, now, random) is not None


def _variety(tool: Tool, now: datetime, random: Random) -> int:
    """How many different things people could ask of it, up to six."""
    plans = [free_plan(tool, Ledger(()), {}, now, random) for _ in range(6)]
    return len({repr({name: plan[name] for name in tool.required}) for plan in plans if plan})


def _weight(tool: Tool, plan: Plan, ledger: Ledger, chosen: Sequence[Tool], linked_to: str, calls: set[str]) -> float:
    weight = 1.0 / (1 + 4 * ledger.counts.get(tool.name, 0))
    if tool in chosen:
        weight /= 6
    sources = {origin.call for origin in plan.values() if isinstance(origin, Observed)}
    if linked_to in sources:
        weight *= 8
    elif sources - calls:
        weight *= 0.3
    if chosen and tool.server == chosen[-1].server:
        weight *= 5
    return weight if tool.executed else weight * _ease(tool)


def _ease(tool: Tool) -> float:
    """Wild tools with few and plain parameters make the better conversations."""
    burden = 0.0
    for name in tool.required:
        if re.search(r"token|secret|password|api_?key|private_?key", name.lower()):
            burden += 3
        kind = kind_of(resolve(tool.properties.get(name, {}), tool.parameters))
        burden += 2.0 if kind in ("object", "array") else 1.0 if identifier_like(name) else 0.4
    return 1 / (1 + burden)
