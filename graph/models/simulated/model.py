"""A model that needs no network: seeded, honest about being simulated, and flawed on request."""

from dataclasses import dataclass
from random import Random

from pydantic import BaseModel

from graph.models.simulated.assistant import write_turn
from graph.models.simulated.experts import write_answer, write_answers
from graph.models.simulated.filler import write_fill
from graph.models.simulated.flaws import Answer, plant
from graph.models.simulated.injector import write_injection
from graph.models.simulated.opinions import write_ruling
from graph.models.simulated.planner import write_task
from graph.models.simulated.tool import write_results
from graph.models.simulated.user import write_speech
from graph.models.simulated.writer import write_subtask
from state.answers import WrittenTurns
from state.brief import (
    AssistantBrief,
    Brief,
    DialogueBrief,
    ExpertBrief,
    FillBrief,
    InjectBrief,
    JudgeBrief,
    SingleExpertBrief,
    SubtaskBrief,
    TaskBrief,
    ToolBrief,
    UserBrief,
)
from state.dialogue import Dialogue, UserTurn, call_number
from state.model import Flaw, Reply, Request, Usage

_TURNS_OF_A_SUBTASK = 4
"""A request, two turns with calls and a reply, on average; the assistant's results are not its own writing."""


@dataclass(frozen=True, slots=True)
class SimulatedModel:
    """Answers every brief from its typed nouns; the same request gets the same reply."""

    flaw_rate: float = 0.15
    """How often a flaw is planted in what it writes, so that the checks have real work."""

    async def complete(self, request: Request) -> Reply:
        """Answer from the brief and the seed alone."""
        random = Random(request.seed)
        answer = self._answer(request.brief, random)
        planted: tuple[Flaw, ...] = ()
        if isinstance(answer, WrittenTurns):
            answer, planted = self._slipped(answer, request.brief, random)
        text = answer.model_dump_json(exclude_none=True)
        asked = sum(len(message.content) for message in request.messages)
        usage = Usage(prompt_tokens=asked // 4, completion_tokens=len(text) // 4)
        return Reply(text=text, model="simulated", usage=usage, planted=planted)

    def _slipped(self, written: WrittenTurns, brief: Brief, random: Random) -> tuple[WrittenTurns, tuple[Flaw, ...]]:
        """What was written, now and then with a flaw. Results come without: they are no writing."""
        if isinstance(brief, UserBrief | ToolBrief) or random.random() >= self.flaw_rate * _share(brief):
            return written, ()
        return _spoiled(written, brief, random)

    def _answer(self, brief: Brief, random: Random) -> BaseModel:
        match brief:
            case TaskBrief():
                return write_task(brief, random)
            case SubtaskBrief():
                return write_subtask(brief, random)
            case FillBrief():
                return write_fill(brief, random)
            case InjectBrief():
                return write_injection(brief, random)
            case JudgeBrief():
                return write_ruling(brief, random, self.flaw_rate)
            case ExpertBrief():
                return write_answer(brief, random, self.flaw_rate)
            case SingleExpertBrief():
                return write_answers(brief, random, self.flaw_rate)
            case UserBrief():
                return write_speech(brief, random)
            case AssistantBrief():
                return write_turn(brief, random)
            case ToolBrief():
                return write_results(brief, random)


def _share(brief: Brief) -> float:
    """How much of a subtask is written at once: who writes a turn at a time slips as often for as much writing."""
    return 1 / _TURNS_OF_A_SUBTASK if isinstance(brief, AssistantBrief) else 1.0


def _spoiled(written: WrittenTurns, brief: DialogueBrief, random: Random) -> tuple[WrittenTurns, tuple[Flaw, ...]]:
    dialogue = brief.dialogue
    fresh = isinstance(brief, SubtaskBrief | AssistantBrief)
    ids = _coming_ids(written, dialogue) if fresh else tuple(turn.id for turn in written.turns)
    calls = [call_number(call.id) for turn in written.turns for call in turn.calls]
    answer = Answer(
        turns=written.turns,
        ids=ids,
        tools=dialogue.all_tools(),
        said_in=dialogue.next_turn_id() if isinstance(brief, SubtaskBrief) else _last_request(dialogue, ids),
        next_call=1 + max(calls, default=0),
        whole_subtask=fresh,
    )
    planted = plant(answer, random)
    return (WrittenTurns(turns=planted.turns), (planted.flaw,)) if planted else (written, ())


def _coming_ids(written: WrittenTurns, dialogue: Dialogue) -> tuple[int, ...]:
    """The ids that our side will give: a tool turn follows every turn with calls, written or not."""
    ids: list[int] = []
    following = dialogue.next_turn_id()
    for turn in written.turns:
        ids.append(following - 1 if turn.role == "tool" else following)
        following += 2 if turn.calls else 0 if turn.role == "tool" else 1
    return tuple(ids)


def _last_request(dialogue: Dialogue, ids: tuple[int | None, ...]) -> int:
    first = min((id for id in ids if id is not None), default=dialogue.next_turn_id())
    return max((turn.id for turn in dialogue.turns if isinstance(turn, UserTurn) and turn.id < first), default=1)
