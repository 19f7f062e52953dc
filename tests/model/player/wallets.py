"""Payouts of wallets (LED-20), and the questions about them."""

from dataclasses import dataclass
from typing import Any, Iterator

from ledger_model import Date
from ledger_model.wallets import PayoutOf, WalletPayout

from .client import messages
from .company import PROJECTS
from .operations import FINANCE, Operation, Played, person_of
from .questions import Answers


def _of_model(payout: WalletPayout) -> tuple:
    """What became of the payments of a payout that was taken back is not told alike everywhere."""
    matched = (len(payout.settled), payout.matched_fen, payout.gross_fen - payout.matched_fen)
    return (payout.provider, payout.project_id, str(payout.date), payout.gross_fen, payout.fee_fen,
            payout.net_fen, payout.reference, payout.cancelled, payout.by, payout.reason,
            None if payout.cancelled else matched)


def _of_service(payout: Any) -> tuple:
    return (_method(payout.provider), payout.project_id, payout.payout_date, payout.gross_fen,
            payout.fee_fen, payout.net_fen, payout.reference, payout.state == 2,
            payout.recorded_by, payout.reason,
            None if payout.state == 2 else (payout.payment_count, payout.matched_fen,
                                            payout.difference_fen))


def _method(number: int) -> str:
    return messages("payment").PaymentMethod.Name(number).removeprefix("PAYMENT_METHOD_")


def _payments_of_service(played: Played, payments: Any) -> dict[str, tuple]:
    return {played.say(p.payment_id): (p.unit_id, _method(p.method), p.amount_fen, p.received_date,
                                       p.external_reference)
            for p in payments}


def _payments_of_model(played: Played, settled: dict[str, int]) -> dict[str, tuple]:
    payments = played.model.payments
    return {name: (payments[name].unit_id, payments[name].method, fen,
                   str(payments[name].received_date), payments[name].external_reference)
            for name, fen in settled.items()}


@dataclass(frozen=True)
class RecordPayout(Operation):
    provider: str
    project_id: str
    date: Date
    gross_fen: int
    fee_fen: int
    net_fen: int
    reference: str
    of: PayoutOf

    def on_model(self, played: Played) -> Any:
        payout = played.model.record_payout(
            self.name, self.provider, self.project_id, self.date, self.gross_fen, self.fee_fen,
            self.net_fen, self.reference, self.of, person_of(FINANCE))
        return _of_model(payout), _payments_of_model(played, payout.settled)

    def on_service(self, played: Played) -> Any:
        request = messages("wallet").RecordWalletPayoutRequest(
            request_id=self.request_id, provider=f"PAYMENT_METHOD_{self.provider}",
            project_id=self.project_id, payout_date=str(self.date), gross_fen=self.gross_fen,
            fee_fen=self.fee_fen, net_fen=self.net_fen, reference=self.reference,
            payment_ids=[played.id_of(p) for p in self.of.payment_ids],
            transaction_ids=self.of.transaction_ids, from_date=str(self.of.first or ""),
            to_date=str(self.of.last or ""))
        payout = played.client.call_twice(FINANCE, "Wallet.RecordWalletPayout", request)
        played.learn(self.name, payout.id)
        return _of_service(payout), _payments_of_service(played, payout.payments)


@dataclass(frozen=True)
class CancelPayout(Operation):
    payout: str

    def on_model(self, played: Played) -> Any:
        return _of_model(played.model.cancel_payout(self.payout, "again"))

    def on_service(self, played: Played) -> Any:
        return _of_service(played.client.call_twice(
            FINANCE, "Wallet.CancelWalletPayout", messages("wallet").CancelWalletPayoutRequest(
                request_id=self.request_id, payout_id=played.id_of(self.payout), reason="again")))


# -- questions -----------------------------------------------------------------------------------

def unsettled(played: Played, project_id: str, days: int) -> Answers:
    """By received date, those of one day by the service's ids."""
    found = played.model.unsettled_payments(project_id, days)
    expected = _payments_of_model(played, {p.id: p.fen - p.refunded_fen for p in found})
    in_order = [p.id for p in sorted(found, key=lambda p: (p.received_date, played.id_of(p.id)))]
    answer = played.client.call(FINANCE, "Wallet.ListUnsettledPayments",
                                messages("wallet").ListUnsettledPaymentsRequest(
                                    project_id=project_id, older_than_days=days, page_size=1000))
    return (f"unsettled payments in {project_id or 'the company'} of {days} days",
            (expected, in_order),
            (_payments_of_service(played, answer.payments),
             [played.say(p.payment_id) for p in answer.payments]))


def payouts(played: Played, provider: str, differences_only: bool) -> Answers:
    expected = [(p.id, _of_model(p)) for p in played.model.payouts.values()
                if p.provider == provider
                and (not differences_only or p.cancelled or p.gross_fen != p.matched_fen)]
    answer = played.client.call(FINANCE, "Wallet.ListWalletPayouts",
                                messages("wallet").ListWalletPayoutsRequest(
                                    provider=f"PAYMENT_METHOD_{provider}",
                                    differences_only=differences_only, page_size=1000))
    actual = [(played.say(p.id), _of_service(p)) for p in answer.payouts]
    if differences_only:  # whether one that was taken back has a difference, the words do not say
        expected = [(name, told) for name, told in expected if not told[7]]
        actual = [(name, told) for name, told in actual if not told[7]]
    return (f"payouts of {provider}{' with differences' if differences_only else ''}", expected,
            actual)


def payout(played: Played, name: str) -> Answers:
    """With its payments, as they were when it was recorded."""
    told = played.model.payouts[name]
    answer = played.client.call(FINANCE, "Wallet.GetWalletPayout",
                                messages("wallet").GetWalletPayoutRequest(
                                    payout_id=played.id_of(name)))
    if told.cancelled:
        return f"payout {name}", _of_model(told), _of_service(answer)
    return (f"payout {name}", (_of_model(told), _payments_of_model(played, told.settled)),
            (_of_service(answer), _payments_of_service(played, answer.payments)))


def questions(played: Played) -> Iterator[Answers]:
    yield unsettled(played, "", 0)
    yield unsettled(played, "", 10)
    for project_id in PROJECTS:
        yield unsettled(played, project_id, 0)
    for provider in ("WECHAT_PAY", "ALIPAY"):
        if any(p.provider == provider for p in played.model.payouts.values()):
            yield payouts(played, provider, False)
            yield payouts(played, provider, True)
    for name in list(played.model.payouts)[-2:]:
        yield payout(played, name)
