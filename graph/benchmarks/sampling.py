"""How soon a run has used its whole pool, and what drawing takes: `python -m graph.benchmarks.sampling tools.jsonl`.

For each way of sampling: the share of the pool that was on offer after so many dialogues, and, where dialogues are
made with the simulated model (`--made`), the share that was called in those that were kept.
"""

import argparse
import asyncio
import resource
import time
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import NamedTuple, TypeVar, get_args

from graph.build import build_graph, default_nodes
from graph.generate import Generator
from graph.models.simulated.model import SimulatedModel
from graph.plan import plan
from graph.tally import Tally
from graph.tools.builtin.pool import BuiltinPool
from graph.tools.file_pool import read_pool
from graph.tools.sampled_pool import SampledPool, Supply
from graph.tools.sampling import Kind, Sampler, Sampling
from state.budget import PRESETS

AFTER = (100, 200, 500, 1000, 2000)

Made = TypeVar("Made")


class Timed(NamedTuple):
    """What something took."""

    seconds: float
    """Of the processor."""
    megabytes: float
    """The most that the process had needed by then."""


def timed(make: Callable[[], Made]) -> tuple[Made, Timed]:
    """Make something, and say what it took."""
    started = time.process_time()
    made = make()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return made, Timed(time.process_time() - started, peak)


def offered(sampler: Sampler, after: Sequence[int]) -> list[float]:
    """The share of the tools that was on offer after each of these numbers of dialogues."""
    seen: set[int] = set()
    shares = []
    for number in range(max(after)):
        seen.update(map(id, sampler.offer(number)))
        if number + 1 in after:
            shares.append(len(seen) / len(sampler.tools))
    return shares


def called(pool: SampledPool, dialogues: int) -> float:
    """The share of the tools that is called in the kept ones of so many dialogues of the simulated model."""
    generate, tally = Generator(build_graph(default_nodes(SimulatedModel(), pool)), pool), Tally()

    async def make() -> None:
        for one in plan(0, PRESETS["default"], range(dialogues)):
            tally.add(await generate(one.seed, one.number))

    asyncio.run(make())
    return len(tally.shapes.tools) / len(pool.sampler.tools)


def report(path: Path | None, made: int) -> Iterator[str]:
    """Measure one pool, the built-in one where there is no path."""
    supply, loading = timed(partial(_supply, path))
    yield f"{path.name if path else 'the built-in pool'}: {len(supply.tools):,} tools"
    yield f"  loading    {_taken(loading)}"
    for kind in get_args(Kind):
        sampler, indexing = timed(partial(Sampler, supply.tools, Sampling(kind)))
        shares, drawing = timed(partial(offered, sampler, AFTER))
        yield f"  {kind:10} {_taken(indexing)} to index, {_taken(drawing)} for {max(AFTER):,} offers"
        after = ", ".join(f"{share:.1%} after {number:,}" for share, number in zip(shares, AFTER, strict=True))
        yield f"             on offer {after}"
        if made:
            share = called(SampledPool(supply, sampler), made)
            yield f"             called   {share:.1%} in {made:,} dialogues of the simulated model"


def _supply(path: Path | None) -> Supply:
    return read_pool([str(path)]) if path else BuiltinPool()


def _taken(taken: Timed) -> str:
    return f"{taken.seconds:.2f} s ({taken.megabytes:,.0f} MB)"


def main() -> None:
    """Measure the pools named, or the built-in one."""
    parser = argparse.ArgumentParser(prog="python -m graph.benchmarks.sampling", description=__doc__)
    parser.add_argument("pools", nargs="*", type=Path, metavar="FILE", help="tool pools (default: the built-in one)")
    parser.add_argument("--made", type=int, default=0, help="dialogues to make for each way (default: 0)")
    options = parser.parse_args()
    for path in options.pools or [None]:
        for line in report(path, options.made):
            print(line, flush=True)


if __name__ == "__main__":
    main()
