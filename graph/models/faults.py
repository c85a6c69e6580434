"""What can go wrong between us and an endpoint, and whether it is worth asking again."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from html import unescape
from typing import Any, Literal

import orjson

Kind = Literal["overloaded", "unreachable", "silent", "broken", "passing", "lasting", "denied"]
"""Overloaded: we are told to slow down. Unreachable: there may be nobody there. Silent, broken: nobody, or this one
request is too much for it. Passing: it may work the next time. Lasting: it will not. Denied: nor will any other."""

_OVERLOADED = frozenset({429, 529})
_UNREACHABLE = frozenset({502, 503, 504, 520, 521, 522, 523, 524})
_PASSING = frozenset({409, 425})
_DENIED = frozenset({401, 402, 403, 404, 405, 410})
_SILENT = 408
_BROKEN = 500
_OUT_OF_MONEY = frozenset({"insufficient_quota", "billing_hard_limit_reached", "billing_not_active"})
_LONGEST_MESSAGE = 2000
"""Characters. Long enough that nothing is cut before credentials are taken out of it."""
_TITLE = re.compile(r"<(title|h1)[^>]*>(.*?)</\1>", re.DOTALL | re.IGNORECASE)
_TOO_LONG = "the prompt is too long for this model"
_ADVICE = (
    (("context length", "context_length", "context window", "too long", "maximum context"), _TOO_LONG),
    (("response_format", "json_schema", "guided", "grammar"), "try --answer-method json_mode or function_calling"),
    (("tool_choice", "tools"), "try --answer-method json_mode or json_schema"),
    (("max_completion_tokens", "max_tokens"), "try the other token_parameter"),
    (("temperature",), "leave temperature out"),
    (("reasoning_effort",), "leave reasoning_effort out"),
)


@dataclass
class Fault(Exception):
    """One request that came to nothing."""

    kind: Kind
    told: str
    """What happened, in one line; may still hold credentials that an endpoint echoed."""
    status: int | None = None
    retry_after: float | None = None
    """Seconds for which the endpoint wants to be left alone."""
    counts: bool = True
    """Whether it uses up one of the attempts of its call."""

    def __str__(self) -> str:
        """What happened."""
        return self.told


def fault_of(status: int, headers: Mapping[str, str], body: bytes) -> Fault:
    """Make sense of a response that is no success."""
    code, message = _error_in(body)
    told = f"{status}: {message}" if message else f"{status} without a word"
    wait = retry_after(headers)
    kind = _kind(status, code, wait)
    if kind == "lasting" and (advice := _advice(f"{code} {message}".lower())):
        told = f"{told} ({advice})"
        kind = "lasting" if advice == _TOO_LONG else "denied"
    return Fault(kind, told, status, wait, counts=kind != "overloaded")


def completion_in(body: bytes) -> dict[str, Any]:
    """Read a chat completion; a `Fault` where a success turns out to be none."""
    try:
        completion = orjson.loads(body)
    except orjson.JSONDecodeError as error:
        raise Fault("passing", f"the answer is no JSON: {_glimpse(body)}") from error
    if not isinstance(completion, dict):
        raise Fault("passing", f"the answer is no chat completion: {_glimpse(body)}")
    if completion.get("error"):
        # Gateways report their provider's failure inside a success.
        status = completion["error"].get("code") if isinstance(completion["error"], dict) else None
        raise fault_of(status if isinstance(status, int) else 502, {}, body)
    if not _has_a_choice(completion):
        raise Fault("passing", f"the answer has no choices: {_glimpse(body)}")
    return completion | {"usage": _counted(completion.get("usage"))}


def retry_after(headers: Mapping[str, str]) -> float | None:
    """Read for how long the endpoint wants to be left alone: milliseconds, seconds or a date."""
    for name, scale in (("retry-after-ms", 0.001), ("retry-after", 1.0)):
        try:
            return max(0.0, float(headers[name]) * scale)
        except (KeyError, ValueError):
            continue
    try:
        until = parsedate_to_datetime(headers["retry-after"])
    except (KeyError, ValueError):
        return None
    now = datetime.now(UTC)
    return max(0.0, (until.replace(tzinfo=until.tzinfo or UTC) - now).total_seconds())


def _kind(status: int, code: str, wait: float | None) -> Kind:
    if code in _OUT_OF_MONEY:
        return "denied"
    if status in _OVERLOADED or (status == 503 and wait is not None):
        return "overloaded"
    if status in _UNREACHABLE:
        return "unreachable"
    if status in (_SILENT, _BROKEN):
        return "silent" if status == _SILENT else "broken"
    if status in _PASSING or status >= 500:
        return "passing"
    return "denied" if status in _DENIED or status < 400 else "lasting"


def _error_in(body: bytes) -> tuple[str, str]:
    """Find code and message, in any of the forms that endpoints and gateways give them."""
    try:
        told = orjson.loads(body)
    except orjson.JSONDecodeError:
        return "", _glimpse(body)
    error = told.get("error", told) if isinstance(told, dict) else told
    if not isinstance(error, dict):
        return "", _line(str(error))
    message = error.get("message") or error.get("detail") or error.get("error") or error
    return str(error.get("code") or error.get("type") or ""), _line(str(message))


def _glimpse(body: bytes) -> str:
    """The beginning of a body that nobody can read; of a page, its title."""
    text = body[:5000].decode("utf-8", "replace")
    if title := _TITLE.search(text):
        return f"a page titled {_line(unescape(title[2]))[:80]!r}"
    return repr(_line(text)[:80]) if text.strip() else "an empty body"


def _advice(words: str) -> str | None:
    return next((advice for clues, advice in _ADVICE if any(clue in words for clue in clues)), None)


def _has_a_choice(completion: dict[str, Any]) -> bool:
    choices = completion.get("choices")
    if not isinstance(choices, list) or not choices or not isinstance(choices[0], dict):
        return False
    return isinstance(choices[0].get("message"), dict)


def _counted(usage: object) -> dict[str, Any] | None:
    """The provider's counts, or nothing where they are no counts."""
    if not isinstance(usage, dict):
        return None
    counts = (usage.get(name) for name in ("prompt_tokens", "completion_tokens", "total_tokens"))
    return usage if all(count is None or isinstance(count, int) for count in counts) else None


def _line(text: str) -> str:
    return " ".join(text[:_LONGEST_MESSAGE].split())
