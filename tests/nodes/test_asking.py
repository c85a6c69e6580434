"""One question, one re-ask."""

import pytest

from nodes.asking import Asker, Unread
from prompts.wording import JUDGE
from state.answers import WrittenRuling
from state.brief import JudgeBrief
from state.dialogue_state import DialogueState
from state.errors import UnusableAnswer


def _brief(sound):
    return JudgeBrief(dialogue=sound, other=sound, masked=(6,), swapped=False)


async def test_an_unusable_answer_is_asked_again_with_the_problem_in_view(sound, scripted) -> None:
    model = scripted(lambda request: {"reason": "x", "better": "A"} if len(request.messages) > 2 else "what?")
    asker = Asker("judge", "judge", model, JUDGE)
    answered = await asker.ask(DialogueState(), _brief(sound), WrittenRuling, lambda answer: answer.better)
    assert (answered.value, len(answered.asked)) == ("A", 2)
    assert [message.role for message in model.requests[1].messages] == ["system", "user", "assistant", "user"]
    assert "no JSON object" in model.requests[1].messages[-1].content


async def test_two_unusable_answers_are_an_error_that_keeps_the_text(sound, scripted) -> None:
    asker = Asker("judge", "judge", scripted(lambda _: "no idea"), JUDGE)
    with pytest.raises(UnusableAnswer, match="judge: the answer to 'judge' cannot be used") as caught:
        await asker.ask(DialogueState(), _brief(sound), WrittenRuling, lambda answer: answer)
    assert caught.value.raw == "no idea"


async def test_an_attempt_gives_the_problem_as_a_value(sound, scripted) -> None:
    asker = Asker("fill", "writer", scripted(lambda _: "no idea"), JUDGE)
    answered = await asker.attempt(DialogueState(), _brief(sound), WrittenRuling, lambda answer: answer)
    assert answered.value == Unread("no JSON object found in the answer", "no idea")


async def test_requests_of_one_moment_have_the_same_seed_in_every_run(sound, scripted) -> None:
    model = scripted(lambda _: {"reason": "x", "better": "A"})
    asker = Asker("judge", "judge", model, JUDGE)
    for state in (DialogueState(seed=3), DialogueState(seed=3), DialogueState(seed=4)):
        await asker.ask(state, _brief(sound), WrittenRuling, lambda answer: answer)
    seeds = [request.seed for request in model.requests]
    assert seeds[0] == seeds[1] != seeds[2]
