"""A dialogue as a training row: OpenAI chat messages and tools. What a trainer must not see is left behind here."""

import json
from collections.abc import Iterator

from pydantic import BaseModel, ConfigDict, JsonValue

from state.dialogue import AssistantTurn, Call, Dialogue, ToolTurn, Turn, UserTurn
from state.tool import Tool

Row = dict[str, object]


class _Kept(BaseModel):
    """What a row needs of a record; the rest of the line is passed over."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    id: str
    simulated: bool
    dialogue: Dialogue


def to_chat(dialogue: Dialogue) -> Row:
    """Give the messages and tools of a dialogue, without provenance and with calls numbered in order.

    The tools are all that are on offer at some time, those that a later user turn brings included.
    """
    ids = {step.call.id: f"call_{number}" for number, step in enumerate(dialogue.steps(), start=1)}
    system: Row = {"role": "system", "content": dialogue.system}
    return {
        "messages": [system, *(message for turn in dialogue.turns for message in _messages(turn, ids))],
        "tools": [_tool(tool) for tool in dialogue.all_tools().values()],
        "parallel_tool_calls": True,
    }


def chat_line(record: bytes) -> bytes:
    """Turn one line of `records.jsonl` into one line of `dialogues.jsonl`."""
    kept = _Kept.model_validate_json(record)
    return row_line(kept.id, kept.simulated, kept.dialogue)


def row_line(id: str, simulated: bool, dialogue: Dialogue) -> bytes:
    """Write one line of `dialogues.jsonl`."""
    row: Row = {"id": id, **({"simulated": True} if simulated else {}), **to_chat(dialogue)}
    return json.dumps(row, ensure_ascii=False).encode() + b"\n"


def _messages(turn: Turn, ids: dict[str, str]) -> Iterator[Row]:
    match turn:
        case UserTurn():
            yield {"role": "user", "content": turn.text}
        case AssistantTurn():
            yield _assistant(turn, ids)
        case ToolTurn():
            for observation in turn.observations:
                content = _text(observation.content)
                yield {"role": "tool", "tool_call_id": ids[observation.call], "content": content}


def _assistant(turn: AssistantTurn, ids: dict[str, str]) -> Row:
    message: Row = {"role": "assistant", "content": turn.text}
    if turn.calls:
        message["tool_calls"] = [_call(call, ids[call.id]) for call in turn.calls]
    if not turn.learn:
        message["weight"] = 0
    return message


def _call(call: Call, id: str) -> Row:
    arguments = json.dumps(call.values(), ensure_ascii=False)
    return {"id": id, "type": "function", "function": {"name": call.name, "arguments": arguments}}


def _text(content: JsonValue) -> str:
    return content if isinstance(content, str) else json.dumps(content, ensure_ascii=False)


def _tool(tool: Tool) -> Row:
    function = {"name": tool.name, "description": tool.description, "parameters": tool.parameters}
    return {"type": "function", "function": function}
