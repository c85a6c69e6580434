"""Where a dialogue goes next."""

import pytest

from graph.routes import after_aggregate, after_fill, after_initialize, after_inject, after_judge, after_rule_check
from state.budget import PRESETS, Budget
from state.complexity import Injection
from state.dialogue_state import Candidate, DialogueState, Stage
from state.task import Subtask, Task
from state.verdict import Answer, Finding, Ruling, Verdict

TASK = Task(subtasks=(Subtask(goal="g", tools=("get_weather",), steps=1),) * 2)
DONE = Injection(complexity="clarification", turn=1, added=(1, 7, 8), applied=True)


@pytest.fixture
def state(sound) -> DialogueState:
    return DialogueState(
        task=TASK, dialogue=sound, written=2, settled=True, wanted=1, complexities=("clarification", "tool_awareness")
    )


def _with(state, **changes):
    return state.model_copy(update=changes)


def _drafted(dialogue):
    last = dialogue.turns[-1].model_copy(update={"drafted": True})
    return dialogue.with_turns((*dialogue.turns[:-1], last))


def _budget(state, **changes):
    return _with(state, budget=state.budget.model_copy(update=changes))


def test_initialize_loops_until_the_skeleton_is_complete(state) -> None:
    assert after_initialize(_with(state, settled=False)) == "initialize"
    assert after_initialize(state) == "inject"


def test_refinement_follows_when_all_injections_are_made(state) -> None:
    assert after_inject(_with(state, injections=(DONE,))) == "fill"
    assert after_inject(_with(state, injections=(DONE,), wanted=2)) == "inject"


def test_injection_and_refinement_alternate_where_the_budget_says_so(state) -> None:
    assert after_inject(_with(_budget(state, alternate=True), injections=(DONE,), wanted=2)) == "fill"
    assert after_judge(state) == "inject"
    assert after_judge(_with(state, injections=(DONE,))) == "fill"


def test_a_complexity_that_failed_is_followed_by_another_until_none_is_left(state) -> None:
    failed = _with(state, injections=(DONE.model_copy(update={"applied": False}),), complexities=("tool_awareness",))
    assert (after_inject(failed), after_judge(failed)) == ("inject", "inject")
    assert after_judge(_with(failed, complexities=())) == "fill"


def test_only_a_candidate_goes_to_the_judge(state) -> None:
    candidate = Candidate(dialogue=state.draft(), masked=(6,))
    assert after_fill(_with(state, candidate=candidate)) == "judge"
    assert after_fill(state) == "inject"


def test_the_loop_ends_when_its_budget_is_spent(state) -> None:
    assert after_judge(_with(state, injections=(DONE,), refinements=5)) == "rule-check"
    assert after_judge(_with(_budget(state, verify=False), injections=(DONE,), refinements=5)) == "aggregate"


def test_one_more_pass_is_made_for_a_reply_without_its_results(state) -> None:
    spent = _with(state, injections=(DONE,), refinements=5, dialogue=_drafted(state.draft()))
    assert after_judge(spent) == "fill"
    assert after_judge(_with(spent, refinements=8)) == "rule-check"


def test_the_loop_ends_when_every_turn_was_refined(state) -> None:
    refined = _with(state, injections=(DONE,), picks=dict.fromkeys((1, 6), 1))
    assert after_judge(_with(refined, picks={1: 1})) == "fill"
    assert after_judge(_budget(refined, rounds=2)) == "fill"
    faulty = Stage(stage="fill 1", findings={"schema": 1}, fatal={"schema": 1})
    assert after_judge(_with(refined, stages=(faulty,))) == "fill"
    assert after_judge(refined) == "rule-check"
    assert after_judge(_with(refined, dialogue=_drafted(state.draft()))) == "fill"


def test_the_loop_ends_when_patience_is_out(state) -> None:
    no = Ruling(refinement=1, masked=(1,), accepted=False, by="judge", reason="worse")
    again = no.model_copy(update={"refinement": 2})
    patient = _with(_budget(state, patience=2), injections=(DONE,), refinements=2, rulings=(no, again))
    assert after_judge(patient) == "rule-check"
    yes = no.model_copy(update={"accepted": True})
    assert after_judge(_with(patient, rulings=(yes, no, again))) == "fill"
    assert after_judge(_with(patient, refinements=1, rulings=(no, no))) == "fill"


def test_what_has_no_budget_is_skipped(state) -> None:
    assert after_initialize(_with(_budget(state, passes=0), wanted=0)) == "rule-check"
    assert after_initialize(_with(_budget(state, passes=0, verify=False), wanted=0)) == "aggregate"
    assert after_inject(_budget(_with(state, injections=(DONE,), wanted=2), passes=0)) == "inject"


def test_experts_are_not_asked_about_what_rules_reject(state) -> None:
    finding = Finding(rule="r", kind="k", severity="fatal", turn=1, message="m")
    assert after_rule_check(_with(state, findings=(finding,))) == "aggregate"
    soft = finding.model_copy(update={"severity": "soft"})
    assert after_rule_check(_with(state, findings=(soft,))) == "expert-check"


def test_a_rejected_dialogue_is_repaired_once_and_then_dropped(state) -> None:
    rejected = _with(state, verdict=Verdict(accepted=False))
    assert after_aggregate(rejected) == "fill"
    repaired = _with(rejected, repairs=1, verdict=None)
    assert after_judge(repaired) == "rule-check"
    waiting = _with(repaired, dialogue=_drafted(state.draft()))
    assert after_judge(waiting) == "fill"
    assert after_judge(_with(waiting, refinements=8)) == "rule-check"
    assert after_aggregate(_with(rejected, repairs=1)) == "__end__"
    assert after_aggregate(_with(state, verdict=Verdict(accepted=True))) == "__end__"


def test_silence_alone_cannot_be_mended(state) -> None:
    silent, no = (Answer(question="q", passed=passed, reason="r") for passed in (None, False))
    rejected = _with(state, verdict=Verdict(accepted=False), answers=(silent,))
    assert after_aggregate(rejected) == "__end__"
    assert after_aggregate(_with(rejected, answers=(silent, no))) == "fill"
    finding = Finding(rule="r", kind="k", severity="fatal", turn=1, message="m")
    assert after_aggregate(_with(rejected, findings=(finding,))) == "fill"


def test_every_ablation_of_the_paper_is_a_row() -> None:
    assert PRESETS["default"] == Budget()
    assert PRESETS["thorough"].passes == 15
    assert (PRESETS["initialize-only"].passes, PRESETS["initialize-only"].max_injections) == (0, 0)
    assert PRESETS["no-injection"].max_injections == 0
    assert PRESETS["no-refinement"].passes == 0
    assert not PRESETS["no-verification"].verify
    assert PRESETS["no-repair"].repairs == 0
    assert (PRESETS["paper"].repairs, PRESETS["paper"].rules_in_loop, PRESETS["paper"].passes) == (0, False, 5)
    assert len({budget.model_dump_json() for budget in PRESETS.values()}) == len(PRESETS)
