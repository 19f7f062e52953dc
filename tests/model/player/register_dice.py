"""Throws files of units and owners, and the turn of the year; a part of the dice."""

from dataclasses import replace

from ledger_model import Date, FeeSchedule, Month
from ledger_model.register import OwnerFacts, OwnerRow, UnitFacts, UnitRow

from . import operations as op
from .company import AREAS, BUYERS, COMMUNITIES, PROJECTS
from .planning import PutPlan
from .register import ImportRegister
from .rollover import RollOver

_ENCODINGS = ("utf-8", "utf-8-sig", "gb18030")


class RegisterDice:
    """Who and what there is, from files."""

    def _unit_row(self, step: int, place: int, project_id: str) -> UnitRow:
        """Mostly a new unit with a fee; else one that is there, measured or numbered anew, with a
        new fee or none."""
        communities = sorted(c for c, p in COMMUNITIES.items()
                             if p == project_id or self._one_in(20))
        unit_id = f"N{step}-{place}"
        facts = UnitFacts(self._random.choice(communities), f"{step}栋{place}",
                          self._random.choice((1, 1, 2, 3)), self._random.randint(100, 20_000))
        if self._one_in(3):
            unit_id = self._random.choice(self._units_of_project(project_id))
            facts = self._model.unit_facts(unit_id)
            if self._one_in(2):
                facts = replace(facts, area_e2_m2=facts.area_e2_m2 + 111)
            elif self._one_in(3):
                facts = replace(facts, unit_no=f"{facts.unit_no}甲")
        if self._one_in(25):
            facts = replace(facts, community_id=self._random.choice(("C404", *communities)))
        return UnitRow(unit_id, facts, None if self._one_in(6) else self._fee_of_row(unit_id))

    def _fee_of_row(self, unit_id: str) -> FeeSchedule:
        kind = self._random.choice(sorted(op.FEE_KINDS))
        today = self._model.business_date
        first = self._random.choice((Date(2015, 1, 1), Date(today.year, 1, 1), today,
                                     Month.of(today).plus(1).first_day))
        made = self._schedule(unit_id, kind, self._random.choice((1, 1, 3, 6, 12)), first)
        if unit_id in self._model.company.community_of:
            for known in self._model.schedules.in_force(unit_id):
                if known.fee_kind == kind:
                    made = replace(made, period_months=known.period_months,
                                   due_after_days=known.due_after_days)
        if self._one_in(20):
            made = replace(made, period_months=5)
        return made

    def _import_units(self, step: int) -> op.Operation:
        project_id = self._random.choice(sorted(PROJECTS))
        rows = [self._unit_row(step, place, project_id)
                for place in range(self._random.randint(1, 3))]
        if self._one_in(3):  # a second fee of the same unit
            rows.append(replace(rows[0], schedule=self._fee_of_row(rows[0].unit_id)))
        if self._one_in(4):  # which another row says to be larger
            facts = replace(rows[0].facts, area_e2_m2=rows[0].facts.area_e2_m2 + 1)
            schedule = None if rows[0].schedule else self._fee_of_row(rows[0].unit_id)
            rows.append(UnitRow(rows[0].unit_id, facts, schedule))
        return self._register_file(step, project_id, "units", rows)

    def _import_owners(self, step: int) -> op.Operation:
        project_id = self._random.choice(sorted(PROJECTS))
        rows = [self._owner_row(step, place, project_id)
                for place in range(self._random.randint(1, 3))]
        if self._one_in(8):
            facts = replace(rows[0].facts, phone="13900000000")
            rows.append(replace(rows[0], facts=facts, first=rows[0].first + op.ONE_DAY))
        return self._register_file(step, project_id, "owners", rows)

    def _owner_row(self, step: int, place: int, project_id: str) -> OwnerRow:
        owner_id = f"ON{step}-{place}"
        facts = OwnerFacts(f"新业主{step}{place}", "13800138000", "滨江路1号")
        unit_id = self._random.choice(self._units_of_project(project_id))
        first = self._model.business_date - op.ONE_DAY * self._random.choice((0, 20, 300))
        if self._one_in(3):
            owner_id = self._random.choice((*BUYERS, *sorted(self._model.owners)))
            facts = self._model.owners[owner_id]
            if self._one_in(2):
                facts = replace(facts, phone=f"138{step:08d}")
            if self._one_in(2) and owner_id == f"O{unit_id}":
                first = Date(2010, 1, 1)
        return OwnerRow(owner_id, facts, "U404" if self._one_in(25) else unit_id, first)

    def _register_file(self, step: int, project_id: str, kind: str, rows: list) -> ImportRegister:
        if self._one_in(10):
            rows.append(rows[0])
        return ImportRegister(step, project_id, kind, tuple(rows),
                              self._random.choice(_ENCODINGS), self._random.choice(("zh", "en")),
                              self._one_in(3), self._one_in(12))

    def _register_again(self, step: int) -> op.Operation | None:
        """A file once more, which changes back what changed since; or with one row changed."""
        if not self._registers:
            return None
        file = self._random.choice(self._registers)
        rows = list(file.rows)
        if self._one_in(3):  # as after a row was taken out
            rows = self._random.sample(rows, self._random.randint(1, len(rows)))
        if self._one_in(2):
            place = self._random.randrange(len(rows))
            row = rows[place]
            changed = (replace(row.facts, area_e2_m2=row.facts.area_e2_m2 + 77)
                       if isinstance(row, UnitRow) else
                       replace(row.facts, address=f"滨江路{step}号"))
            rows = [replace(r, facts=changed) if r.key[0] == row.key[0] else r for r in rows]
            self._next.append(lambda s: replace(file, step=s, validate_only=False))
        return replace(file, step=step, rows=tuple(rows), validate_only=False)

    def _follow_register(self, file: ImportRegister) -> None:
        """New units are billed and pay."""
        new = [row for row in file.rows if isinstance(row, UnitRow)
               and row.unit_id in self._model.company.community_of]
        if new and self._one_in(2):
            row = self._random.choice(new)
            month = Month(self._model.business_date.year, 1)
            self._next.append(lambda step: op.RunBilling(
                step, row.facts.community_id, month, month.plus(11), False))
            self._next.append(lambda step: op.RecordPayment(
                step, row.unit_id, self._fen(row.unit_id), self._method(),
                self._model.business_date))

    # -- the turn of the year ----------------------------------------------------------------------

    def _first_plan(self, step: int) -> op.Operation:
        return self._plan_to_go_on_from(step, self._model.business_date.year)

    def _plan_to_go_on_from(self, step: int, year: int) -> op.Operation:
        """A plan from which the next year's may be drafted."""
        project_id = self._random.choice(sorted(PROJECTS))
        planned = tuple(sorted(self._random.randint(0, 10_000) for _ in range(12)))
        tasks = ((self._random.choice([a for a, p in AREAS.items() if p == project_id]), 4_321),)
        return PutPlan(step, project_id, year, planned, 8_765,
                       tasks if not self._one_in(4) else ())

    def _roll_over(self, step: int) -> op.Operation:
        year = self._model.business_date.year + self._random.choice((0, 0, 0, 0, 1, -1))
        project_id = self._random.choice(("", "", *sorted(PROJECTS)))
        return RollOver(step, year, "P404" if self._one_in(20) else project_id)

    def _payment_of_the_new_year(self, step: int) -> op.Operation | None:
        """Arrears that are paid behind the closing date."""
        owing = [u for u in self._units() if any(
            fen > 0 for fen in self._model.journal.view(unit_id=u).owed_of_bills().values())]
        if not owing:
            return None
        return op.RecordPayment(step, self._random.choice(owing), self._random.randint(100, 9_000),
                                self._method(), self._model.business_date)

    def _close_december(self, step: int) -> op.Operation | None:
        """The first close of all, once the year has turned."""
        turned = Month.of(self._model.business_date)
        if self._model.calendar.last_closed is not None or turned.number > 3:
            return None
        self._next += [self._payment_of_the_new_year,
                       lambda s: self._plan_to_go_on_from(s, turned.year - 1),
                       lambda s: RollOver(s, turned.year), self._roll_over]
        return op.CloseMonth(step, Month(turned.year - 1, 12), None)
