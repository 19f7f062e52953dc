"""The year's rollover (年度结转): what a project begins a year with, and the draft of its plan.

Readings, those of the contract.
- Arrears and prepayment are those at the closing date of the December before, by posting date, as
  they are known now; arrears are principal (definition 1).
- A project that has no plan gets a draft from the plan of the year before: its months and its annual
  rate. Tasks that were given for the year before are not this year's. Its targets are the arrears of
  each community.
"""

from dataclasses import dataclass

from .dates import Month
from .journal import Component
from .plans import AnnualPlan
from .refused import Refused

DRAFTED, KEPT, NONE = "DRAFTED", "KEPT", "NONE"


@dataclass(frozen=True)
class RolledProject:
    """What a project begins a year with."""

    project_id: str
    receivable_fen: int
    arrears_fen: int
    held_fen: int
    plan: str


class RolloverRules:
    """The part of the ledger that turns the year."""

    def roll_over(self, year: int, project_id: str, by: str) -> list[RolledProject]:
        """Of a project, or of the company."""
        reasons = set()
        projects = sorted(set(self.company.project_of.values()))
        if project_id and project_id not in projects:
            reasons.add("UNKNOWN_PROJECT")
        if Month(year - 1, 12) not in self.calendar.closing_dates:
            reasons.add("MONTH_OPEN")
        if reasons:
            raise Refused(*reasons)
        self._begin()
        return [self._roll(p, year, by) for p in projects if project_id in ("", p)]

    def _roll(self, project_id: str, year: int, by: str) -> RolledProject:
        communities = [c for c, p in self.company.project_of.items() if p == project_id]
        arrears = {c: self._arrears_at_the_turn(c, year) for c in communities}
        outcome = KEPT if (project_id, year) in self.plans else NONE
        before = self.plans.get((project_id, year - 1))
        if outcome == NONE and before is not None:
            outcome = DRAFTED
            self.plans[project_id, year] = AnnualPlan(
                project_id, year, before.planned_bp, before.annual_bp, {}, by,
                targets={c: fen for c, fen in arrears.items() if fen})
        return RolledProject(
            project_id, sum(self.receivable_of_year(c, year) for c in communities),
            sum(arrears.values()), sum(self._held_at_the_turn(c, year) for c in communities),
            outcome)

    def _arrears_at_the_turn(self, community_id: str, year: int) -> int:
        closing_date = self.calendar.closing_dates[Month(year - 1, 12)]
        return sum(change.fen for unit_id in self.units_of(community_id)
                   for _, change in self.journal.view(closing_date, unit_id=unit_id).changes()
                   if change.component == Component.PRINCIPAL
                   and self.bills[change.bill_id].fee.year < year)

    def _held_at_the_turn(self, community_id: str, year: int) -> int:
        closing_date = self.calendar.closing_dates[Month(year - 1, 12)]
        return sum(sum(self.journal.view(closing_date, unit_id=unit_id).held().values())
                   for unit_id in self.units_of(community_id))
