"""Every format tells the whole dialogue, shows no tool too early, and has nothing learned that must not be."""

import json

import pytest
from hypothesis import given, settings

from graph.export.__main__ import NAMES
from graph.export.formats import FORMATS
from graph.export.python_names import python_names
from graph.export.source import Kept
from state.dialogue import AssistantTurn, Dialogue
from tests.graph.export.drawn import dialogues
from tests.graph.export.readers import READERS, Told, call, dialogue_told

COMPLETE = {"openai", "trl", "bfcl", "swift"}


def exported(dialogue: Dialogue, format: str) -> list[list[Told]]:
    record = Kept(index=0, status="kept", simulated=True, dialogue=dialogue)
    rows = [json.loads(json.dumps(each.row)) for each in FORMATS[format].rows(record)]
    return [list(READERS[format](row)) for row in rows]


def expected(dialogue: Dialogue, format: str) -> list[Told]:
    told = dialogue_told(dialogue)
    return [_in_python(dialogue, each) for each in told] if format == "bfcl" else told


def _in_python(dialogue: Dialogue, told: Told) -> Told:
    """Calls under names that Python can read, and nothing beside them."""
    tools = dialogue.all_tools()
    names = python_names(tools)
    calls = []
    for name, arguments in told.calls:
        words = python_names(tools[name].properties)
        values = json.loads(arguments)
        words |= python_names([each for each in values if each not in words], taken=words.values())
        calls.append(call(names[name], {words[each]: value for each, value in values.items()}))
    return told._replace(calls=tuple(calls), text="" if calls else told.text)


def test_the_command_offers_every_format_and_no_other() -> None:
    assert tuple(FORMATS) == NAMES
    assert set(READERS) == set(NAMES) - {"dpo", "dpo-bfcl"}


@pytest.mark.parametrize("format", READERS)
@settings(max_examples=25, deadline=None)
@given(dialogues())
def test_calls_texts_errors_and_names_survive_the_round_trip(format: str, dialogue: Dialogue) -> None:
    whole = expected(dialogue, format)
    for row in exported(dialogue, format):
        assert [told.words() for told in row] == whole[: len(row)]


@pytest.mark.parametrize("format", READERS)
@settings(max_examples=25, deadline=None)
@given(dialogues())
def test_what_is_learned_is_learned_with_the_tools_of_its_moment_and_once(format: str, dialogue: Dialogue) -> None:
    learned = []
    for row in exported(dialogue, format):
        for turn, told in zip(dialogue.turns, row, strict=False):
            if told.learned:
                assert isinstance(turn, AssistantTurn)
                assert turn.learn
                assert told.shown == {tool.description for tool in dialogue.tools_at(turn.id).values()}
                learned.append(turn.id)
    whole = [turn.id for turn in dialogue.turns if isinstance(turn, AssistantTurn) and turn.learn]
    first = next(
        (t.id for t in dialogue.turns if isinstance(t, AssistantTurn) and not t.learn), len(dialogue.turns) + 1
    )
    assert learned == (whole if format in COMPLETE else [id for id in whole if id < first])


@pytest.mark.parametrize("format", READERS)
@settings(max_examples=25, deadline=None)
@given(dialogues())
def test_no_row_shows_a_tool_before_the_end_of_what_it_tells(format: str, dialogue: Dialogue) -> None:
    for row in exported(dialogue, format):
        last = dialogue.turns[len(row) - 1]
        assert row[-1].shown == {tool.description for tool in dialogue.tools_at(last.id).values()}


@settings(max_examples=25, deadline=None)
@given(dialogues())
def test_counts_of_what_is_learned_are_those_of_the_rows(dialogue: Dialogue) -> None:
    record = Kept(index=0, status="kept", simulated=True, dialogue=dialogue)
    for format in READERS:
        counted = [each.learned for each in FORMATS[format].rows(record)]
        assert counted == [sum(told.learned for told in row) for row in exported(dialogue, format)]
