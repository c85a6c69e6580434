"""From many opinions to one verdict."""

import pytest
from hypothesis import given
from hypothesis import strategies as some

from nodes.aggregate import Aggregate
from nodes.labelling import labelled
from nodes.policies import NEEDED, POLICIES, WEIGHTS, Voice
from nodes.rules.observations import mistakes_made_on_purpose_fail
from nodes.rules.rule import check
from prompts.wording import QUESTIONS
from state.budget import Budget
from state.verdict import Answer, Finding, Label, Verdict

VOICES = some.lists(some.builds(Voice, some.booleans(), some.integers(0, 5)), min_size=1)


def _finding(severity="fatal", turn=6, kind="unsupported_claim"):
    return Finding(rule="r", kind=kind, severity=severity, turn=turn, message="wrong")


def _no(question="dialogue_flow", turns=(6,)):
    return Answer(question=question, passed=False, reason="stiff", turns=turns)


def _yes(question):
    return Answer(question=question, passed=True, reason="fine")


def _silent(question="task_completion"):
    return Answer(question=question, passed=None, reason="what?")


@pytest.fixture
def judged(state):
    """The verdict and what else changed, where no repair is left."""

    async def aggregate(node, findings=(), answers=(), **more):
        changes = {"findings": findings, "answers": answers, "budget": Budget(repairs=0)} | more
        return await node(state.model_copy(update=changes))

    return aggregate


async def test_a_verdict_names_every_fatal_finding_and_every_no(judged) -> None:
    findings = tuple(_finding(severity, kind=severity) for severity in ("fatal", "soft", "tool_defect"))
    update = await judged(Aggregate(), findings, (_no(), _yes("task_completion")))
    assert update["verdict"] == Verdict(accepted=False, reasons=("fatal: wrong", "dialogue_flow: stiff"))


async def test_soft_findings_and_tool_defects_alone_do_not_reject(judged) -> None:
    update = await judged(Aggregate(), (_finding("soft"), _finding("tool_defect")))
    assert update["verdict"] == Verdict(accepted=True)


@pytest.mark.parametrize(
    ("node", "verdict"),
    [
        (Aggregate(), Verdict(accepted=False, reasons=("task_completion: not answered: what?",))),
        (
            Aggregate(unanswered="pass"),
            Verdict(accepted=True, overruled=("task_completion: not answered: what?",)),
        ),
    ],
)
async def test_what_was_not_answered_counts_as_the_setting_says(judged, node, verdict) -> None:
    assert (await judged(node, (), (_yes("dialogue_flow"), _silent())))["verdict"] == verdict


async def test_of_a_rejected_dialogue_silence_that_passes_is_kept_apart(judged) -> None:
    update = await judged(Aggregate(unanswered="pass"), (), (_no(), _silent()))
    assert update["verdict"] == Verdict(
        accepted=False, reasons=("dialogue_flow: stiff",), overruled=("task_completion: not answered: what?",)
    )


async def test_a_majority_overrules_and_its_verdict_says_whom(judged) -> None:
    answers = (_no(), _yes("task_completion"), _yes("error_plausibility"))
    update = await judged(Aggregate(policy="majority"), (), answers)
    assert update["verdict"] == Verdict(accepted=True, overruled=("dialogue_flow: stiff",))
    tied = await judged(Aggregate(policy="majority"), (), answers[:2])
    assert tied["verdict"] == Verdict(accepted=False, reasons=("dialogue_flow: stiff",))


@pytest.mark.parametrize("policy", POLICIES)
async def test_no_policy_overrules_a_fatal_finding(judged, policy) -> None:
    update = await judged(Aggregate(policy=policy), (_finding(),), tuple(map(_yes, QUESTIONS)))
    assert not update["verdict"].accepted


@pytest.mark.parametrize(
    ("objecting", "weights", "accepted"),
    [
        (("argument_hallucination",), {}, False),
        (("argument_hallucination",), {"argument_hallucination": 1}, True),
        (("dialogue_flow", "clarification_needed"), {}, True),
        (("dialogue_flow", "clarification_needed", "error_plausibility"), {}, False),
        (("dialogue_flow",), {"dialogue_flow": 9}, False),
    ],
)
async def test_objections_weigh_what_their_questions_do(judged, objecting, weights, accepted) -> None:
    answers = tuple(_no(name) if name in objecting else _yes(name) for name in QUESTIONS)
    update = await judged(Aggregate(policy="weighted", weights=weights), (), answers)
    assert update["verdict"].accepted == accepted


