"""From a model's text to the shape that was asked for."""

import json
import re
from collections.abc import Iterator
from typing import NamedTuple, TypeVar

import json_repair
from pydantic import ValidationError

from state.answers import Shape

Answer = TypeVar("Answer", bound=Shape)

_THOUGHT = re.compile(r"<(think|thinking|reasoning)>.*?</\1>", re.DOTALL)
_END_OF_THOUGHT = re.compile(r"</(?:think|thinking|reasoning)>")
_START_OF_THOUGHT = re.compile(r"<(?:think|thinking|reasoning)>")
_FENCE = re.compile(r"```[a-zA-Z]*\s*\n(.*?)```", re.DOTALL)
_WRAPPERS = ("answer", "arguments", "parameters")
_STRICT = json.JSONDecoder()


def parse(text: str, shape: type[Answer], *, cut_off: bool = False) -> Answer:
    """Read an answer, mending broken JSON; `ValueError` says what does not fit.

    Of an answer that was cut off, only what is whole counts: no sentence ends in the middle.
    """
    spoken = _spoken(text, cut_off=cut_off)
    problem, closest = "no JSON object found in the answer" if spoken else "the answer is empty", -1
    for candidate in _candidates(spoken, shape, cut_off=cut_off):
        try:
            return shape.model_validate(candidate)
        except ValidationError as error:
            # What the model hears of is what is wrong with the likeliest.
            if (likeness := len(candidate.keys() & shape.model_fields.keys())) > closest:
                problem, closest = _first_problems(error), likeness
    raise ValueError(problem)


def _spoken(text: str, *, cut_off: bool) -> str:
    """Leave out what was only thought. Some endpoints send the end of a thought without its beginning."""
    spoken = _END_OF_THOUGHT.split(_THOUGHT.sub("", text))[-1]
    if not (start := _START_OF_THOUGHT.search(spoken)):
        return spoken.strip()
    before, after = spoken[: start.start()].strip(), spoken[start.end() :].strip()
    # A thought that was never closed: where the model ended of its own accord, the answer may be inside.
    return before if before or cut_off else after


def _candidates(text: str, shape: type[Shape], *, cut_off: bool) -> Iterator[dict[str, object]]:
    """What could be the answer, the likeliest first; of several objects in one text the last."""
    for value in _values(text, cut_off=cut_off):
        yield from _objects(value, shape)


def _values(text: str, *, cut_off: bool) -> Iterator[object]:
    try:
        yield json.loads(text)
    except (ValueError, RecursionError):
        for fenced in reversed(_FENCE.findall(text)):
            yield from reversed(_embedded(fenced).sound)
        sound, last_is_sound = _embedded(text)
        # A broken last object is more likely the answer than a sound one before it.
        if last_is_sound:
            yield from reversed(sound)
        yield _mended(_whole(text) if cut_off else text)
        yield from reversed(sound)


class _Embedded(NamedTuple):
    sound: list[object]
    last_is_sound: bool = True


def _embedded(text: str) -> _Embedded:
    """The JSON objects in a text that are sound as they stand."""
    found = _Embedded([])
    start = text.find("{")
    while start >= 0:
        try:
            value, end = _STRICT.raw_decode(text, start)
            found.sound.append(value)
            found = _Embedded(found.sound)
        except (ValueError, RecursionError):
            found, end = _Embedded(found.sound, last_is_sound=False), start + 1
        start = text.find("{", end)
    return found


def _mended(text: str) -> object:
    try:
        return json_repair.loads(text)
    except RecursionError:
        return None


def _objects(value: object, shape: type[Shape]) -> Iterator[dict[str, object]]:
    """The objects that a value may stand for: itself, what it wraps, its items, or the one list that was asked for."""
    if isinstance(value, dict):
        yield value
        for name in _WRAPPERS:
            if isinstance(inner := value.get(name), dict):
                yield inner
    elif isinstance(value, list):
        required = [name for name, field in shape.model_fields.items() if field.is_required()]
        if len(required) == 1:
            yield {required[0]: value}
        for item in reversed(value):
            yield from _objects(item, shape)


def _whole(text: str) -> str:
    """What is left when the element in which the text broke off is taken away."""
    end, inside, escaped = 0, False, False
    for position, letter in enumerate(text):
        if inside:
            inside = escaped or letter != '"'
            escaped = letter == "\\" and not escaped
        elif letter == '"':
            inside = True
        elif letter in "}]":
            end = position + 1
    return text[:end]


def _first_problems(error: ValidationError, count: int = 5) -> str:
    problems = [f"{'.'.join(map(str, p['loc']))}: {p['msg']}" for p in error.errors()[:count]]
    return "; ".join(problems)
