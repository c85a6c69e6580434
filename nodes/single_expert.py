"""Ask one expert all sub-questions in one call: an eighth of the calls, and answers that see each other."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from nodes.asking import Answered, Asker
from nodes.opinions import Answers, Sitting, answer_of, together
from prompts.prompt import Prompt
from prompts.wording import QUESTIONS, SINGLE_EXPERT
from state.answers import WrittenAnswers
from state.brief import Question, SingleExpertBrief
from state.dialogue_state import DialogueState, Update
from state.model import ChatModel
from state.verdict import Answer


@dataclass(frozen=True, slots=True)
class SingleExpert:
    """Stands in the place of `ExpertCheck`."""

    model: ChatModel
    prompt: Prompt = SINGLE_EXPERT
    questions: Mapping[str, Prompt] = field(default_factory=lambda: QUESTIONS)
    samples: int = 1
    """How often the whole is asked; of each question the majority counts."""

    async def __call__(self, state: DialogueState) -> Update:
        """Ask once, or as often as there are samples."""
        return await together(self._ask(state, sample) for sample in range(self.samples))

    async def _ask(self, state: DialogueState, sample: int) -> Answered[Answers]:
        assert state.task is not None
        brief = SingleExpertBrief(
            dialogue=state.draft(),
            task=state.task.subtasks,
            questions=tuple(Question(name=name, words=prompt.text) for name, prompt in self.questions.items()),
            sample=sample,
        )

        def read(written: WrittenAnswers) -> Answers:
            named = {answer.question: answer for answer in written.answers}
            return tuple(
                answer_of(name, named[name], state.draft())
                if name in named
                else Answer(question=name, passed=None, reason="the answer to it is missing")
                for name in self.questions
            )

        asker = Asker("expert-check", "expert", self.model, self.prompt)
        return await Sitting(asker, state, tuple(self.questions)).ask(brief, WrittenAnswers, read)
