"""Mistakes made on purpose: calls that are sure to fail, and what a tool says to them."""

from random import Random
from typing import NamedTuple

from pydantic import JsonValue

from graph.models.simulated.schemas import fits, kind_of, resolve
from state.dialogue import Argument, Call
from state.source import Default
from state.tool import Tool


class Mistake(NamedTuple):
    """A call that fails, and why."""

    call: Call
    complaint: str
    parameter: str
    missing: bool = False
    """Whether the parameter was left out, and not given a wrong value."""


def mistaken(tool: Tool, call: Call, id: str, random: Random) -> Mistake:
    """A version of this call that the tool must refuse."""
    required = [argument for argument in call.arguments if argument.name in tool.required]
    wrongs = [(argument, value) for argument in call.arguments if (value := wrong_value(tool, argument)) is not None]
    if wrongs and (not required or random.random() < 0.5):
        argument, value = random.choice(wrongs)
        arguments = tuple(
            other.model_copy(update={"value": value}) if other.name == argument.name else other
            for other in call.arguments
        )
        return Mistake(
            Call(id=id, name=call.name, arguments=arguments), _complaint(tool, argument.name, value), argument.name
        )
    if required:
        missing = random.choice(required)
        left = tuple(argument for argument in call.arguments if argument.name != missing.name)
        wrong = Call(id=id, name=call.name, arguments=left)
        return Mistake(wrong, f"missing required parameter '{missing.name}'", missing.name, missing=True)
    added = Argument(name="verbose_mode", value="on", source=Default())
    arguments = (*call.arguments, added)
    return Mistake(Call(id=id, name=call.name, arguments=arguments), "unknown parameter 'verbose_mode'", added.name)


def wrong_value(tool: Tool, argument: Argument) -> JsonValue:
    """A value that the parameter's schema refuses, close to the right one; None where there is none."""
    schema = resolve(tool.properties.get(argument.name, {}), tool.parameters)
    kind = kind_of(schema)
    value = argument.value
    if value is None:
        return None
    choices: dict[str, JsonValue] = {
        "integer": f"about {value}",
        "number": f"around {value}",
        "boolean": "perhaps",
        "array": "everything",
        "object": "see above",
    }
    wrong: JsonValue = f"{value}_or_similar" if schema.get("enum") else choices.get(kind, [value])
    return None if fits(wrong, schema, tool.parameters) else wrong


def _complaint(tool: Tool, name: str, value: JsonValue) -> str:
    schema = resolve(tool.properties.get(name, {}), tool.parameters)
    if choices := schema.get("enum"):
        return f"invalid value for '{name}': {value!r} is not one of {', '.join(map(str, choices[:6]))}"
    return f"invalid value for '{name}': expected {kind_of(schema)}, got {value!r}"
