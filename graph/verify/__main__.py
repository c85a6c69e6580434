"""The command: `python -m graph.verify FILE...`."""

import sys
from collections.abc import Sequence

from graph.verify.flags import read_options
from state.errors import ConfigurationError

SOUND, FATAL, TO_BE_FIXED, STOPPED, INTERRUPTED = 0, 1, 2, 3, 130


def main(arguments: Sequence[str] | None = None) -> int:
    """Verify what these arguments, or those of the command line, name, and give the exit code."""
    try:
        options = read_options(arguments)
        # Imported late: `--help` answers at once.
        from graph.verify.work import verify

        tally = verify(options)
    except ConfigurationError as error:
        print(f"error: {error}", file=sys.stderr)
        return TO_BE_FIXED
    except KeyboardInterrupt:
        return INTERRUPTED
    if tally.stopped:
        print(f"stopped: {tally.stopped}", file=sys.stderr)
        return STOPPED
    return FATAL if tally.with_severity["fatal"] else SOUND


if __name__ == "__main__":
    sys.exit(main())
