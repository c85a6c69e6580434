"""The actor that makes dialogues: models, tools and graph built once, block after block of numbers made with them."""

import asyncio
import os
import sys
from contextlib import suppress
from pathlib import Path
from typing import Any, NamedTuple

import pyarrow
import ray
from ray.actor import ActorHandle

from graph.assemble import Assemble, Machine, Reach
from graph.cluster.budgets import Budgets
from graph.cluster.ledger import told
from graph.cluster.numbers import NUMBER
from graph.cluster.reports import Reports
from graph.cluster.rows import row, table
from graph.garbage import collect_seldom
from graph.limits import limits_of
from graph.models.notices import Notice
from graph.plan import Planned, plan
from graph.settings import Settings
from graph.sink import stored_line
from state.errors import ConfigurationError, EndpointDown
from state.record import Record

Row = dict[str, Any]


class Work(NamedTuple):
    """All that an actor is told. No key is in it: keys are in the environment of its machine."""

    settings: Settings
    assembling: Assemble
    directory: Path
    """Where the command was given: paths of the settings start there."""
    ledger: ActorHandle
    budgets: Budgets

    def go_there(self) -> None:
        """Work in that folder, where this machine has it; modules of the operator's own are looked for in it."""
        with suppress(OSError):
            os.chdir(self.directory)
            sys.path.insert(0, str(self.directory))


class Dialogues:
    """Makes the dialogues of blocks. Nothing that happens to one of them is raised: it is a row, or it is left out."""

    def __init__(self, work: Work) -> None:
        work.go_there()
        self._work, self._ledger = work, work.ledger
        self._machine = self._assembled()
        self._places = asyncio.Semaphore(work.settings.concurrency)
        self._reports = Reports(work.ledger, bool(limits_of(work.settings)))
        self._making: set[asyncio.Task[Row | None]] = set()
        self._beside: list[asyncio.Task[None]] = []
        collect_seldom()

    async def __call__(self, block: pyarrow.Table) -> pyarrow.Table:
        """Make the dialogues of a block. Those that may not begin are missing in what comes back."""
        settings = self._work.settings
        planned = plan(settings.seed, settings.budget(), block[NUMBER].to_pylist())
        await self._reports.send()
        self._beside = self._beside or self._begin_beside()
        async with asyncio.TaskGroup() as group:
            making = [group.create_task(self._make(one)) for one in planned]
            self._making.update(making)
        self._making.difference_update(making)
        # What is written is never something that the ledger has not heard of.
        await self._reports.send()
        return table(made for each in making if not each.cancelled() and (made := each.result()) is not None)

    def _assembled(self) -> Machine | None:
        """Put the machine together; what the operator has to mend is told to the ledger, which then begins nothing."""
        work = self._work
        try:
            return work.assembling(work.settings, reach=Reach(self._tell, work.budgets.paced))
        except ConfigurationError as error:
            ray.get(self._ledger.refuse.remote(self._here(error)))
            return None

    def _begin_beside(self) -> list[asyncio.Task[None]]:
        reports = self._reports
        beside = (reports.keep_sending(), reports.keep_listening(), self._listen())
        return [asyncio.create_task(each) for each in beside]

    async def _listen(self) -> None:
        """Wait for the word to cancel all."""
        await self._ledger.cancelled.remote()
        for each in self._making:
            each.cancel()

    async def _make(self, one: Planned) -> Row | None:
        async with self._places:
            if self._machine is None or not await self._reports.begin(one.number):
                return None
            try:
                record = await self._machine.generate(one.seed, one.number)
            except EndpointDown as error:
                await self._ledger.give_up.remote(str(error))
            except ConfigurationError as error:
                await self._ledger.refuse.remote(self._here(error))
            else:
                return await self._stored(self._machine, record)
            account = self._machine.meter.close(one.seed.id, ())
            await self._ledger.lose.remote(account.total)
            return None

    async def _stored(self, machine: Machine, record: Record) -> Row:
        stored, line = stored_line(record)
        machine.journal.finish(stored.id, stored.seed)
        await self._reports.finish(told(stored))
        return row(stored, line)

    def _tell(self, notice: Notice) -> None:
        self._ledger.tell.remote(notice)

    def _here(self, error: ConfigurationError) -> str:
        return f"node {ray.util.get_node_ip_address()}: {error}"
