"""An endpoint that knows the answers: `python -m graph.training.bfcl.oracle`, to try the measurement out.

Its address is printed. It makes the calls that bfcl-eval itself holds for right, so a measurement has to come close to
100 %; with `--null` it says something and calls nothing, and has to come to 0 %. No model is measured by either.
"""

import argparse
import asyncio
import json
import re
import sys
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Any

from aiohttp import web

from graph.benchmarks.mischief import completion, failure, success
from graph.training.bfcl.cases import DONE, Said, Solution, read_cases
from graph.training.bfcl.environment import EnvironmentFailed, default_path, prepared
from graph.training.bfcl.scores import CATEGORIES
from state.errors import ConfigurationError

Solve = Callable[[Sequence[Said]], Sequence[Solution] | None]
"""The calls to make at the end of a conversation; None where it is not known."""
IDLE = "I am glad to help, but I would rather talk about something else."
_LARGEST = 64 * 1024 * 1024
_LLAMA = re.compile(r"<\|start_header_id\|>(\w+)<\|end_header_id\|>\n\n(.*?)<\|eot_id\|>", re.DOTALL)


def main(arguments: Sequence[str] | None = None) -> int:
    """Serve until stopped."""
    parser = argparse.ArgumentParser(prog="python -m graph.training.bfcl.oracle", description=__doc__)
    parser.add_argument("--category", choices=CATEGORIES, default="base", help="that it knows (default: base)")
    parser.add_argument("--null", action="store_true", help="call nothing, whatever is asked")
    parser.add_argument("--port", type=int, default=0, help="(default: any that is free)")
    parser.add_argument("--environment", type=Path, help="with bfcl-eval (default: in the cache)")
    options = parser.parse_args(arguments)
    try:
        solve = None if options.null else oracle(options.environment or default_path(), options.category)
    except (ConfigurationError, EnvironmentFailed) as error:
        print(f"error: {error}", file=sys.stderr)
        return 2 if isinstance(error, ConfigurationError) else 1
    try:
        with suppress(KeyboardInterrupt):
            asyncio.run(_serve_until_stopped(solve, options.port))
    except (OSError, OverflowError) as error:
        print(f"error: cannot serve on port {options.port}: {error}", file=sys.stderr)
        return 2
    return 0


def oracle(environment: Path, column: str) -> Solve:
    """Read what solves a category."""
    return read_cases(prepared(environment).data, column).solution


@asynccontextmanager
async def answering(solve: Solve | None, port: int = 0) -> AsyncIterator[str]:
    """Serve on the loopback interface, and give the address; without an oracle every answer is idle talk."""
    application = web.Application(client_max_size=_LARGEST)
    answers = _Answers(solve)
    application.router.add_get("/v1/models", answers.models)
    application.router.add_post("/v1/chat/completions", answers.chat)
    application.router.add_post("/v1/completions", answers.text)
    runner = web.AppRunner(application, access_log=None)
    await runner.setup()
    try:
        await web.TCPSite(runner, "127.0.0.1", port).start()
        yield f"http://127.0.0.1:{runner.addresses[0][1]}/v1"
    finally:
        await runner.cleanup()


async def _serve_until_stopped(solve: Solve | None, port: int) -> None:
    async with answering(solve, port) as url:
        print(url, flush=True)
        await asyncio.Event().wait()


class _Answers:
    def __init__(self, solve: Solve | None) -> None:
        self.solve = solve

    async def models(self, request: web.Request) -> web.Response:
        return web.json_response({"object": "list", "data": []})

    async def chat(self, request: web.Request) -> web.Response:
        body = await request.json()
        calls = self._calls([Said(each["role"], _text(each)) for each in body["messages"]])
        if calls is None:
            return _unknown()
        if not calls or "tools" not in body:
            return success(completion(self._written(calls), prompt=_tokens(request)))
        return success(completion(None, "tool_calls", _tokens(request), tool_calls=list(_tool_calls(calls))))

    async def text(self, request: web.Request) -> web.Response:
        body = await request.json()
        calls = self._calls([Said(*found) for found in _LLAMA.findall(body["prompt"])])
        if calls is None:
            return _unknown()
        choice = {"index": 0, "finish_reason": "stop", "text": self._written(calls)}
        usage = {"prompt_tokens": _tokens(request), "completion_tokens": 0, "total_tokens": _tokens(request)}
        whole = {"id": "oracle", "object": "text_completion", "created": 0, "model": "oracle", "usage": usage}
        return web.json_response(whole | {"choices": [choice]})

    def _calls(self, conversation: Sequence[Said]) -> Sequence[Solution] | None:
        return self.solve(conversation) if self.solve else ()

    def _written(self, calls: Sequence[Solution]) -> str:
        if self.solve is None:
            return IDLE
        return f"[{', '.join(map(str, calls))}]" if calls else DONE


def _tokens(request: web.Request) -> int:
    """About what a request has; four characters count as a token."""
    return (request.content_length or 0) // 4


def _text(message: dict[str, Any]) -> str:
    return message.get("content") or ("calls" if message.get("tool_calls") else "")


def _tool_calls(calls: Sequence[Solution]) -> Iterator[dict[str, Any]]:
    for number, call in enumerate(calls):
        function = {"name": call.name, "arguments": json.dumps(call.arguments)}
        yield {"id": f"call_{number}", "type": "function", "function": function}


def _unknown() -> web.Response:
    return failure(400, "no case of this category begins like this conversation")


if __name__ == "__main__":
    sys.exit(main())
