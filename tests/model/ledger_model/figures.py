"""What the ledger answers (LED-5, 8, 9, 16, 17, definitions 1, 6, 7, 8 and 11).

Readings.
- "Scheduled fees not yet billed" are those of all periods of the plan year, past ones too, that
  have no bill in the view. A schedule counts from the day on which it was put, or the first open
  day, for an as-of answer changes by postings alone (LED-5).
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
    rate: Rate
    historical: Historical
    communities: tuple["RankingRow", ...] = ()


@dataclass(frozen=True)
class MonthFigures:
    """LED-10: what a close freezes, by community."""

    closing_date: Date
    rates: dict[str, Rate]
    historical: dict[str, Historical]


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
            elif posting.kind in (Kind.BILL, Kind.CREDIT_NOTE):
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

    # -- months ------------------------------------------------------------------------------------

    def month_figures(self, month: Month) -> MonthFigures:
        """LED-10: the figures at a month's closing date, as they are known now."""
        closing_date = self.calendar.closing_dates[month]
        communities = list(self.company.project_of)
        return MonthFigures(closing_date,
                            {c: self.rate([c], closing_date) for c in communities},
                            {c: self.historical(c, closing_date) for c in communities})

    def ranking(self, project_id: str, month: Month) -> list[RankingRow]:
        """LED-9, definition 11, of a closed month."""
        figures = self.frozen[month]
        by_area: dict[str, list[RankingRow]] = defaultdict(list)
        for community_id, area_id in self.company.area_of.items():
            if self.company.project_of[community_id] == project_id:
                by_area[area_id].append(RankingRow(community_id, figures.rates[community_id],
                                                   figures.historical[community_id]))
        rows = [RankingRow(area_id, _sum_rates([r.rate for r in below]),
                           Historical(sum(r.historical.outstanding_fen for r in below),
                                      sum(r.historical.recovered_fen for r in below)),
                           tuple(sorted(below, key=_rank)))
                for area_id, below in by_area.items()]
        return sorted(rows, key=_rank)


def _rank(row: RankingRow) -> tuple[bool, Fraction, int, str]:
    """Definition 11: by rate, then what was recovered, then id; without receivable last."""
    rate = row.rate.exact
    return rate is None, -(rate or Fraction(0)), -row.historical.recovered_fen, row.id
