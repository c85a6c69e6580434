"""What each format says, read back as a trainer would: one entry for each turn."""

import ast
import json
import re
from collections.abc import Callable, Iterator
from itertools import groupby
from typing import Any, NamedTuple

from graph.export.parts import in_order, result_text
from state.dialogue import AssistantTurn, Dialogue, ToolTurn

Row = dict[str, Any]


class Told(NamedTuple):
    """One turn as a row tells it."""

    role: str
    text: str = ""
    calls: tuple[tuple[str, str], ...] = ()
    """Name and arguments, as sorted JSON."""
    results: tuple[str, ...] = ()
    learned: bool = False
    shown: frozenset[str] = frozenset()
    """Descriptions of the tools that the row has shown up to here."""

    def words(self) -> "Told":
        """Without what is learned and shown."""
        return Told(*self[:4])


def call(name: str, arguments: object) -> tuple[str, str]:
    """A call that can be compared."""
    return name, json.dumps(arguments, sort_keys=True)


def dialogue_told(dialogue: Dialogue) -> list[Told]:
    """What every format has to tell."""
    told = []
    for turn, before in zip(dialogue.turns, (None, *dialogue.turns), strict=False):
        match turn:
            case AssistantTurn():
                calls = tuple(call(each.name, each.values()) for each in turn.calls)
                told.append(Told("assistant", turn.text or "", calls))
            case ToolTurn():
                results = tuple(result_text(each.content) for each in in_order(turn, before))
                told.append(Told("tool", results=results))
            case _:
                told.append(Told("user", turn.text))
    return told


def openai(row: Row) -> Iterator[Told]:
    shown = _descriptions(row["tools"])
    for role, group in groupby(row["messages"][1:], key=lambda message: message["role"]):
        for messages in [list(group)] if role == "tool" else ([message] for message in group):
            told = messages[0]
            calls = tuple(
                call(each["function"]["name"], json.loads(each["function"]["arguments"]))
                for each in told.get("tool_calls", ())
            )
            if calls:
                order = [each["id"] for each in told["tool_calls"]]
            if role == "tool":
                messages.sort(key=lambda message: order.index(message["tool_call_id"]))
                yield Told("tool", results=tuple(message["content"] for message in messages), shown=shown)
            else:
                yield Told(role, told["content"] or "", calls, (), _is_weighed(told), shown)


def _is_weighed(message: Row) -> bool:
    return message["role"] == "assistant" and message.get("weight", 1) != 0


def trl(row: Row) -> Iterator[Told]:
    shown = _descriptions(row["tools"])
    for learned, part in ((False, row["prompt"][1:]), (True, row["completion"])):
        for role, group in groupby(part, key=lambda message: message["role"]):
            if role == "tool":
                yield Told("tool", results=tuple(message["content"] for message in group), shown=shown)
                continue
            for message in group:
                calls = tuple(
                    call(each["function"]["name"], each["function"]["arguments"])
                    for each in message.get("tool_calls", ())
                )
                yield Told(role, message["content"], calls, (), learned and role == "assistant", shown)


def swift(row: Row) -> Iterator[Told]:
    shown = _descriptions(json.loads(row["tools"]))
    kinds = {"assistant": "assistant", "tool_call": "assistant", "tool_response": "tool", "user": "user"}
    for role, group in groupby(row["messages"][1:], key=lambda message: kinds[message["role"]]):
        messages = list(group)
        if role == "tool":
            yield Told("tool", results=tuple(message["content"] for message in messages), shown=shown)
            continue
        text = "".join(message["content"] for message in messages if message["role"] in ("assistant", "user"))
        found = [json.loads(message["content"]) for message in messages if message["role"] == "tool_call"]
        calls = tuple(call(each["name"], each["arguments"]) for each in found)
        yield Told(role, text, calls, (), messages[0].get("loss", False), shown)


