"""Handovers of cash (LED-20), and the questions about them."""

from dataclasses import dataclass
from typing import Any, Iterator

from ledger_model import Date
from ledger_model.cash import Handover

from .client import messages
from .company import PROJECTS
from .operations import FINANCE, FINANCE_OF_GM, Operation, Played, person_of
from .questions import Answers


def _of_model(played: Played, handover: Handover) -> tuple:
    """What its payments come to is told of those that have any: not of a rejected one."""
    taken = played.model.taken_fen(handover), len(handover.payment_ids)
    return (handover.holder_staff_id, str(handover.date), handover.stated_fen, handover.counted_fen,
            played.model.difference_fen(handover), handover.state, handover.stated_by,
            handover.decided_by, handover.reason,
            taken if handover.state != "REJECTED" else None)


def _of_service(handover: Any) -> tuple:
    state = type(handover).State.Name(handover.state).removeprefix("STATE_")
    return (handover.holder_staff_id, handover.handover_date, handover.stated_fen,
            handover.counted_fen, handover.difference_fen, state, handover.stated_by,
            handover.decided_by, handover.reason,
            (handover.taken_fen, handover.payment_count) if state != "REJECTED" else None)


@dataclass(frozen=True)
class StateHandover(Operation):
    """With the payments recorded by the end of a step, or all."""

    holder_staff_id: str
    date: Date
    fen: int
    who: str
    recorded_behind: int | None = None

    def is_playable(self, played: Played) -> bool:
        return self.recorded_behind is None or self.recorded_behind in played.marks

    def on_model(self, played: Played) -> Any:
        number = None
        if self.recorded_behind is not None:
            number = played.marks[self.recorded_behind][1]
        return _of_model(played, played.model.state_handover(
            self.name, self.holder_staff_id, self.date, self.fen, person_of(self.who),
            self.who in (FINANCE, FINANCE_OF_GM), number))

    def on_service(self, played: Played) -> Any:
        time = None
        if self.recorded_behind is not None:
            time = played.marks[self.recorded_behind][0]
        handover = played.client.call_twice(
            self.who, "Cash.StateHandover", messages("cash").StateHandoverRequest(
                request_id=self.request_id, holder_staff_id=self.holder_staff_id,
                handover_date=str(self.date), amount_fen=self.fen, recorded_by_time=time))
        played.learn(self.name, handover.id)
        return _of_service(handover)


@dataclass(frozen=True)
class ConfirmHandover(Operation):
    handover: str
    counted_fen: int
    reason: str
    who: str = FINANCE_OF_GM

    def on_model(self, played: Played) -> Any:
        return _of_model(played, played.model.confirm_handover(
            self.handover, self.counted_fen, self.reason, person_of(self.who)))

    def on_service(self, played: Played) -> Any:
        return _of_service(played.client.call_twice(
            self.who, "Cash.ConfirmHandover", messages("cash").ConfirmHandoverRequest(
                request_id=self.request_id, handover_id=played.id_of(self.handover),
                counted_fen=self.counted_fen, reason=self.reason)))


@dataclass(frozen=True)
class RejectHandover(Operation):
    handover: str
    who: str = FINANCE

    def on_model(self, played: Played) -> Any:
        return _of_model(played, played.model.reject_handover(self.handover, "again",
                                                              person_of(self.who)))

    def on_service(self, played: Played) -> Any:
        return _of_service(played.client.call_twice(
            self.who, "Cash.RejectHandover", messages("cash").RejectHandoverRequest(
                request_id=self.request_id, handover_id=played.id_of(self.handover),
                reason="again")))


# -- questions -----------------------------------------------------------------------------------

def positions(played: Played, project_id: str) -> Answers:
    expected = {person: (p.in_hand_fen, p.payment_count, p.stated_fen,
                         str(p.oldest_received_date or ""), p.difference_fen)
                for person, p in played.model.cash_positions(project_id).items()}
    answer = played.client.call(FINANCE, "Cash.ListCashPositions",
                                messages("cash").ListCashPositionsRequest(project_id=project_id))
    actual = {p.holder_staff_id: (p.in_hand_fen, p.payment_count, p.stated_fen,
                               p.oldest_received_date, p.difference_fen)
              for p in answer.positions}
    return f"cash in hand in {project_id or 'the company'}", expected, actual


def handovers(played: Played, differences_only: bool) -> Answers:
    model = played.model
    expected = [(h.id, _of_model(played, h)) for h in model.handovers.values()
                if not differences_only or model.difference_fen(h)]
    answer = played.client.call(FINANCE, "Cash.ListHandovers", messages("cash").ListHandoversRequest(
        differences_only=differences_only, page_size=1000))
    return (f"handovers{' with differences' if differences_only else ''}", expected,
            [(played.say(h.id), _of_service(h)) for h in answer.handovers])


def handover(played: Played, name: str) -> Answers:
    """With its payments."""
    told = played.model.handovers[name]
    answer = played.client.call(FINANCE, "Cash.GetHandover", messages("cash").GetHandoverRequest(
        handover_id=played.id_of(name)))
    return (f"handover {name}",
            (_of_model(played, told), sorted(told.payment_ids), sorted(told.taken_out)),
            (_of_service(answer), sorted(map(played.say, answer.payment_ids)),
             sorted(map(played.say, answer.taken_out_payment_ids))))


def people(played: Played) -> Answers:
    """Whoever has cash in hand can hand it over."""
    answer = played.client.call(FINANCE, "Cash.ListCashPositions",
                                messages("cash").ListCashPositionsRequest())
    return ("people with cash in hand", [],
            [p.holder_staff_id for p in answer.positions
             if p.holder_staff_id not in played.model.company.staff])


def questions(played: Played) -> Iterator[Answers]:
    yield people(played)
    yield positions(played, "")
    for project_id in PROJECTS:
        yield positions(played, project_id)
    if played.model.handovers:
        yield handovers(played, False)
        yield handovers(played, True)
        yield handover(played, list(played.model.handovers)[-1])
