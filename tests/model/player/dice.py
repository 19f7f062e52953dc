"""Makes the next operation of a random sequence, with an eye on the state of the model."""

import random
from dataclasses import replace
from typing import Callable

from ledger_model import Date, Designation, Fee, FeeSchedule, LedgerModel, Month
from ledger_model.dates import add_months
from ledger_model.fees import FOREVER
from ledger_model.journal import Kind

from . import operations as op
from .adjustment_dice import AdjustmentDice
from .adjustments import RequestWriteOff
from .bank_statements import ImportStatement, MatchLine
from .cash import StateHandover
from .company import COMMUNITIES, PROJECTS, STAFF, START, UNITS
from .finance_lists import LayList
from .import_dice import ImportDice
from .imports import ImportFile
from .paper_dice import PaperDice
from .place_dice import PlaceDice
from .planning import ApprovePlan, PutCampaign, PutPlan
from .register import ImportRegister
from .register_dice import RegisterDice
from .settlements import PostSettlement, QuoteSettlement
from .till_dice import TillDice
from .wallets import RecordPayout

ONE_DAY = op.ONE_DAY
DECEMBER = Month(2016, 12)
LAST_OF_DECEMBER = Date(2016, 12, 31)
EARLY_DECEMBER = Date(2016, 12, 25)

# How often each kind of operation is tried, by theme.
BOOKS = {"clock": 16, "close": 6, "schedule_op": 8, "billing": 9, "payment": 24, "payments": 4, "reverse": 7,
           "refund": 8, "suspense_op": 4, "assign": 4, "quote": 4, "settle": 6, "ask": 14,
           "credit": 6, "cost": 4, "late_fee_quote": 4, "late_fee": 6, "write_off": 5,
           "write_off_decision": 6, "area_community": 3, "area_collector": 3, "owner": 3,
           "resize": 2, "vacancy": 5, "plan": 4, "approve_plan": 4, "campaign": 3,
           "import_bills": 3, "import_receipts": 4, "import_again": 2}
TILL = {"clock": 12, "close": 4, "billing": 3, "payment": 5, "cash_payment": 12,
        "wallet_payment": 12, "settle": 2, "reverse": 4, "refund": 5, "suspense_op": 2, "assign": 2,
        "import_receipts": 3, "state_handover": 14, "decide_handover": 14, "payout": 16,
        "cancel_payout": 5}
LISTS = {"clock": 12, "close": 4, "billing": 2, "payment": 8, "payments": 3, "cash_payment": 6,
         "wallet_payment": 10, "reverse": 3, "refund": 3, "settle": 2, "import_receipts": 3,
         "finance_list": 14, "newer_list": 14, "late_reversal": 8, "accept": 10}
STATEMENTS = {"clock": 8, "close": 3, "billing": 3, "payment": 3, "wallet_payment": 8, "reverse": 2,
              "refund": 4, "owner": 3, "suspense_op": 2, "assign": 4, "statement": 30,
              "statement_again": 14, "match_line": 16, "dismiss_line": 4, "payout": 3}
REGISTER = {"clock": 16, "close": 5, "close_december": 20, "schedule_op": 4, "billing": 5,
            "payment": 8, "refund": 2, "ask": 8, "resize": 3, "vacancy": 3, "owner": 3,
            "first_plan": 6, "approve_plan": 5, "import_units": 16, "import_owners": 10,
            "register_again": 10, "roll_over": 5, "area_community": 2}


def bill_id(fee: Fee) -> str:
    """The service's ids: unit, fee kind and period (LED-1)."""
    return f"{fee.unit_id}/{fee.fee_kind}/{fee.period_start:%Y%m%d}-{fee.period_end:%Y%m%d}"


