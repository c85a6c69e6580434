"""Results that can be worked out: arithmetic, encodings, digests and counts of a text."""

import base64
import hashlib
import html
from collections.abc import Callable, Mapping, Sequence
from statistics import mean, median
from urllib.parse import quote

from pydantic import JsonValue

from graph.models.simulated.descriptions import imperative
from graph.models.simulated.lists import EXPRESSIONS
from graph.models.simulated.schemas import words_of
from state.tool import Tool

_OPERATORS: Mapping[str, Callable[[Sequence[float]], float]] = {
    "add": sum, "sum": sum, "plus": sum, "median": median, "mean": mean, "average": mean, "max": max, "min": min,
    "subtract": lambda n: n[0] - n[1], "multiply": lambda n: n[0] * n[1],
    "divide": lambda n: n[0] / n[1] if n[1] else 0.0,
    "power": lambda n: n[0] ** min(n[1], 6), "modulo": lambda n: n[0] % n[1] if n[1] else 0.0,
}  # fmt: skip
_TEXT_WORKS: Mapping[str, Callable[[str], JsonValue]] = {
    "base64": lambda text: base64.b64encode(text.encode()).decode(),
    "html": html.escape, "url": quote, "hex": lambda text: text.encode().hex(),
    "md5": lambda text: hashlib.md5(text.encode(), usedforsecurity=False).hexdigest(),
    "sha256": lambda text: hashlib.sha256(text.encode()).hexdigest(),
    "sha": lambda text: hashlib.sha256(text.encode()).hexdigest(),
    "uppercase": str.upper, "lowercase": str.lower, "reverse": lambda text: text[::-1],
}  # fmt: skip
_COUNTS: Mapping[str, Callable[[str], int]] = {
    "words": lambda text: len(text.split()), "chars": len, "characters": len, "letters": len,
    "lines": lambda text: len(text.splitlines()), "length": len,
}  # fmt: skip


def computed(tool: Tool, values: Mapping[str, JsonValue]) -> JsonValue:
    """What this call amounts to; None where it cannot be worked out."""
    for value in values.values():
        if isinstance(value, str) and value in EXPRESSIONS:
            return EXPRESSIONS[value]
    words = (*words_of(tool.original_name or tool.name), *imperative(tool).lower().split()[:3])
    given = list(values.values())
    if len(given) == 1 and isinstance(given[0], list):
        given = given[0]
    numbers = [value for value in given if isinstance(value, int | float) and not isinstance(value, bool)]
    named = next((word for word in words if word in _OPERATORS), None)
    if named and len(numbers) == len(given) and len(numbers) >= 2:
        return round(_OPERATORS[named](numbers), 4)
    texts = [value for value in given if isinstance(value, str)]
    return _of_text(words, texts[0]) if len(texts) == 1 else None


def _of_text(words: Sequence[str], text: str) -> JsonValue:
    if "count" in words and (unit := next((word for word in words if word in _COUNTS), None)) and "/" not in text:
        return _COUNTS[unit](text)
    making = {"encode", "hash", "convert", "calculate", "compute", "generate", "escape"} & set(words)
    work = next((word for word in words if word in _TEXT_WORKS), None)
    return _TEXT_WORKS[work](text) if work and (making or words[0] == work) else None
