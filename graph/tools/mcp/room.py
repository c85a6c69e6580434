"""A folder and the servers that work in it: made for the first call, gone with the last."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from pydantic import JsonValue

from graph.tools.mcp.listing import Listed
from graph.tools.mcp.results import bounded
from graph.tools.mcp.session import Session
from graph.tools.mcp.toolbox import Toolbox
from graph.tools.mcp.workdir import ALIAS, File, OutsidePath, Workdir
from state.environment import Result


@dataclass(slots=True, eq=False)
class Room:
    """Where calls of one dialogue are run."""

    begun: "asyncio.Task[Workdir] | None" = None
    """Makes the folder. A task, for whoever closes the room to wait for if the caller was cancelled."""
    sessions: dict[str, Session] = field(default_factory=dict)
    is_changed: bool = False
    """Something was done here that a new room does not know of, or nobody knows what."""

    async def call(self, toolbox: Toolbox, now: datetime, listed: Listed, values: Mapping[str, JsonValue]) -> Result:
        """Run one call, and start what it needs."""
        workdir = await self._folder(toolbox)
        server, sent = listed.server, dict(values)
        if server.is_local:
            try:
                sent = {name: workdir.inward(value) for name, value in values.items()}
            except OutsidePath as error:
                words = f"{str(error)!r} leads out of {ALIAS}, where the files are"
                return Result({"error": words}, error=True, changed=False)
        if server.name not in self.sessions:
            self.sessions[server.name] = Session(server, workdir, now, toolbox.limits)
        before, self.is_changed = self.is_changed, True
        result = await self.sessions[server.name].call(listed.called, sent)
        changed = not (result.error or listed.tool.read_only)
        self.is_changed = before or changed
        told = Result(workdir.outward(result.content), result.error, changed)
        return bounded(told, toolbox.limits.result)

    async def changes(self) -> tuple[File, ...]:
        """The files that are not as they were in the beginning."""
        return await asyncio.to_thread((await self.begun).changes) if self.begun else ()

    async def close(self) -> None:
        """End the servers and delete the folder."""
        sessions, self.sessions = self.sessions, {}
        begun, self.begun = self.begun, None
        try:
            async with asyncio.TaskGroup() as group:
                for session in sessions.values():
                    group.create_task(session.close())
        finally:
            if begun is not None:
                await asyncio.to_thread((await begun).remove)

    async def _folder(self, toolbox: Toolbox) -> Workdir:
        if self.begun is None:
            self.begun = asyncio.create_task(asyncio.to_thread(Workdir.begin, toolbox.setup))
        return await asyncio.shield(self.begun)
