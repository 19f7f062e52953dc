"""Fee schedules and the bills that they make (LED-1).

Readings. Periods are counted from January. A full period costs its months times the monthly fee; a
schedule that holds for a part of a period costs the days' share of the period, so that a change
inside a period is prorated by days of the whole period. A bill is one sum, rounded once. A bill's
period is the whole period, and its due date counts from the period's first day.
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


@dataclass
class FeeSchedules:
    """Schedules in the order in which they were put, each with its number."""

    areas_e2_m2: dict[str, int]
    put: list[tuple[int, FeeSchedule]] = field(default_factory=list)

    def in_force(self, unit_id: str, number: int | None = None) -> list[FeeSchedule]:
        """A unit's schedules as they were known; a later one ends the one before it."""
        known: list[FeeSchedule] = []
        for put_number, schedule in self.put:
            if schedule.unit_id != unit_id or (number is not None and put_number > number):
                continue
            known = [self._ended(s, schedule) for s in known] + [schedule]
        return known

    @staticmethod
    def _ended(before: FeeSchedule, after: FeeSchedule) -> FeeSchedule:
        if before.fee_kind != after.fee_kind or before.to_date < after.from_date:
            return before
        return replace(before, to_date=after.from_date - ONE_DAY)

    def fees_of_year(self, unit_id: str, year: int, number: int | None = None) -> Iterator[Fee]:
        """All fees of the year, whether a bill has been made or not."""
        schedules = self.in_force(unit_id, number)
        for kind in sorted({s.fee_kind for s in schedules}):
            of_kind = [s for s in schedules if s.fee_kind == kind]
            for month in range(1, 13, of_kind[-1].period_months):
                fee = self._fee(of_kind, Month(year, month))
                if fee is not None:
                    yield fee

    def _fee(self, schedules: list[FeeSchedule], first_month: Month) -> Fee | None:
        """The fee of the period that begins with a month; none when no schedule holds in it."""
        months = schedules[-1].period_months
        start = first_month.first_day
        end = first_month.plus(months - 1).last_day
        days_of_period = (end - start).days + 1
        amount = Fraction(0)
        due_after_days = None
        for schedule in schedules:
            days = (min(end, schedule.to_date) - max(start, schedule.from_date)).days + 1
            if days <= 0:
                continue
            monthly = schedule.monthly_fen(self.areas_e2_m2[schedule.unit_id])
            amount += monthly * months * Fraction(days, days_of_period)
            if due_after_days is None:
                due_after_days = schedule.due_after_days
        if due_after_days is None:
            return None
        return Fee(schedules[0].unit_id, schedules[0].fee_kind, start, end,
                   start + datetime.timedelta(days=due_after_days), round_half_away(amount))
