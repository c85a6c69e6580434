"""Be the model: an OpenAI-compatible endpoint on this machine that puts each request into a file and waits.

`python -m examples.play_endpoint FOLDER` prints its address and serves until it is stopped. Request 7 appears as
`FOLDER/007.request.md`; whoever plays the model writes `FOLDER/007.answer.json`, and the endpoint returns its text.
See docs/playing-the-model.md.
"""

import itertools
import json
import sys
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

PATIENCE = 3600.0
"""Seconds to wait for one answer."""


class Play(BaseHTTPRequestHandler):
    """Answers chat completions with what somebody wrote."""

    folder: Path
    numbers = itertools.count(1)
    lock = threading.Lock()

    def do_POST(self) -> None:
        """Write the request down and wait for its answer."""
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        with self.lock:
            number = next(self.numbers)
        request = self.folder / f"{number:03}.request.md"
        request.write_text(_as_markdown(body), encoding="utf-8")
        text = _wait_for(self.folder / f"{number:03}.answer.json")
        self._send(body.get("model", "played"), text, prompt=request.stat().st_size // 4)

    def _send(self, model: str, text: str, prompt: int) -> None:
        usage = {"prompt_tokens": prompt, "completion_tokens": len(text) // 4, "total_tokens": prompt + len(text) // 4}
        choice = {"index": 0, "finish_reason": "stop", "message": {"role": "assistant", "content": text}}
        reply = {"id": "played", "object": "chat.completion", "created": 0, "model": model, "choices": [choice]}
        data = json.dumps(reply | {"usage": usage}).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, format: str, *arguments: object) -> None:
        """Stay quiet."""


def _as_markdown(body: dict[str, list[dict[str, str]]]) -> str:
    return "\n\n".join(f"<!-- {message['role']} -->\n\n{message['content']}" for message in body["messages"]) + "\n"


def _wait_for(path: Path) -> str:
    """The text of an answer file, once it is there and no longer growing."""
    end = time.monotonic() + PATIENCE
    size = -1
    while time.monotonic() < end:
        if path.exists() and path.stat().st_size == size > 0:
            return path.read_text(encoding="utf-8")
        size = path.stat().st_size if path.exists() else -1
        time.sleep(0.5)
    raise TimeoutError(f"nobody wrote {path}")


def main(folder: Path) -> None:
    """Serve until stopped."""
    folder.mkdir(parents=True, exist_ok=True)
    Play.folder = folder
    server = ThreadingHTTPServer(("127.0.0.1", 0), Play)
    print(f"http://127.0.0.1:{server.server_port}/v1", flush=True)
    server.serve_forever()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
