"""Requests and tokens per minute."""

import asyncio

import pytest

from graph.models.pace import Pace
from tests.graph.models.virtual_time import run_virtually


async def _times(pace: Pace, sizes: list[int]) -> list[float]:
    """When requests of these sizes may go, all asked for at once."""
    went: dict[int, float] = {}

    async def ask(number: int, size: int) -> None:
        await pace.wait(size)
        went[number] = asyncio.get_running_loop().time()

    async with asyncio.TaskGroup() as group:
        for number, size in enumerate(sizes):
            group.create_task(ask(number, size))
    return [went[number] for number in range(len(sizes))]


def test_without_limits_nobody_waits():
    assert max(run_virtually(_times(Pace(None, None), [1000] * 50))) < 0.001


def test_no_minute_has_many_more_requests_than_its_limit():
    times = run_virtually(_times(Pace(600, None), [1] * 1800))
    for start in range(0, int(times[-1]), 7):
        assert sum(start <= time < start + 60 for time in times) <= 661
    assert times[-1] == pytest.approx(174, abs=2)


def test_tokens_are_estimated_from_the_size():
    times = run_virtually(_times(Pace(None, 60_000), [10_000] * 60))
    assert times[-1] == pytest.approx(60 * 3 - 6, abs=4)


def test_the_estimate_learns_from_what_requests_took():
    pace = Pace(None, 60_000)
    for _ in range(100):
        pace.learn(10_000, 6_000)
    assert run_virtually(_times(pace, [10_000] * 60))[-1] == pytest.approx(60 * 6 - 6, abs=7)


def test_a_request_larger_than_what_fits_at_once_gets_its_turn_before_later_small_ones():
    times = run_virtually(_times(Pace(None, 6_000), [40, 40_000, 40]))
    assert times == sorted(times)


def test_less_than_one_request_a_second_is_possible():
    assert run_virtually(_times(Pace(3, None), [1] * 4)) == pytest.approx([0, 20, 40, 60], abs=0.001)
