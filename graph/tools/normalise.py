"""Makes valid JSON Schema of whatever stands in a tool file, or says why that cannot be done."""

from functools import cache
from typing import Any

import jsonschema_rs
from jsonschema_rs import ValidationError

from graph.tools.loose_schema import LISTS, MAPS, SINGLES, Notes, Schema, by_name, shaped, with_children
from graph.tools.references import leads_somewhere, without_unused_definitions
from graph.tools.type_words import schema_of
from graph.tools.values import converted

_MOST_REPAIRS = 200
_DEEPEST = 100
"""Levels of lists and objects. More would not survive being written into a record."""
_SCHEMA_WORDS = frozenset((*MAPS, *LISTS, *SINGLES, "$ref"))


class Unfit(Exception):
    """A schema that cannot be made valid; the message is the reason."""


def normalised_parameters(raw: object, required: object, notes: Notes) -> Schema:
    """Valid JSON Schema of named arguments; `required` is a list that stood outside the schema."""
    schema = _object_schema(raw, notes)
    if isinstance(required, list) and not schema.get("required"):
        notes["required beside the schema"] += 1
        schema = schema | {"required": required}
    valid = normalised(schema, notes)
    return {"type": "object", "properties": {}} | valid | {"type": "object"}


def normalised_result(raw: Schema, notes: Notes) -> Schema:
    """Valid JSON Schema of what a tool returns; a map of fields is an object of these."""
    flat = not _SCHEMA_WORDS & raw.keys() and "type" not in raw and all(isinstance(one, dict) for one in raw.values())
    return normalised({"type": "object", "properties": raw} if flat else raw, notes)


def normalised(raw: object, notes: Notes) -> Schema:
    """Valid JSON Schema, Draft 2020-12, that can be compiled without leaving the file."""
    try:
        schema = shaped(raw, notes)
        _drop_faults(schema, notes)
        schema = without_unused_definitions(_settled(schema, schema, notes), notes)
        jsonschema_rs.validator_for(schema)
        if _is_deeper(schema, _DEEPEST):
            raise Unfit("the schema is nested too deeply")
    except RecursionError as error:
        raise Unfit("the schema is nested too deeply") from error
    except ValueError as error:
        raise Unfit(str(error).split("\n", 1)[0]) from error
    return schema


def _is_deeper(part: object, levels: int) -> bool:
    inside = part.values() if isinstance(part, dict) else part if isinstance(part, list) else ()
    return levels == 0 or any(_is_deeper(one, levels - 1) for one in inside if isinstance(one, dict | list))


def _object_schema(raw: object, notes: Notes) -> Schema:
    if raw is None or raw == "" or raw == {} or raw == []:
        notes["no parameters given"] += raw is None
        return {"type": "object", "properties": {}}
    if isinstance(raw, list):
        notes["parameters as a list"] += 1
        if len(named := by_name(raw)) < len(raw):
            raise Unfit("the list of parameters has entries without a name of their own")
        return {"type": "object", "properties": named}
    if not isinstance(raw, dict):
        raise Unfit(f"parameters are {raw!r:.60}, not a schema of named arguments")
    if "properties" in raw or (any(key in raw for key in _SCHEMA_WORDS) and not _is_flat(raw)):
        _refuse_other_types(raw)
        return raw
    return _from_flat_map(raw, notes)


def _is_flat(raw: Schema) -> bool:
    """Whether an argument only happens to be named like a keyword."""
    return all(isinstance(value, dict) and "type" in value for value in raw.values())


def _refuse_other_types(raw: Schema) -> None:
    kind = raw.get("type")
    words = kind if isinstance(kind, list) else [kind]
    meant = [schema_of(word) if isinstance(word, str) else {} for word in words]
    if all(one and one.get("type") not in ("object", None) for one in meant):
        raise Unfit(f"parameters are of type {kind!r}, not an object of named arguments")


def _from_flat_map(raw: Schema, notes: Notes) -> Schema:
    if isinstance(raw.get("type"), str):
        _refuse_other_types(raw)
    arguments: Schema = {name: value for name, value in raw.items() if isinstance(value, dict)}
    if not arguments and "type" not in raw:
        arguments = {name: value for name, value in raw.items() if isinstance(value, str)}
    keywords: Schema = {name: value for name, value in raw.items() if name not in arguments}
    notes["parameters as a flat map"] += bool(arguments)
    return keywords | {"type": "object", "properties": arguments}


def _drop_faults(schema: Schema, notes: Notes) -> None:
    """Take out, one by one, the keywords that the meta-schema objects to."""
    for _ in range(_MOST_REPAIRS):
        try:
            jsonschema_rs.meta.validate(schema)
        except ValidationError as error:
            if not error.instance_path:
                raise
            _take_out(schema, error.instance_path)
            notes["invalid keyword removed"] += 1
        else:
            return
    raise Unfit(f"more than {_MOST_REPAIRS} faults in the schema")


def _settled(schema: Schema, root: Schema, notes: Notes) -> Schema:
    """Without references, patterns and defaults that lead nowhere."""
    if not isinstance(schema, dict):
        return schema
    result = with_children(schema, lambda child: _settled(child, root, notes))
    if "$ref" in result and not leads_somewhere(result["$ref"], root):
        notes["reference that leads nowhere removed"] += 1
        del result["$ref"]
    if "pattern" in result and not _compiles(result["pattern"]):
        notes["pattern that does not compile removed"] += 1
        del result["pattern"]
    if patterns := result.get("patternProperties"):
        result["patternProperties"] = {key: value for key, value in patterns.items() if _compiles(key)}
        notes["pattern that does not compile removed"] += len(patterns) - len(result["patternProperties"])
    return _with_valid_default(result, notes)


def _take_out(schema: Any, path: list[str | int]) -> None:  # noqa: ANN401 - any part of a schema
    for part in path[:-1]:
        schema = schema[_key(schema, part)]
    del schema[_key(schema, path[-1])]


def _key(holder: object, part: str | int) -> Any:  # noqa: ANN401 - of a list or an object
    """The validator says 0 where a name is "0"."""
    return str(part) if isinstance(holder, dict) else part


@cache
def _compiles(pattern: str) -> bool:
    try:
        jsonschema_rs.validator_for({"pattern": pattern})
    except ValueError:
        return False
    return True


def _with_valid_default(schema: Schema, notes: Notes) -> Schema:
    if "default" not in schema:
        return schema
    rest = {key: value for key, value in schema.items() if key != "default"}
    default = converted(schema["default"], rest.get("type"))
    # An empty text stands for "none" in the pools; as a value it would be sent.
    if default == "" or not _accepts(rest, default):
        notes["default that is no value removed"] += 1
        return rest
    notes["default converted"] += default != schema["default"]
    return rest | {"default": default}


def _accepts(schema: Schema, value: object) -> bool:
    try:
        return jsonschema_rs.is_valid(schema, value)
    except ValueError:
        # It refers to another part of its tool, so it cannot be judged alone.
        return True
