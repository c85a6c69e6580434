"""What is shown when a run ends: its numbers beside the paper's, where the files lie, and what to try next."""

import shlex
import sys
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from graph.folder import RunFolder
from graph.paper import PAPER
from graph.parquet import DATA
from graph.progress import money
from graph.roles import KEY_VARIABLE
from graph.settings import Settings
from graph.spending import NOTHING
from graph.tally import Tally
from graph.taxonomy import commonest
from graph.taxonomy import rows as taxonomy_rows
from state.record import Spent
from state.tool import Tool

SIMULATED_NOTE = "simulated model: made to try the machine out, not written by a language model"

_PLAIN_WIDTH = 160
_RUN = ("python", "-m", "graph.run")


@dataclass(frozen=True, slots=True)
class Outcome:
    """A run that has ended."""

    settings: Settings
    folder: RunFolder
    tally: Tally
    pool: Collection[Tool]
    written: int
    """Lines in `dialogues.jsonl`."""
    interrupted: bool
    stopped: str | None = None
    """Why the run ended early, where it was not interrupted."""
    unfinished: Spent = NOTHING
    """What went into dialogues that are not in the records."""


def print_summary(outcome: Outcome, console: Console | None = None) -> None:
    """Show the outcome as a table; as plain text where there is no terminal."""
    console = console or Console(file=sys.stdout)
    print_rows(rows(outcome), console)
    console.print("\n[bold]next[/bold]")
    for purpose, command in next_commands(outcome):
        # A command that is broken over lines cannot be copied.
        console.print(f"  # {purpose}\n  {command}", markup=False, highlight=False, soft_wrap=True)


def print_rows(lines: Iterable[tuple[str, str]], console: Console) -> None:
    """Show lines, each with its name, as a table."""
    if not console.is_terminal:
        console.width = _PLAIN_WIDTH
    table = Table.grid(padding=(0, 2))
    table.add_column(style="bold", no_wrap=True)
    table.add_column(overflow="fold")
    for name, value in lines:
        table.add_row(name, escape(value))
    console.print(table)


def rows(outcome: Outcome) -> Iterator[tuple[str, str]]:
    """Give the lines of the table."""
    tally, settings = outcome.tally, outcome.settings
    if roles := settings.simulated_roles():
        yield "note", SIMULATED_NOTE if len(roles) == len(settings.models()) else f"simulated model: {', '.join(roles)}"
    if settings.method == "mas":
        yield "method", "mas: the baseline, agents that talk turn by turn"
    yield "dialogues", _dialogues(outcome)
    if tally.rejections:
        yield "rejected for", commonest(tally.rejections)
    if tally.failures:
        yield "failed for", commonest(tally.failures)
    yield from taxonomy_rows(tally.taxonomy)
    yield "model calls", _cost(tally, tally.calls, f" (paper {PAPER[settings.method].calls_per_candidate})")
    yield "tokens", _cost(tally, tally.tokens)
    yield from _spent(outcome)
    yield "calls by node", commonest(tally.calls_by_node, shown=len(tally.calls_by_node)) or "none"
    yield "tools covered", _covered(outcome)
    yield from _shapes(outcome)
    yield "files", _files(outcome)


def next_commands(outcome: Outcome) -> Iterator[tuple[str, str]]:
    """Give three commands that make sense now, each with its purpose."""
    folder, settings = outcome.folder, outcome.settings
    shown = folder.dialogues if outcome.written else folder.records
    again = (*_RUN, "--config", str(folder.settings), "--out", str(folder.path))
    more = ("--accept", str(2 * settings.accept)) if settings.accept else ("--count", str(2 * settings.count))
    yield "look at one dialogue", f"head -n 1 {shlex.quote(str(shown))} | python -m json.tool --no-ensure-ascii"
    if outcome.interrupted or outcome.stopped:
        yield "go on where this run stopped", shlex.join((*again, *_higher_limits(outcome)))
    else:
        yield "make this run longer; what is there is kept", shlex.join((*again, *more))
    if settings.simulated_roles():
        key = settings.key_variable or KEY_VARIABLE
        yield (
            f"let a language model write (needs {key}, or --base-url of your own endpoint)",
            shlex.join((*_RUN, "--model", "openai:gpt-4o-mini", "--count", "5")),
        )
    else:
        same = (*_RUN, "--config", str(folder.settings), "--preset", "paper")
        yield "the same models at the paper's settings, in a new folder", shlex.join(same)


