#include "services/ledger/api/statements/bank_statement_api.h"

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/requests/answer_once.h"
#include "common/rpc/cut_to_page.h"
#include "common/status/macros.h"
#include "common/status/reason.h"
#include "services/ledger/api/payments/payment_checks.h"
#include "services/ledger/api/payments/payment_undo.h"
#include "services/ledger/api/payments/suspense_assignment.h"
#include "services/ledger/api/statements/bank_statement_booking.h"
#include "services/ledger/api/statements/bank_statement_messages.h"
#include "services/ledger/store/payments/payment_store.h"
#include "services/ledger/store/statements/bank_statement_store.h"

namespace cuijiao::ledger {
namespace {

absl::StatusOr<BankLine> LoadKnownLine(BankStatementStore& store, const std::string& line_id) {
  CUIJIAO_ASSIGN_OR_RETURN(std::optional<BankLine> line, store.LoadLine(line_id));
  if (line) return *std::move(line);
  return Refusal(absl::StatusCode::kNotFound, kUnknownLine,
                 absl::StrCat("there is no line_id ", line_id), {{"line_id", line_id}});
}

// Answers are remembered, and personal data stays in its column.
v1::BankStatementLine WithoutTexts(BankLine line) {
  line.said.payer.clear();
  line.said.remark.clear();
  return ToMessage(line);
}

absl::Status CheckProject(const UnitPlace& unit, const BankLine& line) {
  if (unit.project_id == line.project_id) return absl::OkStatus();
  return Refusal(absl::StatusCode::kFailedPrecondition, kOtherProject,
                 absl::StrCat("unit_id ", unit.unit_id, " is not of project ", line.project_id,
                              ", whose statement it is"),
                 {{"unit_id", unit.unit_id}, {"project_id", line.project_id}});
}

// Undoes the payment that a person names for the line.
absl::Status UndoNamed(db::Transaction& transaction, const LedgerContext& context,
                       const CallContext& call, const BankLine& line,
                       const std::string& payment_id) {
  CUIJIAO_ASSIGN_OR_RETURN(const std::optional<Payment> payment,
                           PaymentStore(transaction).Load(payment_id));
  if (!payment) return UnknownPayment(payment_id);
  CUIJIAO_ASSIGN_OR_RETURN(const UnitPlace unit, LoadKnownUnit(transaction, payment->unit_id));
  CUIJIAO_RETURN_IF_ERROR(CheckProject(unit, line));
  return UndoBy(transaction, context, call, line.said, payment_id, DecideUndo(line.said, *payment))
      .status();
}

}  // namespace

absl::StatusOr<v1::BankStatement> BankStatementApi::Show(
    const v1::GetBankStatementRequest& request) const {
  CUIJIAO_ASSIGN_OR_RETURN(
      const std::optional<BankStatement> statement,
      context_.database.Read("GetBankStatement", [&](db::Transaction& transaction) {
        return BankStatementStore(transaction, context_.cipher)
            .LoadStatement(request.statement_id());
      }));
  if (statement) return ToMessage(*statement);
  return Refusal(absl::StatusCode::kNotFound, kUnknownStatement,
                 absl::StrCat("there is no statement_id ", request.statement_id()),
                 {{"statement_id", request.statement_id()}});
}

absl::StatusOr<v1::ListBankStatementsResponse> BankStatementApi::ShowList(
    const v1::ListBankStatementsRequest& request) const {
  CUIJIAO_ASSIGN_OR_RETURN(const std::string position, context_.page_tokens.PositionOf(request));
  const int page_size = EffectivePageSize(request.page_size());
  CUIJIAO_ASSIGN_OR_RETURN(
      std::vector<BankStatement> found,
      context_.database.Read("ListBankStatements", [&](db::Transaction& transaction) {
        return BankStatementStore(transaction, context_.cipher)
            .ListStatements(request.project_id(), position, page_size + 1);
      }));
  const bool more = CutToPage(found, page_size);
  v1::ListBankStatementsResponse response;
  for (const BankStatement& statement : found) *response.add_statements() = ToMessage(statement);
  if (more) {
    response.set_next_page_token(context_.page_tokens.Make(request, found.back().id));
  }
  return response;
}

absl::StatusOr<v1::ListBankStatementLinesResponse> BankStatementApi::ShowLines(
    const v1::ListBankStatementLinesRequest& request) const {
  BankLineFilter filter = {request.project_id(), request.statement_id(), {}};
  if (request.state() != v1::BankStatementLine::STATE_UNSPECIFIED) {
    filter.state = static_cast<BankLineState>(request.state());
  }
  CUIJIAO_ASSIGN_OR_RETURN(const std::string position, context_.page_tokens.PositionOf(request));
  const int page_size = EffectivePageSize(request.page_size());
  CUIJIAO_ASSIGN_OR_RETURN(
      std::vector<BankLine> found,
      context_.database.Read("ListBankStatementLines", [&](db::Transaction& transaction) {
        return BankStatementStore(transaction, context_.cipher)
            .ListLines(filter, position, page_size + 1);
      }));
  const bool more = CutToPage(found, page_size);
  v1::ListBankStatementLinesResponse response;
  for (const BankLine& line : found) *response.add_lines() = ToMessage(line);
  if (more) {
    response.set_next_page_token(context_.page_tokens.Make(request, found.back().id));
  }
  return response;
}

absl::StatusOr<v1::BankStatementLine> BankStatementApi::Match(
    const CallContext& call, const v1::MatchBankStatementLineRequest& request) const {
  return AnswerOnce<v1::BankStatementLine>(
      context_.database, call, request.request_id(),
      [&](db::Transaction& transaction) -> absl::StatusOr<v1::BankStatementLine> {
        BankStatementStore store(transaction, context_.cipher);
        CUIJIAO_ASSIGN_OR_RETURN(BankLine line, LoadKnownLine(store, request.line_id()));
        CUIJIAO_RETURN_IF_ERROR(CheckMatch(line, request.unit_id(), request.payment_id()));
        if (line.state == BankLineState::kHeld) {
          Receipt receipt;
          receipt.unit_id = request.unit_id();
          receipt.collector_id = request.collector_id();
          CUIJIAO_RETURN_IF_ERROR(
              AssignWithin(transaction, context_, call, line.suspense_id, receipt).status());
          CUIJIAO_ASSIGN_OR_RETURN(line, LoadKnownLine(store, line.id));
          return WithoutTexts(std::move(line));
        }
        if (line.said.kind == StatementLineKind::kReceipt) {
          CUIJIAO_ASSIGN_OR_RETURN(const UnitPlace unit,
                                   LoadKnownUnit(transaction, request.unit_id()));
          CUIJIAO_RETURN_IF_ERROR(CheckProject(unit, line));
          CUIJIAO_ASSIGN_OR_RETURN(
              const Payment payment,
              RecordLine(transaction, context_, call, line, unit.unit_id, request.collector_id()));
          line.payment_id = payment.id;
        } else {
          CUIJIAO_RETURN_IF_ERROR(
              UndoNamed(transaction, context_, call, line, request.payment_id()));
          line.payment_id = request.payment_id();
        }
        line.state = BankLineState::kMatched;
        line.decided_by = RecordedBy(call);
        CUIJIAO_RETURN_IF_ERROR(
            store.KeepDecision(line, BankLineState::kOpen, call.time.recorded_time));
        return WithoutTexts(std::move(line));
      });
}

absl::StatusOr<v1::BankStatementLine> BankStatementApi::Dismiss(
    const CallContext& call, const v1::DismissBankStatementLineRequest& request) const {
  return AnswerOnce<v1::BankStatementLine>(
      context_.database, call, request.request_id(),
      [&](db::Transaction& transaction) -> absl::StatusOr<v1::BankStatementLine> {
        BankStatementStore store(transaction, context_.cipher);
        CUIJIAO_ASSIGN_OR_RETURN(BankLine line, LoadKnownLine(store, request.line_id()));
        CUIJIAO_RETURN_IF_ERROR(CheckDismissal(line));
        const BankLineState before = line.state;
        line.state = BankLineState::kDismissed;
        line.decided_by = RecordedBy(call);
        CUIJIAO_RETURN_IF_ERROR(
            store.KeepDecision(line, before, call.time.recorded_time, request.note()));
        return WithoutTexts(std::move(line));
      });
}

grpc::ServerUnaryReactor* BankStatementApi::ImportBankStatement(
    grpc::CallbackServerContext* context, const v1::ImportBankStatementRequest* request,
    v1::ImportBankStatementResponse* response) {
  return context_.runner.Unary(
      "cuijiao.ledger.v1.BankStatementService/ImportBankStatement", context, request, response,
      [this](const CallContext& call, const auto& message) { return Import(call, message); });
}

grpc::ServerUnaryReactor* BankStatementApi::GetBankStatement(
    grpc::CallbackServerContext* context, const v1::GetBankStatementRequest* request,
    v1::BankStatement* response) {
  return context_.runner.Unary(
      "cuijiao.ledger.v1.BankStatementService/GetBankStatement", context, request, response,
      [this](const CallContext&, const auto& message) { return Show(message); });
}

grpc::ServerUnaryReactor* BankStatementApi::ListBankStatements(
    grpc::CallbackServerContext* context, const v1::ListBankStatementsRequest* request,
    v1::ListBankStatementsResponse* response) {
  return context_.runner.Unary(
      "cuijiao.ledger.v1.BankStatementService/ListBankStatements", context, request, response,
      [this](const CallContext&, const auto& message) { return ShowList(message); });
}

grpc::ServerUnaryReactor* BankStatementApi::ListBankStatementLines(
    grpc::CallbackServerContext* context, const v1::ListBankStatementLinesRequest* request,
    v1::ListBankStatementLinesResponse* response) {
  return context_.runner.Unary(
      "cuijiao.ledger.v1.BankStatementService/ListBankStatementLines", context, request, response,
      [this](const CallContext&, const auto& message) { return ShowLines(message); });
}

grpc::ServerUnaryReactor* BankStatementApi::MatchBankStatementLine(
    grpc::CallbackServerContext* context, const v1::MatchBankStatementLineRequest* request,
    v1::BankStatementLine* response) {
  return context_.runner.Unary(
      "cuijiao.ledger.v1.BankStatementService/MatchBankStatementLine", context, request, response,
      [this](const CallContext& call, const auto& message) { return Match(call, message); });
}

grpc::ServerUnaryReactor* BankStatementApi::DismissBankStatementLine(
    grpc::CallbackServerContext* context, const v1::DismissBankStatementLineRequest* request,
    v1::BankStatementLine* response) {
  return context_.runner.Unary(
      "cuijiao.ledger.v1.BankStatementService/DismissBankStatementLine", context, request, response,
      [this](const CallContext& call, const auto& message) { return Dismiss(call, message); });
}

}  // namespace cuijiao::ledger
