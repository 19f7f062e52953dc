"""Debts that are given up for other reasons than a waiver (LED-18).

Readings.
- A write-off gives up all that is unpaid of its bills, in all parts, as it was when it was asked
  for; when something else is unpaid at the approval, it is refused.
- Of the bills that are named, one at least must have something unpaid; what is paid is passed over.
- A revival brings back what was written off, in full; held money pays it at once.
"""

from dataclasses import dataclass

from .journal import Account, BillChange, Component, Kind
from .refused import Refused


@dataclass
class WriteOff:
    """A request of finance, and what became of it: requested, approved, rejected, revived."""

    id: str
    unit_id: str
    parts: dict[tuple[str, Component], int]
    requested_by: str
    state: str = "REQUESTED"


class WriteOffRules:
    """The part of the ledger that gives debts up."""

    def request_write_off(self, write_off_id: str, unit_id: str, bill_ids: tuple[str, ...],
                          by: str) -> WriteOff:
        """Asks for it; nothing is posted."""
        if unit_id not in self.company.community_of:
            raise Refused("UNKNOWN_UNIT")
        if not set(bill_ids) <= {b.id for b in self.bills_of(unit_id)}:
            raise Refused("UNKNOWN_BILL")
        reasons = set()
        owed = self.journal.view(unit_id=unit_id).owed_of_bills()
        if all(owed[bill_id] == 0 for bill_id in bill_ids):
            reasons.add("NOTHING_UNPAID")
        if any(w.state == "REQUESTED" and {bill_id for bill_id, _ in w.parts} & set(bill_ids)
               for w in self.write_offs.values()):
            reasons.add("WRITE_OFF_REQUESTED")
        if reasons:
            raise Refused(*reasons)
        self._begin()
        made = WriteOff(write_off_id, unit_id, self._unpaid_parts(unit_id, set(bill_ids)), by)
        self.write_offs[write_off_id] = made
        return made

    def _unpaid_parts(self, unit_id: str,
                      bill_ids: set[str]) -> dict[tuple[str, Component], int]:
        return {part: fen for part, fen in self.journal.view(unit_id=unit_id).owed().items()
                if part[0] in bill_ids and fen > 0}

    def approve_write_off(self, write_off_id: str, by: str) -> WriteOff:
        """The general manager's approval, which posts it."""
        made = self._requested(write_off_id)
        reasons = set()
        if made.requested_by == by:
            reasons.add("SAME_PERSON")
        if made.parts != self._unpaid_parts(made.unit_id, {bill_id for bill_id, _ in made.parts}):
            reasons.add("DEBT_CHANGED")
        if reasons:
            raise Refused(*reasons)
        self._begin()
        made.state = "APPROVED"
        self._post_write_off(Kind.WRITE_OFF, made, -1)
        return made

    def reject_write_off(self, write_off_id: str) -> WriteOff:
        made = self._requested(write_off_id)
        self._begin()
        made.state = "REJECTED"
        return made

    def revive_write_off(self, write_off_id: str) -> WriteOff:
        """What was written off is owed again."""
        made = self._known_write_off(write_off_id)
        if made.state != "APPROVED":
            raise Refused("WRITE_OFF_NOT_POSTED")
        self._begin()
        made.state = "REVIVED"
        self._post_write_off(Kind.REVIVAL, made, 1)
        self.use_held(made.unit_id, self.now)
        return made

    def _known_write_off(self, write_off_id: str) -> WriteOff:
        if write_off_id not in self.write_offs:
            raise Refused("UNKNOWN_WRITE_OFF")
        return self.write_offs[write_off_id]

    def _requested(self, write_off_id: str) -> WriteOff:
        made = self._known_write_off(write_off_id)
        if made.state != "REQUESTED":
            raise Refused("WRITE_OFF_DECIDED")
        return made

    def _post_write_off(self, kind: Kind, made: WriteOff, sign: int) -> None:
        total = sign * sum(made.parts.values())
        self.post(kind, self.now, made.unit_id, made.id,
                  bill_changes=[BillChange(bill_id, component, sign * fen)
                                for (bill_id, component), fen in made.parts.items()],
                  accounts={Account.RECEIVABLE.value: total,
                            Account.WRITE_OFF_EXPENSE.value: -total})

    def written_off(self, bill_id: str) -> int:
        """What of a bill is given up now, in all parts; visible for ever."""
        return sum(fen for w in self.write_offs.values() if w.state == "APPROVED"
                   for (bill, _), fen in w.parts.items() if bill == bill_id)
