"""Repetition: the same thing is not said or done twice."""

import re
from collections.abc import Callable

from rapidfuzz.fuzz import ratio

from nodes.rules.rule import Complaint, Complaints, rule
from prompts.views import as_json
from state.dialogue import AssistantTurn, Call, Dialogue, ToolTurn, Turn
from state.remember import remembered

_ALIKE = 95.0
_NEAR = 0.9
"""How long the shorter of two texts is at least, as a part of the longer one, where they are alike."""
_SHORT = 20
_NUMBERED = re.compile(r"\w*\d\w*")


@rule("repetition")
def no_call_is_made_twice_in_a_subtask(dialogue: Dialogue) -> Complaints:
    """Within a subtask no call repeats one that succeeded; with others in between, which may matter, it is softer."""
    last: dict[tuple[int, str, str], int] = {}
    number, speaking = -1, None
    for step in dialogue.steps():
        if step.turn is not speaking:
            number, speaking = number + 1, step.turn
        key = (step.turn.subtask, *_asked(step.call))
        if key in last:
            message = f"{step.call.name} was called with the same arguments before"
            # Reading again what was changed in between is no repetition, and no rule can tell which calls change.
            between = number - last[key] > 1
            yield Complaint(step.turn.id, message, step.call.id, severity="soft" if between else None)
        if step.observation and not step.observation.error:
            last[key] = number


@remembered
def _asked(call: Call) -> tuple[str, str]:
    return call.name, as_json(sorted(call.values().items(), key=lambda value: value[0]))


@rule("repetition")
def no_text_is_said_twice(dialogue: Dialogue) -> Complaints:
    """No user turn or reply nearly repeats an earlier one of the same role."""
    return _repeated(dialogue, _is_alike)


@rule("repetition")
def no_text_is_said_twice_of_the_same(dialogue: Dialogue) -> Complaints:
    """No user turn or reply nearly repeats an earlier one with the same numbers and ids in it."""
    return _repeated(dialogue, lambda one, other: _is_alike(one, other) and _numbers(one) == _numbers(other))


def _repeated(dialogue: Dialogue, is_same: Callable[[str, str], bool]) -> Complaints:
    for role in ("user", "assistant"):
        spoken: list[tuple[int, str, int]] = []
        for turn in dialogue.turns:
            if turn.role != role or not (text := _text(turn)):
                continue
            # Lengths most often tell enough: texts of which one is much shorter are never alike.
            near = [other for other in spoken if _NEAR * other[0] < len(text) < other[0] / _NEAR]
            if (other := next((id for _, earlier, id in near if is_same(text, earlier)), None)) is not None:
                yield Complaint(turn.id, f"nearly the same as turn {other}", "text")
            spoken.append((len(text), text, turn.id))


def _is_alike(one: str, other: str) -> bool:
    return bool(ratio(one, other, score_cutoff=_ALIKE))


def _numbers(text: str) -> list[str]:
    return _NUMBERED.findall(text)


@remembered
def _text(turn: Turn) -> str:
    """What counts as said: no drafts, which are going to be rewritten, and nothing very short."""
    if isinstance(turn, ToolTurn) or (isinstance(turn, AssistantTurn) and turn.drafted):
        return ""
    text = (turn.text or "").casefold()
    return text if len(text) > _SHORT else ""
