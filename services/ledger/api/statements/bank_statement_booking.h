// Books the lines of one statement: receipts first, then what undoes them (LED-13).
#ifndef CUIJIAO_SERVICES_LEDGER_API_STATEMENTS_BANK_STATEMENT_BOOKING_H_
#define CUIJIAO_SERVICES_LEDGER_API_STATEMENTS_BANK_STATEMENT_BOOKING_H_

#include <span>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/db/transaction.h"
#include "common/rpc/call_context.h"
#include "services/ledger/api/ledger_context.h"
#include "services/ledger/domain/statements/bank_line.h"
#include "services/ledger/store/statements/bank_statement_store.h"
#include "services/ledger/store/statements/match_facts.h"

namespace cuijiao::ledger {

// Undoes the payment as `decision` says, which is no kLeaveOpen. Errors of ReverseWithin and
// RefundWithin; where they refuse, nothing was written.
absl::StatusOr<Payment> UndoBy(db::Transaction& transaction, const LedgerContext& context,
                               const CallContext& call, const StatementLine& line,
                               const std::string& payment_id, const UndoDecision& decision);

// Records a receipt of a line as the unit's payment, with the line's date and reference. The unit
// exists; its partition is locked, or is locked now.
absl::StatusOr<Payment> RecordLine(db::Transaction& transaction, const LedgerContext& context,
                                   const CallContext& call, const BankLine& line,
                                   const std::string& unit_id, const std::string& collector_id);

// Lives in one transaction in which the project's partitions are locked.
class BankStatementBooking {
 public:
  // `statement` has its id; its sums grow with what is booked.
  BankStatementBooking(db::Transaction& transaction, const LedgerContext& context,
                       const CallContext& call, BankStatement& statement, PaymentMethod method,
                       const std::vector<CommunityPlace>& communities);

  // Books and stores the lines, which are in the order of the file, and new.
  absl::Status BookAll(const std::vector<StatementLine>& said);

 private:
  [[nodiscard]] BankLine NewLine(const StatementLine& said) const;
  absl::Status BookReceipts(std::span<BankLine> receipts);
  absl::Status BookReceipt(BankLine& line);
  absl::Status Hold(BankLine& line);
  absl::Status BookUndo(BankLine& line);
  absl::Status Store(std::span<const BankLine> lines);

  db::Transaction& transaction_;
  const LedgerContext& context_;
  const CallContext& call_;
  BankStatement& statement_;
  const PaymentMethod method_;
  const MatchWeights weights_;
  BankStatementStore store_;
  MatchFacts facts_;
  std::vector<std::string> payment_ids_;  // of this import's lines
};

}  // namespace cuijiao::ledger

#endif  // CUIJIAO_SERVICES_LEDGER_API_STATEMENTS_BANK_STATEMENT_BOOKING_H_
