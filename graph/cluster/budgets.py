"""One rate for each endpoint, however many processes ask it."""

from collections.abc import Mapping
from dataclasses import dataclass

from ray.actor import ActorHandle

from graph.assemble import spec_of
from graph.models.endpoint import Endpoint
from graph.models.pace import Pace, Pacing
from graph.settings import Settings

BURST = 0.1
"""Seconds' worth that may be spent at once: with many who ask, nothing is lost by letting few through together."""

Identity = tuple[str, str]


class Budget:
    """The actor that all ask who ask one endpoint."""

    def __init__(self, requests_per_minute: float | None, tokens_per_minute: float | None) -> None:
        self._pace = Pace(requests_per_minute, tokens_per_minute, BURST)

    async def wait(self, size: int) -> None:
        """Wait until a request of so many characters may go."""
        await self._pace.wait(size)

    async def learn(self, size: int, tokens: int) -> None:
        """Hear what a request of so many characters took."""
        self._pace.learn(size, tokens)


@dataclass(frozen=True, slots=True)
class SharedPace:
    """What a process knows of a budget."""

    budget: ActorHandle
    counts_tokens: bool

    async def wait(self, size: int) -> None:
        """Wait for the budget of all."""
        await self.budget.wait.remote(size)

    def learn(self, size: int, tokens: int) -> None:
        """Tell it, where it wants to know."""
        if self.counts_tokens:
            self.budget.learn.remote(size, tokens)


@dataclass(frozen=True, slots=True)
class Budgets:
    """The budgets of a run, by the identity of their endpoints; those without a limit have none."""

    budgets: Mapping[Identity, ActorHandle]

    def paced(self, endpoint: Endpoint) -> Pacing:
        """Who decides when requests to this endpoint may go."""
        if endpoint.identity not in self.budgets:
            return Pace(None, None)
        return SharedPace(self.budgets[endpoint.identity], endpoint.tokens_per_minute is not None)


def limited(settings: Settings) -> dict[Identity, Endpoint]:
    """The endpoints of a run that have a limit."""
    specs = (spec_of(settings, role) for role in settings.cast if not settings.options(role).simulated)
    found = {spec.endpoint.identity: spec.endpoint for spec in specs}
    return {
        identity: endpoint
        for identity, endpoint in found.items()
        if endpoint.requests_per_minute is not None or endpoint.tokens_per_minute is not None
    }
