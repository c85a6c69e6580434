"""What a cluster loses and how fast it is: `python -m graph.benchmarks.cluster losses`, or `speed`."""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory


def main(arguments: Sequence[str] | None = None) -> int:
    """Do what the command line asks for; the exit code says whether what was promised was held."""
    parser = argparse.ArgumentParser(prog="python -m graph.benchmarks.cluster", description=__doc__)
    parser.add_argument("what", choices=("losses", "speed"))
    parser.add_argument("--count", type=int, help="dialogues (default: 2000 of losses, 1000 of speed)")
    parser.add_argument("--limit", type=int, default=100, help="calls a second under the limit (default: 100)")
    options = parser.parse_args(arguments)
    with TemporaryDirectory() as place:
        if options.what == "losses":
            from graph.benchmarks.cluster.losses import run as lose

            return lose(Path(place), options.count or 2000)
        from graph.benchmarks.cluster.speed import run as speed

        return speed(Path(place), options.count or 1000, options.limit)


if __name__ == "__main__":
    sys.exit(main())
