"""One sitting of a run on a cluster, seen from the process that was started: begins it, watches it, ends it."""

import asyncio
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import ray
from ray.actor import ActorHandle
from ray.exceptions import RayError
from ray.util.scheduling_strategies import NodeAffinitySchedulingStrategy

from graph.assemble import Assemble
from graph.cluster.budgets import Budget, Budgets, limited
from graph.cluster.ledger import Ledger, News
from graph.cluster.pipeline import Pipeline
from graph.cluster.rounds import Past, target
from graph.cluster.worker import Work
from graph.crowd import Control
from graph.settings import Settings
from graph.tally import Tally
from state.errors import ConfigurationError

LOOK = 0.25
"""Seconds between two looks at the ledger."""

PATIENCE = 30.0
"""Seconds that a cancelled run has to hand over what is done."""

_WAITING = 1_000_000
"""How many may wait for an actor's answer at once; who comes after them would keep news of what is done from it."""


@dataclass(slots=True)
class Sitting:
    """What is to be made, and who hears of it."""

    settings: Settings
    assembling: Assemble
    pipeline: Pipeline
    tally: Tally
    """Of earlier sittings; afterwards of this one too."""
    control: Control
    hear: Callable[[News, bool], None]
    """Told what is new, and whether the run is ending early."""
    _refused: str | None = None

    async def work(self, past: Past) -> None:
        """Make what is missing."""
        ledger = _actor(Ledger, "ledger", self.settings, self.tally)
        self.control.drain = lambda: ledger.drain.remote()
        budgets = {
            identity: _actor(
                Budget, f"budget of {each.place}, {number}", each.requests_per_minute, each.tokens_per_minute
            )
            for number, (identity, each) in enumerate(limited(self.settings).items())
        }
        work = Work(self.settings, self.assembling, Path.cwd(), ledger, Budgets(budgets))
        fresh, reached = past.fresh, past.reached
        with self.control:
            while not self.control.draining and (upto := target(self.settings, self.tally, fresh)) > reached:
                await self._watch(self.pipeline.begin(work, upto), ledger)
                fresh = reached = upto

    async def _watch(self, running: "Future[None]", ledger: ActorHandle) -> None:
        ended = asyncio.wrap_future(running)
        try:
            while not ended.done():
                await asyncio.wait([ended], timeout=LOOK)
                self._listen(await ledger.news.remote())
            await ended
        except asyncio.CancelledError:
            # What is done is still written. A plan that was left to itself would disturb whoever comes after it.
            ledger.cancel.remote()
            await asyncio.wait([ended], timeout=PATIENCE)
            raise
        except (RayError, OSError) as error:
            told = " ".join(str(error).split())[-400:]
            raise ConfigurationError(f"the cluster could not go on: {told}; the same command goes on later") from error
        if self._refused is not None:
            raise ConfigurationError(self._refused)

    def _listen(self, news: News) -> None:
        control = self.control
        self.tally, control.in_flight = news.tally, news.in_flight
        if news.stopped is not None:
            control.stop(news.stopped)
        self.hear(news, control.draining)
        self._refused = news.refused


def _actor(kind: type, name: str, *values: Any) -> ActorHandle:  # noqa: ANN401 - whatever its class takes
    """Start an actor on this machine, whose loss ends the run anyway; all others can be lost."""
    here = NodeAffinitySchedulingStrategy(ray.get_runtime_context().get_node_id(), soft=False)
    options = {"name": name, "num_cpus": 0, "max_concurrency": _WAITING, "scheduling_strategy": here}
    return ray.remote(kind).options(**options).remote(*values)
