"""Statements of banks and wallets (LED-13), and the questions about their lines."""

from dataclasses import dataclass
from typing import Any, Iterator

from ledger_model import Refused
from ledger_model.statements import RECEIPT, StatementLine, StatementRow, TakenStatement

from .client import messages
from .company import PROJECTS
from .operations import FINANCE, OneOf, Operation, Played, person_of
from .questions import Answers
from .statement_files import FIRST_LINES, StatementFile

_METHODS = {"WECHAT_PAY": "WECHAT_PAY", "ALIPAY": "ALIPAY", "CAMT_053": "BANK_TRANSFER"}


def _totals(taken: TakenStatement) -> tuple:
    return (taken.count("BOOKED"), taken.fen("BOOKED"), taken.count("HELD"), taken.fen("HELD"),
            taken.count("OPEN"), taken.count("PENDING"), taken.count("OUTSIDE"))


def _totals_of_service(statement: Any) -> tuple:
    return (statement.booked_count, statement.booked_fen, statement.held_count,
            statement.held_fen, statement.open_count, statement.pending_count,
            statement.outside_count)


def lines_of_service(played: Played, project_id: str, statement_id: str = "") -> list[Any]:
    return played.client.call(FINANCE, "BankStatement.ListBankStatementLines",
                              messages("bank_statement").ListBankStatementLinesRequest(
                                  project_id=project_id, statement_id=statement_id,
                                  page_size=1000)).lines


@dataclass(frozen=True)
class ImportStatement(Operation):
    """Of a table, with how its money came in."""

    project_id: str
    layout: str
    account: str
    rows: tuple[StatementRow, ...]
    variant: int = 0
    off_fen: int = 0
    method: str = "BANK_TRANSFER"
    skip_bad_rows: bool = False
    validate_only: bool = False

    @property
    def file(self) -> StatementFile:
        return StatementFile(self.layout, self.account, self.rows, self.variant, self.off_fen)

    @property
    def _method(self) -> str:
        return _METHODS.get(self.layout, self.method)

    def is_playable(self, played: Played) -> bool:
        return played.model.is_clear(self.layout, self.project_id, self.rows, self.account)

    def on_model(self, played: Played) -> Any:
        if self.off_fen and self.layout in ("WECHAT_PAY", "ALIPAY"):
            raise Refused("TOTALS_DIFFER")
        if self.off_fen and self.layout == "CAMT_053":
            raise Refused("BALANCE_DIFFERS")
        taken = played.model.import_statement(
            self.name, self.layout, self.project_id, self.rows, self.account, self._method,
            self.skip_bad_rows, self.validate_only)
        wrong = [(line, OneOf(reasons)) for line, reasons in sorted(taken.wrong.items())]
        return (taken.existing_count, wrong, len(wrong),
                None if self.validate_only else (bool(taken.lines), *_totals(taken)))

    def on_service(self, played: Played) -> Any:
        bank = messages("bank_statement")
        request = bank.ImportBankStatementRequest(
            request_id=self.request_id, project_id=self.project_id, content=self.file.content(),
            skip_bad_rows=self.skip_bad_rows, validate_only=self.validate_only)
        if self.file.mapping is not None:
            request.mapping.CopyFrom(bank.BankStatementMapping(
                method=f"PAYMENT_METHOD_{self.method}", **self.file.mapping))
        # What would be done is told anew each time.
        call = played.client.call if self.validate_only else played.client.call_twice
        answer = call(FINANCE, "BankStatement.ImportBankStatement", request)
        if answer.statement.id and not self.validate_only:
            played.learn(self.name, answer.statement.id)
            self._learn_lines(played, answer.statement.id)
        wrong = [(self._line(line),
                  frozenset(e.reason for e in answer.row_errors if e.line == line))
                 for line in sorted({e.line for e in answer.row_errors})]
        return (answer.existing_count, wrong, answer.wrong_count,
                None if self.validate_only else (bool(answer.statement.id),
                                                 *_totals_of_service(answer.statement)))

    def _line(self, line_of_file: int) -> int:
        """The row's line as the model counts, from 2."""
        return line_of_file - FIRST_LINES[self.layout] + 2

    def _learn_lines(self, played: Played, statement_id: str) -> None:
        for told in lines_of_service(played, self.project_id, statement_id):
            name = f"{self.name}/{self._line(told.line)}"
            played.learn(f"{name}/line", told.id)
            if told.payment_id and told.payment_id not in played.names:
                played.learn(name, told.payment_id)
            if told.suspense_id:
                played.learn(f"{name}/held", told.suspense_id)


