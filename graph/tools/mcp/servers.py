"""Which MCP servers the operator named, on the command line or in a file of the usual client format. Starts none."""

import os
import re
import shlex
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePath
from typing import Any, NamedTuple

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from state.errors import ConfigurationError

LAUNCHERS = frozenset((
    "uvx", "uv", "tool", "run", "npx", "npm", "exec", "bunx", "pnpm", "dlx", "pipx", "python", "python3", "node",
    "deno", "env",
))  # fmt: skip
"""Words of a command that say how a server is started, not which."""
_EXPANDED = re.compile(r"\$\{(\w+)\}")


@dataclass(frozen=True, slots=True)
class Server:
    """One server: a command that is run, or an address."""

    name: str
    command: tuple[str, ...] = ()
    environment: Mapping[str, str] = field(default_factory=dict, repr=False)
    """What its entry in the file gives it, beyond the allow-list."""
    url: str = ""
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)

    @property
    def is_local(self) -> bool:
        """Whether we start it ourselves, afresh, in a folder of its own."""
        return not self.url

    @property
    def secrets(self) -> tuple[str, ...]:
        """Values that no message may repeat."""
        return tuple(value for value in (*self.environment.values(), *self.headers.values()) if len(value) > 5)


class Limits(NamedTuple):
    """What one server may take."""

    start: float = 60.0
    """Seconds until it says what tools it has."""
    call: float = 30.0
    """Seconds for one call."""
    memory: int = 1024
    """Megabytes of data of each of its processes."""
    result: int = 20_000
    """Bytes of JSON that one result may have to become an observation."""
    message: int = 4_000_000
    """Bytes that it may write before a line ends; more are never held."""


@dataclass(frozen=True, slots=True)
class Trust:
    """What the operator says of servers and tools, over what they say themselves."""

    live: frozenset[str] = frozenset()
    """Servers and tools that are never run again."""
    repeatable: frozenset[str] = frozenset()
    """Servers that may be, whatever they say or do not say."""


def find_servers(commands: Sequence[str], file: Path | None) -> tuple[Server, ...]:
    """The servers of both; `ConfigurationError` where one is not described, or two have one name."""
    found = [*(_read(file) if file else ()), *_from_commands(commands)]
    names = [server.name for server in found]
    for name in names:
        if names.count(name) > 1:
            raise ConfigurationError(f"two MCP servers are called {name!r}; name them apart in a file for --mcp-config")
    return tuple(found)


def _from_commands(commands: Iterable[str]) -> Iterator[Server]:
    for command in commands:
        try:
            words = tuple(shlex.split(command))
        except ValueError as error:
            raise ConfigurationError(f"--mcp {command!r} is no command: {error}") from error
        if not words:
            raise ConfigurationError("--mcp is empty; expected a command such as 'uvx mcp-server-time'")
        yield Server(_name_of(words), words)


def _name_of(words: Sequence[str]) -> str:
    """`time` for `uvx mcp-server-time --local-timezone=UTC`."""
    telling = (word for word in words if not word.startswith("-") and PurePath(word).name not in LAUNCHERS)
    file = PurePath(next(telling, words[0])).name
    plain = re.sub(r"\.(py|js|mjs|ts|sh)$|(?<=.)@[\w.^~-]+$", "", file)
    bare = re.sub(r"^(mcp|server|_|-)+[-_]|[-_](mcp|server)+$", "", plain) or plain
    return re.sub(r"[^\w.-]+", "-", bare)[:40]


class _Entry(BaseModel):
    """One server as client files describe it; what clients say for themselves is passed over."""

    model_config = ConfigDict(extra="ignore")

    command: str = ""
    args: tuple[str, ...] = ()
    env: dict[str, str] = {}
    url: str = ""
    headers: dict[str, str] = {}
    disabled: bool = False
    cwd: str = ""


class _File(BaseModel):
    model_config = ConfigDict(extra="ignore")

    servers: dict[str, _Entry] = Field(alias="mcpServers")


def _read(file: Path) -> Iterator[Server]:
    try:
        entries = _File.model_validate_json(file.read_bytes()).servers
    except OSError as error:
        raise ConfigurationError(f"cannot read the MCP servers in {file}: {error.strerror}") from error
    except ValidationError as error:
        raise ConfigurationError(f"{file}: {_problem(error)}") from error
    for name, entry in entries.items():
        if not entry.disabled:
            yield _server(f"{file}: server {name!r}", name, entry)


def _problem(error: ValidationError) -> str:
    first: Any = error.errors()[0]
    place = ".".join(map(str, first["loc"]))
    expected = 'expected {"mcpServers": {"NAME": {"command": "...", "args": [...]}}} or "url" for "command"'
    # The value is not repeated: it may be a key.
    return f"{place + ': ' if place else ''}{first['msg']}; {expected}"


def _server(place: str, name: str, entry: _Entry) -> Server:
    if bool(entry.command) == bool(entry.url):
        raise ConfigurationError(f"{place}: expected either a command or a url")
    if entry.cwd:
        raise ConfigurationError(f"{place}: cwd cannot be set, every dialogue has a folder of its own; use {{workdir}}")
    if entry.url and not entry.url.startswith(("http://", "https://")):
        raise ConfigurationError(f"{place}: expected a url that begins with http:// or https://")
    return Server(
        name,
        (entry.command, *entry.args) if entry.command else (),
        {key: _expanded(place, value) for key, value in entry.env.items()},
        entry.url,
        {key: _expanded(place, value) for key, value in entry.headers.items()},
    )


def _expanded(place: str, value: str) -> str:
    """The value with `${NAME}` taken from our own environment, so that files need hold no keys."""

    def named(found: re.Match[str]) -> str:
        if (given := os.environ.get(found[1])) is None:
            raise ConfigurationError(f"{place}: the environment has no variable {found[1]}, which it names")
        return given

    return _EXPANDED.sub(named, value)
