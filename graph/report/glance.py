"""The numbers that stand at the top of a page: each run beside the other, and beside the paper."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from graph.paper import PAPER, Measured
from graph.progress import money
from graph.report.figures import Figures
from graph.summary import SIMULATED_NOTE
from state.budget import Method

_UNKNOWN = "–"


class Line(NamedTuple):
    """One number of every run, and the paper's."""

    name: str
    values: tuple[str, ...]
    paper: str


class Share(NamedTuple):
    """A part of the bar that shows what became of the dialogues of a run; in percent of its length."""

    status: str
    dialogues: int
    start: float
    length: float


def lines(runs: Sequence[Figures]) -> list[Line]:
    """Give the numbers line by line."""
    methods = sorted({method for run in runs for method in run.methods}, reverse=True)
    return [
        Line(name, tuple(_told(told, value(run)) for run in runs), _beside(methods, told, paper))
        for name, value, told, paper in _LINES
    ]


def _beside(methods: Sequence[Method], told: Callable[[float], str], paper: Callable[[Measured], float] | None) -> str:
    """What the paper has for the methods of these runs."""
    if paper is None:
        return _UNKNOWN
    found = {method: told(paper(PAPER[method])) for method in methods}
    return next(iter(found.values())) if len(found) == 1 else ", ".join(f"{m}: {value}" for m, value in found.items())


def shares(run: Figures) -> list[Share]:
    """Kept, rejected and failed dialogues, one after the other."""
    found, start = [], 0.0
    for status in ("kept", "rejected", "failed"):
        count = run.tally.statuses[status]
        length = 100 * count / run.tally.tried
        found.append(Share(status, count, round(start, 3), round(length, 3)))
        start += length
    return found


def models(run: Figures) -> str:
    """Who was asked, role by role; in one word where all are the same."""
    used = {role: " and ".join(sorted(found)) for role, found in sorted(run.models.items())}
    played = "baseline (mas), " if run.methods == {"mas"} else ""
    if len(set(used.values())) == 1:
        return played + next(iter(used.values()))
    return played + ", ".join(f"{role}: {name}" for role, name in used.items())


def notice(runs: Sequence[Figures]) -> str:
    """What has to be said wherever dialogues may be mistaken for a real model's; empty where none may be."""
    simulated, tried = sum(run.tally.simulated for run in runs), sum(run.tally.tried for run in runs)
    if not simulated:
        return ""
    some = "" if simulated == tried else f" ({simulated:,} of {tried:,} dialogues)"
    return SIMULATED_NOTE[0].upper() + SIMULATED_NOTE[1:] + some


def _told(told: Callable[[float], str], value: float | None) -> str:
    return _UNKNOWN if value is None else told(value)


def _whole(value: float) -> str:
    return f"{value:,.0f}"


def _tenths(value: float) -> str:
    return f"{value:,.1f}"


def _percent(value: float) -> str:
    return f"{value:.1%}"


_Row = tuple[str, Callable[[Figures], float | None], Callable[[float], str], Callable[[Measured], float] | None]
_LINES: tuple[_Row, ...] = (
    ("Dialogues tried", lambda run: run.tally.tried, _whole, None),
    ("Kept", lambda run: run.tally.kept, _whole, None),
    ("Share kept", lambda run: run.tally.kept / run.tally.tried, _percent, lambda paper: paper.pass_rate),
    (
        "Model calls per candidate",
        lambda run: run.tally.calls / run.tally.tried,
        _tenths,
        lambda paper: paper.calls_per_candidate,
    ),
    (
        "Model calls per kept dialogue",
        lambda run: run.per_kept(run.tally.calls),
        _tenths,
        lambda paper: paper.calls_per_kept,
    ),
    ("Tokens per kept dialogue", lambda run: run.per_kept(run.tally.tokens), _whole, None),
    (
        "Cost per kept dialogue",
        lambda run: run.per_kept(run.tally.total.cost),
        money,
        lambda paper: paper.cost_per_kept,
    ),
    ("Turns in a dialogue", lambda run: run.per_kept(run.tally.shapes.turns), _tenths, None),
    ("User turns in a dialogue", lambda run: run.user_turns, _tenths, lambda paper: paper.user_turns),
    ("Tool calls per user turn", lambda run: run.calls_per_user_turn, _tenths, lambda paper: paper.calls_per_user_turn),
    ("Tools called", lambda run: len(run.spread.called()), _whole, None),
    ("Tools on offer", lambda run: len(run.spread.domains), _whole, None),
    ("Saved by repair", lambda run: run.tally.taxonomy.repairs["saved"], _whole, None),
    ("Kept with labelled turns", lambda run: run.tally.taxonomy.labelled, _whole, None),
)
