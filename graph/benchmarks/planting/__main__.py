"""The command: `python -m graph.benchmarks.planting`."""

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path

from state.errors import ConfigurationError

_DESCRIPTION = """\
Plants faults in trusted dialogues and says how many the rules catch, and how many clean dialogues they flag. Caught
means: a fatal finding that the clean dialogue does not have, at the turn of the fault and, where an argument is at
fault, at this argument or its call. Dialogues are split into a half to tune on and a half to report, by a hash of
file and id. Without --own and --imported, the simulated model makes dialogues for it.
"""


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print; 2 where a file is not what it should be."""
    options = _parser().parse_args(arguments)
    try:
        _run(options)
    except ConfigurationError as error:
        print(f"error: {error}", file=sys.stderr)
        return 2
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m graph.benchmarks.planting", description=_DESCRIPTION)
    parser.add_argument("--seed", type=int, default=0, help="of everything random (default: 0)")
    parser.add_argument("--per-kind", type=int, default=45, help="faults of each kind in each half (default: 45)")
    parser.add_argument("--own", type=Path, nargs="+", default=[], metavar="RUN", help="folders of runs")
    parser.add_argument("--imported", type=Path, nargs="+", default=[], metavar="FILE", help="files of chat messages")
    parser.add_argument("--dialogues", type=int, default=120, help="to make without --own (default: 120)")
    parser.add_argument("--half", choices=("tuning", "reporting"), help="only this one")
    parser.add_argument("--markdown", type=Path, metavar="OUT", help="write the tables there too")
    parser.add_argument("--json", type=Path, metavar="OUT", help="write figures, missed faults and flagged rows there")
    return parser


def _run(options: argparse.Namespace) -> None:
    from graph.benchmarks.planting.measuring import half, measure
    from graph.benchmarks.planting.reading import exported, made_now, read_rows, read_run
    from graph.benchmarks.planting.report import Results, as_data, markdown
    from graph.benchmarks.planting.specimen import Specimen

    own = [one for folder in options.own for one in read_run(folder)]
    if not options.own and not options.imported:
        own = made_now(options.dialogues, options.seed)
    groups: dict[str, Sequence[Specimen]] = {
        "own dialogues": own,
        "own dialogues, exported": [exported(one) for one in own],
        "imported dialogues": [row for path in options.imported for row in read_rows(path)],
    }
    halves = (options.half,) if options.half else ("tuning", "reporting")
    results: Results = {
        (group, name): measure([one for one in specimens if half(one) == name], options.per_kind, options.seed)
        for group, specimens in groups.items()
        for name in halves
        if specimens
    }
    print(markdown(results))
    if options.markdown:
        options.markdown.write_text(markdown(results) + "\n", encoding="utf-8")
    if options.json:
        options.json.write_text(json.dumps(as_data(results), ensure_ascii=False, indent=1), encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
