"""How diverse a collection is."""

import pytest

from graph.curation.diversity import Diversity
from graph.curation.reading import Seen


def test_runs_of_words_are_counted_within_a_text_and_once_each(dialogue, record):
    diversity = Diversity()
    one = dialogue("a b a b", "x", domain="Toys")
    one = one.with_turns(one.turns[:3])
    seen = Seen.model_validate_json(record(1, one, complexity="clarification").model_dump_json())
    diversity.add(seen, one)
    assert [diversity.distinct(length) for length in (1, 2, 3)] == [2 / 4, 2 / 3, 2 / 2]
    assert diversity.entropy() == pytest.approx(1.0)
    assert (diversity.user_turns, diversity.tool_calls, diversity.simulated) == (1, 1, 1)
    assert (diversity.called, len(diversity.offered)) == ({("s", "find")}, 2)
    assert (diversity.domains, diversity.complexities) == ({"Toys": 1}, {"clarification": 1})


def test_of_nothing_nothing_is_said():
    diversity = Diversity()
    assert (diversity.distinct(3), diversity.entropy()) == (0, 0)
