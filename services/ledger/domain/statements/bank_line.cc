#include "services/ledger/domain/statements/bank_line.h"

#include <array>

#include "common/status/reason.h"
#include "fmt/format.h"

namespace cuijiao::ledger {
namespace {

struct StateWord {
  BankLineState state;
  std::string_view name;
};
constexpr std::array kStateWords = {
    StateWord{BankLineState::kBooked, "BOOKED"},
    StateWord{BankLineState::kHeld, "HELD"},
    StateWord{BankLineState::kMatched, "MATCHED"},
    StateWord{BankLineState::kOpen, "OPEN"},
    StateWord{BankLineState::kPending, "PENDING"},
    StateWord{BankLineState::kSuperseded, "SUPERSEDED"},
    StateWord{BankLineState::kOutside, "OUTSIDE"},
    StateWord{BankLineState::kDismissed, "DISMISSED"},
};

absl::Status NotWaiting(const BankLine& line) {
  return Refusal(
      absl::StatusCode::kFailedPrecondition, kLineNotWaiting,
      fmt::format("line_id {} is {}: it waits for nobody", line.id, BankLineStateName(line.state)),
      {{"line_id", line.id}, {"state", std::string(BankLineStateName(line.state))}});
}

UndoDecision LeaveOpen(std::string_view why) {
  UndoDecision decision;
  decision.why = why;
  return decision;
}

}  // namespace

std::string_view BankLineStateName(BankLineState state) {
  for (const StateWord& word : kStateWords) {
    if (word.state == state) return word.name;
  }
  return "";
}

std::optional<BankLineState> ParseBankLineState(std::string_view name) {
  for (const StateWord& word : kStateWords) {
    if (word.name == name) return word.state;
  }
  return std::nullopt;
}

void BankStatementSums::Add(const BankLine& line) {
  const bool is_receipt = line.said.kind == StatementLineKind::kReceipt;
  switch (line.state) {
    case BankLineState::kBooked:
      ++booked_count;
      if (is_receipt) booked += line.said.amount;
      break;
    case BankLineState::kHeld:
      ++held_count;
      held += line.said.amount;
      break;
    case BankLineState::kOpen:
      ++open_count;
      break;
    case BankLineState::kPending:
      ++pending_count;
      break;
    case BankLineState::kOutside:
      ++outside_count;
      break;
    case BankLineState::kMatched:
    case BankLineState::kSuperseded:
    case BankLineState::kDismissed:
      break;  // what happens later
  }
}

UndoDecision DecideUndo(const StatementLine& line, const Payment& payment) {
  UndoDecision decision;
  const bool untouched = payment.held == payment.amount;
  const bool all =
      line.kind == StatementLineKind::kRevocation || (untouched && line.amount == payment.amount);
  decision.action = all ? UndoDecision::Action::kReverse : UndoDecision::Action::kRefund;
  decision.reversal = line.kind == StatementLineKind::kReturn ? ReversalReason::kBounced
                                                              : ReversalReason::kRefunded;
  return decision;
}

UndoDecision DecideUndoOfOrder(const StatementLine& line, const BankLine* order,
                               const Payment* payment) {
  if (order == nullptr) return LeaveOpen(kOrderUnknown);
  switch (order->state) {
    case BankLineState::kBooked:
      return payment == nullptr ? LeaveOpen(kOrderUnknown) : DecideUndo(line, *payment);
    case BankLineState::kHeld:
      return LeaveOpen(kOrderHeld);
    case BankLineState::kMatched:
      return LeaveOpen(kMatchedByPerson);
    case BankLineState::kOpen:
    case BankLineState::kPending:
    case BankLineState::kSuperseded:
    case BankLineState::kOutside:
    case BankLineState::kDismissed:
      return LeaveOpen(kOrderUnknown);
  }
  return LeaveOpen(kOrderUnknown);
}

absl::Status CheckMatch(const BankLine& line, std::string_view unit_id,
                        std::string_view payment_id) {
  const bool is_receipt = line.said.kind == StatementLineKind::kReceipt;
  const bool waits =
      line.state == BankLineState::kOpen || (is_receipt && line.state == BankLineState::kHeld);
  if (!waits) return NotWaiting(line);
  if (is_receipt ? !unit_id.empty() && payment_id.empty()
                 : unit_id.empty() && !payment_id.empty()) {
    return absl::OkStatus();
  }
  return Refusal(
      absl::StatusCode::kInvalidArgument, kTargetWrong,
      fmt::format("line_id {} is a {}: it is matched with {}", line.id,
                  StatementLineKindName(line.said.kind),
                  is_receipt ? "a unit_id alone" : "the payment_id that it undoes alone"),
      {{"line_id", line.id}});
}

absl::Status CheckDismissal(const BankLine& line) {
  const bool waits = line.state == BankLineState::kOpen || line.state == BankLineState::kPending;
  return waits ? absl::OkStatus() : NotWaiting(line);
}

}  // namespace cuijiao::ledger
