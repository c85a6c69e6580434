"""Requests and tokens per minute, where the operator or the provider sets a limit."""

import asyncio
from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol

from graph.models.endpoint import Endpoint

if TYPE_CHECKING:
    from aiolimiter import AsyncLimiter

_BURST = 6.0
"""Seconds' worth that may be spent at once. A whole minute's worth would be twice the limit in the first minute."""

_NEWEST = 0.1


class Pacing(Protocol):
    """Who decides when a request may go."""

    async def wait(self, size: int) -> None:
        """Wait until a request of so many characters may go."""
        ...

    def learn(self, size: int, tokens: int) -> None:
        """Hear what a request of so many characters took."""
        ...


class Pace:
    """Lets requests through as fast as the limits allow, first come, first served."""

    def __init__(
        self, requests_per_minute: float | None, tokens_per_minute: float | None, burst: float = _BURST
    ) -> None:
        self._requests = _limiter(requests_per_minute, burst)
        self._tokens = _limiter(tokens_per_minute, burst)
        self._queue = asyncio.Lock()
        self._tokens_per_character = 0.3

    async def wait(self, size: int) -> None:
        """Wait until a request of so many characters may go."""
        if self._requests is None and self._tokens is None:
            return
        # Limiters let the smallest request through first; in a queue of our own large ones get their turn.
        async with self._queue:
            if self._requests is not None:
                await self._requests.acquire()
            if self._tokens is not None:
                await _acquire(self._tokens, size * self._tokens_per_character)

    def learn(self, size: int, tokens: int) -> None:
        """Correct the estimate by what a request of so many characters took, answer included."""
        if tokens:
            self._tokens_per_character += _NEWEST * (tokens / size - self._tokens_per_character)


def own_pace(endpoint: Endpoint) -> Pacing:
    """The limits of an endpoint that nobody else asks."""
    return Pace(endpoint.requests_per_minute, endpoint.tokens_per_minute)


Paced = Callable[[Endpoint], Pacing]
"""Says who decides when requests to an endpoint may go."""


def _limiter(per_minute: float | None, burst: float) -> "AsyncLimiter | None":
    if per_minute is None:
        return None
    from aiolimiter import AsyncLimiter

    most_at_once = max(1.0, per_minute * burst / 60)
    return AsyncLimiter(most_at_once, most_at_once * 60 / per_minute)


async def _acquire(limiter: "AsyncLimiter", amount: float) -> None:
    """Take more than fits at once in pieces."""
    while amount > 0:
        piece = min(amount, limiter.max_rate)
        await limiter.acquire(piece)
        amount -= piece
