"""Models and tools whose answers are kept, and given again where an earlier session got them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from random import Random

from pydantic import JsonValue

from graph.journal.entry import Answer, Entry, Key, hash_of, hash_of_call
from graph.journal.journal import Journal
from graph.journal.recording import Recording
from graph.spending import Meter
from state.environment import Environment, Pool, Result, is_repeatable
from state.model import ChatModel, Reply, Request
from state.task import Fact
from state.tool import Tool


@dataclass(frozen=True, slots=True)
class Journalled:
    """A model that is asked only what was not answered before.

    Its answers count in the account of their dialogue wherever they come from, so that a record says what the
    dialogue took; in what this session has spent, only those that the model gave now.
    """

    model: ChatModel
    journal: Journal
    meter: Meter
    recordings: tuple[Recording, ...] = ()
    """Of other runs, whose answers are taken too."""

    async def complete(self, request: Request) -> Reply:
        """Give the answer of then, or ask and keep the answer. A failure is none."""
        if not (self.journal.is_open or self.recordings):
            return await self.model.complete(request)
        key = self.journal.key(request.dialogue_id, hash_of(request))
        known = self.journal.recall(key) or self._recorded(key, request)
        if isinstance(known, Reply):
            self.meter.enter(request, self.meter.send(request), known.usage, fresh=False)
            return known
        reply = await self.model.complete(request)
        self.journal.keep(Entry(key, reply, request.role), request)
        return reply

    def _recorded(self, key: Key, request: Request) -> Answer | None:
        """The answer of another run. It goes into a recording of this one, as nothing that this one spent."""
        for recording in self.recordings:
            if (known := recording.recall(key)) is not None:
                if self.journal.is_recording:
                    self.journal.keep(Entry(key, known), request)
                return known
        return None


@dataclass(frozen=True, slots=True)
class JournalledPool:
    """A pool; the results of its tools are kept where they might be others another time."""

    pool: Pool
    journal: Journal

    def offer(self, random: Random, number: int | None) -> tuple[Tool, ...]:
        """The tools of one dialogue."""
        return self.pool.offer(random, number)

    def open(self, seed: int, now: datetime) -> Environment:
        """A fresh environment."""
        environment, id = self.pool.open(seed, now), self.journal.id_of(seed)
        if id is None or is_repeatable(environment):
            return environment
        return JournalledEnvironment(environment, self.journal, id)

    async def close(self, seed: int) -> None:
        """The dialogue of this seed is done."""
        await self.pool.close(seed)


@dataclass(frozen=True, slots=True)
class JournalledEnvironment:
    """An environment that gives the results of an earlier session again.

    Before it runs anything new it lives through what it has only told, so that its world is where it was then.
    """

    environment: Environment
    journal: Journal
    id: str
    _told: list[tuple[str, Mapping[str, JsonValue]]] = field(default_factory=list)

    def policy(self, tools: tuple[Tool, ...]) -> str:
        """The rules of conduct."""
        return self.environment.policy(tools)

    def facts(self, tools: tuple[Tool, ...]) -> tuple[Fact, ...]:
        """What the user would know."""
        return self.environment.facts(tools)

    async def execute(self, name: str, values: Mapping[str, JsonValue]) -> Result:
        """The result of then, or a new one."""
        key = self.journal.key(self.id, hash_of_call(name, values))
        if isinstance(known := self.journal.recall(key), Result):
            self._told.append((name, values))
            return known
        while self._told:
            await self.environment.execute(*self._told.pop(0))
        result = await self.environment.execute(name, values)
        self.journal.keep(Entry(key, result))
        return result

    async def close(self) -> None:
        """Give back what it holds."""
        await self.environment.close()


@dataclass(frozen=True, slots=True)
class JournalledResults:
    """The results of calls that must never be made twice, by keys that their pool makes."""

    journal: Journal

    def recall(self, seed: int, key: str) -> Result | None:
        """What an earlier session got, for the dialogue of this seed."""
        id = self.journal.id_of(seed)
        known = None if id is None else self.journal.recall(Key(id, key, 0))
        return known if isinstance(known, Result) else None

    def keep(self, seed: int, key: str, result: Result) -> None:
        """Keep it for a later one."""
        if (id := self.journal.id_of(seed)) is not None:
            self.journal.keep(Entry(Key(id, key, 0), result))
