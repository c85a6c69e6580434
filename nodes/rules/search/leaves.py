"""The single values inside a call's arguments, and what kind of value each is."""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Literal, NamedTuple

from pydantic import JsonValue

from nodes.rules.search.days import days
from state.dialogue import Argument, Call
from state.remember import remembered

Kind = Literal["id", "number", "date", "sum", "text", "none"]

_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.\w+")
_PHONE = re.compile(r"\+\d[\d().\s/-]+|(?=[^-().\s]*[-()\s])(?!.*\s-\s)[\d().\s-]+")
_PHONE_DIGITS = 7
_NUMBER = re.compile(r"[-+]?[$€£¥]?\s?\d{1,3}(?:,\d{3})+(?:\.\d+)?\s?%?|[-+]?[$€£¥]?\s?\d+(?:\.\d+)?\s?%?")
_DATE = re.compile(r"(?:\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}/\d{1,2}/\d{4})(?:[T ].*)?")
_TIME = re.compile(r"\d{1,2}:\d{2}(?::\d{2})?(?:\.\d+)?\s*(?:[ap]m)?|\d{1,2}\s*[ap]m", re.IGNORECASE)
_SUM = re.compile(r"[\d\s.,()+*/%^-]*\d\s*[-+*/]\s*\(?\d[\d\s.,()+*/%^-]*")
_MEASURE = re.compile(
    r"[$€£¥]?\d+(?:[.,:x/-]\d+)*[-\s]?(?:[a-z°%\"']{1,6}|[A-Z]{1,2}|[A-Z][a-z]{1,5})|[a-z]+-\d{1,2}|\d{1,4}-\d{1,4}"
)
_FILE = re.compile(r"[^\s]*\.[A-Za-z]\w{0,4}")
_ID_NAMES = frozenset(("id", "ids", "number", "no", "code", "account", "phone", "email", "zip", "token", "sku", "isbn"))
_HANDLE = re.compile(r"[@#][\w.-]+")
_SITE = re.compile(r"(?:https?://)?www\.\S+")
_RESOURCE = re.compile(r"[A-Za-z]+(?:_[A-Za-z]+)*/\d{3,}")
"""One thing of a kind, as addresses of services have it: `properties/1000`."""
_DIGIT = re.compile(r"\d")
_FEW = 12
"""Numbers up to here are counts or places in a list, whatever their field is called."""
_TELLING = 3
"""Digits from which on something without spaces is an id."""
_NUMBERED = re.compile(r"[a-z]{3,}[._-]?\d{2,}")
"""A name with a number, as accounts have them: `alice59`."""
_INDEX = re.compile(r"\[\d+\]")
_NAME_PARTS = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])|\d+")


class Leaf(NamedTuple):
    """One value of an argument that is no list or object."""

    path: str
    """From the argument's name on: `payment_methods[0].amount`."""
    name: str
    """Of the innermost field."""
    value: str | int | float
    siblings: tuple[str | int | float, ...]
    """The other values of the same object, where it is one inside the arguments."""


def leaves(argument: Argument) -> Iterator[Leaf]:
    """Every single text and number of an argument, in order."""
    yield from _leaves(argument.value, argument.name, argument.name, ())


@remembered
def all_leaves(call: Call) -> tuple[Leaf, ...]:
    """Those of all arguments of a call."""
    return tuple(leaf for argument in call.arguments for leaf in leaves(argument))


def fellows(call: Call, leaf: Leaf) -> tuple[Leaf, ...]:
    """The same field in all entries of the list that a value stands in, itself among them; none outside a list."""
    path = _INDEX.sub("[]", leaf.path)
    return tuple(other for other in all_leaves(call) if _INDEX.sub("[]", other.path) == path) if "[]" in path else ()


def _leaves(value: JsonValue, path: str, name: str, siblings: tuple[str | int | float, ...]) -> Iterator[Leaf]:
    if isinstance(value, dict):
        for key, inner in value.items():
            others = tuple(
                other
                for other_key, other in value.items()
                if other_key != key and isinstance(other, str | int | float) and not isinstance(other, bool)
            )
            yield from _leaves(inner, f"{path}.{key}", key, others)
    elif isinstance(value, list):
        for number, inner in enumerate(value):
            yield from _leaves(inner, f"{path}[{number}]", name, siblings)
    elif isinstance(value, str | int | float) and not isinstance(value, bool):
        yield Leaf(path, name, value, siblings)


@lru_cache(maxsize=1024)
def words_of(name: str) -> frozenset[str]:
    """The different words in a name."""
    return frozenset(words_in(name))


def words_in(name: str) -> list[str]:
    """The words in a name, whichever way it is written: `nonfree_baggages`, `fuelLevel`."""
    return [part.lower() for part in _NAME_PARTS.findall(name)]


def names_id(name: str) -> bool:
    """Whether a field's name says that it holds an id."""
    return words_in(name)[-1:] != [] and words_in(name)[-1] in _ID_NAMES


def kind_of(leaf: Leaf) -> Kind:
    """What kind of value this is, which decides how it is looked for."""
    if isinstance(leaf.value, str):
        return _kind_of_text(leaf.value.strip(), leaf.name)
    return "id" if isinstance(leaf.value, int) and names_id(leaf.name) and abs(leaf.value) > _FEW else "number"


@lru_cache(maxsize=1 << 14)
def _kind_of_text(text: str, name: str) -> Kind:
    if not text:
        return "none"
    if _DATE.fullmatch(text) and days(text):
        return "date"
    if not _DIGIT.search(text):
        return "id" if _EMAIL.fullmatch(text) else "text"
    return _kind_with_digits(text, name)


def _kind_with_digits(text: str, name: str) -> Kind:
    digits = sum(character.isdigit() for character in text)
    if _TIME.fullmatch(text):
        return "none"
    if _EMAIL.fullmatch(text) or (_PHONE.fullmatch(text) and digits >= _PHONE_DIGITS):
        return "id"
    if text.isdigit() and (digits >= 5 or (names_id(name) and digits > 2)):
        return "id"
    if _NUMBER.fullmatch(text):
        return "number"
    if _SUM.fullmatch(text):
        return "sum"
    if any(character.isspace() for character in text):
        return "text"
    return _kind_of_token(text, name, digits)


def _kind_of_token(text: str, name: str, digits: int) -> Kind:
    if names_id(name) or _HANDLE.fullmatch(text) or _NUMBERED.fullmatch(text):
        return "id"
    if _SITE.fullmatch(text):
        return "id" if digits >= _TELLING else "text"
    if _RESOURCE.fullmatch(text):
        return "id"
    if _MEASURE.fullmatch(text) or _FILE.fullmatch(text) or "/" in text or not text.isascii():
        return "text"
    return "id" if digits >= _TELLING or (digits >= 1 and len(text) >= 5 and not text.islower()) else "text"
