"""Every kind of fault is a real one, wherever it is planted."""

import re
from random import Random

import pytest

from graph.benchmarks.planting.catalogue import faults
from graph.benchmarks.planting.values import before, whole

STANDING_NOWHERE = (
    "prefix_swapped_id",
    "near_miss_id",
    "foreign_id",
    "changed_number",
    "shifted_date",
    "changed_time",
    "removed_source",
    "forward_reference",
)
NOT_IN_ROWS = {"tool_before_its_offer", "misshapen_result", "outdated_result"}
KINDS = sorted(faults([]))


def planted(name, specimens, rounds=3):
    """All faults of a kind that these specimens take, with the specimens they were planted in."""
    fault = faults(specimens)[name]
    tries = ((one, fault(one, Random(f"{number}:{one.id}"))) for number in range(rounds) for one in specimens)
    return [(one, found) for one, found in tries if found is not None]


@pytest.mark.parametrize("name", KINDS)
def test_every_kind_applies_to_our_own_dialogues_but_broken_json_which_they_cannot_hold(name, own):
    assert bool(planted(name, own)) == (name != "malformed_json")


@pytest.mark.parametrize("name", KINDS)
def test_every_kind_applies_to_rows_but_what_they_do_not_tell(name, rows):
    assert bool(planted(name, rows)) == (name not in NOT_IN_ROWS)


@pytest.mark.parametrize("name", KINDS)
def test_planting_leaves_the_trusted_dialogue_as_it_was(name, own, rows):
    dialogues = [one.dialogue for one in own]
    texts = [repr(one.row) for one in rows]
    for specimen, found in planted(name, own, rounds=1) + planted(name, rows, rounds=1):
        assert found.specimen != specimen
    assert [one.dialogue for one in own] == dialogues
    assert [repr(one.row) for one in rows] == texts


@pytest.mark.parametrize("name", STANDING_NOWHERE)
def test_a_planted_value_stands_nowhere_before_its_call(name, own, rows):
    for _, found in planted(name, own) + planted(name, rows):
        (turn,) = found.turns
        spoiled = found.specimen
        wrong = found.detail.split(" became ")[-1].split(" is nowhere")[0].split(" comes from")[0]
        at_fault = (made.arguments.get(found.argument) for made in spoiled.made() if made.turn == turn)
        value = next(value for value in at_fault if repr(value) == wrong)
        words = before(spoiled, turn).replace(",", " ").replace('"', " ").split()
        assert str(value).casefold() not in (word.casefold().strip(".;:()[]{}") for word in words)


@pytest.mark.parametrize("name", ["changed_id_in_reply", "changed_amount_in_reply", "changed_date_in_reply"])
def test_what_a_spoiled_reply_says_stood_nowhere(name, own):
    for specimen, found in planted(name, own):
        said = found.detail.split(" became ")[1].strip("'")
        assert said not in re.split(r"[\s\"']+", whole(specimen))


@pytest.mark.parametrize("name", ["undone_deed", "repeated_call", "stale_observation", "dropped_result"])
def test_the_turns_of_a_fault_exist_after_it_was_planted(name, own, rows):
    for _, found in planted(name, own) + planted(name, rows):
        assert found.turns & {heard.turn for heard in found.specimen.heard()}


def test_an_undone_deed_takes_the_call_away_and_keeps_the_claim(own):
    for specimen, found in planted("undone_deed", own):
        (turn,) = found.turns
        reply = next(heard.text for heard in found.specimen.heard() if heard.turn == turn)
        assert reply == next(heard.text for heard in specimen.heard() if heard.turn == turn)
        assert len(found.specimen.made()) == len(specimen.made()) - 1


def test_looking_at_a_schedule_is_no_deed_that_could_be_undone(small):
    report = next(made for made in small.made() if made.tool == "send_report")
    specimen = small.with_tool(report, "get_schedule").with_text(6, "I looked at the scheduled games.")
    assert faults([specimen])["undone_deed"](specimen, Random(0)) is None


def test_a_forward_reference_takes_its_value_from_the_same_turn(own):
    for _, found in planted("forward_reference", own):
        (turn,) = found.turns
        assert len([made for made in found.specimen.made() if made.turn == turn]) >= 2


def test_the_same_random_numbers_plant_the_same_fault(own):
    for name, fault in faults(own).items():
        one, other = (fault(own[0], Random(3)) for _ in range(2))
        assert one == other, name