def theme_of(seed: int) -> dict[str, int]:
    """What a seed throws."""
    return BOOKS if seed % 4 else (TILL, LISTS, STATEMENTS, REGISTER)[seed // 4 % 4]


class Dice(AdjustmentDice, PlaceDice, ImportDice, TillDice, PaperDice, RegisterDice):
    """Throws operations; the same seed throws the same sequence.

    Three of four seeds play the books themselves; each fourth has one of the themes beside them, for
    which what it needs is thrown more often. Of the seeds of the books, a third goes for what chance
    seldom brings: a first close in the year behind the books' first days, or a December that is closed
    early and days behind it; late money for bills made since, in an order of the payer's own, part of
    which is paid back; and what was known on the day that prepayment was used by itself.
    """

    def __init__(self, seed: int, model: LedgerModel) -> None:
        self._random = random.Random(seed)
        self._model = model
        self._suspense: list[str] = []
        self._files: list[ImportFile] = []
        self._statements: list[ImportStatement] = []
        self._registers: list[ImportRegister] = []
        self._recorded: list[int] = []
        self._weights = theme_of(seed)
        self._seeks_corners = seed % 3 == 0 and self._weights is BOOKS
        self._closes_late = self._seeks_corners and seed % 2 == 0
        self._closes_december_early = self._seeks_corners and seed % 2 == 1
        # What is to follow, each given its step.
        self._next: list[Callable[[int], op.Operation | None]] = []

    def opening(self, step: int) -> list[op.Operation]:
        """Schedules and first bills, so that there is something to pay."""
        made: list[op.Operation] = []
        # Sometimes all fees end with the first year, and nothing but arrears is left.
        to_date = Date(2016, 12, 31) if self._one_in(5) else FOREVER
        for unit_id in UNITS:
            for kind in self._random.sample(sorted(op.FEE_KINDS), self._random.randint(1, 2)):
                from_date = Date(self._random.choice((2014, 2015, 2016)),
                                 self._random.randint(1, 12), self._random.choice((1, 1, 11, 20)))
                made.append(op.PutSchedule(step + len(made), self._schedule(
                    unit_id, kind, self._random.choice((1, 1, 3, 6, 12)), from_date, to_date)))
        for community_id in COMMUNITIES:
            year = self._random.choice((2014, 2015, 2016))
            made.append(op.RunBilling(step + len(made), community_id, Month(year, 1),
                                      Month(year, self._random.randint(6, 12)), False))
        return made

    def next(self, step: int) -> op.Operation:
        while True:
            if self._next:
                made = self._next.pop(0)(step)
                if made is not None:
                    return made
                continue
            kind = self._random.choices(list(self._weights), list(self._weights.values()))[0]
            made = getattr(self, f"_{kind}")(step)
            if made is not None:
                return made

    def notice(self, operation: op.Operation) -> None:
        """Remembers what was done without a refusal."""
        self._recorded.append(operation.step)
        if isinstance(operation, ImportFile):
            self._files.append(operation)
        if isinstance(operation, RequestWriteOff):
            self._follow_write_off(operation)
        if isinstance(operation, PutPlan) and not self._one_in(3):
            self._next.append(lambda step: ApprovePlan(step, operation.project_id, operation.year))
        if isinstance(operation, ApprovePlan) and operation.project_id == "P1":
            self._next.append(self._moved_community)
        if isinstance(operation, PutCampaign):
            self._follow_campaign(operation)
        self._notice_beside_the_books(operation)
        if isinstance(operation, op.RecordSuspense):
            self._suspense.append(operation.name)
        if isinstance(operation, op.SetClock) and self._seeks_corners:
            self._next += [self._known_behind(operation.step, unit_id) for unit_id in sorted(
                {p.unit_id for p in self._model.journal.postings
                 if p.number == self._model.number and p.kind == Kind.PREPAYMENT_USE})]

    def _notice_beside_the_books(self, operation: op.Operation) -> None:
        match operation:
            case StateHandover():
                self._follow_handover(operation)
            case RecordPayout():
                self._follow_payout(operation)
            case LayList():
                self._follow_list(operation)
            case ImportStatement():
                self._statements.append(operation)
                self._follow_statement(operation)
                self._suspense += [line.suspense_id for line in
                                   self._model.statement_lines.values()
                                   if line.statement_id == operation.name and line.suspense_id]
            case MatchLine():
                self._follow_match(operation)
            case ImportRegister():
                self._registers.append(operation)
                self._follow_register(operation)

    def _known_behind(self, step: int, unit_id: str) -> Callable[[int], op.Operation]:
        """Asks what was known of a unit behind a step."""
        today = self._model.business_date
        community_id = self._model.company.community_of[unit_id]
        return lambda step_of_ask: op.Ask(step_of_ask, unit_id, community_id,
                                          today - ONE_DAY * 20, today, step)

    # -- amounts and dates -------------------------------------------------------------------------

    def _one_in(self, n: int) -> bool:
        return self._random.randrange(n) == 0

    def _fen(self, unit_id: str) -> int:
        """Round sums, exact sums of what is owed, and sums that are a fen off or far too large."""
        owed = self._model.journal.view(unit_id=unit_id).owed_of_bills()
        due = [fen for bill, fen in sorted(owed.items()) if fen > 0]
        total = sum(due)
        choices = [self._random.randint(1, 60_000), self._random.randint(1, 300) * 100]
        if due:
            choices += [self._random.choice(due), sum(due[:2]), total, total + 1, total - 1,
                        total * 2, sum(due[:3]) + 7]
        return max(self._random.choice(choices), 1)

    def _received(self) -> Date:
        """Mostly today, often late, sometimes before a close."""
        days = self._random.choice((0, 0, 0, 1, 3, 10, 20, 44, 45, 60))
        return self._model.business_date - ONE_DAY * days

    def _day_that_matters(self, first: Date, last: Date) -> Date | None:
        """A bound of the rules, or the day before or behind it: due dates, ends of ageing buckets,
        closing dates, postings, ends of years."""
        bounds = {Date(year, 12, 31) for year in range(first.year, last.year + 1)}
        bounds |= set(self._model.calendar.closing_dates.values())
        bounds |= {p.date for p in self._model.journal.postings}
        for bill in self._model.bills.values():
            bounds |= {add_months(bill.fee.due_date, months) for months in (0, 3, 6, 12, 24)}
        days = sorted({day + ONE_DAY * off for day in bounds for off in (-1, 0, 0, 1)})
        inside = [day for day in days if first <= day <= last]
        return self._random.choice(inside) if inside else None

    def _standing_payment(self) -> str | None:
        standing = [p.id for p in self._model.payments.values()
                    if p.standing_fen > 0 or self._one_in(4)]
        return self._random.choice(standing) if standing else None

    def _unit(self) -> str:
        return self._random.choice(self._units())

    def _units(self) -> list[str]:
        return sorted(self._model.company.community_of)

    def _method(self) -> str:
        return self._random.choice(op.METHODS)

    # -- operations --------------------------------------------------------------------------------

    def _clock(self, step: int) -> op.Operation:
        days = self._random.choice((1, 1, 3, 7, 12, 25, 40))
        today = self._model.business_date
        date = today + ONE_DAY * days
        if self._one_in(2):
            date = self._day_that_matters(today, date) or date
        if ((self._seeks_corners or self._weights is REGISTER) and today <= EARLY_DECEMBER):
            date = today + ONE_DAY * 25  # the corners lie at the year's end and behind it
        if self._closes_december_early and today <= LAST_OF_DECEMBER:
            date = self._towards_an_early_close(today, date)
        elif self._closes_late and self._model.calendar.last_closed is None and (
                date > DECEMBER.plus(1).last_day):
            self._next.append(lambda s: op.CloseMonth(s, DECEMBER.plus(1), None))
            self._next += [self._as_of_the_last_of_december(unit_id) for unit_id in sorted(UNITS)]
        return op.SetClock(step, date, self._one_in(2))

    def _towards_an_early_close(self, today: Date, date: Date) -> Date:
        """Stops behind the closing date of December, closes, and goes on slowly."""
        if today > EARLY_DECEMBER:
            return min(date, today + ONE_DAY)
        if date <= EARLY_DECEMBER:
            return date
        self._next += [self._close_up_to_december] * 3
        return EARLY_DECEMBER + ONE_DAY

    def _close_up_to_december(self, step: int) -> op.Operation | None:
        last = self._model.calendar.last_closed
        month = DECEMBER.plus(-1) if last is None else last.plus(1)
        if month > DECEMBER:
            return None
        if month == DECEMBER:
            self._next += [self._quote, self._settle]
        return op.CloseMonth(step, month, EARLY_DECEMBER if month == DECEMBER else None)

    @staticmethod
    def _as_of_the_last_of_december(unit_id: str) -> Callable[[int], op.Operation]:
        return lambda step: op.Ask(step, unit_id, UNITS[unit_id][0], EARLY_DECEMBER,
                                   LAST_OF_DECEMBER, None)

    def _close(self, step: int) -> op.Operation | None:
        calendar, today = self._model.calendar, self._model.business_date
        last = calendar.last_closed
        if last is None and self._weights is REGISTER:
            return None  # the December is to be the first
        if last is None and self._closes_late and Month.of(today).plus(-1) <= DECEMBER:
            return None
        month = Month.of(today).plus(-1) if last is None else last.plus(1)
        if self._one_in(12):
            month = month.plus(self._random.choice((-1, 1, 2)))
        if last is None and month != Month.of(today).plus(-1):
            return None
        closing_date = None
        if self._one_in(2):
            closing_date = month.last_day + ONE_DAY * self._random.choice(
                (-6, -3, -1, 0, 1, 4, 9))
        if self._one_in(8):
            closing_date = today
        if not self._one_in(10) and (closing_date or month.last_day) > today:
            return None
        return op.CloseMonth(step, month, closing_date)

    def _schedule(self, unit_id: str, kind: str, months: int, from_date: Date,
                  to_date: Date = FOREVER) -> FeeSchedule:
        price = self._random.choice((0, self._random.randint(10_000, 40_000)))
        fixed = 0 if price else self._random.randint(500, 30_000)
        return FeeSchedule(unit_id, kind, months, price, fixed, self._random.choice((0, 9, 30, 75)),
                           from_date, to_date)

    def _schedule_change(self, unit_id: str) -> FeeSchedule:
        known = self._model.schedules.in_force(unit_id)
        before = self._random.choice(known)
        today = self._model.business_date
        from_date = self._random.choice((Month.of(today).plus(1).first_day,
                                         today + ONE_DAY * self._random.randint(1, 90),
                                         Date(today.year + 1, 1, 1)))
        changed = self._schedule(unit_id, before.fee_kind, before.period_months, from_date)
        to_date = FOREVER if not self._one_in(5) else from_date + ONE_DAY * 200
        return FeeSchedule(unit_id, before.fee_kind, before.period_months,
                           changed.price_e4_yuan_per_m2_month, changed.fixed_fen_per_month,
                           before.due_after_days, from_date, to_date)

    def _schedule_op(self, step: int) -> op.Operation | None:
        unit_id = self._unit()
        if not self._model.schedules.in_force(unit_id):
            return None
        return op.PutSchedule(step, self._schedule_change(unit_id))

    def _billing(self, step: int) -> op.Operation:
        today = Month.of(self._model.business_date)
        first = today.plus(self._random.choice((-14, -8, -3, 0, 0, 1, 3)))
        if self._seeks_corners:
            self._next.append(self._late_money_for_new_bills)
        return op.RunBilling(step, self._random.choice(sorted(COMMUNITIES)), first,
                             first.plus(self._random.randint(0, 11)), self._one_in(6))

    def _designations(self, unit_id: str, fen: int) -> tuple[Designation, ...]:
        bills = sorted(b.id for b in self._model.bills_of(unit_id))
        if not bills or not self._one_in(3):
            return ()
        chosen = self._random.sample(bills, min(len(bills), self._random.randint(1, 3)))
        owed = self._model.journal.view(unit_id=unit_id).owed_of_bills()
        made = []
        for bill in chosen:
            most = min(owed[bill], fen)
            part = self._random.choice((0, most, most // 2, most + 1 if self._one_in(4) else most))
            made.append(Designation(bill, part))
            fen -= min(part or most, fen)
        if self._one_in(15):
            made[0] = Designation(f"{unit_id}/property/19990101-19990131", 0)
        return tuple(made)

    def _late_money_for_new_bills(self, step: int) -> op.Operation | None:
        """Money of before the bills were made, for two of them, the later one first."""
        made: dict[str, list[tuple[Date, str, int]]] = {}
        for unit_id in self._units():
            owed = self._model.journal.view(unit_id=unit_id).owed_of_bills()
            made[unit_id] = sorted((b.fee.due_date, b.id, owed[b.id])
                                   for b in self._model.bills_of(unit_id)
                                   if b.posting_date == self._model.now and owed[b.id] > 0)
        units = [unit_id for unit_id, bills in made.items() if len(bills) > 1]
        if not units:
            return None
        unit_id = self._random.choice(units)
        earlier, later = sorted(self._random.sample(made[unit_id], 2))
        fen = earlier[2] + later[2]
        part = self._random.choice((1, earlier[2], earlier[2] + 1, fen))
        self._next.append(lambda step_of_refund: op.RefundPayment(
            step_of_refund, f"RecordPayment#{step}", part))
        return op.RecordPayment(step, unit_id, fen, self._method(),
                                self._model.business_date - ONE_DAY * self._random.choice((1, 9)),
                                op.FINANCE, "", (),
                                (Designation(later[1], 0), Designation(earlier[1], 0)))

    def _payment(self, step: int) -> op.Operation:
        unit_id, today = self._unit(), self._model.business_date
        fen = self._fen(unit_id)
        who, received, collector, collaborators = op.FINANCE, self._received(), "", ()
        if self._one_in(4):
            who = self._model.collector_of_unit(unit_id, today) or op.FINANCE
        if self._one_in(5):
            collector = self._random.choice(STAFF)
            collaborators = tuple(self._random.sample(STAFF, self._random.randint(0, 2)))
        if self._one_in(30):
            received = today + ONE_DAY
        if self._one_in(30):
            collector = "S404"
        if self._one_in(40):
            unit_id, who = "U404", op.FINANCE
        designations = () if unit_id == "U404" else self._designations(unit_id, fen)
        return op.RecordPayment(step, unit_id, fen, self._method(), received, who, collector,
                                collaborators, designations)

    def _payments(self, step: int) -> op.Operation:
        made = [self._payment(step) for _ in range(self._random.randint(2, 4))]
        if self._one_in(2):
            made[1] = replace(made[1], unit_id=made[0].unit_id, designations=())
        return op.BatchRecordPayments(step, tuple(made))

    def _reverse(self, step: int) -> op.Operation | None:
        payment = self._standing_payment()
        return payment and op.ReversePayment(step, payment, self._random.choice((1, 1, 2, 3)))

    def _refund(self, step: int) -> op.Operation | None:
        payment = self._standing_payment()
        if payment is None:
            return None
        p = self._model.payments[payment]
        fen = self._random.choice((1, p.held_fen, p.held_fen + 1, p.standing_fen // 2,
                                   p.standing_fen, p.standing_fen + 1))
        return op.RefundPayment(step, payment, max(fen, 1))

    def _suspense_op(self, step: int) -> op.Operation:
        return op.RecordSuspense(step, self._random.choice(sorted(PROJECTS)),
                                 self._random.randint(1, 50_000), self._method(), self._received())

    def _assign(self, step: int) -> op.Operation | None:
        if not self._suspense:
            return None
        suspense = self._random.choice(self._suspense)
        project_id = self._model.suspense[suspense].project_id
        units = [u for u in self._units()
                 if self._model.project_of_unit(u) == project_id or self._one_in(4)]
        return op.AssignSuspense(step, suspense, self._random.choice(units))

    def _quote(self, step: int) -> op.Operation:
        unit_id = self._unit()
        months, cash = self._random.choice(((self._random.randint(0, 12), 0),
                                            (0, self._random.randint(1, 300_000))))
        return QuoteSettlement(step, unit_id, self._random.choice((0, 1_000, 19_999)), months,
                                  cash)

    def _settle(self, step: int) -> op.Operation | None:
        units = [u for u in self._units() if self._model.quote(u, 0, 0, 0).arrears_fen > 0]
        if not units:
            return None
        unit_id = self._random.choice(units)
        arrears = self._model.quote(unit_id, 0, 0, 0).arrears_fen
        waiver = self._random.choice((1, min(19_999, arrears), arrears // 10 + 1, arrears))
        if self._one_in(12):
            waiver = arrears + 1
        cash = self._model.quote(unit_id, waiver, self._random.randint(0, 8), 0).cash_fen
        cash += self._random.choice((0, 0, 0, 5_000, -1 if self._one_in(4) else 0))
        received = self._model.business_date
        if self._one_in(5):
            received -= ONE_DAY * self._random.choice((1, 5, 20))
        return PostSettlement(step, unit_id, waiver, max(cash, 1), self._method(), received,
                              self._one_in(12), op.WAIVER_ITSELF if self._one_in(8) else op.WAIVER)

    def _ask(self, step: int) -> op.Operation:
        today = self._model.business_date
        span = (today - START).days + 60
        as_of = START + ONE_DAY * self._random.randint(-40, span)
        if self._one_in(2):
            as_of = self._day_that_matters(START, today + ONE_DAY * 60) or as_of
        known = None
        if self._recorded and self._one_in(2):
            known = self._random.choice(self._recorded)
        return op.Ask(step, self._unit(), self._random.choice(sorted(COMMUNITIES)),
                      as_of - ONE_DAY * self._random.choice((0, 20, 200)), as_of, known)
