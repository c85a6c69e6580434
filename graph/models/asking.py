"""How a request is put to an endpoint: its messages, and how it is told which JSON is wanted."""

import json
from typing import Any

from graph.models.closing import closed
from graph.models.endpoint import AnswerMethod
from state.model import Message, Request, Schema
from state.remember import remembered

_NAME = "answer"


def words_of(request: Request, method: AnswerMethod) -> list[tuple[str, str]]:
    """Give the messages; with `json_mode` the first question carries the schema, and a re-ask repeats it as it was."""
    asked = next((n for n, message in enumerate(request.messages) if message.role == "user"), None)
    schema = _in_words(request.answer) if method == "json_mode" else ""
    return [_said(message, schema if number == asked else "") for number, message in enumerate(request.messages)]


@remembered
def shape_of(schema: Schema, method: AnswerMethod, strict: bool) -> dict[str, Any]:
    """Give the parameters that ask for this shape; strictly only where the schema can be closed."""
    if method == "json_mode":
        return {"response_format": {"type": "json_object"}}
    tight = closed(schema) if strict else None
    if method == "json_schema":
        wanted = {"name": _NAME, "schema": tight or schema, "strict": tight is not None}
        return {"response_format": {"type": "json_schema", "json_schema": wanted}}
    function: dict[str, Any] = {"name": _NAME, "description": "Hand in the answer.", "parameters": tight or schema}
    function |= {"strict": True} if tight else {}
    return {
        "tools": [{"type": "function", "function": function}],
        "tool_choice": {"type": "function", "function": {"name": _NAME}},
    }


def _said(message: Message, more: str) -> tuple[str, str]:
    return message.role, message.content + more


@remembered
def _in_words(schema: Schema) -> str:
    written = json.dumps(schema, ensure_ascii=False)
    return f"\n\nAnswer with one JSON object that fits this JSON Schema:\n{written}"
