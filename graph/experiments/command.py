"""The command of one experiment: its flags, its runs, its files."""

import argparse
import sys
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from graph.experiments.scope import Scope
from graph.experiments.study import Study
from graph.experiments.work import Planned, carry_out
from graph.flags import CONFIG_FLAG, add_settings, flag_of, given_settings
from graph.parser import Parser
from graph.settings import GROUPS
from state.errors import ConfigurationError

DONE, TO_BE_FIXED, INTERRUPTED = 0, 2, 130
OUT = Path("runs/experiments")
COUNT, REPEATS = 100, 3
OWN = "own_"
"""What the names of an experiment's own flags begin with, so that none is taken for a setting."""
_NOT_OFFERED = {"out", "count", "seed", "accept", "max_tries", "estimate"}.union(
    *(GROUPS[title] for title in ("one of many processes", "a cluster"))
)
"""Settings of a run that an experiment decides, or has as flags of its own."""
_EPILOG = """\
Settings of a run apply as they do there: toolace.toml or --config FILE, environment variables such as TOOLACE_MODEL,
then flags; above all of them what an arm sets. Limits such as --max-cost are those of each run.

Each arm and repeat is a run folder under OUT/runs. The same command goes on where it stopped: what is finished is read
and not made again, and experiments in one folder share runs of equal settings. Results lie in OUT/EXPERIMENT, a page of
all in OUT/index.html.

exit codes: 0 done, 2 something in the flags or files to fix, 3 a run stopped early by a limit, 130 interrupted
"""


def main(study: Study, arguments: Sequence[str] | None = None) -> int:
    """Run an experiment, and give the exit code."""
    return guarded(lambda: _run(study, arguments))


def guarded(work: Callable[[], int]) -> int:
    """Do this, and turn what can go wrong into an exit code and a line."""
    try:
        return work()
    except ConfigurationError as error:
        print(f"error: {error}", file=sys.stderr)
        return TO_BE_FIXED
    except KeyboardInterrupt:
        return INTERRUPTED


def _run(study: Study, arguments: Sequence[str] | None) -> int:
    parser = parser_of(study.name, study.description)
    add_sizes(parser, COUNT, REPEATS)
    parser.add_argument("--arm", action="append", metavar="NAME", help="only this arm; repeatable (default: all)")
    for flag in study.flags:
        name = f"--{flag.name}"
        parser.add_argument(name, dest=OWN + flag.name, action="append", metavar=flag.metavar, help=flag.help)
    varied = {*study.varies, *(flag.name for flag in study.flags)}
    add_run_settings(parser, varied)
    given = parse(parser, arguments, varied)
    options = {flag.name: given.pop(OWN + flag.name) or () for flag in study.flags}
    arms = given.pop("arm") or ()
    estimating = given.pop("estimating")
    return carry_out([Planned(study, options)], scope_of(given), arms, estimating=estimating)


def parser_of(name: str, description: str) -> Parser:
    """A parser with our words around it."""
    return Parser(
        prog=f"python -m graph.experiments.{name}",
        description=description,
        epilog=_EPILOG,
        formatter_class=partial(argparse.RawDescriptionHelpFormatter, max_help_position=32),
        allow_abbrev=False,
    )


def add_sizes(parser: Parser, count: int | None, repeats: int | None) -> None:
    """Add what every experiment has."""
    parser.add_argument("--out", type=Path, default=OUT, metavar="OUT", help=f"folder for everything (default: {OUT})")
    parser.add_argument("--count", type=_whole, default=count, metavar="N", help=_sized("dialogues of each run", count))
    parser.add_argument(
        "--repeats", type=_whole, default=repeats, metavar="N", help=_sized("runs of each arm, on other seeds", repeats)
    )
    parser.add_argument("--seed", type=int, default=0, help="of the first repeat; the next takes the next (default: 0)")
    parser.add_argument(
        "--estimate",
        dest="estimating",
        action="store_true",
        help="make nothing; say what a repeat of each arm may take",
    )
    parser.add_argument(CONFIG_FLAG, metavar="FILE", help="TOML file of a run's settings")


def add_run_settings(parser: Parser, varied: Iterable[str]) -> None:
    """Add the settings of a run that no arm varies."""
    for title, names in GROUPS.items():
        if offered := [name for name in names if name not in _NOT_OFFERED and name not in varied]:
            add_settings(parser, title, offered)


def parse(parser: Parser, arguments: Sequence[str] | None, varied: Iterable[str]) -> dict[str, Any]:
    """Read the command line; a flag that is not there is explained."""
    given, unknown = parser.parse_known_args(arguments)
    if unknown:
        flag = unknown[0].partition("=")[0]
        if flag in map(flag_of, varied):
            raise ConfigurationError(f"{flag} is what the arms of this experiment differ in; see {parser.prog} --help")
        raise ConfigurationError(f"unknown argument {flag!r}; see {parser.prog} --help")
    return vars(given)


def scope_of(given: dict[str, Any]) -> Scope:
    """What all arms share."""
    out, count, repeats, seed = (given.pop(name) for name in ("out", "count", "repeats", "seed"))
    return Scope(out, count, repeats, seed, given_settings(given))


def _whole(word: str) -> int:
    if not (word.isascii() and word.isdecimal() and int(word) > 0):
        raise argparse.ArgumentTypeError(f"{word!r} is not a whole number above 0")
    return int(word)


def _sized(words: str, number: int | None) -> str:
    return f"{words} (default: {number or 'as the preset says'})"
