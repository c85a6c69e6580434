"""Results as records: which values stand together. A value is evidence where it stands with the right others."""

import re
from collections.abc import Iterable, Iterator
from datetime import date
from functools import cached_property

from pydantic import JsonValue

from nodes.rules.search.days import as_dates, days
from nodes.rules.search.leaves import all_leaves
from nodes.rules.search.numbers import stated
from nodes.rules.search.seen import Piece, searchable
from state.remember import remembered

_DIGIT = re.compile(r"\d")

Plain = str | int | float


class Span:
    """A range of places."""

    __slots__ = ("end", "listed", "start")

    def __init__(self, start: int, listed: bool) -> None:
        """From a place on; where it ends is known later."""
        self.start = start
        self.end = start
        self.listed = listed
        """Whether it is a list, whose entries have nothing to do with each other."""


class Record:
    """The values of one result in order, after the arguments of its call: each has its place.

    Three lists instead of one of tuples: a result may have thousands of values.
    """

    def __init__(self, piece: Piece) -> None:
        """Spread a result out."""
        self.values: list[Plain] = []
        self.names: list[str] = []
        """The field each stands in; for a key of a map, the key itself."""
        self.around: list[tuple[Span, ...]] = []
        """The objects and lists around each, from the whole result inwards."""
        self.whole = Span(0, listed=False)
        for leaf in all_leaves(piece.call) if piece.call else ():
            self._add(leaf.value, leaf.name, (self.whole,))
        self.given = len(self.values)
        """So many places are arguments of the call."""
        self._spread(piece.content, "", (self.whole,))
        self.whole.end = len(self.values)

    def _add(self, value: Plain, name: str, around: tuple[Span, ...]) -> None:
        self.values.append(value)
        self.names.append(name)
        self.around.append(around)

    def _spread(self, value: JsonValue, name: str, around: tuple[Span, ...]) -> None:
        if isinstance(value, dict | list):
            inside = (*around, Span(len(self.values), isinstance(value, list)))
            if isinstance(value, dict):
                for key, inner in value.items():
                    self._add(key, key, inside)
                    self._spread(inner, key, inside)
            else:
                for inner in value:
                    self._spread(inner, name, inside)
            inside[-1].end = len(self.values)
        elif isinstance(value, str | int | float) and not isinstance(value, bool):
            self._add(value, name, around)

    def returned(self) -> Iterator[tuple[str, float]]:
        """The numbers of the result itself, with their fields."""
        for name, value in zip(self.names[self.given :], self.values[self.given :], strict=True):
            if not isinstance(value, str):
                yield name, float(value)

    @cached_property
    def _places(self) -> dict[str, list[int]]:
        found: dict[str, list[int]] = {}
        for place, value in enumerate(self.values):
            found.setdefault(key_of(value), []).append(place)
        return found

    def places(self, value: Plain) -> list[int]:
        """Where a value stands, ascending."""
        return self._places.get(key_of(value), [])

    def beside(self, value: Plain, name: str) -> Iterator[float]:
        """The numbers of a field in the objects that hold a value themselves."""
        for place in self.places(value):
            span = self.around[place][-1]
            if span is not self.whole:
                for other in range(span.start, span.end):
                    number = self.values[other]
                    if self.names[other] == name and self.around[other][-1] is span and not isinstance(number, str):
                        yield float(number)

    @cached_property
    def numbers(self) -> dict[float, list[int]]:
        """Where each number stands, ascending; those inside texts among them."""
        found: dict[float, list[int]] = {}
        for place, value in enumerate(self.values):
            if not isinstance(value, str):
                found.setdefault(float(value), []).append(place)
            elif _DIGIT.search(value):
                for number in stated(value):
                    found.setdefault(number, []).append(place)
        return found

    @cached_property
    def days(self) -> dict[date, list[int]]:
        """Where each date stands, ascending."""
        found: dict[date, list[int]] = {}
        for place, value in enumerate(self.values):
            if isinstance(value, str):
                for day in days(value):
                    for each in as_dates(day):
                        found.setdefault(each, []).append(place)
        return found

    def stand_with(self, place: int, others: Iterable[Plain]) -> int:
        """How many of some other values stand with a place: not in another entry of a list than it does itself."""
        return sum(any(self._is_with(place, other) for other in self.places(value)) for value in others)

    def _is_with(self, place: int, other: int) -> bool:
        shared = self.whole
        for one, another in zip(self.around[place], self.around[other], strict=False):
            if one is not another:
                break
            shared = one
        return not shared.listed


def key_of(value: Plain) -> str:
    """A value as values are compared."""
    return searchable(value) if isinstance(value, str) else f"{float(value):g}" if abs(value) < 1e15 else str(value)


@remembered
def record(piece: Piece) -> Record:
    """The record that a result is, worked out once."""
    return Record(piece)
