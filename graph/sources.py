"""Where settings come from: defaults, a TOML file, the environment, flags. Names the source of a fault."""

import os
import tomllib
from collections.abc import Mapping, Sequence
from functools import reduce
from pathlib import Path

from pydantic import ValidationError
from pydantic_core import ErrorDetails
from pydantic_settings import EnvSettingsSource
from pydantic_settings.exceptions import SettingsError

from graph.flags import flag_of, read_flags
from graph.places import Location, location, reached
from graph.roles import PLACES, ROLES, RoleOptions, deep_merged, nested
from graph.settings import ENVIRONMENT_PREFIX, Settings, nearest
from state.errors import ConfigurationError

DEFAULT_FILE = Path("toolace.toml")
_CONFIG = "config"
_SECRET = frozenset({"key_variable", "base_url"})
"""Settings into which a key may have slipped: their values are not repeated."""

_NAMES = (*Settings.model_fields, *PLACES)
"""Everything that can be set, the options of single roles by their flat names."""
_AS_JSON = {
    "nodes": '{"judge": "my_judges:MyJudge"}',
    "weights": '{"dialogue_flow": 0.5}',
    "roles": '{"judge": {"model": "openai:gpt-4o-mini"}}',
}

Values = dict[str, object]


def load_settings(arguments: Sequence[str] | None = None) -> Settings:
    """The settings of this run; `ConfigurationError` names whatever is wrong, and where it stands."""
    return settings_of(read_flags(arguments))


def settings_of(flags: Mapping[str, object]) -> Settings:
    """The same where flags were read already."""
    flags = dict(flags)
    file = _file(flags.pop(_CONFIG, None))
    sources = {
        "flag": nested(flags),
        "environment": nested(_from_environment()),
        str(file): nested(_from_file(file)) if file else {},
    }
    try:
        return Settings(**_merged(sources))  # type: ignore[arg-type]  # pydantic checks what sources say
    except ValidationError as error:
        raise ConfigurationError("\n".join(_complaint(detail, sources) for detail in error.errors())) from error


def _merged(sources: Mapping[str, Values]) -> Values:
    """Let earlier sources win; nodes and roles are merged one by one."""
    return reduce(deep_merged, reversed(list(sources.values())), {})


def _file(flag: object) -> Location | None:
    named = flag or os.environ.get(ENVIRONMENT_PREFIX + _CONFIG.upper())
    if named:
        return location(str(named))
    return DEFAULT_FILE if DEFAULT_FILE.exists() else None


def _from_file(file: Location) -> Values:
    try:
        with reached(file, "read the settings in", "name another file with --config"):
            values: Values = tomllib.loads(file.read_text(encoding="utf-8"))
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise ConfigurationError(f"{file} is not TOML: {error}") from error
    for name in values:
        if name not in _NAMES:
            raise ConfigurationError(f"unknown setting {name!r} in {file}{nearest(name, _NAMES)}")
    return values


def _from_environment() -> Values:
    known = {_variable(name): name for name in (*_NAMES, _CONFIG)}
    found = {}
    for variable, text in os.environ.items():
        if variable.upper().startswith(ENVIRONMENT_PREFIX):
            if variable.upper() not in known:
                raise ConfigurationError(f"unknown setting {variable} in the environment{nearest(variable, known)}")
            found[known[variable.upper()]] = text
    of_roles = {name: text for name, text in found.items() if name in PLACES and text}
    try:
        return EnvSettingsSource(Settings)() | of_roles
    except SettingsError as error:
        name = next((name for name in _AS_JSON if f'"{name}"' in str(error)), "")
        words = f"{_variable(name)} in the environment must be JSON such as {_AS_JSON[name]}"
        raise ConfigurationError(words) from error


def _variable(name: str) -> str:
    return ENVIRONMENT_PREFIX + name.upper()


def _complaint(detail: ErrorDetails, sources: Mapping[str, Values]) -> str:
    cause = detail.get("ctx", {}).get("error", _lowered(detail["msg"]))
    if not detail["loc"]:
        return f"these settings do not fit together: {cause}"
    path = tuple(str(part) for part in detail["loc"] if part != "[key]")
    path = path if path[0] in ("roles", "weights") else path[:1]
    if detail["type"] == "extra_forbidden":
        return f"unknown setting {path[-1]!r} in {_origin(path, sources)}{nearest(path[-1], RoleOptions.model_fields)}"
    if path[0] == "roles" and len(path) == 2 and path[1] not in ROLES:
        return f"unknown role {path[1]!r} in {_origin(path, sources)}{nearest(path[1], ROLES)}"
    shown = "..." if _SECRET & {*path} or isinstance(detail["input"], dict | list) else repr(detail["input"])
    return f"{_place(path, shown, sources)}: {cause}"


def _lowered(sentence: str) -> str:
    return sentence[:1].lower() + sentence[1:]


def _place(path: tuple[str, ...], shown: str, sources: Mapping[str, Values]) -> str:
    source = _source(path, sources)
    name = "_".join(path[1:]) if len(path) == 3 else path[0]
    if source == "flag":
        return f"{flag_of(name)} {shown}"
    if source == "environment":
        return f"{_variable(name)}={shown} in the environment"
    return f"{'.'.join(path)} = {shown} in {source}"


def _origin(path: tuple[str, ...], sources: Mapping[str, Values]) -> str:
    """Say where a table stands that holds a wrong name."""
    source = _source(path, sources)
    place = f"{_variable(path[0])} in the environment" if source == "environment" else source
    return f"[{'.'.join(path[:-1])}] of {place}"


def _source(path: tuple[str, ...], sources: Mapping[str, Values]) -> str:
    return next(source for source, values in sources.items() if _has(values, path))


def _has(values: object, path: tuple[str, ...]) -> bool:
    return not path or (isinstance(values, Mapping) and path[0] in values and _has(values[path[0]], path[1:]))
