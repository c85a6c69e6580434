"""Ask a model, read its answer, and ask once more where the answer cannot be used."""

from collections.abc import Callable
from functools import cache
from typing import Generic, NamedTuple, TypeVar

from nodes.parsing import Answer, parse
from prompts.prompt import Prompt
from prompts.wording import AGAIN, messages
from state.answers import Shape
from state.brief import Brief
from state.dialogue_state import DialogueState, Update
from state.errors import CutOffAnswer, GenerationError, RefusedAnswer, UnusableAnswer
from state.model import Asked, ChatModel, Flaw, Message, Reply, Request, Role, Schema

Noun = TypeVar("Noun")
_CUT_OFF = "it was cut off at its length limit, and no part of it is whole"


class Answered(NamedTuple, Generic[Noun]):
    """A noun read from an answer, and what it took to get it."""

    value: Noun
    asked: tuple[Asked, ...]
    planted: tuple[Flaw, ...] = ()

    @property
    def accounts(self) -> Update:
        """What the asking adds to the state."""
        return {"asked": self.asked, "planted": self.planted}


class Unread(NamedTuple):
    """Why no answer could be used, and the last one as it came."""

    problem: str
    raw: str
    error: type[GenerationError] = UnusableAnswer
    """What it is where the dialogue cannot do without."""


class Asker(NamedTuple):
    """Who asks whom, and in which words."""

    node: str
    role: Role
    model: ChatModel
    prompt: Prompt

    async def ask(
        self, state: DialogueState, brief: Brief, shape: type[Answer], read: Callable[[Answer], Noun]
    ) -> Answered[Noun]:
        """Ask at most twice; `read` makes a noun of the answer or raises `ValueError`. Else a `GenerationError`."""
        answered = await self.attempt(state, brief, shape, read)
        if isinstance(answered.value, Unread):
            problem, raw, error = answered.value
            raise error(f"{self.node}: the answer to {self.prompt.name!r} cannot be used: {problem}", raw)
        return Answered(answered.value, answered.asked, answered.planted)

    async def attempt(
        self, state: DialogueState, brief: Brief, shape: type[Answer], read: Callable[[Answer], Noun]
    ) -> Answered[Noun | Unread]:
        """Like `ask`, but an unusable answer is a value."""
        request = self._request(state, brief, shape)
        asked: tuple[Asked, ...] = ()
        for again in (True, False):
            reply = await self.model.complete(request)
            asked += (self._account(reply),)
            if reply.refused:
                return Answered(Unread(f"{reply.model} refused", reply.text, RefusedAnswer), asked)
            try:
                return Answered(read(parse(reply.text, shape, cut_off=reply.cut_off)), asked, reply.planted)
            except ValueError as error:
                problem = str(error)
            if reply.cut_off:
                # The same question would only be cut off again.
                return Answered(Unread(f"{_CUT_OFF} ({reply.model})", reply.text, CutOffAnswer), asked)
            if again:
                request = _asked_again(request, reply.text, problem)
        return Answered(Unread(problem, reply.text), asked)

    def _request(self, state: DialogueState, brief: Brief, shape: type[Answer]) -> Request:
        purpose = f"{self.node}:{getattr(brief, 'question', '')}{getattr(brief, 'sample', 0) or ''}"
        return Request(
            dialogue_id=state.id,
            role=self.role,
            node=self.node,
            seed=state.random(purpose).getrandbits(63),
            brief=brief,
            messages=messages(self.prompt, brief),
            answer=_schema(shape),
        )

    def _account(self, reply: Reply) -> Asked:
        return Asked(node=self.node, role=self.role, prompt=self.prompt.name, model=reply.model, usage=reply.usage)


@cache
def _schema(shape: type[Shape]) -> Schema:
    return Schema(shape.model_json_schema())


def _asked_again(request: Request, text: str, problem: str) -> Request:
    more = (
        # Some endpoints refuse a message without content.
        Message(role="assistant", content=text.strip() or "(nothing)"),
        Message(role="user", content=AGAIN.fill(problem=problem)),
    )
    return request.model_copy(update={"messages": request.messages + more, "seed": request.seed ^ 1})
