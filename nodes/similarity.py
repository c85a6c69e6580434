"""Instead of experts: how much of what the user asked for comes up in what the assistant did. No model is asked."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from rapidfuzz.fuzz import token_set_ratio
from rapidfuzz.utils import default_process

from prompts.views import view_value
from state.dialogue import AssistantTurn, Dialogue, UserTurn
from state.dialogue_state import DialogueState, Update
from state.verdict import Answer

SIMILARITY = "similarity"
"""The one question that is answered."""
LEAST = 0.35
"""On public dialogues one exchange in twenty lies below it; docs/verification-modes.md has the figures."""

_UNSPACED = re.compile(r"([\u3040-\u30ff\u3400-\u9fff])")
"""Letters of languages that leave no space between words."""


class Exchange(NamedTuple):
    """What was wanted and what came of it, in one subtask."""

    subtask: int
    request: str
    outcome: str
    last: int
    """The assistant's last turn."""


@dataclass(frozen=True, slots=True)
class Similarity:
    """Stands in the place of `ExpertCheck`."""

    least: float = LEAST

    async def __call__(self, state: DialogueState) -> Update:
        """Object where request and outcome of a subtask have too little in common."""
        scores = {exchange: similarity(exchange.request, exchange.outcome) for exchange in exchanges(state.draft())}
        low = [exchange for exchange, score in scores.items() if score < self.least]
        told = "; ".join(f"subtask {exchange.subtask + 1}: {scores[exchange]:.2f}" for exchange in low or scores)
        reason = f"request and outcome: {told} (at least {self.least:.2f} is asked for)"
        answer = Answer(question=SIMILARITY, passed=not low, reason=reason, turns=tuple(each.last for each in low))
        return {"answers": (answer,)}


def similarity(request: str, outcome: str) -> float:
    """From 0 to 1: how well the words that both have cover the shorter of them, in whatever order."""
    return token_set_ratio(_spaced(request), _spaced(outcome), processor=default_process) / 100


def exchanges(dialogue: Dialogue) -> Iterator[Exchange]:
    """The subtasks in which a user speaks and an assistant answers."""
    for subtask in dict.fromkeys(turn.subtask for turn in dialogue.turns):
        turns = [turn for turn in dialogue.turns if turn.subtask == subtask]
        answers = [turn for turn in turns if isinstance(turn, AssistantTurn)]
        request = " ".join(turn.text for turn in turns if isinstance(turn, UserTurn))
        if request and answers:
            yield Exchange(subtask, request, " ".join(map(_deed, answers)), answers[-1].id)


def _deed(turn: AssistantTurn) -> str:
    """What an assistant says, and what it calls with which values; not what came back."""
    calls = turn.calls if turn.learn else ()
    values = (view_value(value) for call in calls for value in (call.name, *call.values().values()))
    return " ".join((turn.text or "", *values))


def _spaced(text: str) -> str:
    return _UNSPACED.sub(r" \1 ", text.replace("_", " "))
