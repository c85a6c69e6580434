"""What counts as said."""

import pytest

from nodes.rules.amounts import amounts, is_change, numbers
from nodes.rules.evidence import class_of, holds, ids


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("Fly to São Paulo, please", "são paulo"),
        ("a round trip", "round_trip"),
        ("send $1,250.50 now", 1250.5),
        ("two seats", 2),
        ("in 2 minutes.", 2),
        ("order W-48213.", "W-48213"),
        ("eggs, milk and bread", ["milk", "eggs"]),
        ("to Lena at Northdesk", {"name": "Lena", "company": "Northdesk"}),
        ("金额为300,000美元", 300000),
        ("金额为30万美元", 300000),
        ("more than $1 billion", 1_000_000_000),
        ("at least 2.5k followers", 2500),
    ],
)
def test_a_text_holds_what_it_says(text: str, value: object) -> None:
    assert holds(text, value)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("gift_card_7815826 and my credit_card", "credit_card_7815826"),
        ("order W-482134", "W-48213"),
        ("order W-48213", 48213),
        ("Ghent", "hen"),
        ("yes", True),
        ("nothing", ""),
        ("12.5 litres", 12),
    ],
)
def test_a_text_does_not_hold_what_only_looks_like_it(text: str, value: object) -> None:
    assert not holds(text, value)


@pytest.mark.parametrize(
    ("value", "kind"),
    [
        ("W-48213", "id"),
        ("ana@fernmail.com", "id"),
        ("2025-05-15", "date"),
        (3.5, "number"),
        (True, "flag"),
        ("Ghent", "text"),
        ("a note of 3 words", "text"),
    ],
)
def test_values_are_told_apart(value: object, kind: str) -> None:
    assert class_of(value) == kind


def test_ids_and_numbers_are_found_in_replies() -> None:
    text = "I moved EV-2956 to 14:00; the total is 1,299.90 euros for **TX88-K**."
    assert ids(text) >= {"EV-2956", "TX88-K"}
    assert {1299.9, 14.0} <= numbers(text)


@pytest.mark.parametrize(
    ("text", "seen", "said"),
    [
        ("about $181.4M", 181_437_212, True),
        ("about $181.4M", 181_377_212, True),
        ("about $181.4M", 181_337_212, False),
        ("21.5 degrees", 21.46, True),
        ("21.5 degrees", 21.4, False),
        ("1,300 people", 1300.4, True),
        ("1,300 people", 1320, False),
        ("23 %", 23.4, True),
    ],
)
def test_a_rounded_number_is_the_number_it_was_rounded_from(text: str, seen: float, said: bool) -> None:
    assert amounts(text)[0].is_among([seen]) == said


def test_pieces_of_ids_are_no_amounts_and_signs_are_read_in_json() -> None:
    assert [amount.value for amount in amounts("booking 2B7CCK, $2B, [-2.9,3]")] == [2e9, -2.9, 3.0]


def test_a_percentage_is_worked_out_from_two_values() -> None:
    assert is_change(amounts("it fell by 23.9%")[0], [100.0, 76.1])
    assert not is_change(amounts("it fell by 23.9%")[0], [100.0, 80.0])
