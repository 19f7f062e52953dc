// Checked rows go in: each through the path by which its thing comes in otherwise.
#ifndef CUIJIAO_SERVICES_LEDGER_API_IMPORTS_IMPORT_APPLY_H_
#define CUIJIAO_SERVICES_LEDGER_API_IMPORTS_IMPORT_APPLY_H_

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/rpc/call_context.h"
#include "services/ledger/api/ledger_context.h"
#include "services/ledger/domain/imports/import_check.h"
#include "services/ledger/store/imports/staged_targets.h"
#include "services/ledger/store/journal/journal_store.h"
#include "services/ledger/store/organisation/organisation_writer.h"
#include "services/ledger/store/payments/payment_store.h"

namespace cuijiao::ledger {

// Reasons of ABORTED: what is found within the transaction that applies is not what was checked;
// not all rows that were staged are there.
inline constexpr std::string_view kImportChanged = "IMPORT_CHANGED";
inline constexpr std::string_view kStagingBroken = "STAGING_BROKEN";

// One import's part of a transaction. Any error is of the whole import.
class ImportApply {
 public:
  // Locks the project's partitions, in the order of their ids as everywhere: what is checked from
  // now on stays true until it is applied, because nothing else is posted in the project meanwhile.
  static absl::StatusOr<ImportApply> Lock(db::Transaction& transaction, LedgerContext& context,
                                          const CallContext& call, ImportKind kind,
                                          const std::string& project_id);

  // Lets a plain range in (ImportCheck::IsPlain) as it is staged, and says how many rows it had;
  // none, and nothing was done, where it must be applied row by row. ABORTED / IMPORT_CHANGED when
  // something of it is not new any more.
  absl::StatusOr<std::optional<std::int64_t>> Copy(const StagedRange& range);
  // Applies rows that ImportCheck has let pass, with the facts that they were checked by.
  absl::Status Apply(std::span<const ReadRow> rows, const ImportFacts& facts);
  // Call once, last.
  absl::Status Finish();

 private:
  ImportApply(db::Transaction& transaction, LedgerContext& context, const CallContext& call,
              ImportKind kind)
      : transaction_(&transaction), context_(&context), call_(&call), kind_(kind) {}

  // The posting day of the communities whose units are copied, if it is one; notes those that get
  // schedules.
  absl::StatusOr<std::optional<Date>> PutDateOf(const StagedRange& range);
  absl::Status ApplyUnits(std::span<const ReadRow> rows, const ImportFacts& facts);
  absl::Status InsertNewUnits(std::span<const UnitRow* const> rows);
  absl::Status ChangeUnits(const std::string& community_id, std::span<const ReadRow* const> rows,
                           const ImportFacts& facts);
  absl::Status ApplyOwners(std::span<const ReadRow> rows);
  absl::Status ApplyOpeningBills(std::span<const ReadRow> rows, const ImportFacts& facts);
  absl::Status ApplyReceipts(std::span<const ReadRow> rows, const ImportFacts& facts);
  absl::Status ApplyOpeningReceipts(std::span<const ReadRow> rows, const ImportFacts& facts);
  // Records receipts of a community, with the collectors of their received dates; gives the
  // payments.
  absl::StatusOr<std::vector<Payment>> Record(const std::string& community_id,
                                              std::vector<PlacedReceipt> receipts);

  // What puts into the organisation, in the name of who imports.
  [[nodiscard]] OrganisationWriter Organisation() const;
  // Locks the community's partition, lets `body` (absl::Status(JournalStore&)) post, and flushes.
  template <typename Body>
  absl::Status PostIn(const std::string& community_id, Body body);

  db::Transaction* transaction_;
  LedgerContext* context_;
  const CallContext* call_;
  ImportKind kind_;
  std::map<std::string, Date> today_;  // posting days by community
  std::set<std::string> unscheduled_;  // communities
};

}  // namespace cuijiao::ledger

#endif  // CUIJIAO_SERVICES_LEDGER_API_IMPORTS_IMPORT_APPLY_H_
