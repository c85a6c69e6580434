"""Reads the records of runs, one at a time and in the order of their numbers."""

from collections.abc import Iterable, Iterator

from pydantic import BaseModel, ConfigDict

from graph.places import Location
from graph.records import again, check_run, in_order, parsed
from state.complexity import Injection
from state.dialogue import Dialogue
from state.model import Role
from state.record import Status
from state.verdict import Ruling, Verdict


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


def check(folders: Iterable[Location]) -> None:
    """Raise a `ConfigurationError` where one of these is no run, before anything is written."""
    for folder in folders:
        check_run(folder)


def records(folders: Iterable[Location]) -> Iterator[Kept]:
    """Every record of these runs, rejected and failed ones included; `ConfigurationError` names what is none."""
    for folder in folders:
        for stored in again(in_order(folder)):
            yield parsed(stored, Kept)
