"""Writes what experiments gave: tables, plots, a page of all, and a chapter for the documentation."""

from collections.abc import Sequence
from pathlib import Path

from graph.experiments.page import PAGE, Section, make_page, section
from graph.experiments.result import FILE, Result, read_result
from graph.experiments.tables import as_csv
from graph.experiments.words import passage
from graph.folder import explained, replacing
from graph.training.bfcl.table import read_rows
from graph.training.bfcl.table import table as scores_table

PLOTS = "plots"


def write_result(out: Path, result: Result) -> Path:
    """Write the tables of one experiment into its folder."""
    folder = out / result.experiment
    with explained(folder):
        folder.mkdir(parents=True, exist_ok=True)
        _write(folder / FILE, result.model_dump_json(indent=1) + "\n")
        _write(folder / "results.csv", as_csv(result))
        _write(folder / "results.md", passage(result, PLOTS))
    return folder


def write_page(out: Path, order: Sequence[str]) -> Path:
    """Draw every experiment that the folder holds, and write one page of all, with scores on BFCL that lie there."""
    sections = [section(read_result(file)) for name in order if (file := out / name / FILE).exists()]
    scores = scores_table(rows) if (rows := read_rows(out)) else ()
    with explained(out):
        for each in sections:
            _write_plots(each, out / each.result.experiment / PLOTS)
        _write(out / PAGE, make_page(sections, scores))
    return out / PAGE


def write_chapter(out: Path, order: Sequence[str], to: Path, command: str) -> None:
    """Write a page of Markdown with all tables and plots, the plots in a folder of its name beside it."""
    found = [read_result(file) for name in order if (file := out / name / FILE).exists()]
    pictures = to.with_suffix("")
    intro = f"# Experiments\n\nWritten by the command below; a change by hand is lost.\n\n```\n{command}\n```\n"
    with explained(to):
        pictures.mkdir(parents=True, exist_ok=True)
        for file in (svg for result in found for svg in (out / result.experiment / PLOTS).glob("*.svg")):
            (pictures / file.name).write_bytes(file.read_bytes())
        _write(to, "\n".join((intro, *(passage(result, pictures.name, 2) for result in found))))


def _write_plots(section: Section, folder: Path) -> None:
    folder.mkdir(exist_ok=True)
    for each in section.drawn:
        if each.drawing:
            (folder / f"{each.chart.name}.svg").write_text(each.drawing.svg, encoding="utf-8")
            (folder / f"{each.chart.name}.png").write_bytes(each.drawing.png)


def _write(path: Path, text: str) -> None:
    with replacing(path) as file:
        file.write(text.encode())
