"""Which shard makes what."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from graph.records import LAYOUTS
from graph.shards.division import Shard, Span, read_shard

spans = st.builds(
    lambda first, size, shards: Span(first=first, end=first + size, shards=shards),
    st.integers(0, 10_000),
    st.integers(1, 500),
    st.integers(1, 60),
)


@given(spans)
def test_every_dialogue_belongs_to_one_shard_and_the_parts_in_order_are_the_run_in_order(span):
    numbers = [number for each in range(span.shards) for number in span.part(each).numbers]
    assert numbers == list(range(span.first, span.end))


@given(spans)
def test_no_shard_makes_more_than_one_dialogue_more_than_another(span):
    sizes = {len(span.part(each).numbers) for each in range(span.shards)}
    assert max(sizes) - min(sizes) <= 1


@given(spans)
def test_parts_without_dialogues_are_not_waited_for(span):
    assert len(span.parts()) == min(span.shards, span.end - span.first)


def test_the_name_of_a_part_tells_the_shard_and_of_what_was_added_later_where_it_begins():
    span = Span(first=0, end=200, shards=40)
    assert span.part(3).file == "records/part-00003-of-00040.jsonl"
    assert Span(first=200, end=260, shards=8).part(3).file == "records/part-00003-of-00008-from-000200.jsonl"
    assert str(span) == "dialogues 0 to 199"


def test_a_part_lies_where_readers_look():
    folder, _, pattern = LAYOUTS[1].pattern.partition("/")
    assert Span(first=0, end=2, shards=2).part(1).file.startswith(f"{folder}/{pattern.partition('*')[0]}")


@pytest.mark.parametrize("words", ["40/40", "3", "-1/4", "a/b", "3/0", "3/40/2", ""])
def test_a_shard_that_cannot_be_is_refused(words):
    with pytest.raises(ValueError, match="expected NUMBER/OF, counted from 0"):
        read_shard(words)


def test_a_shard_is_read_as_it_is_written():
    assert read_shard("3/40") == Shard(3, 40)
    assert str(Shard(3, 40)) == "3/40"


def test_a_span_has_dialogues():
    with pytest.raises(ValidationError, match="it ends at 5, and begins at 5"):
        Span(first=5, end=5, shards=1)
