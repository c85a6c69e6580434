"""How nouns look in a prompt."""

import json
from collections.abc import Collection, Iterable
from datetime import datetime

from pydantic import JsonValue

from state.brief import Errand, Heard
from state.dialogue import Argument, AssistantTurn, Call, Dialogue, ToolTurn, Turn, UserTurn
from state.remember import remembered
from state.source import Computed, Observed, Repeated, Resolved, Said, Source, Unstated
from state.task import Fact
from state.tool import Tool

NONE = "- nothing"

_WRAPPER = {"type": "object", "additionalProperties": False}
"""Said of the arguments of every tool, so that the preface says it once."""


as_json = json.JSONEncoder(ensure_ascii=False).encode
"""Compact JSON that keeps letters of all languages readable."""


def view_tools(tools: Collection[Tool]) -> str:
    """One tool a line, those that are run apart from those whose observations a writer makes up."""
    groups = {
        "These are run:": [tool for tool in tools if tool.executed],
        "These are not run; you write their observations:": [tool for tool in tools if not tool.executed],
    }
    lines = (
        "\n".join([title, *(f"- {view_tool(tool)}" for tool in group)]) for title, group in groups.items() if group
    )
    return "\n\n".join(lines)


@remembered
def view_tool(tool: Tool) -> str:
    """A tool's definition.

    Of a tool that is run, only what can be read from its results is told. Who writes results needs the whole schema.
    """
    definition: dict[str, object] = {
        "name": tool.name,
        "description": tool.description,
        "parameters": {name: value for name, value in tool.parameters.items() if _WRAPPER.get(name) != value},
    }
    if tool.returns and not tool.executed:
        definition["returns"] = tool.returns
    shape = f" -> {view_shape(tool.returns)}" if tool.returns and tool.executed else ""
    return as_json(definition) + shape


def view_shape(schema: JsonValue) -> str:
    """The fields and types of a JSON Schema as an example would show them; what is rare in it as it is."""
    match schema:
        case {"enum": [*values]}:
            return " | ".join(map(as_json, values))
        case {"anyOf": [*choices]}:
            return " | ".join(map(view_shape, choices))
        case {"type": "object", "properties": dict(fields), **rest}:
            return f"{{{', '.join(_view_field(name, fields[name], rest.get('required')) for name in fields)}}}"
        case {"type": "array", "items": items}:
            return f"[{view_shape(items)}, ...]"
        case {"type": "string" | "integer" | "number" | "boolean" | "null" as type, **rest}:
            return str(rest.get("format", type))
        case _:
            return as_json(schema)


def _view_field(name: str, schema: JsonValue, required: object) -> str:
    missing = not isinstance(required, list) or name not in required
    return f"{as_json(name)}{'?' if missing else ''}: {view_shape(schema)}"


def view_moment(moment: datetime) -> str:
    """A date and time in words."""
    return f"{moment:%A}, {moment.day} {moment:%B} {moment.year}, {moment:%H:%M}"


def view_errands(errands: Iterable[Errand]) -> str:
    """One goal a line, numbered from 1, and below it what the user knows."""
    return "\n".join(f"{number}. {errand.goal}\n{_view_known(errand)}" for number, errand in enumerate(errands, 1))


def _view_known(errand: Errand) -> str:
    lines = (f"   - {known.about}: {as_json(known.values)}" for known in errand.known)
    return "\n".join(lines) or "   - you know nothing in particular: make up what such a person would have at hand"


def view_heard(heard: Iterable[Heard]) -> str:
    """What was said, without what happened behind the scenes."""
    return "\n".join(f"[{turn.role}] {turn.text}" for turn in heard) or "(nothing yet)"


def view_facts(facts: Iterable[Fact]) -> str:
    """One thing a line that the user knows."""
    lines = (f"- {fact.about}: {as_json(fact.values)}" for fact in facts)
    return "\n".join(lines) or "- nothing in particular: make up what such a person would have at hand"


@remembered
def view_dialogue(dialogue: Dialogue) -> str:
    """The turns in order."""
    return view_masked(dialogue, ()) or "(nothing yet)"


def view_masked(dialogue: Dialogue, masked: Collection[int]) -> str:
    """The turns in order; the masked ones as empty places."""
    return "\n".join(
        [f"[turn {turn.id}, {turn.role}] <masked>" if turn.id in masked else view_turn(turn) for turn in dialogue.turns]
    )


@remembered
def view_turn(turn: Turn) -> str:
    """One turn, headed by its number and role."""
    head = f"[turn {turn.id}, {turn.role}]"
    if isinstance(turn, UserTurn):
        added = "".join(
            f"\n  adds the tool {view_tool(tool)}, which is {'' if tool.executed else 'not '}run"
            for tool in turn.offers
        )
        return f"{head} {turn.text}{added}"
    if isinstance(turn, ToolTurn):
        lines = (f"\n  {o.call} {'failed' if o.error else 'returned'} {as_json(o.content)}" for o in turn.observations)
        return head + "".join(lines)
    return _view_assistant(turn, head)


