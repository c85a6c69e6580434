"""The real development server of LangGraph Studio, without a network of its own and without keys."""

import json
import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from importlib.util import find_spec
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent
SEVEN = {"initialize", "inject", "fill", "judge", "rule-check", "expert-check", "aggregate"}

pytestmark = pytest.mark.skipif(find_spec("langgraph_api") is None, reason="the studio extra is not installed")


def _request(url: str, body: object = None) -> object:
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(url, data=data, headers={"Content-Type": "application/json"})
    with urllib.request.urlopen(request, timeout=60) as response:
        return json.load(response)


def _wait(url: str, server: subprocess.Popen[bytes], log: Path) -> None:
    for _ in range(300):
        if server.poll() is not None:
            pytest.fail(f"the server stopped: {log.read_text()[-2000:]}")
        try:
            _request(f"{url}/ok")
        except (urllib.error.URLError, ConnectionError):
            time.sleep(0.1)  # a server has no other way to say that it is ready
        else:
            return
    pytest.fail(f"the server did not start: {log.read_text()[-2000:]}")


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory):
    """The address of a running `langgraph dev`."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    log = tmp_path_factory.mktemp("studio") / "log"
    command = [
        *(sys.executable, "-m", "langgraph_cli", "dev", "--no-browser", "--no-reload"),
        *("--host", "127.0.0.1", "--port", str(port)),
    ]
    environment = {"PATH": os.environ["PATH"], "HOME": str(log.parent), "LANGGRAPH_CLI_NO_ANALYTICS": "1"}
    with log.open("wb") as output:
        process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=output, stderr=subprocess.STDOUT)
    try:
        _wait(f"http://127.0.0.1:{port}", process, log)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(20)


@pytest.mark.parametrize("name", ["dialogue", "lenient", "sparing"])
def test_all_seven_nodes_are_drawn(server: str, name: str) -> None:
    found = _request(f"{server}/assistants/search", {"graph_id": name})
    drawn = _request(f"{server}/assistants/{found[0]['assistant_id']}/graph?xray=1")
    assert {node["id"] for node in drawn["nodes"]} >= SEVEN


def test_the_baseline_is_drawn_and_runs(server: str) -> None:
    found = _request(f"{server}/assistants/search", {"graph_id": "baseline"})
    drawn = _request(f"{server}/assistants/{found[0]['assistant_id']}/graph?xray=1")
    assert {node["id"] for node in drawn["nodes"]} >= {"initialize", "user", "assistant", "tool", "aggregate"}
    state = _request(f"{server}/runs/wait", {"assistant_id": "baseline", "input": {"id": "studio", "seed": 7}})
    assert state["verdict"]["accepted"] in (True, False)
    assert {asked["role"] for asked in state["asked"]} >= {"writer", "user", "assistant"}


def test_a_dialogue_runs_over_the_http_api(server: str) -> None:
    state = _request(f"{server}/runs/wait", {"assistant_id": "dialogue", "input": {"id": "studio", "seed": 7}})
    assert state["verdict"]["accepted"] in (True, False)
    assert state["dialogue"]["turns"][0]["role"] == "user"
    assert {asked["node"] for asked in state["asked"]} >= {"initialize", "inject", "fill"}


def test_the_variant_asks_no_judge(server: str) -> None:
    state = _request(f"{server}/runs/wait", {"assistant_id": "lenient", "input": {"id": "studio", "seed": 7}})
    assert "judge" not in {asked["node"] for asked in state["asked"]}
    assert any(ruling["reason"].startswith("the lenient judge") for ruling in state["rulings"])


def test_the_sparing_variant_asks_one_expert(server: str) -> None:
    state = _request(f"{server}/runs/wait", {"assistant_id": "sparing", "input": {"id": "studio", "seed": 8}})
    asked = [asked["prompt"] for asked in state["asked"] if asked["node"] == "expert-check"]
    assert set(asked) == {"single_expert"}
    assert len(state["answers"]) == 8


def test_the_form_knows_the_fields_and_their_limits(server: str) -> None:
    found = _request(f"{server}/assistants/search", {"graph_id": "dialogue"})
    schemas = _request(f"{server}/assistants/{found[0]['assistant_id']}/schemas")
    fields = schemas["input_schema"]["properties"]
    assert {"id", "seed", "budget"} <= fields.keys()
