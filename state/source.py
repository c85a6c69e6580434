"""Provenance: where an argument's value comes from. The writer states it, a rule checks it."""

from typing import Annotated, Literal

from pydantic import Field, JsonValue
from pydantic.json_schema import SkipJsonSchema

from state.frozen import Frozen


class Said(Frozen):
    """A user said it, in a turn before the call."""

    kind: Literal["user"] = "user"
    turn: int
    """The id of the user turn."""
    quote: str | None = None
    """The words that mean the value, where they are not the value itself ("urgent" for true)."""


class Observed(Frozen):
    """A field of an earlier observation. A replay looks it up, so the value is exact."""

    kind: Literal["observation"] = "observation"
    call: str
    """The id of the call that the observation answers."""
    path: str
    """A JMESPath expression into the observation, such as `min_by(flights, &price).flight_id`."""


class Stated(Frozen):
    """The system text says it."""

    kind: Literal["system"] = "system"


class Default(Frozen):
    """The tool's own schema offers it: a default, or the only sensible choice of an enum."""

    kind: Literal["default"] = "default"


class Repeated(Frozen):
    """An argument of an earlier call, used again."""

    kind: Literal["argument"] = "argument"
    call: str
    name: str


class Resolved(Frozen):
    """A date or time meant by a user's words, resolved from the dialogue's current date."""

    kind: Literal["date"] = "date"
    turn: int
    phrase: str
    """The words as they stand in the turn, such as `next Friday`."""


PlainSource = Annotated[Said | Observed | Stated | Default | Repeated | Resolved, Field(discriminator="kind")]


class Operand(Frozen):
    """One input of a derivation."""

    value: JsonValue
    source: PlainSource


class Computed(Frozen):
    """A derivation that a rule can recompute."""

    kind: Literal["computed"] = "computed"
    operator: Literal["add", "subtract", "multiply", "divide", "join", "list", "count"]
    operands: tuple[Operand, ...]
    separator: str = " "
    """What a join puts between its operands."""


class Unstated(Frozen):
    """Nobody said: the dialogue comes from elsewhere. Writers are not offered it."""

    kind: Literal["unstated"] = "unstated"


Source = Annotated[
    Said | Observed | Stated | Default | Repeated | Resolved | Computed | SkipJsonSchema[Unstated],
    Field(discriminator="kind"),
]
