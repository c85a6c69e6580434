"""How a run shows that it is alive: a line that moves on a terminal. Elsewhere the log speaks."""

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Protocol

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from graph.models.notices import Notice, Tell, log_notice
from graph.settings import Settings
from graph.tally import Tally


class Show(Protocol):
    """Shows where the run stands."""

    def __call__(self, tally: Tally, left: int | None = None) -> None:
        """Show the tally; of a run that is stopping, how many dialogues are `left` on their way."""
        ...


def is_live(settings: Settings) -> bool:
    """Whether this run draws on the terminal."""
    return settings.display == "auto" and sys.stderr.isatty()


def echoes(settings: Settings) -> bool:
    """Whether this run's log goes to stderr as well."""
    return settings.display != "quiet" and not is_live(settings)


@contextmanager
def live_display(settings: Settings, tally: Tally, console: Console | None = None, first: int = 0) -> Iterator[Show]:
    """Draw where the run stands, starting from what an earlier session did, as often as it is shown a tally.

    The run begins with the dialogue of the number `first`.
    """
    progress = Progress(
        TextColumn("simulated model" if settings.simulated_roles() else "dialogues"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[words]}"),
        TimeRemainingColumn(),
        TextColumn("left"),
        console=console or Console(stderr=True),
    )
    began, calls, tokens, cost = time.monotonic(), tally.calls, tally.tokens, tally.total.cost or 0.0
    with progress:
        task = progress.add_task(
            "", total=settings.accept or settings.tries() - first, completed=_done(settings, tally), words=""
        )

        def show(tally: Tally, left: int | None = None) -> None:
            rate = (tally.calls - calls) / max(time.monotonic() - began, 0.001)
            words = f"{standing(tally)}  {rate:,.0f} calls/s  {tally.tokens - tokens:,} tokens"
            if tally.total.cost is not None:
                words += f"  cost {money(tally.total.cost - cost)}"
            if left is not None:
                words = f"stopping, {left:,} left  {words}"
            progress.update(task, completed=_done(settings, tally), words=words)

        yield show


@contextmanager
def no_display() -> Iterator[Show]:
    """Draw nothing."""
    yield lambda tally, left=None: None


def announcing(settings: Settings) -> Tell:
    """Tell of an endpoint's troubles, in the log and to whoever does not see the log."""

    def tell(notice: Notice) -> None:
        log_notice(notice)
        if not echoes(settings):
            kind = notice.kind.replace("_", " ")
            print(f"{notice.endpoint} is {kind}: {notice.words}", file=sys.stderr)

    return tell


def money(amount: float) -> str:
    """A cost in as many digits as mean something."""
    return f"{amount:,.2f}" if amount >= 1 else f"{amount:.4f}"


def standing(tally: Tally) -> str:
    """Give the three counts in a few words."""
    counts = tally.statuses
    return f"{counts['kept']:,} accepted  {counts['rejected']:,} rejected  {counts['failed']:,} failed"


def _done(settings: Settings, tally: Tally) -> int:
    """Count towards what ends the run: dialogues kept or dialogues tried."""
    return tally.tried if settings.accept is None else min(tally.kept, settings.accept)
