"""A whole dialogue, with a model that follows a script and tools that run."""

import json

import pytest
from langgraph.runtime import RunControl

from graph.build import build_graph, default_nodes
from graph.generate import Generator
from graph.routes import most_supersteps
from state.budget import PRESETS, Budget
from state.dialogue_state import DialogueState, Seed, Stage
from state.errors import ConfigurationError, EndpointDown, EndpointError, SetDown
from state.record import Record


def script(request):
    """Answer every kind of brief soundly."""
    return SCRIPT[request.brief.kind](request.brief)


def _task(brief):
    return {"subtasks": [{"goal": "Weather", "tools": ["get_weather"], "steps": 1}] * len(brief.steps)}


def _subtask(brief):
    turn, number = brief.dialogue.next_turn_id(), brief.dialogue.next_call_number()
    city = ("Ghent", "Bruges", "Namur", "Leuven", "Ostend")[brief.index]
    said = {"kind": "user", "turn": turn}
    arguments = [
        {"name": "city", "value": city, "source": said},
        {"name": "date", "value": "2026-01-02", "source": said},
    ]
    return {
        "turns": [
            {"role": "user", "text": f"What will the weather be in {city} on 2026-01-02?"},
            {"role": "assistant", "calls": [{"id": f"call_{number}", "name": "get_weather", "arguments": arguments}]},
            {"role": "assistant", "text": "I will look it up."},
        ]
    }


def _inject(brief):
    turn = brief.dialogue.turn(brief.turn)
    if brief.complexity == "non_function_calling":
        talk = {"role": "user", "text": "Is rain good for roses?"}
        answer = {"role": "assistant", "text": "Yes, as long as they do not stand in water."}
        return {"turns": [talk, answer]}
    if brief.complexity == "error_simulation":
        right = {"role": "assistant", "id": turn.id, "text": "The city was missing."}
        wrong = {"id": f"call_{brief.dialogue.next_call_number()}", "name": turn.calls[0].name, "arguments": []}
        calls = [call.model_dump() for call in turn.calls]
        return {"turns": [{"role": "assistant", "calls": [wrong]}, right | {"calls": calls}]}
    less = turn.text.split(" on ")[0] + "?" if brief.complexity == "clarification" else turn.text
    return {
        "turns": [
            {"role": "user", "id": turn.id, "text": less},
            {"role": "assistant", "text": f"There is something that I lack for turn {turn.id % 10}."},
            {"role": "user", "text": "It is for 2026-01-02, and the weather service is connected now."},
        ]
    }


REPLIES = (
    "It will be 21.5 degrees there.",
    "Expect mild air, report R-7731 says 21.5.",
    "You can leave the coat at home: 21.5 degrees.",
    "21.5, hardly a cloud in sight.",
    "A pleasant day is ahead, with 21.5 degrees on the thermometer.",
)


def _fill(brief):
    turns = []
    for id in brief.masked:
        turn = brief.dialogue.turn(id)
        written = {"id": id, "role": turn.role, "text": getattr(turn, "text", None)}
        if turn.role == "assistant" and turn.calls:
            written["calls"] = [call.model_dump() for call in turn.calls]
        elif turn.role == "assistant" and turn.drafted:
            written["text"] = REPLIES[turn.subtask]
        elif turn.role == "user" and "Thanks" not in turn.text:
            written["text"] = f"{turn.text} Thanks!"
        turns.append(written)
    return {"turns": turns}


SCRIPT = {
    "task": _task,
    "subtask": _subtask,
    "inject": _inject,
    "fill": _fill,
    "judge": lambda brief: {
        "turns": [
            {"turn": id, "reason": "it says more", "better": "A" if brief.swapped else "B"} for id in brief.judged
        ]
    },
    "expert": lambda brief: {"reason": "all is well", "passed": True},
}


