"""Which turns are masked."""

from collections import Counter
from itertools import pairwise
from random import Random

import pytest

from nodes.masking import lasting, maskable, pick, refinable, urgency, waiting, with_observations
from state.budget import PRESETS, Budget
from state.dialogue import UserTurn
from state.verdict import Finding


def _long(sound):
    turns = list(sound.turns)
    for round in range(1, 4):
        turns += [turn.model_copy(update={"id": turn.id + 6 * round, "subtask": round}) for turn in sound.turns]
    return sound.with_turns(tuple(turns))


@pytest.mark.parametrize("budget", [Budget(masks=3), PRESETS["paper"]])
def test_masked_turns_never_touch_and_are_as_many_as_the_budget_says(sound, budget) -> None:
    dialogue = _long(sound)
    for seed in range(300):
        masked = pick(dialogue, {}, (), budget, Random(seed))
        places = [dialogue.position(id) for id in masked]
        assert len(masked) == 3
        assert all(later - earlier > 1 for earlier, later in pairwise(places))


def test_a_call_and_its_observations_count_as_one(sound) -> None:
    for seed in range(200):
        masked = set(pick(_long(sound), {}, (2,), Budget(), Random(seed)))
        assert masked.isdisjoint({1, 3, 4})


def test_a_turn_weighs_half_after_each_pick(sound) -> None:
    counts = Counter(pick(sound, {1: 3}, (), Budget(rounds=9), Random(seed))[0] for seed in range(4000))
    assert 0 < counts[1] < 0.35 * counts[6]


def test_urgent_turns_come_first(sound) -> None:
    assert all(set(pick(_long(sound), {6: 2, 12: 2}, (6, 12), Budget(), Random(seed))) >= {6, 12} for seed in range(50))


def test_a_turn_that_was_mended_in_vain_three_times_is_urgent_no_longer(sound) -> None:
    assert all(4 not in pick(sound, {4: 3}, (4,), Budget(), Random(seed)) for seed in range(20))


def test_calls_and_observations_without_a_fault_are_masked_only_where_the_budget_says_so(sound) -> None:
    assert [turn.id for turn in refinable(sound, Budget())] == [1, 6]
    assert [turn.id for turn in refinable(sound, PRESETS["paper"])] == [1, 2, 3, 4, 5, 6]
    assert 4 in pick(_long(sound), {}, (4,), Budget(), Random(1))


def test_a_turn_waits_until_it_was_masked_as_often_as_there_are_rounds(sound) -> None:
    assert waiting(sound, {6: 1}, Budget()) == (1,)
    assert waiting(sound, {6: 1, 1: 2}, Budget(rounds=2)) == (6,)
    assert {pick(_long(sound), {1: 1, 6: 1}, (), Budget(), Random(seed))[0] for seed in range(30)}.isdisjoint({1, 6})


def test_fatal_findings_are_more_urgent_than_soft_ones_and_tool_defects_are_nobodys() -> None:
    findings = tuple(
        Finding(rule="r", kind="k", severity=severity, turn=turn, message="m")
        for severity, turn in (("soft", 6), ("tool_defect", 4), ("fatal", 2), ("fatal", None), ("soft", 2))
    )
    assert urgency(findings) == [2, 6]


def test_executed_observations_and_deliberate_mistakes_are_never_masked(sound, two_tools) -> None:
    executed = sound.model_copy(update={"tools": two_tools(executed=True).tools})
    assert [turn.id for turn in maskable(executed)] == [1, 2, 4, 6]
    mistake = executed.turns[1].model_copy(update={"learn": False})
    assert [t.id for t in maskable(executed.with_turns((sound.turns[0], mistake, *sound.turns[2:])))] == [1, 4, 6]


def test_a_masked_call_takes_invented_observations_along(sound, two_tools) -> None:
    assert with_observations(sound, (2, 6)) == (2, 3, 6)
    executed = sound.model_copy(update={"tools": two_tools(executed=True).tools})
    assert with_observations(executed, (2, 6)) == (2, 6)


def test_a_lone_turn_can_be_masked(sound) -> None:
    lone = sound.with_turns((UserTurn(id=1, subtask=0, text="Hello?"),))
    assert pick(lone, {}, (), Budget(), Random(1)) == (1,)


def test_a_call_that_is_not_to_be_run_again_stays_with_all_it_refers_to(sound) -> None:
    weather, send = (tool.model_copy(update={"executed": True}) for tool in sound.tools)
    live = sound.model_copy(update={"tools": (weather, send.model_copy(update={"live": True}))})
    assert lasting(live) == {"call_1", "call_2"}
    assert [turn.id for turn in maskable(live)] == [1, 6]
    first = sound.model_copy(update={"tools": (weather.model_copy(update={"live": True}), send)})
    assert lasting(first) == {"call_1"}
    assert [turn.id for turn in maskable(first)] == [1, 4, 6]
