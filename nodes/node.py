"""What a node is, and the seven of them."""

from collections.abc import Awaitable
from dataclasses import dataclass
from typing import Protocol

from state.dialogue_state import DialogueState, Update


class Node(Protocol):
    """Reads the dialogue in the making and returns the fields it changes."""

    def __call__(self, state: DialogueState) -> Awaitable[Update]:
        """Do the one thing this node is for."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Nodes:
    """The seven nodes of the graph. `dataclasses.replace` swaps one."""

    initialize: Node
    inject: Node
    fill: Node
    judge: Node
    rule_check: Node
    expert_check: Node
    aggregate: Node
