"""The offers of a run, one after the other: over the run all tools come up about equally often."""

from collections.abc import Sequence
from random import Random
from typing import Literal, NamedTuple

from graph.tools.drawing import FEWEST, Drawing, Related, Uniform
from graph.tools.relations import Relations
from graph.tools.uses import UsedUp, Uses
from state.errors import ConfigurationError
from state.tool import Tool

Kind = Literal["related", "uniform"]


class Sampling(NamedTuple):
    """How the tools of a run are drawn."""

    kind: Kind = "related"
    distractors: int | None = None
    """How many tools of a related offer come from elsewhere; None: one or two."""
    most_per_tool: int | None = None
    """In how many dialogues a tool may be on offer."""
    most_per_domain: int | None = None
    """How many dialogues may begin with a tool of one domain; without domains, of one server."""


RELATED = Sampling()


class Sampler:
    """Draws the offers of a run.

    They follow from the tools, the sampling and the seed, and from nothing that happens in the run. Each takes those
    before it into account, so that little used tools come first; hence offer N is found by drawing all up to N.
    """

    def __init__(self, tools: Sequence[Tool], sampling: Sampling = RELATED, seed: int = 0) -> None:
        """Index the tools; nothing is drawn yet."""
        self.tools = tools
        self._sampling = sampling
        self._seed = seed
        self._draw = _drawing(tools, sampling)
        self._fewest = min(FEWEST, len({tool.name for tool in tools}))
        self._uses = self._unused(seed)
        self._drawn: list[tuple[int, ...]] = []

    def offer(self, number: int) -> tuple[Tool, ...]:
        """The tools of the dialogue with this number; `UsedUp` where the limits leave none for it."""
        while len(self._drawn) <= number:
            random = Random(f"{self._seed}:offer:{len(self._drawn)}")
            self._drawn.append(self._next(random, self._uses))
        return self._named(self._drawn[number])

    def alone(self, random: Random) -> tuple[Tool, ...]:
        """The tools of a dialogue that belongs to no run."""
        return self._named(self._next(random, self._unused(random.getrandbits(63))))

    def check(self, tries: int) -> None:
        """Raise a `ConfigurationError` where limits leave too few tools for so many dialogues."""
        if self._sampling.most_per_tool is None and self._sampling.most_per_domain is None:
            return
        try:
            self.offer(tries - 1)
        except UsedUp as error:
            raise ConfigurationError(
                f"most_per_tool or most_per_domain leaves tools for {len(self._drawn):,} dialogues, and {tries:,} may "
                "be tried; raise it, or try fewer (--count, --max-tries)"
            ) from error

    def _unused(self, seed: int) -> Uses:
        return Uses(self.tools, Random(seed), self._sampling.most_per_tool, self._sampling.most_per_domain)

    def _next(self, random: Random, uses: Uses) -> tuple[int, ...]:
        offer = self._draw(random, uses)
        places = offer.central + offer.distracting
        if len(places) < self._fewest:
            raise UsedUp
        uses.note(offer)
        return tuple(random.sample(places, len(places)))

    def _named(self, places: tuple[int, ...]) -> tuple[Tool, ...]:
        return tuple(self.tools[place] for place in places)


def _drawing(tools: Sequence[Tool], sampling: Sampling) -> Drawing:
    if sampling.kind == "uniform":
        return Uniform(tools)
    return Related(tools, Relations(tools), sampling.distractors)
