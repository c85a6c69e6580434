"""What happened to a dialogue between two of its states. Watches from outside: nodes need not tell."""

from collections.abc import Iterator

from state.change import Change, change
from state.dialogue_state import DialogueState
from state.history import Moment


def moments(before: DialogueState, after: DialogueState) -> tuple[Moment, ...]:
    """What one superstep did, in order; what it changed in the dialogue is told with the last."""
    if not after.settled:
        return ()
    found = tuple(_events(before, after))
    back = _change(before, after)
    if back is None:
        return found
    *earlier, last = found or (Moment(event="other"),)
    return (*earlier, last.model_copy(update={"change": back}))


def _change(before: DialogueState, after: DialogueState) -> Change | None:
    """What leads back, if anything differs."""
    if not before.settled or before.dialogue is None or after.dialogue is None or before.dialogue is after.dialogue:
        return None
    back = change(after.dialogue, before.dialogue)
    return None if back == Change() else back


def _events(before: DialogueState, after: DialogueState) -> Iterator[Moment]:
    if not before.settled:
        yield Moment(event="skeleton")
    for number in range(len(before.injections), len(after.injections)):
        yield Moment(event="injection", number=number)
    for number in range(len(before.rulings), len(after.rulings)):
        yield Moment(event="ruling", number=number)
    if after.verdict is not None and after.verdict is not before.verdict:
        yield Moment(event="verdict", reasons=() if after.verdict.accepted else after.verdict.reasons)
