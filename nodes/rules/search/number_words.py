"""Numbers in words: `two hundred and fifty`, `a dozen`, `half`, `twice`, `三百`."""

import re
from collections.abc import Iterator
from functools import lru_cache

_ONES = (
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
    "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
)  # fmt: skip
_UNITS = {word: number for number, word in enumerate(_ONES)}
_TENS = {
    "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90,
}  # fmt: skip
_SCALES = {"hundred": 100, "thousand": 1000, "million": 10**6, "billion": 10**9}
_SINGLE: dict[str, float] = {
    "half": 0.5, "quarter": 0.25, "third": 1 / 3, "dozen": 12, "couple": 2, "pair": 2, "twice": 2, "double": 2,
    "triple": 3, "thrice": 3, "once": 1, "single": 1, "first": 1, "second": 2, "fourth": 4, "fifth": 5, "alone": 1,
    "myself": 1, "both": 2, "solo": 1,
}  # fmt: skip
_CHINESE = {character: number for number, character in enumerate("零一二三四五六七八九")} | {"两": 2}
_CHINESE_SCALES = {"十": 10, "百": 100, "千": 1000, "万": 10_000, "亿": 100_000_000}

_WORD = re.compile(r"[a-z]+")
_NUMBER = rf"(?:{'|'.join((*_UNITS, *_TENS, *_SCALES, *_SINGLE))})"
_RUN = re.compile(rf"\b{_NUMBER}\b(?:(?:[\s-]+and[\s-]+|[\s-]+){_NUMBER}\b)*")
_CHINESE_NUMBER = re.compile(r"[零一二两三四五六七八九十百千万亿]+")


@lru_cache(maxsize=1024)
def worded(text: str) -> frozenset[float]:
    """The numbers that a text says in words."""
    return frozenset((*_english(text.lower()), *(() if text.isascii() else _chinese(text))))


def _english(text: str) -> Iterator[float]:
    for run in _RUN.findall(text):
        words = _WORD.findall(run)
        yield from _counted(words)
        yield from (_SINGLE[word] for word in words if word in _SINGLE)


def _counted(words: list[str]) -> Iterator[float]:
    """The number that words in a row say; several, where it cannot be one."""
    whole, part, last = 0, 0, ""
    for word in words:
        if word == "hundred" and last:
            part *= 100
        elif word in _SCALES and last:
            whole, part = whole + part * _SCALES[word], 0
        elif word in _UNITS or word in _TENS:
            if last in _UNITS or (last in _TENS and (word in _TENS or _UNITS[word] > 9)):
                yield float(whole + part)
                whole, part = 0, 0
            part += _UNITS.get(word, 0) + _TENS.get(word, 0)
        elif word != "and":
            continue
        last = word if word != "and" else last
    if last:
        yield float(whole + part)


def _chinese(text: str) -> Iterator[float]:
    for match in _CHINESE_NUMBER.finditer(text):
        whole, section, digit = 0, 0, 0
        for character in match.group():
            if character in _CHINESE:
                digit = _CHINESE[character]
                continue
            scale = _CHINESE_SCALES[character]
            if scale >= 10_000:
                whole, section = (whole + section + digit) * scale, 0
            else:
                section += (digit or 1) * scale
            digit = 0
        yield float(whole + section + digit)
