// Cash in hand and its handovers (LED-20). Payments come in by payment_follower.h.
#ifndef CUIJIAO_SERVICES_LEDGER_STORE_RECEIPTS_CASH_STORE_H_
#define CUIJIAO_SERVICES_LEDGER_STORE_RECEIPTS_CASH_STORE_H_

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/crypto/personal_cipher.h"
#include "common/db/transaction.h"
#include "services/ledger/domain/journal/posting.h"
#include "services/ledger/domain/receipts/cash.h"

namespace cuijiao::ledger {

// What a person has in hand.
struct CashPosition {
  std::string holder_staff_id;
  Fen in_hand;
  int payment_count = 0;
  Fen stated;  // of it, in a handover that nobody has confirmed
  std::optional<Date> oldest;
  Fen difference;  // of confirmed handovers
};

// Cash that was paid back out of what finance had counted.
struct CashReturn {
  std::string payment_id;
  std::string unit_id;
  Fen amount;
  std::string handover_id;  // empty where it was banked before it came here
  std::string taken_by;
  std::string reversed_by;                  // empty where that was not kept yet
  std::optional<absl::Time> recorded_time;  // likewise
  Date reversal_date;
  ReversalReason reason = ReversalReason::kRefunded;
};

// Which of them to list; empty for all.
struct CashReturnFilter {
  std::string project_id;
  std::string holder_staff_id;
  std::string handover_id;
};

// Which handovers to list; empty and none for all.
struct HandoverFilter {
  std::string holder_staff_id;
  std::optional<HandoverState> state;
  bool differences_only = false;
};

// Lives in one transaction. Errors are the database's, and DATA_LOSS for a text that cannot be
// decrypted.
class CashStore {
 public:
  CashStore(db::Transaction& transaction, const PersonalCipher& cipher)
      : transaction_(transaction), cipher_(cipher) {}

  // Cash of the person's payments that stand, were recorded up to then, and are in no handover; by
  // id.
  absl::StatusOr<std::vector<CashPayment>> LoadInHand(std::string_view holder_staff_id,
                                                      absl::Time recorded_by);
  // A new handover with its payments. ABORTED where one of them came into another meanwhile.
  absl::Status InsertHandover(const CashHandover& handover, std::span<const CashPayment> payments);

  absl::StatusOr<std::optional<CashHandover>> LoadHandover(std::string_view handover_id);
  // After an id, by id, at most `limit`.
  absl::StatusOr<std::vector<CashHandover>> ListHandovers(const HandoverFilter& filter,
                                                          std::string_view after_id, int limit);
  // Payments of a handover, by id; of those that were reversed alone where `reversed`.
  absl::StatusOr<std::vector<CashPayment>> LoadPayments(std::string_view handover_id,
                                                        bool reversed = false);
  // Locks the handover's payments: reversals of them, which write the same rows (KeepReversal),
  // have been or come after the transaction.
  absl::Status LockPayments(std::string_view handover_id);
  absl::StatusOr<std::vector<std::string>> LoadTakenOut(std::string_view handover_id);

  // What finance decided about a handover that was stated; `reversed` are taken out of it. ABORTED
  // where somebody decided meanwhile. Writes the handover's payments, locked before (LockPayments).
  absl::Status KeepDecision(const CashHandover& handover, std::span<const CashPayment> reversed);

  // Keeps who reversed a payment in cash, and what that paid back. Writes the payment's place in
  // somebody's cash, also where nobody has followed the payment yet, so that the confirmation of a
  // handover either takes the payment out or comes before.
  absl::Status KeepReversal(std::string_view payment_id, Fen amount, std::string_view reversed_by,
                            absl::Time recorded_time);
  // Payments of confirmed handovers that were reversed, after an id, by id, at most `limit`.
  absl::StatusOr<std::vector<CashReturn>> ListReturns(const CashReturnFilter& filter,
                                                      std::string_view after_id, int limit);

  // By person; of a project's payments alone, and of one person, where they are given. Differences
  // belong to no project and are left out with one.
  absl::StatusOr<std::vector<CashPosition>> LoadPositions(std::string_view project_id,
                                                          std::string_view holder_staff_id);

 private:
  absl::StatusOr<std::vector<CashHandover>> LoadWhere(std::string_view where,
                                                      const db::Values& values);
  // Puts what was paid back of them into handovers.
  absl::Status AddReturned(std::vector<CashHandover>& handovers);

  db::Transaction& transaction_;
  const PersonalCipher& cipher_;
};

}  // namespace cuijiao::ledger

#endif  // CUIJIAO_SERVICES_LEDGER_STORE_RECEIPTS_CASH_STORE_H_
