"""What a dialogue with executed tools left behind, and whether it can be lived through again."""

from pydantic import JsonValue

from state.frozen import Frozen


class World(Frozen):
    """What a last replay showed, in an environment in which nothing had been run."""

    replayed: bool
    """Every executed call gave the observation that the dialogue has."""
    differences: tuple[str, ...] = ()
    """Where it did not."""
    changes: tuple[str, ...] = ()
    """The ids of the calls that changed the world, or may have."""
    remembered: tuple[str, ...] = ()
    """The ids of calls that are never run again; the replay took their results from memory."""
    state: JsonValue = None
    """What is different at the end from the beginning, as the environment tells it."""
