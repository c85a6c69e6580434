"""Experts: what they say, what they quote, and what becomes of answers that cannot be used."""

import pytest
from hypothesis import given
from hypothesis import strategies as some

from nodes.expert_check import ExpertCheck
from nodes.opinions import majority
from nodes.single_expert import SingleExpert
from prompts.wording import QUESTIONS
from state.answers import NamedAnswer
from state.errors import EndpointError
from state.model import Reply
from state.verdict import Answer, Evidence

YES = {"reason": "all is well", "passed": True}
REPLY = "I sent report R-7731 to Ana."
ONE = {"dialogue_flow": QUESTIONS["dialogue_flow"]}


def _no(turn=6, quote=REPLY):
    return {"reason": "it claims too much", "evidence": [{"turn": turn, "quote": quote}], "passed": False}


def _named(**answers):
    """An answer to all questions: yes, but for those that are named; None leaves one out."""
    given = {name: answers.get(name, YES) for name in QUESTIONS}
    return {"answers": [{"question": name} | answer for name, answer in given.items() if answer is not None]}


def _asking(first, second):
    """A script that answers the question, and the re-ask."""
    return lambda request: first if len(request.messages) == 2 else second


async def _only(state, model):
    update = await ExpertCheck(model, questions=ONE)(state)
    (answer,) = update["answers"]
    return answer, len(update["asked"])


async def test_an_objection_is_shown_by_words_that_stand_there(state, scripted) -> None:
    answer, asked = await _only(state, scripted(lambda _: _no(quote="i sent  report\nr-7731 to “ana”")))
    assert (answer.passed, answer.turns, asked) == (False, (6,), 1)
    assert answer.evidence == (Evidence(turn=6, quote="i sent  report\nr-7731 to “ana”"),)


@pytest.mark.parametrize(
    ("turn", "quote"),
    [(1, "ana@fernmail.com"), (2, 'city="Ghent"'), (3, '{"report_id":"R-7731", "degrees": 21.5}'), (4, "send_report")],
)
async def test_requests_calls_and_results_can_be_quoted(state, scripted, turn, quote) -> None:
    answer, _ = await _only(state, scripted(lambda _: _no(turn, quote)))
    assert answer.turns == (turn,)


@pytest.mark.parametrize(
    ("written", "told"),
    [
        (_no(quote="I sent it by post."), "turn 6 does not have the words 'I sent it by post.'"),
        (_no(turn=4), "turn 4 does not have the words 'I sent report R-7731 to Ana.', but turn 6 has it"),
        (_no(turn=60), "there is no turn 60"),
        (_no(quote=" ... "), "turn 6 does not have the words"),
        (_no() | {"evidence": []}, "an objection needs the words that it is about"),
    ],
)
async def test_an_objection_that_shows_nothing_is_asked_for_again_and_then_no_answer(
    state, scripted, written, told
) -> None:
    model = scripted(lambda _: written)
    answer, asked = await _only(state, model)
    assert (answer.passed, answer.turns, asked) == (None, (), 2)
    assert told in answer.reason
    assert told in model.requests[1].messages[-1].content


async def test_an_expert_may_take_an_objection_back_or_put_its_quotation_right(state, scripted) -> None:
    for second, passed in ((YES, True), (_no(), False)):
        answer, asked = await _only(state, scripted(_asking(_no(turn=4), second)))
        assert (answer.passed, asked) == (passed, 2)


async def test_of_several_quotations_those_that_hold_count(state, scripted) -> None:
    evidence = [*_no()["evidence"], {"turn": 1, "quote": "nobody says this"}]
    answer, asked = await _only(state, scripted(lambda _: _no() | {"evidence": evidence}))
    assert (answer.turns, len(answer.evidence), asked) == ((6,), 1, 1)


async def test_a_yes_needs_no_quotation_and_is_not_undone_by_a_wrong_one(state, scripted) -> None:
    answer, asked = await _only(state, scripted(lambda _: _no(turn=4) | {"passed": True}))
    assert (answer.passed, answer.turns, answer.evidence, asked) == (True, (), (), 1)


async def test_an_answer_that_cannot_be_read_is_no_answer_and_costs_no_other(state, scripted) -> None:
    model = scripted(lambda request: "hm" if request.brief.question == "dialogue_flow" else YES)
    update = await ExpertCheck(model)(state)
    passed = {answer.question: answer.passed for answer in update["answers"]}
    assert passed == dict.fromkeys(QUESTIONS, True) | {"dialogue_flow": None}
    assert len(update["asked"]) == 9


