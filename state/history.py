"""How a dialogue became what it is: each version is kept as what it was before one change."""

from typing import Literal

from pydantic import Field

from state.change import Change
from state.dialogue import Dialogue
from state.frozen import Frozen

Event = Literal["skeleton", "injection", "ruling", "verdict", "other"]


class Moment(Frozen):
    """Something that happened to a dialogue, whether or not it changed it."""

    event: Event
    number: int = Field(default=0, ge=0)
    """Of the injection or ruling, counted from 0 in the record."""
    change: Change | None = None
    """What leads back to the version before; None where the dialogue stayed as it was."""
    reasons: tuple[str, ...] = ()
    """Of a verdict: why it sent the dialogue to repair, or rejected it."""


def versions(final: Dialogue, history: tuple[Moment, ...]) -> tuple[Dialogue, ...]:
    """The dialogue as it stood after each moment of its history; `KeyError` where the two do not belong together."""
    found = [final]
    for moment in reversed(history[1:]):
        found.append(moment.change.applied_to(found[-1]) if moment.change else found[-1])
    return tuple(reversed(found)) if history else ()
