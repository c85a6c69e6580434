"""The baseline: the same task and the same verification, and a talk in between."""

import json
import re
from pathlib import Path

import pytest

from graph.build import build_baseline, default_actors
from graph.generate import Generator
from graph.roles import CAST
from graph.routes import most_supersteps_played
from graph.run import DONE, STOPPED, TO_BE_FIXED, main
from nodes.rules.catalogue import RULES
from nodes.rules.rule import check, fatal
from state.budget import Budget
from state.dialogue_state import Seed
from state.errors import ConfigurationError
from state.record import Record
from tests.graph.models.scripted_endpoint import Answer, Body, ScriptedEndpoint, said

DOCS = Path(__file__).parents[2] / "docs" / "baseline.md"
CITIES = ("Ghent", "Bruges", "Namur", "Leuven", "Ostend")
REPLIES = (
    "It will be 21.5 degrees there.",
    "Expect mild air, about 21.5 degrees.",
    "You can leave the coat at home: 21.5 degrees.",
    "21.5 degrees, and hardly a cloud in sight.",
    "A pleasant day is ahead, with 21.5 degrees on the thermometer.",
)


def talk(request):
    """Play every part soundly: one look-up for each goal."""
    return PARTS[request.brief.kind](request.brief)


def _user(brief):
    raised = sum(heard.role == "user" for heard in brief.heard)
    if raised == len(brief.errands):
        return {"done": True}
    return {"done": False, "goal": raised + 1, "text": f"What will {CITIES[raised]} be like on 2 January 2027?"}


def _assistant(brief):
    dialogue = brief.dialogue
    last = dialogue.turns[-1]
    if last.role == "tool":
        return {"turns": [{"role": "assistant", "text": REPLIES[last.subtask]}]}
    return {
        "turns": [{"role": "assistant", "calls": [_call(dialogue.next_call_number(), last.id, last.text.split()[2])]}]
    }


def _call(number: int, turn: int, city: str) -> Body:
    date = {"kind": "date", "turn": turn, "phrase": "2 January 2027"}
    arguments = [
        {"name": "city", "value": city, "source": {"kind": "user", "turn": turn}},
        {"name": "date", "value": "2027-01-02", "source": date},
    ]
    return {"id": f"call_{number}", "name": "get_weather", "arguments": arguments}


PARTS = {
    "task": lambda brief: {"subtasks": [{"goal": "Pack", "tools": ["get_weather"], "steps": 1}] * len(brief.steps)},
    "user": _user,
    "assistant": _assistant,
    "tool": lambda brief: {
        "turns": [
            {
                "role": "tool",
                "observations": [{"call": id, "content": {"report_id": "R-7", "degrees": 21.5}} for id in brief.calls],
            }
        ]
    },
    "expert": lambda brief: {"reason": "all is well", "passed": True},
}


@pytest.fixture
def generate(scripted, two_tools):
    """One dialogue, and the model that played all parts."""

    async def run(budget: Budget = Budget(), answer=talk, executed=True):  # noqa: B008 - it never changes
        model, pool = scripted(answer), two_tools(executed=executed)
        actors = default_actors(dict.fromkeys(CAST["mas"], model), pool)
        generator = Generator(build_baseline(actors), pool, method="mas")
        return await generator(Seed(id="d000000", seed=3, budget=budget), 0), model

    return run


async def test_a_talk_goes_from_a_task_to_a_kept_record(generate) -> None:
    record, model = await generate()
    goals = len(record.task.subtasks)
    assert (record.status, record.reasons, record.method) == ("kept", (), "mas")
    assert [turn.role for turn in record.dialogue.turns] == ["user", "assistant", "tool", "assistant"] * goals
    assert record.calls_by_node == {"initialize": 1, "user": goals + 1, "assistant": 2 * goals, "expert-check": 8}
    assert sum(record.calls_by_node.values()) == len(model.requests)
    assert (record.injections, record.rulings, record.history) == ((), (), ())
    assert record.prompts.keys() >= {"simulate/user", "simulate/assistant", "simulate/tool", "task"}
    assert not record.prompts.keys() & {"fill", "judge", "subtask"}
    assert Record.model_validate_json(record.model_dump_json()) == record


async def test_the_same_seed_sets_the_same_task_by_either_method(generate, scripted, two_tools) -> None:
    _, played = await generate()
    from graph.build import build_graph, default_nodes

    model = scripted(talk)
    await Generator(build_graph(default_nodes(model, two_tools(True))), two_tools(True))(Seed(seed=3), 0)
    assert played.requests[0].messages == model.requests[0].messages


async def test_tools_that_are_not_run_are_played(generate) -> None:
    record, _ = await generate(executed=False)
    assert record.status == "kept"
    assert record.calls_by_node["tool"] == len(record.task.subtasks)


