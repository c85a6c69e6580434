"""A recorded run as an OpenAI-compatible endpoint on this machine: `python -m graph.models.serve FOLDER`.

It prints its address and serves until it is stopped, as slow, as busy and as faulty as wanted. A run with the settings
of the recorded one asks for the same and gets the same; what was not recorded is refused.
"""

import argparse
import asyncio
import sys
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from graph.benchmarks.loopback import Loopback, serving
from graph.benchmarks.mischief import KINDS
from graph.garbage import seldom_collected
from graph.journal.recording import read_spoken
from state.errors import ConfigurationError

TO_BE_FIXED = 2


async def _serve_until_stopped(loopback: Loopback) -> None:
    async with serving(loopback) as url:
        sys.stdout.write(url + "\n")
        sys.stdout.flush()
        await asyncio.Event().wait()


def main(arguments: Sequence[str] | None = None) -> int:
    """Serve what the command line asks for."""
    parser = argparse.ArgumentParser(prog="python -m graph.models.serve", description=__doc__)
    parser.add_argument("folder", type=Path, help="of a run made with --record")
    parser.add_argument("--latency", type=float, default=0.2, help="seconds of an answer (default: 0.2)")
    parser.add_argument("--capacity", type=int, help="requests at once; more are refused (default: no limit)")
    parser.add_argument("--retry-after", type=float, help="seconds that refused clients are told to wait")
    parser.add_argument("--fault-share", type=float, default=0.0, help="share of faulty answers (default: 0)")
    parser.add_argument("--faults", nargs="+", choices=KINDS, default=list(KINDS), help="their kinds (default: all)")
    options = vars(parser.parse_args(arguments))
    try:
        spoken = read_spoken(options.pop("folder"))
    except ConfigurationError as error:
        print(f"error: {error}", file=sys.stderr)
        return TO_BE_FIXED
    with suppress(KeyboardInterrupt), seldom_collected():
        asyncio.run(_serve_until_stopped(Loopback(spoken.answer, **options)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
