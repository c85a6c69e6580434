"""Rows of OpenAI chat messages, tolerant of what people leave out or write otherwise."""

import json
from collections.abc import Iterator
from dataclasses import replace

import orjson
from pydantic import JsonValue

from graph.verify.row import Message, Problems, RawCall, RawObject, Row

_ROLES = {"developer": "system", "function": "tool"}
ROLES = ("system", "user", "assistant", "tool")


def openai_row(raw: RawObject) -> Row:
    """The row as messages; what cannot be read is among its problems."""
    problems: Problems = []
    messages = listed(raw.get("messages"))
    if messages is None:
        problems.append((None, f"`messages` is {kind(raw.get('messages'))}, not a list of messages"))
    read = []
    for index, message in enumerate(messages or ()):
        if isinstance(message, dict):
            read += _parted(_message(index, message, problems))
        else:
            problems.append((index, f"the message is {kind(message)}, not an object with `role` and `content`"))
    return Row(id=row_id(raw), messages=tuple(read), tools=tools_of(raw, problems), problems=tuple(problems))


def row_id(raw: RawObject) -> str | None:
    """What the row calls itself, if it does."""
    found = next((raw[key] for key in ("id", "uuid", "dialogue_id") if raw.get(key) is not None), None)
    return None if found is None else str(found)


def tools_of(raw: RawObject, problems: Problems) -> tuple[RawObject, ...] | None:
    """The definitions of the row's tools; None where it says nothing of tools."""
    given = next((raw[key] for key in ("tools", "functions") if raw.get(key) is not None), None)
    if given is None:
        return None
    found = listed(given)
    if found is None:
        problems.append((None, f"`tools` is {kind(given)}, not a list of tools"))
        return None
    problems += [(None, f"tool {n} is {kind(one)}, not an object") for n, one in enumerate(found) if not _is(one)]
    return tuple(one for one in found if isinstance(one, dict))


def _is(value: JsonValue) -> bool:
    return isinstance(value, dict)


def listed(value: JsonValue) -> list[JsonValue] | None:
    """A list, or one written as JSON text; None for anything else."""
    if isinstance(value, str):
        value = parsed(value)
    return value if isinstance(value, list) else None


def parsed(text: str) -> JsonValue:
    """What JSON text says; the text itself where it is none, or is beyond reading."""
    try:
        found: JsonValue = orjson.loads(text)
    except ValueError:
        return text
    return found


def kind(value: object) -> str:
    """What a value is, in JSON's words."""
    words = {dict: "an object", list: "a list", str: "a text", bool: "a flag", type(None): "missing or null"}
    return words.get(type(value), "a number")


def _message(index: int, raw: RawObject, problems: Problems) -> Message:
    role = str(raw.get("role", ""))
    role = _ROLES.get(role, role)
    if role not in ROLES:
        problems.append((index, f"the role is {raw.get('role')!r}, not one of {', '.join(ROLES)}"))
    return Message(
        index=index,
        role=role,
        text=_text(index, raw.get("content"), problems),
        calls=tuple(_calls(index, raw, problems)),
        answers=text_of(raw.get("tool_call_id")),
        name=text_of(raw.get("name")),
        learn=raw.get("weight") != 0,
    )


def _parted(message: Message) -> list[Message]:
    """A message that holds the results of several calls, each with its name, as one message for each."""
    if message.role != "tool" or not message.text.lstrip().startswith("["):
        return [message]
    parts = listed(message.text) or []
    results = [part for part in parts if isinstance(part, dict) and {"tool_call_id", "content"} <= part.keys()]
    if not results or len(results) < len(parts):
        return [message]
    # Their ids are those of another system; the row's own calls are told apart by their names.
    return [
        replace(message, text=text_of(part["content"]), answers="", name=text_of(part.get("name"))) for part in results
    ]


def text_of(value: JsonValue) -> str:
    """A text as it is, nothing for null, anything else as JSON."""
    if value is None:
        return ""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _text(index: int, content: JsonValue, problems: Problems) -> str:
    """A text, or the text parts of a list; parts of other kinds cannot be checked and are passed over."""
    if content is None or isinstance(content, str):
        return content or ""
    if not isinstance(content, list):
        problems.append((index, f"the content is {kind(content)}, not a text"))
        return text_of(content)
    parts = (part.get("text") if isinstance(part, dict) else part for part in content)
    return "\n".join(part for part in parts if isinstance(part, str))


def _calls(index: int, raw: RawObject, problems: Problems) -> Iterator[RawCall]:
    if isinstance(single := raw.get("function_call"), dict):
        yield read_call("function_call", "", single)
    given = raw.get("tool_calls")
    if given is None:
        return
    calls = listed(given)
    if calls is None:
        problems.append((index, f"`tool_calls` is {kind(given)}, not a list of calls"))
    for number, call in enumerate(calls or ()):
        if not isinstance(call, dict):
            problems.append((index, f"tool_calls[{number}] is {kind(call)}, not an object"))
            continue
        function = call.get("function")
        id = text_of(call.get("id"))
        yield read_call(f"tool_calls[{number}]", id, function if isinstance(function, dict) else call)


def read_call(path: str, id: str, function: RawObject) -> RawCall:
    """A call from its name and arguments, which may be an object or JSON text."""
    given = function.get("arguments", function.get("parameters"))
    found = parsed(given) if isinstance(given, str) else given
    if given is None or (isinstance(given, str) and not given.strip()):
        found = {}
    arguments = found if isinstance(found, dict) else None
    return RawCall(path=path, id=id, name=text_of(function.get("name")), arguments=arguments, written=text_of(given))
