"""The prompt mode of BFCL, which ToolACE models are trained in: calls look like Python, `[f(a=1), g(b='x')]`.

A row is a prompt and its completion, as TRL takes them, so that a mistake can be read without being learned; tools that
come later are announced where they come. Names that Python could not read are changed, the same way in definitions and
calls. What is said beside calls is left out: whatever reads such answers takes a list of calls and nothing else.

The text is the one that the benchmark's own handler asks with, byte for byte, or a model would be tested in another
than it has learned. So the words of `bfcl.md` are those of bfcl-eval 2026.3.23 (Apache-2.0, the Gorilla project's
`constants/default_prompts.py`), and definitions are written as it writes them: in JSON with escapes and indents in the
system text, as Python writes them in a later turn.
"""

import json
from collections.abc import Iterable, Iterator
from importlib.resources import files
from string import Template

from graph.export.parts import Row, in_order, result_text
from graph.export.passage import Passage
from graph.export.python_names import python_names
from state.dialogue import AssistantTurn, Call, Dialogue, ToolTurn, Turn
from state.tool import Tool

_HEAD = Template(files("graph.export").joinpath("bfcl.md").read_text(encoding="utf-8"))


def row(passage: Passage) -> Row:
    """What was said before, and what is learned."""
    words, start = Words(passage.dialogue), min(passage.learned)
    return {
        "prompt": words.prompt(passage.turns[:start]),
        "completion": list(words.messages(passage.turns[start:], passage.turns[start - 1 : start])),
    }


class Words:
    """How a dialogue is told: tools and parameters under names that Python can read."""

    def __init__(self, dialogue: Dialogue, *, also: Iterable[str] = ()) -> None:
        """`also` names tools that are called elsewhere, whether they are on offer or not."""
        self._dialogue = dialogue
        tools = dialogue.all_tools()
        self._tools = python_names([*tools, *(step.call.name for step in dialogue.steps()), *also], dotted=True)
        self._parameters = {name: python_names(tool.properties) for name, tool in tools.items()}

    def prompt(self, turns: tuple[Turn, ...]) -> list[Row]:
        """The system text and these turns."""
        head = _HEAD.substitute(functions=json.dumps(self._definitions(self._dialogue.tools), indent=4))
        return [{"role": "system", "content": f"{head}\n\n{self._dialogue.system}"}, *self.messages(turns)]

    def messages(self, turns: tuple[Turn, ...], before: tuple[Turn, ...] = ()) -> Iterator[Row]:
        """These turns, which may follow another."""
        for turn, last in zip(turns, (*(before or (None,)), *turns), strict=False):
            yield from self._message(turn, last)

    def _message(self, turn: Turn, before: Turn | None) -> Iterator[Row]:
        match turn:
            case AssistantTurn(calls=()):
                yield {"role": "assistant", "content": turn.text or ""}
            case AssistantTurn():
                yield {"role": "assistant", "content": f"[{', '.join(map(self._call, turn.calls))}]"}
            case ToolTurn():
                for observation in in_order(turn, before):
                    yield {"role": "ipython", "content": result_text(observation.content)}
            case _:
                more = f"{self._definitions(turn.offers)!r}\n" if turn.offers else ""
                yield {"role": "user", "content": more + turn.text}

    def _call(self, call: Call) -> str:
        values = call.values()
        known = self._parameters.get(call.name, {})
        names = known | python_names([name for name in values if name not in known], taken=known.values())
        return f"{self._tools[call.name]}({', '.join(f'{names[name]}={value!r}' for name, value in values.items())})"

    def _definitions(self, tools: Iterable[Tool]) -> list[Row]:
        return [self._definition(tool) for tool in tools]

    def _definition(self, tool: Tool) -> Row:
        names = self._parameters[tool.name]
        parameters = dict(tool.parameters)
        if "properties" in parameters:
            parameters["properties"] = {names[name]: schema for name, schema in tool.properties.items()}
        if "required" in parameters:
            parameters["required"] = [names.get(name, name) for name in tool.required]
        return {"name": self._tools[tool.name], "description": tool.description, "parameters": parameters}
