"""The order of calls: look first, then act; and which of them are made together, in one turn."""

from collections.abc import Sequence
from random import Random
from typing import NamedTuple

from graph.models.simulated.ledger import Plan
from graph.models.simulated.schemas import words_of
from state.source import Observed
from state.tool import Tool

ACTING = 2
_STAGES = (
    ("search", "find", "list", "lookup", "discover", "browse", "query"),
    ("get", "read", "fetch", "retrieve", "show", "view", "check", "describe", "track"),
)
_LATE = ("delete", "remove", "cancel", "close", "stop", "clear", "reset", "terminate", "archive")
_TOGETHER = 0.4
"""How often two calls that could be made in one turn are."""
_MOST = 3


class Planned(NamedTuple):
    """A call with where its arguments come from."""

    call: str
    tool: Tool
    plan: Plan


def steps_of(calls: Sequence[Planned], random: Random) -> int:
    """How many turns these calls are made in."""
    joints = len(calls) - len(grouped(calls, 1))
    return len(calls) - sum(random.random() < _TOGETHER for _ in range(joints)) if joints else len(calls)


def grouped(calls: Sequence[Planned], steps: int) -> list[list[Planned]]:
    """The calls in as many turns as wanted, or as few as can be; the likest neighbours go together first."""
    groups = [[call] for call in calls]
    for alike in (True, False):
        position = 0
        while len(groups) > max(1, steps) and position + 1 < len(groups):
            first, second = groups[position], groups[position + 1]
            if _fit(first, second, alike):
                groups[position : position + 2] = [first + second]
            else:
                position += 1
    return groups


def _fit(first: Sequence[Planned], second: Sequence[Planned], alike: bool) -> bool:
    before = {call.call for call in first}
    cited = {o.call for call in second for o in call.plan.values() if isinstance(o, Observed)}
    same = {call.tool.name for call in (*first, *second)}
    if before & cited or len(first) + len(second) > _MOST:
        return False
    return len(same) == 1 if alike else stage(first[-1].tool) == stage(second[0].tool)


def stage(tool: Tool) -> int:
    """Say when in a subtask this tool is used: 0 to look around, 3 to take something away."""
    words = words_of(tool.original_name or tool.name)
    verb = words[0] if words else ""
    early = next((number for number, verbs in enumerate(_STAGES) if verb in verbs), ACTING)
    return 3 if verb in _LATE else early
