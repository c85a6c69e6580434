"""The bank: money goes where it is sent, and no further than it reaches."""

import pytest

from graph.tools.builtin.payments import Bank


@pytest.fixture
def bank(world):
    return world(Bank)


def _balance(bank, account: str) -> float:
    return bank.run("get_balance", {"account": account}).content["balance"]


def test_a_transfer_moves_exactly_its_amount(bank, fact) -> None:
    wish = fact(bank, "transfer_money")
    source, target = _balance(bank, wish["from_account"]), _balance(bank, wish["to_account"])
    bank.run("transfer_money", wish)
    assert _balance(bank, wish["from_account"]) == round(source - wish["amount"], 2)
    assert _balance(bank, wish["to_account"]) == round(target + wish["amount"], 2)


def test_a_transfer_is_the_latest_transaction(bank, fact) -> None:
    wish = fact(bank, "transfer_money")
    bank.run("transfer_money", wish)
    latest = bank.run("list_transactions", {"account": wish["from_account"]}).content["transactions"][0]
    assert (latest["paid"], latest["booked"]) == (wish["amount"], "2025-06-02")


@pytest.mark.parametrize("change", [{"amount": 9999.5}, {"amount": -5}, {"to_account": "0000-000-0"}])
def test_a_transfer_that_cannot_be_made_moves_nothing(bank, fact, change) -> None:
    wish = fact(bank, "transfer_money")
    before = bank.run("list_transactions", {"account": wish["from_account"]}), _balance(bank, wish["from_account"])
    assert bank.run("transfer_money", {**wish, **change}).error
    assert (
        bank.run("list_transactions", {"account": wish["from_account"]}),
        _balance(bank, wish["from_account"]),
    ) == before


def test_a_paid_bill_is_no_longer_open_and_cannot_be_paid_twice(bank, fact) -> None:
    wish = fact(bank, "pay_bill")
    assert bank.run("pay_bill", wish).content["bill_number"] == wish["bill_number"]
    assert wish["bill_number"] not in [b["bill_number"] for b in bank.run("list_bills", {}).content["bills"]]
    assert bank.run("pay_bill", wish).error


def test_a_dispute_is_seen_in_the_list(bank, fact) -> None:
    account = fact(bank, "list_transactions")
    first = bank.run("list_transactions", account).content["transactions"][0]["transaction_id"]
    bank.run("dispute_transaction", {"transaction_id": first, "reason": "charged twice"})
    assert bank.run("list_transactions", account).content["transactions"][0]["dispute"] == "charged twice"


def test_a_frozen_card_keeps_its_limit(bank, fact) -> None:
    card = fact(bank, "freeze_card")["card"]
    bank.run("freeze_card", {"card": card})
    changed = bank.run("set_card_limit", {"card": card, "daily_limit": 300}).content
    assert changed == {"card": card, "status": "frozen", "daily_limit": 300}
