"""Mask some turns, have them written anew, and run the calls again."""

from typing import NamedTuple

from nodes.asking import Answered, Asker, Unread
from nodes.masking import speaks, with_observations
from nodes.replay import replay
from nodes.writing import filled
from prompts.prompt import Prompt
from prompts.wording import FILL
from state.answers import WrittenTurns
from state.brief import FillBrief
from state.dialogue import Dialogue
from state.dialogue_state import DialogueState
from state.environment import Pool
from state.model import ChatModel


class Refiller(NamedTuple):
    """What a fill needs, whoever asks for it."""

    node: str
    model: ChatModel
    pool: Pool
    prompt: Prompt = FILL

    async def refill(
        self, state: DialogueState, masked: tuple[int, ...], reasons: tuple[str, ...]
    ) -> Answered[Dialogue | Unread]:
        """The dialogue with these turns written anew and replayed, or why no fill could be used."""
        dialogue = state.draft()
        brief = FillBrief(
            dialogue=dialogue,
            masked=with_observations(dialogue, masked),
            reasons=reasons,
            goals=tuple(subtask.goal for subtask in state.task.subtasks) if state.task else (),
        )

        def read(answer: WrittenTurns) -> Dialogue:
            return filled(dialogue, brief.masked, answer.turns)

        asker = Asker(self.node, "writer", self.model, self.prompt)
        answered = await asker.attempt(state, brief, WrittenTurns, read)
        if isinstance(answered.value, Unread) or all(speaks(dialogue.turn(id)) for id in brief.masked):
            # Where only texts are new, a replay would find everything as it is.
            return answered
        played = await replay(answered.value, self.pool.open(state.seed, dialogue.now))
        return Answered(played, answered.asked, answered.planted)

    async def refill_mending(
        self, state: DialogueState, masked: tuple[int, ...], reasons: tuple[str, ...]
    ) -> Answered[Dialogue | Unread]:
        """The same, and calls that fail are written anew with the error in view, as often as the budget allows."""
        answered = await self.refill(state, masked, reasons)
        for _ in range(state.budget.mends):
            if isinstance(answered.value, Unread) or not (failed := _failed(answered.value, masked)):
                break
            seen = state.model_copy(update={"dialogue": answered.value, "asked": state.asked + answered.asked})
            again = await self.refill(seen, tuple(failed), tuple(failed.values()))
            version = answered.value if isinstance(again.value, Unread) else again.value
            answered = Answered(version, answered.asked + again.asked, answered.planted + again.planted)
        return answered


def _failed(dialogue: Dialogue, masked: tuple[int, ...]) -> dict[int, str]:
    """Those of the masked turns whose calls were run and failed, with what came back."""
    return {
        step.turn.id: f"turn {step.turn.id}: {step.call.id} failed: {step.observation.content!r}"
        for step in dialogue.steps()
        if step.turn.id in masked and step.tool and step.tool.executed and step.observation and step.observation.error
    }
