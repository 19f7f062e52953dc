// Finance's own receipts lists, what the ledger has beside them, and what was accepted (LED-11).
#ifndef CUIJIAO_SERVICES_LEDGER_STORE_RECEIPTS_RECONCILIATION_STORE_H_
#define CUIJIAO_SERVICES_LEDGER_STORE_RECEIPTS_RECONCILIATION_STORE_H_

#include <map>
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
#include "services/ledger/domain/close/close.h"
#include "services/ledger/domain/receipts/finance_list.h"
#include "services/ledger/domain/receipts/reconciliation.h"

namespace cuijiao::ledger {

// A project's month.
struct ProjectMonth {
  std::string project_id;
  Month month;
};

struct Acceptance {
  std::string reason;
  std::string accepted_by;
  absl::Time accepted_time;
};

// By the id of the difference.
using Acceptances = std::map<std::string, Acceptance>;

// The id of a difference: a hash of its identity, 32 hexadecimal digits.
std::string DifferenceId(const Difference& difference);

// A comparison that a close has seen; the identity of its differences is their id.
struct FrozenComparison {
  std::string list_id;
  Comparison comparison;
};

// Lives in one transaction. Errors are the database's, and DATA_LOSS for a text that cannot be
// decrypted.
class ReconciliationStore {
 public:
  explicit ReconciliationStore(db::Transaction& transaction) : transaction_(transaction) {}

  // ABORTED where another list of the same version was laid meanwhile.
  absl::Status InsertList(const FinanceList& list, std::span<const FinanceRow> rows);
  // The latest one.
  absl::StatusOr<std::optional<FinanceList>> LoadLatest(const ProjectMonth& place);
  // The latest first, of versions below `before`, at most `limit`.
  absl::StatusOr<std::vector<FinanceList>> ListLists(const ProjectMonth& place, int before,
                                                     int limit);
  absl::StatusOr<std::optional<FinanceList>> LoadList(std::string_view list_id);
  absl::StatusOr<std::vector<FinanceRow>> LoadRows(std::string_view list_id);
  // Projects that have a list of the month, by id.
  absl::StatusOr<std::vector<std::string>> LoadProjectsWithLists(Month month);

  // Payments of the project posted in `days` and not reversed by their last, by id.
  absl::StatusOr<std::vector<LedgerReceipt>> LoadLedgerSide(std::string_view project_id,
                                                            const AccountingDays& days);
  // The list against them, as of now.
  absl::StatusOr<Comparison> Compare(const FinanceList& list, const AccountingDays& days);

  absl::StatusOr<Acceptances> LoadAcceptances(const ProjectMonth& place,
                                              const PersonalCipher& cipher);
  // The ids alone.
  absl::StatusOr<std::vector<std::string>> LoadAcceptedIds(const ProjectMonth& place);
  absl::Status InsertAcceptance(const ProjectMonth& place, std::string_view difference_id,
                                const Acceptance& acceptance, const PersonalCipher& cipher);

  absl::Status Freeze(const FinanceList& list, const Comparison& comparison);
  absl::StatusOr<std::optional<FrozenComparison>> LoadFrozen(const ProjectMonth& place);

 private:
  absl::StatusOr<std::vector<FinanceList>> LoadLists(std::string_view where,
                                                     const db::Values& values);

  db::Transaction& transaction_;
};

// What a close does with the lists of its month, once no posting can slip in: lays each against the
// ledger anew and keeps what it finds. FAILED_PRECONDITION / RECONCILIATION_DIFFERENCES_OPEN where
// a difference is not accepted, with the first such project, how many it has, and how many projects
// have some. Projects without a list are left alone.
absl::Status CloseReconciliations(db::Transaction& transaction, const AccountingCalendar& calendar,
                                  Month month);

}  // namespace cuijiao::ledger

#endif  // CUIJIAO_SERVICES_LEDGER_STORE_RECEIPTS_RECONCILIATION_STORE_H_
