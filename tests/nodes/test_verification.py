"""Rules, experts and the verdict."""

import asyncio

from nodes.expert_check import ExpertCheck
from nodes.rule_check import RuleCheck
from nodes.rules.catalogue import RULES
from prompts.wording import QUESTIONS

YES = {"reason": "all is well", "passed": True}
NO = {"reason": "stiff", "passed": False, "evidence": [{"turn": 6, "quote": "it will be"}]}


async def test_every_expert_is_asked_its_own_question(state, scripted) -> None:
    model = scripted(lambda request: NO if request.brief.question == "dialogue_flow" else YES)
    update = await ExpertCheck(model)(state)
    assert [answer.question for answer in update["answers"]] == list(QUESTIONS)
    assert [answer.turns for answer in update["answers"] if answer.objects] == [(6,)]
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
    assert update["stages"][0].model_dump() == {
        "stage": "end",
        "findings": {"leak": 1},
        "fatal": {"leak": 1},
    }