async def test_an_expert_who_refuses_has_not_answered_and_an_endpoint_that_fails_has_failed(state, scripted) -> None:
    class Refusing:
        async def complete(self, request):
            return Reply(text="I'd rather not", model="scripted", refused=True)

    def fail(request):
        raise EndpointError("503")

    answer, asked = await _only(state, Refusing())
    assert (answer.passed, answer.reason, asked) == (None, "scripted refused", 1)
    with pytest.raises(ExceptionGroup) as caught:
        await _only(state, scripted(fail))
    assert caught.group_contains(EndpointError)


async def test_an_expert_who_is_cut_off_has_not_answered(state) -> None:
    class Rambling:
        async def complete(self, request):
            return Reply(text='{"passed": true, "reason": "well, wh', model="scripted", cut_off=True)

    answer, _ = await _only(state, Rambling())
    assert answer.passed is None
    assert "cut off" in answer.reason


async def test_the_majority_of_samples_counts_and_every_vote_is_kept(state, scripted) -> None:
    model = scripted(lambda request: (YES, _no(), _no(turn=1, quote="send it"))[request.brief.sample])
    update = await ExpertCheck(model, questions=ONE, samples=3)(state)
    (answer,) = update["answers"]
    assert (answer.passed, answer.turns) == (False, (6, 1))
    assert [vote.passed for vote in answer.votes] == [True, False, False]
    assert len({request.seed for request in model.requests}) == len(model.requests) == 3


@given(some.lists(some.sampled_from([True, False, None]), min_size=2))
def test_samples_decide_as_they_are_counted(said) -> None:
    samples = [Answer(question="q", passed=passed, reason=f"because {passed}") for passed in said]
    answer = majority(samples)
    lead = said.count(True) - said.count(False)
    assert answer.passed is (None if lead == 0 else lead > 0)
    assert [vote.passed for vote in answer.votes] == said
    assert lead == 0 or answer.reason == f"because {answer.passed}"


async def test_without_questions_nobody_is_asked(state, scripted) -> None:
    model = scripted(lambda _: YES)
    assert (await ExpertCheck(model, questions={})(state))["answers"] == ()
    assert model.requests == []


async def test_one_expert_answers_all_questions_in_one_call(state, scripted) -> None:
    model = scripted(lambda _: _named(dialogue_flow=_no()))
    update = await SingleExpert(model)(state)
    assert [answer.question for answer in update["answers"]] == list(QUESTIONS)
    assert [answer.question for answer in update["answers"] if answer.objects] == ["dialogue_flow"]
    (request,) = model.requests
    assert all(f"- {name}: {prompt.text}" in request.messages[-1].content for name, prompt in QUESTIONS.items())


def test_a_model_names_the_question_before_it_answers_and_gives_its_reason_before_its_verdict() -> None:
    assert list(NamedAnswer.model_json_schema()["properties"]) == ["question", "reason", "evidence", "passed"]


async def test_one_bad_answer_of_eight_is_asked_for_again_and_does_not_cost_the_others(state, scripted) -> None:
    model = scripted(lambda _: _named(dialogue_flow=_no(turn=4), task_completion=None))
    update = await SingleExpert(model)(state)
    passed = {answer.question: answer.passed for answer in update["answers"]}
    assert passed == dict.fromkeys(QUESTIONS, True) | {"dialogue_flow": None, "task_completion": None}
    assert len(model.requests) == len(update["asked"]) == 2
    told = model.requests[1].messages[-1].content
    assert "dialogue_flow: evidence for" in told
    assert "task_completion: the answer to it is missing" in told


async def test_a_single_expert_who_says_nothing_usable_leaves_every_question_open(state, scripted) -> None:
    update = await SingleExpert(scripted(lambda _: "no idea"))(state)
    assert [answer.passed for answer in update["answers"]] == [None] * 8


async def test_samples_of_a_single_expert_are_counted_question_by_question(state, scripted) -> None:
    noes = ({"dialogue_flow": _no()}, {"dialogue_flow": _no()}, {"task_completion": _no()})
    model = scripted(lambda request: _named(**noes[request.brief.sample]))
    update = await SingleExpert(model, samples=3)(state)
    assert [answer.question for answer in update["answers"] if answer.objects] == ["dialogue_flow"]
    assert [len(answer.votes) for answer in update["answers"]] == [3] * 8
