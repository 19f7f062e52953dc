"""Who owes what of a unit that has changed hands (LED-7).

Readings, those of the contract of ListDebtors where it has one.
- Each owner owes the unpaid fees of the days on which they owned the unit; owners of the same days
  owe together. A bill's amount is spread evenly over the days of its service period, and what is
  paid of it is paid for its first days. So what is unpaid belongs to its last days.
- Each sum of days is the difference of two sums from the bill's first day on, each of which is
  rounded once, so that the parts add up to the whole.
"""

from collections import defaultdict
from dataclasses import dataclass
from fractions import Fraction

from .dates import ONE_DAY, Date
from .fees import round_half_away
from .journal import Component


@dataclass(frozen=True)
class DebtPart:
    """What is unpaid of a bill for days of its service period."""

    bill_id: str
    first: Date
    last: Date
    fen: tuple[int, int, int]


class DebtorRules:
    """The part of the ledger that knows who owes."""

    def debtors(self, unit_id: str) -> dict[tuple[str, ...], list[DebtPart]]:
        """By owners; nobody for days whose owner is not known."""
        owed = self.journal.view(unit_id=unit_id).owed()
        parts: dict[tuple[str, ...], list[DebtPart]] = defaultdict(list)
        for bill in self.bills_of(unit_id):
            unpaid = {c: owed[bill.id, c] for c in Component}
            if not any(unpaid.values()):
                continue
            for owners, first, last in self._runs(unit_id, bill.fee.period_start,
                                                  bill.fee.period_end):
                fen = tuple(self._of_days(bill.id, c, unpaid[c], first, last) for c in Component)
                if any(fen):
                    parts[owners].append(DebtPart(bill.id, first, last, fen))
        return dict(parts)

    def _runs(self, unit_id: str, first: Date, last: Date
              ) -> list[tuple[tuple[str, ...], Date, Date]]:
        runs: list[tuple[tuple[str, ...], Date, Date]] = []
        day = first
        while day <= last:
            owners = self.organisation.owners_on(unit_id, day)
            if runs and runs[-1][0] == owners:
                runs[-1] = (owners, runs[-1][1], day)
            else:
                runs.append((owners, day, day))
            day += ONE_DAY
        return runs

    def _of_days(self, bill_id: str, component: Component, unpaid: int, first: Date,
                 last: Date) -> int:
        """What is unpaid of a part of a bill for days from first to last."""
        fee = self.bills[bill_id].fee
        begin, length = fee.period_start, (fee.period_end - fee.period_start).days + 1
        charged = self._charged_in_all(bill_id, component)

        def up_to(days: int) -> int:
            return round_half_away(max(Fraction(charged * days, length) - (charged - unpaid), 0))
        return up_to((last - begin).days + 1) - up_to((first - begin).days)

    def _charged_in_all(self, bill_id: str, component: Component) -> int:
        """What was ever charged of a part, credit notes taken off."""
        return sum(c.fen for p, c in self.journal.view(
                       unit_id=self.bills[bill_id].fee.unit_id).changes()
                   if (c.bill_id, c.component) == (bill_id, component) and c.payment_id is None
                   and p.kind.name in ("BILL", "OPENING", "LATE_FEE", "COST", "CREDIT_NOTE"))
