"""What becomes of experts' answers: quotations are checked, samples counted; what cannot be used is no answer."""

import asyncio
from collections import Counter
from collections.abc import Callable, Coroutine, Iterable, Sequence
from typing import NamedTuple, TypeVar

from nodes.asking import Answered, Asker, Unread
from nodes.parsing import parse
from nodes.quotes import misquoted
from state.answers import Shape, WrittenAnswer
from state.brief import Brief
from state.dialogue import Dialogue
from state.dialogue_state import DialogueState, Update
from state.errors import UnusableAnswer
from state.verdict import Answer, Evidence, Vote

Written = TypeVar("Written", bound=Shape)
Answers = tuple[Answer, ...]


class Sitting(NamedTuple):
    """One expert who is asked one prompt, with one question in it or several."""

    asker: Asker
    state: DialogueState
    questions: tuple[str, ...]

    async def ask(self, brief: Brief, shape: type[Written], read: Callable[[Written], Answers]) -> Answered[Answers]:
        """One answer to each question.

        Where something in it cannot be used the expert is asked once more, with the reason; what still cannot is not
        answered. An expert who is cut off or refuses has not answered either: that costs its voice, not the dialogue.
        """

        def strict(written: Written) -> Answers:
            answers = read(written)
            if problems := [f"{answer.question}: {answer.reason}" for answer in answers if answer.passed is None]:
                raise ValueError("; ".join(problems))
            return answers

        answered = await self.asker.attempt(self.state, brief, shape, strict)
        if isinstance(answered.value, Unread):
            return Answered(self._usable(answered.value, shape, read), answered.asked)
        return Answered(answered.value, answered.asked, answered.planted)

    def _usable(self, unread: Unread, shape: type[Written], read: Callable[[Written], Answers]) -> Answers:
        try:
            return read(parse(unread.raw, shape)) if unread.error is UnusableAnswer else self._silence(unread.problem)
        except ValueError:
            return self._silence(unread.problem)

    def _silence(self, reason: str) -> Answers:
        return tuple(Answer(question=question, passed=None, reason=reason) for question in self.questions)


def answer_of(question: str, written: WrittenAnswer, dialogue: Dialogue) -> Answer:
    """An answer with the quotations that hold. An objection without any is no answer: nobody can see what it means."""
    problems = [misquoted(dialogue, evidence) for evidence in written.evidence]
    held = tuple(
        Evidence(turn=evidence.turn, quote=evidence.quote)
        for evidence, problem in zip(written.evidence, problems, strict=True)
        if problem is None
    )
    if not written.passed and not held:
        missing = "; ".join(filter(None, problems)) or "an objection needs the words that it is about"
        return Answer(question=question, passed=None, reason=f"evidence for {written.reason!r}: {missing}")
    turns = tuple(dict.fromkeys(evidence.turn for evidence in held))
    return Answer(
        question=question,
        passed=written.passed,
        reason=written.reason,
        turns=() if written.passed else turns,
        evidence=held,
    )


async def together(sittings: Iterable[Coroutine[object, object, Answered[Answers]]]) -> Update:
    """Ask all at once, and give each question the answer that most samples give."""
    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(sitting) for sitting in sittings]
    answered = [task.result() for task in tasks]
    samples: dict[str, list[Answer]] = {}
    for answer in (answer for each in answered for answer in each.value):
        samples.setdefault(answer.question, []).append(answer)
    return {
        "answers": tuple(majority(answers) for answers in samples.values()),
        "asked": tuple(asked for each in answered for asked in each.asked),
        "planted": tuple(flaw for each in answered for flaw in each.planted),
    }


def majority(samples: Sequence[Answer]) -> Answer:
    """What most samples say; those without an answer have no vote, and a tie is no answer."""
    if len(samples) == 1:
        return samples[0]
    said = Counter(sample.passed for sample in samples)
    votes = tuple(Vote(passed=sample.passed, reason=sample.reason) for sample in samples)
    if said[True] == said[False]:
        reason = f"{said[True]} samples say yes, {said[False]} no"
        return Answer(question=samples[0].question, passed=None, reason=reason, votes=votes)
    agreeing = [sample for sample in samples if sample.passed is (said[True] > said[False])]
    return agreeing[0].model_copy(
        update={
            "turns": tuple(dict.fromkeys(turn for sample in agreeing for turn in sample.turns)),
            "evidence": tuple(dict.fromkeys(evidence for sample in agreeing for evidence in sample.evidence)),
            "votes": votes,
        }
    )
