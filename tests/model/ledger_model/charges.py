"""What changes a bill besides money: late fee, costs, credit notes, write-off (LED-15, LED-18).

Readings.
- The late fee of a bill at a date is, summed over the days behind due date + grace up to the date,
  the daily rate of the principal unpaid at the end of each day, at most the cap's share of the
  bill's principal, less what was charged before; rounded once.
- A credit note takes unpaid principal first. What of it was paid already is no longer owed: that
  money becomes prepayment of its payment again, the latest allocation first, and is used by itself.
- A write-off gives up all that is unpaid of a bill; a revival brings back what was written off.
"""

from collections import defaultdict
from dataclasses import dataclass
from fractions import Fraction

from .dates import ONE_DAY, Date
from .fees import round_half_away
from .journal import Account, BillChange, Component, HeldChange, Kind, View


@dataclass(frozen=True)
class LateFeeTerms:
    """LED-15: a project's late fee."""

    daily_rate: Fraction
    grace_days: int
    cap_share: Fraction


class ChargeRules:
    """The part of the ledger that changes bills without money."""

    def late_fee(self, bill_id: str, date: Date, terms: LateFeeTerms) -> int:
        """LED-15: what may be charged for a date, on principal alone."""
        bill = self.bills[bill_id]
        day = bill.fee.due_date + ONE_DAY * (terms.grace_days + 1)
        exact = Fraction(0)
        while day <= date:
            owed = self.journal.view(day, unit_id=bill.fee.unit_id).owed()
            exact += owed[bill_id, Component.PRINCIPAL] * terms.daily_rate
            day += ONE_DAY
        exact = min(exact, self._principal(bill_id) * terms.cap_share)
        return max(round_half_away(exact) - self._charged(bill_id), 0)

    def _of_kinds(self, bill_id: str, component: Component, *kinds: Kind) -> int:
        unit_id = self.bills[bill_id].fee.unit_id
        return sum(c.fen for p, c in self.journal.view(unit_id=unit_id).changes()
                   if c.bill_id == bill_id and c.component == component and p.kind in kinds)

    def _principal(self, bill_id: str) -> int:
        """The bill's principal, credit notes taken off."""
        return self._of_kinds(bill_id, Component.PRINCIPAL, Kind.BILL, Kind.CREDIT_NOTE)

    def _charged(self, bill_id: str) -> int:
        return self._of_kinds(bill_id, Component.LATE_FEE, Kind.LATE_FEE)

    def charge(self, bill_id: str, component: Component, fen: int) -> None:
        """Books a late fee (LED-15) or costs of collection; held prepayment pays them at once."""
        kind, account = Kind.COST, Account.COST_RECOVERED
        if component == Component.LATE_FEE:
            kind, account = Kind.LATE_FEE, Account.LATE_FEE_REVENUE
        self._begin()
        self._change(kind, bill_id, {component: fen}, account)

    def credit(self, bill_id: str, fen: int) -> None:
        """LED-18: a wrong bill is corrected, in full or in part."""
        self._begin()
        unit_id = self.bills[bill_id].fee.unit_id
        owed = self.journal.view(unit_id=unit_id).owed()[bill_id, Component.PRINCIPAL]
        self._release(bill_id, fen - min(fen, owed))
        self._change(Kind.CREDIT_NOTE, bill_id, {Component.PRINCIPAL: -fen}, Account.REVENUE)

    def _release(self, bill_id: str, fen: int) -> None:
        """Takes money off a bill's principal, the latest allocation first, and holds it."""
        unit_id = self.bills[bill_id].fee.unit_id
        standing = [(p, a) for p in self.payments_of(unit_id) for a in p.allocations
                    if a.bill_id == bill_id and a.component == Component.PRINCIPAL]
        for payment, allocation in sorted(standing, key=lambda s: (s[1].posting_date, s[0].number),
                                          reverse=True):
            part = min(fen, allocation.fen)
            if part == 0:
                continue
            fen -= part
            allocation.fen -= part
            payment.held_fen += part
            payment.allocations = [a for a in payment.allocations if a.fen > 0]
            self.post(Kind.CREDIT_NOTE, self.now, unit_id, bill_id,
                      bill_changes=[BillChange(bill_id, Component.PRINCIPAL, part, payment.id)],
                      held_changes=[HeldChange(payment.id, part)],
                      accounts={Account.RECEIVABLE.value: part, Account.PREPAYMENT.value: -part})

    def write_off(self, bill_id: str) -> None:
        """LED-18: a debt that is given up; no receipt, and it stays visible."""
        self._begin()
        unit_id = self.bills[bill_id].fee.unit_id
        owed = self.journal.view(unit_id=unit_id).owed()
        self._change(Kind.WRITE_OFF, bill_id, {c: -owed[bill_id, c] for c in Component},
                     Account.WRITE_OFF_EXPENSE)

    def revive(self, bill_id: str) -> None:
        """LED-18: what was written off is owed again."""
        self._begin()
        given_up: dict[Component, int] = defaultdict(int)
        for component in Component:
            given_up[component] = -self._of_kinds(bill_id, component, Kind.WRITE_OFF, Kind.REVIVAL)
        self._change(Kind.REVIVAL, bill_id, given_up, Account.WRITE_OFF_EXPENSE)

    def _change(self, kind: Kind, bill_id: str, parts: dict[Component, int],
                account: Account) -> None:
        unit_id = self.bills[bill_id].fee.unit_id
        total = sum(parts.values())
        self.post(kind, self.now, unit_id, bill_id,
                  bill_changes=[BillChange(bill_id, component, fen)
                                for component, fen in parts.items()],
                  accounts={Account.RECEIVABLE.value: total, account.value: -total})
        self.use_held(unit_id, self.now)

    def written_off(self, bill_id: str, view: View) -> int:
        """What of a bill is given up in a view; visible for ever."""
        return -sum(c.fen for p, c in view.changes() if c.bill_id == bill_id
                    and p.kind in (Kind.WRITE_OFF, Kind.REVIVAL))
