"""Texts as words."""

import pytest

from graph.curation.words import runs, words_of


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("I'd like 2 Cafés, please!", ["i", "d", "like", "2", "cafés", "please"]),
        ("snake_case", ["snake", "case"]),
        ("查天气 now", ["查", "天", "气", "now"]),
        ("", []),
    ],
)
def test_case_and_punctuation_make_no_difference_and_chinese_is_read_by_characters(text, words):
    assert words_of(text) == words


def test_runs_are_all_that_stand_side_by_side():
    assert list(runs(["a", "b", "c", "d"], 3)) == ["a b c", "b c d"]
    assert list(runs(["a", "b"], 3)) == []
