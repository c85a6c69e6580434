"""Whether a JSON value has a type, and what it becomes when written as that type."""

from pydantic import JsonValue

_KINDS: dict[str, tuple[type, ...]] = {
    "string": (str,),
    "integer": (int,),
    "number": (int, float),
    "boolean": (bool,),
    "array": (list,),
    "object": (dict,),
    "null": (type(None),),
}


def fits(value: JsonValue, kind: object) -> bool:
    """Whether the value has this type, or one of these types; anything fits where no type is given."""
    if isinstance(kind, list):
        return any(fits(value, one) for one in kind)
    if not isinstance(kind, str):
        return True
    if isinstance(value, bool):
        return kind == "boolean"
    if kind == "integer" and isinstance(value, float):
        return value.is_integer()
    return isinstance(value, _KINDS.get(kind, (object,)))


def converted(value: JsonValue, kind: object) -> JsonValue:
    """The value as this type where that is a matter of quotes only; otherwise the value itself."""
    if fits(value, kind) or isinstance(kind, list):
        return value
    if kind == "string" and isinstance(value, int | float):
        return str(value).lower() if isinstance(value, bool) else str(value)
    if kind == "boolean" and isinstance(value, str):
        return {"true": True, "false": False}.get(value.strip().lower(), value)
    if kind in ("integer", "number") and isinstance(value, str):
        return _number(value)
    return value


def _number(text: str) -> JsonValue:
    for reading in (int, float):
        try:
            number = reading(text)
        except ValueError:
            continue
        return number if number - number == 0 else text
    return text
