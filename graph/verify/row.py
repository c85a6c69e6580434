"""One row of a dataset as it stands: chat messages and tools, however loosely written. Judges nothing."""

from dataclasses import dataclass

from pydantic import JsonValue

Problems = list[tuple[int | None, str]]

RawObject = dict[str, JsonValue]


@dataclass(frozen=True, slots=True)
class RawCall:
    """One tool call as a message has it."""

    path: str
    """Where it stands in its message, such as `tool_calls[0]`."""
    id: str
    name: str
    arguments: RawObject | None
    """None where they are no JSON object."""
    written: str
    """The arguments as they were written."""


@dataclass(frozen=True, slots=True)
class Message:
    """One message. Its index in the row is what findings point at."""

    index: int
    role: str
    """Of the row, in OpenAI's words where we know them; otherwise as it was written."""
    text: str
    calls: tuple[RawCall, ...] = ()
    answers: str = ""
    """The id of the call that a tool message answers."""
    name: str = ""
    """Of the tool whose result this is."""
    learn: bool = True


@dataclass(frozen=True, slots=True, weakref_slot=True)
class Row:
    """One dialogue of a dataset."""

    id: str | None
    messages: tuple[Message, ...]
    tools: tuple[RawObject, ...] | None
    """None where the row says nothing of tools."""
    problems: tuple[tuple[int | None, str], ...] = ()
    """What could not be read: the message, or None, and what was expected."""
