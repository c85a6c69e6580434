"""What happened to a dialogue between two of its states. Watches from outside: nodes need not tell."""

from collections.abc import Iterator

from state.change import Change, change
from state.dialogue_state import DialogueState
from state.history import Moment


def moments(before: DialogueState, after: DialogueState) -> tuple[Moment, ...]:
    """What one superstep did, in order; what it changed is told with the rulings that say so, else with the last."""
    if not after.settled:
        return ()
    found = tuple(_events(before, after))
    if not before.settled or before.dialogue is after.dialogue:
        return found
    if told := _told_by_rulings(before, after, found):
        return told
    back = change(after.draft(), before.draft())
    if back == Change():
        return found
    *earlier, last = found or (Moment(event="other"),)
    return (*earlier, last.model_copy(update={"change": back}))


def _told_by_rulings(before: DialogueState, after: DialogueState, found: tuple[Moment, ...]) -> tuple[Moment, ...]:
    """The same, each accepted ruling with its own part of the change; nothing where they do not make up the whole."""
    stands, told = after.draft(), []
    for moment in reversed(found):
        ruling = after.rulings[moment.number] if moment.event == "ruling" else None
        back = ruling.lost if ruling and ruling.accepted else None
        try:
            stands = back.applied_to(stands) if back else stands
        except KeyError:
            # A node of somebody's own told the change of another dialogue.
            return ()
        told.append(moment.model_copy(update={"change": back}) if back else moment)
    return tuple(reversed(told)) if stands == before.draft() else ()


def _events(before: DialogueState, after: DialogueState) -> Iterator[Moment]:
    if not before.settled:
        yield Moment(event="skeleton")
    for number in range(len(before.injections), len(after.injections)):
        yield Moment(event="injection", number=number)
    for number in range(len(before.rulings), len(after.rulings)):
        yield Moment(event="ruling", number=number)
    if after.verdict is not None and after.verdict is not before.verdict:
        yield Moment(event="verdict", reasons=() if after.verdict.accepted else after.verdict.reasons)
