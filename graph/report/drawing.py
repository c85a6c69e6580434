"""Draw Vega-Lite specifications with vl-convert, which needs no browser and no network."""

import re
from typing import NamedTuple

from graph.report.palette import themed
from graph.report.specs import Spec
from state.errors import ConfigurationError

_SCALE = 2.0
"""Of pictures in pixels: sharp on a dense screen and on paper."""
_OWN_ID = re.compile(r'(id="|url\(#)')


class Drawing(NamedTuple):
    """One chart, drawn."""

    svg: str
    png: bytes

    def inline(self, name: str) -> str:
        """The picture to stand in a page under this name: in its colours, with ids of its own."""
        return themed(_OWN_ID.sub(rf"\g<1>{name}-", self.svg))


def draw(spec: Spec) -> Drawing:
    """Draw a chart; `ConfigurationError` where the extra is not installed."""
    try:
        import vl_convert
    except ImportError as error:
        raise ConfigurationError(MISSING) from error
    svg = vl_convert.vegalite_to_svg(spec, allowed_base_urls=[])
    return Drawing(svg, vl_convert.svg_to_png(svg, scale=_SCALE))


MISSING = "the report needs the extra [report]: pip install -e '.[report]'"
