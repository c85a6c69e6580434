"""Many dialogues at once."""

import asyncio
import os
import signal

import pytest

from graph.crowd import Control, run_all
from graph.plan import plan
from state.budget import DEFAULT
from state.errors import ConfigurationError, EndpointDown, SetDown


class Watch:
    """A generate function that can be held back and counts what is in flight."""

    def __init__(self, record) -> None:
        self.record = record
        self.begun: list[int] = []
        self.most = 0
        self.finished: list[int] = []
        self.gate = asyncio.Event()

    async def generate(self, seed, index):
        self.begun.append(index)
        self.most = max(self.most, len(self.begun) - len(self.finished))
        await asyncio.sleep(0)
        await self.gate.wait()
        return self.record(index)

    async def finish(self, record) -> None:
        self.finished.append(record.index)


async def until(condition) -> None:
    while not condition():  # noqa: ASYNC110 - what is waited for is in many places
        await asyncio.sleep(0)


@pytest.fixture
def watch(record) -> Watch:
    return Watch(record)


async def test_every_planned_dialogue_is_made_once_and_never_more_than_allowed_at_once(watch):
    watch.gate.set()
    await run_all(watch.generate, plan(0, DEFAULT, range(50)), watch.finish, 8, Control())
    assert (sorted(watch.finished), watch.most) == (list(range(50)), 8)


async def test_a_seed_is_read_only_when_a_place_is_free(watch):
    read: list[int] = []

    def numbers():
        for number in range(9):
            read.append(number)
            yield number

    crowd = asyncio.ensure_future(run_all(watch.generate, plan(0, DEFAULT, numbers()), watch.finish, 3, Control()))
    await until(lambda: len(watch.begun) == 3)
    assert read == [0, 1, 2]
    watch.gate.set()
    await crowd
    assert len(watch.finished) == 9


async def test_a_first_interruption_lets_those_in_flight_finish_and_begins_no_more(watch):
    said: list[bool] = []
    control = Control(on_interrupt=said.append)
    with control:
        crowd = asyncio.ensure_future(run_all(watch.generate, plan(0, DEFAULT, range(99)), watch.finish, 4, control))
        await until(lambda: len(watch.begun) == 4)
        os.kill(os.getpid(), signal.SIGINT)
        await until(lambda: control.interrupted)
        watch.gate.set()
        await crowd
    assert (sorted(watch.finished), said) == ([0, 1, 2, 3], [False])


async def test_dialogues_that_are_set_down_are_counted_out_and_make_no_record(watch):
    stopped, left = asyncio.Event(), []

    async def generate(seed, index):
        watch.begun.append(index)
        await stopped.wait()
        if index % 2:
            raise SetDown
        return watch.record(index)

    control = Control(drain=stopped.set, on_left=left.append)
    crowd = asyncio.ensure_future(run_all(generate, plan(0, DEFAULT, range(99)), watch.finish, 4, control))
    await until(lambda: len(watch.begun) == 4)
    control.halt("enough")
    await crowd
    assert (sorted(watch.finished), left, control.stopped) == ([0, 2], [3, 2, 1, 0], "enough")


async def test_a_second_interruption_cancels_and_nothing_escapes(watch):
    said: list[bool] = []
    control = Control(on_interrupt=said.append)

    async def interrupt_twice():
        await until(lambda: len(watch.begun) == 4)
        for _ in range(3):
            os.kill(os.getpid(), signal.SIGTERM)
            await until(lambda: control.interrupted)
            await asyncio.sleep(0)

    interrupter = asyncio.ensure_future(interrupt_twice())
    with control:
        await run_all(watch.generate, plan(0, DEFAULT, range(99)), watch.finish, 4, control)
    interrupter.cancel()
    assert (watch.finished, said, control.cancelled) == ([], [False, True], True)
    assert asyncio.current_task().cancelling() == 0


async def test_a_cancellation_from_elsewhere_is_not_swallowed(watch):
    async def crowd():
        with Control() as control:
            await run_all(watch.generate, plan(0, DEFAULT, range(9)), watch.finish, 4, control)

    task = asyncio.ensure_future(crowd())
    await until(lambda: len(watch.begun) == 4)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task


async def test_before_one_is_done_only_the_first_few_are_begun(watch):
    crowd = asyncio.ensure_future(
        run_all(watch.generate, plan(0, DEFAULT, range(50)), watch.finish, 8, Control(), first=2)
    )
    await until(lambda: len(watch.begun) == 2)
    for _ in range(20):
        await asyncio.sleep(0)
    assert watch.begun == [0, 1]
    watch.gate.set()
    await crowd
    assert (sorted(watch.finished), watch.most) == (list(range(50)), 8)


async def test_an_endpoint_that_is_down_leaves_dialogues_unmade_and_begins_no_more(watch):
    async def generate(seed, index):
        if index == 2:
            raise EndpointDown("nobody there")
        return await watch.generate(seed, index)

    control = Control()
    watch.gate.set()
    await run_all(generate, plan(0, DEFAULT, range(99)), watch.finish, 4, control)
    assert (control.stopped, control.interrupted) == ("nobody there", False)
    assert 2 not in watch.finished
    assert {0, 1, 3} <= set(watch.finished)
    assert len(watch.begun) < 10


async def test_what_the_operator_can_fix_comes_out_plain_and_stops_the_crowd(watch):
    async def full(record):
        raise ConfigurationError("the disk is full")

    watch.gate.set()
    with pytest.raises(ConfigurationError, match="the disk is full"):
        await run_all(watch.generate, plan(0, DEFAULT, range(99)), full, 4, Control())
    assert len(watch.begun) < 99
