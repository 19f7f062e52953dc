"""Settlements of waivers, as the waiver service asks for them (WVR-4, WVR-8)."""

from dataclasses import dataclass
from typing import Any

from ledger_model import Date, Refused

from .client import messages
from .operations import WAIVER, Operation, Played, person_of


@dataclass(frozen=True)
class QuoteSettlement(Operation):
    unit_id: str
    waiver_fen: int
    months: int
    cash_fen: int

    def on_model(self, played: Played) -> Any:
        q = played.model.quote(self.unit_id, self.waiver_fen, self.months, self.cash_fen)
        return {name: getattr(q, name) for name in q.__dataclass_fields__}

    def on_service(self, played: Played) -> Any:
        quote = self.ask(played)
        return {name: getattr(quote, name) for name in
                ("arrears_fen", "arrears_charges_fen", "current_due_fen", "prepay_fen", "cash_fen",
                 "arrears_left_fen", "months_covered", "claim_fen", "plan_year")}

    def ask(self, played: Played) -> Any:
        return played.client.call(WAIVER, "Settlement.QuoteSettlement",
                                  messages("settlement").QuoteSettlementRequest(
                                      unit_id=self.unit_id, waiver_fen=self.waiver_fen,
                                      months_to_cover=self.months, cash_fen=self.cash_fen))


@dataclass(frozen=True)
class PostSettlement(Operation):
    """Posts what a quote said, or other cash; `stale` with the debt's version of an older state."""

    unit_id: str
    waiver_fen: int
    cash_fen: int
    method: str
    received_date: Date
    stale: bool = False
    # The waiver service for somebody, or for nobody.
    who: str = WAIVER

    @property
    def waiver_id(self) -> str:
        return f"waiver-{self.step}"

    def on_model(self, played: Played) -> Any:
        model = played.model
        reasons = model.refusals_of_settlement(self.unit_id, self.waiver_id, self.waiver_fen,
                                               self.cash_fen, self.method, self.received_date,
                                               person_of(self.who))
        if self.stale:
            reasons.add("DEBT_CHANGED")
        if reasons:
            raise Refused(*reasons)
        payment = model.post_settlement(self.name, self.waiver_id, self.unit_id, self.waiver_fen,
                                        self.cash_fen, self.method, self.received_date, "",
                                        person_of(self.who))
        return str(payment.posting_date), dict(payment.waived), payment.claim_fen

    def on_service(self, played: Played) -> Any:
        quote = QuoteSettlement(self.step, self.unit_id, self.waiver_fen, 0,
                                self.cash_fen).ask(played)
        posted = played.client.call(self.who, "Settlement.PostSettlement",
                                    messages("settlement").PostSettlementRequest(
                                        request_id=self.request_id, waiver_id=self.waiver_id,
                                        unit_id=self.unit_id,
                                        debt_version=quote.debt_version + int(self.stale),
                                        waiver_fen=self.waiver_fen, cash_fen=self.cash_fen,
                                        method=f"PAYMENT_METHOD_{self.method}",
                                        received_date=str(self.received_date)))
        played.learn(self.name, posted.payment.id)
        return (posted.payment.posting_date,
                {part.bill_id: part.amount_fen for part in posted.waived_parts}, posted.claim_fen)
