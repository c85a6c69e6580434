"""Takes an OpenAPI document apart into documents of one operation each, with what the operation refers to."""

from collections.abc import Iterable, Iterator
from typing import Any

import orjson
from pydantic_core import ErrorDetails

Object = dict[str, Any]

METHODS = ("get", "put", "post", "delete", "patch", "options", "head", "trace")

_IGNORED = frozenset(("header", name) for name in ("accept", "content-type", "authorization"))
"""The standard says that these are no parameters."""
_SCHEMAS = frozenset({"schema", "schemas"})
_UNIONS = frozenset({"Schema", "Reference", "bool"})
"""How pydantic tells apart, in the path of a fault, what a value was held to be."""


def alone(document: Object, path: str, method: str) -> Object:
    """A document with this operation only, of its own: changing it changes nothing else."""
    item = document["paths"][path]
    operation = item[method] if isinstance(item[method], dict) else {}
    shared = item.get("parameters")
    kept: Object = {method: operation, "parameters": shared if isinstance(shared, list) else []}
    single: Object = {
        "openapi": document["openapi"],
        "info": {"title": "one operation", "version": "1"},
        "paths": {path: kept},
        "components": _reached(document, kept),
    }
    copied: Object = orjson.loads(orjson.dumps(single))
    ignored = _IGNORED | set(_credentials(document))
    for holder in (copied["paths"][path], copied["paths"][path][method]):
        if isinstance(holder.get("parameters"), list):
            holder["parameters"] = [one for one in holder["parameters"] if _place_and_name(one) not in ignored]
    return copied


def declared(single: Object, path: str, method: str) -> int:
    """How many parameters an operation declares, those that its path has for all included."""
    item = single["paths"][path]
    own = item[method].get("parameters")
    listed = [*(own if isinstance(own, list) else []), *item["parameters"]]
    return len({_identity(one) for one in listed})


def without_faults(single: Object, errors: Iterable[ErrorDetails]) -> int:
    """Take out parts of schemas that the library takes for faults, and say how many; other faults stay."""
    places = {place for error in errors if error["type"] != "missing" if (place := _place(single, error["loc"]))}
    removed = 0
    for place in places:
        holder: Any = single
        for step in place[:-1]:
            holder = holder[step] if _has(holder, step) else None
        if isinstance(holder, dict) and place[-1] in holder:
            del holder[place[-1]]
            removed += 1
    return removed


def _place(value: Any, location: tuple[int | str, ...]) -> tuple[int | str, ...]:  # noqa: ANN401 - JSON
    """The path of a fault inside a schema; empty where it is elsewhere."""
    place: list[int | str] = []
    for step in location:
        if _has(value, step):
            value = value[step]
            place.append(step)
        elif step not in _UNIONS:
            return ()
    inside = any(step in _SCHEMAS for step in place[:-1])
    return tuple(place) if inside and place[-2] not in _SCHEMAS else ()


def _has(value: object, step: int | str) -> bool:
    if isinstance(value, list):
        return isinstance(step, int) and step < len(value)
    return isinstance(value, dict) and step in value


def _reached(document: Object, kept: Object) -> Object:
    """The components that an operation refers to, directly or through others."""
    components = document.get("components")
    found: Object = {}
    waiting = list(_references(kept)) if isinstance(components, dict) else []
    seen: set[tuple[str, str]] = set()
    while waiting:
        kind, name = waiting.pop()
        group = components.get(kind) if isinstance(components, dict) else None
        if (kind, name) not in seen and isinstance(group, dict) and name in group:
            seen.add((kind, name))
            found.setdefault(kind, {})[name] = group[name]
            waiting.extend(_references(group[name]))
    return found


def _references(part: object) -> Iterator[tuple[str, str]]:
    """Kind and name of every component that is named in here, as a reference or as the target of a mapping."""
    waiting = [part]
    while waiting:
        one = waiting.pop()
        if isinstance(one, dict):
            waiting.extend(one.values())
        elif isinstance(one, list):
            waiting.extend(one)
        elif isinstance(one, str) and one.startswith("#/components/"):
            kind, _, rest = one.removeprefix("#/components/").partition("/")
            yield kind, rest.split("/")[0].replace("~1", "/").replace("~0", "~")


def _credentials(document: Object) -> Iterator[tuple[str, str]]:
    """Where keys are sent. Whoever makes a call has one; it is no argument that a user gives."""
    components = document.get("components")
    schemes = components.get("securitySchemes") if isinstance(components, dict) else None
    for scheme in schemes.values() if isinstance(schemes, dict) else ():
        if isinstance(scheme, dict) and scheme.get("type") == "apiKey":
            yield _place_and_name(scheme)


def _place_and_name(parameter: object) -> tuple[str, str]:
    if not isinstance(parameter, dict):
        return "", ""
    place, name = str(parameter.get("in", "")), str(parameter.get("name", ""))
    return place, name.lower() if place == "header" else name


def _identity(parameter: object) -> str:
    if not isinstance(parameter, dict):
        return repr(parameter)
    return str(parameter.get("$ref") or (parameter.get("name"), parameter.get("in")))
