"""The command, with the real bfcl-eval and endpoints of this process."""

import asyncio
import csv
import json
from pathlib import Path

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from graph.training.bfcl.__main__ import main
from graph.training.bfcl.cases import Solution
from graph.training.bfcl.environment import VERSION
from graph.training.bfcl.oracle import answering, oracle
from graph.training.bfcl.oracle import main as serve

SMALL = ("--categories", "base", "--limit", "2", "--label", "small")
RESULT = "BFCL_v4_multi_turn_base_result.json"


def _rows(folder: Path) -> dict[str, dict[str, str]]:
    with (folder / "bfcl.csv").open(newline="") as file:
        return {row[""]: row for row in csv.DictReader(file)}


def _serving(handler) -> TestServer:
    application = web.Application()
    application.router.add_route("*", "/{path:.*}", handler)
    return TestServer(application)


@pytest.mark.parametrize("mode", ["fc", "prompt", "llama"])
async def test_an_endpoint_that_knows_the_answers_has_them_all_right(mode, environment, measured, tmp_path, capsys):
    solve = oracle(environment.path, "base")
    assert await measured(solve, *SMALL, "--mode", mode) == 0
    told = capsys.readouterr().out
    assert "100.00 %: 2 of 2 cases; partial, the category has 200" in told
    assert "count what was not run as zero, and say 25.00 %" in told
    rows = _rows(tmp_path)
    assert (rows["small"]["base"], rows["small"]["overall"], rows["small"]["mode"]) == ("100.00", "", mode)
    assert rows["paper: ToolACE-MT"]["overall"] == "40.25"


async def test_an_endpoint_that_calls_nothing_has_nothing_right(environment, measured, tmp_path):
    assert await measured(None, *SMALL) == 0
    assert _rows(tmp_path)["small"]["base"] == "0.00"


async def test_what_got_no_answer_is_asked_again_and_what_got_one_is_not(environment, measured, tmp_path, capsys):
    solve = oracle(environment.path, "base")
    asked = []

    def failing(conversation):
        asked.append(conversation[0].text)
        return None if conversation[0].text.startswith("I am alex.") else solve(conversation)

    assert await measured(failing, *SMALL) == 0
    assert "1 got no answer" in capsys.readouterr().out
    row = _rows(tmp_path)["small"]
    assert (row["base"], row["cases"]) == ("50.00", "base 2/200, 1 without an answer")
    first = {text for text in asked if not text.startswith("I am alex.")}
    asked.clear()
    assert await measured(lambda said: asked.append(said[0].text) or solve(said), *SMALL) == 0
    assert first.isdisjoint(asked)
    assert _rows(tmp_path)["small"]["base"] == "100.00"


async def test_what_got_no_answer_is_told_until_its_own_category_is_measured_again(environment, measured, tmp_path):
    solve = oracle(environment.path, "base")

    def failing(conversation):
        return None if conversation[0].text.startswith("I am alex.") else solve(conversation)

    (tmp_path / "index.html").touch()
    assert await measured(failing, *SMALL) == 0
    assert "1 without an answer" in (tmp_path / "index.html").read_text()
    assert await measured(None, *SMALL, "--categories", "miss_func") == 0
    assert _rows(tmp_path)["small"]["cases"] == "base 2/200, 1 without an answer; miss_func 2/200"


async def test_an_answer_may_hold_any_end_of_a_line(environment, measured, tmp_path):
    assert await measured(None, *SMALL) == 0
    result = tmp_path / "bfcl-small" / "result" / "model" / "multi_turn" / RESULT
    # bfcl-eval writes other letters as they are once it has sorted what came in another order.
    written = result.read_text().replace("I am glad", "I\u2028am\x85glad")
    assert "\u2028" in written
    result.write_text(written)
    asked = []
    assert await measured(lambda said: asked.append(said) or (), *SMALL) == 0
    assert asked == []
    assert result.read_text() == written


async def test_a_key_does_not_follow_where_an_endpoint_sends_it(environment, measured, tmp_path, monkeypatch):
    monkeypatch.setenv("MY_KEY", "sk-very-secret")
    heard = []

    async def hear(request: web.Request) -> web.Response:
        heard.append(request.headers.get("Authorization"))
        return web.json_response({})

    async def send_on(request: web.Request) -> web.Response:
        raise web.HTTPFound(f"http://localhost:{stranger.port}{request.path}")

    async with _serving(hear) as stranger, _serving(send_on) as endpoint:
        url = f"http://127.0.0.1:{endpoint.port}/v1"
        await measured(None, *SMALL, "--base-url", url, "--key-variable", "MY_KEY")
    assert not [each for each in heard if each and "sk-very-secret" in each]


