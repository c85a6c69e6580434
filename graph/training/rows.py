"""Reads an export: finds the file, tells its format by its keys, and checks every row."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, JsonValue, ValidationError

from state.errors import ConfigurationError

FORMATS = {"lora": ("bfcl", "trl"), "dpo": ("dpo-bfcl", "dpo")}
"""What each training reads, the better one first: in BFCL's words a model is asked as it has learned."""
_ENDINGS = (".jsonl", ".parquet")


class Message(BaseModel):
    """A message of a row. What else it says (calls, names) is for the template of a model."""

    model_config = ConfigDict(frozen=True, extra="allow")

    role: str
    content: str


class Row(BaseModel):
    """A row: what is read, and what is learned or preferred."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    prompt: list[Message]
    completion: list[Message] | None = None
    chosen: list[Message] | None = None
    rejected: list[Message] | None = None
    tools: list[JsonValue] | None = None

    @property
    def method(self) -> str | None:
        """What it can be used for."""
        pair = self.chosen and self.rejected
        return "lora" if self.completion and not pair else "dpo" if pair and not self.completion else None

    @property
    def format(self) -> str:
        """The format that it is in: one without a list of tools tells them in words."""
        words, structured = FORMATS[self.method or "lora"]
        return words if self.tools is None else structured


@dataclass(frozen=True, slots=True)
class Export:
    """The rows of one file, all in one format."""

    file: Path
    format: str
    rows: tuple[Row, ...]


def read_export(path: Path, method: str) -> Export:
    """The export at this path, or in this folder; `ConfigurationError` where it is none that the method can read."""
    file = _found(path, method)
    try:
        rows = tuple(_row(file, number, values, method) for number, values in _values(file))
    except OSError as error:
        raise ConfigurationError(f"cannot read {file}: {error.strerror or error}") from error
    if not rows:
        raise ConfigurationError(f"{file} holds no rows; was anything kept of the run?")
    formats = {row.format for row in rows}
    if len(formats) > 1:
        raise ConfigurationError(f"{file} mixes rows of the formats {' and '.join(sorted(formats))}; expected one")
    return Export(file, formats.pop(), rows)


def _found(path: Path, method: str) -> Path:
    if path.is_dir():
        names = [f"{format}{ending}" for format in FORMATS[method] for ending in _ENDINGS]
        found = [place / name for name in names for place in (path, path / "exports") if (place / name).is_file()]
        if not found:
            raise ConfigurationError(f"{path} holds none of {', '.join(names)}; {_advice(method)}")
        return found[0]
    if not path.is_file():
        raise ConfigurationError(f"{path} is not there; {_advice(method)}")
    if path.suffix not in _ENDINGS:
        raise ConfigurationError(f"{path}: expected a file that ends in {' or '.join(_ENDINGS)}; {_advice(method)}")
    return path


def _row(file: Path, number: int, values: object, method: str) -> Row:
    try:
        row = Row.model_validate(values)
    except ValidationError as error:
        problem = error.errors()[0]
        place = ".".join(map(str, problem["loc"])) or "the row"
        raise ConfigurationError(
            f"{file}, row {number} is not of {_wanted(method)}: {place}: {problem['msg']}; {_advice(method)}"
        ) from error
    if row.method != method:
        raise ConfigurationError(f"{file}, row {number} is not of {_wanted(method)}; {_advice(method)}")
    return row


def _values(file: Path) -> Iterator[tuple[int, Any]]:
    if file.suffix == ".parquet":
        yield from enumerate(_parquet(file), start=1)
        return
    with file.open(encoding="utf-8", errors="replace") as lines:
        for number, line in enumerate(lines, start=1):
            try:
                yield number, json.loads(line)
            except ValueError as error:
                raise ConfigurationError(f"{file}, row {number} is not JSON: {error}") from error


def _parquet(file: Path) -> Iterator[dict[str, Any]]:
    from pyarrow import ArrowException
    from pyarrow.parquet import ParquetFile

    try:
        for batch in ParquetFile(file).iter_batches():
            for row in batch.to_pylist():
                yield {name: _plain(value) for name, value in row.items()}
    except (ArrowException, ValueError) as error:
        raise ConfigurationError(f"{file} cannot be read as Parquet: {str(error).splitlines()[0]}") from error


def _plain(value: object) -> object:
    """Nested rows keep JSON as texts."""
    if not isinstance(value, list):
        return value
    return [json.loads(each) if isinstance(each, str) else each for each in value]


def _wanted(method: str) -> str:
    return f"the formats {' or '.join(FORMATS[method])}"


def _advice(method: str) -> str:
    return f"make one with python -m graph.export RUN --format {FORMATS[method][0]}"