def test_every_question_has_its_weight() -> None:
    assert WEIGHTS.keys() == QUESTIONS.keys()


@pytest.mark.parametrize("policy", POLICIES)
@given(voices=VOICES, which=some.integers(0))
def test_another_yes_never_turns_a_dialogue_down(policy, voices, which) -> None:
    index = which % len(voices)
    better = [voice._replace(passed=True) if place == index else voice for place, voice in enumerate(voices)]
    assert POLICIES[policy](better, NEEDED) >= POLICIES[policy](voices, NEEDED)


@given(VOICES)
def test_what_all_accept_every_policy_accepts(voices) -> None:
    if POLICIES["all"](voices, NEEDED):
        assert all(policy(voices, NEEDED) for policy in POLICIES.values())


async def test_a_dialogue_without_opinions_is_judged_by_rules_alone(judged) -> None:
    for policy in POLICIES:
        assert (await judged(Aggregate(policy=policy)))["verdict"] == Verdict(accepted=True)


async def test_faults_in_few_turns_are_labelled_and_the_dialogue_is_kept(judged, state) -> None:
    answers = (_no(turns=(4, 6)), _yes("task_completion"))
    update = await judged(Aggregate(keep_turns=2), (_finding(),), answers)
    reasons = ("unsupported_claim: wrong", "dialogue_flow: stiff")
    assert update["verdict"] == Verdict(
        accepted=True,
        reasons=reasons,
        labels=(Label(turn=4, reasons=reasons[1:]), Label(turn=6, reasons=reasons)),
    )
    assert [turn.id for turn in update["dialogue"].turns if not getattr(turn, "learn", True)] == [4, 6]
    assert [turn.id for turn in update["dialogue"].turns if getattr(turn, "labelled", False)] == [4, 6]
    assert "dialogue" not in await judged(Aggregate(keep_turns=1), (_finding(),), answers)


def test_a_label_is_no_mistake_on_purpose_and_takes_none_back(sound) -> None:
    on_purpose = sound.turns[1].model_copy(update={"learn": False})
    dialogue = sound.with_turns((sound.turns[0], on_purpose, *sound.turns[2:]))
    marked = labelled(dialogue, [Label(turn=2, reasons=()), Label(turn=4, reasons=())])
    assert [finding.turn for finding in check(marked, (mistakes_made_on_purpose_fail,))] == [2]


async def test_labels_come_only_when_no_repair_is_left(judged) -> None:
    node = Aggregate(keep_turns=2)
    assert not (await judged(node, (_finding(),), budget=Budget(repairs=1)))["verdict"].accepted
    assert (await judged(node, (_finding(),), budget=Budget(repairs=1), repairs=1))["verdict"].accepted


@pytest.mark.parametrize(
    ("findings", "answers"),
    [
        ((_finding(turn=1),), ()),
        ((_finding(turn=None),), ()),
        ((_finding(kind="format"),), ()),
        ((_finding(kind="observation_schema"),), ()),
        ((), (_no(turns=(5,)),)),
        ((), (_no(turns=(1, 6)),)),
        ((), (_no(turns=()),)),
        ((), (_no(), _silent())),
        ((_finding(turn=2), _finding(turn=4), _finding(turn=6)), ()),
    ],
    ids=["user", "nowhere", "format", "results", "tool", "user too", "nobody knows where", "silence", "all turns"],
)
async def test_what_no_label_cures_is_rejected(judged, findings, answers) -> None:
    update = await judged(Aggregate(keep_turns=9), findings, answers)
    assert not update["verdict"].accepted
    assert update["verdict"].labels == ()
    assert "dialogue" not in update


async def test_soft_findings_need_no_label(judged) -> None:
    update = await judged(Aggregate(keep_turns=9), (_finding(), _finding("soft", turn=1)))
    assert [label.turn for label in update["verdict"].labels] == [6]


async def test_objections_are_a_stage_of_their_own(judged) -> None:
    stages = (await judged(Aggregate(), (), (_no(), _yes("task_completion"))))["stages"]
    assert [(stage.stage, stage.findings) for stage in stages] == [("experts", {"dialogue_flow": 1})]
    again = (await judged(Aggregate(), (), (_yes("dialogue_flow"),), repairs=1))["stages"]
    assert [(stage.stage, stage.findings) for stage in again] == [("experts after repair 1", {})]
