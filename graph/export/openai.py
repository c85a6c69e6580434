"""OpenAI chat: arguments are JSON texts, calls have ids, `weight` 0 keeps a message from being learned."""

from collections.abc import Iterator

from graph.export.parts import Row, as_text, function, result_text
from graph.export.passage import Passage
from state.dialogue import AssistantTurn, Call, ToolTurn, Turn, UserTurn


def row(passage: Passage) -> Row:
    """The messages and tools of a passage, without provenance and with calls numbered in order."""
    return {
        "messages": list(_messages(passage)),
        "tools": [function(tool) for tool in passage.tools],
        "parallel_tool_calls": True,
    }


def _messages(passage: Passage) -> Iterator[Row]:
    calls = (step.call.id for step in passage.dialogue.steps())
    ids = {id: f"call_{number}" for number, id in enumerate(calls, start=1)}
    yield {"role": "system", "content": passage.dialogue.system}
    for position, turn in enumerate(passage.turns):
        yield from _message(turn, ids, learned=position in passage.learned)


def _message(turn: Turn, ids: dict[str, str], *, learned: bool) -> Iterator[Row]:
    match turn:
        case UserTurn():
            yield {"role": "user", "content": turn.text}
        case AssistantTurn():
            calls: Row = {"tool_calls": [_call(call, ids[call.id]) for call in turn.calls]} if turn.calls else {}
            yield {"role": "assistant", "content": turn.text, **calls, **({} if learned else {"weight": 0})}
        case ToolTurn():
            for observation in turn.observations:
                content = result_text(observation.content)
                yield {"role": "tool", "tool_call_id": ids[observation.call], "content": content}


def _call(call: Call, id: str) -> Row:
    return {"id": id, "type": "function", "function": {"name": call.name, "arguments": as_text(call.values())}}
