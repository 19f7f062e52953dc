"""Where money goes: payments, prepayment, reversal, refund (LED-2, LED-3, definitions 3 to 5).

Readings.
- Money is followed day by day from its posting date to now. On each day it pays what is due by
  then, in each component at most the least that is owed on any day from that day to now; what is
  left over is held. So definition 4 is one rule for money that is late and money that is not.
- What a payer designates stays reserved for the named bill until the bill can take it.
- The oldest payment is the one that the owner paid first (received date), then the one recorded
  first.
- Held money comes before new money: what is due on the posting date of a payment is first paid by
  older prepayment.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Iterable

from .dates import Date
from .journal import (Account, BillChange, Component, HeldChange, Kind, cash_account)

# A part of a bill that money can pay.
Part = tuple[str, Component]


@dataclass(frozen=True)
class Designation:
    """The payer's choice of a bill; 0 fen for as much as it still owes."""

    bill_id: str
    fen: int


@dataclass
class Allocation:
    """Money of a payment that stands on a part of a bill."""

    bill_id: str
    component: Component
    fen: int
    posting_date: Date
    from_prepayment: bool


@dataclass
class Payment:
    """A payment and where its money is."""

    id: str
    unit_id: str
    fen: int
    method: str
    received_date: Date
    posting_date: Date
    number: int
    collector_id: str
    # Where the money came from: a cash account, or suspense.
    source_account: str
    # Who recorded it, and the bank's or wallet's number of it.
    recorded_by: str = ""
    external_reference: str = ""
    # Whether it came in with a file of receipts.
    from_file: bool = False
    allocations: list[Allocation] = field(default_factory=list)
    held_fen: int = 0
    refunded_fen: int = 0
    reversed: bool = False
    # Reversed for what says that the money never was there: bounced, or of another unit.
    never_was: bool = False
    waiver_id: str = ""
    waived: dict[str, int] = field(default_factory=dict)
    historical_year: int = 0
    claim_fen: int = 0

    @property
    def standing_fen(self) -> int:
        """What it still holds."""
        return 0 if self.reversed else self.fen - self.refunded_fen


