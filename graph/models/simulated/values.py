"""Inventing argument values that obey a schema and that somebody might really want."""

import re
from collections.abc import Callable, Mapping
from random import Random
from typing import Any

from pydantic import JsonValue

from graph.models.simulated.contexts import values_in_context
from graph.models.simulated.identities import identifier, mailbox, personal
from graph.models.simulated.lists import PLAIN_NAMES, PLAIN_WORDS, TOPICS, numbers_for, values_for
from graph.models.simulated.schemas import Schema, fits, identifier_like, kind_of, readable, resolve, words_of

ABOUT = "x-about"
"""Where the schema of a tool's arguments says what the tool is about, in lower case."""
_EXAMPLE = re.compile(
    r"(?:e\.g\.?|eg|for example|example|such as|like|format|ex)[:,.]?\s*[\"'`“]([^\"'`”“\n]{1,60})[\"'`”]",
    re.IGNORECASE,
)
_BARE_EXAMPLE = re.compile(r"(?:e\.g\.,?|for example,?)\s+([A-Za-z0-9][\w./:@-]{1,40})")
_CHOICE = re.compile(r"[\"'`]([a-zA-Z][\w-]{1,24})[\"'`]")
_NUMERIC = re.compile(
    r"\b(year|month|quarter|amount|count|limit|size|price|width|height|index|number of \w+|page|days|hours|minutes|"
    r"port|latitude|longitude|lat|lon|lng|x|y|radius|duration)$"
)
_PLACEHOLDER = re.compile(
    r"[<>{}\[\]\n\\]|^your|xxx|\.\.\.|^(string|value|text|none|null|true|false|utc)$", re.IGNORECASE
)
_CHAIN = re.compile(
    r"\b(wallet|contract|token|pool|delegator|validator|function|mint|ens|ethereum|blockchain|0x\w*)( address)?$"
    r"|\b(wallet|contract|token|pool|delegator|validator) address\b|\b(tx|transaction) ?hash$|^pubkey$|\bpublic key$"
)
_BODY = re.compile(r"\b(body|bmi|medical|patient|clinical|health|child|children|fitness|mass)\b")
_DEEPEST = 8
"""How far required fields are followed."""
_HEX = "0123456789abcdef"


def invent(name: str, schema: object, root: Schema, random: Random, depth: int = 0) -> JsonValue:
    """A value for this property; None where no valid one was found."""
    plain = resolve(schema, root)
    for _ in range(3):
        value = _attempt(name, plain, root, random, depth)
        if value is not None and fits(value, plain, root):
            return value
    return next((value for value in _simple(plain) if fits(value, plain, root)), None)


def _attempt(name: str, schema: Schema, root: Schema, random: Random, depth: int) -> JsonValue:
    if "const" in schema:
        constant: JsonValue = schema["const"]
        return constant
    if choices := [choice for choice in schema.get("enum") or () if choice not in (None, "")]:
        chosen: JsonValue = random.choice(choices)
        return chosen
    makers: Mapping[str, Callable[[], JsonValue]] = {
        "integer": lambda: int(_number(name, schema, root, random)),
        "number": lambda: _number(name, schema, root, random),
        "boolean": lambda: (
            random.random() < (1 if re.search(r"success|ok|valid|found|complete", name.lower()) else 0.7)
        ),
        "array": lambda: _list(name, schema, root, random, depth),
        "object": lambda: _object(name, schema, root, random, depth),
        "null": lambda: None,
    }
    return makers.get(kind_of(schema), lambda: _string(name, schema, root, random))()


def _simple(schema: Schema) -> tuple[JsonValue, ...]:
    shortest = "a" * int(schema.get("minLength") or 1)
    low = schema.get("minimum", schema.get("exclusiveMinimum", 0))
    return (low, low + 1 if isinstance(low, int | float) else 1, shortest, "2025-05-12", True, [], {}, ["a"], [1])


def _number(name: str, schema: Schema, root: Schema, random: Random) -> float:
    offered = schema.get("examples") or ()
    words = readable(name)
    words = f"{words} cm" if words == "height" and _BODY.search(str(root.get(ABOUT, ""))) else words
    choices: tuple[Any, ...] = tuple(n for n in offered if isinstance(n, int | float)) or numbers_for(words)
    low, high = _bounds(schema)
    value = random.choice(choices)
    if not (low is None or value >= low) or not (high is None or value <= high):
        value = _between(low, high, random)
    step = schema.get("multipleOf")
    return float(round(value / step) * step) if step else value


def _bounds(schema: Schema) -> tuple[float | None, float | None]:
    low, high = schema.get("minimum"), schema.get("maximum")
    above, below = schema.get("exclusiveMinimum"), schema.get("exclusiveMaximum")
    if low is None and isinstance(above, int | float):
        low = above + 1
    if high is None and isinstance(below, int | float):
        high = below - 1
    return low, high


def _between(low: float | None, high: float | None, random: Random) -> float:
    start = low if low is not None else (high or 0) - 10
    end = min(high, start + 50) if high is not None else start + 10
    if end - start <= 1:
        return start
    return random.randint(round(start), round(end))


