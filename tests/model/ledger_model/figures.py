"""What the ledger answers (LED-5, 8, 9, 16, 17, definitions 1, 6, 7, 8 and 11).

Readings.
- "Scheduled fees not yet billed" are those of all periods of the plan year, past ones too, that
  have no bill in the view. A schedule counts from the day on which it was put, or the first open
  day, for an as-of answer changes by postings alone (LED-5).
- An area that has no community on the day has no row in the ranking, and no task: there is nothing
  to rank, and its task has moved with its communities.
- Historical arrears recovered since the year's start are what money paid on historical principal in
  postings behind the closing date of the December before, reversals and refunds taken off.
"""

from collections import defaultdict
from dataclasses import dataclass
from fractions import Fraction

from .dates import ALL_BUCKETS, ONE_DAY, Date, Month, bucket_of
from .fees import FOREVER, Fee, round_half_away
from .journal import Component, Kind, Posting, View


@dataclass(frozen=True)
class Statement:
    """LED-5: a unit's statement for a range of posting dates."""

    opening_owed_fen: int
    opening_held_fen: int
    lines: tuple[Posting, ...]
    closing_owed_fen: int
    closing_held_fen: int
    closing_due_fen: int


@dataclass(frozen=True)
class Rate:
    """LED-8 with definitions 7 and 8: two sums and their quotient."""

    received_fen: int
    receivable_fen: int

    @property
    def exact(self) -> Fraction | None:
        return Fraction(self.received_fen, self.receivable_fen) if self.receivable_fen else None

    @property
    def bp(self) -> int | None:
        return None if self.exact is None else round_half_away(self.exact * 10_000)


@dataclass(frozen=True)
class Historical:
    """Historical principal of a place: unpaid at a date, and recovered since the year's start."""

    outstanding_fen: int
    recovered_fen: int


@dataclass(frozen=True)
class RankingRow:
    """LED-9: an area or a community of it."""

    id: str
    collector_id: str
    rate: Rate
    planned_bp: int | None
    historical: Historical
    communities: tuple["RankingRow", ...] = ()


@dataclass(frozen=True)
class CommunityFigures:
    """What a close freezes of a community (LED-10)."""

    area_id: str
    collector_id: str
    rate: Rate
    outside_campaigns_fen: int
    historical: Historical


@dataclass(frozen=True)
class TaskFigures:
    """An area's annual task and the receipts of its communities (LED-6, definition 8)."""

    task: Fraction
    received_fen: int


@dataclass(frozen=True)
class MonthFigures:
    """LED-10: what a close freezes."""

    closing_date: Date
    communities: dict[str, CommunityFigures]
    # By area, with its collector of the closing date.
    collectors: dict[str, str]
    # By project, the planned rate of the month.
    planned_bp: dict[str, int | None]
    tasks: dict[str, TaskFigures]


@dataclass(frozen=True)
class CurvePoint:
    """A month of a plan year: the rate beside the planned one."""

    month: Month
    rate: Rate
    planned_bp: int | None
    is_closed: bool


def _sum_rates(rates: list[Rate]) -> Rate:
    return Rate(sum(r.received_fen for r in rates), sum(r.receivable_fen for r in rates))


