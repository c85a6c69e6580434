"""What the bars of a page stand for: names and values, run by run."""

from collections.abc import Iterator, Mapping

from graph.report.figures import Figures
from graph.report.specs import Row
from graph.taxonomy import EXTRACTION, PAPER_EXTRACTION, PAPER_INVENTED


def reasons(run: Figures) -> Iterator[Row]:
    """Dropped dialogues by what was wrong."""
    yield from _counted(run.tally.rejections)
    yield from _counted({f"failed: {reason}": count for reason, count in run.tally.failures.items()})


def objections(run: Figures) -> Iterator[Row]:
    """How often experts said no, by question."""
    yield from _counted(run.tally.taxonomy.objections)


def shares(run: Figures) -> Iterator[Row]:
    """The shares of faults that the paper tells too, with the paper's."""
    taxonomy = run.tally.taxonomy
    told = (
        ("invented, at the start", taxonomy.invented("initialize"), PAPER_INVENTED),
        ("invented, at the end", taxonomy.invented("end"), PAPER_INVENTED),
        (EXTRACTION, taxonomy.extraction(), PAPER_EXTRACTION),
    )
    for name, share, paper in told:
        if share is not None:
            yield {"name": name, "value": share, "paper": paper}


def refusals(run: Figures) -> Iterator[Row]:
    """Passes that changed nothing, by who refused them, and all passes of repairs."""
    for name in ("refused by judge", "refused by rules", "refused by writer"):
        if count := sum(found[name] for found in run.passes.values()):
            yield {"name": name.removeprefix("refused by "), "value": count}
    yield from _counted({f"repair {name}": count for name, count in run.repairs.items()})


def calls(run: Figures) -> Iterator[Row]:
    """Calls for each kept dialogue by role."""
    yield from _each_kept(run, {role: spent.calls for role, spent in run.tally.spent.items()})


def nodes(run: Figures) -> Iterator[Row]:
    """Calls for each kept dialogue by node."""
    yield from _each_kept(run, run.tally.calls_by_node)


def tokens(run: Figures) -> Iterator[Row]:
    """Tokens for each kept dialogue by role."""
    spent = run.tally.spent.items()
    yield from _each_kept(run, {f"{role} reads": each.usage.prompt_tokens for role, each in spent})
    yield from _each_kept(run, {f"{role} writes": each.usage.completion_tokens for role, each in spent})


def money(run: Figures) -> Iterator[Row]:
    """Cost of each kept dialogue by role, where prices are known."""
    yield from _each_kept(run, {role: each.cost for role, each in run.tally.spent.items() if each.cost is not None})


def complexities(run: Figures) -> Iterator[Row]:
    """Kept dialogues by complexity."""
    yield from _counted(run.tally.shapes.complexities)


def domains(run: Figures) -> Iterator[Row]:
    """The share of tools that were called, by domain."""
    for domain, (called, offered) in run.spread.covered().items():
        yield {"name": domain, "value": called / offered}


def tools(run: Figures) -> Iterator[Row]:
    """Calls by tool; tools that nobody called are there too."""
    never = dict.fromkeys(run.spread.domains, 0)
    yield from _counted(never | run.spread.calls)


def _counted(counts: Mapping[str, int]) -> Iterator[Row]:
    for name, count in sorted(counts.items(), key=lambda item: (-item[1], item[0])):
        yield {"name": name, "value": count}


def _each_kept(run: Figures, amounts: Mapping[str, float]) -> Iterator[Row]:
    for name, amount in sorted(amounts.items(), key=lambda item: -item[1]):
        if (each := run.per_kept(amount)) is not None:
            yield {"name": name, "value": each}
