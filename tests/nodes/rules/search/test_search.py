"""Rules that search for evidence: each against the smallest change that breaks it, and nothing else."""

import gc
from weakref import ref

import pytest

from nodes.rules.catalogue import RETOLD, SEARCHED
from nodes.rules.rule import check
from nodes.rules.search.matching import results_are_of_their_calls
from nodes.rules.search.words import texts_in_calls_were_told

RULES = (*SEARCHED, results_are_of_their_calls, *RETOLD)


def told(dialogue):
    return [(f.rule, f.kind, f.severity) for f in check(dialogue, RULES)]


def test_a_sound_dialogue_has_no_findings(dialogue) -> None:
    assert told(dialogue()) == []


ROWS = [
    ("ids_in_calls_were_told", "invented_id", "fatal", {"hotel_id": "HT-4417"}),
    ("dates_in_calls_were_meant", "wrong_date", "fatal", {"date": "2024-05-18"}),
    ("times_in_calls_were_meant", "wrong_time", "fatal", {"time": "17:30"}),
    ("numbers_in_calls_are_given", "ungrounded_number", "fatal", {"price": 145.5}),
    ("texts_in_calls_were_told", "ungrounded_text", "soft", {"guest": "Mia Lindqvist"}),
    ("texts_in_calls_were_told", "world_knowledge", "soft", {"currency": "CHF"}),
    ("results_are_of_their_calls", "observation_mismatch", "fatal", {"result": {"hotel_id": "HT-9902"}}),
    ("ids_told_were_seen", "unsupported_claim", "fatal", {"reply": "Booked: HT-4474."}),
    ("amounts_told_follow_from_results", "unsupported_claim", "fatal", {"reply": "It costs 157.50 euros."}),
]


@pytest.mark.parametrize(("rule", "kind", "severity", "change"), ROWS)
def test_this_rule_and_no_other_objects(dialogue, rule, kind, severity, change) -> None:
    assert told(dialogue(**change)) == [(rule, kind, severity)]


def test_every_rule_has_its_row() -> None:
    elsewhere = {"no_text_is_said_twice_of_the_same"}
    assert {rule for rule, *_ in ROWS} | elsewhere == {rule.__name__ for rule in RULES}


@pytest.mark.parametrize(
    "change",
    [
        {"hotel_id": "ht-4471"},
        {"hotel_id": "#HT-4471"},
        {"date": "05/17/2024"},
        {"date": "2024-05-24", "request": "Casa Miro for Lena Okafor, next Friday at 6:30 pm."},
        {"date": "2024-05-21", "request": "Casa Miro for Lena Okafor at 18:30, the day after it is free."},
        {"date": "2024-05-31", "request": "Casa Miro for Lena Okafor, the end of May, at 6:30 PM."},
        {"price": 154.5, "request": "Casa Miro for Lena Okafor, on May 17th at half past six."},
        {"price": 309, "request": "Casa Miro for Lena Okafor on Friday at 18:30, and pay double."},
        {"reply": "Two rooms at 154.50 are 309 euros."},
    ],
)
def test_what_is_meant_is_no_fault(dialogue, change) -> None:
    assert [finding for finding in told(dialogue(**change)) if finding[2] == "fatal"] == []


@pytest.mark.parametrize(
    ("change", "kind"),
    [
        ({"hotel_id": "HT-9902-4471"}, "invented_id"),
        ({"date": "2024-05-27"}, "wrong_date"),
        ({"price": 131, "request": "Casa Miro for Lena Okafor, on Friday at 18:30."}, "ungrounded_number"),
    ],
)
def test_what_belongs_to_another_thing_is_no_evidence(dialogue, change, kind) -> None:
    assert [kind for _, kind, severity in told(dialogue(**change)) if severity == "fatal"] == [kind]


def test_an_id_that_lost_its_digit_is_no_word(dialogue) -> None:
    there = dialogue(request="Casa Miro for lena7, on Friday at 18:30.", guest="lena")
    found = [(rule, kind) for rule, kind, severity in told(there) if severity == "fatal"]
    assert found == []
    there = dialogue(request="Casa Miro for lenaok7, on Friday at 18:30.", guest="lenaok")
    assert [kind for _, kind, severity in told(there) if severity == "fatal"] == ["invented_id"]


def test_without_a_word_for_today_relative_dates_cannot_be_checked(dialogue) -> None:
    there = dialogue(date="2024-06-01").model_copy(update={"system": "You book rooms."})
    assert told(there) == [("dates_in_calls_were_meant", "wrong_date", "soft")]


def test_what_was_found_out_is_forgotten_with_the_dialogue(dialogue) -> None:
    there = dialogue(price=145.5)
    check(there, RULES)
    alive = ref(there)
    del there
    gc.collect()
    assert alive() is None


def test_arguments_with_sources_are_left_to_provenance(sound) -> None:
    assert check(sound, (texts_in_calls_were_told, *SEARCHED)) == ()


def test_a_name_that_is_one_character_off_is_a_slip(dialogue) -> None:
    request = "Casa Miro for Lena Okafor, this Friday at 18:30. My plan is plan_4g_max."
    assert told(dialogue(request=request, guest="plan_4g_max")) == []
    assert told(dialogue(request=request, guest="plan_5g_max"))[0] == ("ids_in_calls_were_told", "invented_id", "fatal")


@pytest.mark.parametrize(
    ("number", "known"),
    [("+1 (555) 123-4567", True), ("1-555-123-4567", True), ("+44 555 123 4567", True), ("5555-123-4567", False)],
)
def test_only_the_code_of_a_country_may_be_put_in_front_of_a_number(dialogue, number, known) -> None:
    found = told(
        dialogue(request="Casa Miro for Lena Okafor, this Friday at 18:30. Call me at 555-123-4567.", guest=number)
    )
    assert (("ids_in_calls_were_told", "invented_id", "fatal") in found) is not known


@pytest.mark.parametrize(("date", "meant"), [("2024-05-31", False), ("2024-06-30", True), ("2024-06-15", False)])
def test_a_month_lends_its_ends_only_where_it_stands_without_a_day(dialogue, date, meant) -> None:
    request = "Casa Miro for Lena Okafor at 18:30, on 17 May, or else at the end of June."
    assert (told(dialogue(request=request, date=date)) == []) is meant
