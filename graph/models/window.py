"""How many requests may be in flight: found out by additive increase and multiplicative decrease.

It doubles until the first refusal, and from then on comes back to just below what was refused and feels its way
further; where refusals cost everybody a pause, only after a while. Refusals that are rare whatever the number in
flight are chance: they delay their call and change nothing. It also gives way when answers suddenly take much longer
than usual.
"""

import asyncio
import math
from dataclasses import dataclass, field
from heapq import heappop, heappush
from itertools import count
from typing import NamedTuple

from graph.models.latency import Latency

DECREASE = 0.8
MARGIN = 0.97
"""How close it comes back to what was refused."""
PAUSES_APART = 10.0
"""So many times longer than the pause that an endpoint asked for, what it refused is not tried again."""

FORGIVEN = 0.05
"""So many refusals for each answer are put down to chance, and not to the number in flight."""
MOST_FORGIVEN = 4.0
"""At once."""
_STEPS_BACK = 20


class Sending(NamedTuple):
    """How it stood when a request was sent."""

    epoch: int
    level: int
    """How many were on their way, itself included."""


@dataclass(slots=True)
class Window:
    """The limit, and the queue before it. Who came first is first, also after a refusal."""

    limit: float
    most: int
    in_flight: int = 0
    sent: int = 0
    """How many of them are on their way, and not held at the door."""
    epoch: int = 0
    """Counts decreases. What was sent before the last one says little about how it is now."""
    credit: float = MOST_FORGIVEN
    """How many refusals will still be put down to chance."""
    _ceiling: float = math.inf
    """The most that may be right, since the last refusal."""
    _proven: float = 0.0
    """The most that were on their way when one was sent that was served."""
    _held_until: float = 0.0
    _refused_in: int = -1
    """The epoch of the last refusal."""
    _taken: int = 0
    """How many were on their way then, and were not refused."""
    _latency: Latency = field(default_factory=Latency)
    _waiting: list[tuple[int, int, "asyncio.Future[None]"]] = field(default_factory=list)
    _arrivals: "count[int]" = field(default_factory=count)

    @property
    def has_room(self) -> bool:
        """Whether one more may be on its way."""
        return self.sent < int(self.limit)

    async def enter(self, ticket: int) -> None:
        """Wait for a place; the lowest ticket goes first."""
        if self.in_flight < int(self.limit) and not self._waiting:
            self.in_flight += 1
            return
        place: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        heappush(self._waiting, (ticket, next(self._arrivals), place))
        try:
            await place
        except asyncio.CancelledError:
            if place.done() and not place.cancelled():
                self.leave()
            raise

    def leave(self) -> None:
        """Give the place back."""
        self.in_flight -= 1
        self._admit()

    def send(self) -> Sending:
        """Count one that goes on its way."""
        self.sent += 1
        return Sending(self.epoch, self.sent)

    def served(self, now: float, seconds: float, tokens: int, sending: Sending) -> None:
        """Learn from an answer, how long it took and how long it was."""
        self._proven = max(self._proven, sending.level)
        self.credit = min(MOST_FORGIVEN, self.credit + FORGIVEN)
        verdict = self._latency.add(seconds, tokens, replies=max(16, int(self.limit)))
        if verdict == "risen" and sending.epoch == self.epoch:
            self.limit = max(1.0, DECREASE * self.limit)
            self.epoch += 1
        elif verdict == "usual" and self.in_flight >= 0.9 * int(self.limit):
            self.limit = min(self._grown(now), self.most)
            self._admit()

    def refused(self, now: float, sending: Sending, pause: float = 0.0) -> None:
        """Learn that it was too many: right were those that were on their way, less all that are refused of them."""
        if sending.epoch == self.epoch:
            if self._forgives(sending, pause):
                self.credit -= 1
                return
            self._refused_in, self._taken = self.epoch, self.sent
            self.epoch += 1
        elif sending.epoch != self._refused_in:
            return
        self._taken = max(1, self._taken - 1)
        self._held_until = now + PAUSES_APART * pause
        self._ceiling = self._proven = max(1.0, MARGIN * self._taken)
        self.limit = max(1.0, min(self.limit, DECREASE * self._taken))

    def _forgives(self, sending: Sending, pause: float) -> bool:
        """Whether it may be chance; where each refusal costs everybody a pause, only if as many were served before."""
        return self.credit >= 1 and (not pause or sending.level <= self._proven)

    def _grown(self, now: float) -> float:
        if self._ceiling == math.inf:
            return self.limit + 1
        if self.limit < self._ceiling:
            return min(self._ceiling, self.limit + max(1.0, self._ceiling / _STEPS_BACK) / self.limit)
        return self.limit if now < self._held_until else self.limit + 1 / self.limit

    def _admit(self) -> None:
        while self._waiting and self.in_flight < int(self.limit):
            *_, place = heappop(self._waiting)
            if not place.done():
                self.in_flight += 1
                place.set_result(None)
