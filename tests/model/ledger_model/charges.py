"""What changes a bill besides money: costs, late fee charged, credit notes (LED-15, LED-18).

Readings.
- All are posted on the business date, or on the first open day; what is held pays at once what
  becomes due by them.
- A credit note takes what is unpaid first. What of it was paid already is no longer owed: that
  money becomes prepayment of its payment again, the latest allocation first, and is used by itself.
  It does not touch historical money of a settlement, whose waiver was decided on it.
"""

from .journal import Account, BillChange, Component, HeldChange, Kind
from .late_fee import LateFee, LateFeeRules
from .dates import Date
from .money import Allocation, Payment
from .refused import Refused

# Where each part of a bill is earned.
EARNED = {Component.COST: Account.COST_RECOVERY, Component.LATE_FEE: Account.LATE_FEE_REVENUE,
          Component.PRINCIPAL: Account.REVENUE}


class ChargeRules(LateFeeRules):
    """The part of the ledger that charges more on a bill, and takes back what was charged."""

    def charge_cost(self, reference: str, bill_id: str, fen: int) -> None:
        """Costs of collection (Civil Code art. 561)."""
        self._known_bill(bill_id)
        self._begin()
        self._charge(Kind.COST, reference, bill_id, Component.COST, fen)
        self.use_held(self.bills[bill_id].fee.unit_id, self.now)

    def charge_late_fees(self, reference: str, unit_id: str, through: Date,
                         bill_ids: tuple[str, ...]) -> list[LateFee]:
        """LED-15: books what has come up and is not charged yet; answers what it found."""
        fees = self.quote_late_fees(unit_id, through, bill_ids)
        self._begin()
        for fee in fees:
            if fee.charge_fen > 0:
                self._charge(Kind.LATE_FEE, f"{reference}/{fee.bill_id}", fee.bill_id,
                             Component.LATE_FEE, fee.charge_fen)
        self.use_held(unit_id, self.now)
        return fees

    def quote_late_fees(self, unit_id: str, through: Date,
                        bill_ids: tuple[str, ...]) -> list[LateFee]:
        """LED-15: the same, and books nothing."""
        if unit_id not in self.company.community_of:
            raise Refused("UNKNOWN_UNIT")
        own = {b.id for b in self.bills_of(unit_id)}
        reasons = set()
        if not set(bill_ids) <= own:
            reasons.add("UNKNOWN_BILL")
        if through > self.business_date:
            reasons.add("THROUGH_DATE_IN_FUTURE")
        if reasons:
            raise Refused(*reasons)
        return self.late_fees(unit_id, through, bill_ids)

    def _known_bill(self, bill_id: str) -> None:
        if bill_id not in self.bills:
            raise Refused("UNKNOWN_BILL")

    def _charge(self, kind: Kind, reference: str, bill_id: str, component: Component,
                fen: int) -> None:
        self.post(kind, self.now, self.bills[bill_id].fee.unit_id, reference,
                  bill_changes=[BillChange(bill_id, component, fen)],
                  accounts={Account.RECEIVABLE.value: fen, EARNED[component].value: -fen})

    def credit(self, reference: str, bill_id: str, component: Component, fen: int) -> int:
        """LED-18: a wrong bill is corrected, in full or in part; answers what of it was paid."""
        self._known_bill(bill_id)
        unit_id = self.bills[bill_id].fee.unit_id
        owed = self.journal.view(unit_id=unit_id).owed()[bill_id, component]
        freed = fen - min(fen, owed)
        standing = self._standing_on(bill_id, component)
        if freed > sum(a.fen for _, a in standing):
            raise Refused("CREDIT_EXCEEDS_BILL")
        if any(p.waiver_id and self.bills[bill_id].fee.year < p.historical_year
               for p, _, _ in _latest(standing, freed)):
            raise Refused("CREDIT_TOUCHES_SETTLEMENT")
        self._begin()
        for payment, allocation, part in _latest(standing, freed):
            self._free(reference, payment, allocation, part)
        self.post(Kind.CREDIT_NOTE, self.now, unit_id, reference,
                  bill_changes=[BillChange(bill_id, component, -fen)],
                  accounts={Account.RECEIVABLE.value: -fen, EARNED[component].value: fen})
        self.use_held(unit_id, self.now)
        return freed

    def _standing_on(self, bill_id: str,
                     component: Component) -> list[tuple[Payment, Allocation]]:
        """Money on a part of a bill, the latest first."""
        standing = [(p, a) for p in self.payments_of(self.bills[bill_id].fee.unit_id)
                    for a in p.allocations if (a.bill_id, a.component) == (bill_id, component)]
        return sorted(standing, key=lambda s: (s[1].posting_date, s[0].number), reverse=True)

    def _free(self, reference: str, payment: Payment, allocation: Allocation, fen: int) -> None:
        allocation.fen -= fen
        payment.held_fen += fen
        payment.allocations = [a for a in payment.allocations if a.fen > 0]
        self.post(Kind.CREDIT_NOTE, self.now, payment.unit_id, reference,
                  bill_changes=[BillChange(allocation.bill_id, allocation.component, fen,
                                           payment.id)],
                  held_changes=[HeldChange(payment.id, fen)],
                  accounts={Account.RECEIVABLE.value: fen, Account.PREPAYMENT.value: -fen})


def _latest(standing: list[tuple[Payment, Allocation]],
            fen: int) -> list[tuple[Payment, Allocation, int]]:
    """What so much money is made of, of allocations in their order."""
    parts = []
    for payment, allocation in standing:
        part = min(fen, allocation.fen)
        if part > 0:
            parts.append((payment, allocation, part))
            fen -= part
    return parts