@pytest.fixture
def generate(scripted, two_tools):
    """One dialogue with a budget, and the model that wrote it."""

    async def run(budget: Budget = PRESETS["default"], answer=script, seed=3, fresh=None):
        model, pool = scripted(answer), two_tools(executed=True)
        generator = Generator(build_graph(default_nodes(model, pool)), pool, fresh=fresh)
        return await generator(Seed(id="d000000", seed=seed, budget=budget), 0), model

    return run


async def test_a_dialogue_goes_from_seed_to_a_kept_record(generate) -> None:
    record, model = await generate()
    assert (record.status, record.reasons, record.simulated) == ("kept", (), False)
    assert sum(record.calls_by_node.values()) == len(model.requests)
    assert record.usage["writer"].usage.prompt_tokens == 10 * record.usage["writer"].calls
    assert record.calls_by_node["expert-check"] == 8
    assert [injection.applied for injection in record.injections].count(True) >= 1
    assert record.stages[0].stage == "initialize"
    assert record.stages[-2:] == (Stage(stage="end", findings={}), Stage(stage="experts", findings={}))
    assert Record.model_validate_json(record.model_dump_json()) == record


async def test_the_same_seed_gives_the_same_record(generate) -> None:
    (first, _), (second, _), (other, _) = await generate(), await generate(), await generate(seed=4)
    assert first == second != other


@pytest.mark.parametrize("name", PRESETS)
async def test_every_preset_spends_what_it_may_and_no_more(generate, name: str) -> None:
    budget = PRESETS[name]
    record, model = await generate(budget)
    kinds = [request.brief.kind for request in model.requests]
    assert record.status == "kept", record.reasons
    assert record.calls_by_node.get("fill", 0) <= budget.passes
    assert sum(injection.applied for injection in record.injections) in range(
        budget.min_injections, budget.max_injections + 1
    )
    assert (kinds.count("expert") > 0) == budget.verify


async def test_injection_and_refinement_alternate(generate) -> None:
    _, model = await generate(Budget(min_injections=3, alternate=True))
    kinds = [request.brief.kind for request in model.requests if request.brief.kind in ("inject", "fill")]
    assert kinds[:4] == ["fill", "inject", "fill", "inject"], "the first fill settles drafts"


async def test_a_dialogue_that_experts_reject_is_repaired_once(generate) -> None:
    def answer(request):
        if request.brief.kind == "expert" and request.brief.question == "dialogue_flow":
            return {"reason": "stiff", "passed": False, "evidence": [{"turn": 1, "quote": "weather"}]}
        return script(request)

    record, model = await generate(Budget(repairs=1), answer)
    assert (record.status, record.reasons, record.repairs) == ("rejected", ("dialogue_flow: stiff",), 1)
    assert [request.brief.kind for request in model.requests].count("expert") == 16
    unrepaired, _ = await generate(Budget(repairs=0), answer)
    assert unrepaired.calls_by_node["expert-check"] == 8


async def test_experts_who_do_not_answer_reject_without_a_repair(generate) -> None:
    record, _ = await generate(answer=lambda r: "well" if r.brief.kind == "expert" else script(r))
    assert (record.status, record.repairs) == ("rejected", 0)
    assert record.calls_by_node["expert-check"] == 16
    assert record.reasons[0].startswith("argument_hallucination: not answered: no JSON object")


async def test_a_failure_is_a_record_that_keeps_what_was_said(generate) -> None:
    record, _ = await generate(answer=lambda r: "I cannot" if r.brief.kind == "judge" else script(r))
    assert record.status == "failed"
    assert record.raw == "I cannot"
    assert "the answer to 'judge' cannot be used" in record.reasons[0]
    assert record.dialogue is not None
    assert record.calls_by_node["initialize"] > 2


async def test_why_it_failed_is_told_in_one_line_whatever_the_model_wrote(generate) -> None:
    task = {"goal": "g", "tools": ["no such\n tool"], "steps": 1}
    record, _ = await generate(answer=lambda request: {"subtasks": [task] * len(request.brief.steps)})
    problem = "initialize: the answer to 'task' cannot be used: subtasks: no tool is called no such tool"
    assert (record.status, record.reasons) == ("failed", (problem,))


