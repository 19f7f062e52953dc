// A line of a statement as the ledger keeps it, and what may become of it (LED-13).
#ifndef CUIJIAO_SERVICES_LEDGER_DOMAIN_STATEMENTS_BANK_LINE_H_
#define CUIJIAO_SERVICES_LEDGER_DOMAIN_STATEMENTS_BANK_LINE_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "services/ledger/domain/journal/posting.h"
#include "services/ledger/domain/statements/statement_line.h"
#include "services/ledger/domain/statements/statement_match.h"

namespace cuijiao::ledger {

enum class BankLineState : std::uint8_t {
  kBooked = 1,      // certain: it became a payment, or undid one
  kHeld = 2,        // in suspense
  kMatched = 3,     // a person said whose it is; no import changes it any more
  kOpen = 4,        // nothing booked; a person must look at it
  kPending = 5,     // not final
  kSuperseded = 6,  // was pending, and another line is what became of it
  kOutside = 7,     // no money of owners
  kDismissed = 8,   // a person said that nothing more is to be done
};

// "BOOKED", "HELD", …
std::string_view BankLineStateName(BankLineState state);
std::optional<BankLineState> ParseBankLineState(std::string_view name);

// Why a line is in its state, besides the reasons of statement_line.h.
inline constexpr std::string_view kUnsure = "UNSURE";
inline constexpr std::string_view kAlreadyRecorded = "ALREADY_RECORDED";
inline constexpr std::string_view kOrderUnknown = "ORDER_UNKNOWN";
inline constexpr std::string_view kOrderHeld = "ORDER_HELD";
inline constexpr std::string_view kMatchedByPerson = "MATCHED_BY_PERSON";

// Refusals.
inline constexpr std::string_view kUnknownLine = "UNKNOWN_LINE";
inline constexpr std::string_view kLineNotWaiting = "LINE_NOT_WAITING";
inline constexpr std::string_view kTargetWrong = "TARGET_WRONG";

struct BankLine {
  std::string id;
  std::string statement_id;
  std::string project_id;
  StatementLine said;  // what the statement says
  PaymentMethod method = PaymentMethod::kBankTransfer;
  BankLineState state = BankLineState::kOpen;
  std::string reason;
  std::string suspense_id;
  // What it became or undid; of an open or dismissed one what it would have undone.
  std::string payment_id;
  std::string decided_by;
  std::vector<MatchCandidate> candidates;
};

// What an import did.
struct BankStatementSums {
  int booked_count = 0;
  Fen booked;  // of receipts
  int held_count = 0;
  Fen held;
  int open_count = 0;
  int pending_count = 0;
  int outside_count = 0;

  void Add(const BankLine& line);
};

struct BankStatement {
  std::string id;
  std::string project_id;
  StatementKind kind = StatementKind::kCsv;
  std::string account;
  int row_count = 0;
  BankStatementSums sums;
  std::string imported_by;
  absl::Time recorded_time;
};

// What an import makes of a refund, a revocation or a return.
struct UndoDecision {
  enum class Action : std::uint8_t { kReverse, kRefund, kLeaveOpen };
  Action action = Action::kLeaveOpen;
  ReversalReason reversal = ReversalReason::kRefunded;
  std::string_view why;  // where it is left open
};

// How money that went back changes the payment `payment` that it belongs to (LED-3): all of it
// reverses the payment, a part is a refund. A revocation is all of it, whatever amount it states.
UndoDecision DecideUndo(const StatementLine& line, const Payment& payment);

// The same for the line of the order, null where no file had it: what a person has matched the
// machine leaves to a person, and what is in suspense is no payment yet. `payment` is that of the
// order's line; null where it has none.
UndoDecision DecideUndoOfOrder(const StatementLine& line, const BankLine* order,
                               const Payment* payment);

// Whether a person may say whose a line is (MatchBankStatementLine): FAILED_PRECONDITION /
// LINE_NOT_WAITING, INVALID_ARGUMENT / TARGET_WRONG.
absl::Status CheckMatch(const BankLine& line, std::string_view unit_id,
                        std::string_view payment_id);

// Whether a person may set a line aside: FAILED_PRECONDITION / LINE_NOT_WAITING.
absl::Status CheckDismissal(const BankLine& line);

}  // namespace cuijiao::ledger

#endif  // CUIJIAO_SERVICES_LEDGER_DOMAIN_STATEMENTS_BANK_LINE_H_
