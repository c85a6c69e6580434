"""From written turns to turns: give ids, keep what a writer may not change, leave places for execution."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import count, pairwise

from state.answers import WrittenTurn
from state.dialogue import (
    AssistantTurn,
    Call,
    Dialogue,
    Observation,
    ToolTurn,
    Turn,
    UserTurn,
)


def skeleton(dialogue: Dialogue, written: Sequence[WrittenTurn], subtask: int) -> tuple[Turn, ...]:
    """The turns of one subtask; `ValueError` where they are not a request, steps and a closing reply."""
    turns = numbered(dialogue, written, subtask)
    if not turns or not isinstance(turns[0], UserTurn):
        raise ValueError("turns: the first turn must be the user's request")
    last = turns[-1]
    if not isinstance(last, AssistantTurn) or last.calls or not last.text:
        raise ValueError("turns: the last turn must be the assistant's closing reply, a text")
    if not any(isinstance(turn, AssistantTurn) and turn.calls for turn in turns):
        raise ValueError("turns: no turn makes a call")
    executed = _all_executed(dialogue, turns)
    return (*turns[:-1], last.model_copy(update={"drafted": executed}))


def _all_executed(dialogue: Dialogue, turns: Sequence[Turn]) -> bool:
    """Whether the results were out of the writer's sight."""
    tools = dialogue.all_tools()
    names = [call.name for turn in turns if isinstance(turn, AssistantTurn) for call in turn.calls]
    return any(name in tools and tools[name].executed for name in names)


def numbered(
    dialogue: Dialogue, written: Sequence[WrittenTurn], subtask: int, kept: int | None = None
) -> tuple[Turn, ...]:
    """Turns with new ids (`kept` stays), a tool turn after each turn with calls; `ValueError` for a strange call id."""
    taken = {step.call.id for step in dialogue.steps()}
    fresh = count(dialogue.next_turn_id())
    turns: list[Turn] = []
    for turn, after in _with_observations(written):
        id = turn.id if kept is not None and turn.id == kept else next(fresh)
        if id != kept:
            _refuse_taken(turn.calls, taken)
        turns.append(_speech(turn, id, subtask))
        if turn.calls:
            turns.append(_observed(turn.calls, after, next(fresh), subtask))
    return tuple(turns)


def _with_observations(written: Sequence[WrittenTurn]) -> Iterator[tuple[WrittenTurn, tuple[Observation, ...]]]:
    """Each user or assistant turn with the observations written right after it."""
    for turn, after in zip(written, (*written[1:], None), strict=False):
        if turn.role == "tool":
            continue
        yield turn, after.observations if after and after.role == "tool" else ()


def _refuse_taken(calls: Sequence[Call], taken: set[str]) -> None:
    for call in calls:
        if call.id in taken:
            raise ValueError(f"turns: the call id {call.id!r} is already taken; count on from the highest")
        taken.add(call.id)


def _speech(turn: WrittenTurn, id: int, subtask: int) -> Turn:
    if turn.role == "user":
        return UserTurn(id=id, subtask=subtask, text=turn.text or "")
    if not turn.calls and not turn.text:
        raise ValueError("turns: an assistant turn has neither text nor calls")
    return AssistantTurn(id=id, subtask=subtask, text=turn.text or None, calls=turn.calls)


def _observed(calls: Sequence[Call], written: Sequence[Observation], id: int, subtask: int) -> ToolTurn:
    """An observation for each call: the written one, or an empty place for execution to fill."""
    found = {observation.call: observation for observation in written}
    places = (found.get(call.id, Observation(call=call.id, content=None)) for call in calls)
    return ToolTurn(id=id, subtask=subtask, observations=tuple(places))


def filled(dialogue: Dialogue, masked: Sequence[int], written: Sequence[WrittenTurn]) -> Dialogue:
    """The dialogue with its masked turns replaced; `ValueError` where one is missing or of another role.

    A turn with calls that comes back with neither calls nor text is left out, and its observations with it.
    """
    answers = {turn.id: turn for turn in written if turn.id in masked}
    if missing := [id for id in masked if id not in answers and not _follows_masked(dialogue, id, masked)]:
        raise ValueError(f"turns: nothing was written for {', '.join(f'turn {id}' for id in missing)}")
    dropped = {turn.id for turn in dialogue.turns if _is_left_out(turn, answers.get(turn.id))}
    turns = [_refilled(turn, answers.get(turn.id)) for turn in dialogue.turns if turn.id not in dropped]
    orphaned = {after.id for turn, after in pairwise(dialogue.turns) if turn.id in dropped}
    return dialogue.with_turns(tuple(_matched(turn for turn in turns if turn.id not in orphaned)))


def _is_left_out(turn: Turn, written: WrittenTurn | None) -> bool:
    """Whether a fill says that a turn with calls is superfluous: it gives neither calls nor text for it."""
    calls = isinstance(turn, AssistantTurn) and bool(turn.calls)
    return calls and written is not None and written.role == turn.role and not (written.calls or written.text)


def _follows_masked(dialogue: Dialogue, id: int, masked: Sequence[int]) -> bool:
    """Whether this is a tool turn that was only taken along by its masked call."""
    position = dialogue.position(id)
    return isinstance(dialogue.turns[position], ToolTurn) and dialogue.turns[position - 1].id in masked


def _refilled(turn: Turn, written: WrittenTurn | None) -> Turn:
    if written is None:
        return turn
    if written.role != turn.role:
        raise ValueError(f"turns: turn {turn.id} is by {turn.role!r}, not by {written.role!r}")
    if isinstance(turn, UserTurn):
        return turn.model_copy(update={"text": written.text or ""})
    if isinstance(turn, ToolTurn):
        found = {observation.call: observation for observation in written.observations}
        kept = tuple(found.get(o.call, o) for o in turn.observations)
        return turn.model_copy(update={"observations": kept})
    return _refilled_assistant(turn, written)


def _refilled_assistant(turn: AssistantTurn, written: WrittenTurn) -> AssistantTurn:
    if bool(turn.calls) != bool(written.calls):
        raise ValueError(f"turns: turn {turn.id} {'makes calls' if turn.calls else 'is a reply without calls'}")
    if [call.id for call in turn.calls] != [call.id for call in written.calls]:
        raise ValueError(f"turns: turn {turn.id} has to keep the call ids {[call.id for call in turn.calls]}")
    return turn.model_copy(update={"text": written.text or None, "calls": written.calls, "drafted": False})


def _matched(turns: Iterable[Turn]) -> Iterator[Turn]:
    """Tool turns answer the calls before them, whatever these have become."""
    before: Turn | None = None
    for turn in turns:
        if isinstance(turn, ToolTurn) and isinstance(before, AssistantTurn) and not _answers(turn, before):
            turn = _observed(before.calls, turn.observations, turn.id, turn.subtask)
        yield turn
        before = turn


def _answers(turn: ToolTurn, before: AssistantTurn) -> bool:
    """Whether it has an observation for each call, in their order."""
    return [observation.call for observation in turn.observations] == [call.id for call in before.calls]
