"""Hermes text, for verl, OpenRLHF and whatever else trains on plain ChatML: tools, calls and results stand in tags.

Results are told by `user`: templates that know a role `tool` join or refuse several of them.
"""

from collections.abc import Iterable, Iterator

from graph.export.parts import Row, announced, as_text, function, in_order, without_tags
from graph.export.passage import Passage
from state.dialogue import AssistantTurn, Call, ToolTurn, Turn
from state.tool import Tool

_HEAD = """\
To call functions, write for each call a JSON object with its name and its arguments between <tool_call> and \
</tool_call>; several calls may follow each other. Results come between <tool_response> and </tool_response>. \
These functions are on offer:
<tools>
{tools}
</tools>"""


def row(passage: Passage) -> Row:
    """Messages of nothing but texts."""
    return {"messages": list(_messages(passage))}


def _messages(passage: Passage) -> Iterator[Row]:
    dialogue = passage.dialogue
    yield {"role": "system", "content": f"{dialogue.system}\n\n{_tools(dialogue.tools)}"}
    for turn, before in zip(passage.turns, (None, *passage.turns), strict=False):
        yield {"role": "assistant" if isinstance(turn, AssistantTurn) else "user", "content": _content(turn, before)}


def _tools(tools: Iterable[Tool]) -> str:
    return _HEAD.format(tools="\n".join(as_text(function(tool)) for tool in tools))


def _content(turn: Turn, before: Turn | None) -> str:
    match turn:
        case AssistantTurn():
            spoken = [turn.text] if turn.text else []
            return "\n".join([*spoken, *map(_call, turn.calls)])
        case ToolTurn():
            names = {call.id: call.name for call in before.calls} if isinstance(before, AssistantTurn) else {}
            results = ((names.get(o.call, ""), o.content) for o in in_order(turn, before))
            return "\n".join(_tagged("tool_response", {"name": name, "content": value}) for name, value in results)
        case _:
            return announced(turn.text, turn.offers)


def _call(call: Call) -> str:
    return _tagged("tool_call", {"name": call.name, "arguments": call.values()})


def _tagged(tag: str, value: Row) -> str:
    return f"<{tag}>\n{without_tags(value)}\n</{tag}>"
