"""Throws operations that change bills besides money; a part of the dice."""

from collections import defaultdict

from ledger_model import Component

from . import adjustments as adj
from . import operations as op


class AdjustmentDice:
    """Credit notes, costs, late fee, write-offs."""

    def _bill(self) -> str | None:
        bills = sorted(self._model.bills)
        return self._random.choice(bills) if bills else None

    def _bill_that_money_stands_on(self) -> str | None:
        """A bill whose principal is paid in part, or by several payments, if there is one."""
        payers: dict[str, set[str]] = defaultdict(set)
        for payment in self._model.payments.values():
            for allocation in payment.allocations:
                if allocation.component == Component.PRINCIPAL:
                    payers[allocation.bill_id].add(payment.id)
        owed = self._model.journal.view().owed()
        in_part = sorted(b for b in payers if owed[b, Component.PRINCIPAL] > 0)
        by_several = sorted(b for b, payments in payers.items() if len(payments) > 1)
        bills = self._random.choice((in_part, by_several))
        return self._random.choice(bills) if bills else None

    def _credit(self, step: int) -> op.Operation | None:
        bill_id = None if self._one_in(3) else self._bill_that_money_stands_on()
        bill_id = bill_id or self._bill()
        if bill_id is None:
            return None
        component = self._random.choice((Component.PRINCIPAL, Component.PRINCIPAL, *Component))
        fee = self._model.bills[bill_id].fee
        owed = self._model.journal.view(unit_id=fee.unit_id).owed()[bill_id, component]
        paid = sum(a.fen for p in self._model.payments_of(fee.unit_id) for a in p.allocations
                   if (a.bill_id, a.component) == (bill_id, component))
        most = owed + paid
        fen = self._random.choice((1, owed, owed + 1, owed + paid // 2, owed + 1 + paid // 3, most,
                                   most + 1 if self._one_in(4) else most))
        return adj.CreditNote(step, bill_id, component, max(fen, 1))

    def _cost(self, step: int) -> op.Operation | None:
        bill_id = self._bill()
        return bill_id and adj.ChargeCost(step, bill_id, self._random.randint(1, 9_000))

    def _late_fee_quote(self, step: int) -> op.Operation:
        return adj.QuoteLateFees(step, self._unit(), self._through(), ())

    def _late_fee(self, step: int) -> op.Operation:
        unit_id = self._unit()
        bills = sorted(b.id for b in self._model.bills_of(unit_id))
        chosen = ()
        if bills and self._one_in(3):
            chosen = tuple(self._random.sample(bills, min(len(bills), 2)))
        return adj.ChargeLateFees(step, unit_id, self._through(), chosen)

    def _through(self) -> op.Date:
        """Mostly today, and sometimes tomorrow, which has no late fee yet."""
        today = self._model.business_date
        if self._one_in(2):
            return self._day_that_matters(today - op.ONE_DAY * 60, today) or today
        return today + op.ONE_DAY if self._one_in(12) else today

    def _write_off(self, step: int) -> op.Operation | None:
        unit_id = self._unit()
        owed = self._model.journal.view(unit_id=unit_id).owed_of_bills()
        bills = sorted(b for b, fen in owed.items() if fen > 0 or self._one_in(20))
        parts = self._model.journal.view(unit_id=unit_id).owed()
        charged = [b for b in bills if parts[b, Component.LATE_FEE] + parts[b, Component.COST] > 0]
        if charged and not self._one_in(3):
            bills = charged
        if not bills:
            return None
        chosen = self._random.sample(bills, min(len(bills), self._random.randint(1, 3)))
        who = op.FINANCE_OF_GM if self._one_in(4) else op.FINANCE
        return adj.RequestWriteOff(step, unit_id, tuple(sorted(chosen)), who)

    def _follow_write_off(self, asked: adj.RequestWriteOff) -> None:
        """Mostly it is approved, sometimes of a debt that has changed, and revived later when there
        is money to pay it."""
        bill_id, unit_id = asked.bill_ids[0], asked.unit_id
        if self._one_in(3):
            self._next.append(lambda step: adj.ChargeCost(step, bill_id, 100))
        self._next.append(lambda step: adj.DecideWriteOff(step, asked.name, "Approve"))
        if self._one_in(3):
            fen = sum(self._model.journal.view(unit_id=unit_id).owed_of_bills().values()) + 1
            today = self._model.business_date
            self._next += [
                lambda step: op.RecordPayment(step, unit_id, fen, self._method(), today),
                lambda step: adj.DecideWriteOff(step, asked.name, "Revive")]

    def _write_off_decision(self, step: int) -> op.Operation | None:
        if not self._model.write_offs:
            return None
        made = self._random.choice(sorted(self._model.write_offs))
        state = self._model.write_offs[made].state
        verb = {"REQUESTED": "Approve", "APPROVED": "Revive"}.get(state)
        if verb is None or self._one_in(5):
            verb = self._random.choice(("Approve", "Reject", "Revive"))
            if verb != "Reject" and state in ("REJECTED", "REVIVED") and not self._one_in(4):
                return None
        return adj.DecideWriteOff(step, made, verb)
