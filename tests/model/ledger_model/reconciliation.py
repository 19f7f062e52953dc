"""Finance's own receipts list, laid against the ledger for a month (LED-11).

Readings, those of the contract.
- The ledger's side are the payments posted in the month that are not reversed by its end, with their
  full amounts. While the month is open it ends with its last day, or with the closing date that is
  asked for; it begins behind the closing date before it.
- A row goes by its receipt number where it has one, else by its reference, else by unit, received
  date and amount; what it goes by and finds nothing is only with finance.
- A difference is the same as long as its kind, its row's content and its payment are; among rows of
  one content the first is the first.
- A difference that is unsure is the same as long as its group is as large as it was.
"""

from collections import Counter, defaultdict
from dataclasses import dataclass, field

from .dates import ONE_DAY, Date, Month
from .journal import Kind
from .money import Payment
from .refused import Refused

ONLY_IN_LEDGER = "ONLY_IN_LEDGER"
ONLY_WITH_FINANCE = "ONLY_WITH_FINANCE"
AMOUNT_DIFFERS = "AMOUNT_DIFFERS"
UNSURE = "UNSURE"


@dataclass(frozen=True)
class FinanceRow:
    """A row of finance's list. `receipt_of` is the payment whose receipt number it says."""

    fen: int
    receipt_of: str = ""
    reference: str = ""
    unit_id: str = ""
    received_date: Date | None = None

    @property
    def names_a_payment(self) -> bool:
        return bool(self.receipt_of or self.reference
                    or (self.unit_id and self.received_date is not None))


@dataclass(frozen=True)
class FinanceList:
    """A list as it was laid; its first row is line 2."""

    id: str
    project_id: str
    month: Month
    rows: tuple[FinanceRow, ...]
    difference_count: int
    by: str

    @property
    def total_fen(self) -> int:
        return sum(row.fen for row in self.rows)


@dataclass(frozen=True)
class FoundDifference:
    """A row, a payment or both that do not agree; line 0 without a row."""

    kind: str
    line: int
    payment_id: str
    # The difference itself, whichever list says so.
    content: tuple


@dataclass
class Comparison:
    """A list against the ledger."""

    list: FinanceList
    matched: list[int] = field(default_factory=list)
    differences: list[FoundDifference] = field(default_factory=list)
    ledger: list[Payment] = field(default_factory=list)
    # What is accepted of the differences; fixed with the month.
    accepted: dict[tuple, tuple[str, str]] | None = None

    @property
    def matched_fen(self) -> int:
        return sum(self.list.rows[line - 2].fen for line in self.matched)


