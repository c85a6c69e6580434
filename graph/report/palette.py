"""The colours of charts: plain in files, and names of the page's own colours where a chart stands in it."""

GROUND = "#ffffff"
"""Behind a chart in a file; in the page there is none."""
INK, MUTED, LINE = "#1d2126", "#5d646c", "#e3e1dc"
ACCENT, PAPER = "#17656e", "#a8551f"
"""What was measured, and what the paper says."""
SERIES = ("#17656e", "#b57614", "#7d4a87", "#3f639c", "#5f8036", "#a8453a")
"""One colour a run, or a role."""

_NAMES = {
    INK: "--ink",
    MUTED: "--muted",
    LINE: "--line",
    PAPER: "--mark",
    **{color: f"--series-{number}" for number, color in enumerate(SERIES, start=1)},
}


def themed(svg: str) -> str:
    """The picture in the colours of the page, which change from light to dark."""
    for color, name in _NAMES.items():
        svg = svg.replace(f'"{color}"', f'"var({name})"')
    return svg.replace(f'"{GROUND}"', '"none"')
