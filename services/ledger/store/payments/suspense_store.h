// Money that is not matched to a unit (LED-4).
#ifndef CUIJIAO_SERVICES_LEDGER_STORE_PAYMENTS_SUSPENSE_STORE_H_
#define CUIJIAO_SERVICES_LEDGER_STORE_PAYMENTS_SUSPENSE_STORE_H_

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/crypto/personal_cipher.h"
#include "common/db/transaction.h"
#include "services/ledger/domain/journal/posting.h"
#include "services/ledger/store/journal/journal_store.h"

namespace cuijiao::ledger {

// Lives in one transaction; errors are the database's, and DATA_LOSS for a remark that cannot be
// decrypted.
class SuspenseStore {
 public:
  SuspenseStore(db::Transaction& transaction, const PersonalCipher& cipher)
      : transaction_(transaction), cipher_(cipher) {}

  absl::StatusOr<std::optional<Suspense>> Load(std::string_view suspense_id);
  // Held money of a project after an id, at most `limit`; with `include_assigned` also what has
  // become a payment.
  absl::StatusOr<std::vector<Suspense>> List(std::string_view project_id, bool include_assigned,
                                             std::string_view after_id, int limit);

  // Holds new money: row, entry and event in the journal of the project's suspense.
  absl::Status Hold(JournalStore& journal, const Suspense& suspense);
  // Releases held money that became `payment_id`, posted on `posting_date`. FAILED_PRECONDITION /
  // SUSPENSE_ASSIGNED when it is held no more.
  absl::Status Release(JournalStore& journal, Suspense suspense, std::string_view payment_id,
                       Date posting_date);

 private:
  absl::StatusOr<std::vector<Suspense>> LoadWhere(std::string_view where, const db::Values& values);

  db::Transaction& transaction_;
  const PersonalCipher& cipher_;
};

}  // namespace cuijiao::ledger

#endif  // CUIJIAO_SERVICES_LEDGER_STORE_PAYMENTS_SUSPENSE_STORE_H_
