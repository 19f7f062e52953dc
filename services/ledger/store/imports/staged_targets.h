// Rows of units and owners as their tables will have them: staged beside what the file says, so
// that what is new goes in by the database itself (LED-13).
//
// A row is encrypted and hashed for its table once, when it is staged. What was checked and found
// to be of a unit or owner that nobody knows needs no second look when it goes in: the keys of the
// tables refuse what somebody else put there meanwhile.
#ifndef CUIJIAO_SERVICES_LEDGER_STORE_IMPORTS_STAGED_TARGETS_H_
#define CUIJIAO_SERVICES_LEDGER_STORE_IMPORTS_STAGED_TARGETS_H_

#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/calendar/date.h"
#include "common/crypto/personal_cipher.h"
#include "common/db/transaction.h"
#include "common/ids/id_source.h"
#include "services/ledger/domain/imports/import_rows.h"

namespace cuijiao::ledger {

// Rows of one table: units or owners; no table for other kinds.
struct StagedTargets {
  std::string_view table;
  std::vector<std::string_view> columns;
  std::vector<db::Values> rows;
};
StagedTargets TargetsOf(ImportKind kind, const std::string& import_id,
                        std::span<const ReadRow> rows, const PersonalCipher& cipher, IdSource& ids);

// Deletes at most `limit` targets of an import behind a line; how many.
absl::StatusOr<std::int64_t> DeleteTargets(db::Transaction& transaction,
                                           const std::string& import_id, std::int64_t after_line,
                                           std::int64_t limit);

// Groups of an import: those behind `after_group`, up to `through_group`.
struct StagedRange {
  std::string import_id;
  std::string project_id;
  std::string after_group;
  std::string through_group;
  bool is_one_row_each = false;  // no group has several rows
};

// Communities of the units in a range, and whether any of their units brings a schedule.
absl::StatusOr<std::map<std::string, bool>> LoadTargetCommunities(db::Transaction& transaction,
                                                                  const StagedRange& range);

// Each lets a range in whose rows were found right and new, in the transaction that has locked the
// project: units with accounts and schedules that are put on `put_date`, which wait for their
// scheduled fees; owners with their ownerships. How many rows of the file these were; they are
// remembered. ABORTED / REQUEST_RACED when one of them is not new any more.
absl::StatusOr<std::int64_t> CopyUnits(db::Transaction& transaction, const StagedRange& range,
                                       Date put_date, absl::Time recorded_time);
absl::StatusOr<std::int64_t> CopyOwners(db::Transaction& transaction, const StagedRange& range,
                                        absl::Time recorded_time);

}  // namespace cuijiao::ledger

#endif  // CUIJIAO_SERVICES_LEDGER_STORE_IMPORTS_STAGED_TARGETS_H_