class ReconciliationRules:
    """The part of the ledger that lays finance's lists against it."""

    def lay_list(self, name: str, project_id: str, month: Month, rows: tuple[FinanceRow, ...],
                 by: str) -> tuple[Comparison | None, dict[int, str]]:
        """The comparison, or the wrong rows by line; then nothing goes in."""
        self._known_open_month(project_id, month)
        wrong = {line: "PAYMENT_NOT_NAMED" for line, row in enumerate(rows, start=2)
                 if not row.names_a_payment}
        if wrong:
            return None, wrong
        self._begin()
        laid = FinanceList(name, project_id, month, rows, 0, by)
        count = len(self._compare(laid, None).differences)
        laid = FinanceList(name, project_id, month, rows, count, by)
        self.finance_lists.setdefault((project_id, month), []).append(laid)
        return self.reconciliation(project_id, month), {}

    def _known_open_month(self, project_id: str, month: Month) -> None:
        reasons = set()
        if project_id not in self.company.project_of.values():
            reasons.add("UNKNOWN_PROJECT")
        if self.calendar.last_closed is not None and month <= self.calendar.last_closed:
            reasons.add("MONTH_CLOSED")
        if reasons:
            raise Refused(*reasons)

    def reconciliation(self, project_id: str, month: Month,
                       closing_date: Date | None = None) -> Comparison:
        """With the latest list; of a closed month as it was frozen."""
        if project_id not in self.company.project_of.values():
            raise Refused("UNKNOWN_PROJECT")
        if (project_id, month) not in self.finance_lists:
            raise Refused("NO_FINANCE_LIST")
        frozen = self.frozen_reconciliations.get((project_id, month))
        return frozen or self._compare(self.finance_lists[project_id, month][-1], closing_date)

    def accept_difference(self, project_id: str, month: Month, line: int, payment_id: str,
                          reason: str, by: str, closing_date: Date | None
                          ) -> tuple[FoundDifference, tuple[str, str]]:
        """Accepts what a line, a payment or both make; again it answers as the first time."""
        self._known_open_month(project_id, month)
        found = next((d for d in self.reconciliation(project_id, month, closing_date).differences
                      if (d.line, d.payment_id) == (line, payment_id)), None)
        if found is None:
            raise Refused("UNKNOWN_DIFFERENCE")
        accepted = self.accepted_differences.setdefault((project_id, month), {})
        if found.content not in accepted:
            self._begin()
            accepted[found.content] = reason, by
        return found, accepted[found.content]

    def accepted_of(self, comparison: Comparison) -> dict[tuple, tuple[str, str]]:
        """Reason and person of what is accepted, by difference."""
        if comparison.accepted is not None:
            return comparison.accepted
        accepted = self.accepted_differences.get(
            (comparison.list.project_id, comparison.list.month), {})
        return {d.content: accepted[d.content] for d in comparison.differences
                if d.content in accepted}

    def open_differences(self, month: Month, closing_date: Date) -> list[FoundDifference]:
        """What keeps a month open."""
        found = []
        for project_id, list_month in self.finance_lists:
            if list_month == month:
                comparison = self.reconciliation(project_id, month, closing_date)
                accepted = self.accepted_of(comparison)
                found += [d for d in comparison.differences if d.content not in accepted]
        return found

    def freeze_reconciliations(self, month: Month, closing_date: Date) -> None:
        for project_id, list_month in self.finance_lists:
            if list_month == month:
                comparison = self.reconciliation(project_id, month, closing_date)
                comparison.accepted = self.accepted_of(comparison)
                self.frozen_reconciliations[project_id, month] = comparison

    # -- comparing ---------------------------------------------------------------------------------

    def _ledgers_side(self, project_id: str, month: Month,
                      closing_date: Date | None) -> list[Payment]:
        last = closing_date or month.last_day
        first = month.first_day
        closed = self.calendar.last_closed
        if closed is not None and month > closed:
            before = self.calendar.closing_dates[closed]
            if month > closed.plus(1):
                before = max(before, month.plus(-1).last_day)
            first = before + ONE_DAY
        gone = {p.reference for p in self.journal.postings
                if p.kind == Kind.REVERSAL and p.date <= last}
        return [p for p in self.payments.values()
                if self.project_of_unit(p.unit_id) == project_id
                and first <= p.posting_date <= last and p.id not in gone]

    def _compare(self, laid: FinanceList, closing_date: Date | None) -> Comparison:
        payments = self._ledgers_side(laid.project_id, laid.month, closing_date)
        comparison = Comparison(laid, ledger=payments)
        return _Laying(laid, comparison, payments).done()