class Figures:
    """The part of the ledger that answers questions; all take both kinds of as-of."""

    # -- statement and ageing ----------------------------------------------------------------------

    def statement(self, unit_id: str, first: Date, as_of: Date,
                  number: int | None = None) -> Statement:
        before = self.journal.view(first - ONE_DAY, number, unit_id)
        until = self.journal.view(as_of, number, unit_id)
        owed = until.owed_of_bills()
        return Statement(
            sum(before.owed_of_bills().values()), sum(before.held().values()),
            tuple(sorted((p for p in until.postings if p.date >= first), key=lambda p: p.date)),
            sum(owed.values()), sum(until.held().values()),
            sum(fen for bill_id, fen in owed.items() if self.bills[bill_id].fee.due_date <= as_of))

    def ageing(self, unit_ids: list[str], as_of: Date, number: int | None = None) -> dict[str, int]:
        """LED-5, definition 6: what is outstanding by age, all components."""
        buckets = {name: 0 for name in ALL_BUCKETS}
        for unit_id in unit_ids:
            for bill_id, fen in self.journal.view(as_of, number, unit_id).owed_of_bills().items():
                buckets[bucket_of(as_of, self.bills[bill_id].fee.due_date)] += fen
        return buckets

    def trial_balance(self, as_of: Date, project_id: str | None = None) -> dict[str, int]:
        """LED-4: sums of the accounts that are not zero, debits positive."""
        view = View(tuple(p for p in self.journal.view(as_of).postings
                          if project_id is None or p.project_id == project_id))
        return {account: fen for account, fen in view.accounts().items() if fen}

    # -- the rate ----------------------------------------------------------------------------------

    def unbilled(self, unit_id: str, year: int, made: set[str], as_of: Date = FOREVER,
                 number: int | None = None) -> list[Fee]:
        """The plan year's scheduled fees that have no bill among those made."""
        return [fee for fee in self.schedules.fees_of_year(unit_id, year, as_of, number)
                if self.bill_id(fee) not in made]

    def rate_of_unit(self, unit_id: str, as_of: Date, number: int | None = None) -> Rate:
        """Definitions 7 and 8."""
        year = self.calendar.plan_year(as_of)
        view = self.journal.view(as_of, number, unit_id)
        made = view.bills_made()
        unbilled = sum(fee.fen for fee in self.unbilled(unit_id, year, made, as_of, number))
        current = {bill_id for bill_id in made if self.bills[bill_id].fee.year == year}
        charged = paid = unpaid = 0
        for posting, change in view.changes():
            if change.bill_id not in current or change.component != Component.PRINCIPAL:
                continue
            unpaid += change.fen
            if change.payment_id is not None:
                paid -= change.fen
            elif posting.kind in (Kind.BILL, Kind.OPENING, Kind.CREDIT_NOTE):
                charged += change.fen
        held = sum(view.held().values())
        return Rate(paid + min(held, unpaid + unbilled), charged + unbilled)

    def rate(self, community_ids: list[str], as_of: Date, number: int | None = None) -> Rate:
        return _sum_rates([self.rate_of_unit(unit_id, as_of, number)
                           for community_id in community_ids
                           for unit_id in self.units_of(community_id)])

    def historical(self, community_id: str, as_of: Date, number: int | None = None) -> Historical:
        year = self.calendar.plan_year(as_of)
        start = self.calendar.end_of_year(year - 1)
        outstanding = recovered = 0
        for unit_id in self.units_of(community_id):
            for posting, change in self.journal.view(as_of, number, unit_id).changes():
                if (change.component != Component.PRINCIPAL
                        or self.bills[change.bill_id].fee.year >= year):
                    continue
                outstanding += change.fen
                if change.payment_id is not None and posting.date > start:
                    recovered -= change.fen
        return Historical(outstanding, recovered)

    def outside_campaigns(self, unit_id: str, as_of: Date) -> int:
        """Definition 18: of definition 7's sum, the money that came outside the windows. Of what is
        held, the oldest payment's money is counted first, as it is used (definition 4)."""
        year = self.calendar.plan_year(as_of)
        view = self.journal.view(as_of, unit_id=unit_id)
        counted: dict[str, int] = defaultdict(int)
        uncovered = sum(f.fen for f in self.unbilled(unit_id, year, view.bills_made(), as_of))
        for _, change in view.changes():
            if (self.bills[change.bill_id].fee.year != year
                    or change.component != Component.PRINCIPAL):
                continue
            uncovered += change.fen
            if change.payment_id is not None:
                counted[change.payment_id] -= change.fen
        held = view.held()
        for payment in sorted((self.payments[p] for p in held),
                              key=lambda p: (p.received_date, p.number)):
            covered = min(held[payment.id], uncovered)
            counted[payment.id] += covered
            uncovered -= covered
        return sum(fen for payment_id, fen in counted.items()
                   if not self.is_in_campaign(self.payments[payment_id]))

    # -- months ------------------------------------------------------------------------------------

    def month_figures(self, month: Month, closing_date: Date) -> MonthFigures:
        """LED-10: the figures at a month's closing date, as they are known now (definition 9)."""
        rates = {c: self.rate([c], closing_date) for c in self.company.project_of}
        collectors = {a: self.organisation.collector_of.on(a, closing_date)
                      for a in self.company.areas}
        communities = {}
        for community_id in self.company.project_of:
            area_id = self.organisation.area_of.on(community_id, closing_date)
            communities[community_id] = CommunityFigures(
                area_id, collectors.get(area_id, ""), rates[community_id],
                sum(self.outside_campaigns(u, closing_date) for u in self.units_of(community_id)),
                self.historical(community_id, closing_date))
        planned = {p: self.planned_of_month(p, month)
                   for p in set(self.company.project_of.values())}
        return MonthFigures(closing_date, communities, collectors, planned,
                            self._task_figures(closing_date, rates))

    def _task_figures(self, closing_date: Date, rates: dict[str, Rate]) -> dict[str, TaskFigures]:
        """Definition 8: a community's share of its area's task moves with it."""
        year = self.calendar.plan_year(closing_date)
        tasks = {}
        for area_id, project_id in self.company.areas.items():
            plan = self.plans.get((project_id, year))
            if plan is None or not plan.approved:
                continue
            below = self.communities_of_area(area_id, closing_date)
            if not below:
                continue
            tasks[area_id] = TaskFigures(
                sum((plan.shares.get(c, Fraction(0)) for c in below), Fraction(0)),
                sum(rates[c].received_fen for c in below))
        return tasks

    def ranking(self, project_id: str, month: Month) -> list[RankingRow]:
        """LED-9, definition 11; of an open month as of its last day so far."""
        figures = (self.frozen.get(month)
                   or self.month_figures(month, self.last_day_so_far(month)))
        by_area: dict[str, list[RankingRow]] = {a: [] for a, p in self.company.areas.items()
                                                if p == project_id}
        for community_id, of_community in figures.communities.items():
            if of_community.area_id in by_area:
                by_area[of_community.area_id].append(RankingRow(
                    community_id, of_community.collector_id, of_community.rate,
                    figures.planned_bp[project_id], of_community.historical))
        planned = figures.planned_bp[project_id]
        rows = [RankingRow(area_id, figures.collectors[area_id],
                           _sum_rates([r.rate for r in below]), planned,
                           Historical(sum(r.historical.outstanding_fen for r in below),
                                      sum(r.historical.recovered_fen for r in below)),
                           tuple(sorted(below, key=_rank)))
                for area_id, below in by_area.items() if below]
        return sorted(rows, key=_rank)

    def last_day_so_far(self, month: Month) -> Date:
        """A month's closing date, or its last day, or today. Where the month before has taken that
        day too, the first open day is the earliest on which it may close (definition 2)."""
        if month in self.calendar.closing_dates:
            return self.calendar.closing_dates[month]
        last = month.last_day
        if self.calendar.last_closed is not None and month > self.calendar.last_closed:
            last = self.calendar.open_day(last)
        return min(last, self.business_date)

    def curve(self, place: dict[str, str], year: int) -> list[CurvePoint]:
        """The rate of each month of a plan year that has begun, beside the planned one (LED-17)."""
        points = []
        project_id = self.project_of_place(place)
        for month in (Month(year, number) for number in range(1, 13)):
            if month not in self.frozen and month > self.calendar.month_of(self.business_date):
                break
            day = self.last_day_so_far(month)
            below = self.communities_at(place, day)
            rate, planned = self.rate(below, day), self.planned_of_month(project_id, month)
            if month in self.frozen:
                frozen = self.frozen[month]
                rate = _sum_rates([frozen.communities[c].rate for c in below])
                planned = frozen.planned_bp[project_id]
            points.append(CurvePoint(month, rate, planned, month in self.frozen))
        return points

    def communities_at(self, place: dict[str, str], day: Date) -> list[str]:
        """The communities of a project, an area on a day, or a community itself."""
        (kind, place_id), = place.items()
        if kind == "area_id":
            return self.communities_of_area(place_id, day)
        if kind == "project_id":
            return [c for c, p in self.company.project_of.items() if p == place_id]
        return [place_id]

    def project_of_place(self, place: dict[str, str]) -> str:
        (kind, place_id), = place.items()
        return {"project_id": lambda: place_id, "area_id": lambda: self.company.areas[place_id],
                "community_id": lambda: self.company.project_of[place_id]}[kind]()


def _rank(row: RankingRow) -> tuple[bool, Fraction, int, str]:
    """Definition 11: by rate, then what was recovered, then id; without receivable last."""
    rate = row.rate.exact
    return rate is None, -(rate or Fraction(0)), -row.historical.recovered_fen, row.id
