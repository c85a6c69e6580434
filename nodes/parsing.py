"""From a model's text to the shape that was asked for."""

import json
import re
from typing import TypeVar

import json_repair
from pydantic import ValidationError

from state.answers import Shape

Answer = TypeVar("Answer", bound=Shape)

_THOUGHT = re.compile(r"<think>.*?</think>", re.DOTALL)


def parse(text: str, shape: type[Answer]) -> Answer:
    """Read an answer, mending broken JSON; `ValueError` says what does not fit."""
    spoken = _THOUGHT.sub("", text).strip()
    try:
        data = json.loads(spoken)
    except json.JSONDecodeError:
        data = json_repair.loads(spoken)
    if not isinstance(data, dict):
        raise ValueError("no JSON object found in the answer")  # noqa: TRY004 - the answer, not the caller, is at fault
    try:
        return shape.model_validate(data)
    except ValidationError as error:
        raise ValueError(_first_problems(error)) from error


def _first_problems(error: ValidationError, count: int = 5) -> str:
    problems = [f"{'.'.join(map(str, p['loc']))}: {p['msg']}" for p in error.errors()[:count]]
    return "; ".join(problems)
