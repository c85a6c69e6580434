"""The command `python -m graph.training.lora EXPORT --model MODEL`: a low-rank adapter, by the paper's recipe."""

import sys
from collections.abc import Sequence

from graph.training.command import run
from graph.training.recipe import Lora


def main(arguments: Sequence[str] | None = None) -> int:
    """Train, and give the exit code."""
    return run(Lora, arguments)


if __name__ == "__main__":
    sys.exit(main())
