"""What one row may hold of a dialogue: no tool before it was offered, nothing learned that must not be."""

from collections.abc import Iterator
from itertools import groupby
from typing import NamedTuple

from state.dialogue import AssistantTurn, Dialogue, Turn, UserTurn
from state.tool import Tool


class Passage(NamedTuple):
    """A dialogue from its beginning to a turn of the assistant."""

    dialogue: Dialogue
    length: int
    """How many of its turns."""
    learned: frozenset[int]
    """The places of the assistant's turns that are learned."""

    @property
    def turns(self) -> tuple[Turn, ...]:
        """All of its turns."""
        return self.dialogue.turns[: self.length]

    @property
    def tools(self) -> tuple[Tool, ...]:
        """The tools on offer at its last turn."""
        return tuple(self.dialogue.tools_at(self.turns[-1].id).values())


class _Place(NamedTuple):
    position: int
    growth: int
    """How often the list of tools has grown before."""
    left_out: int
    """How many turns of the assistant before it are not learned."""


def whole(dialogue: Dialogue) -> Passage:
    """All turns; learned are those that were said when all tools were there."""
    growth = sum(isinstance(turn, UserTurn) and bool(turn.offers) for turn in dialogue.turns)
    learned = (place.position for place in _learned(dialogue) if place.growth == growth)
    return Passage(dialogue, len(dialogue.turns), frozenset(learned))


def by_tools(dialogue: Dialogue) -> Iterator[Passage]:
    """One passage for each list of tools, for formats that can mark single turns as not learned.

    What was said under a shorter list is told again for its sense, and not learned again: a tool that was refused then
    is there now.
    """
    for _, group in groupby(_learned(dialogue), key=lambda place: place.growth):
        yield _passage(dialogue, group)


def unbroken(dialogue: Dialogue) -> Iterator[Passage]:
    """One passage for each run of learned turns under one list of tools, for formats that learn how a row ends."""
    for _, group in groupby(_learned(dialogue), key=lambda place: place[1:]):
        yield _passage(dialogue, group)


def at_mistakes(dialogue: Dialogue) -> Iterator[Passage]:
    """One passage for each run of learned turns, whatever is on offer: later tools are announced where they come."""
    for _, group in groupby(_learned(dialogue), key=lambda place: place.left_out):
        yield _passage(dialogue, group)


def until_left_out(dialogue: Dialogue) -> Iterator[Passage]:
    """The dialogue until the first turn that is not learned, for formats that learn all the assistant says.

    Tools that come later have to be announced where they come.
    """
    places = [place for place in _learned(dialogue) if not place.left_out]
    if places:
        yield _passage(dialogue, places)


def _passage(dialogue: Dialogue, places: "Iterator[_Place] | list[_Place]") -> Passage:
    learned = [place.position for place in places]
    return Passage(dialogue, learned[-1] + 1, frozenset(learned))


def _learned(dialogue: Dialogue) -> Iterator[_Place]:
    growth = left_out = 0
    for position, turn in enumerate(dialogue.turns):
        if isinstance(turn, UserTurn):
            growth += bool(turn.offers)
        elif isinstance(turn, AssistantTurn):
            if turn.learn:
                yield _Place(position, growth, left_out)
            left_out += not turn.learn