async def test_the_talk_is_over_when_the_user_has_spoken_often_enough(generate) -> None:
    record, _ = await generate(Budget(max_user_turns=1))
    assert [turn.role for turn in record.dialogue.turns] == ["user", "assistant", "tool", "assistant"]
    assert record.calls_by_node["user"] == 1


async def test_an_assistant_that_never_comes_to_an_end_is_a_record(generate) -> None:
    def restless(request):
        if request.brief.kind != "assistant":
            return talk(request)
        number = request.brief.dialogue.next_call_number()
        return {"turns": [{"role": "assistant", "calls": [_call(number, 1, CITIES[number % 5])]}]}

    record, model = await generate(Budget(max_steps=3), restless)
    assert record.status == "failed"
    assert "reply in text" in record.reasons[0]
    assert [request.brief.kind for request in model.requests].count("assistant") == 5
    assert len(model.requests) < most_supersteps_played(Budget(max_steps=3))


async def test_a_rejected_talk_is_not_repaired(generate) -> None:
    def strict(request):
        return {"reason": "no", "passed": False} if request.brief.kind == "expert" else talk(request)

    record, _ = await generate(
        answer=lambda r: strict(r) | ({"evidence": _evidence(r)} if r.brief.kind == "expert" else {})
    )
    assert (record.status, record.repairs, record.calls_by_node["expert-check"]) == ("rejected", 0, 8)


def _evidence(request):
    return [{"turn": 1, "quote": request.brief.dialogue.turns[0].text[:12]}]


async def test_without_verification_everything_is_kept(generate) -> None:
    record, _ = await generate(Budget(verify=False))
    assert record.status == "kept"
    assert "expert-check" not in record.calls_by_node


def test_the_picture_is_the_graph(scripted, two_tools) -> None:
    model = scripted(talk)
    graph = build_baseline(default_actors(dict.fromkeys(CAST["mas"], model), two_tools()))
    drawn = graph.get_graph().draw_mermaid().strip()
    assert f"```mermaid\n{drawn}\n```" in DOCS.read_text(encoding="utf-8")


def _records(folder: str) -> list[Record]:
    return [Record.model_validate_json(line) for line in Path(folder, "records.jsonl").read_bytes().splitlines()]


@pytest.mark.usefixtures("empty_place")
def test_the_simulated_actors_hold_talks_that_keep_every_rule(capsys) -> None:
    run = ["--method", "mas", "--count", "6", "--seed", "3", "--display", "quiet"]
    assert main([*run, "--out", "one", "--flaw-rate", "0"]) == DONE
    records = _records("one")
    kept = [record for record in records if record.status == "kept"]
    assert len(kept) >= 4
    assert all(fatal(check(record.dialogue, RULES)) == () for record in kept)
    assert {record.method for record in records} == {"mas"}
    assert "user" in capsys.readouterr().out
    assert main([*run, "--out", "two", "--flaw-rate", "0", "--concurrency", "1"]) == DONE
    assert Path("one/dialogues.jsonl").read_bytes() == Path("two/dialogues.jsonl").read_bytes()


@pytest.mark.usefixtures("empty_place")
def test_a_folder_of_one_method_is_not_continued_with_the_other(capsys) -> None:
    run = ["--count", "1", "--out", "run", "--display", "quiet"]
    main([*run, "--method", "mas"])
    assert main(run) == TO_BE_FIXED
    assert "method: 'mas' there, 'toolace-mt' now" in capsys.readouterr().err


@pytest.mark.usefixtures("empty_place")
def test_a_run_that_was_stopped_goes_on_where_it_was() -> None:
    run = ["--method", "mas", "--count", "3", "--display", "quiet"]
    assert main([*run, "--out", "stopped", "--max-calls", "25"]) == STOPPED
    main([*run, "--out", "stopped", "--max-calls", "1000"])
    main([*run, "--out", "whole"])
    assert sorted(map(_told, _records("stopped"))) == sorted(map(_told, _records("whole")))


def _told(record: Record) -> str:
    return record.model_dump_json()


@pytest.mark.usefixtures("empty_place")
@pytest.mark.parametrize(
    ("flags", "words"),
    [
        (["--method", "mas", "--passes", "3"], "method mas has nothing that passes could limit"),
        (["--method", "mas", "--rounds", "1"], "method mas has nothing that rounds could limit"),
        (["--max-user-turns", "3"], "method toolace-mt has nothing that max_user_turns could limit"),
        (["--method", "mas", "--preset", "thorough"], "preset thorough is about what method mas does not have"),
        (["--method", "mas", "--node", "judge=my:Judge"], "there is no node 'judge'; the seven are initialize, user"),
        (["--method", "mass"], "'mas'"),
    ],
)
def test_what_means_nothing_to_a_method_is_refused(flags, words, capsys) -> None:
    assert main([*flags, "--out", "run"]) == TO_BE_FIXED
    error = capsys.readouterr().err
    assert words in error
    assert len(error.splitlines()) == 1


