#include "services/ledger/api/statements/bank_statement_messages.h"

#include "common/rpc/message_times.h"
#include "services/ledger/store/journal/posting_messages.h"

namespace cuijiao::ledger {

v1::BankStatement ToMessage(const BankStatement& statement) {
  v1::BankStatement message;
  message.set_id(statement.id);
  message.set_project_id(statement.project_id);
  // Enums of the protos have the numbers of the domain's.
  message.set_kind(static_cast<v1::BankStatementKind>(statement.kind));
  message.set_account(statement.account);
  message.set_row_count(statement.row_count);
  message.set_booked_count(statement.sums.booked_count);
  message.set_booked_fen(statement.sums.booked.value());
  message.set_held_count(statement.sums.held_count);
  message.set_held_fen(statement.sums.held.value());
  message.set_open_count(statement.sums.open_count);
  message.set_pending_count(statement.sums.pending_count);
  message.set_outside_count(statement.sums.outside_count);
  message.set_imported_by(statement.imported_by);
  *message.mutable_record_time() = TimestampOf(statement.recorded_time);
  return message;
}

v1::BankStatementLine ToMessage(const BankLine& line) {
  v1::BankStatementLine message;
  message.set_id(line.id);
  message.set_statement_id(line.statement_id);
  message.set_line(static_cast<std::int32_t>(line.said.line));
  message.set_kind(static_cast<v1::BankStatementLine::Kind>(line.said.kind));
  message.set_state(static_cast<v1::BankStatementLine::State>(line.state));
  message.set_reason(line.reason);
  message.set_amount_fen(line.said.amount.value());
  message.set_fee_fen(line.said.fee.value());
  message.set_received_date(FormatDate(line.said.date));
  message.set_method(static_cast<v1::PaymentMethod>(line.method));
  message.set_external_reference(line.said.external_reference);
  message.set_payer(line.said.payer);
  message.set_remark(line.said.remark);
  const bool did_something =
      line.state == BankLineState::kBooked || line.state == BankLineState::kMatched;
  (did_something ? *message.mutable_payment_id() : *message.mutable_order_payment_id()) =
      line.payment_id;
  message.set_suspense_id(line.suspense_id);
  for (const MatchCandidate& candidate : line.candidates) {
    v1::MatchCandidate& told = *message.add_candidates();
    told.set_unit_id(candidate.unit_id);
    told.set_score(candidate.score);
    for (const Evidence reason : candidate.reasons) {
      told.add_reasons(std::string(EvidenceName(reason)));
    }
  }
  message.set_decided_by(line.decided_by);
  return message;
}

std::optional<StatementMapping> MappingOf(const v1::ImportBankStatementRequest& request) {
  if (!request.has_mapping()) return std::nullopt;
  const v1::BankStatementMapping& given = request.mapping();
  StatementMapping mapping;
  mapping.account = given.account();
  if (given.method() != v1::PAYMENT_METHOD_UNSPECIFIED) mapping.method = ToMethod(given.method());
  if (!given.separator().empty()) mapping.separator = given.separator().front();
  mapping.date_column = given.date_column();
  mapping.date_format = given.date_format();
  mapping.amount_column = given.amount_column();
  mapping.credit_column = given.credit_column();
  mapping.debit_column = given.debit_column();
  mapping.payer_column = given.payer_column();
  mapping.remark_columns = {given.remark_columns().begin(), given.remark_columns().end()};
  mapping.external_id_column = given.external_id_column();
  mapping.end_marker = given.end_marker();
  return mapping;
}

MatchWeights WeightsOf(const policy::v1::StatementMatch& policy) {
  MatchWeights weights;
  weights.points = {
      {Evidence::kOrderNamesUnit, policy.order_names_unit()},
      {Evidence::kRemarkNamesUnit, policy.remark_names_unit()},
      {Evidence::kPayerOwnsUnit, policy.payer_owns_unit()},
      {Evidence::kRemarkNamesCommunity, policy.remark_names_community()},
      {Evidence::kAmountIsAllDue, policy.amount_is_all_due()},
      {Evidence::kAmountIsSomeBills, policy.amount_is_some_bills()},
  };
  weights.certain_points = policy.certain_points();
  weights.lead_points = policy.lead_points();
  weights.max_candidates = static_cast<std::size_t>(policy.max_candidates());
  return weights;
}

}  // namespace cuijiao::ledger
