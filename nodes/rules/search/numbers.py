"""The numbers of a text: in digits, in words, and in other units."""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from nodes.rules.amounts import amounts
from nodes.rules.search.number_words import worded
from nodes.rules.search.units import converted

_PLAIN = re.compile(r"(?<![\w.])\d+(?:\.\d+)?")
_DECADE = re.compile(r"(?<![\d.])((?:19|20)?\d0)'?s\b")


@lru_cache(maxsize=2048)
def stated(text: str) -> frozenset[float]:
    """The numbers that a text says, in digits, in words or in other units."""
    if not any(map(str.isdigit, text)):
        return worded(text)
    said = {amount.value for amount in amounts(text)} | {
        start for each in _DECADE.findall(text) for start in _years(each)
    }
    return worded(text) | said | frozenset(converted(text.replace(",", "")))


def _years(decade: str) -> tuple[float, ...]:
    """The first and last year of `1990` and of `90`."""
    starts = [int(decade)] if len(decade) == 4 else [1900 + int(decade), 2000 + int(decade)]
    return tuple(float(year) for start in starts for year in (start, start + 9))


def in_sum(text: str) -> list[float]:
    """The operands of a sum."""
    return [float(number) for number in _PLAIN.findall(text)]


def is_written(value: float, known: Iterable[float]) -> bool:
    """Whether a number is one of these, or one of them rounded to as many digits as it has itself."""
    return any(True for _ in readings(value, known))


def readings(value: float, known: Iterable[float]) -> Iterator[float]:
    """Those of some numbers that are a number, or are it when they are rounded."""
    decimals = len(f"{value!r}".partition(".")[2]) if value != int(value) else 0
    room, exact = 0.5 * 10.0**-decimals, 1e-9 * abs(value)
    for number in known:
        near = abs(value - number)
        if near <= exact or (near <= room and number != int(number)):
            yield number
