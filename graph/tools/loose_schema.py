"""Brings what people write for a schema into the shape of JSON Schema. Checks nothing yet."""

import json
from collections import Counter
from collections.abc import Callable
from typing import Any

from graph.tools.type_words import is_optional, schema_of
from graph.tools.values import converted, fits

Schema = dict[str, Any]
Notes = Counter[str]
"""How often each kind of change was made."""

MAPS = ("properties", "patternProperties", "$defs", "definitions", "dependentSchemas")
LISTS = ("anyOf", "oneOf", "allOf", "prefixItems")
SINGLES = (
    "items", "additionalItems", "additionalProperties", "contains", "propertyNames",
    "unevaluatedItems", "unevaluatedProperties", "not", "if", "then", "else",
)  # fmt: skip

_DIALECT = frozenset(
    ("$schema", "$id", "$anchor", "$dynamicAnchor", "$dynamicRef", "$recursiveAnchor", "$recursiveRef", "$vocabulary")
)
_CHANGED_SINCE = frozenset(("exclusiveMinimum", "exclusiveMaximum", "items"))
_COMPOSED = ("$ref", "allOf", "anyOf", "oneOf", "patternProperties")


def with_children(schema: Schema, change: "Change") -> Schema:
    """The same schema with each schema directly inside it changed."""
    return {key: _CHANGES[key](inside, change) if key in _CHANGES else inside for key, inside in schema.items()}


Change = Callable[[Any], Schema]


def _in_map(inside: object, change: Change) -> object:
    return {name: change(child) for name, child in inside.items()} if isinstance(inside, dict) else inside


def _in_list(inside: object, change: Change) -> object:
    return [change(child) for child in inside] if isinstance(inside, list) else inside


def _in_single(inside: object, change: Change) -> object:
    return change(inside) if isinstance(inside, dict | str) else inside


_CHANGES = {
    **dict.fromkeys(MAPS, _in_map),
    **dict.fromkeys(LISTS, _in_list),
    **dict.fromkeys(SINGLES, _in_single),
}


def shaped(raw: object, notes: Notes) -> Schema:
    """The schema that was meant, all the way down."""
    schema = _as_object(raw, notes)
    for step in (_with_property_map, _without_dialect, _with_known_type, _with_required_list, _with_modern_keywords):
        schema = step(schema, notes)
    schema = with_children(schema, lambda child: shaped(child, notes))
    return _with_fitting_enum(schema, notes)


def _as_object(raw: object, notes: Notes) -> Schema:
    if isinstance(raw, dict):
        return dict(raw)
    notes["schema that was no object"] += 1
    if isinstance(raw, str):
        meant = schema_of(raw)
        return {"description": raw} if meant is None else meant
    return {"not": {}} if raw is False else {}


def _without_dialect(schema: Schema, notes: Notes) -> Schema:
    found = _DIALECT & schema.keys()
    if not found:
        return schema
    notes["dialect or anchor removed"] += len(found)
    return {key: value for key, value in schema.items() if key not in found}


def _with_known_type(schema: Schema, notes: Notes) -> Schema:
    if "type" not in schema:
        return schema
    given = schema["type"]
    meant = _meant_by(given)
    if meant is None:
        notes["unknown type removed"] += 1
        meant = {}
    elif meant != {"type": given}:
        notes["type in other words"] += 1
    # What the schema says itself is more precise than what its type word implies.
    return meant | {key: value for key, value in schema.items() if key != "type"}


def _meant_by(given: object) -> Schema | None:
    if isinstance(given, str):
        return schema_of(given)
    if not isinstance(given, list):
        return {} if given is None else None
    schemas = [schema_of(word) or {} for word in given if isinstance(word, str)]
    distinct = list(dict.fromkeys(schema["type"] for schema in schemas if "type" in schema))
    return {"type": distinct} if distinct else None


