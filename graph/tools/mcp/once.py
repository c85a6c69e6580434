"""Calls that are made once in the life of a dialogue, and what they gave: nothing of a live server is run again."""

import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from typing import NamedTuple

from pydantic import JsonValue

from graph.tools.mcp.room import Room
from state.environment import Result
from state.tool import Tool


class Change(NamedTuple):
    """A call that may have changed something."""

    server: str
    key: str


@dataclass(slots=True, eq=False)
class Shared:
    """What all environments of one dialogue have in common: the live servers, and what was done there."""

    room: Room = field(default_factory=Room)
    """Of live servers."""
    rooms: list[Room] = field(default_factory=list)
    """All that were ever opened."""
    results: dict[str, Result] = field(default_factory=dict)
    """By key."""
    changes: list[Change] = field(default_factory=list)
    """Those of live calls, in the order in which they were made."""
    lost: set[str] = field(default_factory=set)
    """Servers whose state ended with an earlier session of the run."""
    has_place: bool = False


@dataclass(slots=True)
class Passage:
    """The calls that one environment has come by, in the order of its dialogue."""

    changes: list[Change] = field(default_factory=list)
    _counts: Counter[str] = field(default_factory=Counter)

    def key(self, server: str, tool: Tool, values: Mapping[str, JsonValue]) -> str:
        """Tell a call from every other of the dialogue, so that it is recognised in a replay.

        What is read depends on what was changed on its server before; what is changed is changed once, whatever has
        become of the calls before it.
        """
        before = [change.key for change in self.changes if change.server == server] if tool.read_only else []
        told = json.dumps([server, tool.name, dict(values), before], sort_keys=True)
        call = sha256(told.encode()).hexdigest()[:24]
        self._counts[call] += 1
        return f"{call}-{self._counts[call]}"