@pytest.mark.parametrize("kind", ["task", "subtask", "expert"])
async def test_an_endpoint_that_fails_costs_its_dialogue_only(generate, kind: str) -> None:
    def answer(request):
        if request.brief.kind == kind:
            raise EndpointError("503 from the endpoint")
        return script(request)

    record, _ = await generate(answer=answer)
    assert (record.status, record.reasons) == ("failed", ("503 from the endpoint",))


async def test_an_endpoint_that_is_down_makes_no_record(generate) -> None:
    def answer(request):
        if request.brief.kind == "expert":
            raise EndpointDown("nobody there")
        return script(request)

    with pytest.raises(EndpointDown, match="nobody there"):
        await generate(answer=answer)


async def test_what_the_operator_has_to_mend_makes_no_record_even_where_others_fail_too(generate) -> None:
    def answer(request):
        if request.brief.kind == "expert":
            raise EndpointError("503") if request.brief.question != "dialogue_flow" else ConfigurationError("disk full")
        return script(request)

    with pytest.raises(ConfigurationError, match="disk full"):
        await generate(answer=answer)


async def test_a_dialogue_that_is_to_stop_stops_after_the_step_it_is_in(scripted, two_tools) -> None:
    control, pool = RunControl(), two_tools(executed=True)

    def answer(request):
        if request.brief.kind == "subtask":
            control.request_drain()
        return script(request)

    model = scripted(answer)
    generator = Generator(build_graph(default_nodes(model, pool)), pool, control=control)
    with pytest.raises(SetDown):
        await generator(Seed(id="d000000", seed=3), 0)
    assert [request.brief.kind for request in model.requests] == ["task", "subtask"]


async def test_usage_is_told_by_role_and_by_node(generate) -> None:
    record, model = await generate()
    assert {node: spent.calls for node, spent in record.usage_by_node.items()} == record.calls_by_node
    assert sum(spent.calls for spent in record.usage.values()) == len(model.requests)
    assert record.cost is None


async def test_every_key_that_a_node_returns_is_a_field_of_the_state(scripted, two_tools, sound) -> None:
    pool = two_tools(executed=True)
    nodes = default_nodes(scripted(script), pool)
    graph = build_graph(nodes)
    seen = set()
    async for update in graph.astream(Seed(seed=3), stream_mode="updates"):
        for node, values in update.items():
            seen.add(node)
            assert values.keys() <= DialogueState.model_fields.keys(), node
    assert seen == {"initialize", "inject", "fill", "judge", "rule-check", "expert-check", "aggregate"}


async def test_no_dialogue_needs_more_supersteps_than_its_limit(generate) -> None:
    for name, budget in PRESETS.items():
        record, _ = await generate(budget)
        assert sum(record.calls_by_node.values()) < most_supersteps(budget) + 8 * (1 + budget.repairs), name


def test_requests_can_be_stored(sound) -> None:
    assert json.loads(DialogueState(dialogue=sound).model_dump_json())["dialogue"]["turns"][0]["role"] == "user"


async def test_a_kept_dialogue_says_that_it_replays(generate, two_tools) -> None:
    async def fresh(seed, now):
        return two_tools(executed=True)

    record, _ = await generate(fresh=fresh)
    assert (record.status, record.world.replayed, record.world.differences) == ("kept", True, ())


async def test_a_dialogue_that_does_not_replay_is_not_kept(generate, two_tools) -> None:
    class Moody(two_tools):
        async def execute(self, name, values):
            return (await super().execute(name, values))._replace(content="not today")

    async def fresh(seed, now):
        return Moody(executed=True)

    record, _ = await generate(fresh=fresh)
    assert (record.status, record.twin, record.verdict.accepted) == ("rejected", None, False)
    assert len(record.reasons) == len(record.world.differences) > 0
    for reason, difference in zip(record.reasons, record.world.differences, strict=True):
        assert reason.startswith(f"not replayed: {difference}; ")
