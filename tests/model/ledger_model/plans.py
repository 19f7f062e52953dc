"""Annual plans, tasks and campaigns (LED-6, LED-12, definitions 8 and 18).

Readings.
- A plan is approved as of the business date: its areas have the communities of that day, and the
  receivable of its year is what is known then. An area without communities has no task but a
  given one.
- An area's task that is not given is receivable × annual rate, an amount of money that is fixed and
  so rounded; a community's share of its area's task is by receivable, and exact. Where an area has
  nothing receivable, its task is shared in equal parts, so that it stays whole.
- A planned rate is there once the plan is approved.
"""

from dataclasses import dataclass, field
from fractions import Fraction

from .dates import Date, Month
from .fees import round_half_away
from .journal import Component, Kind
from .money import Payment
from .refused import Refused


@dataclass
class AnnualPlan:
    """LED-6: a project's plan of a year."""

    project_id: str
    year: int
    planned_bp: tuple[int, ...]
    annual_bp: int
    given_tasks: dict[str, int]
    put_by: str
    # Historical arrears to recover, by community.
    targets: dict[str, int] = field(default_factory=dict)
    approved: bool = False
    receivable_fen: int = 0
    # Fixed at the approval: by area, and each community's exact share.
    tasks: dict[str, int] = field(default_factory=dict)
    shares: dict[str, Fraction] = field(default_factory=dict)

    @property
    def aimed_fen(self) -> int:
        return round_half_away(Fraction(self.receivable_fen * self.annual_bp, 10_000))


@dataclass(frozen=True)
class Campaign:
    """LED-12: a window, both end days included."""

    id: str
    project_id: str
    first: Date
    last: Date


class PlanRules:
    """The part of the ledger that plans."""

    def put_plan(self, plan: AnnualPlan, is_stale: bool) -> AnnualPlan:
        """LED-6; the plan in force is replaced."""
        known = self.plans.get((plan.project_id, plan.year))
        reasons = set()
        if known and known.approved:
            reasons.add("PLAN_APPROVED")
        if is_stale:
            reasons.add("ETAG_MISMATCH")
        if reasons:
            raise Refused(*reasons)
        self._begin()
        self.plans[plan.project_id, plan.year] = plan
        return plan

    def approve_plan(self, project_id: str, year: int, by: str, is_stale: bool) -> AnnualPlan:
        """LED-6: fixes the areas' annual tasks."""
        plan = self.plans.get((project_id, year))
        if plan is None:
            raise Refused("UNKNOWN_PLAN")
        reasons = set()
        if plan.approved:
            reasons.add("PLAN_APPROVED")
        if is_stale:
            reasons.add("ETAG_MISMATCH")
        if plan.put_by == by:
            reasons.add("SAME_PERSON")
        if year > self.business_date.year + 1:
            reasons.add("YEAR_TOO_EARLY")
        if reasons:
            raise Refused(*reasons)
        self._begin()
        plan.approved = True
        self._fix_tasks(plan)
        return plan

    def _fix_tasks(self, plan: AnnualPlan) -> None:
        receivable = {c: self.receivable_of_year(c, plan.year)
                      for c, p in self.company.project_of.items() if p == plan.project_id}
        plan.receivable_fen = sum(receivable.values())
        for area_id, project_id in self.company.areas.items():
            if project_id != plan.project_id:
                continue
            below = self.communities_of_area(area_id, self.business_date)
            if not below and area_id not in plan.given_tasks:
                continue
            of_area = sum(receivable[c] for c in below)
            task = round_half_away(Fraction(of_area * plan.annual_bp, 10_000))
            if area_id in plan.given_tasks:
                task = plan.given_tasks[area_id]
            plan.tasks[area_id] = task
            for community_id in below:
                plan.shares[community_id] = (
                    Fraction(task * receivable[community_id], of_area) if of_area
                    else Fraction(task, len(below)))

    def receivable_of_year(self, community_id: str, year: int) -> int:
        """Definition 8, as it is known now."""
        total = 0
        for unit_id in self.units_of(community_id):
            view = self.journal.view(unit_id=unit_id)
            total += sum(f.fen for f in self.unbilled(unit_id, year, view.bills_made()))
            total += sum(c.fen for p, c in view.changes()
                         if self.bills[c.bill_id].fee.year == year
                         and c.component == Component.PRINCIPAL and c.payment_id is None
                         and p.kind in (Kind.BILL, Kind.OPENING, Kind.CREDIT_NOTE))
        return total

    def planned_bp(self, project_id: str, as_of: Date) -> int | None:
        """The planned rate of the accounting month of a date; none without a plan."""
        return self.planned_of_month(project_id, self.calendar.month_of(as_of))

    def planned_of_month(self, project_id: str, month: Month) -> int | None:
        plan = self.plans.get((project_id, month.year))
        if plan is None or not plan.approved or not plan.planned_bp:
            return None
        return plan.planned_bp[month.number - 1]

    # -- campaigns ---------------------------------------------------------------------------------

    def put_campaign(self, campaign: Campaign) -> None:
        """LED-12: windows do not touch closed months."""
        reasons = set()
        if campaign.last < campaign.first:
            reasons.add("RANGE_BACKWARDS")
        last_closed = self.calendar.last_closing_date
        if last_closed and campaign.first <= last_closed:
            reasons.add("MONTH_CLOSED")
        if reasons:
            raise Refused(*reasons)
        self._begin()
        self.campaigns.append(campaign)

    def is_in_campaign(self, payment: Payment) -> bool:
        """LED-12: by the received date."""
        project_id = self.project_of_unit(payment.unit_id)
        return any(c.project_id == project_id and c.first <= payment.received_date <= c.last
                   for c in self.campaigns)
