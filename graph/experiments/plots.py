"""Results as plots: numbers with their intervals, beside the paper's, and curves over what arms are numbered by."""

from collections.abc import Iterator, Sequence

from graph.experiments.intervals import Interval
from graph.experiments.measures import NAMED
from graph.experiments.result import Curve, Point, Result
from graph.experiments.tables import CURVES, FORMS, curve_table
from graph.report.charts import Chart
from graph.report.palette import ACCENT, INK
from graph.report.specs import Row, Spec, chart, color, paper_tick

_HEIGHT = 220
_STEP = 30
_BESIDE, _BESIDE_PAPER = 50, 120
"""Room for the numbers at the right of a plot."""


def plots(result: Result) -> Iterator[Chart]:
    """Give the plots of an experiment."""
    numbered = any(column.x is not None for column in result.columns)
    for name in result.plotted:
        if any(column.cell(name) for column in result.columns):
            yield _over_arms(result, name) if numbered else _beside_each_other(result, name)
    for name in dict.fromkeys(curve.name for curve in result.curves):
        yield _curves(result, name, [curve for curve in result.curves if curve.name == name])


def _beside_each_other(result: Result, name: str) -> Chart:
    """A dot for each arm."""
    measure = NAMED[name]
    found = [(column.name, cell) for column in result.columns if (cell := column.cell(name)) is not None]
    rows = [
        _row(cell.value) | {"name": arm} | ({"paper": cell.paper} if cell.paper is not None else {})
        for arm, cell in found
        if cell.value.value is not None
    ]
    lines = tuple((arm, *_told(cell.value, measure.form)) for arm, cell in found)
    return Chart(f"{result.experiment}-{name}", measure.title, "", "", dots(rows, measure.form), _HEAD, lines)


def _over_arms(result: Result, name: str) -> Chart:
    """A curve for each series of arms."""
    series = dict.fromkeys(column.series for column in result.columns if column.x is not None)
    found = [
        Curve(
            name=name,
            series=each,
            points=tuple(
                Point(x=column.x, value=cell.value)
                for column in result.columns
                if column.series == each and column.x is not None and (cell := column.cell(name)) is not None
            ),
        )
        for each in series
    ]
    return _curve_chart(result, name, NAMED[name].title, found, NAMED[name].form, result.x)


def _curves(result: Result, name: str, found: Sequence[Curve]) -> Chart:
    x = "pass" if name == "acceptance" else result.x
    return _curve_chart(result, name, CURVES[name], found, FORMS[name], x)


def _curve_chart(result: Result, name: str, title: str, found: Sequence[Curve], form: str, x: str) -> Chart:
    rows = [
        _row(point.value) | {"x": point.x, "run": curve.series}
        for curve in found
        for point in curve.points
        if point.value.value is not None
    ]
    head, *lines = curve_table(found, x, form)
    spec = curves(rows, [curve.series for curve in found], x, form)
    return Chart(f"{result.experiment}-{name}", title, "", "", spec, head, tuple(lines))


_HEAD = ("", "value", "from", "to")


def dots(rows: Sequence[Row], form: str) -> Spec:
    """Put a dot where each `value` is, on a line from `low` to `high`, and a mark where the `paper` stands."""
    x: Spec = {"field": "value", "type": "quantitative", "axis": {"title": None, "tickCount": 4, "format": form}}
    y = {"field": "name", "type": "nominal", "sort": None, "axis": {"title": None}}
    ends = {"x": {**x, "field": "low"}, "x2": {"field": "high"}}
    span = {"mark": {"type": "rule", "color": ACCENT, "strokeWidth": 2}, "encoding": ends}
    dot = {"mark": {"type": "point", "filled": True, "size": 70, "color": ACCENT}, "encoding": {"x": x}}
    words = {
        "mark": {"type": "text", "align": "left", "dx": 8, "fontSize": 12, "color": INK},
        "encoding": {"x": {**x, "field": "end"}, "text": {"field": "label"}},
    }
    beside_paper = any("paper" in row for row in rows)
    marks = [paper_tick(x)] if beside_paper else []
    told = [{**row, "label": _label(row, form), "end": max(row["high"], row.get("paper", row["high"]))} for row in rows]
    return chart(
        told,
        [span, dot, words, *marks],
        {"y": y},
        height={"step": _STEP},
        beside=_BESIDE_PAPER if beside_paper else _BESIDE,
    )


def curves(rows: Sequence[Row], series: Sequence[str], x: str, form: str) -> Spec:
    """Draw a line through the values of each series over the numbers `x`, each with its interval."""
    along = {"field": "x", "type": "quantitative", "axis": {"title": x, "tickMinStep": 1}}
    axis = {"title": None, "format": form, "tickCount": 5}
    y: Spec = {"field": "value", "type": "quantitative", "axis": axis, "scale": {"zero": False}}
    span = {"field": "low", **{key: value for key, value in y.items() if key != "field"}}
    whisker = {
        "mark": {"type": "rule", "opacity": 0.45, "strokeWidth": 1.5},
        "encoding": {"y": span, "y2": {"field": "high"}, "color": color(series)},
    }
    mark = {"type": "line", "strokeWidth": 2.5, "point": {"size": 45, "filled": True}}
    # Where two series have the same values, the one below shows between the dashes of the one above.
    dashes = {"domain": [*series], "range": [[1, 0], *([6, 6] for _ in series[1:])]}
    dash: Spec = {"field": "run", "type": "nominal", "scale": dashes, "legend": None}
    curve = {"mark": mark, "encoding": {"y": y, "color": color(series), "strokeDash": dash}}
    return chart(rows, [whisker, curve], {"x": along}, _HEIGHT)


def _row(interval: Interval) -> dict[str, str | int | float]:
    value = interval.value if interval.value is not None else 0.0
    low, high = (end if end is not None else value for end in (interval.low, interval.high))
    return {"value": value, "low": low, "high": high}


def _label(row: Row, form: str) -> str:
    told = format(row["value"], form)
    return f"{told} (paper {format(row['paper'], form)})" if "paper" in row else told


def _told(interval: Interval, form: str) -> tuple[str, str, str]:
    numbers = (interval.value, interval.low, interval.high)
    value, low, high = ("–" if number is None else format(number, form) for number in numbers)
    return value, low, high
