"""Takes a file apart into its values: JSON lines one by one, a list by its elements, anything else as a whole.

What cannot be read is passed on as rejected, with its line; the rest of the file goes on.
"""

import json
import re
from collections.abc import Iterable, Iterator
from io import BytesIO
from itertools import chain, islice
from pathlib import Path
from typing import BinaryIO

import orjson

from graph.tools.definition import Entry, Rejected
from graph.tools.json_series import read_series
from graph.tools.positions import lines, parts
from graph.tools.yaml_reading import NoYaml, read_yaml
from state.errors import ConfigurationError

Read = Entry | Rejected

_YAML_FILES = (".yaml", ".yml")
_LINE_FILES = (".jsonl", ".ndjson")
_YAML_HEAD = re.compile(
    r"(?:(?:---|#|%)[^\n]*\n|\s*\n)*(?:openapi|swagger|info|paths|tools|functions)[ \t]*:", re.ASCII
)
_LINES_TRIED = 50


def read_entries(path: Path) -> Iterator[Read]:
    """Every value of the file, in order; `ConfigurationError` where the file cannot be read at all."""
    try:
        with path.open("rb") as file:
            yield from _entries(path, _as_utf8(file))
    except FileNotFoundError as error:
        raise ConfigurationError(f"{path}: no such file; expected a file or folder of tools") from error
    except OSError as error:
        reason = error.strerror or error
        raise ConfigurationError(f"{path}: cannot be read ({reason}); expected a readable file of tools") from error


def _as_utf8(file: BinaryIO) -> BinaryIO:
    """The bytes without a byte order mark; UTF-16 and UTF-32 are recognised with and without one."""
    head = file.read(4)
    encoding = json.detect_encoding(head) if head else "utf-8"
    file.seek(3 if encoding == "utf-8-sig" else 0)
    if encoding.startswith("utf-8"):
        return file
    return BytesIO(file.read().decode(encoding, "replace").encode())


def _entries(path: Path, stream: BinaryIO) -> Iterator[Read]:
    blank = 0
    first = b""
    for first in stream:
        if first.strip():
            break
        blank += 1
    if path.suffix.lower() not in _YAML_FILES and isinstance(_parsed(first), dict | list):
        yield from _json_lines(str(path), chain([first], stream), blank + 1)
    else:
        yield from _whole(path, b"\n" * blank + first + stream.read())


def _json_lines(file: str, found: Iterable[bytes], start: int = 1) -> Iterator[Read]:
    for number, line in enumerate(found, start):
        if line.strip():
            yield _json_line(file, number, line)


def _json_line(file: str, number: int, line: bytes) -> Read:
    try:
        return Entry(file, number, orjson.loads(line))
    except orjson.JSONDecodeError as error:
        text, notes = _decoded(line)
        if notes and isinstance(value := _parsed(text), dict | list):
            return Entry(file, number, value, notes=notes)
        return Rejected(file, number, "", f"broken JSON, {error.msg}")


def _whole(path: Path, data: bytes) -> Iterator[Read]:
    file = str(path)
    text, notes = _decoded(data)
    opening = text.lstrip()[:1]
    if not opening:
        yield Rejected(file, 1, "", "the file is empty")
    elif "\0" in text:
        yield Rejected(file, text.count("\n", 0, text.index("\0")) + 1, "", "a NUL byte, so this is no text file")
    elif path.suffix.lower() in _YAML_FILES or _YAML_HEAD.match(text):
        yield from _yaml(path, text)
    elif opening == "{" and isinstance(value := _parsed(text), dict):
        yield Entry(file, 1, value, lines(text, parts(text, 0)), notes)
    elif (opening in "{[" or path.suffix.lower() in _LINE_FILES) and _has_json_lines(data):
        yield from _json_lines(file, data.split(b"\n"))
    elif opening in "{[":
        yield from read_series(file, text, notes)
    else:
        yield Entry(file, 1, text, notes=notes)


def _has_json_lines(data: bytes) -> bool:
    """Whether lines are values of their own. Those inside a broken document are indented, or close a bracket."""
    return any(line[:1] in (b"{", b"[") and bool(_parsed(line)) for line in islice(data.split(b"\n"), _LINES_TRIED))


def _yaml(path: Path, text: str) -> Iterator[Read]:
    try:
        yield from read_yaml(str(path), text)
    except NoYaml as error:
        if path.suffix.lower() in _YAML_FILES:
            yield Rejected(str(path), error.line, "", str(error))
        else:
            # A text that begins like YAML need not be any.
            yield Entry(str(path), 1, text)


def _decoded(data: bytes) -> tuple[str, tuple[str, ...]]:
    try:
        return data.decode(), ()
    except UnicodeDecodeError:
        return data.decode(errors="replace"), ("bytes that are no UTF-8 replaced",)


def _parsed(data: bytes | str) -> object:
    """The JSON value; None where it is none."""
    try:
        return orjson.loads(data)
    except orjson.JSONDecodeError:
        return None
