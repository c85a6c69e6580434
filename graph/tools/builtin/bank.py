"""What a bank hands out: accounts, transactions, bills and cards."""

from datetime import date
from typing import Literal

from graph.tools.builtin.record import record

Complaint = Literal["not recognised", "charged twice", "wrong amount"]
CardState = Literal["active", "frozen"]


@record
class Account:
    """An account and what is on it."""

    account: str
    kind: str
    balance: float


@record
class Transaction:
    """Money that went out."""

    transaction_id: str
    booked: date
    merchant: str
    paid: float
    dispute: Complaint | None = None


@record
class Transactions:
    """What went out of an account, latest first."""

    account: str
    transactions: tuple[Transaction, ...]


@record
class Transfer:
    """Money moved between two accounts."""

    transfer_id: str
    from_account: str
    to_account: str
    amount: float
    remaining_balance: float
    """On the account that the money came from."""


@record
class Bill:
    """Something to be paid."""

    bill_number: str
    biller: str
    amount: float
    due: date


@record
class Bills:
    """The bills that are open, the most urgent first."""

    bills: tuple[Bill, ...]


@record
class Payment:
    """A bill that was paid."""

    bill_number: str
    biller: str
    paid: float
    account: str
    remaining_balance: float
    """On the account that paid."""


@record
class Dispute:
    """A complaint about a transaction."""

    case_number: str
    transaction_id: str
    merchant: str
    amount: float
    reason: Complaint


@record
class Card:
    """A payment card."""

    card: str
    status: CardState
    daily_limit: int
