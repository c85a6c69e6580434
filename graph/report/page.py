"""One HTML file that needs nothing but itself: figures, charts, and the reader with its dialogues."""

from base64 import b64encode
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from importlib.resources import files

from graph.report import glance
from graph.report.charts import Chart, charts
from graph.report.drawing import MISSING, Drawing, draw
from graph.report.packing import CHUNK, chunks, packed
from graph.report.reader import Entry, Numbered, index_entry, reader_entry
from graph.report.reading import Run
from state.errors import ConfigurationError

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
    style, script = _source("page.css"), _source("page.js")
    html = _render(
        title=", ".join(run.name for run in figures),
        policy=_policy(style, script),
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


def _render(**values: object) -> str:
    """Fill the template; whatever stands in the values is escaped but for what it marks as safe."""
    try:
        from jinja2 import Environment, PackageLoader, StrictUndefined
    except ImportError as error:
        raise ConfigurationError(MISSING) from error
    environment = Environment(
        loader=PackageLoader("graph.report", "page"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template("page.html").render(**values)


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


def _source(name: str) -> str:
    return files("graph.report").joinpath("page", name).read_text(encoding="utf-8")


def _policy(style: str, script: str) -> str:
    """Allow this style and this script, and nothing else: no other file, no address, no code in attributes."""
    return (
        f"default-src 'none'; style-src {_hash(style)}; script-src {_hash(script)}; base-uri 'none'; form-action 'none'"
    )


def _hash(text: str) -> str:
    return f"'sha256-{b64encode(sha256(text.encode()).digest()).decode('ascii')}'"
