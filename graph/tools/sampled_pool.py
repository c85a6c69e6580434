"""A pool as a run sees it: tools from wherever they come, drawn for one dialogue after the other."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from random import Random
from typing import Protocol

from graph.tools.sampling import RELATED, Sampler, Sampling
from state.environment import Environment
from state.tool import Tool


class Supply(Protocol):
    """Tools, and the environments that they act on."""

    @property
    def tools(self) -> tuple[Tool, ...]:
        """Every tool."""
        ...

    def open(self, seed: int, now: datetime) -> Environment:
        """A fresh environment; the same seed and time give the same one."""
        ...

    async def close(self, seed: int) -> None:
        """The dialogue of this seed is done."""
        ...


@dataclass(frozen=True, slots=True)
class SampledPool:
    """Draws from a supply."""

    supply: Supply
    sampler: Sampler

    def offer(self, random: Random, number: int | None) -> tuple[Tool, ...]:
        """The tools of the dialogue with this number in its run, or of one alone."""
        return self.sampler.alone(random) if number is None else self.sampler.offer(number)

    def open(self, seed: int, now: datetime) -> Environment:
        """A fresh environment of the supply."""
        return self.supply.open(seed, now)

    async def close(self, seed: int) -> None:
        """The dialogue of this seed is done."""
        await self.supply.close(seed)


def sampled(
    supply: Supply, tools: Sequence[Tool] | None = None, sampling: Sampling = RELATED, seed: int = 0
) -> SampledPool:
    """A pool that draws from these tools of a supply, or from all; the seed is that of the run."""
    return SampledPool(supply, Sampler(supply.tools if tools is None else tools, sampling, seed))
