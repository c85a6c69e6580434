"""Makes a tool definition of every operation of an OpenAPI 3 document, with the help of fastmcp.

The library gives up a whole document for one fault in it. So it is shown one operation at a time, with the components
that the operation reaches; and what it reports to its log as left out is listened to.
"""

import logging
import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import orjson
from pydantic import ValidationError

from graph.tools.definition import Definition, Entry, Found, Path
from graph.tools.extras import needed
from graph.tools.openapi_document import METHODS, alone, declared, without_faults

if TYPE_CHECKING:
    from fastmcp.utilities.openapi import HTTPRoute

Object = dict[str, Any]

_LOGGER = "fastmcp.utilities.openapi"
_NO_OUTPUT = "output schema of no use left out"
_PAIRED = "parameters of one name told apart by their place"
"""The library adds `__path`, `__query` or `__header` to the name of the one that does not stand in the body."""


class _Unreadable(Exception):
    """An operation that the library cannot read; the message is the reason."""


def operations(entry: Entry) -> Iterator[Found]:
    """Every operation of the document that this entry is."""
    document = entry.value
    assert isinstance(document, dict)
    paths = document["paths"]
    if not str(document.get("openapi", "")).startswith("3."):
        yield entry.rejected((), "", "not OpenAPI 3; convert it first, for instance with `npx swagger2openapi`")
        return
    for path, item in paths.items() if isinstance(paths, dict) else ():
        for method in METHODS:
            if isinstance(item, dict) and method in item:
                yield _operation(entry, document, path, method)


def _operation(entry: Entry, document: Object, path: str, method: str) -> Found:
    place: Path = ("paths", path, method)
    name = _name(document["paths"][path][method], path, method)
    try:
        route, notes = _route(document, path, method)
    except _Unreadable as error:
        return entry.rejected(place, name, f"{method.upper()} {path}: {error}")
    information = document.get("info")
    title = information.get("title") if isinstance(information, dict) else None
    return Definition(
        file=entry.file,
        line=entry.line_of(place),
        name=name,
        description=_description(route),
        parameters=route.flat_param_schema,
        returns=_returned(route),
        server=title.strip() if isinstance(title, str) else "",
        domain=route.tags[0] if route.tags else "",
        notes=(*entry.notes, *notes),
    )


def _name(operation: object, path: str, method: str) -> str:
    given = operation.get("operationId") if isinstance(operation, dict) else None
    if isinstance(given, str) and given.strip():
        return given.strip()
    return "_".join([method, *re.findall(r"[^\W_]+", path)])


def _description(route: "HTTPRoute") -> str:
    summary, description = (route.summary or "").strip(), (route.description or "").strip()
    if not description or summary.rstrip(".") == description.rstrip("."):
        return summary or description
    return description if not summary or description.startswith(summary) else f"{summary.rstrip('.')}. {description}"


def _route(document: Object, path: str, method: str) -> tuple["HTTPRoute", tuple[str, ...]]:
    """What the library makes of one operation, and notes of what was left out."""
    try:
        single = alone(document, path, method)
    except orjson.JSONEncodeError as error:
        raise _Unreadable("nested too deeply") from error
    with _listening() as complaints:
        routes, removed = _parsed(single, complaints)
    fatal = [complaint for complaint in complaints if "response" not in complaint]
    if fatal or not routes:
        raise _Unreadable(fatal[0] if fatal else "this is no operation")
    route = routes[0]
    if len(route.parameters) < declared(single, path, method):
        raise _Unreadable("one of its parameters cannot be read")
    moved = any(argument != place["openapi_name"] for argument, place in route.parameter_map.items())
    left_out = len(fatal) < len(complaints)
    notes = ((_PAIRED, moved), (_NO_OUTPUT, left_out), ("part of a schema that fastmcp refuses removed", removed))
    return route, tuple(note for note, applies in notes if applies)


def _parsed(single: Object, complaints: list[str]) -> tuple[list["HTTPRoute"], int]:
    """The library's reading, and how many faults of schemas had to be taken out for it."""
    library = needed("fastmcp.utilities.openapi", "tools", "an OpenAPI document")
    removed = 0
    while True:
        try:
            return library.parse_openapi_to_http_routes(single), removed
        except Exception as error:
            # Whatever a document makes the library raise concerns this operation only.
            cause = error.__cause__
            gone = without_faults(single, cause.errors()) if isinstance(cause, ValidationError) else 0
            if not gone:
                raise _Unreadable(_reason(error)) from error
            removed += gone
            complaints.clear()


def _reason(error: Exception) -> str:
    if isinstance(error.__cause__, ValidationError):
        first = error.__cause__.errors()[0]
        place = ".".join(str(step) for step in first["loc"] if step not in ("paths", "components"))
        return f"{place}: {first['msg']}"
    return str(error).split("\n", 1)[0] or type(error).__name__


def _returned(route: "HTTPRoute") -> Object | None:
    """The schema of the result, as the API gives it: fastmcp puts what is no object into one."""
    library = needed("fastmcp.utilities.openapi", "tools", "an OpenAPI document")
    try:
        schema = library.extract_output_schema_from_responses(
            route.responses, route.response_schemas, route.openapi_version
        )
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return None
    if schema is None:
        return None
    if schema.get("x-fastmcp-wrap-result"):
        schema = {**schema["properties"]["result"], "$defs": schema.get("$defs", {})}
    return {key: value for key, value in schema.items() if not key.startswith("x-fastmcp")}


@contextmanager
def _listening() -> Iterator[list[str]]:
    """Collect what the library says it had to leave out, instead of showing it."""
    heard: list[str] = []
    logger, ear = logging.getLogger(_LOGGER), _Ear(heard)
    propagated, logger.propagate = logger.propagate, False
    logger.addHandler(ear)
    try:
        yield heard
    finally:
        logger.removeHandler(ear)
        logger.propagate = propagated


class _Ear(logging.Handler):
    def __init__(self, heard: list[str]) -> None:
        super().__init__(logging.WARNING)
        self.heard = heard

    def emit(self, record: logging.LogRecord) -> None:
        self.heard.append(record.getMessage().split("\n", 1)[0])
