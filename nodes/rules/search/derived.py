"""Amounts that a reply may work out: totals and differences of what it tells itself, sums of one field of a list."""

from collections.abc import Iterable, Iterator
from itertools import combinations

from pydantic import JsonValue

from nodes.rules.amounts import Amount, is_change
from nodes.rules.search.numbers import stated
from nodes.rules.search.records import record
from nodes.rules.search.seen import Piece
from state.remember import remembered

_MOST_ENTRIES = 8
_MOST_AMOUNTS = 40
_COUNTS = range(2, 10)
_LATEST = 4
"""So many of the assistant's and the user's last texts are reckoned with."""


class Derivations:
    """What the amounts before and in a reply lead to."""

    def __init__(self, pieces: list[Piece], told: Iterable[float]) -> None:
        """Take what was said and returned before the reply, and the amounts of the reply that are known to be right."""
        spoken = [piece for piece in pieces if piece.voice in ("assistant", "user")]
        self.known = sorted({n for piece in pieces for n in _numbers_of(piece)})
        self.sums = sorted({n for piece in pieces if piece.voice == "result" for n in list_sums(piece)})
        self.fields = [values for piece in pieces if piece.voice == "result" for values in field_values(piece)]
        self.amounts = {n for piece in spoken[-_LATEST:] for n in stated(piece.text)}
        self.add(told)

    def add(self, values: Iterable[float]) -> None:
        """Reckon with these amounts too."""
        self.amounts |= set(values)
        self.worked_out: list[float] | None = None

    def lead_to(self, amount: Amount) -> bool:
        """Whether an amount is known, is the sum of one field in a list, or is worked out from others."""
        amount = amount._replace(value=abs(amount.value))
        if amount.is_among(self.known) or any(amount.is_among([n * k for n in self.sums]) for k in (1, *_COUNTS)):
            return True
        if amount.percent and any(is_change(amount, values) for values in self.fields):
            return True
        if any(amount.is_among(sorted(_pairs(values))) for values in self.fields if len(values) <= _MOST_ENTRIES):
            return True
        if self.worked_out is None:
            self.worked_out = sorted(_worked_out(sorted(self.amounts)[:_MOST_AMOUNTS]))
        return amount.is_among(self.worked_out)


def _numbers_of(piece: Piece) -> Iterable[float]:
    return stated(piece.text) if isinstance(piece.content, str) or piece.voice != "result" else record(piece).numbers


def _pairs(values: list[float]) -> Iterator[float]:
    for one, other in combinations(values, 2):
        yield from (one + other, abs(one - other))


def _worked_out(amounts: list[float]) -> Iterator[float]:
    yield sum(amounts)
    for one in amounts:
        yield from (one * count for count in _COUNTS)
        yield from (one / count for count in _COUNTS)
    for one, other in combinations(amounts, 2):
        yield from (
            one + other,
            abs(one - other),
            one * other / 100,
            one * (100 - other) / 100,
            one * (100 + other) / 100,
        )
        if one and other:
            yield from (one / other * 100, other / one * 100, (other - one) / one * 100)


@remembered
def list_sums(piece: Piece) -> frozenset[float]:
    """The sum of each field over the entries of each short list in a result."""
    return frozenset(_list_sums(piece.content))


def _list_sums(value: JsonValue) -> Iterator[float]:
    if isinstance(value, dict):
        for inner in value.values():
            yield from _list_sums(inner)
    if isinstance(value, list):
        for inner in value:
            yield from _list_sums(inner)
        if 1 < len(value) <= _MOST_ENTRIES:
            flat = [dict(_numbers(entry, "")) for entry in value]
            for name in set.intersection(*map(set, flat)):
                yield sum(each[name] for each in flat)


def _numbers(value: JsonValue, path: str) -> Iterator[tuple[str, float]]:
    if isinstance(value, dict):
        for name, inner in value.items():
            yield from _numbers(inner, f"{path}.{name}")
    elif isinstance(value, int | float) and not isinstance(value, bool):
        yield path, float(value)


@remembered
def field_values(piece: Piece) -> tuple[list[float], ...]:
    """The values of each field of a result."""
    fields: dict[str, list[float]] = {}
    for name, number in record(piece).returned():
        fields.setdefault(name, []).append(number)
    return tuple(fields.values())
