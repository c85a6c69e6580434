"""Planning a task: subtasks of one purpose each, whose calls can all be made from what is known."""

import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from random import Random
from typing import NamedTuple

from graph.models.simulated.choosing import best_plan
from graph.models.simulated.ledger import Ledger, Output, Plan, Value, ledger_of
from graph.models.simulated.purposes import foreign_goal, foreign_tools
from graph.models.simulated.served import plan_for
from graph.models.simulated.steps import Planned, steps_of
from graph.models.simulated.stories import STORIES, Story
from state.answers import WrittenTask
from state.brief import TaskBrief
from state.task import Subtask
from state.tool import Tool

_MOST_CALLS = 6


class _Draft(NamedTuple):
    """A subtask, and the ledger as it stands after it."""

    goal: str
    calls: tuple[Planned, ...]
    ledger: Ledger


def write_task(brief: TaskBrief, random: Random) -> WrittenTask:
    """Choose a purpose and tools for every subtask, so that each call can be made from facts and earlier results."""
    now = brief.dialogue.now
    tools = {tool.name: tool for tool in brief.dialogue.tools}
    ledger = ledger_of(brief.dialogue, brief.facts)
    told: list[Story] = []
    subtasks: list[Subtask] = []
    for wanted in brief.steps:
        executed = any(tool.executed for tool in tools.values())
        calls = min(_MOST_CALLS, wanted + (random.random() < 0.5))
        draft = _told(tools, ledger, calls, told, random) if executed else None
        draft = draft or _plain(tools, ledger, wanted, now, random)
        ledger = draft.ledger
        names = tuple(call.tool.name for call in draft.calls)
        subtasks.append(Subtask(goal=draft.goal, tools=names, steps=steps_of(draft.calls, random)))
    return WrittenTask(subtasks=tuple(subtask for subtask in subtasks if subtask.tools))


def _told(tools: Mapping[str, Tool], ledger: Ledger, wanted: int, told: list[Story], random: Random) -> _Draft | None:
    """A story that can be told with these tools: one that is new and about as long as wanted."""
    able = [story for story in STORIES if all(name in tools for name in story.needed)]
    able.sort(key=lambda story: (told.count(story), -random.random() * _appeal(story, tools, wanted)))
    for story in able:
        draft = _tried(story, tools, ledger.fork(), wanted, random)
        if draft is not None:
            told.append(story)
            return draft
    return None


def _appeal(story: Story, tools: Mapping[str, Tool], wanted: int) -> float:
    possible = [name for name in story.names if name in tools]
    server = tools[possible[0]].server
    at_home = sum(tool.server == server for tool in tools.values()) > 2
    short = max(0, wanted - len(possible)) + max(0, len(story.needed) - wanted)
    return (1.0 if at_home else 0.04) / (1 + short) ** 2


def _tried(story: Story, tools: Mapping[str, Tool], ledger: Ledger, wanted: int, random: Random) -> _Draft | None:
    ledger.since = len(ledger.outputs)
    calls: list[Planned] = []
    spare = max(0, wanted - len(story.needed))
    optional = [word for word in story.calls.split() if word.endswith("?") and word.removesuffix("?") in tools]
    kept = random.sample(range(len(optional)), min(spare, len(optional)))
    names = [word for word in story.calls.split() if not word.endswith("?") or word in optional]
    dropped = {place for number, place in enumerate(_places(names, "?")) if number not in kept}
    names = [word for place, word in enumerate(names) if place not in dropped]
    for place, word in enumerate(names):
        ahead = [other.removesuffix("?") for other in names[place + 1 :]]
        made = _fresh(tools[word.removesuffix("?")], ledger, story.goal, ahead, random)
        if made is not None:
            calls.append(made)
        elif not word.endswith("?"):
            return None
    return _Draft(_goal(story, calls), tuple(calls), ledger)


def _places(words: Sequence[str], ending: str) -> list[int]:
    return [place for place, word in enumerate(words) if word.endswith(ending)]


def _fresh(tool: Tool, ledger: Ledger, goal: str, ahead: Sequence[str], random: Random) -> Planned | None:
    """A call that nobody made before."""
    plan = best_plan(tool, ledger, goal, ahead, random) if any(True for _ in ledger.options(tool, random)) else None
    return None if plan is None else _recorded(tool, plan, ledger)


def _recorded(tool: Tool, plan: Plan, ledger: Ledger) -> Planned:
    call = f"planned_{len(ledger.outputs)}"
    ledger.record(tool, plan, Output(call, tool))
    return Planned(call, tool, plan)


def _goal(story: Story, calls: Sequence[Planned]) -> str:
    values = {
        name: str(origin.value)
        for call in reversed(calls)
        for name, origin in call.plan.items()
        if isinstance(origin, Value)
    }
    return re.sub(r"\{(\w+)\}", lambda blank: values.get(blank[1], blank[1].replace("_", " ")), story.goal)


def _plain(tools: Mapping[str, Tool], ledger: Ledger, wanted: int, now: datetime, random: Random) -> _Draft:
    """A subtask without a story: related calls of one server."""
    ledger = ledger.fork()
    ledger.since = len(ledger.outputs)
    calls: list[Planned] = []
    for tool in foreign_tools(tools, ledger, wanted, now, random):
        plan = plan_for(tool, ledger, "", (), {}, now, random)
        if plan is not None or not calls:
            calls.append(_recorded(tool, plan or {}, ledger))
    return _Draft(foreign_goal([call.tool for call in calls], random), tuple(calls), ledger)