class MoneyRules:
    """The part of the ledger that moves money between payments and bills."""

    # -- what a day's money may pay ----------------------------------------------------------------

    def _due_bills(self, unit_id: str, day: Date) -> list[str]:
        """Bills made and due by a day, oldest due date first, ties by id (LED-2)."""
        return [b.id for b in sorted(self.bills_of(unit_id), key=lambda b: (b.fee.due_date, b.id))
                if b.fee.due_date <= day]

    def _least(self, unit_id: str, bill_id: str, component: Component, day: Date) -> int:
        return self.journal.least_owed(unit_id, bill_id, component, day, max(self.now, day))

    def _take(self, unit_id: str, day: Date, fen: int, wanted: Iterable[tuple[str, int]],
              taken: dict[Part, int] | None = None) -> list[tuple[str, Component, int]]:
        """Parts of bills that so much money pays on a day. `wanted` bounds it bill by bill; `taken`
        is what the same money has on the bills already, and is added to."""
        taken = defaultdict(int) if taken is None else taken
        parts: list[tuple[str, Component, int]] = []
        for bill_id, most in wanted:
            for component in Component:
                room = (self._least(unit_id, bill_id, component, day)
                        - taken[bill_id, component])
                part = min(fen, most, room)
                if part <= 0:
                    continue
                parts.append((bill_id, component, part))
                taken[bill_id, component] += part
                fen -= part
                most -= part
        return parts

    # -- following one payment's money -------------------------------------------------------------

    def _place(self, payment: Payment, reserved: dict[str, int]) -> None:
        """Allocates a new payment at its posting date and on the days from there to now.

        `reserved` is what the payment keeps for bills ahead of the default allocation.
        """
        parts = self._parts_of_day(payment, payment.posting_date, payment.fen, reserved)
        allocated = sum(fen for _, _, fen in parts)
        payment.held_fen = payment.fen - allocated
        self.post(Kind.PAYMENT, payment.posting_date, payment.unit_id, payment.id,
                  bill_changes=self._paid(payment, parts, payment.posting_date, False),
                  held_changes=[HeldChange(payment.id, payment.held_fen)],
                  accounts={payment.source_account: payment.fen,
                            Account.RECEIVABLE.value: -allocated,
                            Account.PREPAYMENT.value: -payment.held_fen})
        self._follow(payment, reserved)

    def _follow(self, payment: Payment, reserved: dict[str, int]) -> None:
        """Uses what is held of a late payment on the days from its posting date to now."""
        for day in self._days_behind(payment.unit_id, payment.posting_date):
            if payment.held_fen == 0:
                return
            parts = self._parts_of_day(payment, day, payment.held_fen, reserved)
            self._use(payment, parts, day)

    def _days_behind(self, unit_id: str, first: Date) -> list[Date]:
        """The days behind the first up to now on which more may be owed or due."""
        days = {b.fee.due_date for b in self.bills_of(unit_id)}
        days |= {p.date for p in self.journal.of_unit(unit_id)}
        return sorted(d for d in days if first < d <= self.now)

    def _parts_of_day(self, payment: Payment, day: Date, fen: int,
                      reserved: dict[str, int]) -> list[tuple[str, Component, int]]:
        """Designated bills first, then what is due by default (definition 3)."""
        taken: dict[Part, int] = defaultdict(int)
        chosen = self._take(payment.unit_id, day, fen, reserved.items(), taken)
        for bill_id, _, part in chosen:
            reserved[bill_id] -= part
        free = fen - sum(part for _, _, part in chosen) - sum(reserved.values())
        due = [(bill_id, free) for bill_id in self._due_bills(payment.unit_id, day)]
        return chosen + self._take(payment.unit_id, day, free, due, taken)

    def reserve(self, payment: Payment, designations: list[Designation]) -> dict[str, int]:
        """How much of the payment each designation keeps for its bill."""
        owed = self.journal.view(unit_id=payment.unit_id).owed_of_bills()
        left = payment.fen
        reserved: dict[str, int] = {}
        for designation in designations:
            unpaid = owed[designation.bill_id] - reserved.get(designation.bill_id, 0)
            part = min(left, designation.fen or unpaid)
            reserved[designation.bill_id] = reserved.get(designation.bill_id, 0) + part
            left -= part
        return reserved

    # -- using what is held ------------------------------------------------------------------------

    def use_held(self, unit_id: str, day: Date) -> None:
        """Definition 4: held money pays what is due by a day, the oldest payment's first."""
        held = sorted((p for p in self.payments_of(unit_id) if p.held_fen > 0),
                      key=lambda p: (p.received_date, p.number))
        for payment in held:
            wanted = [(bill_id, payment.held_fen) for bill_id in self._due_bills(unit_id, day)]
            self._use(payment, self._take(unit_id, day, payment.held_fen, wanted), day)

    def _use(self, payment: Payment, parts: list[tuple[str, Component, int]], day: Date) -> None:
        used = sum(fen for _, _, fen in parts)
        if used == 0:
            return
        payment.held_fen -= used
        self.post(Kind.PREPAYMENT_USE, day, payment.unit_id, payment.id,
                  bill_changes=self._paid(payment, parts, day, True),
                  held_changes=[HeldChange(payment.id, -used)],
                  accounts={Account.PREPAYMENT.value: used, Account.RECEIVABLE.value: -used})

    def _paid(self, payment: Payment, parts: list[tuple[str, Component, int]], day: Date,
              from_prepayment: bool) -> list[BillChange]:
        for bill_id, component, fen in parts:
            payment.allocations.append(Allocation(bill_id, component, fen, day, from_prepayment))
        return [BillChange(bill_id, component, -fen, payment.id)
                for bill_id, component, fen in parts]

    # -- giving it back ----------------------------------------------------------------------------

    def _undo(self, payment: Payment) -> None:
        """LED-3: opposite entries for all that stands, the waiver of its settlement included."""
        allocated = sum(a.fen for a in payment.allocations)
        waived = sum(payment.waived.values())
        reopened = [BillChange(a.bill_id, a.component, a.fen, payment.id)
                    for a in payment.allocations]
        reopened += [BillChange(bill_id, Component.PRINCIPAL, fen)
                     for bill_id, fen in payment.waived.items()]
        self.post(Kind.REVERSAL, self.now, payment.unit_id, payment.id,
                  bill_changes=reopened,
                  held_changes=[HeldChange(payment.id, -payment.held_fen)],
                  accounts={cash_account(payment.method): -allocated - payment.held_fen,
                            Account.RECEIVABLE.value: allocated + waived,
                            Account.PREPAYMENT.value: payment.held_fen,
                            Account.WAIVER_EXPENSE.value: -waived})
        payment.allocations.clear()
        payment.held_fen = 0
        payment.reversed = True
        self.use_held(payment.unit_id, self.now)

    def _pay_back(self, payment: Payment, fen: int) -> None:
        """LED-3, definition 5: unused prepayment first, then allocations, the latest first."""
        from_held = min(fen, payment.held_fen)
        reopened = [BillChange(a.bill_id, a.component, part, payment.id)
                    for a, part in self._latest_parts(payment, fen - from_held)]
        for allocation, part in self._latest_parts(payment, fen - from_held):
            allocation.fen -= part
        payment.allocations = [a for a in payment.allocations if a.fen > 0]
        payment.held_fen -= from_held
        payment.refunded_fen += fen
        self.post(Kind.REFUND, self.now, payment.unit_id, payment.id,
                  bill_changes=reopened, held_changes=[HeldChange(payment.id, -from_held)],
                  accounts={cash_account(payment.method): -fen,
                            Account.RECEIVABLE.value: fen - from_held,
                            Account.PREPAYMENT.value: from_held})
        self.use_held(payment.unit_id, self.now)

    @staticmethod
    def _latest_parts(payment: Payment, fen: int) -> list[tuple[Allocation, int]]:
        parts = []
        for allocation in reversed(payment.allocations):
            part = min(fen, allocation.fen)
            if part > 0:
                parts.append((allocation, part))
                fen -= part
        return parts
