"""What is read of a run, and what is remembered of a dialogue."""

import pytest

from graph.curation.entry import entry_of
from graph.curation.reading import again, read
from graph.curation.writing import renamed
from state.errors import ConfigurationError


@pytest.fixture
def written(tmp_path):
    """Write lines to a file."""

    def lines(*texts):
        file = tmp_path / "records.jsonl"
        file.write_text("".join(f"{text}\n" for text in texts), encoding="utf-8")
        return file

    return lines


def test_kept_dialogues_are_read_and_can_be_read_again(written, dialogue, record):
    first, second = record(1, dialogue("añil", "a")), record(2, dialogue("blue", "b"))
    lost = record(3, dialogue("lost", "c")).model_copy(update={"status": "rejected"})
    kept = [*read(written(*(one.model_dump_json() for one in (first, lost, second))))]
    assert [one.dialogue for one in kept] == [first.dialogue, second.dialogue]
    assert [again(one.line) for one in kept] == kept


def test_fields_of_later_versions_do_no_harm(written, dialogue, record):
    text = record(1, dialogue("a", "b")).model_dump_json()
    assert len([*read(written(text[:-1] + ', "mood": "good"}'))]) == 1


def test_a_line_that_is_no_record_is_named(written, dialogue, record):
    with pytest.raises(ConfigurationError, match=r"records.jsonl, line 2: expected a record of graph.run"):
        [*read(written(record(1, dialogue("a", "b")).model_dump_json(), "{}"))]


def test_goals_and_tools_in_another_order_are_the_same(written, dialogue, record):
    one, two, other = (
        entry_of(kept, "id")
        for kept in read(
            written(
                record(1, dialogue("a", "b"), goal="Find it.").model_dump_json(),
                record(2, dialogue("c", "d"), goal="find it").model_dump_json(),
                record(3, dialogue("a", "b", extra="s"), goal="Lose it.").model_dump_json(),
            )
        )
    )
    assert (one.task, one.tool_set) == (two.task, two.tool_set)
    assert {one.task, one.tool_set}.isdisjoint((other.task, other.tool_set))
    assert (one.called, one.domain) == (frozenset({("s", "find")}), "D")


@pytest.mark.parametrize("text", ['{"id":"d1","a":1}', '{"a":1, "id": "d1"}'])
def test_a_line_gets_another_id_wherever_it_has_one(text):
    assert b'"id"' in renamed(text.encode(), "d1", "first-d1")
    assert b"first-d1" in renamed(text.encode(), "d1", "first-d1")
