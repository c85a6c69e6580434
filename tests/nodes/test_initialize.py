"""The skeleton comes one subtask at a time."""

import pytest

from nodes.initialize import Initialize
from nodes.rules.catalogue import RULES
from state.dialogue_state import DialogueState
from state.errors import UnusableAnswer

SUBTASK = {"goal": "Know the weather in Ghent", "tools": ["get_weather"], "steps": 1}


def _task(request):
    return {"subtasks": [SUBTASK] * len(request.brief.steps)}


def _turns(request, city="Ghent"):
    turn, call = request.brief.dialogue.next_turn_id(), request.brief.dialogue.next_call_number()
    said = {"kind": "user", "turn": turn}
    arguments = [
        {"name": "city", "value": city, "source": said},
        {"name": "date", "value": "2026-01-02", "source": said},
    ]
    return {
        "turns": [
            {"role": "user", "text": f"What will the weather be in {city} on 2026-01-02?"},
            {"role": "assistant", "calls": [{"id": f"call_{call}", "name": "get_weather", "arguments": arguments}]},
            {"role": "assistant", "text": "I will look it up."},
        ]
    }


async def _run(node, state, times):
    for _ in range(times):
        state = state.model_copy(update=await node(state))
    return state


async def test_the_task_comes_first_and_then_one_subtask_at_each_visit(scripted, two_tools) -> None:
    model = scripted(lambda request: _task(request) if request.brief.kind == "task" else _turns(request))
    node = Initialize(model, two_tools(executed=True), RULES)
    state = await _run(node, DialogueState(seed=3), 1)
    count = len(state.task.subtasks)
    assert 2 <= count <= 5
    assert all(1 <= steps <= 6 for steps in model.requests[0].brief.steps)
    assert state.draft().turns == ()
    state = await _run(node, state, count)
    assert state.written == count
    assert [len(request.brief.dialogue.turns) for request in model.requests[1:]] == [4 * n for n in range(count)]
    assert all(step.observation.content["degrees"] == 21.5 for step in state.draft().steps())


async def test_the_system_text_names_the_date_that_relative_dates_count_from(scripted, two_tools) -> None:
    node = Initialize(scripted(_task), two_tools(), RULES)
    state = await _run(node, DialogueState(seed=3), 1)
    now = state.draft().now
    assert f"{now:%A}, {now.day} {now:%B} {now.year}, {now:%H:%M}" in state.draft().system


async def test_a_failed_call_is_written_anew_with_the_error_in_view(scripted, two_tools) -> None:
    def answer(request):
        if request.brief.kind == "task":
            return _task(request)
        if request.brief.kind == "subtask":
            return _turns(request, city="Atlantis")
        return {"turns": [_turns(request)["turns"][1] | {"id": 2, "calls": _mended(request)}]}

    def _mended(request):
        call = _turns(request)["turns"][1]["calls"][0]
        return [call | {"id": "call_1"}]

    model = scripted(answer)
    node = Initialize(model, two_tools(executed=True), RULES)
    state = await _run(node, DialogueState(seed=3), 3)
    assert "unknown city" in model.requests[2].brief.reasons[0]
    assert not state.draft().steps()[0].observation.error
    assert (state.written, state.mends) == (1, 1)


async def test_mending_stops_when_its_budget_is_spent(scripted, two_tools) -> None:
    model = scripted(
        lambda request: _task(request) if request.brief.kind == "task" else _turns(request, city="Atlantis")
    )
    node = Initialize(model, two_tools(executed=True), RULES)
    state = await _run(node, DialogueState(seed=3), 2)
    state = state.model_copy(update={"mends": state.budget.mends})
    state = await _run(node, state, 1)
    assert state.written == 2


async def test_a_task_with_tools_that_do_not_exist_is_asked_again_and_then_given_up(scripted, two_tools) -> None:
    model = scripted(lambda request: {"subtasks": [SUBTASK | {"tools": ["fly"]}] * len(request.brief.steps)})
    with pytest.raises(UnusableAnswer, match="no tool is called fly"):
        await Initialize(model, two_tools(), RULES)(DialogueState(seed=3))
    assert len(model.requests) == 2


async def test_replies_drafted_before_execution_are_refilled_in_one_go(scripted, two_tools) -> None:
    def answer(request):
        if request.brief.kind != "fill":
            return _task(request) if request.brief.kind == "task" else _turns(request)
        return {"turns": [{"role": "assistant", "id": id, "text": "21.5 degrees."} for id in request.brief.masked]}

    model = scripted(answer)
    node = Initialize(model, two_tools(executed=True), RULES)
    state = await _run(node, DialogueState(seed=3), 1)
    state = await _run(node, state, len(state.task.subtasks))
    assert not state.settled
    assert all(turn.drafted for turn in state.draft().turns if turn.role == "assistant" and not turn.calls)
    state = await _run(node, state, 1)
    assert state.settled
    assert not any(turn.drafted for turn in state.draft().turns if turn.role == "assistant")
    assert len(model.requests) == 2 + len(state.task.subtasks)
    assert state.stages[0].stage == "initialize"


async def test_replies_to_invented_observations_need_no_refill(scripted, two_tools) -> None:
    model = scripted(lambda request: _task(request) if request.brief.kind == "task" else _turns(request))
    node = Initialize(model, two_tools(), RULES)
    state = await _run(node, DialogueState(seed=3), 1)
    state = await _run(node, state, len(state.task.subtasks) + 1)
    assert state.settled
    assert len(model.requests) == 1 + len(state.task.subtasks)
