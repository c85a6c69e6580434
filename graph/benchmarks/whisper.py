"""Lets an endpoint of this process answer whatever a run asks: it is told beforehand what the simulated model says.

What the simulated model reads does not travel over HTTP, so it is asked on this side, and the endpoint finds its answer
under the words of the request. Keeps the stories of all calls: what they met with, and what came of it.
"""

import asyncio
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from state.errors import GenerationError
from state.model import ChatModel, Message, Reply, Request

SERVED = "served"


@dataclass(slots=True)
class Call:
    """One request on its way, and what the endpoint did with each sending of it."""

    text: str
    met: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Stories:
    """What came of faulty replies, by the name of the fault."""

    asked_again: Counter[str] = field(default_factory=Counter)
    """By our client, or by the node that could not use the reply."""
    ended: Counter[str] = field(default_factory=Counter)
    """Our client gave the call up."""
    handed_on: Counter[str] = field(default_factory=Counter)
    """A node got the reply, and asked no more: it was mended, or gone without, or the end of the dialogue."""
    dropped: Counter[str] = field(default_factory=Counter)
    """The dialogue ended for another reason before the call was sent again."""


@dataclass
class Whisper:
    """The calls on their way, by their words."""

    open: dict[int, Call] = field(default_factory=dict)
    stories: Stories = field(default_factory=Stories)
    _handed_on: dict[int, str] = field(default_factory=dict)
    """Faulty replies that went to a node, which may ask again."""

    def answer(self, body: dict[str, Any]) -> str | None:
        """Give the endpoint its text."""
        call = self.open.get(_key_of_body(body))
        return call.text if call else None

    def note(self, body: dict[str, Any], kind: str) -> None:
        """Hear from the endpoint what it did with a request."""
        if call := self.open.get(_key_of_body(body)):
            call.met.append(kind)

    @contextmanager
    def telling(self, messages: Sequence[Message], text: str) -> Iterator[None]:
        """Have the endpoint answer these words with this text while it lasts."""
        key, call, stories = _key_of(messages), Call(text), self.stories
        self.open[key] = call
        # A re-ask is the question, the reply, and what is wrong with it.
        stories.asked_again.update(filter(None, [self._handed_on.pop(_key_of(messages[:-2]), None)]))
        try:
            yield
            self._hand_on(key, call)
        except GenerationError:
            stories.ended.update(call.met[-1:])
            raise
        except asyncio.CancelledError:
            stories.dropped.update(call.met[-1:])
            raise
        finally:
            stories.asked_again.update(call.met[:-1])
            self.open.pop(key, None)

    def finished(self) -> Stories:
        """Give the stories, when nobody can ask any more."""
        self.stories.handed_on.update(self._handed_on.values())
        self._handed_on.clear()
        return self.stories

    def _hand_on(self, key: int, call: Call) -> None:
        for kind in call.met[-1:]:
            if kind != SERVED:
                self._handed_on[key] = kind


@dataclass(frozen=True, slots=True)
class Foretold:
    """A model at the endpoint, which hears first what the simulated one says."""

    model: ChatModel
    simulated: ChatModel
    whisper: Whisper

    async def complete(self, request: Request) -> Reply:
        """Ask both; the reply is the endpoint's."""
        foretold = await self.simulated.complete(request)
        with self.whisper.telling(request.messages, foretold.text):
            return await self.model.complete(request)


def _key_of(messages: Iterable[Message]) -> int:
    return hash(tuple((message.role, message.content) for message in messages))


def _key_of_body(body: dict[str, Any]) -> int:
    return hash(tuple((message["role"], message["content"]) for message in body["messages"]))
