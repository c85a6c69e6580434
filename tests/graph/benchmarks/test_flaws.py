"""What became of planted flaws."""

import pytest

from graph.benchmarks.flaws import make, outcomes, remains, table
from state.dialogue import Argument, Dialogue
from state.model import Flaw
from state.record import Record
from state.source import Said


def with_report(dialogue: Dialogue, *arguments: Argument, name: str = "send_report") -> Dialogue:
    """The second call with these arguments."""
    call = dialogue.turns[3].calls[0].model_copy(update={"arguments": arguments, "name": name})
    turns = list(dialogue.turns)
    turns[3] = turns[3].model_copy(update={"calls": (call,)})
    return dialogue.with_turns(tuple(turns))


WRONG = Argument(name="report_id", value="R-7713", source=Said(turn=1))
EMAIL = Argument(name="email", value="ana@fernmail.com", source=Said(turn=1))
INVENTED = Flaw(kind="invented_id", turn=4, path="call_2.report_id", value="R-7713")
LEFT_OUT = Flaw(kind="missing_argument", turn=4, path="call_2.report_id")
RENAMED = Flaw(kind="unknown_tool", turn=4, path="call_2", value="send_report_v2")


def test_a_wrong_value_remains_until_it_is_replaced(sound):
    assert remains(with_report(sound, WRONG, EMAIL), INVENTED)
    assert not remains(sound, INVENTED)


def test_a_wrong_value_that_the_user_has_come_to_say_is_wrong_no_longer(sound):
    spoiled = with_report(sound, WRONG, EMAIL)
    said = spoiled.turns[0].model_copy(update={"text": "Please send report R-7713 to ana@fernmail.com."})
    assert not remains(spoiled.with_turns((said, *spoiled.turns[1:])), INVENTED)


def test_a_call_that_is_wrong_on_purpose_is_no_flaw(sound):
    spoiled = with_report(sound, WRONG, EMAIL)
    turns = list(spoiled.turns)
    turns[3] = turns[3].model_copy(update={"learn": False})
    assert not remains(spoiled.with_turns(tuple(turns)), INVENTED)


def test_what_was_left_out_remains_left_out(sound):
    assert remains(with_report(sound, EMAIL), LEFT_OUT)
    assert not remains(sound, LEFT_OUT)


def test_a_wrong_name_remains(sound):
    assert remains(with_report(sound, WRONG, name="send_report_v2"), RENAMED)
    assert not remains(sound, RENAMED)


@pytest.fixture(scope="module")
def records():
    """A small run with many flaws."""
    return make(16, seed=2, flaw_rate=0.3, preset="default", tools=None)


def test_no_flaw_that_a_rule_promises_to_catch_is_kept(records):
    found = list(outcomes(records))
    assert len(found) > 30
    assert [one for one in found if one.fate == "kept"] == []


def record(dialogue: Dialogue | None, status: str, *planted: Flaw) -> Record:
    """What is kept of one dialogue."""
    return Record(id="d0", index=0, seed=0, status=status, simulated=True, dialogue=dialogue, planted=planted)


def test_a_flaw_is_gone_or_dropped_or_kept(sound):
    spoiled = with_report(sound, WRONG, EMAIL)
    fates = [
        one.fate
        for one in outcomes(
            (
                record(sound, "kept", INVENTED),
                record(spoiled, "rejected", INVENTED, LEFT_OUT),
                record(spoiled, "kept", INVENTED),
                record(None, "failed", INVENTED),
            )
        )
    ]
    assert fates == ["gone", "dropped", "gone", "kept", "gone"]


def test_recall_counts_what_is_in_no_kept_dialogue(sound):
    spoiled = with_report(sound, WRONG, EMAIL)
    found = outcomes((record(sound, "kept", INVENTED, LEFT_OUT), record(spoiled, "kept", INVENTED)))
    rows = {line.split()[0]: line.split()[1:] for line in table(found).splitlines()}
    assert rows["invented_id"] == ["2", "1", "0", "1", "50.0%"]
    assert rows["all"] == ["3", "2", "0", "1", "66.7%"]
    assert rows["leak"] == ["0", "0", "0", "0", "-"]
