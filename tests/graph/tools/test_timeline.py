from collections.abc import Mapping
from datetime import datetime
from random import Random

import pytest
from pydantic import JsonValue

from graph.tools.builtin.pool import BuiltinPool
from graph.tools.timeline import Remembering
from state.environment import Result
from state.task import Fact
from state.tool import Tool

NOW = datetime(2026, 3, 2, 9)


class Counter:
    """A world that adds up, and knows how often it was really asked."""

    def __init__(self, pool: "Counters") -> None:
        self.pool = pool
        self.total = 0
        self.open = True

    def policy(self, tools: tuple[Tool, ...]) -> str:
        return "Add with care."

    def facts(self, tools: tuple[Tool, ...]) -> tuple[Fact, ...]:
        return ()

    async def execute(self, name: str, values: Mapping[str, JsonValue]) -> Result:
        self.pool.executed.append((name, dict(values)))
        self.total += values["by"]
        return Result(self.total)

    async def close(self) -> None:
        self.open = False


class Counters:
    def __init__(self) -> None:
        self.worlds: list[Counter] = []
        self.executed: list[object] = []
        self.closed: list[int] = []

    def offer(self, random: Random, number: int | None) -> tuple[Tool, ...]:
        return ()

    def open(self, seed: int, now: datetime) -> Counter:
        self.worlds.append(Counter(self))
        return self.worlds[-1]

    async def close(self, seed: int) -> None:
        self.closed.append(seed)


@pytest.fixture
def counters() -> Counters:
    return Counters()


async def _run(pool: Remembering, *steps: int, seed: int = 1) -> list[JsonValue]:
    world = pool.open(seed, NOW)
    return [(await world.execute("add", {"by": step})).content for step in steps]


async def test_what_was_run_once_is_not_run_again(counters):
    pool = Remembering(counters)
    assert await _run(pool, 1, 2, 3) == await _run(pool, 1, 2, 3) == [1, 3, 6]
    assert len(counters.executed) == 3


async def test_a_longer_dialogue_goes_on_in_the_world_that_is_open(counters):
    pool = Remembering(counters)
    await _run(pool, 1, 2)
    assert await _run(pool, 1, 2, 3) == [1, 3, 6]
    assert len(counters.worlds) == 1


async def test_a_call_that_differs_is_run_in_a_fresh_world_after_those_before_it(counters):
    pool = Remembering(counters)
    await _run(pool, 1, 2, 3)
    assert await _run(pool, 1, 10, 3) == [1, 11, 14]
    assert [world.open for world in counters.worlds] == [False, True]
    assert await _run(pool, 1, 2, 3, 4) == [1, 3, 6, 10]


async def test_arguments_that_only_compare_equal_are_different_calls(counters):
    pool = Remembering(counters)
    await _run(pool, 1)
    await _run(pool, True)
    await _run(pool, 1.0)
    assert len(counters.executed) == 3


async def test_dialogues_know_nothing_of_each_other(counters):
    pool = Remembering(counters)
    await _run(pool, 1, seed=1)
    assert await _run(pool, 1, seed=2) == [1]
    assert len(counters.executed) == 2


async def test_a_closed_dialogue_is_forgotten_and_its_world_closed(counters):
    pool = Remembering(counters)
    await _run(pool, 1)
    await pool.close(1)
    assert (counters.worlds[0].open, counters.closed) == (False, [1])
    await _run(pool, 1)
    assert len(counters.executed) == 2


async def test_the_builtin_worlds_answer_as_they_do_without_a_memory():
    plain, pool = BuiltinPool(), Remembering(BuiltinPool())
    steps = [("list_events", {"day": "2026-03-03"}), ("list_events", {"day": "no day"}), ("nothing", {})]
    for _ in range(2):
        direct, remembered = plain.open(5, NOW), pool.open(5, NOW)
        assert [await direct.execute(*s) for s in steps] == [await remembered.execute(*s) for s in steps]
