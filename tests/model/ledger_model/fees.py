"""Fee schedules and the bills that they make (LED-1).

Readings. Periods are counted from January. The price is one of a month, so a month of a period
costs the share of its own days on which the schedule holds: "prorated by days" is not said to mean
the days of the month or those of the whole period, which differ for quarters. A bill is one sum,
rounded once. The service period of a bill begins on the first day that is charged and ends on the
last one, and its due date counts from its first day. A unit's area is that of the day on which the
bill is made, for a change of it has no date of its own. A vacant day costs its share less the
discount that was in force for the unit's project on the vacancy's first day.
"""

import datetime
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import Iterator

from .dates import ONE_DAY, Date, Month

FOREVER = Date(9999, 12, 31)


def round_half_away(value: Fraction) -> int:
    """The one rounding of a formula (section 0)."""
    doubled = abs(value) * 2 + 1
    whole = doubled.numerator // (doubled.denominator * 2)
    return whole if value >= 0 else -whole


@dataclass(frozen=True)
class FeeSchedule:
    """What a unit is charged for one fee kind from a date on; a price or a fixed sum a month."""

    unit_id: str
    fee_kind: str
    period_months: int
    price_e4_yuan_per_m2_month: int
    fixed_fen_per_month: int
    due_after_days: int
    from_date: Date
    to_date: Date = FOREVER

    def monthly_fen(self, area_e2_m2: int) -> Fraction:
        if self.fixed_fen_per_month:
            return Fraction(self.fixed_fen_per_month)
        return Fraction(self.price_e4_yuan_per_m2_month * area_e2_m2, 10_000)


@dataclass(frozen=True)
class Fee:
    """A bill, made or scheduled: one fee of one unit for one service period."""

    unit_id: str
    fee_kind: str
    period_start: Date
    period_end: Date
    due_date: Date
    fen: int

    @property
    def key(self) -> tuple[str, str, Date]:
        return self.unit_id, self.fee_kind, self.period_start

    @property
    def year(self) -> int:
        """The year that decides the bill's class (definition 1)."""
        return self.period_end.year

    @property
    def months(self) -> range:
        """Numbers of its service months."""
        return range(self.period_start.month, self.period_end.month + 1)


@dataclass(frozen=True)
class VacancyDiscount:
    """What a unit of a project that stands empty pays less, by fee kind, in bp (LED-1)."""

    effective_from: Date
    # Empty for projects that have none of their own.
    project_id: str
    bp: dict[str, int]


@dataclass(frozen=True)
class Vacancy:
    """Days on which a unit stands empty, with the discount that it was put with."""

    unit_id: str
    from_date: Date
    to_date: Date
    bp: dict[str, int]

    def days_in(self, first: Date, last: Date) -> int:
        return max((min(last, self.to_date) - max(first, self.from_date)).days + 1, 0)


@dataclass(frozen=True)
class AreaChange:
    """A unit is measured again."""

    unit_id: str
    area_e2_m2: int


@dataclass(frozen=True)
class VacancyWithdrawn:
    """The unit did not stand empty."""

    unit_id: str
    from_date: Date


# What changes the fees of a unit.
FeeChange = FeeSchedule | Vacancy | VacancyWithdrawn | AreaChange


@dataclass
class FeesInForce:
    """What a unit is charged by, as it was known at a moment."""

    area_e2_m2: int
    schedules: list[FeeSchedule] = field(default_factory=list)
    vacancies: dict[Date, Vacancy] = field(default_factory=dict)

    def take(self, change: FeeChange) -> None:
        """A later schedule ends the one before it; a vacancy of the same first day is changed."""
        match change:
            case FeeSchedule():
                self.schedules = [_ended(s, change) for s in self.schedules] + [change]
            case Vacancy():
                self.vacancies[change.from_date] = change
            case VacancyWithdrawn():
                del self.vacancies[change.from_date]
            case AreaChange():
                self.area_e2_m2 = change.area_e2_m2

    def charge(self, kind: str, first: Date, last: Date) -> int:
        """What the days from first to last cost, one sum that is rounded once."""
        amount = Fraction(0)
        for schedule in self.schedules:
            day = max(first, schedule.from_date)
            end = min(last, schedule.to_date)
            while schedule.fee_kind == kind and day <= end:
                month = Month.of(day)
                stop = min(end, month.last_day)
                amount += (schedule.monthly_fen(self.area_e2_m2)
                           * self.charged_days(kind, day, stop) / month.last_day.day)
                day = stop + ONE_DAY
        return round_half_away(amount)

    def charged_days(self, kind: str, first: Date, last: Date) -> Fraction:
        """Days from first to last, vacant ones less their discount."""
        return (last - first).days + 1 - sum(
            (Fraction(v.days_in(first, last) * v.bp[kind], 10_000)
             for v in self.vacancies.values()), Fraction(0))


def _ended(before: FeeSchedule, after: FeeSchedule) -> FeeSchedule:
    if before.fee_kind != after.fee_kind or before.to_date < after.from_date:
        return before
    return replace(before, to_date=after.from_date - ONE_DAY)


@dataclass
class FeeSchedules:
    """Changes in the order in which they were put, each with its number and the day on which it
    became known."""

    areas_e2_m2: dict[str, int]
    put: list[tuple[int, Date, FeeChange]] = field(default_factory=list)

    def known(self, unit_id: str, as_of: Date = FOREVER, number: int | None = None) -> FeesInForce:
        """What a unit is charged by, as it was known."""
        known = FeesInForce(self.areas_e2_m2[unit_id])
        for put_number, known_from, change in self.put:
            if (change.unit_id == unit_id and known_from <= as_of
                    and (number is None or put_number <= number)):
                known.take(change)
        return known

    def in_force(self, unit_id: str) -> list[FeeSchedule]:
        return self.known(unit_id).schedules

    def fees_of_year(self, unit_id: str, year: int, as_of: Date = FOREVER,
                     number: int | None = None) -> Iterator[Fee]:
        """All fees of the year, whether a bill has been made or not."""
        known = self.known(unit_id, as_of, number)
        for kind in sorted({s.fee_kind for s in known.schedules}):
            of_kind = [s for s in known.schedules if s.fee_kind == kind]
            for month in range(1, 13, of_kind[-1].period_months):
                fee = self._fee(known, of_kind, Month(year, month))
                if fee is not None:
                    yield fee

    @staticmethod
    def _fee(known: FeesInForce, schedules: list[FeeSchedule], first_month: Month) -> Fee | None:
        """The fee of the period that begins with a month; none when no schedule holds in it."""
        months = [first_month.plus(i) for i in range(schedules[-1].period_months)]
        amount = Fraction(0)
        charged_days: list[Date] = []
        terms = None
        for schedule in schedules:
            monthly = schedule.monthly_fen(known.area_e2_m2)
            for month in months:
                first = max(month.first_day, schedule.from_date)
                last = min(month.last_day, schedule.to_date)
                if first > last:
                    continue
                amount += (monthly * known.charged_days(schedule.fee_kind, first, last)
                           / month.last_day.day)
                charged_days += [first, last]
                terms = terms or schedule
        if terms is None:
            return None
        start, end = min(charged_days), max(charged_days)
        return Fee(terms.unit_id, terms.fee_kind, start, end,
                   start + datetime.timedelta(days=terms.due_after_days), round_half_away(amount))
