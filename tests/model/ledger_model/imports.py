"""Opening bills and receipts that come in from files, and receipts' numbers (LED-13, LED-19,
LED-20).

Readings.
- A row is about a bill (unit, fee kind and period) or a receipt (its reference). The same again is
  left alone, whatever file it comes in; about the same but saying something else, it is wrong. A
  file that has two rows about the same has one too many. A row that makes no sense in itself is about
  nothing.
- A row that is in already is looked at no further. All rows are held against the ledger and against
  the rows ahead of them, wrong ones too; one wrong row keeps all out, unless the good ones are let
  in.
- A bill of the time before is posted like a new one, against the opening equity. Its period may not
  overlap that of another bill of the same unit and fee.
- Files come from finance, so that no receipt is too old.
"""

from dataclasses import dataclass

from .dates import Date
from .fees import Fee
from .journal import Account, BillChange, Component, Kind, cash_account
from .money import Payment


@dataclass(frozen=True)
class OpeningBill:
    """A row: what is unpaid of a bill of the time before."""

    fee: Fee
    late_fee_fen: int
    cost_fen: int

    @property
    def unit_id(self) -> str:
        return self.fee.unit_id

    @property
    def key(self) -> tuple:
        return self.fee.unit_id, self.fee.fee_kind, self.fee.period_start, self.fee.period_end


@dataclass(frozen=True)
class Receipt:
    """A row: money that came in."""

    reference: str
    unit_id: str
    fen: int
    method: str
    received_date: Date
    collector_id: str = ""

    @property
    def key(self) -> str:
        return self.reference


Row = OpeningBill | Receipt


@dataclass(frozen=True)
class Imported:
    """What an import did; the wrong rows by line, the header being the first, with all reasons."""

    made: dict[int, Row]
    existing_count: int
    wrong: dict[int, frozenset[str]]


class ImportRules:
    """The part of the ledger that takes files in."""

    def import_rows(self, name: str, project_id: str, rows: tuple[Row, ...], skip_bad_rows: bool,
                    validate_only: bool, by: str) -> Imported:
        """LED-13: all rows or none, or the good ones. Payments go by `name` and line."""
        good: dict[int, Row] = {}
        wrong: dict[int, frozenset[str]] = {}
        existing = 0
        ahead: dict[object, Row] = {}
        new: list[Row] = []
        for line, row in enumerate(rows, start=2):
            if nonsense := _nonsense(row):
                wrong[line] = frozenset(nonsense)
                continue
            if row.key in ahead:
                wrong[line] = frozenset({"ROW_REPEATED"})
                continue
            ahead[row.key] = row
            if self.imported.get(row.key) == row:
                existing += 1
                continue
            reasons = self._refusals_of_row(project_id, row, new)
            new.append(row)
            if reasons:
                wrong[line] = frozenset(reasons)
            else:
                good[line] = row
        if wrong and not skip_bad_rows:
            good = {}
        if not validate_only:
            self._take_in(name, good, by)
        return Imported(good, existing, wrong)

    def _refusals_of_row(self, project_id: str, row: Row, ahead: list[Row]) -> set[str]:
        reasons = set()
        if row.unit_id not in self.company.community_of:
            reasons.add("UNKNOWN_UNIT")
        elif self.project_of_unit(row.unit_id) != project_id:
            reasons.add("OTHER_PROJECT")
        if row.key in self.imported:
            reasons.add("ROW_CHANGED")
        if isinstance(row, Receipt):
            reasons |= self.refusals_of_money(row.received_date, by_finance=True)
            if row.collector_id and row.collector_id not in self.company.staff:
                reasons.add("UNKNOWN_COLLECTOR")
            return reasons
        fee = row.fee
        others = [b.fee for b in self.bills_of(fee.unit_id)]
        others += [r.fee for r in ahead if isinstance(r, OpeningBill)]
        if any((o.unit_id, o.fee_kind) == (fee.unit_id, fee.fee_kind)
               and o.period_start <= fee.period_end and fee.period_start <= o.period_end
               for o in others):
            reasons.add("PERIOD_BILLED")
        return reasons

    def _take_in(self, name: str, rows: dict[int, Row], by: str) -> None:
        self._begin()
        for line, row in rows.items():
            self.imported[row.key] = row
            if isinstance(row, Receipt):
                self._receive(f"{name}/{line}", row.unit_id, row.fen, row.method,
                              row.received_date, row.collector_id, cash_account(row.method),
                              recorded_by=by, external_reference=row.reference
                              ).from_file = True
            else:
                self._open(row)
        for unit_id in sorted({row.unit_id for row in rows.values()}):
            self.use_held(unit_id, self.now)

    def _open(self, row: OpeningBill) -> None:
        bill = self.keep_bill(row.fee)
        parts = {Component.PRINCIPAL: row.fee.fen, Component.LATE_FEE: row.late_fee_fen,
                 Component.COST: row.cost_fen}
        total = sum(parts.values())
        self.post(Kind.OPENING, bill.posting_date, row.unit_id, bill.id,
                  bill_changes=[BillChange(bill.id, c, fen) for c, fen in parts.items()],
                  accounts={Account.RECEIVABLE.value: total,
                            Account.OPENING_EQUITY.value: -total})

    def receipts(self, project_id: str, year: int) -> list[Payment]:
        """LED-20: the payments of a project's year by posting date, in the order in which they were
        recorded: the first has number 1, and each keeps its number when it is reversed."""
        return sorted((p for p in self.payments.values()
                       if self.project_of_unit(p.unit_id) == project_id
                       and p.posting_date.year == year), key=lambda p: p.number)


def _nonsense(row: Row) -> set[str]:
    """What is wrong with a row, whatever the ledger holds."""
    reasons: set[str] = set()
    if isinstance(row, Receipt):
        return reasons
    fee = row.fee
    if fee.period_end < fee.period_start or fee.period_start.year != fee.period_end.year:
        reasons.add("PERIOD_WRONG")
    if fee.fen + row.late_fee_fen + row.cost_fen == 0:
        reasons.add("NOTHING_OWED")
    return reasons
