"""What a dialogue is: a system text, tools on offer, and turns that can be masked and filled."""

from datetime import datetime
from typing import Annotated, Literal, NamedTuple

from pydantic import Field, JsonValue

from state.frozen import Frozen
from state.remember import remembered
from state.source import Source
from state.tool import Tool


class Argument(Frozen):
    """One argument of a call: its value and where the value comes from."""

    name: str
    value: JsonValue = None
    """What is sent. Where the source is an observation, a replay sets it."""
    source: Source


class Call(Frozen):
    """One tool call. Ids are unique within a dialogue and never change: provenance cites them."""

    id: str
    name: str
    arguments: tuple[Argument, ...] = ()

    def values(self) -> dict[str, JsonValue]:
        """The arguments as the tool receives them."""
        return {argument.name: argument.value for argument in self.arguments}


class Observation(Frozen):
    """What came back for one call."""

    call: str
    """The id of the call."""
    content: JsonValue
    error: bool = False


class UserTurn(Frozen):
    """The user speaks, and may bring tools along."""

    role: Literal["user"] = "user"
    id: int
    subtask: int
    text: str
    offers: tuple[Tool, ...] = ()
    """Tools that are on offer from this turn on, and not before."""


class AssistantTurn(Frozen):
    """The assistant calls tools, or replies."""

    role: Literal["assistant"] = "assistant"
    id: int
    subtask: int
    text: str | None = None
    calls: tuple[Call, ...] = ()
    learn: bool = True
    """False: not to be imitated, because it is a mistake made on purpose or labelled. Exports mask it from the loss."""
    labelled: bool = False
    """A fault was found in it by those who verify: nobody made it on purpose, and its calls need not fail."""
    drafted: bool = False
    """Written before the results it speaks of were known."""


class ToolTurn(Frozen):
    """The observations that answer the calls of the turn before."""

    role: Literal["tool"] = "tool"
    id: int
    subtask: int
    observations: tuple[Observation, ...]


Turn = Annotated[UserTurn | AssistantTurn | ToolTurn, Field(discriminator="role")]


class Step(NamedTuple):
    """One call in its place: the turn that makes it, what came back, and the tool if it was on offer."""

    turn: AssistantTurn
    call: Call
    observation: Observation | None
    tool: Tool | None = None
    position: int = 0
    """Of the turn."""


class Dialogue(Frozen):
    """A system turn, the tools on offer at the start, and the turns in order."""

    system: str
    now: datetime
    """The current date and time inside the dialogue; relative dates are resolved from it.

    `datetime.min` in a dialogue from elsewhere, whose texts have to be asked.
    """
    tools: tuple[Tool, ...]
    turns: tuple[Turn, ...] = ()

    @property
    def imported(self) -> bool:
        """It comes from elsewhere."""
        return self.now == datetime.min

    def turn(self, id: int) -> Turn:
        """The turn with this id; `KeyError` where there is none."""
        for turn in self.turns:
            if turn.id == id:
                return turn
        raise KeyError(id)

    def position(self, id: int) -> int:
        """Where the turn with this id stands; `KeyError` where there is none."""
        for position, turn in enumerate(self.turns):
            if turn.id == id:
                return position
        raise KeyError(id)

    def with_turns(self, turns: tuple[Turn, ...]) -> "Dialogue":
        """The same dialogue with other turns."""
        return self.model_copy(update={"turns": turns})

    def tools_at(self, id: int) -> dict[str, Tool]:
        """The tools on offer when the turn with this id is spoken, by name."""
        return _on_offer(self.tools, self.turns[: self.position(id) + 1])

    def all_tools(self) -> dict[str, Tool]:
        """Every tool that is on offer at some time, by name."""
        return _on_offer(self.tools, self.turns)

    def steps(self) -> tuple[Step, ...]:
        """Every call in order, with its observation and its tool."""
        return _steps(self)

    def next_turn_id(self) -> int:
        """The first turn id not yet used."""
        return 1 + max((turn.id for turn in self.turns), default=0)

    def next_call_number(self) -> int:
        """The first N for which no `call_N` or later exists."""
        return 1 + max((call_number(step.call.id) for step in self.steps()), default=0)


def _on_offer(tools: tuple[Tool, ...], turns: tuple[Turn, ...]) -> dict[str, Tool]:
    on_offer = {tool.name: tool for tool in tools}
    for turn in turns:
        if turn.role == "user" and turn.offers:
            on_offer |= {tool.name: tool for tool in turn.offers}
    return on_offer


@remembered
def _steps(dialogue: Dialogue) -> tuple[Step, ...]:
    found: list[Step] = []
    on_offer = {tool.name: tool for tool in dialogue.tools}
    for position, turn in enumerate(dialogue.turns):
        if turn.role == "user" and turn.offers:
            on_offer |= {tool.name: tool for tool in turn.offers}
        elif turn.role == "assistant" and turn.calls:
            after = dialogue.turns[position + 1] if position + 1 < len(dialogue.turns) else None
            answers = after.observations if isinstance(after, ToolTurn) else ()
            seen = {observation.call: observation for observation in answers}
            found += [Step(turn, call, seen.get(call.id), on_offer.get(call.name), position) for call in turn.calls]
    return tuple(found)


def call_number(id: str) -> int:
    """3 for `call_3`; 0 for an id of another form."""
    digits = id.removeprefix("call_")
    return int(digits) if digits.isdecimal() else 0
