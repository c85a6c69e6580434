"""Tools of a row in the project's own form, made once for each distinct list of definitions."""

from collections import Counter
from functools import lru_cache
from typing import Any, NamedTuple

import orjson

from graph.tools.loose_schema import Notes
from graph.tools.normalise import Unfit, normalised, normalised_parameters
from graph.verify.openai_shape import text_of
from graph.verify.row import RawObject
from state.tool import Tool


class Toolbox(NamedTuple):
    """The tools of a row, and what is wrong with them."""

    tools: tuple[Tool, ...]
    defects: tuple[tuple[str, str], ...]
    """(name of the tool, what is wrong with it)."""


def toolbox(definitions: tuple[RawObject, ...]) -> Toolbox:
    """The tools that are meant. One whose schema cannot be used accepts any arguments, and is named as defect."""
    return _toolbox(orjson.dumps(definitions))


@lru_cache(maxsize=512)
def _toolbox(definitions: bytes) -> Toolbox:
    tools, defects = list[Tool](), list[tuple[str, str]]()
    for number, definition in enumerate(orjson.loads(definitions)):
        inner = definition.get("function")
        function = inner if isinstance(inner, dict) else definition
        name = text_of(function.get("name"))
        if not name:
            defects.append((f"tools[{number}]", "it has no name"))
            continue
        if any(tool.name == name for tool in tools):
            defects.append((name, "its name is taken by an earlier tool"))
        tools.append(_tool(name, function, definition, defects))
    return Toolbox(tuple(tools), tuple(defects))


def _tool(name: str, function: dict[str, Any], outer: dict[str, Any], defects: list[tuple[str, str]]) -> Tool:
    notes: Notes = Counter()
    given = next((function[key] for key in ("parameters", "inputSchema", "input_schema") if key in function), None)
    try:
        parameters = normalised_parameters(given, function.get("required", outer.get("required")), notes)
    except Unfit as error:
        defects.append((name, f"its parameters are no schema: {error}"))
        parameters = {}
    return Tool(
        name=name,
        description=text_of(function.get("description")),
        parameters=parameters,
        returns=_returns(function, outer),
    )


def _returns(function: dict[str, Any], outer: dict[str, Any]) -> dict[str, Any] | None:
    places = ((where, key) for where in (function, outer) for key in ("output_schema", "outputSchema", "returns"))
    raw = next((where[key] for where, key in places if isinstance(where.get(key), dict)), None)
    if not raw:
        return None
    try:
        return normalised(raw, Counter())
    except Unfit:
        return None
