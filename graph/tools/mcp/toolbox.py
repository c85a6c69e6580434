"""What all dialogues have in common: the tools, what may be said to them, and how many servers run at once."""

import asyncio
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

import jsonschema_rs
from pydantic import JsonValue

from graph.tools.mcp.listing import Listed
from graph.tools.mcp.servers import Limits
from graph.tools.mcp.workdir import ALIAS
from state.task import Fact
from state.tool import Tool

_PATH = re.compile(r"(?:^|_)(?:paths?|file|files|folder|dir|directory|source|destination)$")
_FOLDER = re.compile(r"director|folder|tree|repo|search")
_MOST_FACTS = 40


@dataclass(frozen=True)
class Toolbox:
    """The tools by name, and under which conditions they are run."""

    tools: Mapping[str, Listed]
    limits: Limits
    setup: Path | None = None
    """Every folder begins as a copy of it."""
    places: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(1))
    """For dialogues that have servers running. One takes a place for all its servers: if dialogues took servers one by
    one, two could wait for each other."""

    def problem(self, listed: Listed, values: Mapping[str, JsonValue]) -> str:
        """Why the tool does not accept these arguments; empty where it does."""
        for found in self._validators[listed.tool.name].iter_errors(dict(values)):
            place = ".".join(map(str, found.instance_path)) or "arguments"
            return f"invalid {place}: {found.message}"
        return ""

    def policy(self, tools: tuple[Tool, ...]) -> str:
        """Where files are, where some tool has to be told."""
        return f"The user's files are in {ALIAS}." if any(True for _ in self._taking_paths(tools)) else ""

    def facts(self, tools: tuple[Tool, ...]) -> tuple[Fact, ...]:
        """The files that the user has from the beginning, for the parameters that take one."""
        takers: dict[tuple[str, str], list[str]] = defaultdict(list)
        for tool, name in self._taking_paths(tools):
            for kind in _kinds_wanted(tool, name):
                takers[kind, name].append(tool.name)
        facts = (
            Fact(about=f"has the {kind} {path}", values={name: path}, tools=tuple(names))
            for (kind, name), names in takers.items()
            for path in self._begun[kind]
        )
        return tuple(fact for fact, _ in zip(facts, range(_MOST_FACTS), strict=False))

    def _taking_paths(self, tools: tuple[Tool, ...]) -> Iterator[tuple[Tool, str]]:
        for tool in tools:
            if tool.name in self.tools and self.tools[tool.name].server.is_local:
                yield from ((tool, name) for name, schema in tool.properties.items() if _takes_path(name, schema))

    @cached_property
    def _validators(self) -> dict[str, jsonschema_rs.Validator]:
        return {name: jsonschema_rs.validator_for(one.tool.parameters) for name, one in self.tools.items()}

    @cached_property
    def _begun(self) -> dict[str, list[str]]:
        """What the setup holds, by kind."""
        found: dict[str, list[str]] = defaultdict(list)
        found["folder"].append(ALIAS)
        for path in sorted(self.setup.rglob("*")) if self.setup else ():
            place = path.relative_to(self.setup) if self.setup else path
            if any(part.startswith(".") for part in place.parts):
                continue
            kind = "file" if path.is_file() else "repository" if (path / ".git").exists() else "folder"
            found[kind].append(f"{ALIAS}/{place.as_posix()}")
        if self.setup and (self.setup / ".git").exists():
            found["repository"].append(ALIAS)
        return found


def _takes_path(name: str, schema: object) -> bool:
    return bool(_PATH.search(name)) and isinstance(schema, dict) and schema.get("type") == "string"


def _kinds_wanted(tool: Tool, name: str) -> tuple[str, ...]:
    if "repo" in name:
        return ("repository",)
    return ("folder", "repository") if _FOLDER.search(f"{tool.name} {name}") else ("file",)
