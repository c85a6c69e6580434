"""Goes through rows with experts: several rows at once, reported in their order, within what may be spent."""

from asyncio import Task, TaskGroup
from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass, field

from graph.limits import FIRST, Limit
from graph.places import Location
from graph.verify.checking import Checked
from graph.verify.panel import Panel
from graph.verify.reading import Entry
from graph.verify.tally import Note
from state.errors import EndpointDown, first_error


@dataclass(slots=True)
class Hearing:
    """The rows of one file, as many at once as are allowed."""

    panel: Panel
    limits: tuple[Limit, ...]
    concurrency: int
    note: Note
    _waiting: deque[tuple[Entry, Task[Checked]]] = field(default_factory=deque)

    async def hear(self, file: Location, rows: Iterable[tuple[Entry, Checked]]) -> str | None:
        """Ask about all of them; if it has to stop before, say why and where."""
        reason: str | None = None
        try:
            async with TaskGroup() as group:
                for entry, found in rows:
                    while len(self._waiting) >= self._most():
                        await self._first()
                    if found.case is not None and (reason := self._reason()):
                        break
                    judging = group.create_task(self.panel.judge(found, f"{file}:{entry.line}"))
                    self._waiting.append((entry, judging))
                while self._waiting:
                    await self._first()
        except ExceptionGroup as errors:
            error = first_error(errors)
            if not isinstance(error, EndpointDown):
                raise error from None
            entry, reason = self._waiting[0][0], str(error)
        return f"{reason}; from {file}:{entry.line} on nothing was verified" if reason else None

    async def _first(self) -> None:
        entry, judging = self._waiting[0]
        self.note(entry, await judging)
        self._waiting.popleft()

    def _most(self) -> int:
        """While nothing is known of what a row takes, few are begun under a limit."""
        return min(self.concurrency, FIRST) if self.limits and not self.panel.asked else self.concurrency

    def _reason(self) -> str | None:
        """Why there is no room for another row; those under way are expected to take what others took."""
        panel = self.panel
        under_way = sum(not judging.done() for _, judging in self._waiting)
        for limit in self.limits:
            spent, taken = limit.of(panel.meter.total), limit.of(panel.taken)
            each = taken / panel.asked if panel.asked else 0.0
            if spent >= limit.most or max(spent, taken + under_way * each) + each > limit.most:
                return f"{limit.setting} {limit.most:g} leaves no room for another row"
        return None
