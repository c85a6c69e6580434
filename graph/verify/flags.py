"""The flags of `python -m graph.verify`. Reads words, opens nothing."""

import argparse
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, NoReturn

from state.errors import ConfigurationError

_EPILOG = """\
Reads JSON lines, a JSON list, Parquet (extra `data`), each gzipped or not: OpenAI chat messages with tools, ShareGPT
conversations, and records.jsonl of a run.

exit codes: 0 no fatal finding, 1 fatal findings, 2 input or flags to fix, 130 interrupted
"""


@dataclass(frozen=True, slots=True)
class Options:
    """What was asked for."""

    files: tuple[Path, ...]
    format: Literal["auto", "openai", "sharegpt"]
    profile: Literal["generated", "imported"]
    json: Path | None
    show: int


class _Parser(argparse.ArgumentParser):
    """A parser whose complaints are ours to word."""

    def error(self, message: str) -> NoReturn:
        raise ConfigurationError(f"{message}; see python -m graph.verify --help")


def read_options(arguments: Sequence[str] | None) -> Options:
    """What was given on the command line."""
    parser = _Parser(
        prog="python -m graph.verify",
        description="Check anyone's tool-calling dialogues with rules.",
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE", help="a file of dialogues")
    parser.add_argument("--format", choices=("auto", "openai", "sharegpt"), default="auto", help="(default: auto)")
    parser.add_argument(
        "--profile",
        choices=("generated", "imported"),
        default="imported",
        help="generated: strict, for what was generated here; imported: tolerant of what is usual elsewhere "
        "(default: imported)",
    )
    parser.add_argument(
        "--json",
        type=Path,
        metavar="OUT",
        help="also write one JSON object per dialogue and line; - for standard output, without the tables",
    )
    parser.add_argument("--show", type=int, default=20, metavar="N", help="dialogues to list at most (default: 20)")
    given = parser.parse_args(arguments)
    return Options(tuple(given.files), given.format, given.profile, given.json, given.show)
