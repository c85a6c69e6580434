"""What people write for a type, in JSON Schema's words."""

import re
from typing import Any

JSON_TYPES = ("string", "integer", "number", "boolean", "array", "object", "null")

_SYNONYMS = {
    "string": ("str", "text", "char", "character", "file", "path", "enum", "bytes"),
    "integer": ("int", "long", "short", "byte", "int32", "int64", "bigint"),
    "number": ("float", "double", "decimal", "numeric", "float32", "float64"),
    "boolean": ("bool", "bit"),
    "array": ("list", "tuple", "set", "sequence", "arraylist", "queue", "stack"),
    "object": ("dict", "map", "hashmap", "hashtable", "mapping", "json", "struct"),
    "null": ("none", "nonetype", "void", "nil"),
}
_FORMATS = {
    "date": ("date",),
    "time": ("time",),
    "date-time": ("datetime", "timestamp", "date-time"),
    "email": ("email",),
    "uri": ("url", "uri"),
    "uuid": ("uuid",),
}
_WORDS: dict[str, dict[str, Any]] = {
    **{word: {} for word in ("any", "mixed", "unknown", "variant", "")},
    **{word: {"type": kind} for kind in JSON_TYPES for word in (kind, *_SYNONYMS[kind])},
    **{word: {"type": "string", "format": name} for name, words in _FORMATS.items() for word in words},
}

_OPTIONAL = re.compile(r"[,(;\s]\s*optional\)?$|^optional\s*[\[<](.*)[\]>]$")
_GENERIC = re.compile(r"^(\w+)\s*(?:[\[<(]\s*(.*?)\s*[\]>)]|of\s+(\w+?)s?)$")


def is_optional(text: str) -> bool:
    """Whether the words for a type also say that a value may be left out."""
    return _OPTIONAL.search(text.strip().lower()) is not None


def schema_of(text: str) -> dict[str, Any] | None:
    """The schema that these words for a type mean; None where they mean nothing to us."""
    words = _OPTIONAL.sub(lambda match: match.group(1) or "", text.strip().lower()).strip()
    if words in _WORDS:
        return dict(_WORDS[words])
    if words.endswith("[]"):
        return _array_of(words[:-2])
    if generic := _GENERIC.match(words):
        return _generic(generic.group(1), generic.group(2) or generic.group(3) or "")
    alternatives = re.split(r"\s*\|\s*|\s*/\s*|\s+or\s+|\s*,\s*", words)
    if len(alternatives) > 1:
        return _union(alternatives)
    return schema_of(words.split("(")[0]) if "(" in words else None


def _array_of(inner: str) -> dict[str, Any]:
    items = schema_of(inner) if "," not in inner else None
    return {"type": "array", "items": items} if items else {"type": "array"}


def _generic(outer: str, inner: str) -> dict[str, Any] | None:
    if outer in ("union", "optional"):
        return _union(inner.split(","))
    schema = schema_of(outer)
    return _array_of(inner) if schema == {"type": "array"} else schema


def _union(alternatives: list[str]) -> dict[str, Any] | None:
    schemas = [schema_of(alternative) for alternative in alternatives]
    kinds = [schema.get("type") for schema in schemas if schema is not None]
    if None in kinds or not all(isinstance(kind, str) for kind in kinds) or len(kinds) < len(schemas):
        return None
    return {"type": list(dict.fromkeys(kinds))}
