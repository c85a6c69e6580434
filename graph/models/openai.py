"""An OpenAI-compatible endpoint, reached through langchain-openai. Returns text; parsing is for the nodes."""

import asyncio
import json
import os
from dataclasses import dataclass, field
from functools import cached_property
from threading import Lock
from typing import TYPE_CHECKING, Any, Literal
from urllib.parse import unquote, urlsplit

from graph.models.retrying import retrying
from state.errors import ConfigurationError, CutOffAnswer, EndpointError, RefusedAnswer
from state.model import Reply, Request, Usage

if TYPE_CHECKING:
    from langchain_core.messages import AIMessage
    from langchain_openai import ChatOpenAI

DEFAULT_URL = "https://api.openai.com/v1"
Method = Literal["json_schema", "function_calling", "json_mode"]

_LONGEST_COMPLAINT = 500
_OPENING = Lock()


@dataclass(frozen=True)
class OpenAIModel:
    """A model behind an OpenAI-compatible endpoint. Its client is made at the first question and kept."""

    model: str
    base_url: str | None = field(default=None, repr=False)
    key_variable: str = "OPENAI_API_KEY"
    temperature: float | None = None
    method: Method = "json_schema"
    """How the endpoint is told which JSON is wanted. A setting, because ignoring it cannot be told from obeying."""
    max_tokens: int | None = None
    timeout: float = 120.0
    attempts: int = 6
    first_wait: float = 1.0

    async def complete(self, request: Request) -> Reply:
        """Ask, again where that may help, and return the JSON text."""
        if "_client" not in self.__dict__:
            # Imports and TLS set-up read files, which must not happen on the event loop.
            await asyncio.to_thread(self._open)
        import openai

        ask = retrying(self.attempts, self.first_wait)
        try:
            message: AIMessage = await ask(
                self._client.ainvoke, self._messages(request), **self._options(request.answer)
            )
        except openai.LengthFinishReasonError as error:
            raise self._cut_off(error.completion.choices[0].message.content) from error
        except openai.ContentFilterFinishReasonError as error:
            raise RefusedAnswer(f"{self._place()} filtered its answer") from error
        except Exception as error:
            # An answer that is no chat completion fails inside the libraries in any way at all.
            raise EndpointError(self._complaint(error)) from error
        return self._reply(message)

    async def close(self) -> None:
        """Close the connections, if any were opened."""
        if "_client" in self.__dict__:
            await self._client.http_async_client.aclose()  # type: ignore[union-attr]  # ours, given below

    def key(self) -> str:
        """The key to send; `ConfigurationError` where OpenAI itself would be asked without one."""
        key = os.environ.get(self.key_variable, "").strip()
        if not key and self.base_url is None:
            raise ConfigurationError(
                f"openai:{self.model} needs a key: set the environment variable {self.key_variable}, "
                "or give the URL of an endpoint that needs none"
            )
        return key or "none"

    def _open(self) -> None:
        with _OPENING:
            self._client  # noqa: B018 - the first look makes it

    @cached_property
    def _client(self) -> "ChatOpenAI":
        from langchain_openai import ChatOpenAI
        from openai import DefaultAsyncHttpxClient
        from pydantic import SecretStr

        return ChatOpenAI(
            model=self.model,
            base_url=self.base_url or DEFAULT_URL,
            api_key=SecretStr(self.key()),
            temperature=self.temperature,
            max_completion_tokens=self.max_tokens,
            timeout=self.timeout,
            max_retries=0,
            use_responses_api=False,
            http_async_client=DefaultAsyncHttpxClient(timeout=self.timeout),
        )

    def _messages(self, request: Request) -> list[tuple[str, str]]:
        messages = [(message.role, message.content) for message in request.messages]
        if self.method != "json_mode":
            return [*messages]
        role, content = messages[-1]
        schema = json.dumps(request.answer, ensure_ascii=False)
        return [
            *messages[:-1],
            (role, f"{content}\n\nAnswer with one JSON object that fits this JSON Schema:\n{schema}"),
        ]

    def _options(self, schema: dict[str, Any]) -> dict[str, Any]:
        if self.method == "json_mode":
            return {"response_format": {"type": "json_object"}}
        if self.method == "json_schema":
            wanted = {"name": "answer", "schema": schema, "strict": False}
            return {"response_format": {"type": "json_schema", "json_schema": wanted}}
        function = {"name": "answer", "description": "Hand in the answer.", "parameters": schema}
        return {
            "tools": [{"type": "function", "function": function}],
            "tool_choice": {"type": "function", "function": {"name": "answer"}},
        }

    def _reply(self, message: "AIMessage") -> Reply:
        text = _text_of(message)
        finish = message.response_metadata.get("finish_reason")
        if finish == "length":
            raise self._cut_off(text)
        if finish == "content_filter" or message.additional_kwargs.get("refusal"):
            raise RefusedAnswer(f"{self._place()} refused", raw=message.additional_kwargs.get("refusal") or text)
        return Reply(
            text=text, model=message.response_metadata.get("model_name") or self.model, usage=_usage_of(message)
        )

    def _cut_off(self, text: str | None) -> CutOffAnswer:
        limit = "its own limit" if self.max_tokens is None else f"{self.max_tokens} tokens"
        return CutOffAnswer(f"{self._place()} was cut off at {limit}", raw=text)

    def _place(self) -> str:
        parts = urlsplit(self.base_url or DEFAULT_URL)
        return f"openai:{self.model} at {parts.scheme}://{parts.netloc.rpartition('@')[2]}{parts.path}"

    def _complaint(self, error: Exception) -> str:
        parts = urlsplit(self.base_url or "")
        told = " ".join(f"{type(error).__name__}: {error}".split())
        for secret in (os.environ.get(self.key_variable, "").strip(), parts.password, parts.username, parts.query):
            for form in (secret, unquote(secret)) if secret else ():
                told = told.replace(form, "***")
        return f"{self._place()} failed: {told[:_LONGEST_COMPLAINT]}"


def _text_of(message: "AIMessage") -> str:
    if message.tool_calls:
        return json.dumps(message.tool_calls[0]["args"], ensure_ascii=False)
    if message.invalid_tool_calls:
        return message.invalid_tool_calls[0]["args"] or ""
    return str(message.text)


def _usage_of(message: "AIMessage") -> Usage:
    counted = message.usage_metadata
    if counted is None:
        return Usage()
    return Usage(prompt_tokens=counted["input_tokens"], completion_tokens=counted["output_tokens"])
