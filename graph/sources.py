"""Where settings come from: defaults, a TOML file, the environment, flags. Names the source of a fault."""

import os
import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path

from pydantic import ValidationError
from pydantic_core import ErrorDetails
from pydantic_settings import EnvSettingsSource
from pydantic_settings.exceptions import SettingsError

from graph.flags import flag_of, read_flags
from graph.settings import ENVIRONMENT_PREFIX, Settings, nearest
from state.errors import ConfigurationError

DEFAULT_FILE = Path("toolace.toml")
_CONFIG = "config"
_SECRET = frozenset({"key_variable", "base_url"})
"""Settings into which a key may have slipped: their values are not repeated."""

Values = dict[str, object]


def load_settings(arguments: Sequence[str] | None = None) -> Settings:
    """The settings of this run; `ConfigurationError` names whatever is wrong, and where it stands."""
    flags = read_flags(arguments)
    file = _file(flags.pop(_CONFIG, None))
    sources = {
        "flag": flags,
        "environment": _from_environment(),
        str(file): _from_file(file) if file else {},
    }
    try:
        return Settings(**_merged(sources))  # type: ignore[arg-type]  # pydantic checks what sources say
    except ValidationError as error:
        raise ConfigurationError("\n".join(_complaint(detail, sources) for detail in error.errors())) from error


def _merged(sources: Mapping[str, Values]) -> Values:
    """Let earlier sources win; nodes are merged one by one."""
    merged: Values = {}
    for values in reversed(list(sources.values())):
        for name, value in values.items():
            before = merged.get(name)
            merged[name] = before | value if isinstance(before, dict) and isinstance(value, dict) else value
    return merged


def _file(flag: object) -> Path | None:
    named = flag or os.environ.get(ENVIRONMENT_PREFIX + _CONFIG.upper())
    if named:
        return Path(str(named))
    return DEFAULT_FILE if DEFAULT_FILE.exists() else None


def _from_file(file: Path) -> Values:
    try:
        values: Values = tomllib.loads(file.read_text(encoding="utf-8"))
    except OSError as error:
        raise ConfigurationError(f"cannot read the settings in {file}: {error.strerror}") from error
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise ConfigurationError(f"{file} is not TOML: {error}") from error
    for name in values:
        if name not in Settings.model_fields:
            raise ConfigurationError(f"unknown setting {name!r} in {file}{nearest(name, Settings.model_fields)}")
    return values


def _from_environment() -> Values:
    known = [ENVIRONMENT_PREFIX + name.upper() for name in (*Settings.model_fields, _CONFIG)]
    for variable in os.environ:
        if variable.upper().startswith(ENVIRONMENT_PREFIX) and variable.upper() not in known:
            raise ConfigurationError(f"unknown setting {variable} in the environment{nearest(variable, known)}")
    try:
        return dict(EnvSettingsSource(Settings)())
    except SettingsError as error:
        words = 'TOOLACE_NODES in the environment must be JSON such as {"judge": "my_judges:MyJudge"}'
        raise ConfigurationError(words) from error


def _complaint(detail: ErrorDetails, sources: Mapping[str, Values]) -> str:
    cause = detail.get("ctx", {}).get("error", _lowered(detail["msg"]))
    if not detail["loc"]:
        return f"these settings do not fit together: {cause}"
    name = str(detail["loc"][0])
    shown = "..." if name in _SECRET else repr(detail["input"])
    return f"{_place(name, shown, sources)}: {cause}"


def _lowered(sentence: str) -> str:
    return sentence[:1].lower() + sentence[1:]


def _place(name: str, shown: str, sources: Mapping[str, Values]) -> str:
    source = next(source for source, values in sources.items() if name in values)
    if source == "flag":
        return f"{flag_of(name)} {shown}"
    if source == "environment":
        return f"{ENVIRONMENT_PREFIX}{name.upper()}={shown} in the environment"
    return f"{name} = {shown} in {source}"
