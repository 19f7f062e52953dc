"""Statements of banks and wallets: what is booked of them, and what waits for a person (LED-13).

Readings, those of the contract.
- A unit gets points by what names it: the order, the remark, an owner's name. What amounts and names
  of communities add is not computed: a line is certain, or unsure, only where that cannot matter, and
  a file with another line is not played (`is_clear`).
- A line is known by what makes it itself, whatever file it comes in. The same again is left alone;
  with another amount it is wrong. What was pending gives way to what it became.
- What is no money of owners may be of any date.
- Receipts are taken first, in the order of the file, then the rest by date: a refund finds an order
  that stands behind it, for wallets list the latest first.
- Who has decided about a line has: the refund of an order that a person matched waits for one too.
"""

from dataclasses import dataclass, replace

from .dates import Date
from .journal import cash_account
from .refused import Refused

# The policy's statement_match.
ORDER_NAMES_UNIT = 90
REMARK_NAMES_UNIT = 60
PAYER_OWNS_UNIT = 25
AMOUNT_IS_ALL_DUE = 25
AMOUNT_IS_SOME_BILLS = 15
CERTAIN = 85
LEAD = 20

RECEIPT, REFUND, REVOCATION, RETURN, OTHER = "RECEIPT", "REFUND", "REVOCATION", "RETURN", "OTHER"


@dataclass(frozen=True)
class StatementRow:
    """What a file says of one movement of money. `order` is the company's own order, or of a refund
    that of the receipt; `number` the bank's or wallet's own number, empty in tables without one."""

    kind: str
    number: str
    fen: int
    date: Date
    order: str = ""
    # What the payment page wrote into the order: a unit, or several.
    order_unit: str = ""
    remark: str = ""
    payer: str = ""
    fee_fen: int = 0
    is_final: bool = True


@dataclass
class StatementLine:
    """A row that went in, and what became of it."""

    id: str
    statement_id: str
    project_id: str
    layout: str
    row: StatementRow
    key: tuple
    method: str
    state: str = ""
    reason: str = ""
    payment_id: str = ""
    suspense_id: str = ""
    candidates: frozenset[str] = frozenset()
    decided_by: str = ""


@dataclass(frozen=True)
class TakenStatement:
    """What an import did."""

    lines: tuple[StatementLine, ...]
    existing_count: int
    wrong: dict[int, frozenset[str]]

    def count(self, *states: str) -> int:
        return sum(line.state in states for line in self.lines)

    def fen(self, state: str) -> int:
        return sum(line.row.fen for line in self.lines
                   if line.state == state and line.row.kind == RECEIPT)


@dataclass(frozen=True)
class _Points:
    """Points of a unit, as far as they are known: at least and at most."""

    least: int
    most: int


