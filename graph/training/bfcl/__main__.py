"""The command `python -m graph.training.bfcl`: measures a model, and adds its scores to a table."""

import argparse
import re
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from graph.parser import Parser
from graph.training.bfcl.scores import CATEGORIES
from state.errors import ConfigurationError

if TYPE_CHECKING:
    from graph.training.bfcl.measure import Measurement
    from graph.training.bfcl.scores import Scores

DONE, FAILED, TO_BE_FIXED, INTERRUPTED = 0, 1, 2, 130
_PREFIX = "multi_turn"
_EPILOG = """\
modes:
  fc      functions as tools of the chat endpoint, for models that are served with a parser of tool calls
  prompt  functions in the system text, calls as Python, through the chat endpoint and its own template
  llama   the same as the text of BFCL's Llama handler, through /completions: what graph.training.lora trains

The same command goes on where it stopped; cases that the endpoint left without an answer are asked again.

exit codes: 0 measured, 1 bfcl-eval failed or nothing was answered, 2 something in the arguments to fix, 130 interrupted
"""


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure with these arguments, or those of the command line, and give the exit code."""
    # Imported late: `--help` answers at once.
    try:
        options = _parser().parse_args(arguments)
        from graph.training.bfcl.environment import EnvironmentFailed

        try:
            _measure(options)
        except EnvironmentFailed as error:
            print(f"error: {error}", file=sys.stderr)
            return FAILED
    except ConfigurationError as error:
        print(f"error: {error}", file=sys.stderr)
        return TO_BE_FIXED
    except KeyboardInterrupt:
        print("interrupted; the same command goes on", file=sys.stderr)
        return INTERRUPTED
    return DONE


def _parser() -> Parser:
    parser = Parser(
        prog="python -m graph.training.bfcl",
        description="Measure a model behind an OpenAI-compatible endpoint on the multi-turn part of BFCL.",
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    add = parser.add_argument
    add("--model", required=True, metavar="NAME", help="as the endpoint knows it; an adapter has a name of its own")
    add("--base-url", metavar="URL", help="of the endpoint (default: OpenAI's own)")
    add("--key-variable", default="OPENAI_API_KEY", metavar="NAME", help="that holds the key (default: OPENAI_API_KEY)")
    add(
        "--mode",
        choices=("fc", "prompt", "llama"),
        default="fc",
        help="how functions are told, see below (default: fc)",
    )
    add(
        "--categories",
        nargs="+",
        type=_columns,
        metavar="NAME",
        default=[tuple(CATEGORIES)],
        help=f"{', '.join(CATEGORIES)} (default: all)",
    )
    add("--limit", type=_count, metavar="N", help="only the first N cases of each category")
    add("--label", metavar="WORDS", help="its name in the table (default: that of the model)")
    add(
        "--experiment",
        type=Path,
        default=Path("runs/bfcl"),
        metavar="FOLDER",
        help="with the table (default: runs/bfcl)",
    )
    add("--out", type=Path, metavar="FOLDER", help="for answers, scores and log (default: EXPERIMENT/bfcl-LABEL)")
    add(
        "--environment",
        type=Path,
        metavar="FOLDER",
        help="that bfcl-eval is or shall be installed in (default: in the cache)",
    )
    add("--in-flight", type=_count, default=16, metavar="N", help="cases at once (default: 16)")
    add("--temperature", type=float, default=0.001, help="(default: 0.001, as on the leaderboard)")
    return parser


def _measure(options: argparse.Namespace) -> None:
    from graph.training.bfcl.environment import VERSION
    from graph.training.bfcl.measure import measure
    from graph.training.bfcl.table import Row, add_row, read_rows

    # A table that cannot be added to should be known before hours of measuring.
    read_rows(options.experiment)
    label = options.label or options.model
    wanted = _wanted(options, label)
    scores = measure(wanted)
    row = Row(label=label, model=wanted.model, mode=wanted.mode, bfcl_eval=VERSION, scores=dict(scores))
    table = add_row(row, options.experiment)
    for name, words in _told(wanted, scores, table):
        print(f"{name:<13} {words}")
    _renew_page(options.experiment)


def _renew_page(folder: Path) -> None:
    """Have the page of the experiments in this folder show the scores, where there is one."""
    from graph.experiments.catalogue import ORDER
    from graph.experiments.page import PAGE
    from graph.experiments.writing import write_page

    if (folder / PAGE).exists():
        print(f"{'page':<13} {write_page(folder, ORDER)}")


def _wanted(options: argparse.Namespace, label: str) -> "Measurement":
    from graph.models.endpoint import Endpoint
    from graph.training.bfcl.environment import default_path
    from graph.training.bfcl.measure import Measurement

    asked = {column for columns in options.categories for column in columns}
    return Measurement(
        endpoint=Endpoint(base_url=options.base_url, key_variable=options.key_variable),
        model=options.model,
        mode=options.mode,
        columns=[column for column in CATEGORIES if column in asked],
        out=options.out or options.experiment / f"bfcl-{re.sub(r'[^A-Za-z0-9.-]+', '-', label)}",
        environment=options.environment or default_path(),
        limit=options.limit,
        in_flight=options.in_flight,
        temperature=options.temperature,
    )


def _told(wanted: "Measurement", scores: "Scores", table: Path) -> Iterator[tuple[str, str]]:
    from graph.training.bfcl.measure import LOG
    from graph.training.bfcl.scores import counted_by_bfcl, overall

    for column, score in scores.items():
        words = f"{score.percent:.2f} %: {score.correct} of {score.scored} cases"
        yield column, words if score.is_whole else f"{words}; partial, the category has {score.cases}"
        if score.unanswered:
            yield "", f"{score.unanswered} got no answer and count as wrong, the same command asks again: {score.error}"
    if (mean := overall(scores)) is not None:
        yield "overall", f"{mean:.2f} % (paper: 9.25 untrained, 31.38 MAS, 40.25 ToolACE-MT)"
    else:
        yield "overall", "not known: partial run"
        yield "", f"bfcl-eval's own tables count what was not run as zero, and say {counted_by_bfcl(scores):.2f} %"
    yield "table", str(table)
    yield "log", str(wanted.out / LOG)


def _columns(text: str) -> tuple[str, ...]:
    """The columns of a category as bfcl-eval or the table calls it."""
    name = text.removeprefix(f"{_PREFIX}_")
    if name == _PREFIX:
        return tuple(CATEGORIES)
    if name not in CATEGORIES:
        raise argparse.ArgumentTypeError(f"{text!r}: expected {_PREFIX} or one of {', '.join(CATEGORIES)}")
    return (name,)


def _count(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"{text!r}: expected a whole number from 1 on")
    return int(text)


if __name__ == "__main__":
    sys.exit(main())
