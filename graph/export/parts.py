"""The smallest parts of a row, which formats share: definitions of tools, the text of a result, results in order."""

import json
from collections.abc import Iterable

from pydantic import JsonValue

from state.dialogue import AssistantTurn, Observation, ToolTurn, Turn
from state.tool import Tool

Row = dict[str, object]


def as_text(value: object) -> str:
    """JSON that keeps letters of all languages readable."""
    return json.dumps(value, ensure_ascii=False)


def without_tags(value: object) -> str:
    """JSON in which no tag of a tool begins or ends: these stand with an escape."""
    return as_text(value).replace("</", "<\\/").replace("<tool_", "\\u003ctool_")


def result_text(content: JsonValue) -> str:
    """What a tool returned, as a message holds it: a text as it is, anything else as JSON."""
    return content if isinstance(content, str) else as_text(content)


def definition(tool: Tool) -> Row:
    """A tool as a provider is told about it."""
    return {"name": tool.name, "description": tool.description, "parameters": tool.parameters}


def function(tool: Tool) -> Row:
    """A tool as an entry of a `tools` list."""
    return {"type": "function", "function": definition(tool)}


def in_order(turn: ToolTurn, before: Turn | None) -> tuple[Observation, ...]:
    """The observations in the order of their calls, for formats without ids."""
    if not isinstance(before, AssistantTurn):
        return turn.observations
    places = {call.id: place for place, call in enumerate(before.calls)}
    return tuple(sorted(turn.observations, key=lambda o: places.get(o.call, len(places))))


def announced(text: str, offers: Iterable[Tool]) -> str:
    """What a user says, and the tools that come with it, for formats that announce them where they come."""
    tools = "".join(f"\n{as_text(function(tool))}" for tool in offers)
    return f"{text}\n\nThese tools are on offer from now on:\n<tools>{tools}\n</tools>" if tools else text
