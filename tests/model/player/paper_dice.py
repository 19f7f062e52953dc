"""Throws lists of finance and statements of banks and wallets; a part of the dice."""

from dataclasses import replace

from ledger_model import Month
from ledger_model.money import Payment
from ledger_model.reconciliation import FinanceList, FinanceRow
from ledger_model.statements import (OTHER, RECEIPT, REFUND, RETURN, REVOCATION,
                                     StatementRow)

from . import bank_statements as bank
from . import finance_lists as lists
from . import operations as op
from .company import COMMUNITIES, PROJECTS, STAFF

LAYOUTS = ("WECHAT_PAY", "ALIPAY", "CSV", "CAMT_053")
_ENCODINGS = ("utf-8", "utf-8-sig", "gb18030")


class PaperDice:
    """What finance and the banks write."""

    # -- finance's lists ---------------------------------------------------------------------------

    def _open_month(self) -> Month:
        closed = self._model.calendar.last_closed
        month = self._model.calendar.month_of(self._model.now)
        if closed is not None and closed.plus(1) < month and self._one_in(2):
            return closed.plus(1)
        return month

    def _finance_list(self, step: int) -> op.Operation:
        project_id, month = self._random.choice(sorted(PROJECTS)), self._open_month()
        if self._one_in(15) and self._model.calendar.last_closed:
            month = self._model.calendar.last_closed
        if self._one_in(25):
            project_id = "P404"
        payments = [p for p in self._model.payments.values()
                    if self._model.project_of_unit(p.unit_id) == project_id
                    and (Month.of(p.posting_date) == month or self._one_in(20))]
        rows = [self._row_of(p) for p in payments if not self._one_in(5)]
        if rows and self._one_in(4):
            rows.append(self._random.choice((rows[0], replace(rows[0], fen=rows[0].fen + 9))))
        if not rows or self._one_in(3):
            rows.append(FinanceRow(self._random.randint(1, 9_999), reference=f"F{step}"))
        if self._one_in(4):
            unit_id = self._random.choice(self._units_of_project(project_id) or ["U404"])
            rows.append(FinanceRow(self._random.randint(1, 9_999), unit_id=unit_id,
                                   received_date=self._model.business_date))
        if self._one_in(20):
            rows.append(FinanceRow(100))
        self._random.shuffle(rows)
        return lists.LayList(step, project_id, month, tuple(rows),
                             self._random.choice(_ENCODINGS), self._random.choice(("zh", "en")))

    def _row_of(self, payment: Payment) -> FinanceRow:
        """A row that says a payment by its number, its reference or its unit, mostly rightly."""
        fen = payment.fen + (self._random.choice((1, -1, 700)) if self._one_in(7) else 0)
        fen = max(fen, 1)
        where = FinanceRow(fen, unit_id=payment.unit_id, received_date=payment.received_date)
        form = self._random.choice(("number", "reference", "unit", *("number and unit",) * 2))
        if form == "reference" and payment.external_reference:
            return FinanceRow(fen, reference=payment.external_reference)
        if form == "number":
            return FinanceRow(fen, receipt_of=payment.id)
        if form == "number and unit":
            other = self._unit() if self._one_in(3) else payment.unit_id
            return replace(where, receipt_of=payment.id, unit_id=other)
        return where

    def _newer_list(self, step: int) -> op.Operation | None:
        """The list of before, with a row less, one changed, or in another order."""
        open_lists = [(k, laid[-1]) for k, laid in self._model.finance_lists.items()
                      if k not in self._model.frozen_reconciliations]
        if not open_lists:
            return None
        (project_id, month), laid = self._random.choice(open_lists)
        rows = list(laid.rows)
        if self._one_in(2):
            rows.reverse()
        if len(rows) > 1 and self._one_in(3):
            rows.pop()
        if self._one_in(2):
            place = self._accepted_row(laid, rows)
            rows[place] = replace(rows[place], fen=rows[place].fen + 1)
        if self._one_in(3):
            rows += [self._row_of(p) for p in list(self._model.payments.values())[-2:]
                     if self._model.project_of_unit(p.unit_id) == project_id]
        return lists.LayList(step, project_id, month, tuple(rows))

    def _accepted_row(self, laid: FinanceList, rows: list[FinanceRow]) -> int:
        """The place of a row of which a difference was accepted; the first where there is none."""
        comparison = self._model.reconciliation(laid.project_id, laid.month)
        accepted = self._model.accepted_of(comparison)
        found = [rows.index(laid.rows[d.line - 2]) for d in comparison.differences
                 if d.content in accepted and d.line and laid.rows[d.line - 2] in rows]
        return self._random.choice(found) if found else 0

    def _late_reversal(self, step: int) -> op.Operation | None:
        """A payment of a month of which there is a list is undone behind the month's end."""
        months = {month for _, month in self._model.finance_lists}
        today = self._model.now
        payments = [p.id for p in self._model.payments.values()
                    if p.standing_fen > 0 and Month.of(p.posting_date) in months
                    and Month.of(p.posting_date) < Month.of(today)]
        if payments:
            return op.ReversePayment(step, self._random.choice(payments), 1)
        if not months:
            return None
        return op.SetClock(step, Month.of(today).plus(1).first_day + op.ONE_DAY)

    def _accept(self, step: int) -> op.Operation | None:
        found = [(k, d) for k in list(self._model.finance_lists)[-3:]
                 for d in self._model.reconciliation(*k).differences
                 if d.content not in self._model.accepted_of(self._model.reconciliation(*k))
                 or self._one_in(6)]
        if not found:
            return None
        (project_id, month), difference = self._random.choice(found)
        line = difference.line if not self._one_in(20) else 404
        return lists.AcceptDifference(step, project_id, month, line, difference.payment_id,
                                      f"because of {step}",
                                      who=self._random.choice((op.FINANCE, op.FINANCE_OF_GM)))

    def _follow_list(self, laid: lists.LayList) -> None:
        """Some differences are accepted, then a close is tried."""
        if (laid.project_id, laid.month) not in self._model.finance_lists:
            return
        count = len(self._model.reconciliation(laid.project_id, laid.month).differences)
        self._next += [self._accept] * min(count, self._random.randint(0, count + 1), 6)
        if laid.month.last_day < self._model.business_date:
            self._next.append(lambda step: op.CloseMonth(step, laid.month, None))

    # -- statements --------------------------------------------------------------------------------

    def _statement(self, step: int) -> op.Operation:
        project_id, layout = self._random.choice(("P1", "P1", "P2")), self._random.choice(LAYOUTS)
        rows: list[StatementRow] = []
        for place in range(self._random.randint(1, 4)):
            rows.append(self._statement_row(step, place, layout, project_id))
        rows += self._refunds(step, layout, project_id, rows)
        if self._one_in(15):
            rows[0] = replace(rows[0], date=self._model.business_date + op.ONE_DAY)
        variant = self._random.randint(0, 11)
        if layout == "CSV" and self._one_in(3):
            rows = [replace(row, number="", order="") for row in rows]
        if layout != "CAMT_053" and self._one_in(4 if not rows[0].number else 15):
            rows.append(rows[0])  # once too often, or one like it
        return bank.ImportStatement(
            step, project_id, layout, f"AC{project_id}", tuple(rows), variant,
            7 if self._one_in(15) and layout != "CSV" else 0,
            self._random.choice(("BANK_TRANSFER", "POS")), self._one_in(3), self._one_in(12))

    def _statement_row(self, step: int, place: int, layout: str, project_id: str) -> StatementRow:
        """A receipt that is certain or not, or no money of owners."""
        number = f"4{step:05d}{place}"
        today = self._model.business_date
        date = today - op.ONE_DAY * self._random.choice((0, 0, 1, 8, 50))
        fen = self._random.randint(100, 40_000)
        of_wallet = layout in ("WECHAT_PAY", "ALIPAY")
        order = {"WECHAT_PAY": f"M{number}", "ALIPAY": number}.get(layout, f"E{number}")
        row = StatementRow(RECEIPT, number, fen, date, order,
                           fee_fen=self._fee(layout, fen) if of_wallet else 0)
        unit_id = self._random.choice(self._units_of_project(project_id))
        payer = self._payer(unit_id)
        if of_wallet and self._one_in(6) and (by_hand := self._by_hand(layout, project_id)):
            return replace(row, number=by_hand.external_reference, fen=by_hand.fen,
                           order=order.replace(number, by_hand.external_reference),
                           order_unit=by_hand.unit_id, date=by_hand.received_date)
        match self._random.randrange(8):
            case 0 | 1 | 2:
                if of_wallet:
                    more = ""
                    if self._one_in(2):
                        more = f" {self._random.choice(self._units_of_project(project_id))}"
                    return replace(row, order_unit=unit_id + more)
                return replace(row, remark=f"物业费 {unit_id}", payer=payer)
            case 3:
                owed = sum(self._model.journal.view(unit_id=unit_id).owed_of_bills().values())
                return replace(row, fen=max(owed, 1), remark=f"物业费 {unit_id}", date=today)
            case 4:
                return replace(row, remark=f"{unit_id} {self._unit()} 合缴")
            case 5:
                return replace(row, payer="" if of_wallet else payer)
            case 6 if not of_wallet:
                return replace(row, kind=OTHER, remark="手续费")
            case _:
                return replace(row, remark=self._random.choice(("转账", f"物业费 {unit_id}", "")))

    @staticmethod
    def _fee(layout: str, fen: int) -> int:
        return fen * 6 // 1000 * (1 if layout == "WECHAT_PAY" else -1)

    def _payer(self, unit_id: str) -> str:
        owners = self._model.organisation.owners_on(unit_id, self._model.business_date)
        return self._model.owners[self._random.choice(owners)].name if owners else "路人"

    def _by_hand(self, layout: str, project_id: str) -> Payment | None:
        """A payment that somebody recorded with the wallet's number."""
        found = [p for p in self._model.payments.values()
                 if p.method == layout and p.external_reference.startswith("T")
                 and self._model.project_of_unit(p.unit_id) == project_id]
        return self._random.choice(found) if found else None

    def _refunds(self, step: int, layout: str, project_id: str,
                 rows: list[StatementRow]) -> list[StatementRow]:
        """Of orders of this file and of files before: all, a part, more; some are not final yet."""
        orders = [row for row in rows if row.kind == RECEIPT]
        orders += [line.row for line in self._model.statement_lines.values()
                   if line.layout == layout and line.project_id == project_id
                   and line.row.kind == RECEIPT]
        if not orders or layout == "CSV" or not self._one_in(2):
            return []
        order = self._random.choice(orders)
        of_people = [line.row for line in self._model.statement_lines.values()
                     if line.state == "MATCHED" and line.row in orders]
        if of_people and self._one_in(2):
            order = self._random.choice(of_people)
        if self._one_in(6):
            order = replace(order, order="M49" if layout == "WECHAT_PAY" else "49")
        fen = self._random.choice((order.fen, order.fen, max(order.fen // 3, 1), order.fen + 1))
        is_final = layout != "WECHAT_PAY" or not self._one_in(2)
        kind = RETURN if layout == "CAMT_053" else REFUND
        if layout == "WECHAT_PAY" and self._one_in(6):
            return [StatementRow(REVOCATION, f"V{order.order}", order.fen,
                                 self._model.business_date, order.order)]
        return [StatementRow(kind, f"5{step:05d}0", fen, self._model.business_date, order.order,
                             is_final=is_final)]

    def _statement_again(self, step: int) -> op.Operation | None:
        """A file once more, or some of its rows beside new ones, in another project, with a row
        changed, or with what was pending become final."""
        if not self._statements:
            return None
        file = self._random.choice(self._statements)
        rows = list(file.rows)
        if self._one_in(2):
            rows = self._random.sample(rows, self._random.randint(1, len(rows)))
            new = self._statement_row(step, 9, file.layout, file.project_id)
            rows.append(new if rows[0].number else replace(new, number="", order=""))
        if self._one_in(4) and rows[0].number and file.layout != "CAMT_053":
            rows[0] = replace(rows[0], fen=rows[0].fen + 1)
        rows = [row if row.is_final or self._one_in(2) else replace(row, is_final=True)
                for row in rows]
        project_id = self._random.choice(sorted(PROJECTS)) if self._one_in(5) else file.project_id
        return replace(file, step=step, rows=tuple(rows), project_id=project_id, off_fen=0,
                       skip_bad_rows=self._one_in(2), validate_only=False)

    def _match_line(self, step: int) -> op.Operation | None:
        lines = [line for line in self._model.statement_lines.values()
                 if line.state in ("HELD", "OPEN") or self._one_in(8)]
        if not lines:
            return None
        line = self._random.choice(lines)
        of_project = [p.id for p in self._model.payments.values() if COMMUNITIES[
            self._model.company.community_of[p.unit_id]] == line.project_id or self._one_in(8)]
        wants_unit = (line.row.kind == RECEIPT) != self._one_in(15)
        if wants_unit or not of_project:
            unit_id = self._random.choice((*self._units_of_project(line.project_id),
                                           *sorted(line.candidates) * 3))
            collector = self._random.choice((*STAFF, "S404")) if self._one_in(5) else ""
            return bank.MatchLine(step, line.id, "U404" if self._one_in(25) else unit_id, "",
                                  collector)
        return bank.MatchLine(step, line.id, "", self._payment_to_undo(line, of_project))

    def _payment_to_undo(self, line: bank.StatementLine, of_project: list[str]) -> str:
        """Mostly the order's own."""
        own = [o.payment_id for o in self._model.statement_lines.values()
               if o.row.order == line.row.order and o.payment_id]
        if own and not self._one_in(4):
            return own[0]
        return "nobody-knows" if self._one_in(15) else self._random.choice(of_project)

    def _follow_statement(self, taken: bank.ImportStatement) -> None:
        """An order is being paid back; later it is."""
        booked = [line for line in self._model.statement_lines.values()
                  if line.statement_id == taken.name and line.layout == "WECHAT_PAY"
                  and line.row.kind == RECEIPT and line.state == "BOOKED"]
        if booked and self._one_in(2):
            line = self._random.choice(booked)
            for is_final in (False, True) if self._one_in(2) else (False,):
                row = StatementRow(REFUND, f"7{taken.step:05d}0", line.row.fen,
                                   self._model.business_date, line.row.order, is_final=is_final)
                self._next.append(lambda step, row=row: bank.ImportStatement(
                    step, line.project_id, "WECHAT_PAY", f"AC{line.project_id}", (row,)))

    def _follow_match(self, match: bank.MatchLine) -> None:
        """The order of a line that a person matched is paid back."""
        line = self._model.statement_lines[match.line]
        if line.row.kind == RECEIPT and line.layout != "CSV" and self._one_in(2):
            kind = RETURN if line.layout == "CAMT_053" else REFUND
            self._next.append(lambda step: bank.ImportStatement(
                step, line.project_id, line.layout, f"AC{line.project_id}",
                (StatementRow(kind, f"6{step:05d}0", line.row.fen, self._model.business_date,
                              line.row.order),)))

    def _dismiss_line(self, step: int) -> op.Operation | None:
        lines = [line.id for line in self._model.statement_lines.values()
                 if line.state in ("OPEN", "PENDING") or self._one_in(8)]
        return bank.DismissLine(step, self._random.choice(lines)) if lines else None
