"""The one way to reach a model."""

from typing import Annotated, Any, Literal, Protocol

from pydantic import BeforeValidator, InstanceOf, JsonValue

from state.brief import Brief
from state.frozen import Frozen

Role = Literal["writer", "judge", "expert", "user", "assistant", "tool"]
"""Who is asked. The last three are the actors of the multi-agent baseline."""


class Message(Frozen):
    """One message of a request."""

    role: Literal["system", "user", "assistant"]
    content: str


class Schema(dict[str, Any]):
    """A JSON Schema. It never changes, so what was made of it can be remembered."""

    @classmethod
    def of(cls, schema: dict[str, Any]) -> "Schema":
        """Take a schema for what it is; one that is known to be one stays itself."""
        return schema if isinstance(schema, cls) else cls(schema)


class Request(Frozen):
    """One question to a model: the words it is asked in, and the nouns they were made from."""

    dialogue_id: str
    role: Role
    node: str = ""
    """The node that asks, for the accounts."""
    seed: int
    """Differs for each request of a run; the same in each repetition of the run."""
    brief: Brief
    messages: tuple[Message, ...]
    answer: Annotated[InstanceOf[Schema], BeforeValidator(Schema.of)]
    """What the answer must be like."""


class Usage(Frozen):
    """Tokens of one reply, as its provider counted them (or as the simulated model estimates)."""

    prompt_tokens: int = 0
    completion_tokens: int = 0
    cached_tokens: int = 0
    """Those of the prompt that the provider had kept from an earlier request."""
    reasoning_tokens: int = 0
    """Those of the completion that the model thought and did not say."""

    def __add__(self, other: "Usage") -> "Usage":
        """The two together."""
        return Usage(
            prompt_tokens=self.prompt_tokens + other.prompt_tokens,
            completion_tokens=self.completion_tokens + other.completion_tokens,
            cached_tokens=self.cached_tokens + other.cached_tokens,
            reasoning_tokens=self.reasoning_tokens + other.reasoning_tokens,
        )


class Flaw(Frozen):
    """A fault that the simulated model planted on purpose: the run's own ground truth."""

    kind: str
    turn: int | None
    path: str = ""
    value: JsonValue = None
    """What was planted: the wrong value or name, or the words that were added."""
    detail: str = ""


class Reply(Frozen):
    """What a model said."""

    text: str
    model: str
    usage: Usage = Usage()
    cut_off: bool = False
    """It ended at a length limit. What was saved of it counts only if it is whole."""
    refused: bool = False
    """The model declined, or a filter took its answer away; the text is what was said instead."""
    reasoning: str | None = None
    """What the model thought aloud, where its provider tells."""
    planted: tuple[Flaw, ...] = ()
    """Empty for every model but the simulated one."""


class ChatModel(Protocol):
    """Anything that answers requests."""

    async def complete(self, request: Request) -> Reply:
        """Answer, or raise `GenerationError`."""
        ...


class Asked(Frozen):
    """One call that was made, for the accounts."""

    node: str
    role: Role
    prompt: str
    """The name of the prompt."""
    model: str
    usage: Usage
