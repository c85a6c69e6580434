"""Ask one expert for each sub-question, all at once."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from nodes.asking import Answered, Asker
from nodes.opinions import Answers, Sitting, answer_of, together
from prompts.prompt import Prompt
from prompts.wording import EXPERT, QUESTIONS
from state.answers import WrittenAnswer
from state.brief import ExpertBrief
from state.dialogue_state import DialogueState, Update
from state.model import ChatModel


@dataclass(frozen=True, slots=True)
class ExpertCheck:
    """One answer to each question; the experts do not see each other's."""

    model: ChatModel
    prompt: Prompt = EXPERT
    questions: Mapping[str, Prompt] = field(default_factory=lambda: QUESTIONS)
    samples: int = 1
    """How often each question is asked; the majority counts."""

    async def __call__(self, state: DialogueState) -> Update:
        """Ask them all and collect what they say, in the order of the questions."""
        return await together(
            self._ask(state, question, sample) for question in self.questions for sample in range(self.samples)
        )

    async def _ask(self, state: DialogueState, question: str, sample: int) -> Answered[Answers]:
        assert state.task is not None
        brief = ExpertBrief(
            dialogue=state.draft(),
            task=state.task.subtasks,
            question=question,
            words=self.questions[question].text,
            sample=sample,
        )

        def read(written: WrittenAnswer) -> Answers:
            return (answer_of(question, written, state.draft()),)

        asker = Asker("expert-check", "expert", self.model, self.prompt)
        return await Sitting(asker, state, (question,)).ask(brief, WrittenAnswer, read)
