"""What both commands do around a training: read flags, tell, and end with an exit code."""

import sys
from collections.abc import Sequence

from graph.training.recipe import Recipe, read
from state.errors import ConfigurationError

DONE, TO_BE_FIXED, INTERRUPTED = 0, 2, 130


def run(shape: type[Recipe], arguments: Sequence[str] | None) -> int:
    """Train with these arguments, or those of the command line, and give the exit code."""
    try:
        recipe = read(shape, arguments, f"python -m graph.training.{shape.method}")
        _train(recipe)
    except ConfigurationError as error:
        print(f"error: {error}", file=sys.stderr)
        return TO_BE_FIXED
    except KeyboardInterrupt:
        print("interrupted; the same command with --resume goes on from the last checkpoint", file=sys.stderr)
        return INTERRUPTED
    return DONE


def _train(recipe: Recipe) -> None:
    # Imported late: `--help` and bad flags are answered at once.
    from graph.training.extra import check_extra, quiet

    check_extra()
    quiet()
    from graph.training.work import train

    train(recipe, lambda words: print(words, flush=True))
