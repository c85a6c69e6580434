"""What a bank hands out: accounts, transactions, bills and cards."""

from datetime import date
from typing import Literal

from state.frozen import Frozen

Complaint = Literal["not recognised", "charged twice", "wrong amount"]
CardState = Literal["active", "frozen"]


class Account(Frozen):
    """An account and what is on it."""

    account: str
    kind: str
    balance: float


class Transaction(Frozen):
    """Money that went out."""

    transaction_id: str
    booked: date
    merchant: str
    paid: float
    dispute: Complaint | None = None


class Transactions(Frozen):
    """What went out of an account, latest first."""

    account: str
    transactions: tuple[Transaction, ...]


class Transfer(Frozen):
    """Money moved between two accounts."""

    transfer_id: str
    from_account: str
    to_account: str
    amount: float
    remaining_balance: float
    """On the account that the money came from."""


class Bill(Frozen):
    """Something to be paid."""

    bill_number: str
    biller: str
    amount: float
    due: date


class Bills(Frozen):
    """The bills that are open, the most urgent first."""

    bills: tuple[Bill, ...]


class Payment(Frozen):
    """A bill that was paid."""

    bill_number: str
    biller: str
    paid: float
    account: str
    remaining_balance: float
    """On the account that paid."""


class Dispute(Frozen):
    """A complaint about a transaction."""

    case_number: str
    transaction_id: str
    merchant: str
    amount: float
    reason: Complaint


class Card(Frozen):
    """A payment card."""

    card: str
    status: CardState
    daily_limit: int
