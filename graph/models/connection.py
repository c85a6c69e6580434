"""The way to one endpoint, shared by all who ask it: its session, its limits, its outages, its retries."""

import asyncio
from dataclasses import dataclass, field
from functools import partial
from itertools import count
from typing import Any, NamedTuple
from weakref import WeakKeyDictionary

import orjson

from graph.models.endpoint import Endpoint
from graph.models.faults import Fault, completion_in
from graph.models.notices import Tell, log_notice
from graph.models.outage import Outage, Sent
from graph.models.pace import Paced, Pacing, own_pace
from graph.models.retrying import ask_again
from graph.models.transport import Transport
from graph.models.window import Sending, Window

Body = dict[str, Any]


class _Call(NamedTuple):
    """One question: those with a lower ticket came earlier, and are served earlier."""

    ticket: int
    payload: Body
    size: int
    """Characters of its messages."""


@dataclass(slots=True)
class Line:
    """What a connection is on one event loop; session, locks and queues cannot be carried to another."""

    endpoint: Endpoint
    transport: Transport
    outage: Outage
    pace: Pacing
    window: Window
    _tickets: "count[int]" = field(default_factory=count)
    _paused_until: float = 0.0

    async def ask(self, payload: Body) -> Body:
        """Post a question until it is served; a `Fault` where that is hopeless, `EndpointDown` where all is."""
        call = _Call(next(self._tickets), payload, sum(len(message["content"]) for message in payload["messages"]))
        try:
            return await self._once(call)
        except Fault as fault:
            # Most calls are served at once, and setting up retries costs as much as all else that we do for one.
            return await ask_again(self.endpoint, partial(self._once, call), fault)

    async def _once(self, call: _Call) -> Body:
        await self.pace.wait(call.size)
        while True:
            await self.window.enter(call.ticket)
            try:
                async with self.outage.turn():
                    await self._pause()
                    # While it was held at the door, the window may have become too small for it.
                    if self.window.has_room:
                        return await self._post(call)
            finally:
                self.window.leave()

    async def _pause(self) -> None:
        if (left := self._paused_until - asyncio.get_running_loop().time()) > 0:
            await asyncio.sleep(left)
            await self._pause()

    async def _post(self, call: _Call) -> Body:
        clock, sending = asyncio.get_running_loop().time, self.window.send()
        sent = Sent(call.ticket, call.payload["model"], clock())
        try:
            completion = completion_in(await self.transport.send(_written(call.payload)))
        except Fault as fault:
            self._learn_from_fault(sent, fault, sending, clock())
            raise
        finally:
            self.window.sent -= 1
        usage = completion["usage"] or {}
        tokens = usage.get("completion_tokens") or 0
        self.window.served(clock(), clock() - sent.at, tokens, sending)
        self.pace.learn(call.size, (usage.get("prompt_tokens") or 0) + tokens)
        self.outage.served(sent)
        return completion

    def _learn_from_fault(self, sent: Sent, fault: Fault, sending: Sending, now: float) -> None:
        if fault.retry_after is not None and fault.retry_after <= self.endpoint.give_up_after:
            self._paused_until = max(self._paused_until, now + fault.retry_after)
        match fault.kind:
            case "overloaded":
                self.window.refused(now, sending, fault.retry_after or 0.0)
                self.outage.overloaded(sent, fault)
            case "unreachable" | "silent" | "broken":
                self.outage.failed(sent, fault)
            case "denied":
                self.outage.denied(sent, fault, self.window.in_flight)
            case "passing" | "lasting":
                self.outage.alive(sent)


def _written(payload: Body) -> bytes:
    """The body of a request, made when it is sent: hundreds more may be waiting.

    Copied, because orjson reserves six times what it needs, and gives nothing back.
    """
    return bytes(memoryview(orjson.dumps(payload)))


@dataclass(slots=True)
class Connection:
    """A connection to an endpoint from whichever event loop is running."""

    endpoint: Endpoint
    tell: Tell = log_notice
    paced: Paced = own_pace
    _lines: "WeakKeyDictionary[asyncio.AbstractEventLoop, Line]" = field(default_factory=WeakKeyDictionary)

    async def ask(self, payload: Body) -> Body:
        """Post a chat completion and give what came back."""
        line = self._lines.get(asyncio.get_running_loop()) or await self._open()
        return await line.ask(payload)

    async def close(self) -> None:
        """Close what this event loop has opened."""
        line = self._lines.pop(asyncio.get_running_loop(), None)
        if line is not None:
            await line.transport.close()

    async def _open(self) -> Line:
        transport = Transport(self.endpoint)
        # It reads files, which must not happen on the event loop.
        await asyncio.to_thread(transport.prepare)
        return self._lines.setdefault(asyncio.get_running_loop(), self._make(transport))

    def _make(self, transport: Transport) -> Line:
        endpoint = self.endpoint
        window = Window(min(endpoint.first_in_flight, endpoint.in_flight), endpoint.in_flight)
        return Line(endpoint, transport, Outage(endpoint, self.tell), self.paced(endpoint), window)
