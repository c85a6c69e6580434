"""One line of a journal: an answer, and what it is looked up by. Knows bytes, not files."""

import json
from collections.abc import Callable, Mapping, Sequence
from hashlib import blake2b
from typing import Any, NamedTuple

import orjson
from pydantic import JsonValue, ValidationError

from state.environment import Result
from state.model import Message, Reply, Request, Role, Schema, Usage
from state.remember import remembered, remembered_together

FORMAT = 1
"""Of the lines. A journal begins with a line that says it."""


class Key(NamedTuple):
    """What an answer is looked up by."""

    dialogue: str
    request: str
    """The hash of what was asked."""
    occurrence: int
    """How often the same was asked in this dialogue before."""


Answer = Reply | Result
Words = Sequence[Mapping[str, str]]
"""Messages as they stand in JSON: role and content."""


class Entry(NamedTuple):
    """An answer with its key."""

    key: Key
    answer: Answer
    role: Role | None = None
    """Who asked; None for the observation of a tool."""
    messages: Words = ()
    """What was asked, where a recording keeps it."""

    @property
    def usage(self) -> Usage:
        """The tokens that it took."""
        return self.answer.usage if isinstance(self.answer, Reply) else Usage()


def header(*, recorded: bool) -> bytes:
    """The first line; `recorded` says that every answer of the run stays, with its request."""
    return orjson.dumps({"journal": FORMAT, "recorded": recorded}) + b"\n"


def hash_of(request: Request) -> str:
    """Tell one request from another by its role, its words and the shape of its answer."""
    first, *others = request.messages
    digest = _opened(first, request.answer, request.role).copy()
    for message in others:
        _add(digest, message)
    return digest.hexdigest()


@remembered_together
def _opened(first: Message, answer: Schema, role: Role) -> blake2b:
    """What most requests of a dialogue begin with is hashed once."""
    digest = _begun(answer, role).copy()
    _add(digest, first)
    return digest


@remembered
def _begun(answer: Schema, role: Role) -> blake2b:
    return blake2b(_plain(answer), digest_size=16, person=role.encode())


def _add(digest: blake2b, message: Message) -> None:
    content = message.content.encode(errors="surrogatepass")
    digest.update(b"%b %d\n" % (message.role.encode(), len(content)))
    digest.update(content)


def hash_of_call(name: str, values: object) -> str:
    """Tell one call of a tool from another."""
    return blake2b(_plain([name, values]), digest_size=16, person=b"call").hexdigest()


def line_of(entry: Entry, request: Request | None = None) -> bytes:
    """Write an entry; with its request for a recording."""
    key = entry.key
    told: dict[str, object] = {"id": key.dialogue, "key": key.request, "n": key.occurrence}
    if entry.role is not None:
        told["role"] = entry.role
    told |= _written(entry.answer)
    if request is not None:
        told["request"] = _request(request)
    # What tools return may hold numbers that orjson writes as null.
    return (json.dumps(told).encode() if isinstance(entry.answer, Result) else _plain(told)) + b"\n"


def read_entry(line: bytes) -> Entry:
    """Read a line back; `ValueError` says what is wrong with it."""
    try:
        told = _parsed(line)
        key = Key(*_checked(told, id=str, key=str, n=int))
        name = next(name for name in _READERS if name in told)
        return Entry(key, _READERS[name](told[name]), told.get("role"), told.get("request", {}).get("messages", ()))
    except ValidationError as error:
        raise ValueError(error.errors()[0]["msg"]) from error
    except (KeyError, TypeError, AttributeError, StopIteration, RecursionError) as error:
        raise ValueError("it is no entry of a journal") from error


def _checked(told: dict[str, Any], **kinds: type) -> list[Any]:
    if not all(isinstance(told[name], kind) for name, kind in kinds.items()):
        raise TypeError
    return [told[name] for name in kinds]


def _written(answer: Answer) -> dict[str, object]:
    match answer:
        case Reply():
            return {"reply": answer.model_dump(exclude_defaults=True)}
        case Result():
            return {"result": answer._asdict()}


_READERS: dict[str, Callable[[Any], Answer]] = {
    "reply": Reply.model_validate,
    "result": lambda told: Result(**told),
}


def _request(request: Request) -> dict[str, JsonValue]:
    words: list[JsonValue] = [message.model_dump() for message in request.messages]
    return {"node": request.node, "seed": request.seed, "shape": request.answer.get("title"), "messages": words}


def _plain(value: object) -> bytes:
    """JSON of anything that models and tools say, lone surrogates and huge numbers included."""
    try:
        return orjson.dumps(value)
    except TypeError:
        return json.dumps(value).encode()


def _parsed(line: bytes) -> Any:  # noqa: ANN401 - whatever the line holds
    try:
        told = orjson.loads(line)
    except orjson.JSONDecodeError:
        return json.loads(line)
    # What tools return may hold numbers that orjson reads as others.
    return json.loads(line) if isinstance(told, dict) and "result" in told else told
