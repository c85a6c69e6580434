"""The whole machine: the command, the real graph, the simulated model or a real endpoint on loopback."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from graph.run import DONE, INTERRUPTED, STOPPED, TO_BE_FIXED, main
from nodes.rules.catalogue import RULES
from nodes.rules.rule import check, fatal
from state.record import Record
from tests.graph.models.scripted_endpoint import ScriptedEndpoint, completion, said
from tests.graph.player import play

pytestmark = pytest.mark.usefixtures("empty_place")
POOLS = Path(__file__).parents[3] / "shared" / "data" / "pools"


def _records(folder: str) -> list[Record]:
    lines = Path(folder, "records.jsonl").read_text(encoding="utf-8").splitlines()
    return [Record.model_validate_json(line) for line in lines]


@pytest.fixture
def weather_pool(two_tools) -> str:
    """A tools file with two tools."""
    lines = [
        {
            "type": "function",
            "function": {"name": tool.name, "description": tool.description, "parameters": tool.parameters},
            "server": "weather",
        }
        for tool in two_tools().tools
    ]
    Path("tools.jsonl").write_text("\n".join(map(json.dumps, lines)), encoding="utf-8")
    return "tools.jsonl"


@pytest.fixture
def endpoint():
    """An endpoint that plays the model."""
    server = ScriptedEndpoint(play)
    yield server
    server.close()


def test_the_simulated_model_makes_dialogues_that_keep_every_rule() -> None:
    assert main(["--count", "8", "--out", "run", "--seed", "3", "--display", "quiet"]) == DONE
    records = _records("run")
    assert sorted(record.index for record in records) == list(range(8))
    assert all(record.simulated for record in records)
    kept = [record for record in records if record.status == "kept"]
    assert len(kept) >= 5
    for record in kept:
        assert fatal(check(record.dialogue, RULES)) == (), record.id
        assert 1 <= sum(injection.applied for injection in record.injections) <= 3
        assert record.calls_by_node["expert-check"] >= 8
    rows = [json.loads(line) for line in Path("run/dialogues.jsonl").read_text(encoding="utf-8").splitlines()]
    assert [row["id"] for row in rows] == sorted(record.id for record in kept)
    assert all(row["simulated"] for row in rows)


def test_the_same_seed_gives_the_same_bytes_whatever_the_concurrency() -> None:
    for name, concurrency in (("one", "1"), ("many", "8")):
        main(["--count", "6", "--out", name, "--concurrency", concurrency, "--display", "quiet"])
    assert Path("one/dialogues.jsonl").read_bytes() == Path("many/dialogues.jsonl").read_bytes()


def test_without_flaws_no_opinion_and_no_rule_objects_without_reason() -> None:
    assert main(["--count", "12", "--out", "run", "--flaw-rate", "0", "--display", "quiet"]) == DONE
    records = _records("run")
    assert all(record.planted == () for record in records)
    assert sum(record.status == "kept" for record in records) >= 11


def test_planted_flaws_are_in_the_record_and_found() -> None:
    main(["--count", "10", "--out", "run", "--flaw-rate", "0.5", "--display", "quiet"])
    records = _records("run")
    assert sum(len(record.planted) for record in records) > 10
    assert any(not ruling.accepted and ruling.by == "rules" for record in records for ruling in record.rulings)
    assert any(record.repairs for record in records)


def test_a_whole_dialogue_runs_against_a_real_endpoint(endpoint, weather_pool, monkeypatch) -> None:
    monkeypatch.setenv("WEATHER_KEY", "sk-not-to-be-seen")
    models = ["--model", "openai:writer-1", "--judge-model", "openai:judge-1", "--expert-model", "openai:expert-1"]
    place = ["--base-url", endpoint.url, "--key-variable", "WEATHER_KEY", "--out", "run", "--display", "quiet"]
    assert main([*models, *place, "--tools", weather_pool, "--count", "4", "--preset", "paper"]) == DONE
    records = _records("run")
    assert [record.reasons for record in records if record.status == "failed"] == []
    assert sum(record.status == "kept" for record in records) >= 1
    assert sum(sum(record.calls_by_node.values()) for record in records) == len(endpoint.asked)
    assert {asked.body["model"] for asked in endpoint.asked} == {"writer-1", "judge-1", "expert-1"}
    assert not any(record.simulated for record in records)
    tokens = sum(role.usage.prompt_tokens for record in records for role in record.usage.values())
    assert tokens == 11 * len(endpoint.asked)
    assert all(asked.headers["authorization"] == "Bearer sk-not-to-be-seen" for asked in endpoint.asked)
    assert not any(b"not-to-be-seen" in path.read_bytes() for path in Path("run").iterdir())


def test_each_role_asks_its_own_endpoint_with_its_own_key_and_settings(endpoint, weather_pool, monkeypatch) -> None:
    monkeypatch.setenv("WRITERS_KEY", "sk-of-the-writer")
    monkeypatch.setenv("JUDGES_KEY", "sk-of-the-judge")
    Path("toolace.toml").write_text(
        f"""
        model = "openai:large"
        base_url = "{endpoint.url}"
        key_variable = "WRITERS_KEY"
        [roles.judge]
        model = "openai:small"
        base_url = "{endpoint.url}/"
        key_variable = "JUDGES_KEY"
        answer_method = "json_mode"
        max_tokens = 99
        token_parameter = "max_tokens"
        prompt_price = 2.0
        completion_price = 4.0
        """
    )
    plain = ["--tools", weather_pool, "--count", "2", "--out", "run", "--display", "quiet", "--preset", "paper"]
    assert main([*plain, "--expert-reasoning-effort", "low", "--expert-temperature", "1"]) == DONE
    by_model = {model: [a for a in endpoint.asked if a.body["model"] == model] for model in ("large", "small")}
    assert {asked.headers["authorization"] for asked in by_model["large"]} == {"Bearer sk-of-the-writer"}
    assert {asked.headers["authorization"] for asked in by_model["small"]} == {"Bearer sk-of-the-judge"}
    assert {asked.body["max_tokens"] for asked in by_model["small"]} == {99}
    assert {asked.body["response_format"]["type"] for asked in by_model["small"]} == {"json_object"}
    efforts = [asked.body.get("reasoning_effort") for asked in by_model["large"]]
    records = _records("run")
    assert efforts.count("low") == sum(record.usage["expert"].calls for record in records)
    for record in records:
        judged = record.usage["judge"]
        assert record.cost == judged.cost == pytest.approx(judged.calls * (11 * 2 + 7 * 4) / 1e6)


def test_a_run_that_is_interrupted_and_goes_on_asks_its_endpoint_nothing_twice(weather_pool) -> None:
    running: list[subprocess.Popen[bytes]] = []

    def interrupting(body):
        if len(server.asked) == 30:
            running[0].send_signal(signal.SIGINT)
        return play(body)

    server = ScriptedEndpoint(interrupting)
    arguments = ["--model", "openai:x", "--base-url", server.url, "--tools", weather_pool, "--count", "6"]
    words = [sys.executable, "-m", "graph.run", *arguments, "--display", "quiet"]
    environment = os.environ | {"PYTHONPATH": str(Path(__file__).parents[2]), "TOOLACE_CONCURRENCY": "3"}
    try:
        running.append(subprocess.Popen([*words, "--out", "run"], stderr=subprocess.PIPE, env=environment))
        _, told = running[0].communicate(timeout=120)
        assert (running[0].returncode, b"Traceback" in told) == (INTERRUPTED, False)
        assert b"interrupted: 3 dialogues stop at their next step" in told
        asked = len(server.asked)
        assert asked < 30 + 3 * 8
        assert main([*arguments, "--out", "run", "--display", "quiet"]) == DONE
        records = _records("run")
        assert len(server.asked) == sum(sum(record.calls_by_node.values()) for record in records)
        assert main([*arguments, "--out", "whole", "--display", "quiet"]) == DONE
    finally:
        server.close()
    assert Path("run/dialogues.jsonl").read_bytes() == Path("whole/dialogues.jsonl").read_bytes()
    assert {record.id: record for record in records} == {record.id: record for record in _records("whole")}


@pytest.mark.parametrize(
    ("answer", "why"),
    [(completion({"refusal": "no"}), "scripted-1 refused"), (said('{"subt', "length"), "it was cut off at its length")],
)
def test_what_was_paid_for_a_refused_or_cut_off_answer_is_counted(answer, why, weather_pool) -> None:
    server = ScriptedEndpoint(lambda body: answer)
    where = ["--model", "openai:x", "--base-url", server.url, "--tools", weather_pool, "--display", "quiet"]
    main([*where, "--count", "1", "--out", "run", "--prompt-price", "2", "--completion-price", "4"])
    server.close()
    [record] = _records("run")
    assert record.reasons[0].startswith(f"initialize: the answer to 'task' cannot be used: {why}")
    assert record.cost == pytest.approx((11 * 2 + 7 * 4) / 1e6)


DICE = """
import random

