"""The command `python -m graph.training.dpo EXPORT --model MODEL`: what the judge kept, over what it did not."""

import sys
from collections.abc import Sequence

from graph.training.command import run
from graph.training.recipe import Preferences


def main(arguments: Sequence[str] | None = None) -> int:
    """Train, and give the exit code."""
    return run(Preferences, arguments)


if __name__ == "__main__":
    sys.exit(main())
