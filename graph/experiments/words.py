"""Results in words: what a table rests on, and an experiment as a passage of Markdown."""

from collections.abc import Iterator

from graph.experiments.intervals import LEAST_REPEATS, LEVEL, RESAMPLES
from graph.experiments.plots import plots
from graph.experiments.result import Result
from graph.experiments.tables import curves, differences, markdown, table

SCORES = "Scores on BFCL's multi-turn part"
SCORED = "Per cent, by bfcl-eval's own scorer (python -m graph.training.bfcl); no mean without all four categories"
DIFFERENCES = "Differences on the same dialogues; * where the interval leaves zero out"


def sizes(result: Result) -> str:
    """How much was made, and what intervals are of."""
    models = ", ".join(f"{role}: {model}" for role, model in result.models.items())
    return (
        f"{result.count:,} dialogues in each of {result.repeats:,} repeats of every arm, seeds from {result.seed}, the "
        f"same tasks in all arms. In brackets {LEVEL:.0%} intervals: percentiles of {RESAMPLES:,} draws of dialogues "
        "with replacement, the same ones in all arms; of measures that only a whole run has (distinct-3, bits a word, "
        f"tools called), Student's t over repeats, from {LEAST_REPEATS} on. Where all dialogues agree an interval has "
        f"no width, which of few dialogues says little. Models: {models}"
    )


def passage(result: Result, pictures: str, level: int = 1) -> str:
    """The experiment as Markdown; its plots are at `pictures`, named as they are."""
    return "\n\n".join(_parts(result, pictures, "#" * level)) + "\n"


def _parts(result: Result, pictures: str, heading: str) -> Iterator[str]:
    yield f"{heading} {result.title}"
    yield result.question
    if result.caveat:
        yield f"**{result.caveat}**"
    if sentences := (*(f"**{finding}**" for finding in result.findings), *result.notes):
        yield "\n".join(f"- {sentence}" for sentence in sentences)
    yield markdown(table(result))
    yield sizes(result) + "."
    if result.layout == "by arm" and len(result.columns) > 1:
        yield f"{DIFFERENCES}:"
        yield markdown(differences(result))
    for title, lines in curves(result):
        yield f"{title}:"
        yield markdown(lines)
    yield "\n".join(f"![{chart.title}]({pictures}/{chart.name}.svg)" for chart in plots(result))
