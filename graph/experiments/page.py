"""One HTML file with every experiment that a folder holds. It loads nothing, and runs no script."""

from collections.abc import Sequence
from typing import NamedTuple

from graph.experiments import words
from graph.experiments.plots import plots
from graph.experiments.result import Result
from graph.experiments.tables import Table, differences, table
from graph.report.drawing import draw
from graph.report.page import Drawn
from graph.report.template import policy, render, source

PAGE = "index.html"
_OWN = "graph.experiments"


class Section(NamedTuple):
    """What the page shows of one experiment."""

    result: Result
    table: Table
    differences: Table
    drawn: tuple[Drawn, ...]


def drawn(result: Result) -> tuple[Drawn, ...]:
    """The plots of an experiment, as pictures."""
    return tuple(Drawn(chart, draw(chart.spec) if chart.spec else None) for chart in plots(result))


def section(result: Result) -> Section:
    """Lay out one experiment."""
    return Section(result, table(result), differences(result), drawn(result))


def make_page(sections: Sequence[Section], scores: Table = ()) -> str:
    """Write the page, with the scores on BFCL where there are some."""
    style = source("page.css") + source("experiments.css", _OWN)
    values = {"policy": policy(style), "style": style, "sections": sections, "scores": scores, "words": words}
    return render(_OWN, "experiments.html", **values)
