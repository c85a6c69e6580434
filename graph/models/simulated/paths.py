"""Looking fields up in observations, by JMESPath."""

from collections.abc import Callable
from functools import lru_cache
from typing import Any

import jmespath
from jmespath.exceptions import JMESPathError
from pydantic import JsonValue


@lru_cache(maxsize=2000)
def _compiled(path: str) -> Callable[[Any], Any] | None:
    try:
        return jmespath.compile(path).search
    except JMESPathError:
        return None


def look_up(path: str, content: JsonValue) -> JsonValue:
    """What a JMESPath expression finds; None where it finds nothing."""
    search = _compiled(path)
    try:
        found: JsonValue = search(content) if search else None
    except (JMESPathError, ValueError, TypeError):
        return None
    return found
