"""Format: who may speak after whom, and that every call has its answer."""

from itertools import pairwise

from nodes.rules.rule import Complaint, Complaints, rule
from state.dialogue import Dialogue, ToolTurn, Turn


def _speaker(turn: Turn) -> str:
    return "call" if turn.role == "assistant" and turn.calls else turn.role


_FOLLOWERS = {
    "user": {"assistant", "call"},
    "call": {"tool"},
    "tool": {"assistant", "call"},
    "assistant": {"user"},
}


@rule("format")
def turns_follow_each_other(dialogue: Dialogue) -> Complaints:
    """A user speaks first, calls are answered by tools, and the assistant has the last word."""
    if not dialogue.turns:
        yield Complaint(None, "there are no turns")
        return
    first, last = dialogue.turns[0], dialogue.turns[-1]
    if first.role != "user":
        yield Complaint(first.id, f"the first turn is by {first.role!r}, not by the user")
    speakers = [*map(_speaker, dialogue.turns)]
    for turn, (before, after) in zip(dialogue.turns[1:], pairwise(speakers), strict=True):
        if after not in _FOLLOWERS[before]:
            yield Complaint(turn.id, f"a turn of kind {after!r} follows one of kind {before!r}")
    if speakers[-1] != "assistant":
        yield Complaint(last.id, "the last turn is not a reply of the assistant")


@rule("format")
def every_call_is_answered_once(dialogue: Dialogue) -> Complaints:
    """Each call has exactly one observation, in the turn after it, and no observation lacks its call."""
    for turn, after in zip(dialogue.turns, (*dialogue.turns[1:], None), strict=False):
        if turn.role == "assistant" and turn.calls and isinstance(after, ToolTurn):
            called = [call.id for call in turn.calls]
            answered = [observation.call for observation in after.observations]
            if called != answered and (called := sorted(called)) != (answered := sorted(answered)):
                yield Complaint(after.id, f"the calls are {called}, the observations answer {answered}")


@rule("format")
def call_ids_are_unique(dialogue: Dialogue) -> Complaints:
    """No two calls share an id."""
    seen: set[str] = set()
    for step in dialogue.steps():
        if step.call.id in seen:
            yield Complaint(step.turn.id, f"the id {step.call.id!r} is used again", step.call.id)
        seen.add(step.call.id)


@rule("format")
def every_turn_says_something(dialogue: Dialogue) -> Complaints:
    """User turns and replies have a text."""
    for turn in dialogue.turns:
        if turn.role == "tool" or (turn.role == "assistant" and turn.calls):
            continue
        if not (turn.text or "").strip():
            yield Complaint(turn.id, f"the {turn.role} turn is empty")
