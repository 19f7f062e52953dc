"""Throws cash handovers and payouts of wallets; a part of the dice."""

from ledger_model.money import Payment
from ledger_model.wallets import WALLETS, PayoutOf

from . import cash, wallets
from . import operations as op
from .company import CASHIER, PROJECTS, STAFF


class TillDice:
    """Money on its way from those who took it."""

    def _paid(self, step: int, method: str) -> op.RecordPayment:
        """A payment without corners of its own: what matters is what becomes of it."""
        unit_id = self._unit()
        today = self._model.business_date
        who = self._random.choice((op.FINANCE, self._model.collector_of_unit(unit_id, today)))
        reference = f"T{step}" if method in WALLETS and not self._one_in(5) else ""
        return op.RecordPayment(step, unit_id, self._random.randint(100, 60_000), method,
                                today - op.ONE_DAY * self._random.choice((0, 0, 1, 9, 10, 11, 30)),
                                who or op.FINANCE, external_reference=reference)

    def _cash_payment(self, step: int) -> op.Operation:
        return self._paid(step, "CASH")

    def _wallet_payment(self, step: int) -> op.Operation:
        """Part of it is paid back at times."""
        paid = self._paid(step, self._random.choice(WALLETS))
        if self._one_in(3):
            self._next.append(lambda s: op.RefundPayment(s, paid.name, paid.fen // 4)
                              if paid.name in self._model.payments else None)
        return paid

    # -- cash --------------------------------------------------------------------------------------

    def _state_handover(self, step: int) -> op.Operation:
        positions = self._model.cash_positions()
        people = [p for p in positions if p in (*STAFF, CASHIER)]
        person = self._random.choice(people or [CASHIER])
        if self._one_in(10):
            person = self._random.choice((*STAFF, "S404"))
        position = positions.get(person)
        fen = position.in_hand_fen - position.stated_fen if position else 0
        fen = max(fen + self._random.choice((0, 0, 0, 0, -100, 250)), 0)
        who = person if person in STAFF and self._one_in(2) else self._random.choice(
            (op.FINANCE, op.FINANCE, op.FINANCE_OF_GM))
        if self._one_in(15):
            who = self._random.choice(STAFF)
        if person == CASHIER and self._one_in(2):
            who = op.FINANCE_OF_GM
        day = self._model.business_date + op.ONE_DAY * (
            1 if self._one_in(12) else self._random.choice((0, 0, -1)))
        behind = None
        if self._recorded and self._one_in(3):
            behind = self._random.choice(self._recorded)
        return cash.StateHandover(step, person, day, fen, who, behind)

    def _decide_handover(self, step: int) -> op.Operation | None:
        waiting = [h for h in self._model.handovers.values()
                   if h.state == "STATED" or self._one_in(8)]
        if not waiting:
            return None
        handover = self._random.choice(waiting)
        who = self._random.choice((op.FINANCE, op.FINANCE_OF_GM))
        if handover.holder_staff_id == CASHIER and self._one_in(3):
            who = op.FINANCE  # their own
        if self._one_in(5):
            return cash.RejectHandover(step, handover.id, who)
        standing = sum(self._model.payments[p].fen for p in handover.payment_ids
                       if not self._model.payments[p].reversed)
        counted = self._random.choice((standing, standing, self._model.taken_fen(handover),
                                       handover.stated_fen, max(standing - 500, 0)))
        return cash.ConfirmHandover(step, handover.id, counted,
                                    "short" if self._one_in(3) else "", who)

    def _follow_handover(self, stated: cash.StateHandover) -> None:
        """One of its payments is reversed or paid back in part before it is counted."""
        payments = self._model.handovers[stated.name].payment_ids
        if payments and self._one_in(2):
            self._undo_one(payments)
        if self._one_in(2):
            self._next.append(self._decide_handover)

    def _undo_one(self, payments: list[str]) -> None:
        name = self._random.choice(payments)
        if self._one_in(3):
            fen = max(self._model.payments[name].standing_fen // 3, 1)
            self._next.append(lambda step: op.RefundPayment(step, name, fen))
        else:
            self._next.append(lambda step: op.ReversePayment(step, name, 1))

    # -- wallets -----------------------------------------------------------------------------------

    def _payout(self, step: int) -> op.Operation:
        provider = self._random.choice(WALLETS)
        project_id = self._random.choice(("", *sorted(PROJECTS)))
        of, gross = self._payments_of_payout(provider, project_id)
        gross = max(gross + self._random.choice((0, 0, 0, 1, -30)), 1)
        fee = gross * 6 // 1000
        reference = f"PO{step}"
        if self._model.payouts and self._one_in(6):
            reference = self._random.choice(list(self._model.payouts.values())).reference
        day = self._model.business_date + op.ONE_DAY * (
            1 if self._one_in(15) else self._random.choice((0, -2)))
        if self._one_in(20):
            provider = "POS"
        if self._one_in(20):
            project_id = "P404"
        return wallets.RecordPayout(step, provider, project_id, day, gross, fee,
                                    gross - fee + (self._random.choice((1, -1)) if self._one_in(12)
                                                   and gross > fee else 0), reference, of)

    def _payments_of_payout(self, provider: str, project_id: str) -> tuple[PayoutOf, int]:
        """Which payments, and what they come to."""
        fitting = [p for p in self._model.unsettled_payments(project_id) if p.method == provider]
        if not fitting or self._one_in(2):
            last = self._model.business_date
            if fitting and not self._one_in(4):  # the day of one of them, or just not
                last = self._random.choice(fitting).received_date - op.ONE_DAY * (
                    1 if self._one_in(4) else 0)
            first = last - op.ONE_DAY * self._random.choice((0, 1, 10, 30, 60))
            found = [p for p in fitting if first <= p.received_date <= last]
            of = PayoutOf(first=first, last=last)
            return of, sum(p.fen - p.refunded_fen for p in found)
        chosen = self._random.sample(fitting, self._random.randint(1, min(len(fitting), 3)))
        if self._one_in(5):  # of another wallet, undone, or paid out already
            chosen.append(self._random.choice(list(self._model.payments.values())))
        by_number = [p for p in chosen if p.external_reference and self._one_in(2)]
        ids = tuple(p.id for p in chosen if p not in by_number) + (
            ("nobody-knows",) if self._one_in(25) else ())
        numbers = tuple(p.external_reference for p in by_number) + (
            ("T404",) if self._one_in(25) else ())
        if by_number and self._one_in(4):  # named twice
            ids += (by_number[0].id,)
        return PayoutOf(ids, numbers), sum(p.fen - p.refunded_fen for p in chosen)

    def _cancel_payout(self, step: int) -> op.Operation | None:
        standing = [p.id for p in self._model.payouts.values()
                    if not p.cancelled or self._one_in(4)]
        return wallets.CancelPayout(step, self._random.choice(standing)) if standing else None

    def _follow_payout(self, recorded: wallets.RecordPayout) -> None:
        settled = list(self._model.payouts[recorded.name].settled)
        standing = [p for p in settled if self._payment_named(p).standing_fen > 0]
        if standing and self._one_in(3):
            self._undo_one(standing)

    def _payment_named(self, name: str) -> Payment:
        return self._model.payments[name]
