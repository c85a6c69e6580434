"""What a dialogue is about."""

from pydantic import JsonValue

from state.frozen import Frozen


class Fact(Frozen):
    """Something the user knows, so that requests name things that exist."""

    about: str
    """In words, as the user would put it: `your order of a desk lamp`."""
    values: dict[str, JsonValue]
    """By the name of the parameter each value fits."""
    tools: tuple[str, ...] = ()
    """The tools this knowledge is for; empty: any with parameters of these names."""


class Subtask(Frozen):
    """One user goal inside a task."""

    goal: str
    tools: tuple[str, ...]
    """Names of the tools its calls need, in the order of the calls."""
    steps: int
    """How many tool-call steps it takes."""


class Task(Frozen):
    """The subtasks of one dialogue, fixed before any turn is written."""

    subtasks: tuple[Subtask, ...]
