"""Finds the tools in one value of a file by its shape, whatever format that is. Judges no schema."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import PurePath
from typing import Any

import orjson

from graph.tools.definition import Definition, Entry, Found, Path
from graph.tools.json_series import LISTS
from graph.tools.prose import mentions

Object = dict[str, Any]

_WRAPPERS = ("function", "toolSpec", "tool_spec")
_NAME = ("name", "api_name", "tool_name", "operationId")
_DESCRIPTION = ("description", "api_description", "tool_description", "desc")
_PARAMETERS = ("parameters", "inputSchema", "input_schema", "arguments", "args", "args_schema", "params")
_TWO_LISTS = ("required_parameters", "optional_parameters")
_RETURNS = ("output_schema", "outputSchema", "response", "responses", "returns")
_SERVER = ("server", "server_name", "api", "tool_name")
_TEXTS = ("system", "system_prompt", "instructions", "prompt", "content", "value")
_DIALOGUES = ("messages", "conversations")


@dataclass(frozen=True, slots=True)
class Origin:
    """What the objects around a tool say of it."""

    server: str = ""
    domain: str = ""

    def inside(self, entry: Object) -> "Origin":
        """The same within this object."""
        # A category is a name; a field is a path that leads from the general to the particular.
        domain = _text(entry, ("category", "category_name")) or _text(entry, ("field",)).split("/")[0]
        return Origin(_text(entry, _SERVER) or self.server, domain or self.domain)


def definitions(entry: Entry) -> Iterator[Found]:
    """Every tool of the entry, and everything in it that should be one and is not."""
    try:
        yield from _unpacked(entry, entry.value, (), Origin())
    except RecursionError:
        yield entry.rejected((), "", "nested too deeply")


def _unpacked(entry: Entry, value: object, path: Path, origin: Origin) -> Iterator[Found]:
    if isinstance(value, list):
        for number, item in enumerate(value):
            yield from _unpacked(entry, item, (*path, number), origin)
    elif isinstance(value, str):
        yield from _in_text(entry, value, path, origin)
    elif isinstance(value, dict):
        yield from _in_object(entry, value, path, origin)
    else:
        yield entry.rejected(path, "", f"not a tool: {_glimpse(value)}")


def _in_object(entry: Entry, value: Object, path: Path, origin: Origin) -> Iterator[Found]:
    if _is_openapi(value):
        yield from _operations(replace(entry, value=value, line=entry.line_of(path)))
    elif definition := _definition(entry, value, path, origin):
        yield definition
    elif lists := [key for key in LISTS if isinstance(value.get(key), list | dict | str)]:
        within = Origin(_text(value, ("name",))).inside(value)
        for key in lists:
            yield from _unpacked(entry, _opened(value[key]), (*path, key), within)
    elif _is_map_of_tools(value):
        for name, tool in value.items():
            yield from _unpacked(entry, {"name": name, **tool}, (*path, name), origin)
    elif text := _system_text(value):
        yield from _in_text(entry, text, path, origin)
    else:
        yield entry.rejected(path, _text(value, _NAME), f"not a tool: {_glimpse(value)}")


def _is_openapi(value: Object) -> bool:
    return ("openapi" in value or "swagger" in value) and "paths" in value


def _operations(entry: Entry) -> Iterator[Found]:
    from graph.tools.openapi import operations

    return operations(entry)


def _definition(entry: Entry, value: Object, path: Path, origin: Origin) -> Definition | None:
    inner = next((value[key] for key in _WRAPPERS if isinstance(value.get(key), dict)), value)
    name = _text(inner, _NAME)
    parameters = _parameters(inner)
    if not name or (parameters is None and not _may_lack_parameters(inner, value)):
        return None
    within = origin.inside(value)
    server = within.server or (PurePath(entry.file).stem if "inputSchema" in inner else "")
    return Definition(
        file=entry.file,
        line=entry.line_of(path),
        name=name,
        description=_text(inner, _DESCRIPTION),
        parameters=parameters,
        required=inner.get("required", value.get("required")),
        returns=_first(value, _RETURNS) or _first(inner, _RETURNS),
        server="" if server == name else server,
        domain=within.domain,
        notes=entry.notes,
    )


def _may_lack_parameters(inner: Object, value: Object) -> bool:
    """Whether an object without parameters is a tool all the same, and not a list of tools or a person."""
    if inner is not value:
        return True
    return "description" in inner and not any(isinstance(value.get(key), list | dict) for key in LISTS)


def _parameters(inner: Object) -> object:
    given = _first(inner, _PARAMETERS)
    if isinstance(given, dict) and given.keys() == {"json"} and isinstance(given["json"], dict):
        return given["json"]
    if given is None and any(isinstance(inner.get(key), list) for key in _TWO_LISTS):
        lists = [inner[key] if isinstance(inner.get(key), list) else [] for key in _TWO_LISTS]
        return [
            {**one, "required": needed} if isinstance(one, dict) else one
            for one, needed in (
                (one, needed) for listed, needed in zip(lists, (True, False), strict=True) for one in listed
            )
        ]
    return given


def _is_map_of_tools(value: Object) -> bool:
    return bool(value) and all(
        isinstance(one, dict) and any(key in one for key in (*_PARAMETERS, "description")) for one in value.values()
    )


def _in_text(entry: Entry, text: str, path: Path, origin: Origin) -> Iterator[Found]:
    found = mentions(text)
    first = entry.line_of(path)
    for mention in found:
        # The lines of a text count only where the text is the file, and not a string in it.
        line = mention.line if text is entry.value else first
        spoken = replace(entry, line=line, places={}, notes=(*entry.notes, "read from running text"))
        yield from _unpacked(spoken, mention.value, (), origin)
    if not found:
        yield entry.rejected(path, "", f"no tool described in the text {_glimpse(text)}")


def _system_text(value: Object) -> str:
    """What the system says in a row of dialogues."""
    if text := _text(value, _TEXTS):
        return text
    listed: list[object] = next((value[key] for key in _DIALOGUES if isinstance(value.get(key), list)), [])
    spoken = [one for one in listed if isinstance(one, dict) and "system" in (one.get("role"), one.get("from"))]
    return "\n".join(_text(one, _TEXTS) for one in spoken)


def _opened(value: object) -> object:
    """What a text of JSON holds; rows often carry their tools as one."""
    if isinstance(value, str) and value.lstrip()[:1] in ("[", "{"):
        try:
            return orjson.loads(value)
        except orjson.JSONDecodeError:
            return value
    return value


def _first(entry: Object, keys: tuple[str, ...]) -> object:
    return next((entry[key] for key in keys if entry.get(key) is not None), None)


def _text(entry: Object, keys: tuple[str, ...]) -> str:
    found = (entry[key] for key in keys if isinstance(entry.get(key), str))
    return next((text.strip() for text in found if text.strip()), "")


def _glimpse(value: object) -> str:
    if isinstance(value, dict):
        return f"an object with the keys {sorted(value)[:8]}"
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= 60 else f"{text[:57]}..."
