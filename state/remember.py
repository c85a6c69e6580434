"""Remember what was worked out from things that never change, by their identity and for as long as they live."""

from collections.abc import Callable, Hashable
from functools import wraps
from typing import TypeVar, TypeVarTuple
from weakref import ref

Thing = TypeVar("Thing")
Rest = TypeVarTuple("Rest")
Result = TypeVar("Result")


class _Memory(ref[Thing]):
    """The results for one thing, forgotten with it."""

    __slots__ = ("place", "results")

    place: int
    results: dict[Hashable, object]


def remembered(function: Callable[[Thing, *Rest], Result]) -> Callable[[Thing, *Rest], Result]:
    """Work out once what a function makes of a thing that never changes; other arguments are hashable."""
    memories: dict[int, _Memory[Thing]] = {}

    def forget(memory: ref[Thing]) -> None:
        """Drop a memory, unless its place has gone to another thing already."""
        # No name of this module may be needed here: at the end of a program they go before the last memory does.
        place: int = memory.place  # type: ignore[attr-defined]
        if memories.get(place) is memory:
            del memories[place]

    @wraps(function)
    def call(thing: Thing, /, *rest: *Rest) -> Result:
        memory = memories.get(id(thing))
        if memory is None or memory() is not thing:
            memory = memories[id(thing)] = _Memory(thing, forget)
            memory.place, memory.results = id(thing), {}
        if rest not in memory.results:
            memory.results[rest] = function(thing, *rest)
        return memory.results[rest]  # type: ignore[return-value]  # what this function gave

    return call
