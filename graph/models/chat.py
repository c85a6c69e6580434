"""LangChain's ChatOpenAI with a transport of ours below it: callbacks, tools and usage stay, the SDK's price goes."""

from collections.abc import Awaitable, Callable
from typing import Any, NamedTuple

from langchain_core.callbacks import AsyncCallbackManager, AsyncCallbackManagerForLLMRun
from langchain_core.language_models import LanguageModelInput
from langchain_core.messages import AIMessage, BaseMessage
from langchain_core.outputs import ChatResult
from langchain_core.runnables.config import var_child_runnable_config
from langchain_openai import ChatOpenAI
from pydantic import PrivateAttr, SecretStr

from graph.models.endpoint import ModelSpec, TokenParameter

Body = dict[str, Any]
Post = Callable[[Body], Awaitable[Body]]
Words = list[tuple[str, str]]
"""Messages: role and content."""

_ROLES = ("system", "user", "assistant")
_KEPT = ("refusal", "reasoning_content", "reasoning")
"""What ChatOpenAI drops of a message that came as a dict."""


class Way(NamedTuple):
    """How requests of one role are written and posted."""

    post: Post
    token_parameter: TokenParameter
    frame: Body = {}
    """What stands in every request, as LangChain writes it."""
    roles: dict[str, str] = {}
    """What LangChain calls the roles for this model."""


class EndpointChat(ChatOpenAI):
    """Asks through `post`; everything else is as in LangChain."""

    _way: "Way" = PrivateAttr()

    def reach(self, post: Post, token_parameter: TokenParameter) -> None:
        """Say how requests are posted. What LangChain makes of all of them alike is asked of it here, once."""
        way = self._way = Way(post, token_parameter)
        frame = self._payload([(role, "") for role in _ROLES])
        roles = {role: said["role"] for role, said in zip(_ROLES, frame.pop("messages"), strict=True)}
        self._way = way._replace(frame=frame, roles=roles)

    async def ask(self, words: Words, **options: Any) -> AIMessage:  # noqa: ANN401 - as LangChain's
        """Like `ainvoke`, at a fifth of its price where nobody listens: no callback, no tracer, no Studio."""
        if _somebody_listens():
            return await self.ainvoke(words, **options)
        way = self._way
        messages = [{"content": content, "role": way.roles[role]} for role, content in words]
        result = await self._send(way.post, {**way.frame, **options, "messages": messages})
        [generation] = result.generations
        assert isinstance(generation.message, AIMessage)
        generation.message.response_metadata.update(result.llm_output or {}, **(generation.generation_info or {}))
        return generation.message

    async def _agenerate(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: AsyncCallbackManagerForLLMRun | None = None,
        **kwargs: Any,  # noqa: ANN401 - LangChain's signature
    ) -> ChatResult:
        return await self._send(self._way.post, self._payload(messages, stop=stop, **kwargs))

    def _payload(self, words: LanguageModelInput, **options: Any) -> Body:  # noqa: ANN401 - LangChain's
        payload: Body = self._get_request_payload(words, **options)
        if (limit := payload.pop("max_completion_tokens", None)) is not None:
            payload[self._way.token_parameter] = limit
        return payload

    async def _send(self, post: Post, payload: Body) -> ChatResult:
        completion = await post(payload)
        result = self._create_chat_result(completion)
        message = result.generations[0].message
        assert isinstance(message, AIMessage)
        said = completion["choices"][0]["message"]
        message.additional_kwargs.update({name: said[name] for name in _KEPT if isinstance(said.get(name), str)})
        return result


def _somebody_listens() -> bool:
    """Whether LangChain would tell anybody of a call; asked without the tags and metadata that it would be told."""
    inherited = (var_child_runnable_config.get() or {}).get("callbacks")
    return bool(AsyncCallbackManager.configure(inherited).handlers)


def open_chat(spec: ModelSpec, post: Post) -> EndpointChat:
    """Make the client of one role. It needs no HTTP client of the SDK, so none is built."""
    chat = EndpointChat(
        model=spec.model.partition(":")[2],
        base_url=spec.endpoint.place,
        api_key=SecretStr("none"),
        temperature=spec.temperature,
        max_completion_tokens=spec.max_tokens,
        reasoning_effort=spec.reasoning_effort,
        max_retries=0,
        use_responses_api=False,
        disable_streaming=True,
        cache=False,
        client=_NONE,
        async_client=_NONE,
    )
    chat.reach(post, spec.token_parameter)
    return chat


class _NoClient:
    """Stands where ChatOpenAI would build HTTP clients that nobody uses."""


_NONE = _NoClient()