def _with_property_map(schema: Schema, notes: Notes) -> Schema:
    properties = schema.get("properties")
    if properties is None:
        return {key: value for key, value in schema.items() if key != "properties"}
    if isinstance(properties, list):
        notes["properties as a list"] += 1
        return schema | {"properties": by_name(properties)}
    if not isinstance(properties, dict):
        notes["properties of no use removed"] += 1
        return schema | {"properties": {}}
    if isinstance(properties.get("type"), str) and isinstance(properties.get("properties"), dict):
        notes["schema inside its own properties"] += 1
        return _with_property_map(schema | properties, notes)
    if isinstance(properties.get("required"), list):
        notes["required among the properties"] += 1
        rest = {name: value for name, value in properties.items() if name != "required"}
        return {"required": properties["required"]} | schema | {"properties": rest}
    return schema


def by_name(parameters: list[Any]) -> Schema:
    """A property map from a list of schemas that carry their names."""
    named = [one for one in parameters if isinstance(one, dict) and isinstance(one.get("name"), str)]
    return {one["name"]: {key: value for key, value in one.items() if key != "name"} for one in named}


def _with_required_list(schema: Schema, notes: Notes) -> Schema:
    if "properties" not in schema and "required" not in schema:
        return schema
    listed, properties = schema.get("required", []), schema.get("properties", {})
    names = [name for name in listed if isinstance(name, str)] if isinstance(listed, list) else []
    wishes = {name: _wish(child) for name, child in properties.items()}
    names += [name for name, wish in wishes.items() if wish is True]
    known = "properties" in schema and not any(key in schema for key in _COMPOSED)
    kept = [
        name for name in dict.fromkeys(names) if wishes.get(name) is not False and (name in properties or not known)
    ]
    if kept != listed:
        notes["list of required names mended"] += 1
    rest = {key: value for key, value in schema.items() if key != "required"}
    return rest | {"required": kept} if kept or schema.get("required") == [] else rest


def _wish(child: object) -> bool | None:
    """What a property says itself about being required; None where it says nothing."""
    if not isinstance(child, dict):
        return None
    if isinstance(required := child.get("required"), bool):
        return required
    return False if isinstance(child.get("type"), str) and is_optional(child["type"]) else None


def _with_modern_keywords(schema: Schema, notes: Notes) -> Schema:
    if not _CHANGED_SINCE & schema.keys():
        return schema
    result = dict(schema)
    for exclusive, bound in (("exclusiveMinimum", "minimum"), ("exclusiveMaximum", "maximum")):
        if isinstance(flag := result.get(exclusive), bool):
            notes["keyword of an older draft"] += 1
            del result[exclusive]
            if flag and bound in result:
                result[exclusive] = result.pop(bound)
    if isinstance(result.get("items"), list):
        notes["keyword of an older draft"] += 1
        result["prefixItems"] = result.pop("items")
        if "additionalItems" in result:
            result["items"] = result.pop("additionalItems")
    return result


def _with_fitting_enum(schema: Schema, notes: Notes) -> Schema:
    if "enum" not in schema:
        return schema
    rest = {key: value for key, value in schema.items() if key != "enum"}
    given = list(schema["enum"]) if isinstance(schema["enum"], list | dict) else []
    distinct = list({json.dumps(value, sort_keys=True): value for value in given}.values())
    if schema.get("type") == "array" and distinct and not any(isinstance(value, list) for value in distinct):
        notes["enum moved to the items"] += 1
        items = rest.get("items")
        return rest | {"items": (items if isinstance(items, dict) else {}) | {"enum": distinct}}
    turned = [converted(value, rest.get("type")) for value in distinct]
    values = [value for value in turned if fits(value, rest.get("type"))]
    if values != schema["enum"]:
        notes["enum mended"] += 1
    if values:
        return rest | {"enum": values}
    untyped = {key: value for key, value in rest.items() if key != "type"}
    return untyped | {"enum": distinct} if distinct else rest