def _dialogues(outcome: Outcome) -> str:
    tally = outcome.tally
    counts = ", ".join(f"{tally.statuses[status]:,} {status}" for status in ("kept", "rejected", "failed"))
    words = f"{tally.tried:,} tried: {counts}{_share(tally.kept, tally.tried)}"
    wanted = outcome.settings.accept
    if outcome.interrupted:
        words += "; interrupted"
    elif outcome.stopped:
        words += f"; stopped early: {outcome.stopped}"
    elif wanted is not None and tally.kept < wanted:
        words += f"; {wanted:,} were wanted, but tries ended at {outcome.settings.tries():,} (--max-tries)"
    return words


def _cost(tally: Tally, amount: float, beside: str = "") -> str:
    whole, part = (_whole, _tenths) if isinstance(amount, int) else (money, money)
    words = [whole(amount)]
    if tally.tried:
        words.append(f"{part(amount / tally.tried)} per candidate{beside}")
    if tally.kept:
        words.append(f"{part(amount / tally.kept)} per kept dialogue")
    return "; ".join(words)


def _whole(amount: float) -> str:
    return f"{amount:,}"


def _tenths(amount: float) -> str:
    return f"{amount:,.1f}"


def _spent(outcome: Outcome) -> Iterator[tuple[str, str]]:
    """Tokens apart, what a cache could keep of the prompts, and the cost."""
    tally, total = outcome.tally, outcome.tally.total
    usage = total.usage
    cached = f", {usage.cached_tokens:,} of them from a cache" if usage.cached_tokens else ""
    thought = f", {usage.reasoning_tokens:,} of them reasoning" if usage.reasoning_tokens else ""
    yield "read, written", f"{usage.prompt_tokens:,}{cached}; {usage.completion_tokens:,}{thought}"
    if total.characters:
        yield (
            "repeated",
            f"{total.repeated_share:.1%} of prompts stood at the beginning of an earlier one of the dialogue",
        )
    if total.cost is not None:
        each = ", ".join(f"{role} {_price(spent.cost)}" for role, spent in sorted(tally.spent.items()))
        yield "cost", f"{_cost(tally, total.cost)}; {each}"
    if outcome.unfinished.calls:
        lost = outcome.unfinished
        cost = f", cost {money(lost.cost)}" if lost.cost is not None else ""
        yield "unfinished", f"{lost.calls:,} calls for dialogues that go on later{cost}; none is made again"


def _price(cost: float | None) -> str:
    return "unknown" if cost is None else money(cost)


def _higher_limits(outcome: Outcome) -> Iterator[str]:
    """Twice the limits that stopped this run."""
    settings = outcome.settings
    for name, most in (("max_calls", settings.max_calls), ("max_cost", settings.max_cost)):
        if most is not None and (outcome.stopped or "").startswith(name):
            yield from (f"--{name.replace('_', '-')}", f"{2 * most:g}")


def _covered(outcome: Outcome) -> str:
    pool = {(tool.server, tool.name) for tool in outcome.pool}
    called = len(pool & outcome.tally.shapes.tools)
    return f"{called:,} of {len(pool):,}{_share(called, len(pool))}"


def _shapes(outcome: Outcome) -> Iterator[tuple[str, str]]:
    paper = PAPER[outcome.settings.method]
    shapes, kept = outcome.tally.shapes, outcome.tally.kept
    if not kept or not shapes.user_turns:
        return
    yield "turns", f"{shapes.turns / kept:.1f} a dialogue, with {shapes.steps / kept:.1f} steps of tool calls"
    yield "user turns", f"{shapes.user_turns / kept:.1f} a dialogue (paper {paper.user_turns})"
    per_turn = shapes.tool_calls / shapes.user_turns
    yield "tool calls", f"{per_turn:.1f} per user turn (paper {paper.calls_per_user_turn})"
    if outcome.settings.method == "mas":
        return
    each = ", ".join(f"{count:,} with {number}" for number, count in sorted(shapes.complexities_each.items()))
    yield "complexities", "; ".join(filter(None, (commonest(shapes.complexities), f"dialogues: {each}")))


def _files(outcome: Outcome) -> str:
    folder = outcome.folder
    records = folder.records if outcome.settings.cluster is None else folder.path / DATA
    lines = [
        f"{folder.dialogues}: {outcome.written:,} dialogues, ready to train on",
        f"{records}: all {outcome.tally.tried:,} with verdicts and reasons",
        f"{folder.settings}: the settings",
        f"{folder.log}: the log",
    ]
    if folder.journal.exists():
        kept = "every answer, to be replayed" if outcome.settings.record else "what unfinished dialogues were told"
        lines.append(f"{folder.journal}: {kept}")
    return "\n".join(lines)


def _share(part: int, whole: int) -> str:
    return f" ({part / whole:.1%})" if whole else ""
