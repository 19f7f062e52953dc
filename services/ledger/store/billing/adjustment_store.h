// Credit notes, costs and late fee charged (LED-15, LED-18).
#ifndef CUIJIAO_SERVICES_LEDGER_STORE_BILLING_ADJUSTMENT_STORE_H_
#define CUIJIAO_SERVICES_LEDGER_STORE_BILLING_ADJUSTMENT_STORE_H_

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/crypto/personal_cipher.h"
#include "common/db/transaction.h"
#include "cuijiao/ledger/v1/adjustment.pb.h"
#include "services/ledger/domain/billing/adjustment.h"

namespace cuijiao::ledger {

// One adjustment of a bill.
struct Adjustment {
  std::string id;
  AdjustmentKind kind = AdjustmentKind::kCreditNote;
  std::string bill_id;
  std::string unit_id;
  BillComponent component = BillComponent::kPrincipal;
  Fen amount;
  Fen freed;                           // of a credit: what became prepayment again
  std::optional<CreditReason> reason;  // of a credit note
  std::optional<Date> through_date;    // of late fee
  std::string policy_version;          // of late fee
  std::string note;                    // personal
  Date posting_date;
  absl::Time recorded_time;
  std::string recorded_by;
};

// A place in a unit's list: after the adjustment recorded then with that id.
struct AdjustmentPosition {
  absl::Time recorded_time = absl::UnixEpoch();
  std::string adjustment_id;
};

// Lives in one transaction; errors are the database's, and DATA_LOSS where a note cannot be
// decrypted.
class AdjustmentStore {
 public:
  AdjustmentStore(db::Transaction& transaction, const PersonalCipher& cipher)
      : transaction_(transaction), cipher_(cipher) {}

  absl::Status Insert(std::span<const Adjustment> adjustments);
  // By recorded time and id, at most `limit`.
  absl::StatusOr<std::vector<Adjustment>> List(std::string_view unit_id,
                                               const AdjustmentPosition& after, int limit);

 private:
  db::Transaction& transaction_;
  const PersonalCipher& cipher_;
};

// The bill, or none.
absl::StatusOr<std::optional<Bill>> LoadBill(db::Transaction& transaction,
                                             std::string_view bill_id);

// All allocations to a part of a bill that stand.
absl::StatusOr<std::vector<StandingAllocation>> LoadStandingAllocations(
    db::Transaction& transaction, std::string_view bill_id, BillComponent component);
// Stores allocations whose amount became less; one of zero is deleted.
absl::Status UpdateAllocations(db::Transaction& transaction,
                               std::span<const Allocation> allocations);

// Without the note, which stays in its column. `bill`: as it stands, or its id alone.
v1::Adjustment ToMessage(const Adjustment& adjustment, v1::Bill bill);

}  // namespace cuijiao::ledger

#endif  // CUIJIAO_SERVICES_LEDGER_STORE_BILLING_ADJUSTMENT_STORE_H_
