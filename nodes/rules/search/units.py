"""One quantity in other units: `30 liters` is 7.93 gallons, `5%` is 0.05, `two weeks` are 14 days."""

import re
from collections.abc import Iterator

_FACTORS: dict[str, tuple[float, ...]] = {
    "%": (0.01,), "percent": (0.01,),
    "liter": (0.264172, 1000), "litre": (0.264172, 1000), "gallon": (3.785412,),
    "kilometer": (0.621371, 1000), "km": (0.621371, 1000), "mile": (1.609344, 1609.344), "mi": (1.609344,),
    "meter": (3.28084, 100, 0.001), "m": (3.28084, 100, 0.001),
    "foot": (0.3048, 12, 30.48), "feet": (0.3048, 12, 30.48),
    "ft": (0.3048, 12, 30.48), "inch": (2.54, 0.0254), "cm": (0.393701, 0.01, 10), "mm": (0.1, 0.001),
    "kg": (2.204623, 1000), "kilogram": (2.204623, 1000), "pound": (0.453592,), "lb": (0.453592,), "gram": (0.001,),
    "ounce": (28.349523,), "oz": (28.349523,),
    "hour": (60, 3600, 3_600_000), "hr": (60, 3600), "minute": (60, 1 / 60, 60_000), "min": (60, 1 / 60),
    "second": (1000, 1 / 60), "day": (24, 1440, 86_400), "week": (7, 168, 604_800), "fortnight": (14,),
    "month": (30, 1 / 12), "year": (12, 365, 52), "decade": (10,), "century": (100,),
    "gb": (1024, 1000, 1024**3), "mb": (1024, 1024**2, 1 / 1024, 1 / 1000), "kb": (1024, 1000), "tb": (1024, 1000),
    "dollar": (100,), "usd": (100,), "$": (100,), "euro": (100,), "cent": (0.01,), "dozen": (12,),
}  # fmt: skip
_TEMPERATURES = ("celsius", "centigrade", "c", "fahrenheit", "f")
_WORDS = "|".join(sorted((re.escape(word) for word in (*_FACTORS, *_TEMPERATURES)), key=len, reverse=True))
_MEASURED = re.compile(
    rf"(?P<before>\$)?(?<![\w.])(?P<number>\d+(?:\.\d+)?)(?:\s*-?\s*°?(?P<unit>{_WORDS})(?:e?s)?(?![A-Za-z]))?", re.I
)


def converted(text: str) -> Iterator[float]:
    """What the measured quantities of a text are in other units."""
    for match in _MEASURED.finditer(text):
        if match["unit"] or match["before"]:
            yield from _conversions(float(match["number"]), (match["unit"] or "").lower(), match["before"] or "")


def _conversions(value: float, unit: str, before: str) -> Iterator[float]:
    for word in (unit, before):
        for factor in _FACTORS.get(word, ()):
            yield value * factor
    if unit in ("celsius", "c", "centigrade"):
        yield value * 9 / 5 + 32
    if unit in ("fahrenheit", "f"):
        yield (value - 32) * 5 / 9
