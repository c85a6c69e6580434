"""Repairing calls: names, parameters, types and values, each looked up where it should have come from."""

from collections.abc import Sequence
from difflib import get_close_matches
from random import Random

from pydantic import JsonValue

from graph.models.simulated.dates import resolved
from graph.models.simulated.extraction import Found, find, is_said
from graph.models.simulated.ledger import ledger_of
from graph.models.simulated.paths import look_up
from graph.models.simulated.schemas import fits, identifier_like, kind_of, resolve
from state.dialogue import Argument, AssistantTurn, Call, Dialogue, Observation, UserTurn
from state.source import Observed, Resolved, Said
from state.tool import Tool


def mend_calls(turn: AssistantTurn, dialogue: Dialogue, random: Random) -> tuple[Call, ...]:
    """The calls of this turn with every fault that can be seen put right."""
    return tuple(_Mender(dialogue, turn, random).mend(call) for call in turn.calls)


class _Mender:
    """One turn's view of the dialogue before it."""

    def __init__(self, dialogue: Dialogue, turn: AssistantTurn, random: Random) -> None:
        position = dialogue.position(turn.id)
        self.before = dialogue.with_turns(dialogue.turns[:position])
        self.tools = dialogue.tools_at(turn.id)
        self.random = random
        self.observed: dict[str, Observation] = {
            step.call.id: step.observation for step in self.before.steps() if step.observation
        }
        self.texts = {spoken.id: spoken for spoken in self.before.turns if isinstance(spoken, UserTurn)}
        self.requests: Sequence[UserTurn] = [
            spoken for spoken in self.texts.values() if spoken.subtask == turn.subtask
        ] or list(self.texts.values())[-1:]
        self.related = [step.call for step in dialogue.steps() if step.turn.subtask == turn.subtask and step.turn.learn]
        self.mending = ""

    def mend(self, call: Call) -> Call:
        """The call as it should have been."""
        self.mending = call.id
        tool = self._tool(call.name)
        if tool is None:
            return call
        arguments = {a.name: self._argument(tool, a) for a in call.arguments if a.name in tool.properties}
        for name in tool.required:
            if name not in arguments and (found := self._anywhere(tool, name)):
                arguments[name] = Argument(name=name, value=found.value, source=found.source)
        ordered = tuple(arguments[name] for name in tool.properties if name in arguments)
        return call.model_copy(update={"name": tool.name, "arguments": ordered})

    def _tool(self, name: str) -> Tool | None:
        if name in self.tools:
            return self.tools[name]
        nearest = get_close_matches(name, sorted(self.tools), n=1, cutoff=0.3)
        return self.tools[nearest[0]] if nearest else None

    def _argument(self, tool: Tool, argument: Argument) -> Argument:
        schema = resolve(tool.properties[argument.name], tool.parameters)
        if isinstance(argument.source, Observed):
            return self._observed(tool, argument)
        if not fits(argument.value, schema, tool.parameters):
            argument = argument.model_copy(update={"value": _coerced(argument.value, kind_of(schema))})
        source = argument.source
        turn = self.texts.get(source.turn) if isinstance(source, Said | Resolved) else None
        if isinstance(source, Resolved) and turn is not None and is_said(argument, turn.text):
            day = resolved(source.phrase, self.before.now)
            return argument.model_copy(update={"value": day.isoformat()}) if day else argument
        grounded = turn is not None and is_said(argument, turn.text)
        sound = grounded or not isinstance(source, Said | Resolved)
        if sound and fits(argument.value, schema, tool.parameters):
            return argument
        found = (
            find(tool, argument.name, turn, self.before.now, False, self._others(tool, argument.name)) if turn else None
        )
        found = found or self._anywhere(tool, argument.name)
        return argument.model_copy(update={"value": found.value, "source": found.source}) if found else argument

    def _observed(self, tool: Tool, argument: Argument) -> Argument:
        source = argument.source
        assert isinstance(source, Observed)
        known = self.observed.get(source.call)
        if known is not None and (known.error or known.content is None):
            # The call it refers to may be mended at the same time; a replay will then find the value.
            return argument
        value = look_up(source.path, known.content) if known else None
        if value is not None:
            return argument.model_copy(update={"value": value})
        found = self._anywhere(tool, argument.name)
        return argument.model_copy(update={"value": found.value, "source": found.source}) if found else argument

    def _anywhere(self, tool: Tool, name: str) -> Found | None:
        linked = self._linked(tool, name)
        if not identifier_like(name):
            return self._said(tool, name) or linked
        referred = any(f"{{{name}|" in ask for ask in tool.asks)
        if referred:
            return self._said(tool, name, guess=False) or linked
        return self._said(tool, name) or linked

    def _said(self, tool: Tool, name: str, guess: bool = True) -> Found | None:
        others = self._others(tool, name)
        found = (find(tool, name, turn, self.before.now, guess, others) for turn in reversed(self.requests))
        return next((each for each in found if each), None)

    def _others(self, tool: Tool, name: str) -> list[JsonValue]:
        """What other calls of this tool were given in the same subtask, where each was given something of its own."""
        calls = [call for call in self.related if call.name == tool.name and call.id != self.mending]
        values = [call.values()[name] for call in calls if name in call.values()]
        return values if tool.executed and len(values) == len({str(value) for value in values}) else []

    def _linked(self, tool: Tool, name: str) -> Found | None:
        ledger = ledger_of(self.before, ())
        ledger.taken.clear()
        ledger.since = 0
        source = ledger.link(tool, name, Random(0))
        if not isinstance(source, Observed) or source.call not in self.observed:
            return None
        return Found(look_up(source.path, self.observed[source.call].content), source)


def _coerced(value: JsonValue, kind: str) -> JsonValue:
    if kind == "array" and not isinstance(value, list):
        return [value]
    if isinstance(value, list) and len(value) == 1:
        value = value[0]
    if kind == "string":
        return value if isinstance(value, str) else str(value)
    if kind in ("integer", "number") and isinstance(value, str):
        digits = "".join(character for character in value if character.isdigit() or character in ".-").strip(".")
        try:
            number = float(digits)
        except ValueError:
            return value
        return int(number) if number == int(number) else number
    if kind == "integer" and isinstance(value, float):
        return int(value)
    if kind == "boolean" and isinstance(value, str):
        return value.lower() in ("true", "yes", "on")
    return value
