"""One question, one re-ask."""

import pytest

from nodes.asking import Asker, Unread
from prompts.wording import JUDGE
from state.answers import WrittenPreference
from state.brief import JudgeBrief
from state.dialogue_state import DialogueState
from state.errors import CutOffAnswer, RefusedAnswer, UnusableAnswer
from state.model import Reply, Usage

CHOICE = {"turn": 6, "reason": "x", "better": "A"}


def _brief(sound):
    return JudgeBrief(dialogue=sound, other=sound, masked=(6,), judged=(6,), swapped=False)


async def test_an_unusable_answer_is_asked_again_with_the_problem_in_view(sound, scripted) -> None:
    model = scripted(
        lambda request: {"turn": 6, "reason": "x", "better": "A"} if len(request.messages) > 2 else "what?"
    )
    asker = Asker("judge", "judge", model, JUDGE)
    answered = await asker.ask(DialogueState(), _brief(sound), WrittenPreference, lambda answer: answer.better)
    assert (answered.value, len(answered.asked)) == ("A", 2)
    assert [message.role for message in model.requests[1].messages] == ["system", "user", "assistant", "user"]
    assert "no JSON object" in model.requests[1].messages[-1].content


async def test_two_unusable_answers_are_an_error_that_keeps_the_text(sound, scripted) -> None:
    asker = Asker("judge", "judge", scripted(lambda _: "no idea"), JUDGE)
    with pytest.raises(UnusableAnswer, match="judge: the answer to 'judge' cannot be used") as caught:
        await asker.ask(DialogueState(), _brief(sound), WrittenPreference, lambda answer: answer)
    assert caught.value.raw == "no idea"


async def test_an_attempt_gives_the_problem_as_a_value(sound, scripted) -> None:
    asker = Asker("fill", "writer", scripted(lambda _: "no idea"), JUDGE)
    answered = await asker.attempt(DialogueState(), _brief(sound), WrittenPreference, lambda answer: answer)
    assert answered.value == Unread("no JSON object found in the answer", "no idea")


async def test_requests_of_one_moment_have_the_same_seed_in_every_run(sound, scripted) -> None:
    model = scripted(lambda _: CHOICE)
    asker = Asker("judge", "judge", model, JUDGE)
    for state in (DialogueState(seed=3), DialogueState(seed=3), DialogueState(seed=4)):
        await asker.ask(state, _brief(sound), WrittenPreference, lambda answer: answer)
    seeds = [request.seed for request in model.requests]
    assert seeds[0] == seeds[1] != seeds[2]


@pytest.mark.parametrize(
    ("text", "better"), [('{"turn": 6, "reason": "x", "better": "A"}\n', "A"), ('{"better": "A", "reason', None)]
)
async def test_a_cut_off_answer_counts_if_it_is_whole_and_is_not_asked_again(sound, text, better) -> None:
    class CutOff:
        """Answers with this text, cut off."""

        async def complete(self, request):
            assert len(request.messages) == 2
            return Reply(text=text, model="m", cut_off=True)

    asker = Asker("judge", "judge", CutOff(), JUDGE)
    asking = asker.ask(DialogueState(), _brief(sound), WrittenPreference, lambda answer: answer.better)
    if better is None:
        with pytest.raises(CutOffAnswer, match="judge: the answer to 'judge' cannot be used: it was cut off") as caught:
            await asking
        assert caught.value.raw == text
    else:
        assert (await asking).value == better


class Refusing:
    """Declines whatever it is asked."""

    def __init__(self) -> None:
        self.requests = []

    async def complete(self, request):
        """Say no, at a price."""
        self.requests.append(request)
        return Reply(text="I would rather not", model="m", usage=Usage(prompt_tokens=10), refused=True)


async def test_a_refusal_is_an_error_that_keeps_the_text_and_is_not_asked_again(sound) -> None:
    asker = Asker("judge", "judge", model := Refusing(), JUDGE)
    with pytest.raises(RefusedAnswer, match="judge: the answer to 'judge' cannot be used: m refused") as caught:
        await asker.ask(DialogueState(), _brief(sound), WrittenPreference, lambda answer: answer)
    assert (caught.value.raw, len(model.requests)) == ("I would rather not", 1)


async def test_an_attempt_gives_a_refusal_as_a_value_and_counts_what_it_took(sound) -> None:
    asker = Asker("fill", "writer", Refusing(), JUDGE)
    answered = await asker.attempt(DialogueState(), _brief(sound), WrittenPreference, lambda answer: answer)
    assert answered.value == Unread("m refused", "I would rather not", RefusedAnswer)
    assert [asked.usage.prompt_tokens for asked in answered.asked] == [10]


async def test_a_re_ask_after_nothing_at_all_quotes_something(sound, scripted) -> None:
    asker = Asker("fill", "writer", model := scripted(lambda _: ""), JUDGE)
    await asker.attempt(DialogueState(), _brief(sound), WrittenPreference, lambda answer: answer)
    assert model.requests[1].messages[2].content == "(nothing)"
    assert "the answer is empty" in model.requests[1].messages[3].content
