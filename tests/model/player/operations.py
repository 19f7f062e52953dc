"""The operations of a sequence. Each is plain data, so that a sequence can be played again without
some of its steps; what an operation refers to may then be missing, and it is left out.

`on_model` does it in the model, `on_service` asks the service, and both answer alike, with the facts
to compare. Payments and suspense go by the names that the sequence gives them; `Played.ids` has the
service's ids.
"""

import datetime
from dataclasses import dataclass, field, replace
from typing import Any

from ledger_model import Date, Designation, FeeSchedule, LedgerModel, Month, Refused

from .client import CallRefused, Client, messages, reason_of
from .company import CASHIER, GENERAL_MANAGER

FEE_KINDS = {"property": 1, "parking": 2, "utilities": 3}
METHODS = ("CASH", "BANK_TRANSFER", "WECHAT_PAY", "ALIPAY", "POS", "DIRECT_DEBIT")
FINANCE = "finance"
# The general manager as finance too, who may not approve what they asked for.
FINANCE_OF_GM = "finance of the general manager"
# The waiver service for the general manager, and for nobody.
WAIVER = "waiver"
WAIVER_ITSELF = "waiver itself"
# Who stands behind a token; that of a collector is named by its person.
STAFF_OF = {FINANCE: CASHIER, FINANCE_OF_GM: GENERAL_MANAGER, WAIVER: GENERAL_MANAGER,
            WAIVER_ITSELF: ""}
ONE_DAY = datetime.timedelta(days=1)


def person_of(who: str) -> str:
    return STAFF_OF.get(who, who)


@dataclass
class Played:
    """A ledger that is played on, beside its model."""

    client: Client
    model: LedgerModel
    # Service's id of what the sequence names, and the way back.
    ids: dict[str, str] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)
    # Recorded time behind an operation, before any question, with the model's number then.
    marks: dict[int, tuple[Any, int]] = field(default_factory=dict)
    # Receipt numbers that were told, by payment: they stay (LED-20).
    receipt_numbers: dict[str, int] = field(default_factory=dict)

    def id_of(self, name: str) -> str:
        return self.ids.get(name, "nobody-knows")

    def learn(self, name: str, service_id: str) -> None:
        self.ids[name] = service_id
        self.names[service_id] = name

    def say(self, reference: str) -> str:
        """A reference of the service in the sequence's names."""
        return self.names.get(reference, reference)


@dataclass(frozen=True)
class Operation:
    """One step; `step` is its number in the sequence and makes its request id."""

    step: int

    @property
    def request_id(self) -> str:
        return f"step-{self.step}"

    @property
    def name(self) -> str:
        """The name of what it makes."""
        return f"{type(self).__name__}#{self.step}"

    def is_playable(self, played: Played) -> bool:
        """Whether all that it refers to is there."""
        return True

    def on_model(self, played: Played) -> Any:
        raise NotImplementedError

    def on_service(self, played: Played) -> Any:
        raise NotImplementedError


@dataclass(frozen=True, eq=False)
class OneOf:
    """What the rules allow where they leave a choice: reasons of which one is told, or some."""

    allowed: frozenset[str]

    def __eq__(self, other: object) -> bool:
        if isinstance(other, frozenset):
            return bool(other) and other <= self.allowed
        return other in self.allowed

    def __repr__(self) -> str:
        return " or ".join(sorted(self.allowed))


def outcome_on_model(operation: Operation, played: Played) -> tuple[frozenset[str], Any]:
    """Reasons to refuse it, of which the service must give one, or the answer."""
    try:
        return frozenset(), operation.on_model(played)
    except Refused as refused:
        return refused.reasons, None


def outcome_on_service(operation: Operation, played: Played) -> tuple[str, Any]:
    """The reason of the refusal, or the answer."""
    try:
        return "", operation.on_service(played)
    except CallRefused as refused:
        if not refused.reason:
            return str(refused), None
        return refused.reason, None


