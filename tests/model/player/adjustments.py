"""Operations that change bills besides money: credit notes, costs, late fee, write-offs (LED-15,
LED-18)."""

from dataclasses import dataclass
from typing import Any

from ledger_model import Component, Date
from ledger_model.late_fee import LateFee

from .client import messages
from .company import GENERAL_MANAGER
from .operations import FINANCE, ONE_DAY, STAFF_OF, Operation, Played

COMPONENTS = {Component.COST: 1, Component.LATE_FEE: 2, Component.PRINCIPAL: 3}


@dataclass(frozen=True)
class CreditNote(Operation):
    bill_id: str
    component: Component
    fen: int

    def on_model(self, played: Played) -> Any:
        return played.model.credit(self.name, self.bill_id, self.component, self.fen)

    def on_service(self, played: Played) -> Any:
        made = played.client.call(FINANCE, "Adjustment.CreateCreditNote",
                                  messages("adjustment").CreateCreditNoteRequest(
                                      request_id=self.request_id, bill_id=self.bill_id,
                                      component=COMPONENTS[self.component], amount_fen=self.fen,
                                      reason=1, note="played"))
        played.learn(self.name, made.id)
        return made.freed_fen


@dataclass(frozen=True)
class ChargeCost(Operation):
    bill_id: str
    fen: int

    def on_model(self, played: Played) -> Any:
        played.model.charge_cost(self.name, self.bill_id, self.fen)

    def on_service(self, played: Played) -> Any:
        made = played.client.call(FINANCE, "Adjustment.ChargeCost",
                                  messages("adjustment").ChargeCostRequest(
                                      request_id=self.request_id, bill_id=self.bill_id,
                                      amount_fen=self.fen, note="played"))
        played.learn(self.name, made.id)


def _told(fees: list[LateFee]) -> list[tuple]:
    return [(f.bill_id, tuple((str(s.first), str(s.last), s.principal_fen, s.daily_rate_e6)
                              for s in f.spans),
             f.accrued_fen, f.cap_fen, f.charged_before_fen, f.charge_fen) for f in fees]


def _told_by_service(answer: Any) -> list[tuple]:
    """Spans that follow each other with the same principal and rate are one; the contract leaves
    open whether they are told as one."""
    told = []
    for f in answer.late_fees:
        spans: list[tuple[str, str, int, int]] = []
        for s in f.spans:
            last = spans[-1] if spans else None
            if last and (last[1], *last[2:]) == (_day_before(s.from_date), s.principal_fen,
                                                 s.daily_rate_e6):
                spans[-1] = (last[0], s.to_date, *last[2:])
            else:
                spans.append((s.from_date, s.to_date, s.principal_fen, s.daily_rate_e6))
        told.append((f.bill_id, tuple(spans), f.accrued_fen, f.cap_fen, f.charged_before_fen,
                     f.charge_fen))
    return told


def _day_before(day: str) -> str:
    return str(Date.fromisoformat(day) - ONE_DAY)


@dataclass(frozen=True)
class QuoteLateFees(Operation):
    unit_id: str
    through: Date
    bill_ids: tuple[str, ...] = ()

    def on_model(self, played: Played) -> Any:
        return _told(played.model.quote_late_fees(self.unit_id, self.through, self.bill_ids))

    def on_service(self, played: Played) -> Any:
        return _told_by_service(played.client.call(
            FINANCE, "Adjustment.QuoteLateFees", messages("adjustment").QuoteLateFeesRequest(
                unit_id=self.unit_id, through_date=str(self.through), bill_ids=self.bill_ids)))


@dataclass(frozen=True)
class ChargeLateFees(Operation):
    unit_id: str
    through: Date
    bill_ids: tuple[str, ...] = ()

    def on_model(self, played: Played) -> Any:
        return _told(played.model.charge_late_fees(self.name, self.unit_id, self.through,
                                                   self.bill_ids))

    def on_service(self, played: Played) -> Any:
        charged = played.client.call(FINANCE, "Adjustment.ChargeLateFees",
                                     messages("adjustment").ChargeLateFeesRequest(
                                         request_id=self.request_id, unit_id=self.unit_id,
                                         through_date=str(self.through), bill_ids=self.bill_ids))
        answer = played.client.call(FINANCE, "Adjustment.ListAdjustments",
                                    messages("adjustment").ListAdjustmentsRequest(
                                        unit_id=self.unit_id, page_size=1000))
        for made in answer.adjustments:
            if made.id not in played.names:
                played.learn(f"{self.name}/{made.bill.id}", made.id)
        return _told_by_service(charged)


@dataclass(frozen=True)
class RequestWriteOff(Operation):
    unit_id: str
    bill_ids: tuple[str, ...]
    who: str = FINANCE

    def on_model(self, played: Played) -> Any:
        made = played.model.request_write_off(self.name, self.unit_id, self.bill_ids,
                                              STAFF_OF[self.who])
        return dict(made.parts)

    def on_service(self, played: Played) -> Any:
        made = played.client.call(self.who, "Adjustment.RequestWriteOff",
                                  messages("adjustment").RequestWriteOffRequest(
                                      request_id=self.request_id, unit_id=self.unit_id,
                                      bill_ids=self.bill_ids, reason=1, note="played"))
        played.learn(self.name, made.id)
        return _parts(made)


def _parts(made: Any) -> dict[tuple[str, Component], int]:
    components = {number: component for component, number in COMPONENTS.items()}
    return {(p.bill_id, components[p.component]): p.amount_fen for p in made.parts}


@dataclass(frozen=True)
class DecideWriteOff(Operation):
    """The general manager approves it, or rejects it; or finance revives it."""

    write_off: str
    # "Approve", "Reject" or "Revive".
    verb: str

    def is_playable(self, played: Played) -> bool:
        return self.write_off in played.ids

    def on_model(self, played: Played) -> Any:
        model = played.model
        if self.verb == "Approve":
            made = model.approve_write_off(self.write_off, GENERAL_MANAGER)
        elif self.verb == "Reject":
            made = model.reject_write_off(self.write_off)
        else:
            made = model.revive_write_off(self.write_off)
        return made.state, dict(made.parts)

    def on_service(self, played: Played) -> Any:
        adjustment = messages("adjustment")
        request = getattr(adjustment, f"{self.verb}WriteOffRequest")(
            request_id=self.request_id, write_off_id=played.id_of(self.write_off))
        if self.verb != "Approve":
            request.note = "played"
        who = FINANCE if self.verb == "Revive" else "general manager"
        made = played.client.call(who, f"Adjustment.{self.verb}WriteOff", request)
        state = adjustment.WriteOff.State.Name(made.state).removeprefix("STATE_")
        return state, _parts(made)
