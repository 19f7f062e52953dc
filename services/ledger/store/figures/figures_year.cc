#include "services/ledger/store/figures/figures_year.h"

#include "services/ledger/store/billing/bill_schedule_store.h"
#include "services/ledger/store/sql_text.h"

namespace cuijiao::ledger {
namespace {

// Communities whose scheduled fees of a year are not all there.
constexpr std::string_view kSelectMissing =
    "SELECT c.community_id FROM community c LEFT JOIN scheduled_year s"
    " ON s.community_id = c.community_id AND s.year = ?"
    " JOIN journal_partition p ON p.partition_id = c.community_id"
    " WHERE (s.year IS NULL OR p.has_unscheduled = 1)";

bool HasFigures(int year, const CompanyTime& now) { return year <= now.business_date.year() + 1; }

}  // namespace

absl::Status EnsureFigureYear(db::Database& database, IdSource& ids, int year,
                              const CompanyTime& now, absl::Time deadline) {
  if (!HasFigures(year, now)) return absl::OkStatus();
  CUIJIAO_ASSIGN_OR_RETURN(
      const db::Rows missing, database.Ask("FindMissingYears", [&](db::Transaction& transaction) {
        return transaction.Query(Concat({kSelectMissing, " ORDER BY c.community_id"}), {year});
      }));
  for (const db::Row& row : missing) {
    CUIJIAO_RETURN_IF_ERROR(
        EnsureScheduledYear(database, ids, row.String("community_id"), year, now, deadline));
  }
  return absl::OkStatus();
}

absl::Status RequireFigureYear(db::Transaction& transaction, std::string_view project_id,
                               std::string_view community_id, int year, const CompanyTime& now) {
  if (!HasFigures(year, now)) return absl::OkStatus();
  db::Values values = {year};
  if (!project_id.empty()) values.emplace_back(project_id);
  if (!community_id.empty()) values.emplace_back(community_id);
  CUIJIAO_ASSIGN_OR_RETURN(
      const std::optional<db::Row> missing,
      transaction.QueryOne(
          Concat({kSelectMissing, project_id.empty() ? "" : " AND c.project_id = ?",
                  community_id.empty() ? "" : " AND c.community_id = ?",
                  " ORDER BY c.community_id LIMIT 1"}),
          values));
  if (!missing) return absl::OkStatus();
  return Refusal(absl::StatusCode::kUnavailable, kFeesBeingWritten,
                 "Units of the community have just come in, and their fees are being written. Ask "
                 "again.",
                 {{"community_id", missing->String("community_id")}});
}

}  // namespace cuijiao::ledger
