"""Follows the references inside one tool's schema. Never leaves it."""

from collections.abc import Iterator

from graph.tools.loose_schema import Notes, Schema

_DEFINITIONS = ("$defs", "definitions")


def leads_somewhere(reference: str, root: Schema) -> bool:
    """Whether following the reference ends at a schema of the same tool."""
    seen: set[str] = set()
    while reference not in seen:
        seen.add(reference)
        target = _target(reference, root)
        if not isinstance(target, dict):
            return False
        if not isinstance(target.get("$ref"), str):
            return True
        reference = target["$ref"]
    return False


def _target(reference: str, root: Schema) -> object:
    if not (reference == "#" or reference.startswith("#/")):
        return None
    place: object = root
    for part in reference.split("/")[1:]:
        name = part.replace("~1", "/").replace("~0", "~")
        if isinstance(place, list) and name.isdecimal() and int(name) < len(place):
            place = place[int(name)]
        elif isinstance(place, dict):
            place = place.get(name)
        else:
            return None
    return place


def without_unused_definitions(schema: Schema, notes: Notes) -> Schema:
    """The schema without definitions that nothing refers to; servers attach theirs to every tool."""
    body = {key: value for key, value in schema.items() if key not in _DEFINITIONS}
    reached: set[str] = set()
    waiting = list(_references(body))
    while waiting:
        reference = waiting.pop()
        if reference not in reached:
            reached.add(reference)
            waiting.extend(_references(_target(reference, schema)))
    result = dict(body)
    for key in (key for key in _DEFINITIONS if key in schema):
        used = {name: value for name, value in schema[key].items() if _is_reached(key, name, reached)}
        notes["definition that nothing uses removed"] += len(schema[key]) - len(used)
        result |= {key: used} if used else {}
    return result


def _is_reached(key: str, name: str, reached: set[str]) -> bool:
    place = f"#/{key}/{name.replace('~', '~0').replace('/', '~1')}"
    return any(one == place or one.startswith(f"{place}/") for one in reached)


def _references(part: object) -> Iterator[str]:
    if isinstance(part, dict):
        if isinstance(part.get("$ref"), str):
            yield part["$ref"]
        part = list(part.values())
    if isinstance(part, list):
        for inside in part:
            yield from _references(inside)
