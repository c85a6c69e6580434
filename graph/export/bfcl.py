"""The prompt mode of BFCL, which ToolACE models are trained in: calls look like Python, `[f(a=1), g(b='x')]`.

A row is a prompt and its completion, as TRL takes them, so that a mistake can be read without being learned; tools that
come later are announced where they come, as the benchmark does. Names that Python could not read are changed, the same
way in definitions and calls. What is said beside calls is left out: whatever reads such answers takes a list of calls
and nothing else.
"""

from collections.abc import Iterable, Iterator

from graph.export.parts import Row, as_text, in_order, result_text
from graph.export.passage import Passage
from graph.export.python_names import python_names
from state.dialogue import AssistantTurn, Call, Dialogue, ToolTurn, Turn
from state.tool import Tool

_HEAD = """\
You compose calls of functions. Where functions serve what the user asks, answer with a list of calls and nothing \
else, in the form [name(parameter=value, ...), name(...)], with values as Python writes them. Where they do not, or \
where a required value is missing, say so. These functions are on offer, in JSON:
{tools}"""
_MORE = "\n\nThese functions are on offer from now on, too, in JSON:\n{tools}"


def row(passage: Passage) -> Row:
    """What was said before, and what is learned."""
    names, dialogue = _Names(passage.dialogue), passage.dialogue
    start = min(passage.learned)
    pairs = list(zip(passage.turns, (None, *passage.turns), strict=False))
    system: Row = {
        "role": "system",
        "content": f"{dialogue.system}\n\n{_HEAD.format(tools=names.definitions(dialogue.tools))}",
    }
    return {
        "prompt": [system, *(message for pair in pairs[:start] for message in _message(*pair, names))],
        "completion": [message for pair in pairs[start:] for message in _message(*pair, names)],
    }


class _Names:
    """How tools and parameters of a dialogue are called."""

    def __init__(self, dialogue: Dialogue) -> None:
        tools = dialogue.all_tools()
        self.tools = python_names([*tools, *(step.call.name for step in dialogue.steps())], dotted=True)
        self.parameters = {name: python_names(tool.properties) for name, tool in tools.items()}

    def definitions(self, tools: Iterable[Tool]) -> str:
        """The tools with their names."""
        return as_text([self._definition(tool) for tool in tools])

    def call(self, call: Call) -> str:
        """A call with its names."""
        values = call.values()
        known = self.parameters.get(call.name, {})
        names = known | python_names([name for name in values if name not in known], taken=known.values())
        return f"{self.tools[call.name]}({', '.join(f'{names[name]}={value!r}' for name, value in values.items())})"

    def _definition(self, tool: Tool) -> Row:
        names = self.parameters[tool.name]
        parameters = dict(tool.parameters)
        if "properties" in parameters:
            parameters["properties"] = {names[name]: schema for name, schema in tool.properties.items()}
        if "required" in parameters:
            parameters["required"] = [names.get(name, name) for name in tool.required]
        return {"name": self.tools[tool.name], "description": tool.description, "parameters": parameters}


def _message(turn: Turn, before: Turn | None, names: _Names) -> Iterator[Row]:
    match turn:
        case AssistantTurn(calls=()):
            yield {"role": "assistant", "content": turn.text or ""}
        case AssistantTurn():
            yield {"role": "assistant", "content": f"[{', '.join(map(names.call, turn.calls))}]"}
        case ToolTurn():
            for observation in in_order(turn, before):
                yield {"role": "ipython", "content": result_text(observation.content)}
        case _:
            more = _MORE.format(tools=names.definitions(turn.offers)) if turn.offers else ""
            yield {"role": "user", "content": turn.text + more}
