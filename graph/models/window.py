"""How many requests may be in flight: found out by additive increase and multiplicative decrease.

It doubles until the first refusal. From then on it comes back to just below what was refused, stays there for a
while, and only then feels its way further. It also gives way when answers suddenly take much longer than usual.
"""

import asyncio
import math
from dataclasses import dataclass, field
from heapq import heappop, heappush
from itertools import count
from typing import NamedTuple

from graph.models.latency import Latency

DECREASE = 0.8
MARGIN = 0.95
"""How close it comes back to what was refused."""
REFUSED_STAYS = 30.0
"""Seconds for which what was refused is not tried again: with a Retry-After each try costs everybody a pause."""

_STEPS_BACK = 50


class Admission(NamedTuple):
    """When a request was let in: what came of it says something about that moment, not about a later one."""

    epoch: int
    in_flight: int
    """Itself included."""


@dataclass(slots=True)
class Window:
    """The limit, and the queue before it. Who came first is first, also after a refusal."""

    limit: float
    most: int
    in_flight: int = 0
    epoch: int = 0
    """Counts decreases."""
    _ceiling: float = math.inf
    """The most that may be right, since the last refusal."""
    _refused_at: float = 0.0
    _refused_in: int = -1
    """The epoch of the last refusal."""
    _latency: Latency = field(default_factory=Latency)
    _waiting: list[tuple[int, int, "asyncio.Future[Admission]"]] = field(default_factory=list)
    _arrivals: "count[int]" = field(default_factory=count)

    async def enter(self, ticket: int) -> Admission:
        """Wait for a place; the lowest ticket goes first."""
        if self.in_flight < int(self.limit) and not self._waiting:
            return self._let_in()
        place: asyncio.Future[Admission] = asyncio.get_running_loop().create_future()
        heappush(self._waiting, (ticket, next(self._arrivals), place))
        try:
            return await place
        except asyncio.CancelledError:
            if place.done() and not place.cancelled():
                self.leave()
            raise

    def leave(self) -> None:
        """Give the place back."""
        self.in_flight -= 1
        self._admit()

    def served(self, now: float, seconds: float, tokens: int, admission: Admission) -> None:
        """Learn from an answer, how long it took and how long it was."""
        verdict = self._latency.add(seconds, tokens, replies=max(16, int(self.limit)))
        if verdict == "risen" and admission.epoch == self.epoch:
            self.limit = max(1.0, DECREASE * self.limit)
            self.epoch += 1
        elif verdict == "usual" and self.in_flight >= 0.9 * int(self.limit):
            self.limit = min(self._grown(now), self.most)
            self._admit()

    def refused(self, now: float, admission: Admission) -> None:
        """Learn that it was too many. Of those that were let in together, the earliest tells how many were."""
        if admission.epoch == self.epoch:
            self._refused_in, self._ceiling = self.epoch, math.inf
            self.epoch += 1
        elif admission.epoch != self._refused_in:
            return
        self._refused_at = now
        self._ceiling = max(1.0, min(self._ceiling, MARGIN * admission.in_flight))
        self.limit = max(1.0, min(self.limit, DECREASE * admission.in_flight))

    def _grown(self, now: float) -> float:
        if self._ceiling == math.inf:
            return self.limit + 1
        if self.limit < self._ceiling:
            return min(self._ceiling, self.limit + max(1.0, self._ceiling / _STEPS_BACK) / self.limit)
        return self.limit if now - self._refused_at < REFUSED_STAYS else self.limit + 1 / self.limit

    def _admit(self) -> None:
        while self._waiting and self.in_flight < int(self.limit):
            *_, place = heappop(self._waiting)
            if not place.done():
                place.set_result(self._let_in())

    def _let_in(self) -> Admission:
        self.in_flight += 1
        return Admission(self.epoch, self.in_flight)