class _Laying:
    """One list being laid: rows and payments that are left get fewer from rule to rule."""

    def __init__(self, laid: FinanceList, comparison: Comparison, payments: list[Payment]) -> None:
        self._rows = dict(enumerate(laid.rows, start=2))
        self._comparison = comparison
        self._left = {p.id: p for p in payments}
        seen: Counter[FinanceRow] = Counter()
        self._place: dict[int, int] = {}
        for line, row in self._rows.items():
            self._place[line] = seen[row]
            seen[row] += 1

    def done(self) -> Comparison:
        by_number: dict[str, list[int]] = defaultdict(list)
        by_reference: dict[str, list[int]] = defaultdict(list)
        by_unit: list[int] = []
        for line, row in self._rows.items():
            if row.receipt_of:
                by_number[row.receipt_of].append(line)
            elif row.reference:
                by_reference[row.reference].append(line)
            else:
                by_unit.append(line)
        for payment_id, lines in by_number.items():
            self._group(lines, [p for p in self._left.values() if p.id == payment_id])
        for reference, lines in by_reference.items():
            self._group(lines, [p for p in self._left.values()
                                if p.external_reference == reference])
        self._by_unit(by_unit, list(self._left.values()))
        for payment in list(self._left.values()):
            self._differ(ONLY_IN_LEDGER, 0, payment)
        self._comparison.differences.sort(key=lambda d: (d.line == 0, d.line, d.payment_id))
        return self._comparison

    def _group(self, lines: list[int], payments: list[Payment]) -> None:
        """Rows that say one number or reference, and the payments that have it: those that fit by
        unit and amount match, and what is left is compared as if it were all."""
        if len(lines) > 1:
            lines, payments = self._matched(lines, payments, ("unit_id", "fen"))
        if len(lines) == 1 and len(payments) == 1:
            self._pair(lines[0], payments[0])
        elif payments and lines:
            self._unsure(lines, payments)
        else:
            self._only_with_finance(lines)

    def _pair(self, line: int, payment: Payment) -> None:
        row = self._rows[line]
        if row.unit_id and row.unit_id != payment.unit_id:
            self._differ(UNSURE, line, payment)
        elif row.fen != payment.fen:
            self._differ(AMOUNT_DIFFERS, line, payment)
        else:
            self._match(line, payment)

    def _matched(self, lines: list[int], payments: list[Payment],
                 names: tuple[str, ...]) -> tuple[list[int], list[Payment]]:
        """Matches as many rows as payments that are alike; gives what is left."""
        left_lines, left_payments = [], []
        for alike, paid in self._alike(lines, payments, names):
            if len(alike) == len(paid):
                for line, payment in zip(alike, paid):
                    self._match(line, payment)
            else:
                left_lines += alike
                left_payments += paid
        return left_lines, left_payments

    def _alike(self, lines: list[int], payments: list[Payment],
               names: tuple[str, ...]) -> list[tuple[list[int], list[Payment]]]:
        """Rows and payments that agree in what is named."""
        groups: dict[tuple, tuple[list[int], list[Payment]]] = defaultdict(lambda: ([], []))
        for line in lines:
            groups[tuple(getattr(self._rows[line], n) for n in names)][0].append(line)
        for payment in payments:
            groups[tuple(getattr(payment, n) for n in names)][1].append(payment)
        return list(groups.values())

    def _by_unit(self, lines: list[int], payments: list[Payment]) -> None:
        """By unit, received date and amount; then one of a unit and day beside one of another
        amount."""
        lines, payments = self._matched(lines, payments, ("unit_id", "received_date", "fen"))
        apart: tuple[list[int], list[Payment]] = ([], [])
        for alike, paid in self._alike(lines, payments, ("unit_id", "received_date", "fen")):
            if alike and paid:
                self._unsure(alike, paid)
            else:
                apart[0].extend(alike)
                apart[1].extend(paid)
        for alike, paid in self._alike(*apart, ("unit_id", "received_date")):
            if len(alike) == len(paid) == 1:
                self._pair(alike[0], paid[0])
            else:
                self._only_with_finance(alike)

    def _unsure(self, lines: list[int], payments: list[Payment]) -> None:
        """How many are in the group is a part of what each is unsure about."""
        sizes = len(lines), len(payments)
        for line in lines:
            self._differ(UNSURE, line, None, sizes)
        for payment in payments:
            self._differ(UNSURE, 0, payment, sizes)

    def _only_with_finance(self, lines: list[int]) -> None:
        for line in lines:
            self._differ(ONLY_WITH_FINANCE, line, None)

    def _match(self, line: int, payment: Payment) -> None:
        self._comparison.matched.append(line)
        del self._left[payment.id]

    def _differ(self, kind: str, line: int, payment: Payment | None,
                more: tuple[int, ...] = ()) -> None:
        row = (self._rows[line], self._place[line]) if line else None
        payment_id = payment.id if payment else ""
        self._comparison.differences.append(FoundDifference(
            kind, line, payment_id, (kind, row, payment_id, more)))
        if payment:
            self._left.pop(payment.id, None)
