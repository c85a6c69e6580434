"""Pushing to a hub: a stand-in on this machine takes what the real client sends."""

import base64
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest

from graph.export.__main__ import DONE, TO_BE_FIXED

ROOT = Path(__file__).parents[3]
TOKEN = "hf_not_a_real_token"


class Hub(ThreadingHTTPServer):
    """Remembers requests, and lets in who has the token."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, bytes]] = []
        super().__init__(("127.0.0.1", 0), _Handler)

    def files(self) -> dict[str, bytes]:
        """The files of the only commit."""
        (body,) = (body for path, body in self.asked if path.endswith("/commit/main"))
        lines = [json.loads(line)["value"] for line in body.splitlines() if json.loads(line)["key"] == "file"]
        return {line["path"]: base64.b64decode(line["content"]) for line in lines}


class _Handler(BaseHTTPRequestHandler):
    server: Hub

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        self.server.asked.append((self.path, body))
        if self.headers.get("Authorization") != f"Bearer {TOKEN}":
            return self._send(401, {"error": "Invalid username or password."})
        if self.path.endswith("/preupload/main"):
            files = [
                {"path": f["path"], "uploadMode": "regular", "shouldIgnore": False} for f in json.loads(body)["files"]
            ]
            return self._send(200, {"files": files})
        url = f"http://127.0.0.1:{self.server.server_port}/datasets/me/mine"
        answer = {"url": url, "commitUrl": f"{url}/commit/1", "commitOid": "1" * 40, "errors": [], "warnings": []}
        return self._send(200, answer)

    def do_GET(self) -> None:
        self.server.asked.append((self.path, b""))
        self._send(200, {"id": "me/mine", "sha": "1" * 40})

    def _send(self, status: int, answer: object) -> None:
        body = json.dumps(answer).encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Content-Type", "application/json")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def hub() -> Iterator[Hub]:
    """A hub on loopback."""
    server = Hub()
    thread = Thread(target=server.serve_forever, args=(0.05,))
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


def push(run: Path, hub: Hub, token: str) -> subprocess.CompletedProcess[str]:
    """In a process of its own: the client reads its endpoint where it is imported."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("HF_")} | {
        "HF_ENDPOINT": f"http://127.0.0.1:{hub.server_port}",
        "HF_TOKEN": token,
        "HF_HOME": str(run.parent / "home"),
        "HF_HUB_DISABLE_XET": "1",
    }
    command = [sys.executable, "-m", "graph.export", str(run), "--push-to-hub", "me/mine"]
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)


def test_an_export_and_its_card_arrive_in_one_commit_of_a_private_dataset(run, hub) -> None:
    done = push(run, hub, TOKEN)
    assert (done.returncode, done.stderr) == (DONE, "")
    exports = run / "exports"
    assert hub.files() == {
        "README.md": (exports / "openai.md").read_bytes(),
        "openai.jsonl": (exports / "openai.jsonl").read_bytes(),
    }
    created = next(json.loads(body) for path, body in hub.asked if path.endswith("/repos/create"))
    assert (created["type"], created["private"] if "private" in created else created["visibility"]) in (
        ("dataset", True),
        ("dataset", "private"),
    )


def test_a_hub_that_refuses_costs_one_line_without_the_token(run, hub) -> None:
    done = push(run, hub, "hf_another")
    assert done.returncode == TO_BE_FIXED
    assert done.stderr.count("\n") == 1
    assert "401" in done.stderr
    assert "hf auth login" in done.stderr
    assert "hf_another" not in done.stdout + done.stderr
