"""What the whole cluster has begun, finished and spent: one for a run. Knows no Ray."""

import asyncio
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from typing import NamedTuple

from graph.limits import Allowance, limits_of
from graph.models.notices import Notice
from graph.settings import Settings
from graph.spending import Meter, summed
from graph.tally import Tally
from state.model import Role
from state.record import Record, Spent, Status

PATIENCE = 60.0
"""Seconds without news after which those that began first may be lost with their machine, and one more begins."""


class Finished(NamedTuple):
    """What is told of a dialogue when it is done."""

    number: int
    id: str
    status: Status
    reasons: tuple[str, ...]
    calls_by_node: dict[str, int]
    usage: dict[Role, Spent]
    cost: float | None


def told(record: Record) -> Finished:
    """What the ledger wants to know of a record."""
    counted = (record.calls_by_node, record.usage, record.cost)
    return Finished(record.index, record.id, record.status, record.reasons, *counted)


class News(NamedTuple):
    """What has happened since the ledger was last asked."""

    tally: Tally
    """Of the whole run, without what only whole records tell."""
    finished: list[Finished]
    notices: list[Notice]
    in_flight: int
    stopped: str | None
    refused: str | None


@dataclass
class Standing:
    """Where the run stands."""

    tally: Tally
    finished: list[Finished]
    notices: list[Notice]
    stopped: str | None = None
    """Why no more are begun."""
    refused: str | None = None
    """What the operator has to mend before anything can be made."""
    draining: bool = False


class Ledger:
    """Lets dialogues begin as long as the limits leave room for them, and counts what they took.

    A dialogue that is made again, because a machine was lost, is let in again and counted once; what it took then, and
    was told here, is spent all the same.
    """

    def __init__(self, settings: Settings, tally: Tally, patience: float = PATIENCE) -> None:
        self._standing = Standing(tally, [], [])
        self._meter = Meter()
        self._allowance = Allowance(limits_of(settings), tally, self._meter)
        self._first = self._allowance.first(settings.tries())
        self._patience, self._waiting = patience, asyncio.Lock()
        self._begun: set[int] = set()
        self._done: set[int] = set()
        self._one_is_done, self._ended, self._cancelled = asyncio.Event(), asyncio.Event(), asyncio.Event()

    async def begin(self, number: int) -> bool:
        """Whether this dialogue may begin; where nothing is known of costs yet, that is known after a while."""
        if number not in self._begun and len(self._begun) >= self._first and not self._one_is_done.is_set():
            # Those that wait may hold the places of those they wait for, where these were lost and are made again.
            async with self._waiting:
                with suppress(TimeoutError):
                    await asyncio.wait_for(self._one_is_done.wait(), self._patience)
        if self._may_not_begin():
            return False
        return number in self._begun or self._begin(number)

    def hear(self, begun: Iterable[int], finished: Iterable[Finished]) -> bool:
        """Where no limit is set, learn afterwards what has begun and what is done; say whether more may begin."""
        self._begun.update(begun)
        for each in finished:
            self.finish(each)
        return not self._may_not_begin()

    def _may_not_begin(self) -> bool:
        standing = self._standing
        return standing.draining or standing.stopped is not None or standing.refused is not None

    def _begin(self, number: int) -> bool:
        if self._allowance.has_room(self.give_up):
            self._begun.add(number)
            return True
        return False

    def finish(self, finished: Finished) -> None:
        """Count a dialogue that is done."""
        self._meter.spend(summed(finished.usage.values()))
        if finished.number not in self._done:
            self._done.add(finished.number)
            self._standing.tally.count(finished.status, finished.calls_by_node, finished.usage)
            self._standing.finished.append(finished)
        self._one_is_done.set()

    def lose(self, spent: Spent) -> None:
        """Count what a dialogue took that did not get done."""
        self._meter.spend(spent)

    def give_up(self, reason: str) -> None:
        """Let no further dialogue begin: a limit is reached, or an endpoint is down."""
        self._standing.stopped = self._standing.stopped or reason
        self._end()

    def refuse(self, problem: str) -> None:
        """The same for something that the operator has to mend."""
        self._standing.refused = self._standing.refused or problem
        self._end()

    def drain(self) -> None:
        """The same because the operator asked for it."""
        self._standing.draining = True
        self._end()

    def cancel(self) -> None:
        """Have those in flight end at once."""
        self.drain()
        self._cancelled.set()

    def _end(self) -> None:
        self._one_is_done.set()
        self._ended.set()

    async def ended(self) -> None:
        """Wait until no more may begin."""
        await self._ended.wait()

    async def cancelled(self) -> None:
        """Wait until that is asked for."""
        await self._cancelled.wait()

    def tell(self, notice: Notice) -> None:
        """Pass on what an endpoint does."""
        self._standing.notices.append(notice)

    def news(self) -> News:
        """What has happened since this was last asked."""
        standing = self._standing
        in_flight = len(self._begun - self._done)
        news = News(standing.tally, standing.finished, standing.notices, in_flight, standing.stopped, standing.refused)
        standing.finished, standing.notices = [], []
        return news
