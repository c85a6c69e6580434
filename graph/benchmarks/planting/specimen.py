"""A trusted dialogue as planters see it, whatever it is stored as, and what can be done to it. Judges nothing."""

from collections.abc import Callable, Sequence
from datetime import date
from random import Random
from typing import Any, NamedTuple, Protocol

from pydantic import JsonValue

from state.verdict import Finding

Arguments = dict[str, JsonValue]


class Heard(NamedTuple):
    """Everything that one turn says, arguments and results included."""

    turn: int
    """What findings call the turn: an id in our own dialogues, an index in rows."""
    role: str
    text: str
    calls: bool = False


class Made(NamedTuple):
    """One call that was made."""

    turn: int
    number: int
    """Its place among the calls of its turn."""
    id: str
    tool: str
    arguments: Arguments
    schema: dict[str, Any]
    """JSON Schema of the arguments; empty where the tool is not known."""
    learn: bool
    answered_in: int | None
    result: JsonValue = None
    """As text in rows; as it is in our own dialogues."""
    failed: bool = False
    returns: dict[str, Any] | None = None
    """JSON Schema of the result, where it is known."""
    executed: bool = False
    """The tool was run, and can be run again."""
    does: str = ""
    """What the tool is said to do."""

    def key(self) -> tuple[int, int]:
        """What tells it from every other call: ids can repeat."""
        return self.turn, self.number


class Specimen(Protocol):
    """One dialogue. Every change gives another specimen; None where the representation cannot hold such a fault."""

    @property
    def source(self) -> str:
        """The file or run it comes from."""
        ...

    @property
    def id(self) -> str:
        """What it is called there."""
        ...

    @property
    def today(self) -> date | None:
        """The day on which it takes place, where it says so."""
        ...

    def check(self) -> tuple[Finding, ...]:
        """What the verifier finds."""
        ...

    def heard(self) -> Sequence[Heard]:
        """All turns in order, the system text first."""
        ...

    def definitions(self) -> str:
        """The tools on offer, as text."""
        ...

    def tool_names(self) -> frozenset[str]:
        """The names of the tools on offer."""
        ...

    def made(self) -> Sequence[Made]:
        """All calls in order."""
        ...

    def with_arguments(self, made: Made, arguments: Arguments, random: Random) -> "Specimen":
        """The call with other arguments; where sources are stated, those a model could state for them."""
        ...

    def with_raw_arguments(self, made: Made, text: str) -> "Specimen | None":
        """The call with these characters for arguments."""
        ...

    def with_tool(self, made: Made, name: str) -> "Specimen":
        """The call of another tool."""
        ...

    def with_text(self, turn: int, text: str) -> "Specimen":
        """The turn with another text."""
        ...

    def with_result(self, made: Made, result: JsonValue) -> "Specimen":
        """The call with another result."""
        ...

    def without_result(self, made: Made) -> "Specimen":
        """The call without its result."""
        ...

    def with_orphan(self, made: Made) -> "Specimen":
        """One result more beside the call's own, for a call that nobody made."""
        ...

    def without_value(self, value: str, before: int, instead: str) -> "Specimen":
        """Every text and result before a turn with something else in the place of a value."""
        ...

    def without_call(self, made: Made) -> "tuple[Specimen, int]":
        """Neither the call nor its result; with how many turns are gone."""
        ...

    def with_call_again(self, made: Made) -> "tuple[Specimen, int]":
        """The call and its result once more, right after; with the turn that makes it."""
        ...

    def joined(self, first: Made, second: Made) -> "Specimen | None":
        """The second call made in the turn of the first, where they stand in steps that follow each other."""
        ...

    def with_offers_later(self) -> "Planted | None":
        """A tool that the user brings along comes only after its first call."""
        ...


class Planted(NamedTuple):
    """A specimen with one fault in it."""

    specimen: Specimen
    turns: frozenset[int]
    """The turns that a finding may point at to be in the right place."""
    argument: str | None = None
    """The argument that is at fault, where one is."""
    detail: str = ""


class Fault(Protocol):
    """A marked function that plants one kind of fault. The first line of its docstring says what goes wrong."""

    __name__: str
    kinds: frozenset[str]

    def __call__(self, specimen: Specimen, random: Random) -> Planted | None:
        """Plant it, or None where it does not apply."""
        ...


Planter = Callable[[Specimen, Random], Planted | None]


def fault(*kinds: str) -> Callable[[Planter], Fault]:
    """Mark a function as a fault, and return it unchanged; a finding of one of these kinds calls it by its name."""

    def mark(function: Planter) -> Fault:
        function.kinds = frozenset(kinds)  # type: ignore[attr-defined]  # the mark
        return function  # type: ignore[return-value]  # with its mark it is a fault

    return mark
