"""Opens the model that a setting names."""

from urllib.parse import urlsplit

from graph.models.openai import Method, OpenAIModel
from state.errors import ConfigurationError
from state.model import ChatModel

KINDS = ("simulated", "openai:NAME")


def open_model(
    spec: str,
    *,
    base_url: str | None = None,
    key_variable: str = "OPENAI_API_KEY",
    temperature: float | None = None,
    method: Method = "json_schema",
    max_tokens: int | None = None,
    timeout: float = 120.0,
    attempts: int = 6,
    flaw_rate: float = 0.15,
) -> ChatModel:
    """The model called `simulated` or `openai:NAME`; any other name is a `ConfigurationError`."""
    kind, _, name = spec.strip().partition(":")
    if kind == "simulated" and not name:
        from graph.models.simulated.model import SimulatedModel

        return SimulatedModel(flaw_rate=flaw_rate)
    if kind != "openai" or not name:
        raise ConfigurationError(f"unknown model {spec!r}: expected one of {', '.join(KINDS)}")
    _refuse_bad_url(base_url)
    model = OpenAIModel(
        name,
        base_url=base_url or None,
        key_variable=key_variable,
        temperature=temperature,
        method=method,
        max_tokens=max_tokens,
        timeout=timeout,
        attempts=attempts,
    )
    model.key()
    return model


def _refuse_bad_url(base_url: str | None) -> None:
    if not base_url:
        return
    try:
        parts = urlsplit(base_url)
        usable = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        usable = False
    if not usable:
        raise ConfigurationError("the base URL is no URL of an endpoint: expected one such as http://localhost:8000/v1")
