"""Dates: months, months overdue (definition 6) and accounting months (definition 2)."""

import calendar
import datetime
from dataclasses import dataclass, field

Date = datetime.date
ONE_DAY = datetime.timedelta(days=1)

# Last days of the buckets of LED-5 in months overdue; what is older has the last bucket.
BUCKETS = ((3, "months_1_to_3"), (6, "months_4_to_6"), (12, "months_7_to_12"),
           (24, "months_13_to_24"))
NOT_DUE = "not_due"
OLDEST_BUCKET = "months_over_24"
ALL_BUCKETS = (NOT_DUE, *(name for _, name in BUCKETS), OLDEST_BUCKET)


@dataclass(frozen=True, order=True)
class Month:
    """A calendar month."""

    year: int
    number: int

    @staticmethod
    def of(date: Date) -> "Month":
        return Month(date.year, date.month)

    def plus(self, months: int) -> "Month":
        index = self.year * 12 + self.number - 1 + months
        return Month(index // 12, index % 12 + 1)

    @property
    def first_day(self) -> Date:
        return Date(self.year, self.number, 1)

    @property
    def last_day(self) -> Date:
        return self.plus(1).first_day - ONE_DAY

    def __str__(self) -> str:
        return f"{self.year:04d}-{self.number:02d}"


def add_months(date: Date, months: int) -> Date:
    """The same day so many months later, or that month's last day."""
    month = Month.of(date).plus(months)
    return Date(month.year, month.number,
                min(date.day, calendar.monthrange(month.year, month.number)[1]))


def months_overdue(date: Date, due_date: Date) -> int:
    """Definition 6: 0 while not due, else the smallest k >= 1 with date <= due date + k months."""
    if date <= due_date:
        return 0
    months = 1
    while date > add_months(due_date, months):
        months += 1
    return months


def bucket_of(date: Date, due_date: Date) -> str:
    """LED-5: the ageing bucket of a bill."""
    months = months_overdue(date, due_date)
    if months == 0:
        return NOT_DUE
    return next((name for last, name in BUCKETS if months <= last), OLDEST_BUCKET)


@dataclass
class AccountingCalendar:
    """The closed months, in their order, with their closing dates (LED-10, definition 2)."""

    closing_dates: dict[Month, Date] = field(default_factory=dict)

    @property
    def last_closed(self) -> Month | None:
        return max(self.closing_dates, default=None)

    @property
    def last_closing_date(self) -> Date | None:
        return self.closing_dates[self.last_closed] if self.closing_dates else None

    def open_day(self, date: Date) -> Date:
        """The date, or the first open day when it is closed already (LED-2)."""
        last = self.last_closing_date
        return date if last is None or date > last else last + ONE_DAY

    def month_of(self, date: Date) -> Month:
        """Definition 2. Months before the first closed one end with their last day."""
        if not self.closing_dates or date <= min(self.closing_dates).plus(-1).last_day:
            return Month.of(date)
        for month, closing_date in sorted(self.closing_dates.items()):
            if date <= closing_date:
                return month
        next_month = self.last_closed.plus(1)
        return max(Month.of(date), next_month)

    def plan_year(self, date: Date) -> int:
        """The year of the date's accounting month."""
        return self.month_of(date).year

    def end_of_year(self, year: int) -> Date:
        """The closing date of a year's December, or its last day until it is set."""
        december = Month(year, 12)
        return self.closing_dates.get(december, december.last_day)

    def refusals_of_close(self, month: Month, closing_date: Date, today: Date) -> set[str]:
        """Every reason to refuse the close; empty when it is fine."""
        if month in self.closing_dates:
            same = self.closing_dates[month] == closing_date
            return set() if same else {"MONTH_CLOSED"}
        reasons = set()
        if self.closing_dates:
            if month < self.last_closed:
                reasons.add("MONTH_NOT_NEXT")
            if month > self.last_closed.plus(1):
                reasons.add("MONTH_NOT_NEXT")
            if closing_date <= self.last_closing_date:
                reasons.add("CLOSING_DATE_NOT_AFTER_LAST")
        elif month.first_day > today:
            reasons.add("MONTH_NOT_BEGUN")
        if closing_date > today:
            reasons.add("CLOSING_DATE_IN_FUTURE")
        return reasons
