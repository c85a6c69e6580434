"""A JSON Schema as strict endpoints want it: every object closed, every property required."""

from typing import Any

Schema = dict[str, Any]

_DROPPED = frozenset({"default", "discriminator", "title"})


class _Open(Exception):
    """A part of the schema takes anything at all."""


def closed(schema: Schema) -> Schema | None:
    """Close a schema; None where a part of it takes any value, which no strict endpoint accepts."""
    try:
        return _closed(schema)
    except _Open:
        return None


def _closed(schema: Schema) -> Schema:
    if not schema.keys() & {"type", "anyOf", "oneOf", "$ref", "enum", "const"}:
        raise _Open
    tight = {name: value for name, value in schema.items() if name not in _DROPPED and name != "oneOf"}
    for name in ("anyOf", "oneOf"):
        if name in schema:
            tight["anyOf"] = [_closed(each) for each in schema[name]]
    if "$defs" in schema:
        tight["$defs"] = {name: _closed(each) for name, each in schema["$defs"].items()}
    if "items" in schema:
        tight["items"] = _closed(schema["items"])
    return tight | (_closed_object(schema) if schema.get("type") == "object" else {})


def _closed_object(schema: Schema) -> Schema:
    if "properties" not in schema:
        # A free map, or an object without fields, which some endpoints take for one.
        raise _Open
    properties = {name: _closed(each) for name, each in schema["properties"].items()}
    return {"properties": properties, "required": [*properties], "additionalProperties": False}
