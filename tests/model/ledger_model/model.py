"""The ledger's operations (LED-1 to LED-4, LED-10), each with the refusals that the rules foresee.

An operation that is refused raises `Refused` with every reason that holds, for the rules do not say
which is told first. Nothing is changed then.

Readings.
- A bill, a reversal and a refund are posted on the business date, or on the first open day when
  that is closed already (LED-10: what is learned later is posted in the open month).
- Prepayment is used in the first moment of a bill's due date. When today is closed, the first open
  day has begun for the books: what is due on it is paid then.
- Money that leaves suspense is posted like a payment, by its received date (LED-2), but not before
  it was held.
"""

from collections import defaultdict
from dataclasses import dataclass, field, replace
from typing import Callable, Iterable

from .cash import CashRules, Handover
from .charges import ChargeRules
from .company import Company
from .dates import ONE_DAY, AccountingCalendar, Date, Month
from .debtors import DebtorRules
from .fees import AreaChange, Fee, FeeSchedule, FeeSchedules, Vacancy, VacancyWithdrawn
from .figures import Figures, MonthFigures
from .imports import ImportRules, Row
from .journal import (Account, BillChange, Component, HeldChange, Journal, Kind, Posting,
                      cash_account)
from .money import Designation, MoneyRules, Payment
from .organisation import Organisation, OrganisationRules
from .plans import AnnualPlan, Campaign, PlanRules
from .reconciliation import Comparison, FinanceList, ReconciliationRules
from .refused import Refused
from .register import Facts, OwnerFacts, RegisterRow, RegisterRules
from .rollover import RolloverRules
from .settlement import SettlementRules
from .statements import StatementLine, StatementRules
from .wallets import WalletPayout, WalletRules
from .write_off import WriteOff, WriteOffRules

LATE_RECORDING_DAYS = 45
FEE_KINDS = ("property", "parking", "utilities")


@dataclass(frozen=True)
class Bill:
    """A bill that was made; its amounts are in the journal."""

    id: str
    fee: Fee
    posting_date: Date
    number: int


@dataclass
class Suspense:
    """Money of unknown origin."""

    id: str
    project_id: str
    fen: int
    method: str
    received_date: Date
    posting_date: Date
    payment_id: str = ""
    # The bank's or wallet's number, of what a statement brought.
    external_reference: str = ""


