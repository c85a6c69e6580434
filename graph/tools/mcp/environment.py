"""The servers of one dialogue as its environment. What is not to be run again is run once."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from pydantic import JsonValue

from graph.tools.mcp.listing import Listed
from graph.tools.mcp.once import Change, Passage, Shared
from graph.tools.mcp.room import Room
from graph.tools.mcp.toolbox import Toolbox
from graph.tools.memory import Memory
from state.environment import Evidence, Result
from state.errors import ToolServerFailed
from state.task import Fact
from state.tool import Tool


@dataclass(slots=True, eq=False)
class McpEnvironment:
    """A fresh room for servers that can be run again, and the one room of live servers that its dialogue has."""

    toolbox: Toolbox
    memory: Memory
    shared: Shared
    seed: int
    now: datetime
    room: Room
    _passage: Passage = field(default_factory=Passage)

    def policy(self, tools: tuple[Tool, ...]) -> str:
        """Where files are, for those tools that have to be told."""
        return self.toolbox.policy(tools)

    def facts(self, tools: tuple[Tool, ...]) -> tuple[Fact, ...]:
        """Which files the user has."""
        return self.toolbox.facts(tools)

    async def execute(self, name: str, values: Mapping[str, JsonValue]) -> Result:
        """Run one call; one that is refused, or that the tool says failed, is an error result."""
        listed = self.toolbox.tools.get(name)
        if listed is None:
            return Result({"error": f"no tool {name!r}"}, error=True, changed=False)
        if problem := self.toolbox.problem(listed, values):
            return Result({"error": problem}, error=True, changed=False)
        key = self._passage.key(listed.server.name, listed.tool, values)
        if listed.tool.live:
            result = self._known(key, listed) or await self._once(key, listed, values)
        else:
            result = await self._run(listed, values)
        if result.changed:
            self._passage.changes.append(Change(listed.server.name, key))
        return result

    async def evidence(self) -> Evidence:
        """The files of both rooms, and what live servers were made to do that these calls do not explain."""
        found = {"files": await self.room.changes(), "files_of_live_servers": await self.shared.room.changes()}
        state: dict[str, JsonValue] = {
            name: [file.model_dump() for file in files] for name, files in found.items() if files
        }
        return Evidence(state or None, tuple(self._unexplained()))

    def renew(self) -> bool:
        """Keep the servers of its own room, if no call has changed anything there."""
        if self.room.is_changed:
            return False
        self._passage = Passage()
        return True

    async def close(self) -> None:
        """End the servers of its own room."""
        await self.room.close()

    def _known(self, key: str, listed: Listed) -> Result | None:
        """What the call gave earlier in this dialogue, or in an earlier session of the run."""
        if key not in self.shared.results and (result := self.memory.recall(self.seed, key)):
            self._note(key, listed, result)
            if result.changed:
                self.shared.lost.add(listed.server.name)
        return self.shared.results.get(key)

    async def _once(self, key: str, listed: Listed, values: Mapping[str, JsonValue]) -> Result:
        if listed.server.name in self.shared.lost:
            raise ToolServerFailed(
                f"the MCP server {listed.server.name!r} was changed before an interruption that ended its state"
            )
        result = await self._run(listed, values)
        self.memory.keep(self.seed, key, result)
        self._note(key, listed, result)
        return result

    def _note(self, key: str, listed: Listed, result: Result) -> None:
        self.shared.results[key] = result
        if result.changed:
            self.shared.changes.append(Change(listed.server.name, key))

    async def _run(self, listed: Listed, values: Mapping[str, JsonValue]) -> Result:
        if not self.shared.has_place:
            await self.toolbox.places.acquire()
            self.shared.has_place = True
        room = self.shared.room if listed.is_lasting else self.room
        return await room.call(self.toolbox, self.now, listed, values)

    def _unexplained(self) -> Iterator[str]:
        """Live servers that were changed by other calls than came by here, or in another order."""
        for server in sorted({change.server for change in self.shared.changes}):
            made = [change for change in self.shared.changes if change.server == server]
            if made != [change for change in self._passage.changes if change.server == server]:
                yield f"the live server {server!r} was changed by calls that are no longer in the dialogue"
