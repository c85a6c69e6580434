"""The one channel that the graphs have: a dialogue in the making, on which nodes lay what they changed."""

from collections.abc import Mapping, Sequence
from typing import Annotated, Any, Self, cast

from langgraph.channels.base import BaseChannel
from langgraph.errors import EmptyChannelError, InvalidUpdateError
from langgraph.graph import StateGraph
from pydantic import GetJsonSchemaHandler
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema

from nodes.node import Node
from state.dialogue_state import DialogueState, Seed, Update


class _Form:
    """Has LangGraph tell what a seed has, and that more comes out."""

    def __get_pydantic_json_schema__(self, core: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        return handler.resolve_ref_schema(handler(core)) | {"additionalProperties": True}


class Whole(BaseChannel[DialogueState, Seed | Update, DialogueState]):
    """Holds a state as one thing.

    With a channel for each of its fields LangGraph reads, copies and checks them all for every node and every way on.
    """

    __slots__ = ("state",)

    ValueType = Update
    """Of what is written: LangGraph draws the graph with an empty one."""
    UpdateType = Annotated[Seed, _Form()]

    def __init__(self, state: DialogueState | None = None) -> None:
        super().__init__(DialogueState)
        self.state = state

    def from_checkpoint(self, checkpoint: Any) -> Self:  # noqa: ANN401 - LangGraph's own mark, where there is none
        """A channel of its own for one dialogue; a state comes back as a dictionary where its type is not known."""
        stored = isinstance(checkpoint, DialogueState | dict)
        return type(self)(DialogueState.model_validate(checkpoint) if stored else None)

    def copy(self) -> Self:
        """The same state; it never changes."""
        return type(self)(self.state)

    def get(self) -> DialogueState:
        """The state as it is."""
        if self.state is None:
            raise EmptyChannelError
        return self.state

    def is_available(self) -> bool:
        """Whether there is a seed."""
        return self.state is not None

    def update(self, values: Sequence[Seed | Update]) -> bool:
        """Grow from a seed, or by what nodes changed."""
        for value in values:
            if not isinstance(value, Seed | dict):
                raise InvalidUpdateError(f"a node has to return the fields that it changed, not {value!r:.80}")
            self.state = (self.state or DialogueState()).updated(dict(value))
        return bool(values)


_WHOLE = cast(type[DialogueState], Annotated[DialogueState, Whole()])
"""What a graph with this channel is told of its state, and each node of what it reads."""


def unwired(nodes: Mapping[str, Node]) -> StateGraph[DialogueState, None, Seed, DialogueState]:
    """A graph of these nodes that carries a dialogue as one thing; its edges are still to be drawn."""
    graph = StateGraph(_WHOLE, input_schema=cast(type[Seed], _WHOLE))
    for name, node in nodes.items():
        graph.add_node(name, node, input_schema=_WHOLE)
    return graph
