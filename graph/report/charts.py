"""Which charts a page has: what they show, in which form, and the same numbers as a table."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple

from graph.report.counts import (
    calls,
    complexities,
    domains,
    money,
    nodes,
    objections,
    reasons,
    refusals,
    shares,
    tokens,
    tools,
)
from graph.report.figures import Figures
from graph.report.specs import Row, Spec, bars, columns, heat, line

_MOST_BARS = 16


class Chart(NamedTuple):
    """One chart of a page."""

    name: str
    """Of its files, and of its place in the page."""
    title: str
    words: str
    """What it shows, in a sentence."""
    section: str
    spec: Spec | None
    """None: there is nothing to draw, and the words say so."""
    head: tuple[str, ...] = ()
    table: tuple[tuple[str, ...], ...] = ()


def charts(runs: Sequence[Figures]) -> Iterator[Chart]:
    """Give the charts of these runs, in the order of the page."""
    yield _bars("reasons", "Why dialogues were dropped", _REASONS, "outcome", runs, reasons)
    yield from (_faults(run, number, runs) for number, run in enumerate(runs, start=1))
    yield _bars("objections", "What experts objected to", _OBJECTIONS, "faults", runs, objections)
    yield _bars("shares", "Beside the paper", _SHARES, "faults", runs, shares, ".0%")
    yield _convergence(runs)
    yield _bars("refusals", "Who refused", _REFUSALS, "convergence", runs, refusals)
    yield _bars("calls", "Calls for each kept dialogue", "Calls to models, by role.", "cost", runs, calls, ".1f")
    yield _bars("nodes", "The same by node", "Where in the graph these calls were made.", "cost", runs, nodes, ".1f")
    yield _bars("tokens", "Tokens for each kept dialogue", "Read and written, by role.", "cost", runs, tokens, ",.0f")
    yield _bars("money", "Cost of each kept dialogue", _MONEY, "cost", runs, money, ",.4f")
    yield _columns("turns", "Turns", "How long kept dialogues are.", runs, lambda run: run.spread.turns)
    yield _columns("steps", "Steps", "How many steps of tool calls they take.", runs, lambda run: run.spread.steps)
    yield _bars("complexities", "Complexities", _COMPLEXITIES, "shape", runs, complexities)
    yield _bars("domains", "Domains", _DOMAINS, "coverage", runs, domains, ".0%")
    yield _bars("tools", "Tools", _TOOLS, "coverage", runs, tools)


_REASONS = "Rejected and failed dialogues by what was wrong; one with two faults counts under both."
_OBJECTIONS = "How often an expert said no, by question, each time the experts were asked."
_SHARES = "Shares of faults, with a mark where the paper's stand: invented parameters, and wrong extraction."
_REFUSALS = "Passes that changed nothing, by who refused them; passes of a repair are counted apart."
_MONEY = "By role, at the prices of the settings."
_COMPLEXITIES = "Kept dialogues that hold each complexity."
_DOMAINS = "The share of tools on offer in kept dialogues that were called at least once, by domain."
_TOOLS = "Calls in kept dialogues by tool, the most used first."
_NOTHING = "There is nothing of this kind."

Counts = Callable[[Figures], Iterable[Row]]


def _bars(
    name: str, title: str, words: str, section: str, runs: Sequence[Figures], rows: Counts, form: str = ","
) -> Chart:
    """A chart of bars: the names in order of their size in the first run that has them."""
    found = [{**row, "run": run.name} for run in runs for row in rows(run)]
    if not found:
        return Chart(name, title, _NOTHING, section, None)
    names = list(dict.fromkeys(str(row["name"]) for row in found))
    shown = [row for row in found if row["name"] in names[:_MOST_BARS]]
    more = f" The table has all {len(names)}." if len(names) > _MOST_BARS else ""
    values = {(row["name"], row["run"]): format(row["value"], form) for row in found}
    table = tuple((each, *(values.get((each, run.name), "") for run in runs)) for each in names)
    head = ("", *(run.name for run in runs)) if len(runs) > 1 else ("", "value")
    return Chart(name, title, words + more, section, bars(shown, [run.name for run in runs], form), head, table)


def _columns(
    name: str, title: str, words: str, runs: Sequence[Figures], counts: Callable[[Figures], dict[int, int]]
) -> Chart:
    numbers = [number for run in runs for number in counts(run)]
    if not numbers:
        return Chart(name, title, _NOTHING, "shape", None)
    every = range(min(numbers), max(numbers) + 1)
    rows: list[Row] = [{"x": x, "value": counts(run).get(x, 0), "run": run.name} for run in runs for x in every]
    table = tuple((str(x), *(f"{counts(run).get(x, 0):,}" for run in runs)) for x in every)
    spec = columns(rows, [run.name for run in runs], f"{name} in a dialogue")
    return Chart(name, title, words, "shape", spec, (name, *_heads(runs, "dialogues")), table)


def _convergence(runs: Sequence[Figures]) -> Chart:
    title, section = "Acceptance by pass", "convergence"
    numbers = sorted({number for run in runs for number in run.passes})
    if not numbers:
        return Chart("acceptance", title, "No pass was made.", section, None)
    rows: list[Row] = [
        {"x": number, "value": run.acceptance(number), "run": run.name} for run in runs for number in sorted(run.passes)
    ]
    words = "The share of dialogues that took something of a pass. It falls as less is left to improve. "
    words += "A pass beyond the budget only mends a reply that another has outdated."
    head = ("pass", *(word for run in runs for word in (_of("accepted", run, runs), _of("of", run, runs))))
    table = tuple((str(number), *(cell for run in runs for cell in _accepted(run, number))) for number in numbers)
    spec = line(rows, [run.name for run in runs], "pass")
    return Chart("acceptance", title, words, section, spec, head, table)


def _accepted(run: Figures, number: int) -> tuple[str, str]:
    if number not in run.passes:
        return "", ""
    return f"{run.acceptance(number):.0%}", f"{run.passes[number].total():,}"


def _faults(run: Figures, number: int, runs: Sequence[Figures]) -> Chart:
    """Fatal findings by kind and stage; a stage in which nothing was found keeps its place."""
    faults = run.tally.taxonomy.faults
    stages = {stage: _short(stage) for stage in sorted(faults, key=_moment)}
    total = {kind: sum(found[kind] for found in faults.values()) for found in faults.values() for kind in found}
    kinds = [kind for kind, count in sorted(total.items(), key=lambda item: (-item[1], item[0])) if count]
    name, title = f"faults-{number}", _of("Faults by kind and stage", run, runs)
    if not kinds:
        return Chart(name, title, "No rule found a fatal fault at any stage.", "faults", None)
    rows: list[Row] = [
        {"name": kind, "column": short, "value": faults[stage][kind]}
        for kind in kinds
        for stage, short in stages.items()
        if faults[stage][kind]
    ]
    table = tuple((kind, *(f"{faults[stage][kind]:,}" for stage in stages)) for kind in kinds)
    words = "What rules find fatal in the skeleton, after each pass, at the end, and after a repair."
    return Chart(name, title, words, "faults", heat(rows, list(stages.values())), ("", *stages), table)


def _moment(stage: str) -> tuple[bool, bool, bool, int]:
    """Where a stage stands in time: skeleton, passes, end, after repairs."""
    number = "".join(filter(str.isdecimal, stage))
    return ("repair" in stage, stage == "end", stage != "initialize", int(number or 0))


def _short(stage: str) -> str:
    """A name that fits above a narrow column; the table has the whole one."""
    if stage.startswith("end after repair "):
        return f"end {int(stage.split()[-1]) + 1}"
    return {"initialize": "start"}.get(stage, stage.removeprefix("fill "))


def _of(words: str, run: Figures, runs: Sequence[Figures]) -> str:
    return f"{words}, {run.name}" if len(runs) > 1 else words


def _heads(runs: Sequence[Figures], alone: str) -> tuple[str, ...]:
    return tuple(run.name for run in runs) if len(runs) > 1 else (alone,)
