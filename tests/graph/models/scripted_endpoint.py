"""A real HTTP server on the loopback interface that answers as it is told and keeps what it was asked."""

import json
from collections.abc import Callable, Iterable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Lock, Thread
from typing import Any, NamedTuple

Body = dict[str, Any]


class Answer(NamedTuple):
    """What the endpoint sends back."""

    body: Body | str
    status: int = 200
    headers: tuple[tuple[str, str], ...] = ()


class Asked(NamedTuple):
    """One request as it arrived."""

    path: str
    headers: dict[str, str]
    """Names in lower case."""
    body: Body


def completion(message: Body, finish: str = "stop") -> Answer:
    """A chat completion with this message, 11 prompt tokens and 7 completion tokens."""
    choice = {"index": 0, "finish_reason": finish, "message": {"role": "assistant", "content": None, **message}}
    usage = {"prompt_tokens": 11, "completion_tokens": 7, "total_tokens": 18}
    return Answer(
        {
            "id": "c",
            "object": "chat.completion",
            "created": 1,
            "model": "scripted-1",
            "choices": [choice],
            "usage": usage,
        }
    )


def said(text: str, finish: str = "stop") -> Answer:
    """A completion that is text."""
    return completion({"content": text}, finish)


def called(arguments: str, finish: str = "stop") -> Answer:
    """A completion that calls the function with this text as its arguments."""
    function = {"name": "answer", "arguments": arguments}
    return completion({"tool_calls": [{"id": "t", "type": "function", "function": function}]}, finish)


def failed(status: int, message: str = "no", retry_after: str | None = None, code: str | None = None) -> Answer:
    """An error in OpenAI's form."""
    headers = (("Retry-After", retry_after),) if retry_after is not None else ()
    return Answer({"error": {"message": message, "type": "error", "code": code}}, status, headers)


class ScriptedEndpoint:
    """The server; `answer` is asked with each request's body, or a list of answers is worked off."""

    def __init__(self, answer: Callable[[Body], Answer] | Iterable[Answer]) -> None:
        """Start to listen on a free port."""
        self.asked: list[Asked] = []
        self._script = answer if callable(answer) else iter(answer)
        self._lock = Lock()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._server.server_port}/v1"
        Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()

    def close(self) -> None:
        """Stop listening."""
        self._server.shutdown()
        self._server.server_close()

    def respond(self, asked: Asked) -> Answer:
        """The scripted answer; a request beyond the script is an error that is not retried."""
        with self._lock:
            self.asked.append(asked)
            if callable(self._script):
                return self._script(asked.body)
            return next(self._script, failed(418, "the script has no more answers"))

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        endpoint = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            # Head and body in one packet: in two, the second waits 40 ms for the acknowledgement of the first.
            wbufsize = -1

            def do_POST(self) -> None:
                content = self.rfile.read(int(self.headers["Content-Length"]))
                headers = {name.lower(): value for name, value in self.headers.items()}
                answer = endpoint.respond(Asked(self.path, headers, json.loads(content)))
                text = answer.body if isinstance(answer.body, str) else json.dumps(answer.body)
                self.send_response(answer.status)
                kind = "text/html" if isinstance(answer.body, str) else "application/json"
                for name, value in (
                    ("Content-Type", kind),
                    ("Content-Length", str(len(text.encode()))),
                    *answer.headers,
                ):
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(text.encode())

            def log_message(self, format: str, *args: object) -> None:
                """Say nothing."""

        return Handler
