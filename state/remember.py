"""Remember what was worked out from things that never change, by their identity and for as long as they live."""

from collections.abc import Callable, Hashable
from functools import wraps
from typing import Concatenate, ParamSpec, TypeVar
from weakref import ref

Thing = TypeVar("Thing")
Rest = ParamSpec("Rest")
Result = TypeVar("Result")


class _Memory(ref[Thing]):
    """The results for one thing, forgotten with it."""

    __slots__ = ("place", "results")

    place: int
    results: dict[Hashable, object]


def remembered(function: Callable[Concatenate[Thing, Rest], Result]) -> Callable[Concatenate[Thing, Rest], Result]:
    """Work out once what a function makes of a thing that never changes; other arguments are hashable."""
    memories: dict[int, _Memory[Thing]] = {}

    def forget(memory: ref[Thing]) -> None:
        """Drop a memory, unless its place has gone to another thing already."""
        # No name of this module may be needed here: at the end of a program they go before the last memory does.
        place: int = memory.place  # type: ignore[attr-defined]
        if memories.get(place) is memory:
            del memories[place]

    @wraps(function)
    def call(thing: Thing, /, *rest: Rest.args, **more: Rest.kwargs) -> Result:
        place = id(thing)
        memory = memories.get(place)
        if memory is None or memory() is not thing:
            memory = memories[place] = _Memory(thing, forget)
            memory.place, memory.results = place, {}
        asked = (rest, *more.items()) if more else rest
        if asked not in memory.results:
            memory.results[asked] = function(thing, *rest, **more)
        return memory.results[asked]  # type: ignore[return-value]  # what this function gave

    return call
