"""Reads rows from a file, one at a time: JSON lines, a JSON list, Parquet, any of them gzipped. Judges no row."""

import gzip
import json
import zlib
from collections.abc import Iterator
from io import TextIOWrapper
from typing import BinaryIO, NamedTuple, TextIO

import orjson

from graph.places import Location, is_file, reached
from graph.records import is_run, stored_records
from state.errors import ConfigurationError

EXPECTED = "a file of dialogues: JSON lines, a JSON list or Parquet, gzipped or not"
_CHUNK = 1 << 16
_SPREAD = ("[", "{")
"""What opens a file whose values are not one to a line."""
_GZIP, _PARQUET = b"\x1f\x8b", b"PAR1"


class Entry(NamedTuple):
    """One row, or why it cannot be read."""

    line: int
    """Where it begins; in Parquet the number of the row."""
    value: object
    problem: str | None = None
    read: int = 0
    """Bytes of the file that were read so far."""
    file: Location | None = None
    """Where it stands, if in a file of the folder that was named."""


def read_rows(path: Location) -> Iterator[Entry]:
    """Each row of a file in order, or what a run has kept; what is neither is a `ConfigurationError`."""
    with reached(path, "read", f"expected {EXPECTED}"):
        if not is_file(path) and is_run(path):
            yield from _kept(path)
            return
    try:
        with path.open("rb") as raw:
            yield from _rows(path, raw)
    except FileNotFoundError as error:
        raise ConfigurationError(f"{path}: no such file; expected {EXPECTED}") from error
    except IsADirectoryError as error:
        raise ConfigurationError(f"{path}: this is a directory; name the files in it; expected {EXPECTED}") from error
    except (OSError, EOFError, zlib.error) as error:
        raise ConfigurationError(f"{path}: cannot be read ({error}); expected {EXPECTED}") from error


def _kept(run: Location) -> Iterator[Entry]:
    for stored in stored_records(run):
        value = orjson.loads(stored.text)
        if value.get("status") == "kept":
            yield Entry(stored.line.number, value, file=stored.line.file)


def _rows(path: Location, raw: BinaryIO) -> Iterator[Entry]:
    start = raw.read(4)
    raw.seek(0)
    if start == _PARQUET:
        yield from _of_parquet(path)
        return
    stream = gzip.GzipFile(fileobj=raw) if start[:2] == _GZIP else raw
    with TextIOWrapper(stream, encoding="utf-8-sig", errors="surrogateescape", newline="\n") as text:
        opening = _opening(text)
        yield from (_of_values(text, raw) if opening in _SPREAD else _of_lines(text, raw))


def _opening(text: TextIO) -> str:
    """`[` where a list begins, else the first line that is not empty; the text is at its beginning again."""
    found = " "
    while found.isspace():
        found = text.read(1)
    if found != "[":
        found += text.readline(_CHUNK).rstrip()
    text.seek(0)
    return found


def _of_lines(text: TextIO, raw: BinaryIO) -> Iterator[Entry]:
    for number, line in enumerate(text, start=1):
        if line.strip():
            yield _entry(number, line, raw.tell())


def _entry(number: int, line: str, read: int) -> Entry:
    try:
        return Entry(number, orjson.loads(line), read=read)
    except orjson.JSONDecodeError as error:
        return Entry(number, None, f"broken JSON, {error.msg} at column {error.colno}; expected one object", read)


def _of_values(text: TextIO, raw: BinaryIO) -> Iterator[Entry]:
    """The elements of a JSON list that may be larger than memory, or values written over several lines."""
    decoder, line, buffer = json.JSONDecoder(), 1, text.read(_CHUNK)
    position = buffer.index("[") + 1 if buffer.lstrip().startswith("[") else 0
    line += buffer.count("\n", 0, position)
    while True:
        start = _skip(buffer, position)
        line += buffer.count("\n", position, start)
        buffer, position = buffer[start:], 0
        if buffer.startswith("]"):
            return
        end = _end_of_value(decoder, buffer)
        if end:
            yield _entry(line, buffer[:end], raw.tell())
            line += buffer.count("\n", 0, end)
            position = end
        elif more := text.read(max(_CHUNK, len(buffer))):
            buffer += more
        elif buffer:
            yield Entry(line, None, "broken JSON: it does not end, or this element is none", raw.tell())
            return
        else:
            return


def _end_of_value(decoder: json.JSONDecoder, buffer: str) -> int:
    """Where the first value ends; 0 where it does not yet."""
    try:
        return decoder.raw_decode(buffer)[1]
    except (ValueError, RecursionError):
        return 0


def _skip(buffer: str, position: int) -> int:
    while position < len(buffer) and buffer[position] in " \t\r\n,":
        position += 1
    return position


def _of_parquet(path: Location) -> Iterator[Entry]:
    try:
        from pyarrow import ArrowException
        from pyarrow.parquet import ParquetFile
    except ImportError as error:
        raise ConfigurationError(f"{path}: reading Parquet needs the extra `data`: pip install -e '.[data]'") from error
    try:
        with ParquetFile(path) as file:
            number = 0
            for batch in file.iter_batches(batch_size=64):
                for value in batch.to_pylist():
                    number += 1
                    yield Entry(number, _without_nulls(value))
    except ArrowException as error:
        raise ConfigurationError(f"{path}: no readable Parquet ({error}); expected {EXPECTED}") from error


def _without_nulls(value: object) -> object:
    """Without the nulls that Parquet fills in for fields which a row lacks."""
    if isinstance(value, dict):
        return {name: _without_nulls(inner) for name, inner in value.items() if inner is not None}
    if isinstance(value, list):
        return [_without_nulls(inner) for inner in value]
    return value
