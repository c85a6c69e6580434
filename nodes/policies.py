"""From many votes to one: how experts' answers are counted."""

from collections.abc import Callable, Mapping, Sequence
from typing import Literal, NamedTuple

Policy = Literal["all", "majority", "weighted"]
Unanswered = Literal["pass", "fail"]


class Voice(NamedTuple):
    """One answer as it counts."""

    passed: bool
    weight: float


WEIGHTS: dict[str, float] = {
    "argument_hallucination": 3,
    "reply_completes_task": 3,
    "task_completion": 2,
    "tool_list_consistency": 2,
    "observation_matches_definition": 1,
    "dialogue_flow": 1,
    "clarification_needed": 1,
    "error_plausibility": 1,
}
"""What is not named here weighs 1."""
NEEDED = 0.8
"""With the weights above one heavy objection rejects, and so do three light ones, but not two."""


def _all(voices: Sequence[Voice], needed: float) -> bool:
    return all(voice.passed for voice in voices)


def _majority(voices: Sequence[Voice], needed: float) -> bool:
    return 2 * sum(voice.passed for voice in voices) > len(voices)


def _weighted(voices: Sequence[Voice], needed: float) -> bool:
    return sum(voice.weight for voice in voices if voice.passed) >= needed * sum(voice.weight for voice in voices)


POLICIES: Mapping[Policy, Callable[[Sequence[Voice], float], bool]] = {
    "all": _all,
    "majority": _majority,
    "weighted": _weighted,
}
