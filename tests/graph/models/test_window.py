"""How many requests are in flight."""

import asyncio

import pytest

from graph.models.window import FORGIVEN, PAUSES_APART, Sending, Window
from tests.graph.models.virtual_time import run_virtually


def _filled(limit: float, most: int = 1000, credit: float = 0.0) -> Window:
    """A window with every place taken, and all on their way."""
    window = Window(limit, most, credit=credit)
    window.in_flight = window.sent = int(limit)
    return window


def _now(window: Window) -> Sending:
    return Sending(window.epoch, window.sent)


def _serve(window: Window, many: int, now: float = 0.0, seconds: float = 1.0) -> None:
    for _ in range(many):
        window.in_flight = window.sent = int(window.limit)
        window.served(now, seconds, 10, _now(window))


def test_before_the_first_refusal_it_doubles_with_each_round():
    window = _filled(8)
    _serve(window, 8)
    assert window.limit == 16


def test_it_never_grows_beyond_what_is_allowed():
    window = _filled(8, most=10)
    _serve(window, 50)
    assert window.limit == 10


def test_places_that_nobody_takes_do_not_make_it_grow():
    window = Window(8, 100)
    for _ in range(50):
        window.in_flight = 3
        window.served(0.0, 1.0, 10, _now(window))
    assert window.limit == 8


def test_a_refusal_takes_a_fifth_of_what_was_on_its_way():
    window = _filled(100)
    window.sent = 51
    window.refused(0.0, _now(window))
    assert window.limit == 40


def test_those_that_are_refused_together_were_too_many_together():
    window = _filled(100)
    together = _now(window)
    for _ in range(40):
        window.refused(0.0, together)
    assert (window.limit, window.epoch) == (48, together.epoch + 1)


def test_what_was_let_in_long_ago_says_nothing_about_now():
    window = _filled(100)
    old = _now(window)
    window.refused(0.0, _now(window))
    window.refused(0.0, _now(window))
    limit = window.limit
    window.refused(0.0, old)
    assert window.limit == limit


def test_a_few_refusals_are_put_down_to_chance_and_earned_again_by_answers():
    window = _filled(50, most=50, credit=2.0)
    for _ in range(2):
        window.refused(0.0, _now(window))
    assert (window.limit, window.credit) == (50, 0.0)
    _serve(window, int(3 / FORGIVEN))
    for _ in range(2):
        window.refused(0.0, _now(window))
    assert (window.limit, window.credit) == (50, pytest.approx(1.0))


def test_where_a_pause_is_asked_for_chance_is_believed_only_where_as_many_were_served():
    window = _filled(51, credit=2.0)
    window.served(0.0, 1.0, 10, Sending(window.epoch, 50))
    window.refused(0.0, Sending(window.epoch, 50), pause=1.0)
    assert (window.limit, window.credit) == (52, pytest.approx(1.05))
    window.refused(0.0, Sending(window.epoch, 51), pause=1.0)
    assert (window.limit, window.credit) == (40, pytest.approx(1.05))


def test_it_never_closes():
    window = _filled(1)
    for _ in range(10):
        window.refused(0.0, _now(window))
    assert window.limit == 1


def test_it_comes_back_quickly_to_just_below_what_was_refused_and_slowly_beyond():
    window = _filled(61)
    window.refused(0.0, _now(window))
    _serve(window, 190, now=1.0)
    assert window.limit == pytest.approx(58.2, abs=0.1)
    _serve(window, 58, now=2.0)
    assert window.limit == pytest.approx(59.2, abs=0.1)


def test_where_a_pause_was_asked_for_it_stays_below_for_much_longer_than_that():
    window = _filled(61)
    window.refused(0.0, _now(window), pause=6.0)
    _serve(window, 5000, now=PAUSES_APART * 6.0 - 1.0)
    assert window.limit == pytest.approx(58.2)
    _serve(window, 58, now=PAUSES_APART * 6.0)
    assert window.limit > 59


def test_after_a_refusal_it_grows_by_steps():
    window = _filled(61)
    window.refused(0.0, _now(window))
    before = window.limit
    _serve(window, int(before), now=1.0)
    assert 2.5 <= window.limit - before <= 3


def test_answers_that_suddenly_take_much_longer_make_it_give_way():
    window = _filled(64, most=64)
    _serve(window, 256, seconds=1.0)
    _serve(window, 128, seconds=4.0)
    assert window.limit < 60


def test_the_lowest_ticket_goes_first():
    async def order() -> list[int]:
        window, entered = Window(1, 1), []
        await window.enter(0)

        async def enter(ticket: int) -> None:
            await window.enter(ticket)
            entered.append(ticket)
            window.leave()

        async with asyncio.TaskGroup() as group:
            for ticket in (5, 2, 9):
                group.create_task(enter(ticket))
            await asyncio.sleep(1)
            window.leave()
        return entered

    assert run_virtually(order()) == [2, 5, 9]


def test_a_cancelled_caller_leaves_no_place_taken():
    async def work() -> int:
        window = Window(1, 1)
        await window.enter(0)
        waiting = [asyncio.create_task(window.enter(n)) for n in (1, 2)]
        await asyncio.sleep(1)
        window.leave()
        # The first has been given the place and is cancelled before it could take it.
        waiting[0].cancel()
        await asyncio.wait(waiting)
        window.leave()
        return window.in_flight

    assert run_virtually(work()) == 0
