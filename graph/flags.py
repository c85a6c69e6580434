"""The flags of the command line, made from the settings' own fields. Reads words, judges no values."""

import argparse
from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from typing import Any

from graph.parser import Parser
from graph.roles import PLACES, ROLES
from graph.settings import GROUPS, Settings, nearest
from state.errors import ConfigurationError

CONFIG_FLAG = "--config"
_OTHERWISE = {
    "nodes": "--node",
    "weights": "--weight",
    "roles": "--ROLE-SETTING",
    "domains": "--domain",
    "servers": "--server",
}
_PAIRS = {
    "nodes": ("NODE=MODULE:NAME", "judge=my_judges:MyJudge"),
    "weights": ("QUESTION=NUMBER", "dialogue_flow=0.5"),
}
"""Settings that are tables: what one entry looks like as a flag, and an example."""
_EPILOG = """\
Settings come from defaults, then a TOML file, then environment variables such as TOOLACE_SEED or TOOLACE_JUDGE_MODEL,
then flags; later ones win. In TOML a setting is written as in `seed = 7`, nodes, weights and roles as tables [nodes],
[weights] and [roles.judge].

exit codes: 0 done, 1 fewer kept than asked for, 2 something in the settings or files to fix, 3 stopped early by
--max-cost, --max-calls or an endpoint that was down too long, 130 interrupted; whatever the code, the same command
goes on where the run stopped
"""
_ROLES = """\
--ROLE-SETTING VALUE          one role's own, as in --judge-model (default: as without a role)
                              ROLE: {roles}
                              (the last three in the baseline only); SETTING: from --model to
                              --completion-price, without --flaw-rate. A role with a base URL of its
                              own is sent no other key, one with another model has no other prices.
                              The word unset takes back what is said for all: --judge-temperature unset
"""


_REPEATED = {"tools", "domains", "servers", "mcp", "mcp_live", "mcp_repeatable"}
_SWITCHES = {name for name, field in Settings.model_fields.items() if field.annotation in (bool, bool | None)}


def read_flags(arguments: Sequence[str] | None) -> dict[str, object]:
    """What was given on the command line, by name of setting; `config` names the TOML file."""
    given, unknown = _parser().parse_known_args(arguments)
    if unknown:
        raise ConfigurationError(_unknown(unknown[0]))
    return given_settings(vars(given))


def given_settings(given: Mapping[str, object]) -> dict[str, object]:
    """The settings among parsed flags that were given, tables as tables."""
    values: dict[str, Any] = {name: value for name, value in given.items() if value is not None}
    return values | {name: dict(_pair(name, word) for word in values[name]) for name in _PAIRS if name in values}


def flag_of(name: str) -> str:
    """The flag that sets this setting."""
    return _OTHERWISE.get(name, "--" + name.replace("_", "-"))


def _parser() -> Parser:
    parser = Parser(
        prog="python -m graph.run",
        description="Generate, refine and verify multi-turn tool-calling dialogues.",
        epilog=_EPILOG,
        formatter_class=partial(argparse.RawDescriptionHelpFormatter, max_help_position=32),
        allow_abbrev=False,
    )
    parser.add_argument(
        CONFIG_FLAG, metavar="FILE", help="TOML file of settings (default: toolace.toml, where there is one)"
    )
    for title, names in GROUPS.items():
        add_settings(parser, title, names)
    return parser


def add_settings(parser: argparse.ArgumentParser, title: str, names: Iterable[str]) -> None:
    """Add the flags of these settings under a heading."""
    group = parser.add_argument_group(title)
    for name in names:
        _add(group, name)


def _add(group: "argparse._ArgumentGroup", name: str) -> None:
    if name == "roles":
        group.description = _ROLES.format(roles=", ".join(ROLES))
        for flat, place in PLACES.items():
            _add_plain(group, flat, place.option, argparse.SUPPRESS)
    elif name in _PAIRS:
        group.add_argument(flag_of(name), dest=name, action="append", metavar=_PAIRS[name][0], help=_help(name))
    else:
        _add_plain(group, name, name, _help(name))


def _add_plain(group: "argparse._ArgumentGroup", name: str, setting: str, words: str) -> None:
    if setting in _SWITCHES:
        group.add_argument(flag_of(name), dest=name, action=argparse.BooleanOptionalAction, help=words)
    elif setting in _REPEATED:
        group.add_argument(
            flag_of(name), dest=name, action="append", metavar=setting.split("_")[-1].upper(), help=words
        )
    else:
        action = "append" if setting in _REPEATED else "store"
        metavar = setting.split("_")[-1].upper()
        group.add_argument(flag_of(name), dest=name, action=action, metavar=metavar, help=words)


def _help(name: str) -> str:
    field = Settings.model_fields[name]
    words = field.description or ""
    return (words if "default:" in words else f"{words} (default: {field.default})").replace("%", "%%")


def _pair(name: str, word: str) -> tuple[str, str]:
    key, separator, value = word.partition("=")
    if not (key and separator and value):
        form, example = _PAIRS[name]
        raise ConfigurationError(f"{flag_of(name)} {word!r}: expected {form}, such as {example}")
    return key, value


def _unknown(word: str) -> str:
    flag = word.partition("=")[0]
    known = [CONFIG_FLAG, "--help", *map(flag_of, (*Settings.model_fields, *PLACES))]
    return f"unknown argument {flag!r} on the command line{nearest(flag, known)}; see python -m graph.run --help"
