"""Vega-Lite specifications for the few forms of charts that a page has."""

from collections.abc import Iterable, Mapping, Sequence

from graph.report.palette import ACCENT, GROUND, INK, LINE, MUTED, PAPER, SERIES

Row = Mapping[str, str | int | float]
Spec = dict[str, object]

WIDTH = 400
"""Of a whole chart: as wide as a phone, so that its words stay legible there."""
_BAR, _GROUPED_BAR, _HEIGHT = 22, 15, 190
_LABELS = 170
_CONFIG: Spec = {
    "font": "sans-serif",
    "aria": False,
    "view": {"stroke": None},
    "axis": {
        "labelColor": MUTED,
        "titleColor": MUTED,
        "labelFontSize": 12,
        "titleFontSize": 12,
        "titleFontWeight": "normal",
        "titlePadding": 10,
        "labelLimit": _LABELS,
        "gridColor": LINE,
        "domain": False,
        "ticks": False,
        "labelPadding": 8,
    },
    "legend": {"labelColor": INK, "labelFontSize": 12, "orient": "top", "title": None, "symbolType": "circle"},
    "scale": {"barBandPaddingInner": 0.3},
}


def bars(rows: Sequence[Row], runs: Sequence[str], form: str = ",") -> Spec:
    """Lie a bar for each `name` and run, as long as its `value`; with a mark where a row names what the `paper` has."""
    several = len(runs) > 1
    y = {"field": "name", "type": "nominal", "sort": None, "axis": {"title": None}}
    offset: Spec = {"yOffset": {"field": "run", "sort": list(runs)}} if several else {}
    x: Spec = {"field": "value", "type": "quantitative", "axis": None, "scale": {"domainMin": 0}}
    bar = {"mark": {"type": "bar"}, "encoding": {"x": x, "color": color(runs)}}
    value = {
        "mark": {"type": "text", "align": "left", "dx": 5, "fontSize": 12, "color": INK},
        "encoding": {"x": {**x, "field": "end"}, "text": {"field": "label"}},
    }
    beside_paper = any("paper" in row for row in rows)
    layers: list[object] = [bar, value, *([paper_tick(x)] if beside_paper else [])]
    rows = [{**row, "label": _label(row, form), "end": max(row["value"], row.get("paper", 0))} for row in rows]
    step = {"step": _GROUPED_BAR, "for": "offset"} if several else {"step": _BAR}
    return chart(rows, layers, {"y": y, **offset}, height=step, beside=100 if beside_paper else 44)


def columns(rows: Sequence[Row], runs: Sequence[str], title: str) -> Spec:
    """Stand a column for each number `x` and run, as high as its `value`."""
    offset: Spec = {"xOffset": {"field": "run", "sort": list(runs)}} if len(runs) > 1 else {}
    x = {"field": "x", "type": "ordinal", "axis": {"title": title, "labelAngle": 0, "labelOverlap": True}}
    y = {"field": "value", "type": "quantitative", "axis": {"title": "dialogues", "tickCount": 4, "format": "d"}}
    layer = {"mark": {"type": "bar"}, "encoding": {"y": y, "color": color(runs)}}
    return chart(rows, [layer], {"x": x, **offset}, height=_HEIGHT)


def line(rows: Sequence[Row], runs: Sequence[str], title: str) -> Spec:
    """Draw a line through the shares `value` of each run over the numbers `x`."""
    x = {"field": "x", "type": "ordinal", "axis": {"title": title, "labelAngle": 0}}
    axis = {"title": None, "format": ".0%", "values": [0, 0.25, 0.5, 0.75, 1]}
    y = {"field": "value", "type": "quantitative", "scale": {"domain": [0, 1]}, "axis": axis}
    mark = {"type": "line", "strokeWidth": 2.5, "point": {"size": 60, "filled": True}}
    curve = {"mark": mark, "encoding": {"y": y, "color": color(runs)}}
    return chart(rows, [curve], {"x": x}, height=_HEIGHT)


def heat(rows: Sequence[Row], columns: Sequence[str]) -> Spec:
    """A field for each `name` and `column`, the darker the larger its `value`, which stands in it."""
    axis = {"title": None, "orient": "top", "labelAngle": 0, "labelOverlap": False}
    x = {"field": "column", "type": "nominal", "sort": list(columns), "axis": axis}
    y = {"field": "name", "type": "nominal", "sort": None, "axis": {"title": None, "labelLimit": 130}}
    opacity = {"field": "value", "type": "quantitative", "legend": None, "scale": {"range": [0.08, 0.6], "zero": False}}
    field = {
        "mark": {"type": "rect", "color": ACCENT, "stroke": GROUND, "strokeWidth": 2},
        "encoding": {"fillOpacity": opacity},
    }
    number = {
        "mark": {"type": "text", "fontSize": 12, "color": INK},
        "encoding": {"text": {"field": "value", "format": ","}},
    }
    return chart(rows, [field, number], {"x": x, "y": y}, height={"step": 24})


def _label(row: Row, form: str) -> str:
    value = format(row["value"], form)
    return f"{value} (paper {format(row['paper'], form)})" if "paper" in row else value


def paper_tick(x: Spec) -> Spec:
    """A mark where the paper stands."""
    return {
        "transform": [{"filter": "isValid(datum.paper)"}],
        "mark": {"type": "tick", "color": PAPER, "thickness": 2.5, "size": 18},
        "encoding": {"x": {**x, "field": "paper"}},
    }


def color(runs: Sequence[str]) -> Spec:
    """One colour for each run; the accent where there is but one."""
    if len(runs) == 1:
        return {"value": ACCENT}
    colors = [SERIES[number % len(SERIES)] for number in range(len(runs))]
    scale = {"domain": list(runs), "range": colors}
    return {"field": "run", "type": "nominal", "scale": scale, "legend": {"columns": 3, "labelLimit": 110}}


def chart(rows: Iterable[Row], layers: list[object], shared: Spec, height: object, beside: int = 4) -> Spec:
    """Put a chart together; `beside` is room for values at the ends of bars."""
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v5.json",
        "data": {"values": [dict(row) for row in rows]},
        "width": WIDTH,
        "height": height,
        "autosize": {"type": "fit-x", "contains": "padding"},
        "padding": {"left": 10, "right": beside, "top": 4, "bottom": 4},
        "background": GROUND,
        "config": _CONFIG,
        "encoding": shared,
        "layer": layers,
    }
