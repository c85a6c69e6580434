"""Near-duplicates."""

import sys
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.benchmarks.rewording import reworded
from graph.curation.likeness import Known, contents
from state.errors import ConfigurationError

LONG = (
    "Hello there, I am getting ready for a longer trip with my whole family and would need a quiet place to stay "
    "that is close to the old harbour, with room for five people and a dog, for the second week of August."
)
LONGER = " ".join(f"{first}a{second}o" for first in "bcdfghklmnprst" for second in "bcdfghklmnprst")


@given(st.integers())
@settings(max_examples=50, deadline=None)
def test_a_dialogue_with_one_word_in_ten_changed_is_a_duplicate(dialogue, seed):
    first, known = dialogue(LONGER, "harbour"), Known()
    assert known.double_of("first", first) is None
    assert known.double_of("second", reworded(first, Random(seed))) == "first"


def test_the_same_words_for_another_thing_are_no_duplicate(dialogue):
    known = Known()
    assert known.double_of("first", dialogue(LONG, "harbour")) is None
    assert known.double_of("second", dialogue(LONG.replace("harbour", "station"), "station")) is None


def test_the_same_deed_in_other_words_is_no_duplicate(dialogue):
    known = Known()
    assert known.double_of("first", dialogue(LONG, "harbour")) is None
    assert known.double_of("second", dialogue("Somewhere near the harbour would do, thanks.", "harbour")) is None


def test_what_is_said_and_what_is_done_weigh_about_the_same(dialogue):
    parts = contents(dialogue(LONG, "harbour"))
    done = sum("\0" in part for part in parts)
    assert 0.4 < done / len(parts) < 0.6


def test_dialogues_that_call_nothing_are_compared_by_their_words(dialogue):
    known = Known()
    first = dialogue(LONG, "harbour")
    silent = first.with_turns((first.turns[0], first.turns[3]))
    assert known.double_of("first", silent) is None
    assert known.double_of("second", silent) == "first"


def test_without_the_library_the_extra_is_named(monkeypatch):
    monkeypatch.setitem(sys.modules, "rensa", None)
    with pytest.raises(ConfigurationError, match=r"pip install -e '.\[curate\]'"):
        Known()
