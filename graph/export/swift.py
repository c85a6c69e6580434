"""The messages of ms-swift: one for each call, one for each result, all texts; `loss` says what is learned."""

from collections.abc import Iterator

from graph.export.parts import Row, as_text, function, in_order, result_text
from graph.export.passage import Passage
from state.dialogue import AssistantTurn, ToolTurn, Turn


def row(passage: Passage) -> Row:
    """The tools as one text, and the messages."""
    return {"tools": as_text([function(tool) for tool in passage.tools]), "messages": list(_messages(passage))}


def _messages(passage: Passage) -> Iterator[Row]:
    yield {"role": "system", "content": passage.dialogue.system}
    for position, (turn, before) in enumerate(zip(passage.turns, (None, *passage.turns), strict=False)):
        match turn:
            case AssistantTurn():
                for message in _spoken(turn):
                    yield message | {"loss": position in passage.learned}
            case _:
                yield from _others(turn, before)


def _spoken(turn: AssistantTurn) -> Iterator[Row]:
    if turn.text or not turn.calls:
        yield {"role": "assistant", "content": turn.text or ""}
    for call in turn.calls:
        yield {"role": "tool_call", "content": as_text({"name": call.name, "arguments": call.values()})}


def _others(turn: Turn, before: Turn | None) -> Iterator[Row]:
    if isinstance(turn, ToolTurn):
        for observation in in_order(turn, before):
            yield {"role": "tool_response", "content": result_text(observation.content)}
    else:
        yield {"role": "user", "content": turn.text or ""}
