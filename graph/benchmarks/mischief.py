"""What endpoints do wrong, for one that does it on purpose. Each kind is as it was seen in the wild."""

import asyncio
from collections.abc import Awaitable, Callable

import orjson
from aiohttp import web

Misbehave = Callable[[web.BaseRequest, str], Awaitable[web.StreamResponse]]
"""Answers a request for this text wrongly."""

FOREVER = 3600.0


def completion(text: str | None, finish: str = "stop", prompt: int = 0, **message: object) -> bytes:
    """A chat completion as an endpoint sends it; four characters count as a token."""
    said = {"role": "assistant", "content": text, **message}
    written = len(text or "") // 4
    usage = {"prompt_tokens": prompt, "completion_tokens": written, "total_tokens": prompt + written}
    choice = {"index": 0, "finish_reason": finish, "message": said}
    whole = {"id": "loopback", "object": "chat.completion", "created": 0, "model": "loopback", "choices": [choice]}
    return orjson.dumps(whole | {"usage": usage})


def success(body: bytes) -> web.Response:
    """A response that is one, at least by its status."""
    return web.Response(body=body, content_type="application/json")


def failure(status: int, message: str, code: str | None = None, retry_after: float | None = None) -> web.Response:
    """An error in OpenAI's form."""
    headers = {} if retry_after is None else {"Retry-After": f"{retry_after:g}"}
    error = {"message": message, "type": "error", "code": code}
    return web.json_response({"error": error}, status=status, headers=headers)


def _always(respond: Callable[[str], web.Response]) -> Misbehave:
    async def misbehave(request: web.BaseRequest, text: str) -> web.StreamResponse:
        return respond(text)

    return misbehave


async def _reset(request: web.BaseRequest, text: str) -> web.StreamResponse:
    body = completion(text)
    response = await _begun(request, len(body))
    await response.write(body[: len(body) // 2])
    assert request.transport is not None
    request.transport.abort()
    return response


async def _endless(request: web.BaseRequest, text: str) -> web.StreamResponse:
    """The head of an answer, and then blanks, one at a time, for as long as anybody listens."""
    response = await _begun(request, None)
    while request.transport is not None and not request.transport.is_closing():
        await response.write(b" ")
        await asyncio.sleep(0.05)
    return response


async def _silence(request: web.BaseRequest, text: str) -> web.StreamResponse:
    await asyncio.sleep(FOREVER)
    raise AssertionError("nobody waits that long")


async def _begun(request: web.BaseRequest, length: int | None) -> web.StreamResponse:
    response = web.StreamResponse(headers={"Content-Type": "application/json"})
    response.content_length = length
    await response.prepare(request)
    return response


_PAGE = "<html><head><title>502 Bad Gateway</title></head><body><h1>Bad Gateway</h1></body></html>"
_CONTEXT = "This model's maximum context length is 8192 tokens. Please reduce the length of the messages."

KINDS: dict[str, Misbehave] = {
    "429": _always(lambda _: failure(429, "too many requests")),
    "429 retry-after": _always(lambda _: failure(429, "too many requests", retry_after=0.05)),
    "500": _always(lambda _: failure(500, "internal error")),
    "502 page": _always(lambda _: web.Response(status=502, text=_PAGE, content_type="text/html")),
    "503": _always(lambda _: failure(503, "no backend is free")),
    "200 page": _always(lambda _: web.Response(text=_PAGE, content_type="text/html")),
    "reset": _reset,
    "endless": _endless,
    "silence": _silence,
    "truncated body": _always(lambda text: success(completion(text)[:-40])),
    "no choices": _always(lambda _: success(b'{"choices": null, "usage": null}')),
    "error in 200": _always(lambda _: success(b'{"error": {"code": 502, "message": "provider failed"}}')),
    "invalid json": _always(
        lambda text: success(completion("Let me see. " + text[: len(text) // 2].replace('"', "'")))
    ),
    "wrong shape": _always(lambda _: success(completion('{"verdict": "fine", "items": [1, 2]}'))),
    "empty": _always(lambda _: success(completion(""))),
    "null": _always(lambda _: success(completion(None))),
    "refusal": _always(lambda _: success(completion(None, refusal="I cannot help with that."))),
    "filtered": _always(lambda _: success(completion("", "content_filter"))),
    "cut off": _always(lambda text: success(completion(text[: len(text) // 2], "length"))),
    "unclosed thought": _always(lambda _: success(completion("<think>The user wants", "length"))),
    "401": _always(lambda _: failure(401, "Incorrect API key provided", "invalid_api_key")),
    "404": _always(lambda _: failure(404, "The model does not exist", "model_not_found")),
    "context": _always(lambda _: failure(400, _CONTEXT, "context_length_exceeded")),
    "no json_schema": _always(lambda _: failure(400, "This response_format type is unavailable now")),
}