@dataclass(frozen=True)
class SetClock(Operation):
    """Quiet: nothing is asked behind it, so that the next step meets what fell due unseen."""

    date: Date
    is_quiet: bool = False

    def on_model(self, played: Played) -> Any:
        played.model.set_clock(self.date)

    def on_service(self, played: Played) -> Any:
        played.client.call("admin", "Clock.SetClock",
                           messages("clock").SetClockRequest(business_date=str(self.date)))


@dataclass(frozen=True)
class CloseMonth(Operation):
    month: Month
    closing_date: Date | None

    def on_model(self, played: Played) -> Any:
        played.model.close_month(self.month, self.closing_date)
        return str(played.model.calendar.closing_dates[self.month])

    def on_service(self, played: Played) -> Any:
        request = messages("close").CloseMonthRequest(month=str(self.month))
        if self.closing_date is not None:
            request.closing_date = str(self.closing_date)
        return played.client.call(FINANCE, "Close.CloseMonth", request).closing_date


@dataclass(frozen=True)
class PutSchedule(Operation):
    schedule: FeeSchedule

    def on_model(self, played: Played) -> Any:
        played.model.put_schedules([self.schedule])

    def on_service(self, played: Played) -> Any:
        billing = messages("billing")
        s = self.schedule
        request = billing.BatchPutFeeSchedulesRequest(request_id=self.request_id)
        request.fee_schedules.add(
            unit_id=s.unit_id, fee_kind=FEE_KINDS[s.fee_kind], period_months=s.period_months,
            price_e4_yuan_per_m2_month=s.price_e4_yuan_per_m2_month,
            fixed_fen_per_month=s.fixed_fen_per_month, due_after_days=s.due_after_days,
            from_date=str(s.from_date), to_date="" if s.to_date.year == 9999 else str(s.to_date))
        played.client.call(FINANCE, "Billing.BatchPutFeeSchedules", request)


@dataclass(frozen=True)
class RunBilling(Operation):
    community_id: str
    first: Month
    last: Month
    validate_only: bool

    def on_model(self, played: Played) -> Any:
        return played.model.run_billing(self.community_id, self.first, self.last,
                                        self.validate_only)

    def on_service(self, played: Played) -> Any:
        answer = played.client.call(FINANCE, "Billing.RunBilling",
                                    messages("billing").RunBillingRequest(
                                        community_id=self.community_id,
                                        from_month=str(self.first), to_month=str(self.last),
                                        validate_only=self.validate_only))
        return answer.made_count, answer.existing_count, answer.made_fen


@dataclass(frozen=True)
class RecordPayment(Operation):
    unit_id: str
    fen: int
    method: str
    received_date: Date
    who: str = FINANCE
    collector_id: str = ""
    collaborator_ids: tuple[str, ...] = ()
    designations: tuple[Designation, ...] = ()
    external_reference: str = ""

    def on_model(self, played: Played) -> Any:
        payment = played.model.record_payment(
            self.name, self.unit_id, self.fen, self.method, self.received_date,
            by_finance=self.who == FINANCE, collector_id=self.collector_id,
            collaborator_ids=self.collaborator_ids, designations=self.designations,
            recorded_by=person_of(self.who), external_reference=self.external_reference)
        return str(payment.posting_date)

    def request(self) -> Any:
        request = messages("payment").RecordPaymentRequest(
            request_id=self.request_id, unit_id=self.unit_id, amount_fen=self.fen,
            method=f"PAYMENT_METHOD_{self.method}", received_date=str(self.received_date),
            collector_id=self.collector_id, collaborator_ids=self.collaborator_ids,
            external_reference=self.external_reference)
        for designation in self.designations:
            request.designations.add(bill_id=designation.bill_id, amount_fen=designation.fen)
        return request

    def on_service(self, played: Played) -> Any:
        request = self.request()
        payment = played.client.call(self.who, "Payment.RecordPayment", request)
        played.learn(self.name, payment.id)
        # The same request again is answered alike and posts nothing (LED-2).
        if played.client.call(self.who, "Payment.RecordPayment", request) != payment:
            return "the second answer differs"
        return payment.posting_date


