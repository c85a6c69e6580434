"""Remember what was worked out from things that never change, by their identity and for as long as they live."""

from collections.abc import Callable
from functools import wraps
from inspect import signature
from typing import Any, Generic, TypeVar, TypeVarTuple
from weakref import ref

Thing = TypeVar("Thing")
Rest = TypeVarTuple("Rest")
Result = TypeVar("Result")


class _Memory(ref[Thing]):
    """What is kept for one thing, forgotten with it."""

    __slots__ = ("kept", "place")

    place: int
    kept: Any
    """The result, or the results by what was given besides."""


class _Memories(dict[int, _Memory[Thing]], Generic[Thing]):
    """Those of one function, by the identities of the things."""

    def __init__(self) -> None:
        """None yet."""
        super().__init__()
        self._forget = self._forgotten

    def begin(self, thing: Thing, kept: object) -> _Memory[Thing]:
        """A new memory, which goes when its thing does."""
        memory = self[id(thing)] = _Memory(thing, self._forget)
        memory.place, memory.kept = id(thing), kept
        return memory

    def _forgotten(self, memory: ref[Thing]) -> None:
        """Drop a memory, unless its place has gone to another thing already."""
        # No name of this module may be needed here: at the end of a program they go before the last memory does.
        place: int = memory.place  # type: ignore[attr-defined]
        if self.get(place) is memory:
            del self[place]


def remembered(function: Callable[[Thing, *Rest], Result]) -> Callable[[Thing, *Rest], Result]:
    """Work out once what a function makes of a thing that never changes; other arguments are hashable."""
    memories = _Memories[Thing]()

    @wraps(function)
    def alone(thing: Thing, /, *rest: *Rest) -> Result:
        memory = memories.get(id(thing))
        if memory is None or memory() is not thing:
            memory = memories.begin(thing, function(thing, *rest))
        return memory.kept  # type: ignore[no-any-return]  # what this function gave

    @wraps(function)
    def with_others(thing: Thing, /, *rest: *Rest) -> Result:
        memory = memories.get(id(thing))
        if memory is None or memory() is not thing:
            memory = memories.begin(thing, {})
        if rest not in memory.kept:
            memory.kept[rest] = function(thing, *rest)
        return memory.kept[rest]  # type: ignore[no-any-return]  # what this function gave

    return alone if len(signature(function).parameters) == 1 else with_others


def remembered_together(function: Callable[[Thing, *Rest], Result]) -> Callable[[Thing, *Rest], Result]:
    """Work out once what a function makes of these very things, none of which changes.

    The others live as long as the first one, and must not lead to it, nor may what comes of them.
    """
    memories = _Memories[Thing]()

    @wraps(function)
    def call(thing: Thing, /, *rest: *Rest) -> Result:
        memory = memories.get(id(thing))
        if memory is None or memory() is not thing:
            memory = memories.begin(thing, {})
        identities = tuple(map(id, rest))
        if identities not in memory.kept:
            memory.kept[identities] = (function(thing, *rest), rest)
        return memory.kept[identities][0]  # type: ignore[no-any-return]  # what this function gave

    return call
