"""Finance's own receipts lists (LED-11), and the questions about them."""

from collections import Counter
from dataclasses import dataclass
from typing import Any, Iterator

from ledger_model import Date, Month
from ledger_model.reconciliation import Comparison, FinanceRow, FoundDifference

from .client import messages
from .imports import encoding_told, yuan
from .operations import FINANCE, Operation, Played, person_of
from .questions import Answers

_HEADERS = {"en": "receipt_number,external_reference,unit_id,received_date,amount",
            "zh": "收据号,流水号,房屋编号,收款日期,金额"}


def _number(played: Played, payment: str) -> str:
    """The number of a payment's receipt; one that nobody has of a payment that is not there."""
    if not payment:
        return ""
    if payment not in played.ids or payment not in played.model.payments:
        return "P1-2016-999999"
    return played.client.call(FINANCE, "Receipt.GetReceipt", messages("receipt").GetReceiptRequest(
        payment_id=played.id_of(payment))).number


def _of_model(played: Played, comparison: Comparison) -> tuple:
    accepted = played.model.accepted_of(comparison)
    kinds = Counter(d.kind for d in comparison.differences)
    laid = comparison.list
    return ((laid.id, str(laid.month), len(laid.rows), laid.total_fen, laid.difference_count,
             laid.by),
            len(comparison.matched), comparison.matched_fen, len(comparison.ledger),
            sum(p.fen for p in comparison.ledger), dict(kinds), len(accepted),
            len(comparison.differences) - len(accepted), comparison.accepted is not None)


def _of_service(played: Played, told: Any) -> tuple:
    laid = told.list
    return ((played.say(laid.id), laid.month, laid.row_count, laid.total_fen,
             laid.difference_count, laid.imported_by),
            told.matched_count, told.matched_fen, told.ledger_count, told.ledger_fen,
            {_kind(k.kind): k.count for k in told.kind_counts}, told.accepted_count,
            told.open_count, told.frozen)


def _kind(number: int) -> str:
    return messages("reconciliation").Difference.Kind.Name(number).removeprefix("KIND_")


def _difference_of_model(played: Played, comparison: Comparison, found: FoundDifference) -> tuple:
    row = comparison.list.rows[found.line - 2] if found.line else FinanceRow(0)
    payment = played.model.payments.get(found.payment_id)
    reason, by = played.model.accepted_of(comparison).get(found.content, ("", ""))
    return (found.kind, found.line, found.payment_id,
            payment.unit_id if payment else row.unit_id,
            str((payment.received_date if payment else row.received_date) or ""),
            row.fen, payment.fen if payment else 0,
            row.reference or (payment.external_reference if payment else ""), reason, by)


def _difference_of_service(played: Played, told: Any) -> tuple:
    return (_kind(told.kind), told.line, played.say(told.payment_id), told.unit_id,
            told.received_date, told.finance_fen, told.ledger_fen, told.external_reference,
            told.reason, told.accepted_by)


@dataclass(frozen=True)
class LayList(Operation):
    project_id: str
    month: Month
    rows: tuple[FinanceRow, ...]
    encoding: str = "utf-8"
    language: str = "zh"

    def _text(self, played: Played) -> str:
        lines = [_HEADERS[self.language]]
        lines += [",".join((_number(played, row.receipt_of), row.reference, row.unit_id,
                            str(row.received_date or ""), yuan(row.fen))) for row in self.rows]
        return "\r\n".join(lines)

    def on_model(self, played: Played) -> Any:
        comparison, wrong = played.model.lay_list(self.name, self.project_id, self.month, self.rows,
                                                  person_of(FINANCE))
        return (sorted(wrong.items()), len(wrong), encoding_told(self.encoding, self._text(played)),
                _of_model(played, comparison) if comparison else None)

    def on_service(self, played: Played) -> Any:
        answer = played.client.call_twice(
            FINANCE, "Reconciliation.ImportFinanceReceipts",
            messages("reconciliation").ImportFinanceReceiptsRequest(
                request_id=self.request_id, project_id=self.project_id, month=str(self.month),
                content=self._text(played).encode(self.encoding)))
        comparison = None
        if answer.HasField("reconciliation"):
            played.learn(self.name, answer.reconciliation.list.id)
            comparison = _of_service(played, answer.reconciliation)
        return ([(e.line, e.reason) for e in answer.row_errors], answer.wrong_count,
                answer.encoding, comparison)


