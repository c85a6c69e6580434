"""The command: `python -m graph.report RUN [RUN2 ...]`. Writes one page, and its charts as files beside it."""

import argparse
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from graph.parser import Parser
from graph.places import Location, beside, location
from state.errors import ConfigurationError

DONE, TO_BE_FIXED = 0, 2
PAGE = "report.html"
_READ = 1000


def main(arguments: Sequence[str] | None = None) -> int:
    """Write the page these arguments ask for, and give the exit code."""
    try:
        given = _parser().parse_args(arguments)
        return report(given.runs, given.to, given.dialogues)
    except ConfigurationError as error:
        print(f"error: {error}", file=sys.stderr)
        return TO_BE_FIXED


def report(paths: Sequence[Location], to: Path | None, most: int) -> int:
    """Read the runs, and write their page and their charts."""
    from graph.folder import explained, replacing
    from graph.report.page import make_page
    from graph.report.reading import read_run

    place = to or (beside(paths[0], PAGE, "--to") if len(paths) == 1 else Path(PAGE))
    runs = [read_run(path, name) for path, name in zip(paths, names(paths), strict=True)]
    page = make_page(runs, most)
    with explained(place.parent):
        place.parent.mkdir(parents=True, exist_ok=True)
        with replacing(place) as file:
            file.write(page.html.encode())
        folder = place.with_name(f"{place.stem}-charts")
        folder.mkdir(exist_ok=True)
        for drawn in page.drawn:
            if drawn.drawing:
                (folder / f"{drawn.chart.name}.svg").write_text(drawn.drawing.svg, encoding="utf-8")
                (folder / f"{drawn.chart.name}.png").write_bytes(drawn.drawing.png)
    print(f"page           {place} ({len(page.html.encode()) / 1e6:.1f} MB); open it in a browser, no server is needed")
    print(f"charts         {folder}: each as SVG and PNG")
    return DONE


def names(paths: Sequence[Location]) -> list[str]:
    """What the runs are called: the folder's own name, with as much of its path as tells it from the others."""
    own: list[Location] = [path.resolve() for path in paths]
    if len(set(own)) < len(own):
        raise ConfigurationError("a run is named twice; name each once")
    found = [path.name for path in own]
    depth = 1
    while max(Counter(found).values()) > 1:
        depth += 1
        found = ["/".join(path.parts[-depth:]) for path in own]
    return found


def _parser() -> Parser:
    parser = Parser(
        prog="python -m graph.report", description="Write one HTML page about a run, or about several side by side."
    )
    parser.add_argument("runs", nargs="+", type=location, metavar="RUN", help="run folder, or part of a collection")
    parser.add_argument(
        "--to", type=Path, metavar="FILE", help=f"where to write (default: {PAGE} in the run folder; of several, here)"
    )
    parser.add_argument(
        "--dialogues",
        type=_count,
        default=_READ,
        metavar="N",
        help=f"how many dialogues can be read in the page (default: {_READ})",
    )
    return parser


def _count(word: str) -> int:
    if not word.isdecimal():
        raise argparse.ArgumentTypeError(f"{word!r} is not a whole number")
    return int(word)


if __name__ == "__main__":
    sys.exit(main())
