"""What the reader is told of a record."""

from graph.report.origins import words
from graph.report.reader import Numbered, reader_entry, shown
from state.change import Change
from state.history import Moment
from state.source import Computed, Observed, Operand, Said


def test_a_record_without_a_history_is_shown_as_it_ended(record) -> None:
    entry = reader_entry(record(0), Numbered())
    assert [moment["event"] for moment in entry["moments"]] == ["other"]
    assert entry["moments"][0]["order"] == list(range(8))


def test_a_history_of_another_dialogue_is_passed_over(record) -> None:
    for stray in (Moment(event="ruling", number=5), Moment(event="other", change=Change(order=(1, 77)))):
        history = (Moment(event="skeleton"), stray)
        entry = reader_entry(record(0).model_copy(update={"history": history}), Numbered())
        assert [moment["event"] for moment in entry["moments"]] == ["other"]


def test_a_turn_that_stays_is_told_once(record) -> None:
    made = record(0)
    before = made.dialogue.turns[0].model_copy(update={"text": "Weather?"})
    history = (Moment(event="skeleton"), Moment(event="other", change=Change(turns=(before,))), Moment(event="verdict"))
    entry = reader_entry(made.model_copy(update={"history": history}), Numbered())
    assert [moment["order"][0] for moment in entry["moments"]] == [0, 8, 8]
    assert [entry["turns"][number]["text"] for number in (0, 8)] == ["Weather?", made.dialogue.turns[0].text]
    assert len(entry["turns"]) == 9


def test_a_tool_is_told_once_for_all_dialogues(record) -> None:
    tools = Numbered()
    entries = [reader_entry(record(number), tools) for number in (0, 1)]
    assert [tool["name"] for tool in tools.told] == ["get_tide", "get_weather"]
    assert [entry["moments"][0]["tools"] for entry in entries] == [[1], [1]]


def test_values_are_shown_as_they_are() -> None:
    assert shown(2**63 + 1) == "9223372036854775809"
    assert shown("7") == "7"
    assert shown({"a": [1, None]}) == '{"a": [1, null]}'
    assert shown({"a": "x" * 100}).splitlines()[0] == "{"


def test_a_derivation_names_its_operands() -> None:
    source = Computed(
        operator="add",
        operands=(
            Operand(value=3, source=Said(turn=1, quote="three")),
            Operand(value=4, source=Observed(call="call_2", path="rows[0].n")),
        ),
    )
    told = "the sum of 3 (said by the user in turn 1: “three”) and 4 (found in the result of call_2 at rows[0].n)"
    assert words(source) == told
