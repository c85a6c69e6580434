"""Remember what was worked out from things that never change, by their identity and for as long as they live."""

from collections.abc import Callable, Hashable
from functools import wraps
from typing import Generic, TypeVar, TypeVarTuple
from weakref import ref

Thing = TypeVar("Thing")
Rest = TypeVarTuple("Rest")
Result = TypeVar("Result")


class _Memory(ref[Thing]):
    """The results for one thing, forgotten with it."""

    __slots__ = ("place", "results")

    place: int
    results: dict[Hashable, object]


class _Memories(dict[int, _Memory[Thing]], Generic[Thing]):
    """Those of one function, by the identities of the things."""

    def begin(self, thing: Thing) -> _Memory[Thing]:
        """A new memory, which is dropped when its thing dies, unless its place has gone to another thing already."""

        def forget(memory: ref[Thing]) -> None:
            # No name of this module may be needed here: at the end of a program they go before the last memory does.
            place: int = memory.place  # type: ignore[attr-defined]
            if self.get(place) is memory:
                del self[place]

        memory = self[id(thing)] = _Memory(thing, forget)
        memory.place, memory.results = id(thing), {}
        return memory


def remembered(function: Callable[[Thing, *Rest], Result]) -> Callable[[Thing, *Rest], Result]:
    """Work out once what a function makes of a thing that never changes; other arguments are hashable."""
    memories = _Memories[Thing]()

    @wraps(function)
    def call(thing: Thing, /, *rest: *Rest) -> Result:
        memory = memories.get(id(thing))
        if memory is None or memory() is not thing:
            memory = memories.begin(thing)
        if rest not in memory.results:
            memory.results[rest] = function(thing, *rest)
        return memory.results[rest]  # type: ignore[return-value]  # what this function gave

    return call


def remembered_together(function: Callable[[Thing, *Rest], Result]) -> Callable[[Thing, *Rest], Result]:
    """Work out once what a function makes of these very things, none of which changes.

    The others live as long as the first one, and must not lead to it.
    """
    memories = _Memories[Thing]()

    @wraps(function)
    def call(thing: Thing, /, *rest: *Rest) -> Result:
        memory = memories.get(id(thing))
        if memory is None or memory() is not thing:
            memory = memories.begin(thing)
        identities = tuple(map(id, rest))
        found = memory.results.get(identities)
        if found is None:
            found = memory.results[identities] = (function(thing, *rest), rest)
        return found[0]  # type: ignore[index,no-any-return]  # what this function gave, with what it was given

    return call
