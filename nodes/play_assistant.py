"""The baseline's assistant: sees the tools and the dialogue, and does not know what is still to come."""

from dataclasses import dataclass
from itertools import takewhile

from nodes.asking import Asker
from nodes.writing import numbered
from prompts.prompt import Prompt
from prompts.wording import SIMULATE
from state.answers import WrittenTurns
from state.brief import AssistantBrief
from state.dialogue import AssistantTurn, Dialogue, UserTurn
from state.dialogue_state import DialogueState, Update
from state.model import ChatModel


@dataclass(frozen=True, slots=True)
class PlayAssistant:
    """Call tools, or reply. Where the values of arguments come from is stated, as by the writer of skeletons."""

    model: ChatModel
    prompt: Prompt = SIMULATE["assistant"]

    async def __call__(self, state: DialogueState) -> Update:
        """Add one turn."""
        dialogue = state.draft()
        brief = AssistantBrief(dialogue=dialogue, may_call=steps_in_a_row(dialogue) < state.budget.max_steps)

        def read(written: WrittenTurns) -> AssistantTurn:
            return _turn(dialogue, written, may_call=brief.may_call)

        asker = Asker("assistant", "assistant", self.model, self.prompt)
        answered = await asker.ask(state, brief, WrittenTurns, read)
        return {"dialogue": dialogue.with_turns((*dialogue.turns, answered.value))} | answered.accounts


def steps_in_a_row(dialogue: Dialogue) -> int:
    """How often the assistant has called tools since the user spoke."""
    since = takewhile(lambda turn: not isinstance(turn, UserTurn), reversed(dialogue.turns))
    return sum(isinstance(turn, AssistantTurn) for turn in since)


def _turn(dialogue: Dialogue, written: WrittenTurns, *, may_call: bool) -> AssistantTurn:
    """The one turn that was asked for. Results that an assistant makes up for itself are left out."""
    spoken = [turn for turn in written.turns if turn.role != "tool"]
    if len(spoken) != 1 or spoken[0].role != "assistant":
        raise ValueError(f"turns: expected one turn of the assistant, found {[turn.role for turn in spoken]}")
    turn = numbered(dialogue, spoken, dialogue.turns[-1].subtask)[0]
    assert isinstance(turn, AssistantTurn)
    if turn.calls and not may_call:
        raise ValueError("turns: no more calls can be made before the user was answered; reply in text")
    return turn
