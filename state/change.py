"""The difference between two versions of a dialogue, so that a record can hold many versions and stay small."""

from state.dialogue import Dialogue, Turn
from state.frozen import Frozen


class Change(Frozen):
    """What makes another version out of a dialogue: its turns in order, and those of them that are different."""

    order: tuple[int, ...]
    """The ids of all turns of the other version."""
    turns: tuple[Turn, ...]
    """Those that this version does not have, or not so."""
    tools: tuple[str, ...]
    """The names of the tools on offer at the start of the other version."""

    def applied_to(self, dialogue: Dialogue) -> Dialogue:
        """The other version; `KeyError` where this is the change of another dialogue."""
        turns = {turn.id: turn for turn in (*dialogue.turns, *self.turns)}
        tools = dialogue.all_tools()
        return dialogue.model_copy(
            update={
                "turns": tuple(turns[id] for id in self.order),
                "tools": tuple(tools[name] for name in self.tools),
            }
        )


def change(one: Dialogue, other: Dialogue) -> Change:
    """The change that makes the other version out of this one, which has all of its tools at some time."""
    known = {turn.id: turn for turn in one.turns}
    return Change(
        order=tuple(turn.id for turn in other.turns),
        turns=tuple(turn for turn in other.turns if known.get(turn.id) != turn),
        tools=tuple(tool.name for tool in other.tools),
    )
