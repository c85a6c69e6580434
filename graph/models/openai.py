"""A model behind an OpenAI-compatible endpoint, reached through LangChain. Returns text; parsing is for the nodes."""

import asyncio
import json
from dataclasses import dataclass
from functools import cached_property
from threading import Lock
from typing import TYPE_CHECKING

from graph.models.asking import shape_of, words_of
from graph.models.connection import Connection
from graph.models.endpoint import ModelSpec
from state.errors import EndpointError, GenerationError
from state.model import Reply, Request, Usage

if TYPE_CHECKING:
    from langchain_core.messages import AIMessage

    from graph.models.chat import EndpointChat

_OPENING = Lock()


@dataclass(frozen=True)
class OpenAIModel:
    """One role's model. It is made at the first question; its connection may be shared with other roles."""

    spec: ModelSpec
    connection: Connection

    async def complete(self, request: Request) -> Reply:
        """Ask, again where that may help, and return the JSON text."""
        if "_chat" not in self.__dict__:
            # Imports read files, which must not happen on the event loop.
            await asyncio.to_thread(self._open)
        spec = self.spec
        options = shape_of(request.answer, spec.answer_method, spec.strict)
        try:
            message = await self._chat.ask(words_of(request, spec.answer_method), **options)
        except GenerationError:
            raise
        except Exception as error:
            # An answer that is no chat completion fails inside LangChain in any way at all.
            raise EndpointError(f"{self._place} failed: {spec.endpoint.hidden(_told(error))}") from error
        return self._reply(message)

    async def close(self) -> None:
        """Close the connection, if one was opened."""
        await self.connection.close()

    def _open(self) -> None:
        with _OPENING:
            self._chat  # noqa: B018 - the first look makes it

    @cached_property
    def _chat(self) -> "EndpointChat":
        from graph.models.chat import open_chat

        return open_chat(self.spec, self.connection.ask)

    @cached_property
    def _place(self) -> str:
        return f"{self.spec.model} at {self.spec.endpoint.place}"

    def _reply(self, message: "AIMessage") -> Reply:
        text, more = _text_of(message), message.additional_kwargs
        finish = message.response_metadata.get("finish_reason")
        refusal = more.get("refusal")
        return Reply(
            text=refusal or text,
            model=message.response_metadata.get("model_name") or self.spec.model.partition(":")[2],
            usage=_usage_of(message),
            cut_off=finish == "length",
            refused=bool(refusal) or finish == "content_filter",
            reasoning=more.get("reasoning_content") or more.get("reasoning"),
        )


def _told(error: Exception) -> str:
    from graph.models.faults import Fault

    return str(error) if isinstance(error, Fault) else f"{type(error).__name__}: {error}"


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
    return Usage(
        prompt_tokens=counted["input_tokens"],
        completion_tokens=counted["output_tokens"],
        cached_tokens=counted.get("input_token_details", {}).get("cache_read", 0),
        reasoning_tokens=counted.get("output_token_details", {}).get("reasoning", 0),
    )
