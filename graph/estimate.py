"""What a run is expected to take, before it takes anything: a few dialogues of the simulated model, scaled up."""

import asyncio
import sys
from collections.abc import Iterator
from math import ceil
from typing import NamedTuple

from rich.console import Console
from rich.table import Table

from graph.assemble import Assemble, Machine, model_names
from graph.costs import Price, prices_of
from graph.plan import plan
from graph.progress import money
from graph.settings import Settings
from graph.tally import Tally
from state.record import Spent

SAMPLE = 8
"""Dialogues tried."""
_PLAIN_WIDTH = 160
_NOTE = """\
An estimate, from {sample} dialogues of the simulated model with the same tools, budget and prompts ({least} to {most}
calls each). Tokens are characters / 4. A real model writes longer or shorter, fails and is asked again at another
rate, and what it thinks before it answers is not counted."""
_UNPRICED = (
    "For a cost, give prices per million tokens: --prompt-price, --completion-price, and --ROLE-... for one role."
)


class Estimate(NamedTuple):
    """What is expected of a run."""

    settings: Settings
    dialogues: int
    """How many have to be tried."""
    sample: Tally
    calls: tuple[int, ...]
    """Of each dialogue of the sample."""


def estimate(settings: Settings, assembling: Assemble) -> Estimate:
    """Try a few dialogues with the simulated model: no key, no network, and nothing is kept."""
    machine = assembling(settings.rehearsal())
    # Two roles share beginnings of prompts where their real models are one.
    machine.meter.names = model_names(settings)
    sample = Tally()
    calls = asyncio.run(_tried(settings, machine, sample))
    return Estimate(settings, _dialogues(settings, sample), sample, tuple(calls))


async def _tried(settings: Settings, machine: Machine, sample: Tally) -> list[int]:
    calls = []
    for one in plan(settings.seed, settings.budget(), range(min(SAMPLE, settings.tries()))):
        record = await machine.generate(one.seed, one.number)
        sample.add(record)
        calls.append(sum(record.calls_by_node.values()))
    return calls


def _dialogues(settings: Settings, sample: Tally) -> int:
    if settings.accept is None or not sample.kept:
        return settings.tries()
    return min(settings.tries(), ceil(settings.accept * sample.tried / sample.kept))


def print_estimate(expected: Estimate, console: Console | None = None) -> None:
    """Show one line for each role, and their sum."""
    console = console or Console(file=sys.stdout)
    if not console.is_terminal:
        console.width = _PLAIN_WIDTH
    title = f"expected for {expected.dialogues:,} dialogues"
    table = Table(title=title, title_justify="left", box=None, padding=(0, 2, 0, 0))
    table.add_column("")
    table.add_column("model")
    for name in ("calls", "prompt tokens", "of them repeated", "completion tokens", "cost", "cost with a cache"):
        table.add_column(name, justify="right")
    for row in rows(expected):
        table.add_row(*row)
    console.print(table)
    least, most = min(expected.calls), max(expected.calls)
    print(_NOTE.format(sample=len(expected.calls), least=least, most=most), file=console.file)
    if len(prices_of(expected.settings)) < len(expected.settings.cast):
        print(_UNPRICED, file=console.file)


def rows(expected: Estimate) -> Iterator[tuple[str, ...]]:
    """Give the lines of the table."""
    scale = expected.dialogues / expected.sample.tried
    prices, models = prices_of(expected.settings), expected.settings.models()
    cached = []
    for role in expected.settings.cast:
        spent = expected.sample.spent.get(role, Spent())
        cached.append(_with_cache(spent, prices.get(role)))
        yield (role, models[role], *_row(spent, scale), _scaled(cached[-1], scale))
    total = expected.sample.total
    whole = None if None in cached else sum(cost for cost in cached if cost is not None)
    yield ("all", "", *_row(total, scale), _scaled(whole, scale))


def _row(spent: Spent, scale: float) -> tuple[str, ...]:
    tokens = (spent.usage.prompt_tokens * scale, spent.usage.completion_tokens * scale)
    share = f"{spent.repeated_share:.0%}"
    return f"{spent.calls * scale:,.0f}", f"{tokens[0]:,.0f}", share, f"{tokens[1]:,.0f}", _scaled(spent.cost, scale)


def _with_cache(spent: Spent, price: Price | None) -> float | None:
    """The cost if a provider's cache keeps every repeated beginning."""
    if price is None:
        return None
    repeated = round(spent.usage.prompt_tokens * spent.repeated_share)
    return price.of(spent.usage.model_copy(update={"cached_tokens": repeated}))


def _scaled(cost: float | None, scale: float) -> str:
    return "unknown" if cost is None else money(cost * scale)