def view_place(dialogue: Dialogue, id: int) -> str:
    """The turn at a masked place, or that a version leaves it out."""
    found = (view_turn(turn) for turn in dialogue.turns if turn.id == id)
    return next(found, f"[turn {id}] (left out)")


def _view_assistant(turn: AssistantTurn, head: str) -> str:
    mark = "" if turn.learn else " (a mistake made on purpose, not to be learned)"
    mark += " (draft)" if turn.drafted else ""
    calls = "".join(f"\n  {call.id} = {view_call(call)}" for call in turn.calls)
    return f"{head}{mark} {turn.text or ''}".rstrip() + calls


def view_call(call: Call) -> str:
    """A call with the source of each argument, where one is stated."""
    return f"{call.name}({', '.join(_view_argument(argument) for argument in call.arguments)})"


def _view_argument(argument: Argument) -> str:
    source = "" if isinstance(argument.source, Unstated) else f" <{view_source(argument.source)}>"
    return f"{argument.name}={as_json(argument.value)}{source}"


def view_source(source: Source) -> str:
    """A source in a few words."""
    match source:
        case Said(turn=turn, quote=quote):
            return f"said, turn {turn}" + (f": {quote!r}" if quote else "")
        case Resolved(turn=turn, phrase=phrase):
            return f"date, turn {turn}: {phrase!r}"
        case Observed(call=call, path=path):
            return f"{call}: {path}"
        case Repeated(call=call, name=name):
            return f"{name} of {call}"
        case Computed(operator=operator):
            return f"computed: {operator}"
        case _:
            return source.kind


def view_needs(dialogue: Dialogue, masked: Iterable[int]) -> str:
    """What each of these turns has to do, so that the rest of the dialogue still holds."""
    return "\n".join(_need(dialogue, dialogue.turn(id)) for id in masked)


def _need(dialogue: Dialogue, turn: Turn) -> str:
    if isinstance(turn, UserTurn):
        values = view_taken(dialogue, turn.id)
        gives = ", ".join(tool.name for tool in turn.offers)
        offers = f" and makes it possible to use {gives}, without naming it" if gives else ""
        return f"- turn {turn.id}: the user speaks{offers}. Values that calls take from it, to be kept:\n{values}"
    if isinstance(turn, ToolTurn):
        calls = ", ".join(observation.call for observation in turn.observations)
        read = _read_from(dialogue, {observation.call for observation in turn.observations})
        return f"- turn {turn.id}: observations for {calls}, as such a tool would return them{read}"
    if turn.calls:
        calls = "".join(f"\n  {call.id} = {view_call(call)}" for call in turn.calls)
        along = _observed_along(dialogue, turn)
        return f"- turn {turn.id}: the assistant makes calls; keep the ids{along}. So far:{calls}"
    return f"- turn {turn.id}: the assistant speaks to the user, without calls"


def _read_from(dialogue: Dialogue, calls: set[str]) -> str:
    """The paths by which later calls read from these results, which have to lead somewhere still."""
    paths = (
        f"{argument.source.path} of {argument.source.call}"
        for step in dialogue.steps()
        for argument in step.call.arguments
        if isinstance(argument.source, Observed) and argument.source.call in calls
    )
    found = ", ".join(dict.fromkeys(paths))
    return f"; later calls read from them: {found}" if found else ""


def _observed_along(dialogue: Dialogue, turn: AssistantTurn) -> str:
    tools = dialogue.tools_at(turn.id)
    if all(call.name in tools and tools[call.name].executed for call in turn.calls):
        return ""
    after = dialogue.turns[dialogue.position(turn.id) + 1]
    return f", and give the observations as turn {after.id} (role tool)"


def view_taken(dialogue: Dialogue, id: int) -> str:
    """The values that calls take from one user turn; those of a mistake made on purpose need not stand there."""
    lines = (
        f"  - {argument.name} = {as_json(argument.value)} for {step.call.name}, {_words(argument)}"
        for step in dialogue.steps()
        if step.turn.learn
        for argument in step.call.arguments
        if isinstance(argument.source, Said | Resolved) and argument.source.turn == id
    )
    return "\n".join(dict.fromkeys(lines)) or "  - none"


def _words(argument: Argument) -> str:
    if isinstance(argument.source, Resolved):
        return f"said as {argument.source.phrase!r}"
    if isinstance(argument.source, Said) and argument.source.quote:
        return f"said as {argument.source.quote!r}"
    return "this very value"


def view_list(lines: Iterable[str]) -> str:
    """One line an entry, or the word that there is none."""
    return "\n".join(f"- {line}" for line in lines) or NONE


def view_value(value: JsonValue) -> str:
    """A value for people: text as it is, everything else as JSON."""
    return value if isinstance(value, str) else as_json(value)
