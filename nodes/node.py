"""What a node is, the seven of them, and the seven of the baseline."""

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


@dataclass(frozen=True, slots=True, kw_only=True)
class Actors:
    """The nodes of the baseline's graph. The last three are those of the other graph."""

    initialize: Node
    user: Node
    assistant: Node
    tool: Node
    rule_check: Node
    expert_check: Node
    aggregate: Node
