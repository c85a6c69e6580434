"""Remember what was worked out from things that never change, by their identity."""

from collections.abc import Callable
from functools import lru_cache, wraps
from typing import Concatenate, Generic, ParamSpec, TypeVar

Thing = TypeVar("Thing")
Rest = ParamSpec("Rest")
Result = TypeVar("Result")


class _Same(Generic[Thing]):
    """Equal only to another holder of the very same object, which it keeps alive."""

    __slots__ = ("thing",)

    def __init__(self, thing: Thing) -> None:
        self.thing = thing

    def __hash__(self) -> int:
        return id(self.thing)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and other.thing is self.thing


def remembered(
    size: int,
) -> Callable[[Callable[Concatenate[Thing, Rest], Result]], Callable[Concatenate[Thing, Rest], Result]]:
    """Keep the last results of a function whose first argument never changes; other arguments are hashable."""

    def wrap(function: Callable[Concatenate[Thing, Rest], Result]) -> Callable[Concatenate[Thing, Rest], Result]:
        @lru_cache(maxsize=size)
        def cached(same: _Same[Thing], *rest: Rest.args, **more: Rest.kwargs) -> Result:
            return function(same.thing, *rest, **more)

        @wraps(function)
        def call(thing: Thing, /, *rest: Rest.args, **more: Rest.kwargs) -> Result:
            return cached(_Same(thing), *rest, **more)  # type: ignore[arg-type]  # the rest is hashable, as promised

        return call

    return wrap
