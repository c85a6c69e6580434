"""Rows of ShareGPT conversations: `from` and `value`, calls as JSON text, apart or in tags."""

import re
from collections.abc import Iterator

from pydantic import JsonValue

from graph.verify.openai_shape import kind, listed, openai_row, parsed, read_call, row_id, text_of, tools_of
from graph.verify.row import Message, Problems, RawCall, RawObject, Row

_ROLES = {
    "system": "system", "human": "user", "user": "user", "gpt": "assistant", "assistant": "assistant",
    "chatgpt": "assistant", "bot": "assistant", "model": "assistant", "function_call": "assistant",
    "tool_call": "assistant", "tool": "tool", "observation": "tool", "function": "tool",
    "function_response": "tool", "tool_response": "tool", "ipython": "tool",
}  # fmt: skip
_CALLS_ONLY = ("function_call", "tool_call")
_CALL = re.compile(r"<tool_call>\s*(.*?)\s*</tool_call>", re.DOTALL)
_RESULT = re.compile(r"<tool_response>\s*(.*?)\s*</tool_response>", re.DOTALL)
_TOOLS = re.compile(r"<tools>\s*(.*?)\s*</tools>", re.DOTALL)


def sharegpt_row(raw: RawObject) -> Row:
    """The row as messages; what cannot be read is among its problems."""
    key = next((key for key in ("conversations", "conversation") if key in raw), "conversations")
    entries = listed(raw.get(key))
    if entries and all(isinstance(entry, dict) and "role" in entry for entry in entries):
        return openai_row(raw | {"messages": entries})
    problems: Problems = []
    if entries is None:
        problems.append((None, f"`{key}` is {kind(raw.get(key))}, not a list"))
    messages: list[Message] = []
    for index, entry in enumerate(entries or ()):
        messages += _messages(index, entry, problems)
    tools = tools_of(raw, problems)
    if isinstance(raw.get("system"), str):
        messages.insert(0, Message(index=0, role="system", text=text_of(raw["system"])))
    return Row(
        id=row_id(raw),
        messages=tuple(messages),
        tools=tools if tools is not None else _tools_in(messages),
        problems=tuple(problems),
    )


def _messages(index: int, entry: JsonValue, problems: Problems) -> Iterator[Message]:
    if not isinstance(entry, dict) or not isinstance(entry.get("from"), str):
        problems.append((index, f"the message is {kind(entry)}, not an object with `from` and `value`"))
        return
    speaker, text = text_of(entry["from"]), text_of(entry.get("value"))
    role = _ROLES.get(speaker.lower(), speaker)
    if speaker.lower() not in _ROLES:
        problems.append((index, f"`from` is {speaker!r}, not one of {', '.join(_ROLES)}"))
    if role == "tool":
        results = _RESULT.findall(text) or [text]
        yield from (Message(index=index, role=role, text=result) for result in results)
    elif speaker.lower() in _CALLS_ONLY:
        yield Message(index=index, role=role, text="", calls=tuple(_calls([text])))
    elif role == "assistant":
        calls = tuple(_calls(_CALL.findall(text)))
        yield Message(index=index, role=role, text=_CALL.sub("", text).strip() if calls else text, calls=calls)
    else:
        yield Message(index=index, role=role, text=text)


def _calls(texts: list[str]) -> Iterator[RawCall]:
    number = 0
    for text in texts:
        found = parsed(text)
        for call in found if isinstance(found, list) else [found]:
            path = f"tool_calls[{number}]"
            if isinstance(call, dict):
                yield read_call(path, "", call)
            else:
                yield RawCall(path, "", "", None, text_of(call))
            number += 1


def _tools_in(messages: list[Message]) -> tuple[RawObject, ...] | None:
    """Tools that the system text lists between tags, one JSON object a line or all in a list."""
    if not messages or messages[0].role != "system" or not (found := _TOOLS.search(messages[0].text)):
        return None
    tools = listed(found[1])
    if tools is None:
        tools = [parsed(line) for line in found[1].splitlines() if line.strip()]
    return tuple(tool for tool in tools if isinstance(tool, dict))
