"""Draws the tools of one dialogue: such as go together, with some from elsewhere, or any at all."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from random import Random
from typing import Protocol

from graph.tools.relations import Neighbour, Relations
from graph.tools.uses import Offer, UsedUp, Uses
from state.tool import Tool

FEWEST, MOST = 4, 12
FEWEST_CENTRAL = 3
"""How many of them are there to be used, where there are so many."""
MOST_DISTRACTORS = MOST - FEWEST_CENTRAL

_CLOSE = 0.25
"""A neighbour that scores less than this share of the best comes after the neighbours' neighbours."""
_PICKS = 24
"""How many random tools are looked at for those that are to come from elsewhere."""


class Drawing(Protocol):
    """A way to draw."""

    def __call__(self, random: Random, uses: Uses) -> Offer:
        """Draw tools; no two share a name, none is at its limit. `UsedUp` where there is none to begin with."""
        ...


@dataclass(frozen=True, slots=True)
class Uniform:
    """Any tools."""

    tools: Sequence[Tool]

    def __call__(self, random: Random, uses: Uses) -> Offer:
        """Draw all tools with equal chances."""
        first = next((place for place in _any(random, self.tools, _PICKS) if uses.may_begin(place)), None)
        if first is None:
            raise UsedUp
        chosen = _Chosen(self.tools, uses, first)
        chosen.add(_any(random, self.tools, _PICKS), random.randint(FEWEST, MOST))
        return Offer(tuple(chosen.places))


@dataclass(frozen=True, slots=True)
class Related:
    """Tools that go together, little used ones mostly before others, and some from elsewhere."""

    tools: Sequence[Tool]
    relations: Relations
    distractors: int | None = None
    """How many come from elsewhere; None: one or two."""

    def __call__(self, random: Random, uses: Uses) -> Offer:
        """Go from the least used tool to its neighbours, then to theirs, until there are enough."""
        strangers = random.randint(1, 2) if self.distractors is None else self.distractors
        size = random.randint(max(FEWEST, strangers + FEWEST_CENTRAL), MOST)
        chosen = _Chosen(self.tools, uses, uses.least_used())
        for least in (_CLOSE, 0.0):
            for hub in chosen.places:  # which grows meanwhile
                if len(chosen.places) < size - strangers:
                    chosen.add(self._neighbours(random, uses, hub, least), size - strangers)
        central = tuple(chosen.places)
        if strangers or len(central) < FEWEST:
            chosen.add(self._strangers(random, uses, central), max(len(central) + strangers, FEWEST))
        return Offer(central, tuple(chosen.places[len(central) :]))

    def _neighbours(self, random: Random, uses: Uses, hub: int, least: float) -> list[int]:
        near = self.relations.near(hub)

        def lateness(one: Neighbour) -> float:
            often = 1 + max(0, uses.central[one.place] - uses.central[hub])
            return random.expovariate((one.score / near[0].score / often) ** 2)

        close = [one for one in near if one.score >= least * near[0].score]
        return [one.place for one in sorted(close, key=lateness)]

    def _strangers(self, random: Random, uses: Uses, central: Sequence[int]) -> Iterator[int]:
        """Tools from elsewhere, the most distant and least offered first; in the end any."""
        near = {one.place for one in self.relations.near(central[0])}
        fields = {field for place in central for field in _fields(self.tools[place])}

        def closeness(place: int) -> tuple[bool, bool, int]:
            return place in near, not fields.isdisjoint(_fields(self.tools[place])), uses.offered[place]

        some = random.sample(range(len(self.tools)), min(_PICKS, len(self.tools)))
        return chain(sorted(some, key=closeness), _any(random, self.tools, 0))


class _Chosen:
    """The tools of an offer while it is drawn."""

    def __init__(self, tools: Sequence[Tool], uses: Uses, first: int) -> None:
        self._tools = tools
        self._uses = uses
        self._names = {tools[first].name}
        self.places = [first]

    def add(self, candidates: Iterable[int], total: int) -> None:
        """Take tools whose name is free and that are not at their limit until there are so many."""
        for place in candidates:
            if len(self.places) >= total:
                return
            if self._tools[place].name not in self._names and self._uses.is_open(place):
                self._names.add(self._tools[place].name)
                self.places.append(place)


def _fields(tool: Tool) -> Iterator[str]:
    yield from (field for field in (tool.server, tool.domain) if field)


def _any(random: Random, tools: Sequence[Tool], some: int) -> Iterator[int]:
    """A few random places, then all, from a random one on."""
    yield from random.sample(range(len(tools)), min(some, len(tools)))
    start = random.randrange(len(tools))
    yield from chain(range(start, len(tools)), range(start))
