"""The baseline's user: knows what is wanted, hears what is said, and sees no tool."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from nodes.asking import Asker
from prompts.prompt import Prompt
from prompts.wording import SIMULATE
from state.answers import WrittenSpeech
from state.brief import Errand, Heard, Known, UserBrief
from state.dialogue import AssistantTurn, Dialogue, UserTurn
from state.dialogue_state import DialogueState, Update
from state.model import ChatModel
from state.task import Fact, Subtask
from state.tool import Tool


@dataclass(frozen=True, slots=True)
class PlayUser:
    """Say the next thing, or that all is done."""

    model: ChatModel
    prompt: Prompt = SIMULATE["user"]

    async def __call__(self, state: DialogueState) -> Update:
        """Add one turn, or end the talk."""
        assert state.task is not None
        dialogue = state.draft()
        tools = dialogue.all_tools()
        brief = UserBrief(
            now=dialogue.now,
            errands=tuple(_errand(subtask, state.facts, tools) for subtask in state.task.subtasks),
            heard=tuple(_heard(dialogue)),
            left=state.budget.max_user_turns - user_turns(dialogue),
        )
        asker = Asker("user", "user", self.model, self.prompt)
        answered = await asker.ask(state, brief, WrittenSpeech, _reader(dialogue, len(brief.errands)))
        if answered.value is None:
            return {"ended": True} | answered.accounts
        return {"dialogue": dialogue.with_turns((*dialogue.turns, answered.value))} | answered.accounts


def user_turns(dialogue: Dialogue) -> int:
    """How often the user has spoken."""
    return sum(isinstance(turn, UserTurn) for turn in dialogue.turns)


def _errand(subtask: Subtask, facts: tuple[Fact, ...], tools: Mapping[str, Tool]) -> Errand:
    """The goal, and what the user knows that serves it: of several things of a kind those that serve most of it."""
    parameters = {name for tool in subtask.tools for name in tools[tool].properties}
    most: dict[tuple[str, ...], int] = {}
    for fact in facts:
        kind = tuple(fact.values)
        most[kind] = max(most.get(kind, 1), _serves(fact, subtask))
    useful = (fact for fact in facts if _serves(fact, subtask) == most[tuple(fact.values)])
    known = (Known(about=f.about, values={n: v for n, v in f.values.items() if n in parameters}) for f in useful)
    return Errand(goal=subtask.goal, known=tuple(one for one in known if one.values))


def _serves(fact: Fact, subtask: Subtask) -> int:
    """How many tools of a subtask this knowledge is for; of what is said to be for none in particular, all."""
    tools = set(subtask.tools)
    return len(tools & set(fact.tools)) if fact.tools else len(tools)


def _heard(dialogue: Dialogue) -> Iterator[Heard]:
    for turn in dialogue.turns:
        if isinstance(turn, UserTurn | AssistantTurn) and turn.text:
            yield Heard(role=turn.role, id=turn.id, errand=turn.subtask, text=turn.text)


def _reader(dialogue: Dialogue, goals: int) -> Callable[[WrittenSpeech], UserTurn | None]:
    raised = {turn.subtask + 1 for turn in dialogue.turns}

    def read(speech: WrittenSpeech) -> UserTurn | None:
        """The turn, or None where all is done."""
        if speech.done:
            if missing := sorted(set(range(1, goals + 1)) - raised):
                raise ValueError(f"done: nothing was said yet about goal {missing[0]}")
            return None
        if speech.goal is None or not 1 <= speech.goal <= goals:
            raise ValueError(f"goal: expected a number from 1 to {goals}, found {speech.goal}")
        if not (speech.text or "").strip():
            raise ValueError("text: the user says nothing; where all is done, answer with done")
        return UserTurn(id=dialogue.next_turn_id(), subtask=speech.goal - 1, text=speech.text or "")

    return read
