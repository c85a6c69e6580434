"""The command `python -m graph.curate RUN... --to FOLDER`: makes one collection of runs, and says what it is like."""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from graph.places import location
from state.errors import ConfigurationError


def main(arguments: Sequence[str] | None = None) -> int:
    """Curate, and give the exit code."""
    try:
        _curate(_parser().parse_args(arguments))
    except ConfigurationError as error:
        print(f"error: {error}", file=sys.stderr)
        return 2
    return 0


def _curate(options: argparse.Namespace) -> None:
    from graph.curation.collection import Wishes, collect
    from graph.curation.telling import tell
    from graph.curation.writing import check, write

    wishes = Wishes(
        keep_duplicates=options.keep_duplicates,
        drop_benchmarks=options.drop_benchmarks,
        most=options.balance or None,
        validation=options.validation,
        seed=options.seed,
    )
    check(options.to)
    collection = collect(options.runs, wishes)
    tell(collection, write(collection, options.to), wishes, options.to)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m graph.curate", description=__doc__, allow_abbrev=False)
    add = parser.add_argument
    add("runs", nargs="+", type=location, metavar="RUN", help="run folder; of near-duplicates the first is kept")
    add("--to", type=Path, required=True, metavar="FOLDER", help="an empty or a new folder")
    add("--keep-duplicates", action="store_true", help="leave no near-duplicates out")
    add("--drop-benchmarks", action="store_true", help="leave out what quotes a benchmark, not only report it")
    add(
        "--balance",
        type=_factor,
        default=5.0,
        metavar="FACTOR",
        help="most of one domain or one combination of complexities, in averages; 0: no limit (default: 5)",
    )
    add("--validation", type=_share, default=0.05, metavar="SHARE", help="share to hold back (default: 0.05)")
    add("--seed", type=int, default=0, help="for what is held back (default: 0)")
    return parser


def _factor(text: str) -> float:
    value = float(text)
    if value and value < 1:
        raise argparse.ArgumentTypeError(f"{text!r}: expected 0, or a number from 1 on")
    return value


def _share(text: str) -> float:
    value = float(text)
    if not 0 <= value < 1:
        raise argparse.ArgumentTypeError(f"{text!r}: expected a number from 0 to below 1")
    return value


if __name__ == "__main__":
    sys.exit(main())
