"""How far a cluster is to go: all that was asked for, or, for so many kept, as far as it seems to take."""

import math
from dataclasses import dataclass

from graph.cluster.reading import Written
from graph.settings import TRIES_PER_KEPT, Settings
from graph.tally import Tally


@dataclass(frozen=True, slots=True)
class Past:
    """What earlier sittings left."""

    fresh: int
    """The first number after all that are done."""
    has_gaps: bool
    """A number before it is not done."""

    @classmethod
    def of(cls, settings: Settings, found: Written) -> "Past":
        """See what is missing."""
        fresh = 1 + max(found.numbers, default=-1)
        return cls(fresh, any(number not in found.numbers for number in range(min(fresh, settings.tries()))))

    @property
    def reached(self) -> int:
        """Below this nothing is missing."""
        return 0 if self.has_gaps else self.fresh

    def leaves_work(self, settings: Settings, tally: Tally) -> bool:
        """Whether anything is to be made."""
        return target(settings, tally, self.fresh) > self.reached


def target(settings: Settings, tally: Tally, fresh: int) -> int:
    """Below which number all dialogues are to be made next, where `fresh` is the first that was never tried.

    Gaps are filled even where there are enough already: which dialogues are kept must not depend on what got lost.
    """
    if settings.accept is None:
        return settings.tries()
    if tally.kept >= settings.accept:
        return min(fresh, settings.tries())
    share = max(tally.kept / tally.tried, 1 / TRIES_PER_KEPT) if tally.tried else 1.0
    return min(settings.tries(), fresh + math.ceil((settings.accept - tally.kept) / share))