def roll_dice(sides: int) -> dict[str, int]:
    \"\"\"Roll a die with so many sides.\"\"\"
    return {"rolled": random.randint(1, 10**9)}

def draw_card(deck: str) -> dict[str, int]:
    \"\"\"Draw a card from this deck.\"\"\"
    return {"card": random.randint(1, 10**9)}
"""


def test_tools_that_never_answer_twice_alike_cost_no_call_twice_when_a_run_goes_on(monkeypatch) -> None:
    Path("unrepeatable_dice.py").write_text(DICE)
    monkeypatch.syspath_prepend(str(Path.cwd()))
    tools = ["--tools", "unrepeatable_dice:roll_dice", "--tools", "unrepeatable_dice:draw_card"]
    arguments = [*tools, "--count", "4", "--out", "run", "--display", "quiet", "--record"]
    assert main([*arguments, "--max-calls", "50"]) == STOPPED
    main(arguments)
    told = [json.loads(line) for line in Path("run/journal.jsonl").read_bytes().splitlines()[1:]]
    assert sum("reply" in line for line in told) == sum(sum(r.calls_by_node.values()) for r in _records("run"))
    assert any("result" in line for line in told)
    keys = [(line["id"], line["key"], line["n"]) for line in told]
    assert len(keys) == len(set(keys))


def test_no_key_and_no_credential_of_an_address_is_written_or_shown_anywhere(
    endpoint, weather_pool, monkeypatch, capfd
) -> None:
    secrets = ("planted-in-the-environment", "planted-as-user", "planted-as-password", "planted-in-the-query")
    monkeypatch.setenv("PLANTED_KEY", secrets[0])
    address = endpoint.url.replace("http://", f"http://{secrets[1]}:{secrets[2]}@") + f"?key={secrets[3]}"
    dead = f"http://{secrets[1]}:{secrets[2]}@127.0.0.1:9/v1?key={secrets[3]}"
    common = ["--model", "openai:x", "--key-variable", "PLANTED_KEY", "--tools", weather_pool, "--count", "2"]
    main([*common, "--base-url", address, "--out", "good", "--preset", "initialize-only"])
    main([*common, "--base-url", address, "--out", "good", "--preset", "initialize-only", "--display", "quiet"])
    main([*common, "--base-url", dead, "--out", "down", "--give-up-after", "0", "--judge-base-url", address])
    main([*common, "--base-url", "ftp://" + dead, "--out", "refused"])
    main([*common, "--base-url", address, "--estimate", "--prompt-price", "1", "--completion-price", "1"])
    main([*common, "--judge-base-url", address, "--judge-timeout", "x", "--judge-key-variable", f"${secrets[0]}"])
    shown = "".join(capfd.readouterr())
    written = b"".join(path.read_bytes() for path in Path().rglob("*") if path.is_file())
    assert len(endpoint.asked) > 10
    assert all(secret not in shown and secret.encode() not in written for secret in secrets)


def test_an_endpoint_that_stays_away_stops_the_run_which_says_so(weather_pool, capsys) -> None:
    arguments = ["--model", "openai:x", "--base-url", "http://127.0.0.1:9/v1", "--tools", weather_pool]
    assert main([*arguments, "--count", "8", "--out", "run", "--give-up-after", "0", "--display", "quiet"]) == STOPPED
    assert _records("run") == []
    shown = capsys.readouterr()
    assert "0 tried: 0 kept, 0 rejected, 0 failed; stopped early: http://127.0.0.1:9/v1 is " in shown.out
    assert "http://127.0.0.1:9/v1 is given up" in shown.err


def test_an_endpoint_that_is_not_there_costs_dialogues_and_no_crash(weather_pool, capsys) -> None:
    arguments = ["--model", "openai:x", "--base-url", "http://127.0.0.1:9/v1", "--tools", weather_pool]
    main([*arguments, "--count", "1", "--out", "run", "--timeout", "1", "--display", "quiet", "--attempts", "1"])
    assert _records("run")[0].status == "failed"
    assert "127.0.0.1:9" in _records("run")[0].reasons[0]
    assert "1 failed" in capsys.readouterr().out


@pytest.mark.parametrize("name", ["toucan_mcp", "mcp_live"])
def test_public_pools_make_dialogues(name: str) -> None:
    pool = POOLS / f"{name}.jsonl"
    if not pool.exists():
        pytest.skip(f"{pool} is not on this machine")
    assert main(["--tools", str(pool), "--count", "6", "--out", "run", "--display", "quiet"]) == DONE
    records = _records("run")
    assert sum(record.status == "kept" for record in records) >= 4
    assert not any(record.status == "failed" for record in records)


@pytest.mark.parametrize(
    ("node", "words"),
    [
        (
            "juge=my_judges:MyJudge",
            "the seven are initialize, inject, fill, judge, rule-check, expert-check, aggregate",
        ),
        ("judge=nowhere:MyJudge", "cannot be imported"),
    ],
)
def test_a_wrong_node_is_said_before_anything_is_made(node: str, words: str, capsys) -> None:
    assert main(["--node", node, "--out", "run"]) == TO_BE_FIXED
    assert words in capsys.readouterr().err
    assert not Path("run").exists()


def test_a_node_of_the_operators_own_takes_its_place() -> None:
    assert main(["--node", "judge=examples.swap_judge:Brief", "--count", "2", "--out", "run"]) == DONE
    assert all("judge" not in record.calls_by_node for record in _records("run"))
    assert any(ruling.by == "judge" for record in _records("run") for ruling in record.rulings)
