"""Settlements: what one would pay, and its posting (WVR-4, WVR-8, definitions 12, 14 and 17).

Readings.
- The day that a settlement is quoted for is the day on which today's money is posted.
- Prepayment held before covers the plan-year fees that are not due yet, oldest due date first; new
  money goes to what that leaves, month by month, within a month oldest due date first.
- Historical bills are arrears whether they are due or not, and are paid by the settlement at once;
  then its money is allocated by default (definition 3).
"""

from collections import defaultdict
from dataclasses import dataclass

from .dates import Date
from .fees import Fee
from .journal import Account, BillChange, Component, HeldChange, Kind, cash_account
from .money import Payment


@dataclass(frozen=True)
class Quote:
    """What a settlement would pay; amounts in fen."""

    arrears_fen: int
    arrears_charges_fen: int
    current_due_fen: int
    prepay_fen: int
    cash_fen: int
    arrears_left_fen: int
    months_covered: int
    claim_fen: int
    plan_year: int


@dataclass
class _Debts:
    """A unit's unpaid amounts on the day of a quote; `ahead` is what held prepayment leaves."""

    arrears: int
    charges: int
    current_due: int
    claim: int
    ahead: list[tuple[Fee, int]]
    due: list[tuple[Fee, int]]
    year: int


class SettlementRules:
    """The part of the ledger that settles a waiver."""

    def quote(self, unit_id: str, waiver_fen: int, months: int, cash_fen: int) -> Quote:
        """WVR-4, definition 12, for so many months or for so much cash."""
        debts = self._debts(unit_id)
        arrears_to_pay = max(debts.arrears - waiver_fen, 0) + debts.charges
        if cash_fen == 0:
            cash_fen = (arrears_to_pay + debts.current_due
                        + self._price_of_months(debts, months))
        left = max(cash_fen - arrears_to_pay, 0)
        paid = self._paid_ahead(debts, max(left - debts.current_due, 0))
        return Quote(debts.arrears, debts.charges, debts.current_due, sum(paid.values()), cash_fen,
                     max(arrears_to_pay - cash_fen, 0),
                     self._months_covered(debts, left >= debts.current_due, paid), debts.claim,
                     debts.year)

    def _debts(self, unit_id: str) -> _Debts:
        day = self.now
        year = self.calendar.plan_year(day)
        view = self.journal.view(unit_id=unit_id)
        owed = view.owed()
        debts = _Debts(0, 0, 0, 0, [], [], year)
        ahead: list[tuple[Fee, int]] = [(fee, fee.fen) for fee in self.unbilled(
            unit_id, year, view.bills_made())]
        for bill in self.bills_of(unit_id):
            principal = owed[bill.id, Component.PRINCIPAL]
            charges = owed[bill.id, Component.COST] + owed[bill.id, Component.LATE_FEE]
            if bill.fee.due_date <= day:
                debts.claim += principal + charges
            if bill.fee.year < year:
                debts.arrears += principal
                debts.charges += charges
            elif bill.fee.year == year and bill.fee.due_date <= day:
                debts.current_due += principal + charges
                debts.due.append((bill.fee, principal + charges))
            elif bill.fee.year == year:
                ahead.append((bill.fee, principal + charges))
        held = sum(view.held().values())
        for fee, fen in sorted(ahead, key=self._by_due_date):
            covered = min(held, fen)
            held -= covered
            debts.ahead.append((fee, fen - covered))
        return debts

    def _by_due_date(self, debt: tuple[Fee, int]) -> tuple[Date, str]:
        return debt[0].due_date, self.bill_id(debt[0])

    def _price_of_months(self, debts: _Debts, months: int) -> int:
        """What is not due yet of so many months from the earliest unpaid one on."""
        unpaid = [month for fee, fen in debts.due + debts.ahead if fen for month in fee.months]
        if not unpaid:
            return 0
        wanted = set(range(min(unpaid), min(unpaid) + months))
        return sum(fen for fee, fen in debts.ahead if wanted & set(fee.months))

    def _paid_ahead(self, debts: _Debts, fen: int) -> dict[tuple, int]:
        """What new money pays of fees that are not due, in the order of months."""
        paid: dict[tuple, int] = {}
        for fee, unpaid in sorted(debts.ahead, key=lambda d: (d[0].months[0],
                                                              *self._by_due_date(d))):
            part = min(fen, unpaid)
            fen -= part
            if part:
                paid[fee.key] = part
        return paid

    @staticmethod
    def _months_covered(debts: _Debts, due_is_paid: bool, paid: dict[tuple, int]) -> int:
        """Definition 12: months whose last unpaid fen this cash pays."""
        finished: dict[int, bool] = defaultdict(bool)
        unpaid: set[int] = set()
        for fee, fen in debts.due:
            for month in fee.months:
                if fen and due_is_paid:
                    finished[month] = True
                elif fen:
                    unpaid.add(month)
        for fee, fen in debts.ahead:
            for month in fee.months:
                if fen > paid.get(fee.key, 0):
                    unpaid.add(month)
                elif fen:
                    finished[month] = True
        return len(set(finished) - unpaid)

    def refusals_of_settlement(self, unit_id: str, waiver_id: str, waiver_fen: int, cash_fen: int,
                               received_date: Date) -> set[str]:
        """Why a settlement is not posted; all reasons that hold."""
        if waiver_id in self.settlements:
            return {"WAIVER_POSTED"}
        reasons = self.refusals_of_money(received_date, by_finance=False)
        debts = self._debts(unit_id)
        if self.calendar.plan_year(self.calendar.open_day(received_date)) != debts.year:
            reasons.add("RECEIVED_IN_ANOTHER_YEAR")
        if waiver_fen > debts.arrears:
            reasons.add("WAIVER_EXCEEDS_ARREARS")
        if cash_fen < debts.arrears - waiver_fen + debts.charges:
            reasons.add("CASH_DIFFERS")
        return reasons

    def post_settlement(self, payment_id: str, waiver_id: str, unit_id: str, waiver_fen: int,
                        cash_fen: int, method: str, received_date: Date,
                        collector_id: str) -> Payment:
        """WVR-8: payment, waiver and prepayment in one; the caller has asked for refusals."""
        self._begin()
        self.use_held(unit_id, self.now)
        posting_date = self.calendar.open_day(received_date)
        payment = Payment(payment_id, unit_id, cash_fen, method, received_date, posting_date,
                          self.number, collector_id, cash_account(method), waiver_id=waiver_id,
                          historical_year=self.calendar.plan_year(posting_date))
        self.payments[payment_id] = payment
        self.settlements[waiver_id] = payment
        self._waive(payment, waiver_fen)
        parts = self._historical_parts(payment)
        historical = sum(fen for _, _, fen in parts)
        due = [(bill_id, cash_fen) for bill_id in self._due_bills(unit_id, posting_date)]
        taken = defaultdict(int, {(bill_id, component): fen for bill_id, component, fen in parts})
        parts += self._take(unit_id, posting_date, cash_fen - historical, due, taken)
        allocated = sum(fen for _, _, fen in parts)
        payment.held_fen = cash_fen - allocated
        self.post(Kind.PAYMENT, posting_date, unit_id, payment_id,
                  bill_changes=self._paid(payment, parts, posting_date, False),
                  held_changes=[HeldChange(payment_id, payment.held_fen)],
                  accounts={cash_account(method): cash_fen, Account.RECEIVABLE.value: -allocated,
                            Account.PREPAYMENT.value: -payment.held_fen})
        self._follow(payment, {})
        return payment

    def _historical_bills(self, payment: Payment) -> list[str]:
        bills = [b for b in self.bills_of(payment.unit_id)
                 if b.fee.year < payment.historical_year]
        return [b.id for b in sorted(bills, key=lambda b: (b.fee.due_date, b.id))]

    def _waive(self, payment: Payment, fen: int) -> None:
        """Definition 14: principal, oldest due date first, ties by bill id."""
        owed = self.journal.view(unit_id=payment.unit_id).owed()
        for bill_id in self._historical_bills(payment):
            part = min(fen, owed[bill_id, Component.PRINCIPAL])
            if part > 0:
                payment.waived[bill_id] = part
                fen -= part
        waived = sum(payment.waived.values())
        self.post(Kind.WAIVER, payment.posting_date, payment.unit_id, payment.waiver_id,
                  bill_changes=[BillChange(bill_id, Component.PRINCIPAL, -part)
                                for bill_id, part in payment.waived.items()],
                  accounts={Account.WAIVER_EXPENSE.value: waived,
                            Account.RECEIVABLE.value: -waived})

    def _historical_parts(self, payment: Payment) -> list[tuple[str, Component, int]]:
        owed = self.journal.view(unit_id=payment.unit_id).owed()
        return [(bill_id, component, owed[bill_id, component])
                for bill_id in self._historical_bills(payment) for component in Component
                if owed[bill_id, component] > 0]
