"""How much a run may spend. Begins no dialogue that is expected to lead beyond it, and stops those begun at it."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from graph.plan import Planned
from graph.settings import Settings
from graph.spending import NOTHING, Meter
from graph.tally import Tally
from state.record import Spent

FIRST = 4
"""How many dialogues are begun under a limit before one of them is done."""


class Limit(NamedTuple):
    """The most of one thing."""

    setting: str
    most: float
    of: Callable[[Spent], float]


def limits_of(settings: Settings) -> tuple[Limit, ...]:
    """Give those that are set."""
    both = (
        Limit("max_calls", settings.max_calls or 0, lambda spent: spent.calls),
        Limit("max_cost", settings.max_cost or 0, lambda spent: spent.cost or 0.0),
    )
    return tuple(limit for limit in both if limit.most)


@dataclass(slots=True)
class Allowance:
    """What a run has spent, earlier sessions included, and what the dialogues in flight will take.

    They are expected to take as much as those that are done took on average. While none is done nothing is known, so
    that few are begun. Where they take more than expected, they are stopped at the limit; only the steps that they
    are in lead beyond it.
    """

    limits: tuple[Limit, ...]
    tally: Tally
    meter: Meter
    carried: Spent = NOTHING
    """What earlier sessions spent on dialogues that are not done."""
    begun: int = 0
    _before: Spent = field(init=False)
    _tried: int = field(init=False)

    def __post_init__(self) -> None:
        """Remember what earlier sessions left."""
        self._before, self._tried = self.tally.total + self.carried, self.tally.tried

    def first(self, concurrency: int) -> int:
        """How many may begin before one is done."""
        return min(concurrency, FIRST) if self.limits and not self._tried else concurrency

    def within(self, planned: Iterable[Planned], stop: Callable[[str], None]) -> Iterator[Planned]:
        """Give dialogues as long as there is room for one more, then say why there is none."""
        for one in planned:
            if not self.has_room(stop):
                return
            yield one

    def has_room(self, stop: Callable[[str], None]) -> bool:
        """Whether one more may begin, which it then has; otherwise say why not."""
        if reason := self._reason():
            stop(reason)
            return False
        self.begun += 1
        return True

    def watch(self, halt: Callable[[str], None]) -> None:
        """Say it when a limit is reached."""
        for limit in self.limits:
            if self._spent(limit) >= limit.most:
                halt(f"{limit.setting} {limit.most:g} is reached")

    def _spent(self, limit: Limit) -> float:
        return limit.of(self._before) + limit.of(self.meter.total)

    def _reason(self) -> str | None:
        in_flight = self.begun - (self.tally.tried - self._tried)
        for limit in self.limits:
            spent = self._spent(limit)
            done = limit.of(self.tally.total)
            each = done / self.tally.tried if self.tally.tried else 0.0
            if spent >= limit.most or max(spent, done + in_flight * each) + each > limit.most:
                return f"{limit.setting} {limit.most:g} leaves no room for another dialogue"
        return None
