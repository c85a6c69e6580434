"""Lexical measures on texts that can be counted by eye."""

import pytest

from graph.experiments.texts import coherence, likenesses, self_overlaps, spoken_runs
from state.dialogue import AssistantTurn, Dialogue, UserTurn


def _talk(dialogue: Dialogue, *texts: str) -> Dialogue:
    kinds = (UserTurn, AssistantTurn)
    turns = tuple(kinds[n % 2](id=n + 1, subtask=0, text=text) for n, text in enumerate(texts))
    return dialogue.with_turns(turns)


def test_coherence_is_the_mean_share_of_words_in_common(dialogue: Dialogue) -> None:
    found = coherence(_talk(dialogue, "book the flight to Oslo", "Oslo flight booked", "thanks then"))
    # Of {oslo, flight, booked} two stand in the request; the last turn has nothing in common.
    assert found == pytest.approx((2 / 3 + 0) / 2)


def test_calls_and_results_count_as_what_a_turn_says(dialogue: Dialogue) -> None:
    assert coherence(dialogue) > 0


def test_a_dialogue_of_one_turn_has_no_coherence(dialogue: Dialogue) -> None:
    assert coherence(_talk(dialogue, "alone")) == 0


def test_likeness_is_what_two_have_in_common_of_what_they_have(dialogue: Dialogue) -> None:
    one, other = spoken_runs(_talk(dialogue, "a b c d")), spoken_runs(_talk(dialogue, "b c d e"))
    assert one == {"a b c", "b c d"}
    assert likenesses([one, other]) == pytest.approx([1 / 3, 1 / 3])
    assert likenesses([one]) == [0]


def test_self_overlap_is_the_share_that_anybody_else_has(dialogue: Dialogue) -> None:
    texts = ("a b c d", "b c d e", "x y z")
    found = self_overlaps([spoken_runs(_talk(dialogue, text)) for text in texts])
    assert found == pytest.approx([0.5, 0.5, 0])
