"""An endpoint that is down: everybody waits, one asks, and after too long all give up."""

import asyncio
import math
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager, nullcontext
from dataclasses import dataclass, field
from typing import NamedTuple, NoReturn

from graph.models.endpoint import Endpoint
from graph.models.faults import Fault
from graph.models.notices import Notice, NoticeKind, Tell
from state.errors import EndpointDown

FAILURES_IN_A_ROW = 5
"""From all callers together, without one answer in between."""
DENIALS_IN_A_ROW = 5
_MAY_BE_THE_QUESTION = frozenset({400, 403, 422})
"""Statuses that may say something about one question only: moderation, a parameter."""

_AT_ONCE = nullcontext()


class Sent(NamedTuple):
    """One sending of a call."""

    call: int
    model: str
    at: float


@dataclass(slots=True)
class Outage:
    """Watches one endpoint from one event loop."""

    endpoint: Endpoint
    tell: Tell
    since: float | None = None
    """When it was found to be down; None while it is up."""
    _failed: list[int] = field(default_factory=list)
    """The calls that failed in a row."""
    _told: str = ""
    _wait: float = 0.0
    _unserved_since: float | None = None
    """Since when it has only ever told us to slow down."""
    _denied: Counter[str] = field(default_factory=Counter)
    """By model, how often it was denied in a row."""
    _serving: set[str] = field(default_factory=set)
    """The models that have answered."""
    _given_up: str | None = None
    _back_at: float = -math.inf
    """When it was last found up again."""
    _asking: asyncio.Lock = field(default_factory=asyncio.Lock)

    def turn(self) -> AbstractAsyncContextManager[None]:
        """Ask within this. While the endpoint is down, one caller at a time comes through, after a wait."""
        return _AT_ONCE if self.since is None and self._given_up is None else self._turn()

    @asynccontextmanager
    async def _turn(self) -> AsyncIterator[None]:
        if self._given_up is not None:
            self._refuse()
        async with self._asking:
            await self._back_off()
            if self.since is not None:
                yield
                return
        # Another caller found it up again while we stood in line, so there is no line any more.
        yield

    def served(self, sent: Sent) -> None:
        """Note an answer."""
        self._unserved_since = None
        self._denied.pop(sent.model, None)
        self._serving.add(sent.model)
        self.alive(sent)

    def alive(self, sent: Sent) -> None:
        """Note that somebody is there, if only to refuse. A late reply to an early question says nothing of now."""
        self._failed.clear()
        if self.since is not None and sent.at >= self.since:
            down = _now() - self.since
            self.since, self._back_at = None, _now()
            self._say("back", f"it answers again after {down:.0f} s; the run goes on")

    def failed(self, sent: Sent, fault: Fault) -> None:
        """Note a failure that may mean that nobody is there; while that is so, it costs no attempt."""
        if sent.at >= self._back_at:
            self._failed.append(sent.call)
        self._told = self.endpoint.hidden(fault.told)
        many = len(self._failed) >= FAILURES_IN_A_ROW
        # One request may be too much for an endpoint that serves all others.
        if self.since is None and many and (fault.kind == "unreachable" or len(set(self._failed)) > 1):
            self.since, self._wait = _now(), self.endpoint.first_wait
            limit = f"{self.endpoint.give_up_after:g} s"
            self._say("down", f"{self._told}; the run waits for it, at most {limit}")
        fault.counts = self.since is None

    def overloaded(self, sent: Sent, fault: Fault) -> None:
        """Note that it told us to slow down; `EndpointDown` where it has done nothing else for too long."""
        self.alive(sent)
        self._told = self.endpoint.hidden(fault.told)
        self._unserved_since = self._unserved_since or _now()
        patience = self.endpoint.give_up_after
        if (fault.retry_after or 0.0) > patience or _now() - self._unserved_since > patience:
            waited = f"for {_now() - self._unserved_since:.0f} s" if fault.retry_after is None else "and asks for more"
            self._give_up(f"too busy {waited}: {self._told}")

    def denied(self, sent: Sent, fault: Fault, in_flight: int) -> None:
        """Note a refusal that every call of this model should meet; `EndpointDown` where they do.

        Denials are quick and answers slow, so there have to be more of them than answers may still be on their way. A
        model that has answered before is given a few more chances, and what was denied to it by the way is asked again.
        """
        self.alive(sent)
        self._denied[sent.model] += 1
        serving = sent.model in self._serving
        if self._denied[sent.model] >= max(DENIALS_IN_A_ROW if serving else 1, in_flight):
            self._give_up(f"{sent.model} is denied to everybody: {self.endpoint.hidden(fault.told)}")
        if not (serving and fault.status in _MAY_BE_THE_QUESTION):
            fault.kind = "passing"

    async def _back_off(self) -> None:
        if self._given_up is not None:
            self._refuse()
        if self.since is None:
            return
        left = self.since + self.endpoint.give_up_after - _now()
        if left <= 0:
            self._give_up(f"down for {_now() - self.since:.0f} s: {self._told}")
        await asyncio.sleep(min(self._wait, left))
        self._wait = min(2 * self._wait, self.endpoint.longest_wait)

    def _give_up(self, words: str) -> NoReturn:
        if self._given_up is None:
            self._given_up = words
            self._say("given_up", words)
        self._refuse()

    def _refuse(self) -> NoReturn:
        raise EndpointDown(f"{self.endpoint.place} is given up: {self._given_up}")

    def _say(self, kind: NoticeKind, words: str) -> None:
        self.tell(Notice(kind, self.endpoint.place, words))


def _now() -> float:
    return asyncio.get_running_loop().time()
