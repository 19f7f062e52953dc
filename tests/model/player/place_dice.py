"""Throws operations on areas, owners, measures, vacancies, plans and campaigns; a part of the
dice."""

from ledger_model import Designation, Month
from ledger_model.dates import Date
from ledger_model.fees import FOREVER
from ledger_model.organisation import Put

from . import operations as op
from . import places, planning
from .company import AREAS, BUYERS, COMMUNITIES, PROJECTS, STAFF, UNITS


class PlaceDice:
    """What changes around the money."""

    def _some_day(self) -> Date:
        """Mostly a day that is open and near, sometimes one that is closed, or just not any more."""
        today = self._model.business_date
        closed = self._model.calendar.last_closing_date
        if closed is not None and self._one_in(4):
            return closed + op.ONE_DAY * self._random.choice((0, 0, 1))
        if self._one_in(4):
            return self._day_that_matters(today - op.ONE_DAY * 60, today) or today
        return today + op.ONE_DAY * self._random.choice((-3, -1, 0, 0, 1, 5, 20))

    def _last_day(self, first: Date) -> Date:
        """Mostly open, sometimes soon, now and then before the first."""
        if not self._one_in(4):
            return FOREVER
        return first + op.ONE_DAY * self._random.choice((-1, 0, 6, 30, 90))

    def _area_community(self, step: int) -> op.Operation:
        community_id, first = self._random.choice(sorted(COMMUNITIES)), self._some_day()
        areas = [a for a, p in AREAS.items() if p == COMMUNITIES[community_id] or self._one_in(9)]
        put = self._ended("area_community", community_id) if self._one_in(4) else None
        return places.PutRelations(step, (put or Put(
            "area_community", community_id, self._random.choice(sorted(areas)), first,
            self._last_day(first)),))

    def _moved_community(self, step: int) -> op.Operation:
        """A community goes to the other area of the first project, with its share of the task; from
        a day on that the next close will have."""
        community_id = self._random.choice([c for c, p in COMMUNITIES.items() if p == "P1"])
        first = self._model.calendar.open_day(self._model.business_date - op.ONE_DAY * 40)
        area_id = "A2" if self._model.organisation.area_of.on(community_id, first) == "A1" else "A1"
        return places.PutRelations(step, (Put("area_community", community_id, area_id, first),))

    def _area_collector(self, step: int) -> op.Operation:
        area_id, first = self._random.choice(sorted(AREAS)), self._some_day()
        put = self._ended("area_collector", area_id) if self._one_in(4) else None
        return places.PutRelations(step, (put or Put(
            "area_collector", area_id, self._random.choice(STAFF[:3]), first,
            self._last_day(first)),))

    def _ended(self, kind: str, place: str) -> Put | None:
        """A relation that stands, with another last day."""
        organisation = self._model.organisation
        relation = organisation.area_of if kind == "area_community" else organisation.collector_of
        holdings = relation.holdings[place]
        if not holdings:
            return None
        held = self._random.choice(holdings)
        last = self._random.choice((FOREVER, self._some_day(), self._some_day()))
        return Put(kind, place, held.value, held.first, last)

    def _owner(self, step: int) -> op.Operation:
        """A sale on a day, mostly inside the period of a bill that is unpaid, sometimes of a share
        alone; and part of what is owed is paid."""
        unit_id = self._unit()
        first = self._some_day()
        owed = self._model.journal.view(unit_id=unit_id).owed_of_bills()
        unpaid = [b.fee for b in self._model.bills_of(unit_id) if owed[b.id] > 0]
        if unpaid:
            fee = self._random.choice(unpaid)
            days = (fee.period_end - fee.period_start).days
            first = fee.period_start + op.ONE_DAY * self._random.randint(0, days)
            part = self._random.randint(1, max(owed[self._model.bill_id(fee)] - 1, 1))
            choice = Designation(self._model.bill_id(fee), part)
            self._next.append(lambda step: op.RecordPayment(
                step, unit_id, part, self._method(), self._model.business_date,
                designations=(choice,)))
        first_owner = f"O{unit_id}" if f"O{unit_id}" in self._model.owners else BUYERS[0]
        buyer = self._random.choice((*BUYERS, first_owner))
        holdings = [(place, h) for place, held in self._model.organisation.owners.holdings.items()
                    for h in held if place.startswith(f"{unit_id}/") and h.last >= first > h.first]
        puts = [] if self._one_in(4) else [
            Put("owner", unit_id, h.value, h.first, first - op.ONE_DAY) for _, h in holdings]
        return places.PutRelations(step, (*puts, Put("owner", unit_id, buyer, first,
                                                     self._last_day(first))))

    def _resize(self, step: int) -> op.Operation:
        unit_id = self._unit()
        first = self._model.company.areas_e2_m2[unit_id]
        return places.ResizeUnit(step, unit_id, max(first + self._random.randint(-900, 900), 1))

    def _vacancy(self, step: int) -> op.Operation:
        unit_id, today = self._unit(), self._model.business_date
        standing = self._model.schedules.known(unit_id).vacancies
        if standing and self._one_in(3):
            first = self._random.choice(sorted(standing))
            last = self._last_day(first) if self._one_in(2) else FOREVER
            return places.PutVacancy(step, unit_id, first, last, self._one_in(2))
        first = today + op.ONE_DAY * self._random.choice((-400, -60, -20, 0, 13, 40, 100))
        last = first + op.ONE_DAY * self._random.choice((-1, 0, 9, 45, 200, 400))
        return places.PutVacancy(step, unit_id, first, FOREVER if self._one_in(3) else last,
                                 self._one_in(20))

    def _plan(self, step: int) -> op.Operation:
        project_id = self._random.choice(sorted(PROJECTS))
        year = self._plan_year()
        planned = tuple(sorted(self._random.randint(0, 10_000) for _ in range(12)))
        tasks = ()
        if self._one_in(3):
            tasks = ((self._random.choice([a for a, p in AREAS.items() if p == project_id]),
                      self._random.randint(0, 2_000_000)),)
        who = op.FINANCE_OF_GM if self._one_in(4) else op.FINANCE
        return planning.PutPlan(step, project_id, year, () if self._one_in(8) else planned,
                                self._random.randint(0, 10_000), tasks, who, self._one_in(10))

    def _plan_year(self) -> int:
        return self._model.business_date.year + self._random.choice((0, 0, 0, 1, 1, -1, 2))

    def _approve_plan(self, step: int) -> op.Operation | None:
        drafts = sorted(k for k, p in self._model.plans.items() if not p.approved or self._one_in(5))
        if not drafts:
            return None
        project_id, year = self._random.choice(drafts)
        who = op.FINANCE if self._one_in(5) else "general manager"
        return planning.ApprovePlan(step, project_id, year, who, self._one_in(10))

    def _follow_campaign(self, campaign: planning.PutCampaign) -> None:
        """Money of the window's first day or of today, more than is due."""
        units = [u for u, (c, _) in sorted(UNITS.items()) if COMMUNITIES[c] == campaign.project_id]
        unit_id = self._random.choice(units)
        owed = sum(self._model.journal.view(unit_id=unit_id).owed_of_bills().values())
        self._next.append(lambda step: op.RecordPayment(
            step, unit_id, owed + self._random.randint(1, 90_000), self._method(),
            min(campaign.first, self._model.business_date)))

    def _campaign(self, step: int) -> op.Operation:
        today = self._model.business_date
        first = self._random.choice((self._some_day(), Month.of(today).plus(1).first_day,
                                     self._model.calendar.open_day(today - op.ONE_DAY * 40)))
        return planning.PutCampaign(step, self._random.choice(sorted(PROJECTS)), first,
                                    first + op.ONE_DAY * self._random.choice((0, 5, 20, 59, 59)))
