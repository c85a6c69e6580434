"""An actor tells the ledger together what is new, and at once where a limit is set."""

import asyncio
from dataclasses import dataclass
from typing import Any

import pytest

pytest.importorskip("ray", reason="a cluster needs the extra `ray`")

from graph.cluster.ledger import Finished, Ledger
from graph.cluster.reports import Reports
from graph.settings import Settings
from graph.tally import Tally
from state.record import Spent


@dataclass
class Method:
    """Called as one of a remote actor is."""

    function: Any

    async def remote(self, *values: object) -> object:
        found = self.function(*values)
        return await found if asyncio.iscoroutine(found) else found


@dataclass
class Near:
    """A ledger in this process, spoken to as if it were in another."""

    ledger: Ledger

    def __getattr__(self, name: str) -> Method:
        return Method(getattr(self.ledger, name))


def finished(number: int) -> Finished:
    return Finished(number, f"d{number:06}", "kept", (), {"fill": 10}, {"writer": Spent(calls=10)}, None)


def both(**settings: object) -> tuple[Ledger, Reports]:
    ledger = Ledger(Settings(count=100, **settings), Tally())
    return ledger, Reports(Near(ledger), limited=bool(settings))


async def test_without_a_limit_what_is_new_is_told_together():
    ledger, reports = both()
    assert [await reports.begin(number) for number in range(3)] == [True] * 3
    await reports.finish(finished(1))
    assert (ledger.news().in_flight, ledger.news().tally.kept) == (0, 0)
    await reports.send()
    assert (ledger.news().in_flight, ledger.news().tally.kept) == (2, 1)
    await reports.send()
    assert ledger.news().tally.kept == 1


async def test_under_a_limit_each_dialogue_asks_and_is_told_at_once():
    ledger, reports = both(max_calls=15)
    assert await reports.begin(0)
    await reports.finish(finished(0))
    assert ledger.news().tally.kept == 1
    assert not await reports.begin(1)
    assert "max_calls 15" in ledger.news().stopped


async def test_nothing_begins_once_the_run_is_ending():
    ledger, reports = both()
    listening = asyncio.create_task(reports.keep_listening())
    await asyncio.sleep(0)
    assert await reports.begin(0)
    ledger.drain()
    await listening
    assert not await reports.begin(1)


async def test_an_actor_that_comes_late_hears_that_the_run_is_ending():
    ledger, reports = both()
    ledger.give_up("down for 600 s")
    await reports.send()
    assert not await reports.begin(0)
