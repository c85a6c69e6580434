"""The four complexities and the log of what was injected."""

from typing import Literal, get_args

from state.change import Change
from state.dialogue import UserTurn
from state.frozen import Frozen

Complexity = Literal["clarification", "tool_awareness", "error_simulation", "non_function_calling"]
COMPLEXITIES: tuple[Complexity, ...] = get_args(Complexity)


class Injection(Frozen):
    """One attempt to make a dialogue harder."""

    complexity: Complexity
    turn: int | None
    """The turn that became a placeholder; None where no turn suited."""
    added: tuple[int, ...] = ()
    """The turns it became, the revised one included."""
    applied: bool
    reason: str = ""
    """Why it was not applied."""
    original: UserTurn | None = None
    """The fully specified request, where a clarification took something out of it."""
    rulings: int = 0
    """How many rulings there were before."""
    undone: Change | None = None
    """What makes the dialogue as it was before out of the extended one."""
