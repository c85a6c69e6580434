"""One HTML file that needs nothing but itself: figures, charts, and the reader with its dialogues."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from graph.report import glance
from graph.report.charts import Chart, charts
from graph.report.drawing import Drawing, draw
from graph.report.packing import CHUNK, chunks, packed
from graph.report.reader import Entry, Numbered, index_entry, reader_entry
from graph.report.reading import Run
from graph.report.template import policy, render, source

SECTIONS = {
    "faults": "Faults",
    "convergence": "Convergence",
    "cost": "Calls, tokens and cost",
    "shape": "Length and complexity",
    "coverage": "Coverage",
}


@dataclass(frozen=True, slots=True)
class Drawn:
    """A chart with its picture; None where there was nothing to draw."""

    chart: Chart
    drawing: Drawing | None


@dataclass(frozen=True, slots=True)
class Page:
    """A page, and the pictures that lie beside it."""

    html: str
    drawn: tuple[Drawn, ...]


def make_page(runs: Sequence[Run], most: int) -> Page:
    """Make the page of these runs, with at most so many dialogues to be read."""
    figures = [run.figures for run in runs]
    drawn = tuple(Drawn(chart, draw(chart.spec) if chart.spec else None) for chart in charts(figures))
    style, script = source("page.css"), source("page.js")
    html = render(
        "graph.report",
        "page.html",
        title=", ".join(run.name for run in figures),
        policy=policy(style, script),
        style=style,
        script=script,
        runs=figures,
        glance=glance,
        reasons=[each for each in drawn if each.chart.section == "outcome"],
        sections={title: [each for each in drawn if each.chart.section == name] for name, title in SECTIONS.items()},
        total=sum(run.tally.tried for run in figures),
        **_reader(runs, most),
    )
    return Page(html, drawn)


def _reader(runs: Sequence[Run], most: int) -> dict[str, object]:
    """The dialogues, packed; an equal share for each run."""
    tools, index = Numbered(), list[Entry]()

    def told() -> Iterator[Entry]:
        for number, run in enumerate(runs):
            for record in run.records(most // len(runs)):
                index.append(index_entry(record, number))
                yield reader_entry(record, tools)

    packs = list(chunks(told()))
    names = [run.figures.name for run in runs]
    overview = packed({"runs": names, "chunk": CHUNK, "dialogues": index, "tools": tools.told})
    return {"index": overview, "packs": packs, "held": len(index)}