def _list(name: str, schema: Schema, root: Schema, random: Random, depth: int) -> JsonValue:
    if depth > 3:
        return []
    numeric = kind_of(resolve(schema.get("items") or {}, root)) in ("number", "integer")
    fewest = int(schema.get("minItems") or 1)
    most = int(schema.get("maxItems") or max(fewest, 4 if numeric else 2))
    fewest = max(fewest, min(3, most)) if numeric else fewest
    item_name = name[:-1] if name.endswith("s") and not name.endswith("ss") else name
    made: list[JsonValue] = []
    for _ in range(6 * most):
        item = invent(item_name, schema.get("items") or {"type": "string"}, root, random, depth + 1)
        if item is not None and item not in made:
            made.append(item)
        if len(made) >= max(fewest, random.randint(1, most)):
            break
    return made


def _object(name: str, schema: Schema, root: Schema, random: Random, depth: int) -> JsonValue:
    inner = schema.get("properties") or {}
    wanted = [key for key in schema.get("required") or () if key in inner]
    if depth > (_DEEPEST if wanted else 3):
        return {}
    if not inner:
        return {"name": random.choice(TOPICS), "status": "active"} if depth == 0 else {}
    wanted = wanted or _telling(inner, root)
    made = {key: invent(key, inner[key], root, random, depth + 1) for key in wanted}
    return {key: value for key, value in made.items() if value is not None}


def _telling(inner: Schema, root: Schema) -> list[str]:
    """Two plain fields of an object that requires none; of an envelope what it holds, a list before an object."""
    kinds = {key: kind_of(resolve(inner[key], root)) for key in inner}
    plain = [key for key, kind in kinds.items() if kind not in ("object", "array")]
    return plain[:2] or sorted(inner, key=lambda key: kinds[key] != "array")[:1]


def _string(name: str, schema: Schema, root: Schema, random: Random) -> str:
    said = str(schema.get("description") or "")
    samples = _samples(schema, said)
    if samples and random.random() < 0.75 and not (len(samples) == 1 and "query" in name.lower()):
        return random.choice(samples)
    if made := _by_format(str(schema.get("format") or ""), random):
        return made
    words = " ".join(words_of(name))
    if special := values_in_context(words, str(root.get(ABOUT, ""))):
        return random.choice(special)
    if _CHAIN.search(words) or (words == "address" and _on_chain(said, root)):
        return "0x" + "".join(random.choices(_HEX, k=20))
    if _NUMERIC.search(words):
        return f"{random.choice(numbers_for(words)):g}"
    if person := personal(words, random):
        return person
    known = values_for(words)
    if not known and identifier_like(name):
        return identifier(name, random)
    return str(random.choice(known or samples or _by_description(said) or _plain(words, said)))


def is_known(name: str, schema: Schema) -> bool:
    """Whether there are good values for a parameter of this name and schema."""
    words = " ".join(words_of(name))
    if (
        schema.get("enum")
        or "const" in schema
        or schema.get("format")
        or _samples(schema, str(schema.get("description")))
    ):
        return True
    return bool(values_for(words) or personal(words, Random(0)) or _CHAIN.search(words) or identifier_like(name))


def _on_chain(said: str, root: Schema) -> bool:
    siblings = " ".join(root.get("properties") or {}).lower()
    about = f"{siblings} {said.lower()} {root.get(ABOUT, '')}"
    return re.search(r"chain|network|token|wallet|contract|0x", about) is not None


def _plain(words: str, said: str) -> tuple[str, ...]:
    if re.search(r"\b(search|query|keywords?|topics?|about|text|prompt|question)\b", said.lower()):
        return TOPICS
    return PLAIN_NAMES if words.endswith("name") else PLAIN_WORDS


def _by_description(said: str) -> tuple[object, ...]:
    last = said.lower().split(".")[0].rstrip("s ")
    return () if last.endswith("format") else values_for(last)


def _samples(schema: Schema, said: str) -> list[str]:
    offered = [sample for sample in schema.get("examples") or () if isinstance(sample, str)]
    found = offered or _EXAMPLE.findall(said) or _BARE_EXAMPLE.findall(said)
    if not found and re.search(r"\b(one of|either|options|choose|can be|valid|must be)\b", said, re.IGNORECASE):
        found = _CHOICE.findall(said)
    cleaned = [sample.strip(" .,;)") for sample in found]
    return [
        sample
        for sample in cleaned
        if sample and sample.isascii() and sample.count("(") == sample.count(")") and not _PLACEHOLDER.search(sample)
    ]


def _by_format(kind: str, random: Random) -> str | None:
    if kind == "uuid":
        digits = "".join(random.choices(_HEX, k=32))
        return f"{digits[:8]}-{digits[8:12]}-4{digits[13:16]}-a{digits[17:20]}-{digits[20:]}"
    fixed = {
        "date": f"2025-0{random.randint(3, 6)}-{random.randint(10, 28)}",
        "date-time": f"2025-0{random.randint(3, 6)}-{random.randint(10, 28)}T{random.randint(9, 17):02}:00:00Z",
        "time": f"{random.randint(9, 17):02}:30:00",
        "uri": "https://example.com/blog/heat-pumps",
        "url": "https://example.com/blog/heat-pumps",
        "ipv4": "203.0.113.25",
    }
    return mailbox(random) if kind == "email" else fixed.get(kind)
