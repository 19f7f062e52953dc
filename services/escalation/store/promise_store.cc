#include "services/escalation/store/promise_store.h"

#include "common/db/sql_lists.h"
#include "common/status/macros.h"

namespace cuijiao::escalation {
namespace {

// A promise is open exactly when it has no date of judgement.
constexpr char kSelectTallies[] =
    "SELECT collector_id, reason_code,"
    " SUM(CASE WHEN state = 'KEPT' THEN 1 ELSE 0 END) AS kept,"
    " SUM(CASE WHEN state = 'BROKEN' THEN 1 ELSE 0 END) AS broken,"
    " SUM(CASE WHEN state = 'OPEN' THEN 1 ELSE 0 END) AS open,"
    " SUM(CASE WHEN state = 'KEPT' THEN amount_fen ELSE 0 END) AS kept_fen,"
    " SUM(CASE WHEN state = 'BROKEN' THEN amount_fen ELSE 0 END) AS broken_fen,"
    " SUM(CASE WHEN state = 'OPEN' THEN amount_fen ELSE 0 END) AS open_fen"
    " FROM promise"
    " WHERE (judged_date BETWEEN ? AND ? OR (judged_date IS NULL AND given_date <= ?))";

PromiseTally TallyOf(const db::Row& row) {
  return {.collector_id = row.String("collector_id"),
          .reason_code = row.String("reason_code"),
          .kept = row.Int32("kept"),
          .broken = row.Int32("broken"),
          .open = row.Int32("open"),
          .kept_amount = row.Fen("kept_fen"),
          .broken_amount = row.Fen("broken_fen"),
          .open_amount = row.Fen("open_fen")};
}

}  // namespace

absl::StatusOr<std::vector<PromiseTally>> PromiseStore::ListTallies(
    const PromiseFilter& filter, const PromisePeriod& period,
    const std::optional<TallyPosition>& after, int limit) {
  std::string sql = kSelectTallies;
  db::Values values = {period.from, period.to, period.to};
  if (filter.community_ids) {
    if (filter.community_ids->empty()) return std::vector<PromiseTally>();
    sql += " AND community_id IN " + db::Placeholders(filter.community_ids->size());
    values.insert(values.end(), filter.community_ids->begin(), filter.community_ids->end());
  }
  if (filter.collector_id) {
    sql += " AND collector_id = ?";
    values.emplace_back(*filter.collector_id);
  }
  if (after) {
    sql += " AND (collector_id > ? OR (collector_id = ? AND reason_code > ?))";
    values.insert(values.end(), {after->collector_id, after->collector_id, after->reason_code});
  }
  sql += " GROUP BY collector_id, reason_code ORDER BY collector_id, reason_code LIMIT ?";
  values.emplace_back(limit);
  CUIJIAO_ASSIGN_OR_RETURN(const db::Rows rows, transaction_.Query(sql, values));
  std::vector<PromiseTally> tallies;
  tallies.reserve(rows.size());
  for (const db::Row& row : rows) tallies.push_back(TallyOf(row));
  return tallies;
}

}  // namespace cuijiao::escalation