@dataclass(frozen=True)
class AcceptDifference(Operation):
    """What a line of the latest list, a payment or both make."""

    project_id: str
    month: Month
    line: int
    payment: str
    reason: str
    closing_date: Date | None = None
    who: str = FINANCE

    def on_model(self, played: Played) -> Any:
        _, accepted = played.model.accept_difference(
            self.project_id, self.month, self.line, self.payment, self.reason, person_of(self.who),
            self.closing_date)
        return accepted

    def on_service(self, played: Played) -> Any:
        accepted = played.client.call_twice(
            self.who, "Reconciliation.AcceptDifference",
            messages("reconciliation").AcceptDifferenceRequest(
                request_id=self.request_id, project_id=self.project_id, month=str(self.month),
                difference_id=self._id(played), reason=self.reason,
                closing_date=str(self.closing_date or "")))
        return accepted.reason, accepted.accepted_by

    def _id(self, played: Played) -> str:
        found = differences_of_service(played, self.project_id, self.month, self.closing_date)
        return next((d.id for d in found
                     if (d.line, played.say(d.payment_id)) == (self.line, self.payment)),
                    "nobody-knows")


# -- questions -----------------------------------------------------------------------------------

def differences_of_service(played: Played, project_id: str, month: Month,
                           closing_date: Date | None) -> list[Any]:
    """None where there is no list."""
    if (project_id, month) not in played.model.finance_lists:
        return []
    return played.client.call(FINANCE, "Reconciliation.ListDifferences",
                              messages("reconciliation").ListDifferencesRequest(
                                  project_id=project_id, month=str(month), page_size=1000,
                                  closing_date=str(closing_date or ""))).differences


def reconciliation(played: Played, project_id: str, month: Month,
                   closing_date: Date | None) -> Answers:
    """The comparison and its differences: by line, then payments by the service's ids."""
    comparison = played.model.reconciliation(project_id, month, closing_date)
    found = sorted(comparison.differences, key=lambda d: (
        d.line == 0, d.line, played.id_of(d.payment_id) if d.payment_id else ""))
    answer = played.client.call(FINANCE, "Reconciliation.GetReconciliation",
                                messages("reconciliation").GetReconciliationRequest(
                                    project_id=project_id, month=str(month),
                                    closing_date=str(closing_date or "")))
    told = differences_of_service(played, project_id, month, closing_date)
    return (f"list of {project_id} for {month} up to {closing_date or 'its end'}",
            (_of_model(played, comparison),
             [_difference_of_model(played, comparison, d) for d in found]),
            (_of_service(played, answer), [_difference_of_service(played, d) for d in told]))


def lists(played: Played, project_id: str, month: Month) -> Answers:
    """All of them, the latest first."""
    laid = played.model.finance_lists[project_id, month]
    answer = played.client.call(FINANCE, "Reconciliation.ListFinanceLists",
                                messages("reconciliation").ListFinanceListsRequest(
                                    project_id=project_id, month=str(month)))
    return (f"lists of {project_id} for {month}",
            [(one.id, len(one.rows), one.total_fen, one.difference_count)
             for one in reversed(laid)],
            [(played.say(one.id), one.row_count, one.total_fen, one.difference_count)
             for one in answer.lists])


def questions(played: Played) -> Iterator[Answers]:
    """Of the lists laid last, open months up to today's possible closing date too."""
    for project_id, month in list(played.model.finance_lists)[-2:]:
        yield reconciliation(played, project_id, month, None)
        yield lists(played, project_id, month)
