"""Writes rows to a file as they come: JSON lines, or Parquet through pyarrow."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import Any, BinaryIO

from graph.export.parts import Row, as_text
from graph.folder import replacing
from state.errors import ConfigurationError

EXTRA = "pip install -e '.[export]'"
_AT_ONCE = 500

Rows = Iterable[Row]


def write(path: Path, rows: Rows, *, nested: bool) -> None:
    """Write all rows, or leave what was there; `nested` ones hold JSON of any shape."""
    writer = WRITERS[path.suffix]
    with explained(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        with replacing(path) as file:
            writer(file, iter(rows), nested)


@contextmanager
def explained(path: Path) -> Iterator[None]:
    """Turn what the file system refuses into a message to the operator."""
    try:
        yield
    except OSError as error:
        place = error.filename or path
        raise ConfigurationError(f"cannot write {place}: {error.strerror or error}; choose another --to") from error


def _write_lines(file: BinaryIO, rows: Iterator[Row], nested: bool) -> None:
    for row in rows:
        file.write(as_text(row).encode() + b"\n")


def _write_parquet(file: BinaryIO, rows: Iterator[Row], nested: bool) -> None:
    try:
        from pyarrow.parquet import ParquetWriter
    except ImportError as error:
        raise ConfigurationError(f"Parquet needs pyarrow: {EXTRA}, or choose a file that ends in .jsonl") from error
    table = _nested_table if nested else _flat_table
    batch = list(islice(rows, _AT_ONCE))
    first = table(batch, None)
    with ParquetWriter(file, first.schema) as writer:
        writer.write_table(first)
        while batch := list(islice(rows, _AT_ONCE)):
            writer.write_table(table(batch, first.schema))


def _flat_table(rows: list[Row], schema: Any) -> Any:  # noqa: ANN401 - pyarrow has no types
    """Columns of texts and of flat messages, as trainers expect them that know no JSON."""
    from pyarrow import Table

    return Table.from_pylist(rows, schema=schema)


def _nested_table(rows: list[Row], schema: Any) -> Any:  # noqa: ANN401 - pyarrow has no types
    """Lists become lists of JSON values: columns of structs would fill every call with the arguments of all others."""
    from pyarrow import Table

    columns = {name: _column([row[name] for row in rows]) for name in rows[0]} if rows else {}
    return Table.from_pydict(columns, schema=schema)


def _column(values: list[object]) -> Any:  # noqa: ANN401 - pyarrow has no types
    from pyarrow import ExtensionArray, ListArray, array, json_, list_, string

    if not isinstance(values[0], list):
        return array(values)
    texts = array([[as_text(entry) for entry in value] for value in values if isinstance(value, list)], list_(string()))
    return ListArray.from_arrays(texts.offsets, ExtensionArray.from_storage(json_(), texts.values))


WRITERS: Mapping[str, Callable[[BinaryIO, Iterator[Row], bool], None]] = {
    ".jsonl": _write_lines,
    ".parquet": _write_parquet,
}