@dataclass(frozen=True)
class MatchLine(Operation):
    """A unit for a receipt, a payment for what undoes one."""

    line: str
    unit_id: str = ""
    payment: str = ""
    collector_id: str = ""

    def on_model(self, played: Played) -> Any:
        line = played.model.match_line(self.name, self.line, self.unit_id, self.payment,
                                       self.collector_id, person_of(FINANCE))
        return line.state, line.decided_by, line.payment_id

    def on_service(self, played: Played) -> Any:
        line = played.client.call_twice(
            FINANCE, "BankStatement.MatchBankStatementLine",
            messages("bank_statement").MatchBankStatementLineRequest(
                request_id=self.request_id, line_id=played.id_of(self.line), unit_id=self.unit_id,
                payment_id=played.id_of(self.payment) if self.payment else "",
                collector_id=self.collector_id))
        if self.unit_id:
            played.learn(self.name, line.payment_id)
        return _state(line), line.decided_by, played.say(line.payment_id)


@dataclass(frozen=True)
class DismissLine(Operation):
    line: str

    def on_model(self, played: Played) -> Any:
        line = played.model.dismiss_line(self.line, person_of(FINANCE))
        return line.state, line.decided_by

    def on_service(self, played: Played) -> Any:
        line = played.client.call_twice(
            FINANCE, "BankStatement.DismissBankStatementLine",
            messages("bank_statement").DismissBankStatementLineRequest(
                request_id=self.request_id, line_id=played.id_of(self.line), note="elsewhere"))
        return _state(line), line.decided_by


def _state(line: Any) -> str:
    return type(line).State.Name(line.state).removeprefix("STATE_")


# -- questions -----------------------------------------------------------------------------------

def _line_of_model(line: StatementLine) -> tuple:
    """Why a line waits; of others the words do not fix what is told."""
    return (line.row.kind, line.state,
            OneOf(frozenset(line.reason.split(" or "))) if line.state == "OPEN" else "",
            line.row.fen, str(line.row.date), line.method, line.payment_id, line.suspense_id,
            line.candidates if line.row.kind == RECEIPT and line.suspense_id else frozenset(),
            line.decided_by)


def _line_of_service(played: Played, line: Any) -> tuple:
    kind = type(line).Kind.Name(line.kind).removeprefix("KIND_")
    method = messages("payment").PaymentMethod.Name(line.method).removeprefix("PAYMENT_METHOD_")
    return (kind, _state(line), line.reason if _state(line) == "OPEN" else "", line.amount_fen,
            line.received_date, method, played.say(line.payment_id),
            played.say(line.suspense_id),
            frozenset(c.unit_id for c in line.candidates if line.suspense_id), line.decided_by)


def lines(played: Played, project_id: str) -> Answers:
    expected = {line.id: _line_of_model(line) for line in played.model.statement_lines.values()
                if line.project_id == project_id}
    actual = {played.say(line.id): _line_of_service(played, line)
              for line in lines_of_service(played, project_id)}
    return f"lines of statements of {project_id}", expected, actual


def suspense(played: Played, project_id: str) -> Answers:
    """LED-4: held money, and what it became."""
    expected = {s.id: (s.fen, s.method, str(s.received_date), str(s.posting_date), s.payment_id)
                for s in played.model.suspense.values() if s.project_id == project_id}
    answer = played.client.call(FINANCE, "Payment.ListSuspense",
                                messages("payment").ListSuspenseRequest(
                                    project_id=project_id, include_assigned=True, page_size=1000))
    methods = messages("payment").PaymentMethod
    actual = {played.say(s.id): (s.amount_fen,
                                 methods.Name(s.method).removeprefix("PAYMENT_METHOD_"),
                                 s.received_date, s.posting_date, played.say(s.payment_id))
              for s in answer.suspense}
    return f"suspense of {project_id}", expected, actual


def questions(played: Played) -> Iterator[Answers]:
    for project_id in PROJECTS:
        yield suspense(played, project_id)
        if any(line.project_id == project_id for line in played.model.statement_lines.values()):
            yield lines(played, project_id)
