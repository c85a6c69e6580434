"""Ask one expert for each sub-question, all at once."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field

from nodes.asking import Answered, Asker
from prompts.prompt import Prompt
from prompts.wording import EXPERT, QUESTIONS
from state.answers import WrittenAnswer
from state.brief import ExpertBrief
from state.dialogue_state import DialogueState, Update
from state.model import ChatModel
from state.verdict import Answer


@dataclass(frozen=True, slots=True)
class ExpertCheck:
    """One answer to each question; the experts do not see each other's."""

    model: ChatModel
    prompt: Prompt = EXPERT
    questions: Mapping[str, Prompt] = field(default_factory=lambda: QUESTIONS)

    async def __call__(self, state: DialogueState) -> Update:
        """Ask them all and collect what they say, in the order of the questions."""
        async with asyncio.TaskGroup() as group:
            tasks = [group.create_task(self._ask(state, question)) for question in self.questions]
        answered = [task.result() for task in tasks]
        return {
            "answers": tuple(answer.value for answer in answered),
            "asked": tuple(asked for answer in answered for asked in answer.asked),
            "planted": tuple(flaw for answer in answered for flaw in answer.planted),
        }

    async def _ask(self, state: DialogueState, question: str) -> Answered[Answer]:
        assert state.task is not None
        brief = ExpertBrief(
            dialogue=state.draft(),
            task=state.task.subtasks,
            question=question,
            words=self.questions[question].text,
        )

        def read(answer: WrittenAnswer) -> Answer:
            return Answer(question=question, passed=answer.passed, reason=answer.reason, turns=answer.turns)

        asker = Asker("expert-check", "expert", self.model, self.prompt)
        return await asker.ask(state, brief, WrittenAnswer, read)
