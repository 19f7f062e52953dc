#include "services/payroll/store/dispute_store.h"

#include <utility>

#include "common/status/macros.h"
#include "services/payroll/store/payroll_words.h"

namespace cuijiao::payroll {
namespace {

constexpr std::string_view kReason = "dispute.reason";
constexpr std::string_view kExplanation = "dispute.explanation";

const std::string kSelectDispute =
    "SELECT dispute_id, month, staff_id, line_id, line_kind, source_kind, source_ids, disputed_fen,"
    " reason_cipher, disputed_time, state, COALESCE(answered_by, '') AS answered_by, answered_time,"
    " right_fen, explanation_cipher FROM dispute";

}  // namespace

absl::Status DisputeStore::Insert(const DisputeRecord& dispute) {
  return transaction_
      .Execute(
          "INSERT INTO dispute (dispute_id, month, staff_id, line_id, line_kind, source_kind,"
          " source_ids, disputed_fen, reason_cipher, disputed_time, state)"
          " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
          {dispute.id, FirstDayOf(dispute.month), dispute.staff_id, dispute.line_id,
           NameOf(dispute.line.kind), NameOf(dispute.line.source_kind),
           JoinSourceIds(dispute.line.source_ids), dispute.disputed,
           cipher_.Encrypt(dispute.reason, kReason), dispute.disputed_time,
           DisputeStateName(dispute.state)})
      .status();
}

absl::StatusOr<DisputeRecord> DisputeStore::Read(const db::Row& row) {
  DisputeRecord dispute = {.id = row.String("dispute_id"),
                           .month = Month(row.Date("month")),
                           .staff_id = row.String("staff_id"),
                           .line_id = row.String("line_id"),
                           .line = {},
                           .disputed = row.Fen("disputed_fen"),
                           .reason = {},
                           .disputed_time = row.Time("disputed_time"),
                           .state = DisputeStateOf(row.String("state")),
                           .answered_by = row.String("answered_by"),
                           .answered_time = row.OptionalTime("answered_time"),
                           .right = row.OptionalFen("right_fen"),
                           .explanation = {}};
  CUIJIAO_ASSIGN_OR_RETURN(dispute.line, ReadOrigin(row, "line_kind"));
  CUIJIAO_ASSIGN_OR_RETURN(dispute.reason, cipher_.Decrypt(row.String("reason_cipher"), kReason));
  if (const auto explanation = row.OptionalString("explanation_cipher"); explanation) {
    CUIJIAO_ASSIGN_OR_RETURN(dispute.explanation, cipher_.Decrypt(*explanation, kExplanation));
  }
  return dispute;
}

absl::StatusOr<std::optional<DisputeRecord>> DisputeStore::Load(std::string_view dispute_id) {
  CUIJIAO_ASSIGN_OR_RETURN(
      const std::optional<db::Row> row,
      transaction_.QueryOne(kSelectDispute + " WHERE dispute_id = ?", {dispute_id}));
  if (!row) return std::optional<DisputeRecord>();
  CUIJIAO_ASSIGN_OR_RETURN(DisputeRecord dispute, Read(*row));
  return std::optional<DisputeRecord>(std::move(dispute));
}

absl::StatusOr<std::optional<DisputeState>> DisputeStore::LoadStateOf(Month month,
                                                                      std::string_view staff_id,
                                                                      std::string_view line_id) {
  CUIJIAO_ASSIGN_OR_RETURN(
      const std::optional<db::Row> row,
      transaction_.QueryOne(
          "SELECT state FROM dispute WHERE month = ? AND staff_id = ? AND line_id = ?",
          {FirstDayOf(month), staff_id, line_id}));
  if (!row) return std::optional<DisputeState>();
  return std::optional<DisputeState>(DisputeStateOf(row->String("state")));
}

absl::StatusOr<std::vector<DisputeRecord>> DisputeStore::List(const DisputeFilter& filter,
                                                              std::string_view after,
                                                              std::int64_t limit) {
  std::string sql = kSelectDispute + " WHERE dispute_id > ?";
  db::Values values = {after};
  if (filter.month) {
    sql += " AND month = ?";
    values.emplace_back(FirstDayOf(*filter.month));
  }
  if (!filter.staff_id.empty()) {
    sql += " AND staff_id = ?";
    values.emplace_back(filter.staff_id);
  }
  if (filter.open_only) sql += " AND state = 'OPEN'";
  values.emplace_back(limit);
  CUIJIAO_ASSIGN_OR_RETURN(const db::Rows rows,
                           transaction_.Query(sql + " ORDER BY dispute_id LIMIT ?", values));
  std::vector<DisputeRecord> disputes;
  for (const db::Row& row : rows) {
    CUIJIAO_ASSIGN_OR_RETURN(DisputeRecord dispute, Read(row));
    disputes.push_back(std::move(dispute));
  }
  return disputes;
}

absl::StatusOr<bool> DisputeStore::Answer(const DisputeRecord& dispute) {
  CUIJIAO_ASSIGN_OR_RETURN(
      const std::int64_t answered,
      transaction_.Execute(
          "UPDATE dispute SET state = ?, answered_by = ?, answered_time = ?, right_fen = ?,"
          " explanation_cipher = ? WHERE dispute_id = ? AND state = 'OPEN'",
          {DisputeStateName(dispute.state), dispute.answered_by, *dispute.answered_time,
           dispute.right ? db::Value(*dispute.right) : db::Value(nullptr),
           cipher_.Encrypt(dispute.explanation, kExplanation), dispute.id}));
  return answered == 1;
}

absl::StatusOr<std::vector<std::string>> DisputeStore::LoadOpenIds(Month month) {
  CUIJIAO_ASSIGN_OR_RETURN(
      const db::Rows rows,
      transaction_.Query("SELECT dispute_id FROM dispute WHERE month = ? AND state = 'OPEN'"
                         " ORDER BY dispute_id",
                         {FirstDayOf(month)}));
  std::vector<std::string> ids;
  for (const db::Row& row : rows) ids.push_back(row.String("dispute_id"));
  return ids;
}

absl::StatusOr<std::vector<Correction>> DisputeStore::LoadCorrections(Month month) {
  CUIJIAO_ASSIGN_OR_RETURN(
      const db::Rows rows,
      transaction_.Query("SELECT dispute_id, staff_id, line_kind, source_kind, source_ids,"
                         " right_fen FROM dispute WHERE month = ? AND state = 'CORRECTED'"
                         " ORDER BY dispute_id",
                         {FirstDayOf(month)}));
  std::vector<Correction> corrections;
  for (const db::Row& row : rows) {
    CUIJIAO_ASSIGN_OR_RETURN(LineOrigin line, ReadOrigin(row, "line_kind"));
    corrections.push_back(
        {row.String("dispute_id"), row.String("staff_id"), std::move(line), row.Fen("right_fen")});
  }
  return corrections;
}

}  // namespace cuijiao::payroll
