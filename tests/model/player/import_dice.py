"""Throws files to import; a part of the dice."""

from dataclasses import replace

from ledger_model import Fee
from ledger_model.dates import Date
from ledger_model.imports import OpeningBill, Receipt, Row

from . import operations as op
from .company import COMMUNITIES, PROJECTS, STAFF
from .imports import ImportFile


class ImportDice:
    """Opening bills, receipts, and the same again."""

    def _units_of_project(self, project_id: str) -> list[str]:
        """Mostly those of the project."""
        return [u for u, c in sorted(self._model.company.community_of.items())
                if COMMUNITIES[c] == project_id or self._one_in(25)]

    def _opening_bill(self, project_id: str) -> OpeningBill:
        """Of a fee that is not scheduled, so that its periods do not cross scheduled ones; or just
        what is scheduled and not billed."""
        unit_id = self._random.choice(self._units_of_project(project_id))
        year = self._random.choice((2014, 2015, 2016, 2016, 2017))
        scheduled = self._model.schedules.in_force(unit_id)
        late_fee, cost = self._random.choice(((0, 0), (0, 0), (705, 0), (1_230, 5_000)))
        made = self._model.journal.view(unit_id=unit_id).bills_made()
        unbilled = self._model.unbilled(unit_id, year, made)
        if unbilled and self._one_in(4):
            return OpeningBill(self._random.choice(unbilled), late_fee, cost)
        free = sorted(set(op.FEE_KINDS) - {s.fee_kind for s in scheduled})
        kind = self._random.choice(free)
        month = self._random.randint(1, 10)
        start = Date(year, month, self._random.choice((1, 1, 16)))
        end = start + op.ONE_DAY * self._random.choice((13, 30, 58))
        if self._one_in(25):
            end = start + op.ONE_DAY * self._random.choice((-1, 400))
        fen = 0 if self._one_in(20) else self._random.randint(1, 90_000)
        due = start + op.ONE_DAY * self._random.choice((-10, 0, 9, 75))
        return OpeningBill(Fee(unit_id, kind, start, end, due, fen), late_fee, cost)

    def _receipt(self, step: int, place: int, project_id: str) -> Receipt:
        unit_id = self._random.choice(self._units_of_project(project_id))
        collector = ""
        if self._one_in(4):
            collector = self._random.choice((*STAFF, "S404"))
        received = self._received()
        if self._one_in(20):
            received = self._model.business_date + op.ONE_DAY
        if self._one_in(30):
            unit_id = "U404"
        fen = self._random.randint(1, 40_000) if unit_id == "U404" else self._fen(unit_id)
        return Receipt(f"R{step}-{place}", unit_id, fen, self._method(), received, collector)

    def _file(self, step: int, project_id: str, kind: str, rows: list[Row]) -> ImportFile:
        if self._one_in(10):
            rows.append(rows[0])
        if self._one_in(10) and kind == "receipts":
            rows.append(replace(rows[0], fen=rows[0].fen + 1))
        return ImportFile(step, project_id, kind, tuple(rows),
                          self._random.choice(("utf-8", "utf-8-sig", "gb18030")),
                          self._random.choice(("zh", "en")), self._one_in(3), self._one_in(10))

    def _import_bills(self, step: int) -> op.Operation:
        project_id = self._random.choice(sorted(PROJECTS))
        rows = [self._opening_bill(project_id) for _ in range(self._random.randint(1, 4))]
        if self._one_in(4):  # a period that crosses that of a row ahead
            fee = rows[0].fee
            rows.append(replace(rows[0], fee=replace(
                fee, period_start=fee.period_start + op.ONE_DAY * 3)))
        return self._file(step, project_id, "bills", rows)

    def _import_receipts(self, step: int) -> op.Operation:
        project_id = self._random.choice(sorted(PROJECTS))
        rows = [self._receipt(step, place, project_id)
                for place in range(self._random.randint(1, 4))]
        return self._file(step, project_id, "receipts", rows)

    def _import_again(self, step: int) -> op.Operation | None:
        """The same file once more, or some of its rows beside new ones, or with one changed."""
        if not self._files:
            return None
        file = self._random.choice(self._files)
        rows = list(file.rows)
        if self._one_in(2):
            rows = self._random.sample(rows, self._random.randint(1, len(rows)))
            rows.append(self._opening_bill(file.project_id) if file.kind == "bills"
                        else self._receipt(step, 0, file.project_id))
        if file.kind == "receipts" and self._one_in(4):
            rows[0] = replace(rows[0], fen=rows[0].fen + 1)
        if self._one_in(4) and file.kind == "bills":
            rows[0] = replace(rows[0], cost_fen=rows[0].cost_fen + 1)
        return ImportFile(step, file.project_id, file.kind, tuple(rows), "gb18030", "zh",
                          self._one_in(3))
