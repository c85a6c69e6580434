"""Whatever a file holds, loading it gives valid tools and reasons, and never an exception."""

import json
from collections.abc import Callable
from copy import deepcopy
from pathlib import Path
from typing import Any

import jsonschema_rs
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from graph.tools.definition import Rejected
from graph.tools.describing import Described, describe
from graph.tools.reading import read_definitions

CITY = {"type": "object", "properties": {"city": {"type": "string", "enum": ["Ghent"]}}, "required": ["city"]}
CYCLIC = {"type": "object", "properties": {"a": {"$ref": "#/$defs/A"}}, "$defs": {"A": {"$ref": "#/$defs/A"}}}
SHAPES: tuple[Any, ...] = (
    {"type": "function", "function": {"name": "one", "description": "D", "parameters": CITY}, "server": "S"},
    {"name": "two", "description": "D", "input_schema": CITY},
    {"name": "three", "description": "D", "inputSchema": CYCLIC, "outputSchema": CITY},
    {"id": "x", "question": [], "function": [{"name": "a.b", "parameters": {"type": "dict", "properties": {}}}]},
    {"tools": [{"name": "four", "parameters": [{"name": "x", "type": "int, optional"}]}]},
    {"system": "Use these:\n1. five(city: str, days: int = 3) -> dict: The forecast\nName: x\nParameters: y: int"},
    {
        "openapi": "3.0.0",
        "info": {"title": "T", "version": "1"},
        "paths": {
            "/six/{id}": {
                "parameters": [{"name": "id", "in": "path", "required": True, "schema": {"type": "integer"}}],
                "put": {
                    "requestBody": {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/S"}}}},
                    "responses": {"200": {"description": "", "content": {"application/json": {"schema": CITY}}}},
                },
            }
        },
        "components": {"schemas": {"S": {"type": "object", "properties": {"s": {"$ref": "#/components/schemas/S"}}}}},
    },
)
DEEP: Any = 7
for _ in range(300):
    DEEP = {"properties": {"x": DEEP}, "items": [DEEP]} if _ < 8 else {"not": DEEP}
LEAVES = st.sampled_from(
    (None, True, 0, -1.5, 10**400, 10**30, "", "x", "str, optional", "#/$defs/A", "#", "\0", "é𝒳", [], {}, [[]], "deep")
)
Edit = tuple[str, int, Any]
EDITS = st.lists(
    st.tuples(st.sampled_from(("drop", "replace", "nest", "rename", "double")), st.integers(0, 60), LEAVES), max_size=6
)


def _places(value: Any, found: list[tuple[Any, Any]], depth: int = 0) -> list[tuple[Any, Any]]:
    """Every container with every key that it has."""
    keys = value.keys() if isinstance(value, dict) else range(len(value)) if isinstance(value, list) else ()
    for key in keys if depth < 20 else ():
        found.append((value, key))
        _places(value[key], found, depth + 1)
    return found


def _edited(shape: Any, edits: list[Edit]) -> Any:
    value = json.loads(json.dumps([shape]))
    for what, number, leaf in edits:
        places = _places(value, [])
        if not places:
            break
        holder, key = places[number % len(places)]
        if what == "drop":
            del holder[key]
        elif what == "replace":
            holder[key] = deepcopy(DEEP if leaf == "deep" else leaf)
        elif what == "nest":
            holder[key] = {"type": deepcopy(holder[key]), "x": [holder[key]]}
        elif what == "rename" and isinstance(holder, dict):
            holder[str(leaf)[:9]] = holder.pop(key)
        elif what == "double" and isinstance(holder, list):
            holder.append(deepcopy(holder[key]))
    return value


WRITERS: tuple[Callable[[list[Any]], str], ...] = (
    lambda entries: "\n".join(json.dumps(entry) for entry in entries),
    lambda entries: json.dumps(entries, indent=1),
    lambda entries: json.dumps({"tools": entries}, indent=2, ensure_ascii=False),
    lambda entries: "\r\n\r\n".join(json.dumps(entry) for entry in entries),
    lambda entries: yaml.safe_dump(entries[0] if len(entries) == 1 else {"tools": entries}),
    lambda entries: "\n".join(json.dumps(entry, indent=2) for entry in entries),
)
ENCODINGS = ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-32", "latin-1")
SUFFIXES = (".jsonl", ".json", ".yaml", ".txt", "")


def _valid(described: Described) -> None:
    for tool in described.tools:
        jsonschema_rs.meta.validate(tool.parameters)
        jsonschema_rs.validator_for(tool.parameters)
        assert tool.parameters["type"] == "object"
        assert 1 <= len(tool.name) <= 64
        assert tool.name.isascii()
        if tool.returns is not None:
            jsonschema_rs.validator_for(tool.returns)
    assert all(isinstance(one, Rejected) and one.line >= 1 and one.reason for one in described.rejected)
    assert described.tools or described.rejected


@settings(derandomize=True, database=None, deadline=None, max_examples=200, suppress_health_check=list(HealthCheck))
@given(
    st.lists(st.tuples(st.sampled_from(SHAPES), EDITS), min_size=1, max_size=4),
    st.sampled_from(WRITERS),
    st.sampled_from(ENCODINGS),
    st.sampled_from(SUFFIXES),
    st.lists(st.tuples(st.integers(0, 10_000), st.binary(max_size=3), st.integers(0, 40)), max_size=3),
)
def test_a_mangled_file_gives_valid_tools_and_reasons(tmp_path, entries, writer, encoding, suffix, cuts):
    values = [value for shape, edits in entries for value in _edited(shape, edits)]
    data = writer(values).encode(encoding, "replace") if values else b"[]"
    for place, inserted, removed in cuts:
        start = place % (len(data) + 1)
        data = data[:start] + inserted + data[start + removed :]
    path = Path(tmp_path / f"pool{suffix}")
    path.write_bytes(data)
    _valid(describe(read_definitions(path)))


@settings(derandomize=True, database=None, deadline=None, max_examples=200, suppress_health_check=list(HealthCheck))
@given(st.binary(max_size=200) | st.text(alphabet="{}[]\":,()-> \nab0.*#&?|'\\", max_size=200).map(str.encode))
def test_any_bytes_give_reasons(tmp_path, data):
    path = tmp_path / "pool"
    path.write_bytes(data)
    _valid(describe(read_definitions(path)))