class StatementRules:
    """The part of the ledger that reads statements."""

    # -- whose money it is -------------------------------------------------------------------------

    def _points(self, project_id: str, row: StatementRow) -> dict[str, _Points]:
        """Of the project's units that something names."""
        points = {}
        for unit_id, community_id in self.company.community_of.items():
            if self.company.project_of[community_id] != project_id:
                continue
            least = ORDER_NAMES_UNIT * (unit_id in row.order_unit.split())
            least += REMARK_NAMES_UNIT * (unit_id in row.remark.split())
            most = least
            owners = [{self.owners[o].name for o in self.organisation.owners_on(unit_id, day)}
                      for day in (row.date, self.business_date)]
            least += PAYER_OWNS_UNIT * all(row.payer in names for names in owners)
            ever = {h.value for place, held in self.organisation.owners.holdings.items()
                    for h in held if place.startswith(f"{unit_id}/")}
            most += PAYER_OWNS_UNIT * (row.payer in {self.owners[o].name for o in ever})
            if most == 0:
                continue
            by_amount = self._points_of_amount(unit_id, row)
            points[unit_id] = _Points(least + by_amount.least, most + by_amount.most)
        return points

    def _points_of_amount(self, unit_id: str, row: StatementRow) -> _Points:
        """None where no bill and no sum of bills has the amount; something for certain where it is
        all that is owed, however it is counted."""
        owed = self.journal.view(unit_id=unit_id).owed_of_bills()
        bills = sorted(self.bills_of(unit_id), key=lambda b: (b.fee.due_date, b.id))
        unpaid = [b for b in bills if owed[b.id] > 0]
        total = sum(owed[b.id] for b in unpaid)
        if row.fen == total and all(b.fee.due_date <= row.date for b in unpaid):
            return _Points(AMOUNT_IS_ALL_DUE, AMOUNT_IS_ALL_DUE + AMOUNT_IS_SOME_BILLS)
        sums = {b.fee.fen for b in bills} | {owed[b.id] for b in unpaid}
        sums |= {sum(owed[b.id] for b in unpaid[:n]) for n in range(len(unpaid) + 1)}
        return _Points(0, (AMOUNT_IS_ALL_DUE + AMOUNT_IS_SOME_BILLS) * (row.fen in sums))

    def certain_unit(self, project_id: str, row: StatementRow) -> str | None:
        """The unit whose money it is for certain, empty for none; nothing where that is not clear."""
        points = self._points(project_id, row)
        if not points:
            return ""
        best = max(points, key=lambda u: (points[u].least, u))
        next_most = max((p.most for u, p in points.items() if u != best), default=0)
        if points[best].least >= CERTAIN and points[best].least - next_most >= LEAD:
            return best
        for unit_id, of_unit in points.items():
            others = max((p.least for u, p in points.items() if u != unit_id), default=0)
            if of_unit.most >= CERTAIN and of_unit.most - others >= LEAD:
                return None
        return ""

    def is_clear(self, layout: str, project_id: str, rows: tuple[StatementRow, ...],
                 account: str) -> bool:
        """Whether the words alone decide about each row."""
        for row, key in zip(rows, self._keys(layout, rows, account)):
            if row.kind == RECEIPT and self.certain_unit(project_id, row) is None:
                return False
            earlier = [line for line in self.statement_lines.values() if line.key == key]
            if any(line.state == "DISMISSED" for line in earlier):
                return False
            by_hand = self._recorded_by_hand(layout, row)
            if any(p.reversed for p in by_hand) or len(by_hand) > 1:
                return False
            if by_hand and not self.certain_unit(project_id, row):
                return False
        return True

    def _recorded_by_hand(self, layout: str, row: StatementRow) -> list:
        of_lines = {line.payment_id for line in self.statement_lines.values()}
        return [p for p in self.payments.values()
                if row.number and p.external_reference == row.number and p.id not in of_lines]

    # -- taking a file in --------------------------------------------------------------------------

    def import_statement(self, name: str, layout: str, project_id: str,
                         rows: tuple[StatementRow, ...], account: str, method: str,
                         skip_bad_rows: bool, validate_only: bool) -> TakenStatement:
        """LED-13: all rows or none, or the good ones; each once, whatever file it is in."""
        if project_id not in self.company.project_of.values():
            raise Refused("UNKNOWN_PROJECT")
        wrong: dict[int, frozenset[str]] = {}
        new: list[tuple[int, StatementRow, tuple]] = []
        existing = 0
        ahead = set()
        for line, (row, key) in enumerate(zip(rows, self._keys(layout, rows, account)), start=2):
            known = self._line_of(key)
            reasons = self._refusals_of_statement_row(project_id, row, known)
            if key in ahead:
                reasons.add("ROW_REPEATED")
            if reasons:
                wrong[line] = frozenset(reasons)
            elif known is None or (row.is_final and not known.row.is_final):
                new.append((line, row, key))
            else:
                existing += 1
            ahead.add(key)
        if wrong and not skip_bad_rows:
            new = []
        if validate_only:
            return TakenStatement((), existing, wrong)
        self._begin()
        new.sort(key=lambda n: (n[1].kind != RECEIPT, n[1].date if n[1].kind != RECEIPT else n[0]))
        lines = [self._take_line(StatementLine(f"{name}/{line}/line", name, project_id, layout, row,
                                               key, method), f"{name}/{line}")
                 for line, row, key in new]
        # What the import did stays, whatever becomes of the lines.
        return TakenStatement(tuple(replace(line) for line in lines), existing, wrong)

    def _refusals_of_statement_row(self, project_id: str, row: StatementRow,
                                   known: StatementLine | None) -> set[str]:
        reasons = set()
        if row.date > self.business_date and row.kind != OTHER:
            reasons.add("RECEIVED_DATE_IN_FUTURE")
        if known is not None and known.project_id != project_id:
            reasons.add("IN_ANOTHER_PROJECT")
        if known is not None and known.row.fen != row.fen:
            reasons.add("ROW_CHANGED")
        return reasons

    @staticmethod
    def _keys(layout: str, rows: tuple[StatementRow, ...], account: str) -> list[tuple]:
        """What makes a row itself."""
        keys: list[tuple] = []
        for row in rows:
            if row.number:
                key = (layout, account, row.number)
                if layout == "CAMT_053":
                    key += (row.date, row.fen)
            else:
                content = (layout, account, row)
                key = (*content, sum(k[:3] == content for k in keys))
            keys.append(key)
        return keys

    def _line_of(self, key: tuple) -> StatementLine | None:
        """The line of a row that is in; what gave way to another is not it any more."""
        return next((line for line in self.statement_lines.values()
                     if line.key == key and line.state != "SUPERSEDED"), None)

    def _take_line(self, line: StatementLine, name: str) -> StatementLine:
        pending = self._line_of(line.key)
        if pending is not None:
            pending.state = "SUPERSEDED"
        self.statement_lines[line.id] = line
        row = line.row
        if not row.is_final:
            line.state = "PENDING"
        elif row.kind == OTHER or row.fen == 0:
            line.state = "OUTSIDE"
        elif row.kind == RECEIPT:
            self._take_receipt(line, name)
        else:
            self._take_back(line)
        return line

    def _take_receipt(self, line: StatementLine, name: str) -> None:
        row = line.row
        unit_id = self.certain_unit(line.project_id, row)
        by_hand = [p for p in self._recorded_by_hand(line.layout, row)
                   if (p.unit_id, p.method, p.fen) == (unit_id, line.method, row.fen)]
        if unit_id and by_hand:
            line.state, line.reason, line.payment_id = "BOOKED", "ALREADY_RECORDED", by_hand[0].id
        elif unit_id:
            payment = self._receive(name, unit_id, row.fen, line.method, row.date, "",
                                    cash_account(line.method), recorded_by="F1",
                                    external_reference=row.number)
            line.state, line.payment_id = "BOOKED", payment.id
        else:
            points = self._points(line.project_id, row)
            line.candidates = frozenset(u for u, p in points.items() if p.least > 0)
            self._hold(f"{name}/held", line.project_id, row.fen, line.method, row.date, row.number)
            line.state, line.reason, line.suspense_id = "HELD", "UNSURE", f"{name}/held"

    def _take_back(self, line: StatementLine) -> None:
        """A refund, a revocation or a return: of a booked order it is done, else it waits."""
        order = self._order_of(line)
        line.state = "OPEN"
        if order is None:
            line.reason = "ORDER_UNKNOWN"
        elif order.state == "HELD":
            line.reason = "ORDER_HELD"
        elif order.state == "MATCHED":
            line.reason = "MATCHED_BY_PERSON"
        else:
            reasons = self._give_back(order.payment_id, line.row)
            if reasons:
                line.reason = " or ".join(sorted(reasons))
            else:
                line.state, line.payment_id = "BOOKED", order.payment_id

    def _order_of(self, line: StatementLine) -> StatementLine | None:
        return next((o for o in self.statement_lines.values()
                     if o.layout == line.layout and o.row.kind == RECEIPT
                     and o.row.order == line.row.order and o.state in ("BOOKED", "HELD", "MATCHED")),
                    None)

    def _give_back(self, payment_id: str, row: StatementRow) -> frozenset[str]:
        """All of an untouched payment is a reversal, a part a refund; an order that was revoked is
        undone. Gives the reasons against it. What the bank took back never was."""
        payment = self.payments[payment_id]
        try:
            if row.kind == REVOCATION or (row.fen == payment.fen and payment.refunded_fen == 0):
                self.reverse_payment(payment_id, never_was=row.kind == RETURN)
            else:
                self.refund_payment(payment_id, row.fen)
        except Refused as refused:
            return refused.reasons
        return frozenset()

    # -- people ------------------------------------------------------------------------------------

    def match_line(self, name: str, line_id: str, unit_id: str, payment_id: str,
                   collector_id: str, by: str) -> StatementLine:
        """A person says whose money it is, or which payment was undone."""
        line = self._waiting_line(line_id, "HELD", "OPEN")
        if bool(unit_id) != (line.row.kind == RECEIPT) or bool(payment_id) == bool(unit_id):
            raise Refused("TARGET_WRONG")
        if unit_id:
            payment = self.assign_suspense(name, line.suspense_id, unit_id, collector_id, by)
            line.payment_id = payment.id
        else:
            if payment_id not in self.payments:
                raise Refused("UNKNOWN_PAYMENT")
            if self.project_of_unit(self.payments[payment_id].unit_id) != line.project_id:
                raise Refused("OTHER_PROJECT")
            if reasons := self._give_back(payment_id, line.row):
                raise Refused(*reasons)
            line.payment_id = payment_id
        line.state, line.decided_by = "MATCHED", by
        return line

    def dismiss_line(self, line_id: str, by: str) -> StatementLine:
        """A person says that nothing more is to be done."""
        line = self._waiting_line(line_id, "OPEN", "PENDING")
        self._begin()
        line.state, line.decided_by = "DISMISSED", by
        return line

    def _waiting_line(self, line_id: str, *states: str) -> StatementLine:
        if line_id not in self.statement_lines:
            raise Refused("UNKNOWN_LINE")
        if self.statement_lines[line_id].state not in states:
            raise Refused("LINE_NOT_WAITING")
        return self.statement_lines[line_id]

    def line_of_suspense(self, suspense_id: str) -> StatementLine | None:
        return next((line for line in self.statement_lines.values()
                     if line.suspense_id == suspense_id), None)
