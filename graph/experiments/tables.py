"""Results as tables: one line for each measure or for each arm, in Markdown; everything, in CSV."""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence

from graph.experiments.intervals import Interval
from graph.experiments.measures import NAMED
from graph.experiments.result import Cell, Column, Curve, Result

Table = tuple[tuple[str, ...], ...]
"""A head and lines."""

_NOTHING = "–"
_HEAD = ("arm", "measure", "unit", "value", "low", "high", "difference", "difference_low", "difference_high")
_MORE = ("ratio", "ratio_low", "ratio_high", "paper")


def table(result: Result) -> Table:
    """The measures that the experiment shows."""
    return _by_measure(result) if result.layout == "by measure" else _by_arm(result)


def differences(result: Result) -> Table:
    """The same measures as differences from the reference, with a mark where the interval leaves zero out."""
    names = _shown(result)
    head = (f"less {result.reference}", *(NAMED[name].title for name in names))
    others = [column for column in result.columns if column.name != result.reference]
    return (head, *((column.name, *(_difference(column, name) for name in names)) for column in others))


def curves(result: Result) -> Iterator[tuple[str, Table]]:
    """The curves, one table for each name, with its title."""
    for name in dict.fromkeys(curve.name for curve in result.curves):
        found = [curve for curve in result.curves if curve.name == name]
        yield CURVES[name], curve_table(found, result.x if name == "gain" else "pass", FORMS[name])


def curve_table(found: Sequence[Curve], x: str, form: str) -> Table:
    """A line for each place, a column for each curve."""
    places = sorted({point.x for curve in found for point in curve.points})
    values = [{point.x: point.value for point in curve.points} for curve in found]
    lines = ((str(place), *(in_brackets(each.get(place), form) for each in values)) for place in places)
    return ((x, *(curve.series for curve in found)), *lines)


FORMS = {"acceptance": ".0%", "gain": ".4f"}
CURVES = {
    "acceptance": "Acceptance by pass",
    "gain": "Sound dialogues gained by one more call",
}


def markdown(lines: Table) -> str:
    """A table as Markdown; whatever a name holds cannot break out of its cell."""
    head, *rest = ([_escaped(cell) for cell in line] for line in lines)
    rule = ["---", *("---:" for _ in head[1:])]
    return "\n".join(f"| {' | '.join(line)} |" for line in (head, rule, *rest))


def as_csv(result: Result) -> str:
    """Every measure of every arm, one to a line."""
    return csv_text([(*_HEAD, *_MORE), *_measured(result)])


def _measured(result: Result) -> Iterator[Sequence[object]]:
    for column in result.columns:
        for cell in column.cells:
            intervals = (cell.value, cell.difference, cell.ratio)
            numbers = [number for each in intervals for number in (each.value, each.low, each.high)]
            told = ["" if number is None else number for number in (*numbers, cell.paper)]
            yield (inert(column.name), cell.measure, NAMED[cell.measure].unit, *told)


def csv_text(lines: Iterable[Sequence[object]]) -> str:
    """Lines as CSV."""
    file = io.StringIO()
    csv.writer(file, lineterminator="\n").writerows(lines)
    return file.getvalue()


def _by_measure(result: Result) -> Table:
    """A line for each measure: every arm, with the paper's number behind it."""
    head = ["", *(column.name for column in result.columns)]
    others = [column for column in result.columns if column.name != result.reference]
    head += [f"{column.name} / {result.reference}" for column in others]
    lines = []
    for name in _shown(result):
        cells = [column.cell(name) for column in result.columns]
        ratios = [in_brackets(cell.ratio if (cell := column.cell(name)) else None, ".2f") for column in others]
        lines.append((NAMED[name].title, *(_cell(cell, name) for cell in cells), *ratios))
    return (tuple(head), *lines)


def _by_arm(result: Result) -> Table:
    names = _shown(result)
    head = ("", *(NAMED[name].title for name in names))
    return (head, *((column.name, *(_cell(column.cell(name), name) for name in names)) for column in result.columns))


def _shown(result: Result) -> Sequence[str]:
    """The measures that some arm has."""
    return [name for name in result.shown if any(column.cell(name) for column in result.columns)]


def _cell(cell: Cell | None, name: str) -> str:
    if cell is None:
        return _NOTHING
    form = NAMED[name].form
    beside = f" (paper {cell.paper:{form}})" if cell.paper is not None else ""
    return in_brackets(cell.value, form) + beside


def _difference(column: Column, name: str) -> str:
    cell = column.cell(name)
    if cell is None:
        return _NOTHING
    return in_brackets(cell.difference, "+" + NAMED[name].form) + (" *" if cell.difference.says_something else "")


def in_brackets(interval: Interval | None, form: str) -> str:
    """A number, and where it probably lies."""
    if interval is None or interval.value is None:
        return _NOTHING
    value = format(interval.value, form)
    if interval.low is None or interval.high is None:
        return value
    return f"{value} [{interval.low:{form}}, {interval.high:{form}}]"


def _escaped(cell: str) -> str:
    words = " ".join(cell.split()).replace("\\", "\\\\").replace("|", "\\|")
    return words.replace("<", "&lt;").replace("[", "\\[") if "<" in words else words


def inert(name: str) -> str:
    """A name that a spreadsheet would take for a formula stays a name."""
    return f"'{name}" if name.startswith(("=", "+", "-", "@", "\t", "\r")) else name
