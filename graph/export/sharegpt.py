"""ShareGPT as LLaMA-Factory reads it: everything is a text, people and assistants take turns strictly.

Results of parallel calls are one observation, a JSON list. What is said beside calls stands before them, and the
calls then stand in a tag, which LLaMA-Factory takes for its own.
"""

from collections.abc import Iterator

from graph.export.parts import Row, announced, as_text, definition, in_order, result_text, without_tags
from graph.export.passage import Passage
from state.dialogue import AssistantTurn, ToolTurn, Turn


def row(passage: Passage) -> Row:
    """The conversation, and beside it the system text and the tools at its beginning."""
    return {
        "conversations": list(_messages(passage)),
        "system": passage.dialogue.system,
        "tools": as_text([definition(tool) for tool in passage.dialogue.tools]),
    }


def dataset_info(file: str) -> Row:
    """What LLaMA-Factory has to be told of a file."""
    columns = {"messages": "conversations", "system": "system", "tools": "tools"}
    return {"file_name": file, "formatting": "sharegpt", "columns": columns}


def _messages(passage: Passage) -> Iterator[Row]:
    for turn, before in zip(passage.turns, (None, *passage.turns), strict=False):
        match turn:
            case AssistantTurn(calls=()):
                yield {"from": "gpt", "value": turn.text or ""}
            case AssistantTurn():
                yield {"from": "function_call", "value": _calls(turn)}
            case ToolTurn():
                yield {"from": "observation", "value": _results(turn, before)}
            case _:
                yield {"from": "human", "value": announced(turn.text, turn.offers)}


def _calls(turn: AssistantTurn) -> str:
    calls = without_tags([{"name": call.name, "arguments": call.values()} for call in turn.calls])
    return f"{turn.text}\n<tool_call>{calls}</tool_call>" if turn.text else calls


def _results(turn: ToolTurn, before: Turn | None) -> str:
    results = [result_text(observation.content) for observation in in_order(turn, before)]
    return results[0] if len(results) == 1 else as_text(results)
