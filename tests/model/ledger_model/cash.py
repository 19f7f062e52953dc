"""Cash on its way from those who take it to finance (LED-20).

Readings, those of the contract.
- Who records a cash payment has its money in hand, until a handover with it is confirmed. What was
  refunded of it counts all the same, for a refund is finance's own; what was reversed does not.
- Cash of a file of receipts was banked before it came here: nobody has it in hand. (The ledger's own
  reading; the contract does not speak of it.)
- A handover that waits keeps payments that are reversed meanwhile; they are taken out when it is
  confirmed.
- A confirmed one stays as it was counted, whatever becomes of its payments.
"""

from dataclasses import dataclass, field

from .dates import Date
from .money import Payment
from .refused import Refused


@dataclass
class Handover:
    """Cash that a person hands in."""

    id: str
    holder_staff_id: str
    date: Date
    payment_ids: list[str]
    stated_fen: int
    stated_by: str
    state: str = "STATED"
    counted_fen: int = 0
    decided_by: str = ""
    reason: str = ""
    taken_out: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class CashPosition:
    """What a person has taken and not handed over."""

    in_hand_fen: int
    payment_count: int
    stated_fen: int
    oldest_received_date: Date | None
    difference_fen: int


class CashRules:
    """The part of the ledger that follows cash."""

    def state_handover(self, name: str, holder_staff_id: str, date: Date, fen: int, by: str,
                       by_finance: bool, up_to_number: int | None) -> Handover:
        """All payments of the person that are in no handover, or those recorded up to a moment. Who
        works in the field states their own, finance anybody's."""
        reasons = set()
        if not by_finance and by != holder_staff_id:
            reasons.add("OUT_OF_SCOPE")
        if holder_staff_id not in self.company.staff:
            reasons.add("UNKNOWN_STAFF")
        if date > self.business_date:
            reasons.add("HANDOVER_DATE_IN_FUTURE")
        payments = [p.id for p in self._in_hand(holder_staff_id) if self._handover_of(p.id) is None
                    and (up_to_number is None or p.number <= up_to_number)]
        if not payments and fen == 0:
            reasons.add("NOTHING_TO_HAND_OVER")
        if reasons:
            raise Refused(*reasons)
        self._begin()
        self.handovers[name] = Handover(name, holder_staff_id, date, payments, fen, by)
        return self.handovers[name]

    def confirm_handover(self, name: str, counted_fen: int, reason: str, by: str) -> Handover:
        """Finance has counted; nobody confirms what they hand in or stated."""
        handover = self._waiting_handover(name)
        reversed_ids = [p for p in handover.payment_ids if self.payments[p].reversed]
        taken = self.taken_fen(handover) - sum(self.payments[p].fen for p in reversed_ids)
        reasons = set()
        if by in (handover.holder_staff_id, handover.stated_by):
            reasons.add("SAME_PERSON")
        if counted_fen != taken and not reason:
            reasons.add("REASON_MISSING")
        if reasons:
            raise Refused(*reasons)
        self._begin()
        handover.taken_out = reversed_ids
        handover.payment_ids = [p for p in handover.payment_ids if p not in reversed_ids]
        handover.counted_fen = counted_fen
        handover.state, handover.decided_by, handover.reason = "CONFIRMED", by, reason
        return handover

    def reject_handover(self, name: str, reason: str, by: str) -> Handover:
        """Its payments are in hand again."""
        handover = self._waiting_handover(name)
        self._begin()
        handover.payment_ids = []
        handover.state, handover.decided_by, handover.reason = "REJECTED", by, reason
        return handover

    def _waiting_handover(self, name: str) -> Handover:
        if name not in self.handovers:
            raise Refused("UNKNOWN_HANDOVER")
        if self.handovers[name].state != "STATED":
            raise Refused("HANDOVER_DECIDED")
        return self.handovers[name]

    def taken_fen(self, handover: Handover) -> int:
        return sum(self.payments[p].fen for p in handover.payment_ids)

    def difference_fen(self, handover: Handover) -> int:
        """What was counted less what was taken; nothing while it is not confirmed."""
        if handover.state != "CONFIRMED":
            return 0
        return handover.counted_fen - self.taken_fen(handover)

    def cash_positions(self, project_id: str = "", holder_staff_id: str = ""
                       ) -> dict[str, CashPosition]:
        """By person, who has anything in hand or a difference; with a project its units' payments
        alone, and no differences."""
        people = {p.recorded_by for p in self.payments.values() if p.method == "CASH"}
        people |= {h.holder_staff_id for h in self.handovers.values()}
        positions = {}
        for person in sorted(people):
            if holder_staff_id and person != holder_staff_id:
                continue
            payments = [p for p in self._in_hand(person)
                        if not project_id or self.project_of_unit(p.unit_id) == project_id]
            difference = 0 if project_id else sum(
                self.difference_fen(h) for h in self.handovers.values()
                if h.holder_staff_id == person)
            if payments or difference:
                positions[person] = CashPosition(
                    sum(p.fen for p in payments), len(payments),
                    sum(p.fen for p in payments if self._handover_of(p.id) is not None),
                    min((p.received_date for p in payments), default=None), difference)
        return positions

    def _in_hand(self, person: str) -> list[Payment]:
        """Cash of payments that stand and are in no confirmed handover."""
        handed_in = {p for h in self.handovers.values() if h.state == "CONFIRMED"
                     for p in h.payment_ids}
        return [p for p in self.payments.values()
                if p.method == "CASH" and p.recorded_by == person and not p.from_file
                and not p.reversed
                and p.id not in handed_in]

    def _handover_of(self, payment_id: str) -> Handover | None:
        """The handover that has a payment; one that was rejected has none."""
        return next((h for h in self.handovers.values() if payment_id in h.payment_ids), None)
