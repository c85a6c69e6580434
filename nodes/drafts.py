"""Replies that were written before the results they speak of were known: found, marked, and rewritten first."""

from collections.abc import Collection, Iterator

from state.dialogue import AssistantTurn, Dialogue, ToolTurn


def drafts(dialogue: Dialogue) -> tuple[int, ...]:
    """The replies that do not know their results."""
    return tuple(turn.id for turn in dialogue.turns if isinstance(turn, AssistantTurn) and turn.drafted)


def with_drafts(before: Dialogue, after: Dialogue, written: Collection[int] = ()) -> Dialogue:
    """The later version, with the replies marked whose observations are no longer those of the earlier one.

    A reply that was `written` together with its observations knows them, unless they came from execution.
    """
    blind = {reply for reply, executed in _changed(before, after) if executed or reply not in written}
    turns = tuple(turn.model_copy(update={"drafted": True}) if turn.id in blind else turn for turn in after.turns)
    return after.with_turns(turns) if blind else after


def _changed(before: Dialogue, after: Dialogue) -> Iterator[tuple[int, bool]]:
    """The reply after each changed observation, and whether the change came from execution."""
    old = {turn.id: turn for turn in before.turns}
    tools = after.all_tools()
    for position, turn in enumerate(after.turns):
        if isinstance(turn, ToolTurn) and turn.id in old and turn != old[turn.id]:
            calls = after.turns[position - 1]
            names = [call.name for call in calls.calls] if isinstance(calls, AssistantTurn) else []
            executed = any(name in tools and tools[name].executed for name in names)
            for reply in after.turns[position:]:
                if isinstance(reply, AssistantTurn) and not reply.calls:
                    yield reply.id, executed
                    break
