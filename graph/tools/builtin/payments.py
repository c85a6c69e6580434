"""A bank: accounts, cards, bills and transfers."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime
from random import Random
from typing import Annotated

from pydantic import Field

from graph.tools.builtin.bank import (
    Account,
    Bill,
    Bills,
    Card,
    Complaint,
    Dispute,
    Payment,
    Transaction,
    Transactions,
    Transfer,
)
from graph.tools.builtin.domain import Domain, Knowledge, Money, Refused, known, spoken_date, tool

Limit = Annotated[int, Field(ge=50, le=5000)]

_KINDS = ("everyday", "savings", "holiday", "household")
_MERCHANTS = (
    "Corner Bakery", "Metro Tickets", "Greenleaf Market", "Cinema Astra", "Bluebell Florist", "City Parking",
    "Papyrus Books", "Luna Pharmacy", "Noodle Bar", "Swift Taxi", "Velo Repairs", "Streamline Video",
)  # fmt: skip
_BILLERS = (
    "Northern Power", "Clearwater Supply", "Fibrelink Internet", "Council Tax Office", "Guardian Insurance",
    "Cityphone Mobile", "Sunrise Gym",
)  # fmt: skip
_COMPLAINTS: tuple[Complaint, ...] = ("not recognised", "charged twice", "wrong amount")


class Bank(Domain):
    """A bank as one of its customers sees it."""

    name = "payments"
    policy = "Amounts are in dollars. Never move money between accounts that the user did not name."

    def __init__(self, random: Random, now: datetime) -> None:
        """Open four accounts with six transactions each, two cards and seven bills."""
        super().__init__(random, now)
        self._accounts: dict[str, Account] = {}
        self._transactions: dict[str, tuple[Transaction, ...]] = {}
        for kind in _KINDS:
            number = f"{random.randrange(1000, 9999)}-{random.randrange(100, 999)}-{len(self._accounts)}"
            balance = round(random.randrange(2400, 7800) + random.choice((0.13, 0.58, 0.74, 0.36)), 2)
            self._accounts[number] = Account(account=number, kind=kind, balance=balance)
            ages = sorted(random.sample(range(1, 28), 6), reverse=True)
            self._transactions[number] = ()
            for merchant, age in zip(random.sample(_MERCHANTS, 6), ages, strict=True):
                self._book(number, merchant, _amount(random, 5, 90), self.day(-age))
        self._issued = random.randrange(200, 800)
        self._cards = {
            number: Card(card=number, status="active", daily_limit=500)
            for number in (f"{number:04}" for number in random.sample(range(10_000), 2))
        }
        self._bills = {bill.bill_number: bill for bill in map(self._bill, random.sample(_BILLERS, 7))}
        self._seeded = tuple(self._bills.values())
        self._transfers = [_amount(random, 20, 240) for _ in _KINDS[1:]]

    def facts(self) -> Iterator[Knowledge]:
        """Their accounts, cards and bills, and what they want to move."""
        numbers = tuple(self._transactions)
        for number, kind in zip(numbers, _KINDS, strict=True):
            yield known(f"their {kind} account", "get_balance", "list_transactions", account=number)
        everyday = numbers[0]
        for kind, target, amount in zip(_KINDS[1:], numbers[1:], self._transfers, strict=True):
            about = f"wants to put ${amount} into the {kind} account"
            yield known(about, "transfer_money", from_account=everyday, to_account=target, amount=amount)
        for index, bill in enumerate(self._seeded[:2]):
            about = f"has a bill from {bill.biller}, due {spoken_date(bill.due)}"
            yield known(about, "pay_bill", bill_number=bill.bill_number, account=numbers[index])
        for number, kind in zip(numbers[2:], _KINDS[2:], strict=True):
            yield known(f"pays bills from the {kind} account", "pay_bill", account=number)
        lost, used = self._cards
        yield known(f"cannot find the card {lost}", "freeze_card", card=lost)
        for limit in (250, 800):
            yield known(f"shops with the card {used}", "set_card_limit", card=used, daily_limit=limit)
        for complaint in _COMPLAINTS:
            yield known(f"has doubts about a charge: {complaint}", "dispute_transaction", reason=complaint)

    @tool(
        "tell me the balance of {account}",
        "check how much money is on {account}",
        tells="the {kind} account {account} holds ${balance}",
    )
    def get_balance(self, account: str) -> Account:
        """Look up how much is on an account.

        Args:
            account: The account number.
        """
        return self._account(account)

    @tool(
        "list the latest transactions of {account}",
        "show me what was charged to {account} lately",
        tells="the latest payments from account {account} are "
        "{transactions[:4].join('', ['$', to_string(paid), ' to ', merchant])}",
    )
    def list_transactions(self, account: str) -> Transactions:
        """List what was paid from an account, latest first.

        Args:
            account: The account number.
        """
        self._account(account)
        return Transactions(account=account, transactions=tuple(reversed(self._transactions[account]))[:6])

    @tool(
        "transfer ${amount} from {from_account} to {to_account}",
        "move ${amount} from {from_account} to {to_account}",
        tells="I moved ${amount} from {from_account} to {to_account}, which leaves ${remaining_balance}; the transfer "
        "number is {transfer_id}",
    )
    def transfer_money(self, from_account: str, to_account: str, amount: Money) -> Transfer:
        """Move money between two of the customer's accounts. Fails where there is not enough.

        Args:
            from_account: The number of the account that pays.
            to_account: The number of the account that receives.
            amount: How much, in dollars.
        """
        target = self._account(to_account)
        if from_account == to_account:
            raise Refused("both accounts are the same")
        remaining = self._spend(from_account, f"account {to_account}", amount)
        self._accounts[to_account] = replace(target, balance=round(target.balance + amount, 2))
        return Transfer(
            transfer_id=f"TR{self._issued}-{to_account[-1]}",
            from_account=from_account,
            to_account=to_account,
            amount=amount,
            remaining_balance=remaining,
        )

    @tool(
        "list my open bills",
        "show me which bills I still have to pay",
        tells="these bills are open: {bills[:5].join('', [biller, ', $', to_string(amount), ', due ', due])}"
        "|there are no open bills",
    )
    def list_bills(self) -> Bills:
        """List the bills that are not paid yet, the most urgent first."""
        return Bills(bills=tuple(sorted(self._bills.values(), key=lambda bill: bill.due)))

    @tool(
        "pay {bill_number|the first one} from {account}",
        "settle {bill_number|the first one} from {account}",
        tells="the bill from {biller} is paid: ${paid} went off account {account}, which leaves ${remaining_balance}",
    )
    def pay_bill(self, bill_number: str, account: str) -> Payment:
        """Pay an open bill in full. Fails where there is not enough on the account.

        Args:
            bill_number: The number on the bill.
            account: The number of the account that pays.
        """
        if bill_number not in self._bills:
            raise Refused(f"no open bill {bill_number!r}")
        bill = self._bills[bill_number]
        remaining = self._spend(account, bill.biller, bill.amount)
        del self._bills[bill_number]
        return Payment(
            bill_number=bill_number, biller=bill.biller, paid=bill.amount, account=account, remaining_balance=remaining
        )

    @tool(
        'dispute {transaction_id|the first one} as "{reason}"',
        'report {transaction_id|the first one} as "{reason}"',
        tells='the charge of ${amount} from {merchant} is reported as "{reason}", the case number is {case_number}',
    )
    def dispute_transaction(self, transaction_id: str, reason: Complaint) -> Dispute:
        """Complain about a transaction; a second complaint replaces the reason of the first.

        Args:
            transaction_id: The transaction's id, as listed.
            reason: What is wrong with it.
        """
        for account, booked in self._transactions.items():
            for index, transaction in enumerate(booked):
                if transaction.transaction_id == transaction_id:
                    disputed = replace(transaction, dispute=reason)
                    self._transactions[account] = (*booked[:index], disputed, *booked[index + 1 :])
                    return Dispute(
                        case_number=f"CASE-{transaction_id[2:6]}",
                        transaction_id=transaction_id,
                        merchant=transaction.merchant,
                        amount=transaction.paid,
                        reason=reason,
                    )
        raise Refused(f"no transaction {transaction_id!r}")

    @tool(
        "freeze {card}",
        "block {card} right away",
        tells="the card ending in {card} is {status}",
    )
    def freeze_card(self, card: str) -> Card:
        """Freeze a card, so that nobody can pay with it.

        Args:
            card: The last four digits.
        """
        return self._put(replace(self._card(card), status="frozen"))

    @tool(
        "set the daily limit of {card} to ${daily_limit}",
        "change the limit of {card} to ${daily_limit} a day",
        tells="the card ending in {card} now has a daily limit of ${daily_limit}",
    )
    def set_card_limit(self, card: str, daily_limit: Limit) -> Card:
        """Change how much can be paid with a card in one day.

        Args:
            card: The last four digits.
            daily_limit: The most that can be spent in a day, in whole dollars.
        """
        return self._put(replace(self._card(card), daily_limit=daily_limit))

    def _bill(self, biller: str) -> Bill:
        return Bill(
            bill_number=f"INV/{self.random.randrange(100, 999)}/{_BILLERS.index(biller)}{biller[0]}",
            biller=biller,
            amount=_amount(self.random, 25, 190),
            due=self.day(self.random.randrange(2, 30)),
        )

    def _account(self, account: str) -> Account:
        if account not in self._accounts:
            raise Refused(f"no account {account!r}")
        return self._accounts[account]

    def _spend(self, account: str, merchant: str, amount: float) -> float:
        source = self._account(account)
        if source.balance < amount:
            raise Refused(f"only ${source.balance} on account {account}")
        remaining = round(source.balance - amount, 2)
        self._accounts[account] = replace(source, balance=remaining)
        self._issued += 3
        self._book(account, merchant, amount, self.now.date())
        return remaining

    def _book(self, account: str, merchant: str, amount: float, day: date) -> None:
        letter = self.random.choice("ABCDEFGHJK")
        transaction_id = (
            f"TX{self.random.randrange(1000, 9999)}-{letter}{len(self._transactions[account])}{account[-1]}"
        )
        fresh = Transaction(transaction_id=transaction_id, booked=day, merchant=merchant, paid=amount)
        self._transactions[account] = (*self._transactions[account], fresh)

    def _card(self, card: str) -> Card:
        if card not in self._cards:
            raise Refused(f"no card ending in {card!r}")
        return self._cards[card]

    def _put(self, card: Card) -> Card:
        self._cards[card.card] = card
        return card


def _amount(random: Random, low: int, high: int) -> float:
    return random.randrange(low, high) + random.choice((0.25, 0.49, 0.75, 0.95, 0.38))
