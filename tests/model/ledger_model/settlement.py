"""Settlements: what one would pay, and its posting (WVR-4, WVR-8, definitions 12, 14 and 17).

Readings.
- A settlement is quoted for the day on which today's money would be posted: the business date, or
  the first open day when that is closed.
- Prepayment held before covers the plan-year fees that are not due yet, oldest due date first; new
  money goes to what that leaves, month by month, within a month oldest due date first.
- "So many plan-year months from the earliest unpaid one on" passes over months that are paid, for a
  month that is paid already cannot be covered (definition 12).
- Historical bills are arrears whether they are due or not, and the settlement's money is kept for
  them; the rest is allocated by default (definition 3).
- A waiver that is posted late follows definition 4 like the money beside it.
"""

from dataclasses import dataclass

from .dates import Date
from .fees import Fee
from .journal import Account, BillChange, Component, Kind, cash_account
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
        due = self._pay(sorted(debts.due, key=self._by_due_date), left)
        ahead = self._pay(sorted(debts.ahead, key=lambda d: (d[0].months[0],
                                                            *self._by_due_date(d))),
                          left - sum(part for _, _, part in due))
        return Quote(debts.arrears, debts.charges, debts.current_due,
                     sum(part for _, _, part in ahead), cash_fen,
                     max(arrears_to_pay - cash_fen, 0), _months_covered(due + ahead), debts.claim,
                     debts.year)

    @staticmethod
    def _pay(fees: list[tuple[Fee, int]], fen: int) -> list[tuple[Fee, int, int]]:
        """What so much money pays of unpaid fees in their order: fee, unpaid before, paid."""
        paid = []
        for fee, unpaid in fees:
            paid.append((fee, unpaid, min(fen, unpaid)))
            fen -= min(fen, unpaid)
        return paid

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
        unpaid = {month for fee, fen in debts.due + debts.ahead if fen for month in fee.months}
        wanted = set(sorted(unpaid)[:months])
        return sum(fen for fee, fen in debts.ahead if wanted & set(fee.months))

    def refusals_of_settlement(self, unit_id: str, waiver_id: str, waiver_fen: int, cash_fen: int,
                               method: str, received_date: Date, recorded_by: str) -> set[str]:
        """Why a settlement is not posted; all reasons that hold. Cash must be in somebody's hand
        (LED-20)."""
        if waiver_id in self.settlements:
            return {"WAIVER_POSTED"}
        reasons = self.refusals_of_money(received_date, by_finance=False)
        if method == "CASH" and not recorded_by:
            reasons.add("CASH_IN_NO_HAND")
        debts = self._debts(unit_id)
        if self.calendar.plan_year(self.calendar.open_day(received_date)) != debts.year:
            reasons.add("RECEIVED_IN_ANOTHER_YEAR")
        if waiver_fen > debts.arrears:
            reasons.add("WAIVER_EXCEEDS_ARREARS")
        if cash_fen < debts.arrears - waiver_fen + debts.charges:
            reasons.add("CASH_DIFFERS")
        return reasons

    def post_settlement(self, payment_id: str, waiver_id: str, unit_id: str, waiver_fen: int,
                        cash_fen: int, method: str, received_date: Date, collector_id: str,
                        recorded_by: str) -> Payment:
        """WVR-8: payment, waiver and prepayment in one; the caller has asked for refusals."""
        self._begin()
        self.use_held(unit_id, self.now)
        posting_date = self.calendar.open_day(received_date)
        payment = Payment(payment_id, unit_id, cash_fen, method, received_date, posting_date,
                          self.number,
                          collector_id or self.collector_of_unit(unit_id, received_date),
                          cash_account(method), recorded_by=recorded_by, waiver_id=waiver_id,
                          historical_year=self.calendar.plan_year(posting_date))
        payment.claim_fen = self._claim(unit_id, posting_date)
        self.payments[payment_id] = payment
        self.settlements[waiver_id] = payment
        self._waive(payment, waiver_fen)
        owed = self.journal.view(unit_id=unit_id).owed_of_bills()
        self._place(payment, {bill_id: owed[bill_id]
                              for bill_id in self._historical_bills(payment)})
        return payment

    def _claim(self, unit_id: str, posting_date: Date) -> int:
        """Definition 17: all components due by then and unpaid just before."""
        owed = self.journal.view(unit_id=unit_id).owed_of_bills()
        return sum(fen for bill_id, fen in owed.items()
                   if self.bills[bill_id].fee.due_date <= posting_date)

    def _historical_bills(self, payment: Payment) -> list[str]:
        bills = [b for b in self.bills_of(payment.unit_id)
                 if b.fee.year < payment.historical_year]
        return [b.id for b in sorted(bills, key=lambda b: (b.fee.due_date, b.id))]

    def _waive(self, payment: Payment, fen: int) -> None:
        """Definition 14: principal, oldest due date first, ties by bill id.

        Like late money it takes on a day at most the least that is owed from then to now.
        """
        owed = self.journal.view(unit_id=payment.unit_id).owed()
        for bill_id in self._historical_bills(payment):
            part = min(fen, owed[bill_id, Component.PRINCIPAL])
            if part > 0:
                payment.waived[bill_id] = part
                fen -= part
        left = dict(payment.waived)
        for day in [payment.posting_date,
                    *self._days_behind(payment.unit_id, payment.posting_date)]:
            self._waive_on(payment, left, day)

    def _waive_on(self, payment: Payment, left: dict[str, int], day: Date) -> None:
        parts = {bill_id: min(fen, self._least(payment.unit_id, bill_id, Component.PRINCIPAL, day))
                 for bill_id, fen in left.items()}
        for bill_id, part in parts.items():
            left[bill_id] -= part
        waived = sum(parts.values())
        if waived == 0:
            return
        self.post(Kind.WAIVER, day, payment.unit_id, payment.waiver_id,
                  bill_changes=[BillChange(bill_id, Component.PRINCIPAL, -part)
                                for bill_id, part in parts.items()],
                  accounts={Account.WAIVER_EXPENSE.value: waived,
                            Account.RECEIVABLE.value: -waived})


def _months_covered(paid: list[tuple[Fee, int, int]]) -> int:
    """Definition 12: months of which this money pays a last fen, and of which nothing is left."""
    finished = {month for fee, unpaid, part in paid if 0 < unpaid == part for month in fee.months}
    left = {month for fee, unpaid, part in paid if part < unpaid for month in fee.months}
    return len(finished - left)
