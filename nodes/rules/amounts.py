"""Numbers as people write them: `$181.4M`, `1,299.90`, `two`, `23.9 %`, `3 billion`, `30万`."""

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from typing import NamedTuple

_SCALES = {
    "k": 1e3, "thousand": 1e3, "m": 1e6, "mn": 1e6, "million": 1e6, "b": 1e9, "bn": 1e9, "billion": 1e9,
    "t": 1e12, "tn": 1e12, "trillion": 1e12, "万": 1e4, "亿": 1e8,
}  # fmt: skip
_WORDS = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_AMOUNT = re.compile(
    r"(?<![A-Za-z0-9_.])(?<![A-Za-z]-)(?P<sign>(?<![^\s(\[:,])[-\u2212])?"
    r"(?P<number>\d+(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)(?![\d_]|\.\d)"
    r"(?:(?P<scale>[kK](?![A-Za-z\d])|[MBT](?![A-Za-z\d])|[mb]n\b|tn\b|万|亿)"
    r"|[ -]?(?P<word>thousand|million|billion|trillion)s?\b)?"
    r"(?P<percent>\s?%|\spercent\b)?(?![A-Za-z-]+\d)"
)
_DIGITS = re.compile(r"\d+(?:\.\d+)?")


class Amount(NamedTuple):
    """One number in a text."""

    text: str
    value: float
    unit: float
    """What one more in the last written digit is worth: half of it is the room that rounding leaves."""
    percent: bool = False

    def is_among(self, known: Sequence[float]) -> bool:
        """Whether one of these numbers, in ascending order, is this one or rounds to it."""
        room = self.unit / 2 * (1 + 1e-9)
        place = bisect_left(known, self.value - room)
        return place < len(known) and known[place] <= self.value + room


def amounts(text: str) -> list[Amount]:
    """The numbers that a text says; digits inside an id are none."""
    return [_amount(match) for match in _AMOUNT.finditer(text)]


def _amount(match: re.Match[str]) -> Amount:
    number = match["number"].replace(",", "")
    scale = _SCALES[(match["scale"] or match["word"]).lower()] if match["scale"] or match["word"] else 1.0
    decimals = len(number.partition(".")[2])
    value = round(float(number) * scale, 6) * (-1 if match["sign"] else 1)
    return Amount(match[0].strip(), value, scale * 10.0**-decimals, match["percent"] is not None)


def without_amounts(text: str) -> str:
    """The text with its numbers and their units of scale blanked out."""
    return _AMOUNT.sub(" ", text)


def numbers(text: str) -> set[float]:
    """The values that a text says, in digits or in small words."""
    words = set(re.findall(r"[a-z]+", text.lower()))
    said = {float(number) for number, word in enumerate(_WORDS) if word in words}
    return said | {amount.value for amount in amounts(text)}


def digits(text: str) -> set[float]:
    """Every run of digits, wherever it stands: generous evidence for what a reply repeats."""
    return {float(match.group()) for match in _DIGITS.finditer(text.replace(",", ""))}


def is_change(percent: Amount, known: Iterable[float]) -> bool:
    """Whether a percentage is the share or the change between two of these numbers."""
    values = [value for value in known if value]
    room = percent.unit / 2 * (1 + 1e-9)
    wanted = abs(percent.value)
    return any(
        abs(abs(one / other) * 100 - wanted) <= room or abs(abs(one / other - 1) * 100 - wanted) <= room
        for one in values
        for other in values
        if one != other
    )
