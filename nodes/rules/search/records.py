"""Results as records: which values stand together. A value is evidence where it stands with the right others."""

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from datetime import date
from functools import cached_property
from typing import NamedTuple

from pydantic import JsonValue

from nodes.rules.search.days import as_dates, days
from nodes.rules.search.leaves import all_leaves
from nodes.rules.search.numbers import stated
from nodes.rules.search.seen import Piece, searchable
from state.remember import remembered

Plain = str | int | float


class Held(NamedTuple):
    """One value of a result."""

    value: Plain
    name: str
    """The field it stands in; for a key of a map, the key itself."""
    around: tuple[tuple[int, int], ...]
    """The objects and lists around it, from the whole result inwards, as ranges of places."""


class Record:
    """The values of one result in order, with the arguments of its call among them."""

    def __init__(self, piece: Piece) -> None:
        """Spread a result out."""
        self.held: list[Held] = []
        self._open: list[int] = []
        given = [(leaf.name, leaf.value) for leaf in all_leaves(piece.call)] if piece.call else []
        whole = (0, 1 << 30)
        self.held += (Held(value, name, (whole,)) for name, value in given)
        self.given = len(given)
        """So many places are arguments of the call."""
        self._spread(piece.content, "", (whole,))
        self._places: dict[str, list[int]] = {}
        for place, held in enumerate(self.held):
            self._places.setdefault(key_of(held.value), []).append(place)

    def _spread(self, value: JsonValue, name: str, around: tuple[tuple[int, int], ...]) -> None:
        if isinstance(value, dict | list):
            start = len(self.held)
            end = start + _size(value)
            inside = (*around, (start, end))
            for key, inner in value.items() if isinstance(value, dict) else ((name, each) for each in value):
                if isinstance(value, dict):
                    self.held.append(Held(key, key, inside))
                self._spread(inner, key, inside)
        elif isinstance(value, str | int | float) and not isinstance(value, bool):
            self.held.append(Held(value, name, around))

    def places(self, value: Plain) -> list[int]:
        """Where a value stands, ascending."""
        return self._places.get(key_of(value), [])

    def beside(self, value: Plain, name: str) -> Iterator[float]:
        """The numbers of a field in the objects that hold a value themselves."""
        for place in self.places(value):
            start, end = self.held[place].around[-1]
            if start:
                for held in self.held[start:end]:
                    if held.name == name and held.around[-1] == (start, end) and isinstance(held.value, int | float):
                        yield float(held.value)

    @cached_property
    def numbers(self) -> dict[float, list[int]]:
        """Where each number stands, ascending; those inside texts among them."""
        found: dict[float, list[int]] = {}
        for place, held in enumerate(self.held):
            for number in stated(held.value) if isinstance(held.value, str) else (float(held.value),):
                found.setdefault(number, []).append(place)
        return found

    @cached_property
    def days(self) -> dict[date, list[int]]:
        """Where each date stands, ascending."""
        found: dict[date, list[int]] = {}
        for place, held in enumerate(self.held):
            if isinstance(held.value, str) and any(map(str.isdigit, held.value)):
                for day in days(held.value):
                    for each in as_dates(day):
                        found.setdefault(each, []).append(place)
        return found

    def share(self, place: int, others: Iterable[Plain]) -> int:
        """How many of some other values the smallest thing around a place holds that holds any."""
        wanted = [self.places(other) for other in others]
        for start, end in reversed(self.held[place].around):
            count = sum(_any_within(places, start, end) for places in wanted)
            if count:
                return count
        return 0


def _size(value: JsonValue) -> int:
    """How many places a value takes."""
    if isinstance(value, dict):
        return sum(1 + _size(inner) for inner in value.values())
    if isinstance(value, list):
        return sum(map(_size, value))
    return int(isinstance(value, str | int | float) and not isinstance(value, bool))


def _any_within(places: list[int], start: int, end: int) -> bool:
    first = bisect_left(places, start)
    return first < len(places) and places[first] < end


def key_of(value: Plain) -> str:
    """A value as values are compared."""
    return searchable(value) if isinstance(value, str) else f"{float(value):g}" if abs(value) < 1e15 else str(value)


@remembered
def record(piece: Piece) -> Record:
    """The record that a result is, worked out once."""
    return Record(piece)


def records(pieces: Iterable[Piece]) -> Iterator[Record]:
    """The records among the pieces that were not failures."""
    return (record(piece) for piece in pieces if not piece.failed)
