#include "services/ledger/store/payments/due_prepayments.h"

#include <optional>
#include <span>
#include <vector>

#include "common/status/macros.h"
#include "services/ledger/store/journal/posting_store.h"
#include "services/ledger/store/sql_text.h"

namespace cuijiao::ledger {
namespace {

constexpr int kUnitsPaidAtOnce = 100;

// Communities whose partition is not swept on the posting day that the business date gives them
// (PostingDays::Today).
constexpr std::string_view kSelectUnswept =
    "SELECT c.community_id FROM community c"
    " JOIN journal_partition p ON p.partition_id = c.community_id"
    " WHERE (p.swept_through IS NULL OR p.swept_through < ? OR p.swept_through <= "
    "p.closed_through)";
constexpr std::string_view kInOrder = " ORDER BY c.community_id";

// Units of a community, after one, that hold prepayment while something of theirs is due.
constexpr std::string_view kSelectUnits =
    "SELECT a.unit_id FROM unit_account a"
    " WHERE a.community_id = ? AND a.unit_id > ? AND a.prepayment_fen > 0"
    " AND EXISTS (SELECT 1 FROM bill b WHERE b.unit_id = a.unit_id AND b.is_open = 1"
    "   AND b.due_date <= ?) ORDER BY a.unit_id LIMIT ?";

// The same of one unit, on its partition's posting day.
constexpr std::string_view kSelectUnitBehind =
    "SELECT a.community_id FROM unit_account a"
    " JOIN journal_partition p ON p.partition_id = a.community_id"
    " WHERE a.unit_id = ? AND a.prepayment_fen > 0"
    " AND EXISTS (SELECT 1 FROM bill b WHERE b.unit_id = a.unit_id AND b.is_open = 1"
    "   AND (b.due_date <= ? OR b.due_date <= DATE_ADD(p.closed_through, INTERVAL 1 DAY)))";

absl::StatusOr<std::vector<std::string>> FindUnswept(db::Transaction& transaction,
                                                     const AskedPlace& place, Date business_date) {
  std::string_view only;
  db::Values values = {business_date};
  if (!place.community_id.empty()) {
    only = " AND c.community_id = ?";
    values.emplace_back(place.community_id);
  } else if (!place.project_id.empty()) {
    only = " AND c.project_id = ?";
    values.emplace_back(place.project_id);
  } else if (!place.branch_id.empty()) {
    only = " AND c.project_id IN (SELECT j.project_id FROM project j WHERE j.branch_id = ?)";
    values.emplace_back(place.branch_id);
  }
  CUIJIAO_ASSIGN_OR_RETURN(const db::Rows rows,
                           transaction.Query(Concat({kSelectUnswept, only, kInOrder}), values));
  std::vector<std::string> community_ids;
  for (const db::Row& row : rows) community_ids.push_back(row.String("community_id"));
  return community_ids;
}

absl::StatusOr<std::vector<std::string>> FindUnits(JournalStore& journal,
                                                   std::string_view after_unit_id, int limit) {
  CUIJIAO_ASSIGN_OR_RETURN(
      const db::Rows rows,
      journal.transaction().Query(
          kSelectUnits, {journal.partition_id(), after_unit_id, journal.days().Today(), limit}));
  std::vector<std::string> unit_ids;
  for (const db::Row& row : rows) unit_ids.push_back(row.String("unit_id"));
  return unit_ids;
}

absl::Status UseDuePrepaymentsOf(JournalStore& journal, std::span<const std::string> unit_ids) {
  PostingStore store(journal);
  CUIJIAO_ASSIGN_OR_RETURN(std::vector<UnitPosting> postings,
                           store.OpenUnits(unit_ids, journal.days().Today()));
  for (UnitPosting& posting : postings) {
    posting.BringUpToDate();
    CUIJIAO_RETURN_IF_ERROR(store.Take(posting));
  }
  return store.Write();
}

// What a set of units left to do.
struct SweptSet {
  int units = 0;
  std::optional<std::string> next_after;  // none when the community is done
};

absl::StatusOr<SweptSet> SweepSet(JournalStore& journal, std::string_view after_unit_id) {
  if (journal.IsSwept()) return SweptSet();
  CUIJIAO_ASSIGN_OR_RETURN(const std::vector<std::string> unit_ids,
                           FindUnits(journal, after_unit_id, kUnitsPaidAtOnce));
  CUIJIAO_RETURN_IF_ERROR(UseDuePrepaymentsOf(journal, unit_ids));
  SweptSet set{.units = static_cast<int>(unit_ids.size()), .next_after = {}};
  if (set.units == kUnitsPaidAtOnce) {
    set.next_after = unit_ids.back();
    return set;
  }
  // Marked by what is seen under this lock alone: a posting as of an earlier day may have come
  // between two sets, and a sweep as of an earlier day cannot use what is newer.
  CUIJIAO_ASSIGN_OR_RETURN(const std::vector<std::string> left, FindUnits(journal, "", 1));
  if (left.empty()) journal.MarkSwept();
  return set;
}

absl::StatusOr<int> SweepCommunity(db::Database& database, IdSource& ids,
                                   const std::string& community_id, const CompanyTime& now) {
  int swept = 0;
  for (std::optional<std::string> after = ""; after;) {
    CUIJIAO_ASSIGN_OR_RETURN(
        const SweptSet set,
        database.Transact(
            "SweepDuePrepayments", [&](db::Transaction& transaction) -> absl::StatusOr<SweptSet> {
              CUIJIAO_ASSIGN_OR_RETURN(JournalStore journal,
                                       JournalStore::Lock(transaction, ids, now, community_id));
              CUIJIAO_ASSIGN_OR_RETURN(SweptSet done, SweepSet(journal, *after));
              CUIJIAO_RETURN_IF_ERROR(journal.Flush());
              return done;
            }));
    swept += set.units;
    after = set.next_after;
  }
  return swept;
}

}  // namespace

absl::StatusOr<int> SweepDuePrepayments(db::Database& database, IdSource& ids,
                                        const AskedPlace& place, const CompanyTime& now) {
  CUIJIAO_ASSIGN_OR_RETURN(
      const std::vector<std::string> community_ids,
      database.Ask("FindUnsweptCommunities", [&](db::Transaction& transaction) {
        return FindUnswept(transaction, place, now.business_date);
      }));
  int swept = 0;
  for (const std::string& community_id : community_ids) {
    CUIJIAO_ASSIGN_OR_RETURN(const int units, SweepCommunity(database, ids, community_id, now));
    swept += units;
  }
  return swept;
}

absl::StatusOr<int> SweepDuePrepayments(JournalStore& journal) {
  int swept = 0;
  for (std::optional<std::string> after = ""; after;) {
    CUIJIAO_ASSIGN_OR_RETURN(SweptSet set, SweepSet(journal, *after));
    swept += set.units;
    after = std::move(set.next_after);
  }
  return swept;
}

absl::Status BringUnitUpToDate(db::Database& database, IdSource& ids, std::string_view unit_id,
                               const CompanyTime& now) {
  CUIJIAO_ASSIGN_OR_RETURN(
      const std::optional<db::Row> behind,
      database.Ask("FindDuePrepayment", [&](db::Transaction& transaction) {
        return transaction.QueryOne(kSelectUnitBehind, {unit_id, now.business_date});
      }));
  if (!behind) return absl::OkStatus();
  const std::string unit(unit_id);
  return database.Transact("UseDuePrepayment", [&](db::Transaction& transaction) -> absl::Status {
    CUIJIAO_ASSIGN_OR_RETURN(
        JournalStore journal,
        JournalStore::Lock(transaction, ids, now, behind->String("community_id")));
    CUIJIAO_RETURN_IF_ERROR(UseDuePrepaymentsOf(journal, {&unit, 1}));
    return journal.Flush();
  });
}

}  // namespace cuijiao::ledger
