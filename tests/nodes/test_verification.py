"""Rules, experts and the verdict."""

import asyncio

from nodes.aggregate import Aggregate
from nodes.expert_check import ExpertCheck
from nodes.rule_check import RuleCheck
from nodes.rules.catalogue import RULES
from prompts.wording import QUESTIONS
from state.verdict import Answer, Finding, Verdict

YES = {"reason": "all is well", "passed": True}


async def test_every_expert_is_asked_its_own_question(state, scripted) -> None:
    model = scripted(lambda request: YES | {"passed": request.brief.question != "dialogue_flow", "turns": [6]})
    update = await ExpertCheck(model)(state)
    assert [answer.question for answer in update["answers"]] == list(QUESTIONS)
    assert [answer.question for answer in update["answers"] if not answer.passed] == ["dialogue_flow"]
    assert len({request.messages[-1].content for request in model.requests}) == len(QUESTIONS) == 8


async def test_all_experts_are_asked_at_once(state, scripted) -> None:
    barrier = asyncio.Barrier(len(QUESTIONS))
    model = scripted(lambda _: YES)
    answer_at_once = model.complete

    async def complete(request):
        await barrier.wait()
        return await answer_at_once(request)

    model.complete = complete
    async with asyncio.timeout(5):
        await ExpertCheck(model)(state)


async def test_rules_put_their_findings_into_the_state(state) -> None:
    turns = list(state.draft().turns)
    turns[5] = turns[5].model_copy(update={"text": "Done, [MASK]."})
    update = await RuleCheck(RULES)(state.model_copy(update={"dialogue": state.draft().with_turns(tuple(turns))}))
    assert [finding.kind for finding in update["findings"]] == ["leak"]
    assert update["stages"][0].model_dump() == {"stage": "end", "findings": {"leak": 1}}


async def test_a_verdict_names_every_fatal_finding_and_every_no(state) -> None:
    findings = tuple(
        Finding(rule="r", kind=severity, severity=severity, turn=1, message="wrong")
        for severity in ("fatal", "soft", "tool_defect")
    )
    answers = (
        Answer(question="dialogue_flow", passed=False, reason="stiff"),
        Answer(question="task_completion", passed=True, reason="done"),
    )
    update = await Aggregate()(state.model_copy(update={"findings": findings, "answers": answers}))
    assert update["verdict"] == Verdict(accepted=False, reasons=("fatal: wrong", "dialogue_flow: stiff"))


async def test_soft_findings_and_tool_defects_alone_do_not_reject(state) -> None:
    findings = (Finding(rule="r", kind="k", severity="soft", turn=1, message="hm"),)
    assert (await Aggregate()(state.model_copy(update={"findings": findings})))["verdict"] == Verdict(accepted=True)
