"""The difference between two versions of a dialogue, so that a record can hold many versions and stay small."""

from state.dialogue import Dialogue, Turn
from state.frozen import Frozen


class Change(Frozen):
    """What makes another version out of a dialogue, as far as it is otherwise."""

    turns: tuple[Turn, ...] = ()
    """Those of the other version that this one does not have, or not so."""
    order: tuple[int, ...] | None = None
    """The ids of all turns of the other version; None where they are the same."""
    tools: tuple[str, ...] | None = None
    """The names of the tools on offer at the start of the other version; None where they are the same."""

    def applied_to(self, dialogue: Dialogue) -> Dialogue:
        """The other version; `KeyError` where this is the change of another dialogue."""
        turns = {turn.id: turn for turn in (*dialogue.turns, *self.turns)}
        order = tuple(turn.id for turn in dialogue.turns) if self.order is None else self.order
        other = dialogue.with_turns(tuple(turns[id] for id in order))
        if self.tools is None:
            return other
        known = dialogue.all_tools()
        return other.model_copy(update={"tools": tuple(known[name] for name in self.tools)})


def change(one: Dialogue, other: Dialogue) -> Change:
    """The change that makes the other version out of this one, which has all of its tools at some time."""
    known = {turn.id: turn for turn in one.turns}
    order, tools = tuple(turn.id for turn in other.turns), tuple(tool.name for tool in other.tools)
    return Change(
        # Most turns are the very same, and to compare what they hold costs more.
        turns=tuple(turn for turn in other.turns if known.get(turn.id) is not turn and known.get(turn.id) != turn),
        order=None if order == tuple(known) else order,
        tools=None if tools == tuple(tool.name for tool in one.tools) else tools,
    )
