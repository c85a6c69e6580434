"""TRL, Unsloth and whatever renders by templates of transformers: arguments are objects, and no key is null.

A row is a prompt and its completion: the loss is on the assistant's messages of the completion, and on nothing before.
"""

from collections.abc import Iterable, Iterator

from graph.export.parts import Row, function, in_order, result_text
from graph.export.passage import Passage
from state.dialogue import AssistantTurn, Call, Dialogue, ToolTurn, Turn, UserTurn


def row(passage: Passage) -> Row:
    """What was said before, and what is learned."""
    start = min(passage.learned)
    return {
        "prompt": prompt(passage.dialogue, passage.turns[:start]),
        "completion": list(messages(passage.turns[start:], passage.turns[start - 1 : start])),
        "tools": [function(tool) for tool in passage.tools],
    }


def prompt(dialogue: Dialogue, turns: tuple[Turn, ...]) -> list[Row]:
    """The system text and these turns."""
    return [{"role": "system", "content": dialogue.system}, *messages(turns)]


def messages(turns: tuple[Turn, ...], before: tuple[Turn, ...] = ()) -> Iterator[Row]:
    """These turns, which may follow another."""
    for turn, last in zip(turns, (*(before or (None,)), *turns), strict=False):
        match turn:
            case UserTurn():
                yield {"role": "user", "content": turn.text}
            case AssistantTurn():
                yield assistant(turn)
            case ToolTurn():
                yield from _results(turn, last)


def assistant(turn: AssistantTurn) -> Row:
    """What the assistant says and calls."""
    message: Row = {"role": "assistant", "content": turn.text or ""}
    return {**message, "tool_calls": [_call(call) for call in turn.calls]} if turn.calls else message


def _results(turn: ToolTurn, before: Turn | None) -> Iterable[Row]:
    names = {call.id: call.name for call in before.calls} if isinstance(before, AssistantTurn) else {}
    for observation in in_order(turn, before):
        name = names.get(observation.call, "")
        yield {"role": "tool", "name": name, "content": result_text(observation.content)}


def _call(call: Call) -> Row:
    return {"type": "function", "function": {"name": call.name, "arguments": call.values()}}
