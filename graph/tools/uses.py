"""How often each tool of a pool was drawn, and which may still be drawn."""

from collections import Counter
from collections.abc import Sequence
from heapq import heapify, heappop, heapreplace
from random import Random
from typing import NamedTuple

from state.errors import ConfigurationError
from state.tool import Tool


class UsedUp(ConfigurationError):
    """The limits leave no tools for another dialogue."""

    def __init__(self) -> None:
        super().__init__("most_per_tool or most_per_domain leaves no tools for another dialogue; raise it")


class Offer(NamedTuple):
    """The tools of one dialogue, by their places in the pool."""

    central: tuple[int, ...]
    """Those to be used; the dialogue begins with the first."""
    distracting: tuple[int, ...] = ()


class Uses:
    """What was drawn from a pool so far. Tools are known by their places in it."""

    def __init__(
        self, tools: Sequence[Tool], random: Random, most_per_tool: int | None, most_per_domain: int | None
    ) -> None:
        """Begin with nothing drawn, and decide in which order tools of equal use come up."""
        self.central = [0] * len(tools)
        """How often each was drawn to be used."""
        self.offered = [0] * len(tools)
        """How often each was drawn at all, to distract included."""
        self._tools = tools
        self._most_per_tool = most_per_tool
        self._most_per_domain = most_per_domain
        self._begun: Counter[str] = Counter()
        ranks = random.sample(range(len(tools)), len(tools))
        # A heap of uses, rank and place; an entry may lag behind its tool's uses, which only ever grow.
        self._waiting = [(0, rank, place) for place, rank in enumerate(ranks)]
        heapify(self._waiting)

    def least_used(self) -> int:
        """The tool to begin the next dialogue with."""
        while self._waiting:
            uses, rank, place = self._waiting[0]
            if not self.may_begin(place):
                heappop(self._waiting)
            elif uses < self.central[place]:
                heapreplace(self._waiting, (self.central[place], rank, place))
            else:
                return place
        raise UsedUp

    def is_open(self, place: int) -> bool:
        """Whether the tool may be on offer once more."""
        return self._most_per_tool is None or self.offered[place] < self._most_per_tool

    def may_begin(self, place: int) -> bool:
        """Whether one more dialogue may begin with the tool."""
        within = self._most_per_domain is None or self._begun[self._tools[place].area] < self._most_per_domain
        return within and self.is_open(place)

    def note(self, offer: Offer) -> None:
        """Count an offer."""
        self._begun[self._tools[offer.central[0]].area] += 1
        for place in offer.central:
            self.central[place] += 1
        for place in offer.central + offer.distracting:
            self.offered[place] += 1
