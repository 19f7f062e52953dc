"""Late fee: what a day of delay costs, and what of it may be charged (LED-15, definition 23).

Readings, those of the ledger's README where it has one.
- Days of grace are never counted, also when they are over; grace is that in force on the due date,
  the cap that in force on the last day. A day goes by the terms in force on it, the project's own
  ahead of those of all projects.
- Money counts from its received date. What a reversal says never was (bounced, booked to the wrong
  unit) never counts; what was paid back counts until the day on which it was, also a part of money
  that bounced later. What a credit note
  took back was never owed. A waiver, a write-off and a revival count from their posting date: what
  was given up bears none while it is, also when the settlement's money bounced since.
- The cap is a share of the principal that is owed by right, so without what was credited. It is a
  limit, and rounded down; the accrued sum is rounded once, half away from zero.
- A bill of the time before counts from the day behind its opening: what had come up by then is in
  the opening itself, and is nothing that was charged before.
- What was charged before is taken off in full: what a credit note took back of it is not charged
  again.
"""

from collections import defaultdict
from dataclasses import dataclass
from fractions import Fraction

from .dates import ONE_DAY, Date
from .fees import round_half_away
from .journal import BillChange, Component, Kind, Posting

# The days before all others, for what was never owed.
EVER = Date(1900, 1, 1)
NO_CAP = -1


@dataclass(frozen=True)
class LateFeeTerms:
    """LED-15: what holds for a project, or for all that have no terms of their own, from a day on."""

    effective_from: Date
    project_id: str
    daily_rate_e6: int
    grace_days: int
    # 0 for no bound.
    cap_bp: int


@dataclass(frozen=True)
class Span:
    """Days that bear late fee on one principal at one rate."""

    first: Date
    last: Date
    principal_fen: int
    daily_rate_e6: int

    @property
    def exact(self) -> Fraction:
        return Fraction(((self.last - self.first).days + 1) * self.principal_fen
                        * self.daily_rate_e6, 1_000_000)


@dataclass(frozen=True)
class LateFee:
    """The late fee of a bill; `charge_fen` is what may be charged now."""

    bill_id: str
    spans: tuple[Span, ...]
    accrued_fen: int
    cap_fen: int
    charged_before_fen: int
    charge_fen: int


class LateFeeRules:
    """The part of the ledger that computes late fee."""

    def late_fees(self, unit_id: str, through: Date, bill_ids: tuple[str, ...] = ()
                  ) -> list[LateFee]:
        """LED-15: of a unit's bills on which late fee has come up, now or before, by due date and
        id."""
        bills = [b for b in self.bills_of(unit_id) if not bill_ids or b.id in bill_ids]
        fees = [self.late_fee(b.id, through)
                for b in sorted(bills, key=lambda b: (b.fee.due_date, b.id))]
        return [fee for fee in fees if fee.accrued_fen > 0 or fee.charged_before_fen > 0]

    def late_fee(self, bill_id: str, through: Date) -> LateFee:
        """LED-15: of one bill, for the days up to `through`, that day included."""
        spans = tuple(self._spans(bill_id, through))
        accrued = round_half_away(sum((span.exact for span in spans), Fraction(0)))
        cap = self._cap(bill_id, through)
        before = self._of_kinds(bill_id, Component.LATE_FEE, Kind.LATE_FEE)
        most = accrued if cap == NO_CAP else min(accrued, cap)
        return LateFee(bill_id, spans, accrued, cap, before, max(most - before, 0))

    def terms(self, unit_id: str, day: Date) -> LateFeeTerms | None:
        """The terms in force on a day: the project's own, else those of all projects."""
        for project_id in (self.project_of_unit(unit_id), ""):
            in_force = [t for t in self.company.late_fee_terms
                        if t.project_id == project_id and t.effective_from <= day]
            if in_force:
                return max(in_force, key=lambda t: t.effective_from)
        return None

    def _cap(self, bill_id: str, through: Date) -> int:
        bill = self.bills[bill_id]
        terms = self.terms(bill.fee.unit_id, through)
        if terms is None or terms.cap_bp == 0:
            return NO_CAP
        principal = bill.fee.fen - self.credited(bill_id)
        return principal * terms.cap_bp // 10_000

    def _spans(self, bill_id: str, through: Date) -> list[Span]:
        fee = self.bills[bill_id].fee
        on_due_date = self.terms(fee.unit_id, fee.due_date)
        first = fee.due_date + ONE_DAY * ((on_due_date.grace_days if on_due_date else 0) + 1)
        if self._is_opening(bill_id):
            first = max(first, self.bills[bill_id].posting_date + ONE_DAY)
        changes = self._principal_changes(bill_id)
        turns = {day for day in changes if first < day <= through}
        turns |= {t.effective_from for t in self.company.late_fee_terms
                  if first < t.effective_from <= through}
        spans: list[Span] = []
        begins = sorted({first} | turns) if first <= through else []
        for begin, end in zip(begins, [day - ONE_DAY for day in begins[1:]] + [through]):
            terms = self.terms(fee.unit_id, begin)
            principal = max(sum(fen for day, fen in changes.items() if day <= begin), 0)
            span = Span(begin, end, principal, terms.daily_rate_e6 if terms else 0)
            if span.exact == 0:
                continue
            last = spans[-1] if spans else None
            if last and (last.last + ONE_DAY, last.principal_fen, last.daily_rate_e6) == (
                    begin, span.principal_fen, span.daily_rate_e6):
                spans[-1] = Span(last.first, end, last.principal_fen, last.daily_rate_e6)
            else:
                spans.append(span)
        return spans

    def _principal_changes(self, bill_id: str) -> dict[Date, int]:
        """What changes the principal that bears late fee, by the day from which it counts."""
        changes: dict[Date, int] = defaultdict(int)
        changes[EVER] = self.bills[bill_id].fee.fen
        for posting, change in self.journal.view(
                unit_id=self.bills[bill_id].fee.unit_id).changes():
            if (change.bill_id != bill_id or change.component != Component.PRINCIPAL
                    or posting.kind in (Kind.BILL, Kind.OPENING)):
                continue
            for day, fen in self._counts(posting, change):
                changes[day] += fen
        return changes

    def _counts(self, posting: Posting, change: BillChange) -> list[tuple[Date, int]]:
        """The days from which a change counts, with what it changes then."""
        if change.payment_id is None:
            return [(EVER if posting.kind == Kind.CREDIT_NOTE else posting.date, change.fen)]
        payment = self.payments[change.payment_id]
        if payment.never_was:
            if posting.kind != Kind.REFUND:
                return []
            return [(payment.received_date, -change.fen), (posting.date, change.fen)]
        if posting.kind in (Kind.REFUND, Kind.REVERSAL):
            return [(posting.date, change.fen)]
        return [(payment.received_date, change.fen)]

    def _is_opening(self, bill_id: str) -> bool:
        return any(p.kind == Kind.OPENING and p.reference == bill_id
                   for p in self.journal.postings)

    # -- sums of a bill ----------------------------------------------------------------------------

    def _of_kinds(self, bill_id: str, component: Component, *kinds: Kind) -> int:
        """What postings of these kinds changed of a part of a bill, other than by money."""
        unit_id = self.bills[bill_id].fee.unit_id
        return sum(c.fen for p, c in self.journal.view(unit_id=unit_id).changes()
                   if c.bill_id == bill_id and c.component == component and p.kind in kinds
                   and c.payment_id is None)

    def credited(self, bill_id: str) -> int:
        """What credit notes took off the principal."""
        return -self._of_kinds(bill_id, Component.PRINCIPAL, Kind.CREDIT_NOTE)
