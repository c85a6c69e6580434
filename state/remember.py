"""Remember what was worked out from things that never change, by their identity and for as long as they live."""

from collections.abc import Callable, Hashable
from functools import partial, wraps
from typing import Concatenate, Generic, ParamSpec, TypeVar
from weakref import ref

Thing = TypeVar("Thing")
Rest = ParamSpec("Rest")
Result = TypeVar("Result")


class _Memory(Generic[Thing, Result]):
    """The results for one thing, forgotten with it."""

    __slots__ = ("alive", "results")

    def __init__(self, thing: Thing, forget: Callable[[object], object]) -> None:
        self.alive = ref(thing, forget)
        self.results: dict[Hashable, Result] = {}


def remembered(function: Callable[Concatenate[Thing, Rest], Result]) -> Callable[Concatenate[Thing, Rest], Result]:
    """Work out once what a function makes of a thing that never changes; other arguments are hashable."""
    memories: dict[int, _Memory[Thing, Result]] = {}

    @wraps(function)
    def call(thing: Thing, /, *rest: Rest.args, **more: Rest.kwargs) -> Result:
        key = id(thing)
        memory = memories.get(key)
        if memory is None or memory.alive() is not thing:
            # Bound here, because things that live as long as the program go when the module's names are gone.
            forget = partial(_forget, memories, key)
            memory = memories[key] = _Memory(thing, forget)
        asked = (rest, *more.items())
        if asked not in memory.results:
            memory.results[asked] = function(thing, *rest, **more)
        return memory.results[asked]

    return call


def _forget(memories: dict[int, _Memory[Thing, Result]], key: int, gone: object) -> None:
    """Drop a memory, unless its place has gone to another thing already."""
    memory = memories.get(key)
    if memory is not None and memory.alive is gone:
        del memories[key]
