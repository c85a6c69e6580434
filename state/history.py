"""How a dialogue became what it is: each version is kept as what it was before one change."""

from typing import Literal

from pydantic import Field

from state.dialogue import Dialogue, Turn
from state.frozen import Frozen

Event = Literal["skeleton", "injection", "ruling", "verdict", "other"]


class Change(Frozen):
    """What a version was before a change, as far as it was otherwise than after."""

    turns: tuple[Turn, ...] = ()
    """Those that are different, or gone, after the change."""
    order: tuple[int, ...] | None = None
    """The ids of all turns before; None where they are the same after."""
    tools: tuple[str, ...] | None = None
    """The names of the tools on offer at the start before; None where they are the same after."""

    def undone(self, after: Dialogue) -> Dialogue:
        """The version before this change; `KeyError` where the later one is not what the change led to."""
        turns = {turn.id: turn for turn in (*after.turns, *self.turns)}
        order = tuple(turn.id for turn in after.turns) if self.order is None else self.order
        before = after.with_turns(tuple(turns[id] for id in order))
        if self.tools is None:
            return before
        known = after.all_tools()
        return before.model_copy(update={"tools": tuple(known[name] for name in self.tools)})


class Moment(Frozen):
    """Something that happened to a dialogue, whether or not it changed it."""

    event: Event
    number: int = Field(default=0, ge=0)
    """Of the injection or ruling, counted from 0 in the record."""
    change: Change | None = None
    """None: the dialogue stayed as it was."""
    reasons: tuple[str, ...] = ()
    """Of a verdict: why it sent the dialogue to repair, or rejected it."""


def changed(before: Dialogue, after: Dialogue) -> Change | None:
    """What it takes to get back; None where nothing differs."""
    if before is after:
        return None
    later = {turn.id: turn for turn in after.turns}
    order = tuple(turn.id for turn in before.turns)
    tools = tuple(tool.name for tool in before.tools)
    change = Change(
        turns=tuple(turn for turn in before.turns if later.get(turn.id) != turn),
        order=None if order == tuple(later) else order,
        tools=None if tools == tuple(tool.name for tool in after.tools) else tools,
    )
    return None if change == Change() else change


def versions(final: Dialogue, history: tuple[Moment, ...]) -> tuple[Dialogue, ...]:
    """The dialogue as it stood after each moment of its history; `KeyError` where the two do not belong together."""
    found = [final]
    for moment in reversed(history[1:]):
        found.append(moment.change.undone(found[-1]) if moment.change else found[-1])
    return tuple(reversed(found)) if history else ()
