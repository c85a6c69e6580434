"""Reads the records of runs, one at a time and in the order of their numbers."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError

from graph.chat import RECORDS
from state.complexity import Injection
from state.dialogue import Dialogue
from state.errors import ConfigurationError
from state.model import Role
from state.record import Status
from state.verdict import Ruling, Verdict

Shape = TypeVar("Shape", bound=BaseModel)
_EXPECTED = "expected a run folder as python -m graph.run makes them"


class Kept(BaseModel):
    """What exports read of a record; the rest of the line is passed over."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    index: int
    status: Status
    simulated: bool
    dialogue: Dialogue | None = None
    twin: Dialogue | None = None
    injections: tuple[Injection, ...] = ()
    rulings: tuple[Ruling, ...] = ()
    verdict: Verdict | None = None
    models: dict[Role, str] = {}


class _Index(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")

    index: int


def check(folders: Iterable[Path]) -> None:
    """Raise a `ConfigurationError` where one of these is no run, before anything is written."""
    for folder in folders:
        if not (folder / RECORDS).is_file():
            raise ConfigurationError(f"{folder / RECORDS} is not there; {_EXPECTED}")


def records(folders: Iterable[Path]) -> Iterator[Kept]:
    """Every record of these runs, rejected and failed ones included; `ConfigurationError` names what is none."""
    for folder in folders:
        yield from _records(folder / RECORDS)


def _records(path: Path) -> Iterator[Kept]:
    try:
        with path.open("rb") as file:
            places = sorted(_places(path))
            for _, number, offset in places:
                file.seek(offset)
                yield _read(path, number, file.readline(), Kept)
    except OSError as error:
        raise ConfigurationError(f"cannot read {path}: {error.strerror or error}; {_EXPECTED}") from error


def _places(path: Path) -> Iterator[tuple[int, int, int]]:
    """The number of each dialogue, its line and where that begins. A last line without an end is a crash's."""
    offset = 0
    with path.open("rb") as file:
        for number, line in enumerate(file, start=1):
            if line.endswith(b"\n"):
                yield _read(path, number, line, _Index).index, number, offset
            offset += len(line)


def _read(path: Path, number: int, line: bytes, shape: type[Shape]) -> Shape:
    try:
        return shape.model_validate_json(line)
    except ValidationError as error:
        problem = error.errors()[0]
        place = ".".join(map(str, problem["loc"])) or "the line"
        raise ConfigurationError(
            f"{path}, line {number} is not a record: {place}: {problem['msg']}; {_EXPECTED}, or remove the line"
        ) from error
