"""From the last version every earlier one can be had again."""

from datetime import datetime
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from state.change import Change, change
from state.dialogue import AssistantTurn, Dialogue, Turn, UserTurn
from state.history import Moment, versions
from state.tool import Tool

BELL = Tool(name="ring", description="Ring.", parameters={"type": "object"})
DOOR = Tool(name="open_door", description="Open.", parameters={"type": "object"})


def _turn(id: int, word: int) -> Turn:
    if id % 2:
        return UserTurn(id=id, subtask=0, text=f"say {word}")
    return AssistantTurn(id=id, subtask=0, text=f"answer {word}")


def _dialogue(words: dict[int, int], order: list[int], withheld: bool) -> Dialogue:
    """Turns by id with their words; the bell is on offer at the start, or a first user turn brings it."""
    brings = UserTurn(id=99, subtask=0, text="Now there is a bell.", offers=(BELL,))
    turns = tuple(_turn(id, words[id]) for id in order)
    return Dialogue(
        system="",
        now=datetime(2025, 1, 1),
        tools=(DOOR,) if withheld else (BELL, DOOR),
        turns=(brings, *turns) if withheld else turns,
    )


@st.composite
def _versions(draw: st.DrawFn) -> list[Dialogue]:
    """Versions in time: turns are rewritten, left out and put in between, and a tool is withheld at some moment."""
    from_here = draw(st.integers(0, 5))
    made = []
    for number in range(5):
        order = draw(st.lists(st.integers(1, 8), unique=True, max_size=6))
        words = {id: draw(st.integers(0, 1)) for id in order}
        made.append(_dialogue(words, order, number >= from_here))
    return made


@given(_versions())
def test_every_version_is_found_again(made: list[Dialogue]) -> None:
    changes = [None, *(change(after, before) for before, after in pairwise(made))]
    history = tuple(Moment(event="other", change=back) for back in changes)
    assert list(versions(made[-1], history)) == made


def test_what_stays_is_not_kept_twice(sound: Dialogue) -> None:
    last = sound.turns[-1].model_copy(update={"text": "Done."})
    after = sound.with_turns((*sound.turns[:-1], last))
    assert change(after, sound) == Change(turns=(sound.turns[-1],))
    assert change(sound, sound.with_turns(tuple(sound.turns))) == Change()


def test_a_history_of_another_dialogue_is_refused(sound: Dialogue) -> None:
    stray = Moment(event="ruling", change=Change(order=(1, 2, 77)))
    with pytest.raises(KeyError):
        versions(sound, (Moment(event="skeleton"), stray))
