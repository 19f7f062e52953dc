"""The journal (LED-4, LED-16): postings, append only, and views of them.

A posting has a posting date and a number, which grows with the recorded time. A view holds the
postings up to a posting date and up to a number: both kinds of as-of question.
"""

import datetime
import enum
from collections import defaultdict
from dataclasses import dataclass, field
from typing import Iterable, Iterator

Date = datetime.date


class Component(enum.IntEnum):
    """Parts of a bill in the order in which money goes to them (LED-2, art. 561)."""

    COST = 1
    LATE_FEE = 2
    PRINCIPAL = 3


class Kind(enum.Enum):
    """What happened."""

    BILL = "BILL"
    PAYMENT = "PAYMENT"
    PREPAYMENT_USE = "PREPAYMENT_USE"
    WAIVER = "WAIVER"
    REVERSAL = "REVERSAL"
    REFUND = "REFUND"
    SUSPENSE = "SUSPENSE"
    CREDIT_NOTE = "CREDIT_NOTE"
    WRITE_OFF = "WRITE_OFF"
    REVIVAL = "REVIVAL"
    LATE_FEE = "LATE_FEE"
    COST = "COST"
    OPENING = "OPENING"


class Account(enum.Enum):
    """The accounts of LED-4; cash has one for each method, see `cash_account`."""

    RECEIVABLE = "RECEIVABLE"
    PREPAYMENT = "PREPAYMENT"
    REVENUE = "REVENUE"
    WAIVER_EXPENSE = "WAIVER_EXPENSE"
    SUSPENSE = "SUSPENSE"
    LATE_FEE_REVENUE = "LATE_FEE_REVENUE"
    COST_RECOVERY = "COST_RECOVERY"
    WRITE_OFF_EXPENSE = "WRITE_OFF_EXPENSE"
    OPENING_EQUITY = "OPENING_EQUITY"


def cash_account(method: str) -> str:
    return f"CASH_{method}"


@dataclass(frozen=True)
class BillChange:
    """What a posting adds to what is owed of a component; by money when a payment is named."""

    bill_id: str
    component: Component
    fen: int
    payment_id: str | None = None


@dataclass(frozen=True)
class HeldChange:
    """What a posting adds to the prepayment held of a payment."""

    payment_id: str
    fen: int


@dataclass(frozen=True)
class Posting:
    """A balanced set of entries (LED-4)."""

    number: int
    kind: Kind
    date: Date
    project_id: str
    unit_id: str | None
    reference: str
    bill_changes: tuple[BillChange, ...]
    held_changes: tuple[HeldChange, ...]
    accounts: tuple[tuple[str, int], ...]

    def __post_init__(self) -> None:
        if sum(fen for _, fen in self.accounts) != 0:
            raise AssertionError(f"LED-4: the posting is not balanced: {self}")

    @property
    def owed_change(self) -> int:
        return sum(change.fen for change in self.bill_changes)

    @property
    def held_change(self) -> int:
        return sum(change.fen for change in self.held_changes)


@dataclass(frozen=True)
class View:
    """Postings up to a date and a number."""

    postings: tuple[Posting, ...]

    def of_unit(self, unit_id: str) -> "View":
        return View(tuple(p for p in self.postings if p.unit_id == unit_id))

    def changes(self) -> Iterator[tuple[Posting, BillChange]]:
        for posting in self.postings:
            for change in posting.bill_changes:
                yield posting, change

    def owed(self) -> dict[tuple[str, Component], int]:
        """What is owed of each component of each bill."""
        owed: dict[tuple[str, Component], int] = defaultdict(int)
        for _, change in self.changes():
            owed[change.bill_id, change.component] += change.fen
        return owed

    def owed_of_bills(self) -> dict[str, int]:
        """What is owed of each bill, all components."""
        owed: dict[str, int] = defaultdict(int)
        for _, change in self.changes():
            owed[change.bill_id] += change.fen
        return owed

    def held(self) -> dict[str, int]:
        """The prepayment held of each payment."""
        held: dict[str, int] = defaultdict(int)
        for posting in self.postings:
            for change in posting.held_changes:
                held[change.payment_id] += change.fen
        return held

    def bills_made(self) -> set[str]:
        return {p.reference for p in self.postings if p.kind in (Kind.BILL, Kind.OPENING)}

    def accounts(self) -> dict[str, int]:
        """Sums of the accounts, debits positive."""
        sums: dict[str, int] = defaultdict(int)
        for posting in self.postings:
            for account, fen in posting.accounts:
                sums[account] += fen
        return sums


@dataclass
class Journal:
    """All postings, in the order in which they were recorded."""

    postings: list[Posting] = field(default_factory=list)

    def view(self, as_of: Date | None = None, number: int | None = None,
             unit_id: str | None = None) -> View:
        return View(tuple(
            p for p in self.postings
            if (as_of is None or p.date <= as_of) and (number is None or p.number <= number)
            and (unit_id is None or p.unit_id == unit_id)))

    def of_unit(self, unit_id: str) -> Iterable[Posting]:
        return (p for p in self.postings if p.unit_id == unit_id)

    def least_owed(self, unit_id: str, bill_id: str, component: Component, first: Date,
                   last: Date) -> int:
        """The least that was owed on any day from first to last (definition 4)."""
        days = {first} | {p.date for p in self.of_unit(unit_id) if first < p.date <= last}
        return min(sum(c.fen for p in self.of_unit(unit_id) if p.date <= day
                       for c in p.bill_changes
                       if (c.bill_id, c.component) == (bill_id, component))
                   for day in days)
