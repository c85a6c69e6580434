"""What is shown when a collection is made: what was left out, and how diverse the rest is beside the paper's."""

import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from graph.curation.collection import BENCHMARK, DUPLICATE, SURPLUS, Collection, Wishes
from graph.curation.diversity import Diversity
from graph.curation.writing import ACCOUNT
from graph.paper import PAPER
from graph.records import DIALOGUES, RECORDS
from graph.summary import SIMULATED_NOTE

PAPER_ENTROPY, PAPER_DISTINCT = 9.28, 0.357
_PAPER = PAPER["toolace-mt"]
_PLAIN_WIDTH = 160
_SHOWN = 6


def tell(collection: Collection, diversity: Diversity, wishes: Wishes, folder: Path) -> None:
    """Print a table; plain text where there is no terminal."""
    console = Console(file=sys.stdout)
    if not console.is_terminal:
        console.width = _PLAIN_WIDTH
    table = Table.grid(padding=(0, 2))
    table.add_column(style="bold", no_wrap=True)
    table.add_column(overflow="fold")
    for name, value in (*_sifted(collection, wishes), *_diverse(diversity), ("files", _files(folder))):
        table.add_row(name, escape(value))
    console.print(table)


def _sifted(collection: Collection, wishes: Wishes) -> Iterator[tuple[str, str]]:
    left = Counter(left.why for left in collection.left_out.values())
    quoted = Counter(name for names in collection.overlaps.values() for name in names)
    surplus = Counter(left.of for left in collection.left_out.values() if left.why == SURPLUS)
    yield "read", f"{collection.read:,} kept dialogues"
    yield "near-duplicates", "not looked for" if wishes.keep_duplicates else f"{left[DUPLICATE]:,} left out"
    what = f"{left[BENCHMARK]:,} left out" if wishes.drop_benchmarks else "none left out (--drop-benchmarks would)"
    yield (
        "benchmarks",
        f"{len(collection.overlaps):,} dialogues quote one{_most(quoted)}"
        + (f"; {what}" if collection.overlaps else ""),
    )
    yield "balance", f"{left[SURPLUS]:,} left out{_most(surplus)}"
    yield "train", f"{len(collection.train):,} dialogues"
    yield "validation", f"{len(collection.validation):,} dialogues; no task and no set of tools is on both sides"


def _diverse(diversity: Diversity) -> Iterator[tuple[str, str]]:
    """The measures of the paper; it does not say of which words its entropy is, so ours is of single ones."""
    if diversity.simulated:
        yield "note", f"{diversity.simulated:,} of the dialogues: {SIMULATED_NOTE}"
    distinct = ", ".join(f"distinct-{length} {diversity.distinct(length):.3f}" for length in (1, 2, 3))
    yield "words", f"{diversity.words.total():,}; {distinct} (paper: distinct-3 {PAPER_DISTINCT})"
    yield "entropy", f"{diversity.entropy():.2f} bits a word (paper {PAPER_ENTROPY})"
    dialogues, turns = max(1, diversity.dialogues), max(1, diversity.user_turns)
    yield "user turns", f"{diversity.user_turns / dialogues:.1f} a dialogue (paper {_PAPER.user_turns})"
    yield "tool calls", f"{diversity.tool_calls / turns:.1f} per user turn (paper {_PAPER.calls_per_user_turn})"
    yield "tools", f"{len(diversity.called):,} called of {len(diversity.offered):,} on offer"
    yield "domains", f"{len(diversity.domains):,}, by calls{_most(diversity.domains)}"
    yield "complexities", _most(diversity.complexities).removeprefix(": ") or "none"


def _most(counter: Counter[str]) -> str:
    """The commonest, after a colon."""
    ordered = sorted(counter.items(), key=lambda one: (-one[1], one[0]))
    words = [f"{name or 'none'} {count:,}" for name, count in ordered]
    rest = len(words) - _SHOWN
    return (": " if words else "") + ", ".join(words[:_SHOWN]) + (f", and {rest:,} more" if rest > 0 else "")


def _files(folder: Path) -> str:
    return (
        f"{folder / 'train'} and {folder / 'validation'}: {RECORDS} and {DIALOGUES}, as in a run\n"
        f"{folder / ACCOUNT}: what was left out and why, what quotes a benchmark, what is held back"
    )