def sharegpt(row: Row) -> Iterator[Told]:
    shown = frozenset(tool["description"] for tool in json.loads(row["tools"]))
    roles = {"human": "user", "gpt": "assistant", "function_call": "assistant", "observation": "tool"}
    parallel = 1
    for place, message in enumerate(row["conversations"]):
        assert (message["from"] in ("human", "observation")) == (place % 2 == 0)
        text, calls, results = message["value"], (), ()
        if message["from"] == "human":
            text, more = _announcement(text)
            shown |= more
        elif message["from"] == "function_call":
            tagged = re.search(r"\n<tool_call>(.*?)</tool_call>", text, re.DOTALL)
            found = json.loads(tagged.group(1) if tagged else text)
            text, parallel = (text.replace(tagged.group(0), "") if tagged else ""), len(found)
            calls = tuple(call(each["name"], each["arguments"]) for each in found)
        elif message["from"] == "observation":
            results, text = (tuple(json.loads(text)) if parallel > 1 else (text,)), ""
        role = roles[message["from"]]
        yield Told(role, text, calls, results, role == "assistant", shown)


def hermes(row: Row) -> Iterator[Told]:
    system = row["messages"][0]["content"]
    shown = _tagged_tools(system)
    called = False
    for message in row["messages"][1:]:
        text = message["content"]
        if message["role"] == "assistant":
            found = [json.loads(each) for each in re.findall(r"<tool_call>\n(.*?)\n</tool_call>", text, re.DOTALL)]
            spoken = re.split(r"\n?<tool_call>", text)[0]
            called = bool(found)
            yield Told("assistant", spoken, tuple(call(e["name"], e["arguments"]) for e in found), (), True, shown)
        elif called:
            found = [json.loads(e) for e in re.findall(r"<tool_response>\n(.*?)\n</tool_response>", text, re.DOTALL)]
            called = False
            yield Told("tool", results=tuple(result_text(each["content"]) for each in found), shown=shown)
        else:
            spoken, more = _announcement(text)
            shown |= more
            yield Told("user", spoken, shown=shown)


def bfcl(row: Row) -> Iterator[Told]:
    """Names as the row has them, which Python can read."""
    functions = row["prompt"][0]["content"].partition("that you can invoke.\n")[2]
    shown = frozenset(tool["description"] for tool in json.JSONDecoder().raw_decode(functions)[0])
    called = False
    for learned, part in ((False, row["prompt"][1:]), (True, row["completion"])):
        for role, group in groupby(part, key=lambda message: message["role"]):
            messages = [message["content"] for message in group]
            if role == "ipython":
                yield Told("tool", results=tuple(messages), shown=shown)
                continue
            for text in messages:
                if role == "user":
                    text, more = _python_announcement(text)
                    shown |= more
                called = role == "assistant" and _is_calls(text)
                calls = tuple(_python_calls(text)) if called else ()
                yield Told(role, "" if called else text, calls, (), learned and role == "assistant", shown)


def _is_calls(text: str) -> bool:
    try:
        body = ast.parse(text, mode="eval").body
    except (SyntaxError, ValueError):
        return False
    return isinstance(body, ast.List) and bool(body.elts) and all(isinstance(each, ast.Call) for each in body.elts)


def _python_calls(text: str) -> Iterator[tuple[str, str]]:
    for each in ast.parse(text, mode="eval").body.elts:
        yield call(each.func.id, {word.arg: ast.literal_eval(word.value) for word in each.keywords})


def _descriptions(tools: list[Row]) -> frozenset[str]:
    return frozenset(tool["function"]["description"] for tool in tools)


def _tagged_tools(text: str) -> frozenset[str]:
    lines = text.rpartition("<tools>\n")[2].removesuffix("\n</tools>").split("\n")
    return _descriptions([json.loads(line) for line in lines])


def _announcement(text: str) -> tuple[str, frozenset[str]]:
    spoken, mark, more = text.partition("\n\nThese tools are on offer from now on:\n")
    return spoken, _tagged_tools(more) if mark else frozenset()


def _python_announcement(text: str) -> tuple[str, frozenset[str]]:
    if not text.startswith("[{'name': "):
        return text, frozenset()
    functions, _, spoken = text.partition("\n")
    return spoken, frozenset(tool["description"] for tool in ast.literal_eval(functions))


READERS: dict[str, Callable[[Row], Iterator[Told]]] = {
    "openai": openai,
    "trl": trl,
    "sharegpt": sharegpt,
    "hermes": hermes,
    "bfcl": bfcl,
    "swift": swift,
}