async def test_where_nothing_is_answered_there_is_no_score(environment, measured, tmp_path, capsys, monkeypatch):
    monkeypatch.setenv("MY_KEY", "sk-very-secret")
    assert await measured(lambda _: None, *SMALL, "--key-variable", "MY_KEY") == 1
    error = capsys.readouterr().err
    assert "no case was answered" in error
    assert "no case of this category begins like this conversation" in error
    assert not (tmp_path / "bfcl.md").exists()
    written = b"".join(path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())
    assert b"BadRequestError" in written
    assert b"sk-very-secret" not in written


@pytest.mark.parametrize("mode", ["fc", "prompt"])
async def test_what_a_model_writes_is_not_run_as_code(mode, environment, measured, tmp_path):
    trap = tmp_path / "trap"
    code = f"open({str(trap)!r}, 'w').close()"

    class Sly(Solution):
        def __str__(self) -> str:
            return f"cd(folder='a' + str({code}))"

    await measured(lambda _: (Sly("cd", {f"folder={code}, more": 1}),), *SMALL, "--mode", mode)
    assert not trap.exists()
    assert "cd" in (tmp_path / "bfcl-small" / "result" / "model" / "multi_turn" / RESULT).read_text()


async def test_a_folder_keeps_to_one_model(measured, tmp_path, capsys):
    out = tmp_path / "bfcl-small"
    out.mkdir()
    (out / "measurement.json").write_text(json.dumps({"model": "mine", "mode": "prompt"}))
    assert await measured(None, *SMALL) == 2
    assert "was begun with mode 'prompt', now it is 'fc'; choose another --out" in capsys.readouterr().err
    (out / "measurement.json").write_text("[")
    assert await measured(None, *SMALL) == 2
    assert "measurement.json cannot be read" in capsys.readouterr().err
    (out / "measurement.json").unlink()
    (out / "thesis.tex").touch()
    assert await measured(None, *SMALL) == 2
    assert "holds something else" in capsys.readouterr().err


async def test_what_fails_inside_shows_the_end_of_its_log(environment, measured, tmp_path, capsys):
    out = tmp_path / "bfcl-small"
    out.mkdir()
    settings = {"model": "mine", "mode": "fc", "temperature": 0.001, "bfcl_eval": VERSION}
    (out / "measurement.json").write_text(json.dumps(settings))
    (out / "result").touch()
    assert await measured(None, *SMALL) == 1
    error = capsys.readouterr().err
    assert f"bfcl-eval failed; the end of {out / 'log.txt'}" in error
    assert "FileExistsError" in error.splitlines()[-1]


async def test_a_port_that_is_taken_is_one_line(capsys):
    async with answering(None) as url:
        port = url.removesuffix("/v1").rpartition(":")[2]
        assert await asyncio.to_thread(serve, ["--null", "--port", port]) == 2
    error = capsys.readouterr().err
    assert error.startswith(f"error: cannot serve on port {port}: ")
    assert error.count("\n") == 1


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (("--base-url", "http://127.0.0.1:9/v1"), "nobody answers at http://127.0.0.1:9/v1"),
        (("--base-url", "http://127.0.0.1:9/a b"), "nobody answers at http://127.0.0.1:9/a b: URL can't contain"),
        (("--base-url", "here"), "the base URL is no URL of an endpoint"),
        (("--categories", "simple"), "'simple': expected multi_turn or one of base, miss_func"),
        (("--limit", "0"), "'0': expected a whole number from 1 on"),
        (("--mode", "xml"), "invalid choice: 'xml'"),
        ((), "OpenAI's own endpoint needs a key"),
    ],
)
def test_what_cannot_be_is_one_line(arguments, complaint, tmp_path, capsys, monkeypatch):
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    assert main(("--model", "mine", "--experiment", str(tmp_path), *arguments)) == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert complaint in told.err
    assert told.err.count("\n") == 1


async def test_an_environment_of_something_else_is_refused(measured, tmp_path, capsys):
    (tmp_path / "else").mkdir()
    assert await measured(None, "--environment", str(tmp_path / "else")) == 2
    assert "is no environment with bfcl-eval" in capsys.readouterr().err


async def test_an_environment_that_cannot_be_made_shows_what_pip_said(measured, tmp_path, capsys, monkeypatch):
    monkeypatch.setenv("PIP_CONFIG_FILE", "/dev/null")
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(tmp_path))
    assert await measured(None, "--environment", str(tmp_path / "environment")) == 1
    assert "No matching distribution found for bfcl-eval" in capsys.readouterr().err
    assert list(tmp_path.glob("environment*")) == []


async def test_a_table_that_something_else_wrote_is_left_alone(measured, tmp_path, capsys):
    (tmp_path / "bfcl.json").write_text(json.dumps({"mine": 1}))
    assert await measured(None, *SMALL) == 2
    assert "expected scores that this command wrote" in capsys.readouterr().err
    assert (tmp_path / "bfcl.json").read_text() == json.dumps({"mine": 1})