@dataclass
class LedgerModel(MoneyRules, SettlementRules, ChargeRules, WriteOffRules, OrganisationRules,
                  PlanRules, RolloverRules, ImportRules, RegisterRules, DebtorRules, CashRules,
                  WalletRules, ReconciliationRules, StatementRules, Figures):
    """The whole ledger. `bill_id` makes the service's ids, which break ties."""

    company: Company
    business_date: Date
    bill_id: Callable[[Fee], str]
    journal: Journal = field(default_factory=Journal)
    calendar: AccountingCalendar = field(default_factory=AccountingCalendar)
    bills: dict[str, Bill] = field(default_factory=dict)
    payments: dict[str, Payment] = field(default_factory=dict)
    suspense: dict[str, Suspense] = field(default_factory=dict)
    settlements: dict[str, Payment] = field(default_factory=dict)
    frozen: dict[Month, MonthFigures] = field(default_factory=dict)
    organisation: Organisation = field(default_factory=Organisation)
    write_offs: dict[str, WriteOff] = field(default_factory=dict)
    plans: dict[tuple[str, int], AnnualPlan] = field(default_factory=dict)
    campaigns: list[Campaign] = field(default_factory=list)
    # What came in from files, by what each row is about.
    imported: dict[object, Row] = field(default_factory=dict)
    # Cash and wallets' payouts.
    handovers: dict[str, Handover] = field(default_factory=dict)
    payouts: dict[str, WalletPayout] = field(default_factory=dict)
    # Finance's lists of a project's month, the latest last; what was accepted, with reason and
    # person; and what the closes froze.
    finance_lists: dict[tuple[str, Month], list[FinanceList]] = field(default_factory=dict)
    accepted_differences: dict[tuple[str, Month], dict[tuple, tuple[str, str]]] = field(
        default_factory=dict)
    frozen_reconciliations: dict[tuple[str, Month], Comparison] = field(default_factory=dict)
    statement_lines: dict[str, StatementLine] = field(default_factory=dict)
    # What is said of owners; number on the door and kind of units.
    owners: dict[str, OwnerFacts] = field(default_factory=dict)
    doors: dict[str, tuple[str, int]] = field(default_factory=dict)
    # The last row from a file about each thing, and what files said last of each unit and owner.
    registered: dict[tuple, RegisterRow] = field(default_factory=dict)
    facts_registered: dict[str, Facts] = field(default_factory=dict)
    # Number of the operation that runs or has run last.
    number: int = 0

    def __post_init__(self) -> None:
        self.schedules = FeeSchedules(self.company.areas_e2_m2)

    # -- what the parts ask for --------------------------------------------------------------------

    @property
    def now(self) -> Date:
        """The day on which today's news is posted: the business date, or the first open day."""
        return self.calendar.open_day(self.business_date)

    def bills_of(self, unit_id: str) -> list[Bill]:
        return [b for b in self.bills.values() if b.fee.unit_id == unit_id]

    def payments_of(self, unit_id: str) -> list[Payment]:
        return [p for p in self.payments.values() if p.unit_id == unit_id]

    def project_of_unit(self, unit_id: str) -> str:
        return self.company.project_of[self.company.community_of[unit_id]]

    def units_of(self, community_id: str) -> list[str]:
        return [u for u, c in self.company.community_of.items() if c == community_id]

    def post(self, kind: Kind, date: Date, unit_id: str, reference: str, *,
             bill_changes: Iterable[BillChange] = (), held_changes: Iterable[HeldChange] = (),
             accounts: dict[str, int]) -> None:
        self.journal.postings.append(Posting(
            self.number, kind, date, self.project_of_unit(unit_id), unit_id, reference,
            tuple(c for c in bill_changes if c.fen), tuple(c for c in held_changes if c.fen),
            tuple((account, fen) for account, fen in accounts.items() if fen)))

    def _begin(self) -> None:
        self.number += 1

    # -- time --------------------------------------------------------------------------------------

    def set_clock(self, date: Date) -> None:
        """Moves the business date; prepayment is used on the due dates that pass (definition 4)."""
        if date < self.business_date:
            raise Refused("CLOCK_BACKWARDS")
        self._begin()
        while self.business_date < date:
            self.business_date += ONE_DAY
            for unit_id in {b.fee.unit_id for b in self.bills.values()
                            if b.fee.due_date == self.business_date}:
                self.use_held(unit_id, self.business_date)

    def close_month(self, month: Month, closing_date: Date | None) -> None:
        """LED-10."""
        closing_date = closing_date or month.last_day
        reasons = self.calendar.refusals_of_close(month, closing_date, self.business_date)
        if (month not in self.calendar.closing_dates
                and self.open_differences(month, closing_date)):
            reasons.add("RECONCILIATION_DIFFERENCES_OPEN")
        if reasons:
            raise Refused(*reasons)
        self._begin()
        if month in self.calendar.closing_dates:
            return
        self.freeze_reconciliations(month, closing_date)
        self.calendar.closing_dates[month] = closing_date
        self.frozen[month] = self.month_figures(month, closing_date)
        for unit_id in self.company.community_of:
            self.use_held(unit_id, self.now)

    # -- billing -----------------------------------------------------------------------------------

    def put_schedules(self, schedules: list[FeeSchedule]) -> None:
        """LED-1: the schedule in force before ends the day before."""
        reasons = set()
        for schedule in schedules:
            reasons |= self._refusals_of_schedule(schedule)
        if reasons:
            raise Refused(*reasons)
        self._begin()
        self.schedules.put += [(self.number, self.now, schedule) for schedule in schedules]

    def _refusals_of_schedule(self, schedule: FeeSchedule) -> set[str]:
        if schedule.unit_id not in self.company.community_of:
            return {"UNKNOWN_UNIT"}
        reasons = set()
        for known in self.schedules.in_force(schedule.unit_id):
            if known.fee_kind == schedule.fee_kind and known.from_date >= schedule.from_date:
                reasons.add("SCHEDULE_OVERLAP")
        if any(b.fee.fee_kind == schedule.fee_kind and schedule.from_date <= b.fee.period_end
               for b in self.bills_of(schedule.unit_id)):
            reasons.add("PERIOD_BILLED")
        if schedule.to_date < schedule.from_date:
            reasons.add("SCHEDULE_DATES_INVALID")
        if schedule.period_months not in (1, 3, 6, 12):
            reasons.add("PERIOD_MONTHS_INVALID")
        if bool(schedule.price_e4_yuan_per_m2_month) == bool(schedule.fixed_fen_per_month):
            reasons.add("PRICE_INVALID")
        return reasons

    def resize(self, unit_id: str, area_e2_m2: int) -> None:
        """A unit is measured again; bills that are made from now on go by it."""
        self._begin()
        self.schedules.put.append((self.number, self.now, AreaChange(unit_id, area_e2_m2)))

    def put_vacancy(self, unit_id: str, from_date: Date, to_date: Date,
                    withdrawn: bool) -> list[Vacancy]:
        """LED-1: days on which a unit stands empty.

        Reading. A period that is billed and costs more now gets a supplement, so that its bills come
        to what it costs; one that costs less is refused, for only a credit note makes a bill less.
        """
        if unit_id not in self.company.community_of:
            raise Refused("UNKNOWN_UNIT")
        standing = self.schedules.known(unit_id).vacancies
        before = standing.get(from_date)
        if withdrawn and before is None:
            raise Refused("UNKNOWN_VACANCY")
        reasons = set()
        if not withdrawn and to_date < from_date:
            reasons.add("VACANCY_DATES_INVALID")
        if not withdrawn and any(v.days_in(from_date, to_date) for v in standing.values()
                                 if v is not before):
            reasons.add("VACANCY_OVERLAP")
        if reasons:
            raise Refused(*reasons)
        bp = before.bp if before else self._discount(unit_id, from_date)
        change = (VacancyWithdrawn(unit_id, from_date) if withdrawn else
                  Vacancy(unit_id, from_date, to_date, bp))
        supplements = self._supplements(unit_id, change)
        self._begin()
        self.schedules.put.append((self.number, self.now, change))
        for bill_id, fee in supplements:
            self._make_bill(fee, bill_id)
        if supplements:
            self.use_held(unit_id, self.now)
        return sorted(self.schedules.known(unit_id).vacancies.values(), key=lambda v: v.from_date)

    def _supplements(self, unit_id: str, change: Vacancy | VacancyWithdrawn
                     ) -> list[tuple[str, Fee]]:
        """The bills, with their ids, that bring billed periods to what they cost with a change."""
        periods: dict[str, list[Bill]] = defaultdict(list)
        for bill in self.bills_of(unit_id):
            periods[self.bill_id(bill.fee)].append(bill)
        supplements = []
        for bill_id, bills in periods.items():
            first = min(bills, key=lambda b: b.number)
            fee = first.fee
            known = self.schedules.known(unit_id)
            # What was charged is the area of the day on which the bill was made.
            known.area_e2_m2 = self.schedules.known(unit_id, number=first.number).area_e2_m2
            before = known.charge(fee.fee_kind, fee.period_start, fee.period_end)
            known.take(change)
            after = known.charge(fee.fee_kind, fee.period_start, fee.period_end)
            if before == after:
                continue
            if after < before or before != sum(b.fee.fen for b in bills):
                raise Refused("PERIOD_BILLED")
            due = max(fee.due_date, self.now + (fee.due_date - fee.period_start))
            supplements.append((f"{bill_id}/{len(bills) + 1}",
                                replace(fee, due_date=due, fen=after - before)))
        return supplements

    def _discount(self, unit_id: str, from_date: Date) -> dict[str, int]:
        """The discount of a vacancy that begins on a day: the project's own goes first."""
        for project_id in (self.project_of_unit(unit_id), ""):
            in_force = [d for d in self.company.vacancy_discounts
                        if d.project_id == project_id and d.effective_from <= from_date]
            if in_force:
                return max(in_force, key=lambda d: d.effective_from).bp
        return {kind: 0 for kind in FEE_KINDS}

    def run_billing(self, community_id: str, first: Month, last: Month,
                    validate_only: bool = False) -> tuple[int, int, int]:
        """LED-1: makes the bills of the periods that begin in the months, each once.

        Answers how many were made, how many existed, and the sum of those made.
        """
        fees = [fee for unit_id in self.units_of(community_id)
                for year in range(first.year, last.year + 1)
                for fee in self.schedules.fees_of_year(unit_id, year)
                if first <= Month.of(fee.period_start) <= last]
        new = [fee for fee in fees if self.bill_id(fee) not in self.bills]
        totals = len(new), len(fees) - len(new), sum(fee.fen for fee in new)
        if validate_only:
            return totals
        self._begin()
        for fee in new:
            self._make_bill(fee)
        for unit_id in sorted({fee.unit_id for fee in new}):
            self.use_held(unit_id, self.now)
        return totals

    def keep_bill(self, fee: Fee, bill_id: str = "") -> Bill:
        bill = Bill(bill_id or self.bill_id(fee), fee, self.now, self.number)
        self.bills[bill.id] = bill
        return bill

    def _make_bill(self, fee: Fee, bill_id: str = "") -> None:
        bill = self.keep_bill(fee, bill_id)
        self.post(Kind.BILL, bill.posting_date, fee.unit_id, bill.id,
                  bill_changes=[BillChange(bill.id, Component.PRINCIPAL, fee.fen)],
                  accounts={Account.RECEIVABLE.value: fee.fen, Account.REVENUE.value: -fee.fen})

    # -- payments ----------------------------------------------------------------------------------

    def refusals_of_money(self, received_date: Date, by_finance: bool) -> set[str]:
        """LED-2: when money may be said to have come."""
        if received_date > self.business_date:
            return {"RECEIVED_DATE_IN_FUTURE"}
        days_back = (self.business_date - received_date).days
        if not by_finance and days_back > LATE_RECORDING_DAYS:
            return {"RECEIVED_DATE_TOO_OLD"}
        return set()

    def record_payment(self, payment_id: str, unit_id: str, fen: int, method: str,
                       received_date: Date, *, by_finance: bool, collector_id: str = "",
                       collaborator_ids: tuple[str, ...] = (),
                       designations: tuple[Designation, ...] = (), recorded_by: str = "",
                       external_reference: str = "") -> Payment:
        """LED-2."""
        reasons = self.refusals_of_money(received_date, by_finance)
        named = [collector_id] * bool(collector_id) + list(collaborator_ids)
        if not set(named) <= self.company.staff:
            reasons.add("UNKNOWN_COLLECTOR")
        if len(named) != len(set(named)):
            reasons.add("COLLABORATOR_REPEATED")
        if unit_id not in self.company.community_of:
            raise Refused("UNKNOWN_UNIT", *reasons)
        reasons |= self._refusals_of_designations(unit_id, fen, designations)
        if reasons:
            raise Refused(*reasons)
        self._begin()
        return self._receive(payment_id, unit_id, fen, method, received_date, collector_id,
                             cash_account(method), designations, recorded_by=recorded_by,
                             external_reference=external_reference)

    def _refusals_of_designations(self, unit_id: str, fen: int,
                                  designations: tuple[Designation, ...]) -> set[str]:
        reasons = set()
        own = {b.id for b in self.bills_of(unit_id)}
        if any(d.bill_id not in own for d in designations):
            return {"UNKNOWN_BILL"}
        if sum(d.fen for d in designations) > fen:
            reasons.add("DESIGNATION_EXCEEDS_PAYMENT")
        owed = self.journal.view(unit_id=unit_id).owed_of_bills()
        for bill_id in {d.bill_id for d in designations}:
            if sum(d.fen for d in designations if d.bill_id == bill_id) > owed[bill_id]:
                reasons.add("DESIGNATION_EXCEEDS_BILL")
        return reasons

    def _receive(self, payment_id: str, unit_id: str, fen: int, method: str, received_date: Date,
                 collector_id: str, source_account: str,
                 designations: tuple[Designation, ...] = (), *, recorded_by: str = "",
                 external_reference: str = "") -> Payment:
        posting_date = self.calendar.open_day(received_date)
        payment = Payment(payment_id, unit_id, fen, method, received_date, posting_date,
                          self.number, collector_id or self.collector_of_unit(unit_id,
                                                                              received_date),
                          source_account, recorded_by=recorded_by,
                          external_reference=external_reference)
        self.use_held(unit_id, self.now)
        self.payments[payment_id] = payment
        self._place(payment, self.reserve(payment, list(designations)))
        return payment

    def reverse_payment(self, payment_id: str, never_was: bool = True) -> Payment:
        """LED-3, definition 5; money that was paid back was there until then."""
        payment = self._standing_payment(payment_id)
        if payment.standing_fen == 0:
            raise Refused("PAYMENT_HOLDS_NOTHING")
        self._begin()
        self.use_held(payment.unit_id, self.now)
        payment.never_was = never_was
        self._undo(payment)
        return payment

    def refund_payment(self, payment_id: str, fen: int) -> Payment:
        """LED-3, definition 5."""
        payment = self._standing_payment(payment_id)
        if fen > payment.standing_fen:
            raise Refused("REFUND_EXCEEDS_PAYMENT")
        touched = [a for a, _ in self._latest_parts(payment, fen - min(fen, payment.held_fen))]
        if payment.waiver_id and any(
                self.bills[a.bill_id].fee.year < payment.historical_year for a in touched):
            raise Refused("REFUND_TOUCHES_SETTLEMENT")
        self._begin()
        self.use_held(payment.unit_id, self.now)
        self._pay_back(payment, fen)
        return payment

    def _standing_payment(self, payment_id: str) -> Payment:
        if payment_id not in self.payments:
            raise Refused("UNKNOWN_PAYMENT")
        if self.payments[payment_id].reversed:
            raise Refused("PAYMENT_REVERSED")
        return self.payments[payment_id]

    # -- suspense ----------------------------------------------------------------------------------

    def record_suspense(self, suspense_id: str, project_id: str, fen: int, method: str,
                        received_date: Date, by_finance: bool) -> Suspense:
        """LED-4: money that cannot be matched to a unit."""
        reasons = self.refusals_of_money(received_date, by_finance)
        if reasons:
            raise Refused(*reasons)
        self._begin()
        return self._hold(suspense_id, project_id, fen, method, received_date)

    def _hold(self, suspense_id: str, project_id: str, fen: int, method: str, received_date: Date,
              external_reference: str = "") -> Suspense:
        held = Suspense(suspense_id, project_id, fen, method, received_date,
                        self.calendar.open_day(received_date),
                        external_reference=external_reference)
        self.suspense[suspense_id] = held
        self.journal.postings.append(Posting(
            self.number, Kind.SUSPENSE, held.posting_date, project_id, None, suspense_id, (), (),
            ((cash_account(method), fen), (Account.SUSPENSE.value, -fen))))
        return held

    def assign_suspense(self, payment_id: str, suspense_id: str, unit_id: str,
                        collector_id: str = "", recorded_by: str = "") -> Payment:
        """LED-4: held money becomes a unit's payment; the received date stays. A line of a statement
        that waited for it is matched."""
        reasons = set()
        held = self.suspense.get(suspense_id)
        if held is None:
            reasons.add("UNKNOWN_SUSPENSE")
        elif held.payment_id:
            reasons.add("SUSPENSE_ASSIGNED")
        if unit_id not in self.company.community_of:
            reasons.add("UNKNOWN_UNIT")
        elif held is not None and self.project_of_unit(unit_id) != held.project_id:
            reasons.add("OTHER_PROJECT")
        if collector_id and collector_id not in self.company.staff:
            reasons.add("UNKNOWN_COLLECTOR")
        if reasons:
            raise Refused(*reasons)
        self._begin()
        held.payment_id = payment_id
        line = self.line_of_suspense(suspense_id)
        if line is not None:
            line.state, line.payment_id, line.decided_by = "MATCHED", payment_id, recorded_by
        return self._receive(payment_id, unit_id, held.fen, held.method, held.received_date,
                             collector_id, Account.SUSPENSE.value, recorded_by=recorded_by,
                             external_reference=held.external_reference)
