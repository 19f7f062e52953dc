"""Payouts of wallets, which arrive net of fees, and the payments that they settle (LED-20).

Readings, those of the contract.
- A payment counts with its amount less what was paid back of it when the payout was recorded; what
  becomes of it later changes nothing in the payout.
- Named payments are those named by id or by the wallet's transaction id, each once; the dates count
  only where none is named.
"""

from dataclasses import dataclass

from .dates import Date
from .money import Payment
from .refused import Refused

WALLETS = ("WECHAT_PAY", "ALIPAY")


@dataclass
class WalletPayout:
    """What a wallet paid out; what it settles by payment, in fen."""

    id: str
    provider: str
    project_id: str
    date: Date
    gross_fen: int
    fee_fen: int
    reference: str
    settled: dict[str, int]
    by: str
    cancelled: bool = False
    reason: str = ""

    @property
    def net_fen(self) -> int:
        return self.gross_fen - self.fee_fen

    @property
    def matched_fen(self) -> int:
        return sum(self.settled.values())


@dataclass(frozen=True)
class PayoutOf:
    """Which payments a payout settles: named ones, or those of a range of dates."""

    payment_ids: tuple[str, ...] = ()
    transaction_ids: tuple[str, ...] = ()
    first: Date | None = None
    last: Date | None = None

    @property
    def names_payments(self) -> bool:
        return bool(self.payment_ids or self.transaction_ids)


class WalletRules:
    """The part of the ledger that follows wallets' money."""

    def record_payout(self, name: str, provider: str, project_id: str, date: Date, gross_fen: int,
                      fee_fen: int, net_fen: int, reference: str, of: PayoutOf,
                      by: str) -> WalletPayout:
        reasons = set()
        if provider not in WALLETS:
            reasons.add("METHOD_NOT_A_WALLET")
        if net_fen != gross_fen - fee_fen:
            reasons.add("PAYOUT_NET_WRONG")
        if date > self.business_date:
            reasons.add("PAYOUT_DATE_IN_FUTURE")
        if project_id and project_id not in self.company.project_of.values():
            reasons.add("UNKNOWN_PROJECT")
        if any(p.reference == reference and p.provider == provider and not p.cancelled
               for p in self.payouts.values()):
            reasons.add("PAYOUT_REFERENCE_TAKEN")
        payments = (self._named_payments(provider, project_id, of, reasons) if of.names_payments
                    else self._payments_between(provider, project_id, of.first, of.last))
        if reasons:
            raise Refused(*reasons)
        self._begin()
        self.payouts[name] = WalletPayout(
            name, provider, project_id, date, gross_fen, fee_fen, reference,
            {p.id: p.fen - p.refunded_fen for p in payments}, by)
        return self.payouts[name]

    def _named_payments(self, provider: str, project_id: str, of: PayoutOf,
                        reasons: set[str]) -> list[Payment]:
        named: dict[str, Payment] = {}
        for payment_id in of.payment_ids:
            if payment_id in self.payments:
                named[payment_id] = self.payments[payment_id]
            else:
                reasons.add("UNKNOWN_PAYMENT")
        for transaction in of.transaction_ids:
            having = [p for p in self.payments.values() if p.external_reference == transaction]
            if not any(p.method == provider and not p.reversed for p in having):
                reasons.add("UNKNOWN_TRANSACTION")
            named |= {p.id: p for p in having}
        for payment in named.values():
            if payment.method != provider:
                reasons.add("METHOD_DIFFERS")
            if project_id and self.project_of_unit(payment.unit_id) != project_id:
                reasons.add("OTHER_PROJECT")
            if payment.reversed:
                reasons.add("PAYMENT_REVERSED")
            if self._payout_of(payment.id) is not None:
                reasons.add("PAYMENT_PAID_OUT")
        return list(named.values())

    def _payments_between(self, provider: str, project_id: str, first: Date | None,
                          last: Date | None) -> list[Payment]:
        return [p for p in self.unsettled_payments(project_id)
                if p.method == provider and (first is None or p.received_date >= first)
                and (last is None or p.received_date <= last)]

    def cancel_payout(self, name: str, reason: str) -> WalletPayout:
        """Its payments are without one again."""
        if name not in self.payouts:
            raise Refused("UNKNOWN_PAYOUT")
        payout = self.payouts[name]
        if payout.cancelled:
            raise Refused("PAYOUT_CANCELLED")
        self._begin()
        payout.cancelled, payout.reason = True, reason
        return payout

    def unsettled_payments(self, project_id: str = "", older_than_days: int = 0) -> list[Payment]:
        """Wallet payments that stand and that no payout has, received so many days ago or more."""
        return [p for p in self.payments.values()
                if p.method in WALLETS and not p.reversed and self._payout_of(p.id) is None
                and (not project_id or self.project_of_unit(p.unit_id) == project_id)
                and (self.business_date - p.received_date).days >= older_than_days]

    def _payout_of(self, payment_id: str) -> WalletPayout | None:
        return next((p for p in self.payouts.values()
                     if payment_id in p.settled and not p.cancelled), None)
