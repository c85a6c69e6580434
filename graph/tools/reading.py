"""Reads tool definitions from a file and says where it stops being one. Judges no schema."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple, NoReturn

from state.errors import ConfigurationError

EXPECTED = 'one JSON object per line such as {"type": "function", "function": {"name": ..., "parameters": ...}}'

_PARAMETERS = ("parameters", "inputSchema", "input_schema")
_RETURNS = ("output_schema", "outputSchema")
_SERVER = ("server", "api")


class Definition(NamedTuple):
    """One tool as its file gives it; the schemas may have any shape."""

    line: int
    name: str
    description: str
    parameters: object
    required: object
    """A list of required names that stands outside the schema."""
    returns: object
    server: str
    domain: str


def read_definitions(path: Path) -> list[Definition]:
    """Every definition of the file in order; the first thing that is none is a `ConfigurationError`."""
    text = _text_of(path)
    lines = _listed(path, text) if text.lstrip().startswith("[") else _separate(path, text)
    definitions = [_definition(path, line, value) for line, value in lines]
    if not definitions:
        raise ConfigurationError(f"{path}: the list of tools is empty; give a file with {EXPECTED}")
    return definitions


def _text_of(path: Path) -> str:
    data = _bytes_of(path)
    if not data.strip():
        raise ConfigurationError(f"{path}: the file is empty; expected {EXPECTED}")
    if b"\0" in data:
        _refuse_binary(path, data, data.index(b"\0"), "a NUL byte")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        _refuse_binary(path, data, error.start, "a byte that is not UTF-8")


def _bytes_of(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except FileNotFoundError as error:
        raise ConfigurationError(f"{path}: no such file; expected a file of tools, {EXPECTED}") from error
    except IsADirectoryError as error:
        raise ConfigurationError(f"{path}: this is a directory; name one file in it, {EXPECTED}") from error
    except (OSError, ValueError) as error:
        raise ConfigurationError(f"{path}: cannot be read ({error}); expected a readable file of tools") from error


def _refuse_binary(path: Path, data: bytes, offset: int, what: str) -> NoReturn:
    line = data.count(b"\n", 0, offset) + 1
    raise ConfigurationError(
        f"{path}:{line}: {what}, so this is no UTF-8 text file; expected {EXPECTED}; unpack it or export it as text"
    )


def _separate(path: Path, text: str) -> Iterator[tuple[int, object]]:
    # Not splitlines(): that would also split at U+2028, which JSON allows inside a string.
    for number, line in enumerate(text.split("\n"), start=1):
        if line.strip():
            yield number, _parse(path, line, number)


def _listed(path: Path, text: str) -> Iterator[tuple[int, object]]:
    _parse(path, text, 1)
    decoder = json.JSONDecoder()
    line, counted, position = 1, 0, _skip(text, text.index("[") + 1)
    while text[position] != "]":
        line, counted = line + text.count("\n", counted, position), position
        value, position = decoder.raw_decode(text, position)
        yield line, value
        position = _skip(text, position)


def _skip(text: str, position: int) -> int:
    while text[position] in " \t\r\n,":
        position += 1
    return position


def _parse(path: Path, text: str, first_line: int) -> object:
    try:
        value: object = json.loads(text, parse_constant=_refuse_constant)
        if "\\ud" in text.lower():
            json.dumps(value, ensure_ascii=False).encode()
    except json.JSONDecodeError as error:
        line = first_line + error.lineno - 1
        raise ConfigurationError(
            f"{path}:{line}: broken JSON, {error.msg} at column {error.colno}; expected {EXPECTED}; "
            "mend or remove the line"
        ) from error
    except RecursionError as error:
        raise ConfigurationError(f"{path}:{first_line}: nested too deeply; expected {EXPECTED}; remove it") from error
    except ValueError as error:
        raise ConfigurationError(f"{path}:{first_line}: not strict JSON ({error}); mend or remove the line") from error
    return value


def _refuse_constant(word: str) -> NoReturn:
    raise ValueError(f"{word} is not a JSON value")


def _definition(path: Path, line: int, value: object) -> Definition:
    entry = value if isinstance(value, dict) else {}
    inner = entry.get("function")
    function: dict[str, Any] = inner if isinstance(inner, dict) else entry
    name, description = function.get("name"), function.get("description")
    described = function is not entry or "description" in function or any(key in function for key in _PARAMETERS)
    if not (isinstance(name, str) and name.strip() and described):
        raise ConfigurationError(f"{path}:{line}: not a tool: {_glimpse(value)}; expected {EXPECTED}; remove the line")
    return Definition(
        line=line,
        name=name.strip(),
        description=description if isinstance(description, str) else "",
        parameters=_first(function, _PARAMETERS),
        required=function.get("required", entry.get("required")),
        returns=_first(entry, _RETURNS) or _first(function, _RETURNS),
        server=_first_text(entry, _SERVER),
        # A category is a name; a field is a path that leads from the general to the particular.
        domain=_first_text(entry, ("category",)) or _first_text(entry, ("field",)).split("/")[0],
    )


def _first(entry: dict[str, Any], keys: tuple[str, ...]) -> object:
    return next((entry[key] for key in keys if entry.get(key) is not None), None)


def _first_text(entry: dict[str, Any], keys: tuple[str, ...]) -> str:
    found = _first(entry, keys)
    return found.strip() if isinstance(found, str) else ""


def _glimpse(value: object) -> str:
    if isinstance(value, dict):
        return f"an object with the keys {sorted(value)[:8]}"
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= 60 else f"{text[:57]}..."
