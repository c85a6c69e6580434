"""Reading JSON Schemas: what a property is, and where a field of a given name stands."""

import re
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any, NamedTuple

import jsonschema_rs
from pydantic import JsonValue

Schema = Mapping[str, Any]

_IDENTIFIER = re.compile(r"(^|_)(id|ids|number|code|key|reference|ref|token|hash|uuid|udid|uid|guid|sku|slug)$")
_SHORT = {
    "q": "query", "lat": "latitude", "lng": "longitude", "lon": "longitude", "num": "number", "max": "maximum",
    "min": "minimum", "desc": "description", "repo": "repository", "dir": "directory", "lang": "language",
    "msg": "message", "addr": "address", "img": "image", "cmd": "command", "str": "text", "dest": "destination",
    "src": "source", "tz": "timezone", "org": "organization", "ts": "timestamp", "db": "database",
    "param": "parameter", "params": "parameters", "args": "arguments", "pwd": "password", "qty": "quantity",
}  # fmt: skip
_UPPER = {"id": "ID", "ids": "IDs", "url": "URL", "urls": "URLs", "uuid": "UUID", "uri": "URI", "sql": "SQL",
          "html": "HTML", "css": "CSS", "api": "API", "ip": "IP", "json": "JSON", "doi": "DOI", "pdf": "PDF",
          "sku": "SKU", "cik": "CIK", "csv": "CSV", "xml": "XML", "iso": "ISO", "dns": "DNS"}  # fmt: skip


class Field(NamedTuple):
    """A field inside a schema or a value: its path, and the list it is in, if any."""

    path: str
    items: str = ""
    """The path of the list of which it is the first item's field."""


def resolve(schema: object, root: Schema) -> Schema:
    """The schema that a `$ref`, a union or a conjunction amounts to; its first plain choice."""
    for _ in range(6):
        if not isinstance(schema, Mapping):
            return {}
        if "$ref" in schema:
            schema = _referred(str(schema["$ref"]), root)
        elif choices := schema.get("anyOf") or schema.get("oneOf"):
            schema = next((c for c in choices if isinstance(c, Mapping) and c.get("type") != "null"), {})
        elif parts := schema.get("allOf"):
            merged = {key: value for key, value in schema.items() if key != "allOf"}
            for part in parts:
                merged |= resolve(part, root)
            schema = merged
        else:
            return schema
    return {}


def _referred(reference: str, root: Schema) -> object:
    found: object = root
    for part in reference.removeprefix("#/").split("/"):
        found = found.get(part, {}) if isinstance(found, Mapping) else {}
    return found


def kind_of(schema: Schema) -> str:
    """The JSON type, `string` where none is said."""
    named = schema.get("type")
    if isinstance(named, list):
        named = next((name for name in named if name != "null"), "string")
    if isinstance(named, str):
        return named
    return "object" if "properties" in schema else "array" if "items" in schema else "string"


def fits(value: JsonValue, schema: Schema, root: Schema) -> bool:
    """Whether the value obeys the schema; a broken schema refuses nothing."""
    definitions = {key: root[key] for key in ("$defs", "definitions") if key in root}
    try:
        return bool(jsonschema_rs.is_valid({**definitions, **schema}, value))
    except (ValueError, jsonschema_rs.ValidationError):
        return True


def field_in_schema(name: str, schema: Schema) -> Field | None:
    """Where a result of this schema has a field of this name."""
    return next((field for field, found in _walk(schema, schema, "", "", 0) if found == name), None)


def _walk(schema: object, root: Schema, path: str, items: str, depth: int) -> Iterator[tuple[Field, str]]:
    plain = resolve(schema, root)
    if depth > 4:
        return
    if kind_of(plain) == "array" and not items:
        yield from _walk(plain.get("items"), root, f"{path}[0]", path, depth + 1)
        return
    inner = plain.get("properties") or {}
    for name, below in inner.items():
        here = f"{path}.{quoted(name)}" if path else quoted(name)
        if kind_of(resolve(below, root)) not in ("array", "object"):
            yield Field(here, items), name
    for name, below in inner.items():
        here = f"{path}.{quoted(name)}" if path else quoted(name)
        yield from _walk(below, root, here, items, depth + 1)


def field_in_value(name: str, value: JsonValue, path: str = "", items: str = "") -> Field | None:
    """Where an observation has a plain value under this name."""
    if isinstance(value, list):
        return field_in_value(name, value[0], f"{path}[0]", path) if value and not items else None
    if not isinstance(value, dict):
        return None
    prefix = f"{path}." if path else ""
    if name in value and value[name] is not None and not isinstance(value[name], dict | list):
        return Field(f"{prefix}{quoted(name)}", items)
    below = (field_in_value(name, inner, f"{prefix}{quoted(key)}", items) for key, inner in value.items())
    return next((field for field in below if field), None)


def quoted(name: str) -> str:
    """A field name as JMESPath writes it."""
    return name if re.fullmatch(r"[A-Za-z_][A-Za-z0-9_]*", name) else f'"{name}"'


@cache
def words_of(name: str) -> tuple[str, ...]:
    """The words of a name in snake, kebab or camel case, in lower case."""
    name = re.sub(r"(ID|URL|UUID|API)s(?![a-z])", lambda acronym: f"{acronym[1].title()}s", name)
    spaced = re.sub(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])|[^A-Za-z0-9]+", " ", name)
    return tuple(spaced.lower().split()) or (name,)


@cache
def readable(name: str) -> str:
    """A name as people would say it: `maxResults` is `maximum results`."""
    words = [_UPPER.get(word) or _SHORT.get(word, word) for word in words_of(name)]
    return " ".join(words) or name


@cache
def identifier_like(name: str) -> bool:
    """Whether a parameter of this name holds something that nobody can make up."""
    return _IDENTIFIER.search("_".join(words_of(name))) is not None


def numeric_fields(schema: object, root: Schema) -> tuple[str, ...]:
    """The names of the plain number fields of an object schema."""
    inner = resolve(schema, root).get("properties") or {}
    return tuple(name for name, below in inner.items() if kind_of(resolve(below, root)) in ("number", "integer"))
