#include "services/ledger/store/figures/figures_year.h"

#include "common/status/macros.h"
#include "services/ledger/store/billing/bill_schedule_store.h"

namespace cuijiao::ledger {

absl::Status EnsureFigureYear(db::Database& database, IdSource& ids, int year,
                              const CompanyTime& now) {
  if (year > now.business_date.year() + 1) return absl::OkStatus();
  CUIJIAO_ASSIGN_OR_RETURN(const db::Rows missing,
                           database.Read("FindMissingYears", [&](db::Transaction& transaction) {
                             return transaction.Query(
                                 "SELECT c.community_id FROM community c LEFT JOIN scheduled_year s"
                                 " ON s.community_id = c.community_id AND s.year = ?"
                                 " JOIN journal_partition p ON p.partition_id = c.community_id"
                                 " WHERE s.year IS NULL OR p.has_unscheduled = 1"
                                 " ORDER BY c.community_id",
                                 {year});
                           }));
  for (const db::Row& row : missing) {
    CUIJIAO_RETURN_IF_ERROR(
        EnsureScheduledYear(database, ids, row.String("community_id"), year, now));
  }
  return absl::OkStatus();
}

}  // namespace cuijiao::ledger