@dataclass(frozen=True)
class BatchRecordPayments(Operation):
    """Several at once, each for itself (LED-2); their steps make no difference."""

    payments: tuple[RecordPayment, ...]

    def _of(self, place: int) -> RecordPayment:
        return replace(self.payments[place], step=self.step * 1000 + place, who=FINANCE)

    def on_model(self, played: Played) -> Any:
        outcomes = []
        for place in range(len(self.payments)):
            reasons, posting_date = outcome_on_model(self._of(place), played)
            outcomes.append(OneOf(reasons or frozenset({posting_date})))
        return outcomes

    def on_service(self, played: Played) -> Any:
        request = messages("payment").BatchRecordPaymentsRequest(
            payments=[self._of(place).request() for place in range(len(self.payments))])
        first, again = (played.client.call(FINANCE, "Payment.BatchRecordPayments", request).outcomes
                        for _ in range(2))
        outcomes = []
        for place, outcome in enumerate(first):
            same = outcome.payment == again[place].payment
            if outcome.HasField("payment"):
                played.learn(self._of(place).name, outcome.payment.id)
                outcomes.append(outcome.payment.posting_date if same else "the second differs")
            else:
                outcomes.append(reason_of(outcome.error))
        return outcomes


@dataclass(frozen=True)
class ReversePayment(Operation):
    payment: str
    # 1 bounced, 2 wrong unit, 3 paid back.
    reason: int = 1

    def is_playable(self, played: Played) -> bool:
        return self.payment in played.ids

    def on_model(self, played: Played) -> Any:
        played.model.reverse_payment(self.payment, self.reason != 3)

    def on_service(self, played: Played) -> Any:
        played.client.call(FINANCE, "Payment.ReversePayment",
                           messages("payment").ReversePaymentRequest(
                               request_id=self.request_id, payment_id=played.id_of(self.payment),
                               reason=self.reason))


@dataclass(frozen=True)
class RefundPayment(Operation):
    payment: str
    fen: int

    def is_playable(self, played: Played) -> bool:
        return self.payment in played.ids

    def on_model(self, played: Played) -> Any:
        played.model.refund_payment(self.payment, self.fen)

    def on_service(self, played: Played) -> Any:
        played.client.call(FINANCE, "Payment.RefundPayment",
                           messages("payment").RefundPaymentRequest(
                               request_id=self.request_id, payment_id=played.id_of(self.payment),
                               amount_fen=self.fen, note="played"))


@dataclass(frozen=True)
class RecordSuspense(Operation):
    project_id: str
    fen: int
    method: str
    received_date: Date

    def on_model(self, played: Played) -> Any:
        held = played.model.record_suspense(self.name, self.project_id, self.fen, self.method,
                                            self.received_date, by_finance=True)
        return str(held.posting_date)

    def on_service(self, played: Played) -> Any:
        held = played.client.call(FINANCE, "Payment.RecordSuspense",
                                  messages("payment").RecordSuspenseRequest(
                                      request_id=self.request_id, project_id=self.project_id,
                                      amount_fen=self.fen, method=f"PAYMENT_METHOD_{self.method}",
                                      received_date=str(self.received_date)))
        played.learn(self.name, held.id)
        return held.posting_date


@dataclass(frozen=True)
class AssignSuspense(Operation):
    suspense: str
    unit_id: str

    def is_playable(self, played: Played) -> bool:
        return self.suspense in played.ids

    def on_model(self, played: Played) -> Any:
        payment = played.model.assign_suspense(self.name, self.suspense, self.unit_id,
                                               recorded_by=person_of(FINANCE))
        return str(payment.received_date), str(payment.posting_date)

    def on_service(self, played: Played) -> Any:
        payment = played.client.call(FINANCE, "Payment.AssignSuspense",
                                     messages("payment").AssignSuspenseRequest(
                                         request_id=self.request_id,
                                         suspense_id=played.id_of(self.suspense),
                                         unit_id=self.unit_id))
        played.learn(self.name, payment.id)
        return payment.received_date, payment.posting_date


@dataclass(frozen=True)
class Ask(Operation):
    """A question as of a date, and as it was known behind an earlier step; see questions.py."""

    unit_id: str
    community_id: str
    first: Date
    as_of: Date
    known_behind: int | None

    def is_playable(self, played: Played) -> bool:
        return self.known_behind is None or self.known_behind in played.marks