@pytest.mark.usefixtures("empty_place")
def test_what_is_said_of_a_role_that_the_method_does_not_have_is_told(capsys) -> None:
    main(["--method", "mas", "--judge-temperature", "0.2", "--count", "1", "--out", "run", "--display", "quiet"])
    assert "something is set for the judge, and method mas has none" in capsys.readouterr().err


def _played(body: Body) -> Answer:
    """Answer the real prompts from their words alone."""
    contents = [message["content"] for message in body["messages"]]
    prompt = next(content for content in reversed(contents) if "# Your job" in content)
    job = re.search(r"# Your job: ([^\n]+)", prompt)[1]
    return said(json.dumps(JOBS[job](f"{contents[0]}\n{prompt}")))


def _spoken(prompt: str) -> Body:
    raised = prompt.count("[user]")
    if raised == len(re.findall(r"(?m)^\d+\. Pack$", prompt)):
        return {"done": True}
    return {"done": False, "goal": raised + 1, "text": f"What will {CITIES[raised]} be like on 2 January 2027?"}


def _acted(prompt: str) -> Body:
    talked = prompt.partition("# The talk so far")[2].partition("# Your job")[0]
    turn, role, text = re.findall(r"\[turn (\d+), (\w+)\] ?(.*)", talked)[-1]
    if role == "tool":
        return {"turns": [{"role": "assistant", "text": REPLIES[int(turn) % 5]}]}
    number = talked.count(" = get_weather(") + 1
    return {"turns": [{"role": "assistant", "calls": [_call(number, int(turn), text.split()[2])]}]}


def _returned(prompt: str) -> Body:
    call = re.search(r"comes back for (call_\d+)", prompt)[1]
    content = {"report_id": "R-7", "degrees": 21.5}
    return {"turns": [{"role": "tool", "observations": [{"call": call, "content": content}]}]}


JOBS = {
    "think of a task": lambda prompt: {
        "subtasks": [{"goal": "Pack", "tools": ["get_weather"], "steps": 1}]
        * int(re.search(r"as (\d+) subtasks", prompt)[1])
    },
    "say what you say next": _spoken,
    "make the assistant's next turn": _acted,
    "return what the tools return": _returned,
    "answer one question about this dialogue": lambda _: {"reason": "all is well", "passed": True},
}


@pytest.fixture
def endpoint():
    """An endpoint that plays every part."""
    server = ScriptedEndpoint(_played)
    yield server
    server.close()


@pytest.mark.usefixtures("empty_place")
def test_each_actor_asks_its_own_endpoint_with_its_own_key(endpoint, two_tools, monkeypatch) -> None:
    tools = [{"name": t.name, "description": t.description, "parameters": t.parameters} for t in two_tools().tools]
    Path("tools.json").write_text(json.dumps(tools), encoding="utf-8")
    monkeypatch.setenv("OPENAI_API_KEY", "sk-general")
    for role in ("user", "assistant", "tool"):
        monkeypatch.setenv(f"{role.upper()}_KEY", f"sk-{role}")
    own = [
        flag
        for role in ("user", "assistant", "tool")
        for flag in (f"--{role}-model", f"openai:{role}-1", f"--{role}-key-variable", f"{role.upper()}_KEY")
    ]
    place = ["--method", "mas", "--model", "openai:rest", "--base-url", endpoint.url, "--tools", "tools.json"]
    main([*place, *own, "--count", "2", "--out", "run", "--display", "quiet", "--give-up-after", "0"])
    assert [record.status for record in _records("run")] == ["kept", "kept"]
    keys = {asked.body["model"]: asked.headers["authorization"] for asked in endpoint.asked}
    assert keys == {f"{role}-1": f"Bearer sk-{role}" for role in ("user", "assistant", "tool")} | {
        "rest": "Bearer sk-general"
    }


def test_a_rehearsal_plays_every_part_of_the_method() -> None:
    from graph.settings import Settings

    settings = Settings(method="mas", model="openai:large", assistant_prompt_price=1, assistant_completion_price=2)
    rehearsal = settings.rehearsal()
    assert rehearsal.models() == dict.fromkeys(CAST["mas"], "simulated")
    assert rehearsal.options("assistant").prompt_price == 1


def test_an_unknown_limit_is_a_mistake_of_the_operator() -> None:
    from graph.sources import load_settings

    with pytest.raises(ConfigurationError, match="--max-user-turns '0'"):
        load_settings(["--method", "mas", "--max-user-turns", "0"])
