"""The one layer that asks an endpoint again: when, how often, and how long it waits in between."""

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, TypeVar

from graph.models.endpoint import Endpoint
from graph.models.faults import Fault

if TYPE_CHECKING:
    from tenacity import AsyncRetrying, RetryCallState

Answer = TypeVar("Answer")


async def ask_again(endpoint: Endpoint, ask: Callable[[], Awaitable[Answer]], fault: Fault) -> Answer:
    """Ask until it helps, where the first attempt came to nothing. The last fault is raised as it is."""
    failed = [fault]

    async def attempt() -> Answer:
        if failed:
            raise failed.pop()
        return await ask()

    return await _retrying(endpoint)(attempt)


def _retrying(endpoint: Endpoint) -> "AsyncRetrying":
    """Only faults that count use up attempts."""
    from tenacity import AsyncRetrying, retry_if_exception, wait_random_exponential

    backing_off = wait_random_exponential(multiplier=endpoint.first_wait, max=endpoint.longest_wait)
    counted = 0

    def stop(state: "RetryCallState") -> bool:
        nonlocal counted
        counted += _fault(state).counts
        return counted >= endpoint.attempts

    def wait(state: "RetryCallState") -> float:
        fault = _fault(state)
        # Whoever waits for a Retry-After or for an endpoint to come back waits at its door, with all others.
        at_the_door = fault.retry_after is not None or not (fault.counts or fault.kind == "overloaded")
        return 0.0 if at_the_door else backing_off(state)

    return AsyncRetrying(retry=retry_if_exception(_worth_another_try), stop=stop, wait=wait, reraise=True)


def _worth_another_try(error: BaseException) -> bool:
    return isinstance(error, Fault) and error.kind not in ("lasting", "denied")


def _fault(state: "RetryCallState") -> Fault:
    error = state.outcome.exception() if state.outcome else None
    assert isinstance(error, Fault)
    return error
