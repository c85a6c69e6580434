"""The one layer that asks an endpoint again: when, how often, and how long it waits in between."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tenacity import AsyncRetrying, RetryCallState

LONGEST_WAIT = 60.0
"""Seconds; also the most that a Retry-After header is believed."""


def retrying(attempts: int, first_wait: float) -> "AsyncRetrying":
    """Ask so many times, waiting longer each time; the last error is raised as it is."""
    from tenacity import AsyncRetrying, retry_if_exception, stop_after_attempt, wait_random_exponential

    backing_off = wait_random_exponential(multiplier=first_wait, max=LONGEST_WAIT)

    def wait(state: "RetryCallState") -> float:
        told = _told_to_wait(state.outcome.exception() if state.outcome else None)
        return backing_off(state) if told is None else min(told, LONGEST_WAIT)

    return AsyncRetrying(
        retry=retry_if_exception(_worth_another_try), stop=stop_after_attempt(attempts), wait=wait, reraise=True
    )


def _worth_another_try(error: BaseException) -> bool:
    from openai import APIConnectionError, APIStatusError

    if isinstance(error, APIStatusError):
        overloaded = error.status_code == 429 and error.code != "insufficient_quota"
        return overloaded or error.status_code == 408 or error.status_code >= 500
    return isinstance(error, APIConnectionError)


def _told_to_wait(error: BaseException | None) -> float | None:
    from openai import APIStatusError

    header = error.response.headers.get("retry-after", "") if isinstance(error, APIStatusError) else ""
    # The header may also be a date; then our own waiting is good enough.
    return float(header) if header.isdecimal() else None
