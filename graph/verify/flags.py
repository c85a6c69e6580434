"""The flags of `python -m graph.verify`. Reads words, opens no file but that of settings."""

import argparse
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from graph.flags import CONFIG_FLAG, add_settings, flag_of, given_settings
from graph.parser import Parser
from graph.places import Location, location
from graph.settings import GROUPS, Settings
from graph.sources import settings_of
from state.errors import ConfigurationError

_EPILOG = """\
Reads JSON lines, a JSON list, Parquet (extra `data`), each gzipped or not: OpenAI chat messages with tools, ShareGPT
conversations, records.jsonl of a run, or its folder: then what it kept.

With --experts, settings of a run apply as they do there: toolace.toml or --config FILE, environment variables such as
TOOLACE_MODEL, then flags. The model that is asked is that of the expert.

exit codes: 0 no fatal finding, 1 fatal findings, 2 input or flags to fix, 3 stopped early by --max-cost, --max-calls
or an endpoint that was down too long, 130 interrupted
"""
ASKING: dict[str, tuple[str, ...]] = {
    "how experts are asked": (
        *(name for name in GROUPS["verification"] if name not in ("experts", "keep_turns")),
        "concurrency",
        "seed",
    ),
    "their model": GROUPS["models"],
    "limits of its endpoint": GROUPS["limits of an endpoint"],
    "cost": tuple(name for name in GROUPS["cost"] if name != "estimate"),
}
"""Settings of a run that say who is asked and how."""


@dataclass(frozen=True, slots=True)
class Options:
    """What was asked for."""

    files: tuple[Location, ...]
    format: Literal["auto", "openai", "sharegpt"]
    profile: Literal["generated", "imported"]
    json: Path | None
    show: int
    settings: Settings | None = None
    """Of the experts and their model; None where nobody is asked."""
    journal: Path | None = None
    """Where what experts say is kept."""


def read_options(arguments: Sequence[str] | None) -> Options:
    """What was given on the command line."""
    parser = Parser(
        prog="python -m graph.verify",
        description="Check anyone's tool-calling dialogues with rules, and with experts on request.",
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    parser.add_argument("files", nargs="+", type=location, metavar="FILE", help="file of dialogues, or run folder")
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
    parser.add_argument(
        "--experts",
        choices=("each", "single", "similarity", "none"),
        help="also ask about dialogues without a fatal finding: a call for every sub-question, one call for all, or "
        "no model, request and outcome are compared (default: none, nobody is asked)",
    )
    parser.add_argument(
        "--journal",
        type=Path,
        metavar="FILE",
        help="keep what experts say there, and take from it what they said before; for verifications that take long",
    )
    parser.add_argument(CONFIG_FLAG, metavar="FILE", help="TOML file of a run's settings, for --experts")
    for title, names in ASKING.items():
        add_settings(parser, title, names)
    given = vars(parser.parse_args(arguments))
    own = {name: given.pop(name) for name in ("files", "format", "profile", "json", "show", "journal")}
    settings = _settings(given_settings(given))
    if own["journal"] and settings is None:
        raise ConfigurationError("--journal is about experts; say whom to ask: --experts each or single")
    _check_apart(own["files"], own["json"], own["journal"])
    return Options(**own | {"files": tuple(own["files"]), "settings": settings})


def _check_apart(files: Sequence[Path], *written: Path | None) -> None:
    """No file that is to be read may be written over."""
    for out in filter(None, written):
        if out.exists() and any(file.exists() and file.samefile(out) for file in files):
            raise ConfigurationError(f"{out} is both to be read and to be written; name another file to write")


def _settings(given: dict[str, object]) -> Settings | None:
    if given.get("experts", "none") != "none":
        return settings_of(given)
    given.pop("experts", None)
    if given:
        flag = flag_of(next(iter(given)))
        raise ConfigurationError(f"{flag} is about experts; say whom to ask: --experts each, single or similarity")
    return None
