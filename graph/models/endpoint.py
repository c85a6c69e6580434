"""Where models are asked, and how: the address with its limits, and what one role wants of it. No connection yet."""

import os
from base64 import b64encode
from dataclasses import dataclass, field
from typing import Literal
from urllib.parse import SplitResult, unquote, urlsplit

from state.errors import ConfigurationError

DEFAULT_URL = "https://api.openai.com/v1"
AnswerMethod = Literal["json_schema", "function_calling", "json_mode"]
TokenParameter = Literal["max_tokens", "max_completion_tokens"]
ReasoningEffort = Literal["none", "minimal", "low", "medium", "high", "xhigh"]

_LONGEST_LINE = 400
_SHORTEST_SECRET = 3
"""Characters. Blacking out every `a` would leave nothing to read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Endpoint:
    """An OpenAI-compatible endpoint and how it is treated."""

    base_url: str | None = field(default=None, repr=False)
    """None: OpenAI's own. May carry credentials and a query; neither is ever shown."""
    key_variable: str = "OPENAI_API_KEY"
    timeout: float = 120.0
    """Seconds for one answer, from the question to its last byte."""
    in_flight: int = 256
    """The most requests at once; how many it really takes is found out below that."""
    first_in_flight: int = 32
    """With how many to begin."""
    requests_per_minute: float | None = None
    tokens_per_minute: float | None = None
    """Read and written together; estimated before a request, corrected by what earlier ones took."""
    attempts: int = 6
    """Of one call that fails; being told to slow down is no failure."""
    first_wait: float = 1.0
    longest_wait: float = 60.0
    """Of the waits that we choose ourselves; a Retry-After is believed up to `give_up_after`."""
    give_up_after: float = 600.0
    """Seconds without any answer after which the endpoint counts as down for good."""

    @property
    def identity(self) -> tuple[str, str]:
        """Two endpoints of one identity are one: they share a connection and its limits."""
        return (self.base_url or DEFAULT_URL).rstrip("/"), self.key_variable

    @property
    def place(self) -> str:
        """The address as it may be shown: without user, password and query."""
        parts = self._parts()
        return f"{parts.scheme}://{_host(parts)}{parts.path.rstrip('/')}"

    @property
    def completions_url(self) -> str:
        """Where questions are posted. A query stays; user and password travel as a header."""
        parts = self._parts()
        path = f"{parts.path.rstrip('/')}/chat/completions"
        return parts._replace(netloc=_host(parts), path=path, fragment="").geturl()

    def authorization(self) -> str:
        """The header that lets us in: user and password of the address, or else the key."""
        parts = self._parts()
        if parts.username is None and parts.password is None:
            return f"Bearer {self._key() or 'none'}"
        pair = f"{unquote(parts.username or '')}:{unquote(parts.password or '')}"
        return f"Basic {b64encode(pair.encode()).decode()}"

    def hidden(self, told: str) -> str:
        """A text of the endpoint or of a library as one line in which no credential is left."""
        line = " ".join(told.split())
        for secret in self.secrets():
            line = line.replace(secret, "***")
        return line if len(line) <= _LONGEST_LINE else line[: _LONGEST_LINE - 3] + "..."

    def secrets(self) -> list[str]:
        """What must never be shown, the longest first."""
        parts = self._parts()
        header = self.authorization().partition(" ")[2]
        values = (pair.partition("=")[2] for pair in parts.query.split("&"))
        told = (self._key(), header, parts.username, parts.password, parts.query, *values)
        forms = {form for each in told if each and each != "none" for form in (each, unquote(each))}
        forms = {form for form in forms if len(form) >= _SHORTEST_SECRET}
        # The longest first: a secret that begins like another would else leave its end behind.
        return sorted(forms, key=len, reverse=True)

    def refuse_if_unusable(self) -> None:
        """`ConfigurationError` where the address is none, or where OpenAI itself would be asked without a key."""
        if not _is_address(self.base_url or DEFAULT_URL):
            raise ConfigurationError(
                "the base URL is no URL of an endpoint: expected one such as http://localhost:8000/v1"
            )
        if self.base_url is None and not self._key():
            named = self.key_variable and f"set the environment variable {self.key_variable}"
            raise ConfigurationError(
                f"OpenAI's own endpoint needs a key: {named or 'set key_variable'}, "
                "or give the URL of an endpoint that needs none"
            )

    def _parts(self) -> SplitResult:
        return urlsplit(self.base_url or DEFAULT_URL)

    def _key(self) -> str:
        return os.environ.get(self.key_variable, "").strip()


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelSpec:
    """What one role is played by."""

    model: str
    """`simulated`, or `openai:NAME`."""
    endpoint: Endpoint = Endpoint()
    temperature: float | None = None
    answer_method: AnswerMethod = "json_schema"
    """How the endpoint is told which JSON is wanted. A setting, because ignoring it cannot be told from obeying."""
    strict: bool = False
    """Have the endpoint enforce the schema, where the schema allows it."""
    max_tokens: int | None = None
    token_parameter: TokenParameter = "max_completion_tokens"  # noqa: S105 - no credential
    reasoning_effort: ReasoningEffort | None = None
    flaw_rate: float = 0.15
    """Of the simulated model."""


def _host(parts: SplitResult) -> str:
    return parts.netloc.rpartition("@")[2]


def _is_address(url: str) -> bool:
    try:
        parts = urlsplit(url)
        return parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        return False
