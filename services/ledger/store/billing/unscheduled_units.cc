#include "services/ledger/store/billing/unscheduled_units.h"

#include <iterator>
#include <vector>

#include "common/status/macros.h"
#include "services/ledger/store/billing/bill_schedule_store.h"
#include "services/ledger/store/billing/scheduled_spans.h"
#include "services/ledger/store/figures/figure_change.h"
#include "services/ledger/store/id_chunks.h"
#include "services/ledger/store/organisation/organisation_store.h"
#include "services/ledger/store/sql_text.h"

namespace cuijiao::ledger {
namespace {

constexpr std::int64_t kUnitsAtOnce = 500;

absl::Status ClearMarks(db::Transaction& transaction, const std::vector<std::string>& unit_ids) {
  for (const IdChunk& chunk : ChunkIds(unit_ids)) {
    CUIJIAO_RETURN_IF_ERROR(
        transaction
            .Execute(Concat({"UPDATE unit_account SET unscheduled = 0 WHERE unit_id IN ",
                             chunk.placeholders}),
                     chunk.values)
            .status());
  }
  return absl::OkStatus();
}

// Those of the units that have scheduled fees of the year. Whatever writes any writes all of a
// unit's year: its first look, and a change that came in with the unit itself.
absl::StatusOr<std::set<std::string>> FindScheduled(db::Transaction& transaction,
                                                    const std::vector<std::string>& unit_ids,
                                                    int year) {
  std::set<std::string> scheduled;
  for (const IdChunk& chunk : ChunkIds(unit_ids)) {
    db::Values values = chunk.values;
    values.emplace_back(Date(year, 1, 1));
    values.emplace_back(Date(year, 12, 31));
    CUIJIAO_RETURN_IF_ERROR(transaction.QueryEach(
        Concat({"SELECT DISTINCT unit_id FROM scheduled_fee WHERE unit_id IN ", chunk.placeholders,
                " AND period_end BETWEEN ? AND ?"}),
        values, [&](const db::Row& row) {
          scheduled.insert(row.String("unit_id"));
          return absl::OkStatus();
        }));
  }
  return scheduled;
}

// Writes the fees of some waiting units, of all years that are kept.
absl::Status ScheduleUnits(JournalStore& journal, const std::vector<std::string>& unit_ids) {
  db::Transaction& transaction = journal.transaction();
  CUIJIAO_ASSIGN_OR_RETURN(const std::vector<UnitPlace> units,
                           OrganisationStore(transaction).LoadUnits(unit_ids));
  CUIJIAO_ASSIGN_OR_RETURN(const SchedulesAndBills known,
                           LoadSchedulesAndBills(transaction, unit_ids));
  CUIJIAO_ASSIGN_OR_RETURN(const UnitPasts pasts, LoadUnitPasts(transaction, unit_ids));
  CUIJIAO_ASSIGN_OR_RETURN(
      const db::Rows years,
      transaction.Query("SELECT year FROM scheduled_year WHERE community_id = ?",
                        {journal.partition_id()}));
  std::vector<ScheduledSpan> scheduled;
  for (const db::Row& row : years) {
    const int year = row.Int32("year");
    CUIJIAO_ASSIGN_OR_RETURN(const std::set<std::string> done,
                             FindScheduled(transaction, unit_ids, year));
    for (const UnitPlace& unit : units) {
      if (done.contains(unit.unit_id)) continue;
      CUIJIAO_ASSIGN_OR_RETURN(std::vector<ScheduledSpan> of_unit,
                               ReplayYear(known, pasts, unit, year));
      std::ranges::move(of_unit, std::back_inserter(scheduled));
    }
  }
  CUIJIAO_RETURN_IF_ERROR(InsertFees(journal, scheduled));
  CUIJIAO_RETURN_IF_ERROR(NoteFigureChanges(journal, unit_ids));
  return ClearMarks(transaction, unit_ids);
}

// Where a run through a community's waiting units is.
struct Waiting {
  std::string after;
  bool done = false;
};

// One set of waiting units behind `at`. When none are left behind it, those before are looked at
// again: some may have come since.
absl::StatusOr<Waiting> ScheduleSet(JournalStore& journal, const Waiting& at) {
  db::Transaction& transaction = journal.transaction();
  CUIJIAO_ASSIGN_OR_RETURN(
      const db::Rows rows,
      transaction.Query("SELECT unit_id FROM unit_account WHERE community_id = ? AND unit_id > ?"
                        " AND unscheduled = 1 ORDER BY unit_id LIMIT ?",
                        {journal.partition_id(), at.after, kUnitsAtOnce}));
  std::vector<std::string> unit_ids;
  for (const db::Row& row : rows) unit_ids.push_back(row.String("unit_id"));
  if (!unit_ids.empty()) CUIJIAO_RETURN_IF_ERROR(ScheduleUnits(journal, unit_ids));
  if (static_cast<std::int64_t>(unit_ids.size()) == kUnitsAtOnce) {
    return Waiting{unit_ids.back(), false};
  }
  if (!at.after.empty()) return Waiting{};
  journal.MarkScheduled();
  CUIJIAO_RETURN_IF_ERROR(
      transaction
          .Execute("UPDATE journal_partition SET has_unscheduled = 0 WHERE partition_id = ?",
                   {journal.partition_id()})
          .status());
  return Waiting{"", true};
}

}  // namespace

absl::Status MarkUnscheduled(db::Transaction& transaction,
                             const std::set<std::string>& community_ids) {
  const std::vector<std::string> in_order(community_ids.begin(), community_ids.end());
  for (const IdChunk& chunk : ChunkIds(in_order)) {
    CUIJIAO_RETURN_IF_ERROR(transaction
                                .Execute(Concat({"UPDATE journal_partition SET has_unscheduled = 1"
                                                 " WHERE partition_id IN ",
                                                 chunk.placeholders}),
                                         chunk.values)
                                .status());
  }
  return absl::OkStatus();
}

absl::Status ScheduleWaitingOf(JournalStore& journal, std::span<const std::string> unit_ids) {
  if (!journal.HasUnscheduled()) return absl::OkStatus();
  std::vector<std::string> waiting;
  for (const IdChunk& chunk : ChunkIds(unit_ids)) {
    CUIJIAO_ASSIGN_OR_RETURN(
        const db::Rows rows,
        journal.transaction().Query(
            Concat({"SELECT unit_id FROM unit_account WHERE unscheduled = 1 AND unit_id IN ",
                    chunk.placeholders, " ORDER BY unit_id"}),
            chunk.values));
    for (const db::Row& row : rows) waiting.push_back(row.String("unit_id"));
  }
  return waiting.empty() ? absl::OkStatus() : ScheduleUnits(journal, waiting);
}

absl::Status ScheduleWaitingUnits(JournalStore& journal) {
  Waiting waiting;
  while (journal.HasUnscheduled()) {
    CUIJIAO_ASSIGN_OR_RETURN(waiting, ScheduleSet(journal, waiting));
  }
  return absl::OkStatus();
}

absl::Status ScheduleWaitingUnits(db::Database& database, IdSource& ids,
                                  std::string_view community_id, const CompanyTime& now,
                                  absl::Time deadline, const std::function<bool()>& go_on) {
  CUIJIAO_ASSIGN_OR_RETURN(
      const std::optional<db::Row> row,
      database.Ask("FindUnscheduled", [&](db::Transaction& transaction) {
        return transaction.QueryOne(
            "SELECT has_unscheduled FROM journal_partition WHERE partition_id = ?", {community_id});
      }));
  Waiting waiting;
  waiting.done = !row || !row->Bool("has_unscheduled");
  while (!waiting.done) {
    CUIJIAO_ASSIGN_OR_RETURN(
        waiting, database.Transact("ScheduleWaitingUnits",
                                   [&](db::Transaction& transaction) -> absl::StatusOr<Waiting> {
                                     CUIJIAO_ASSIGN_OR_RETURN(
                                         JournalStore journal,
                                         JournalStore::Lock(transaction, ids, now, community_id));
                                     if (!journal.HasUnscheduled()) return Waiting{"", true};
                                     return ScheduleSet(journal, waiting);
                                   },
                                   {.deadline = deadline}));
    if (go_on && !waiting.done && !go_on()) {
      return absl::CancelledError("the writing of scheduled fees was cancelled");
    }
  }
  return absl::OkStatus();
}

}  // namespace cuijiao::ledger
