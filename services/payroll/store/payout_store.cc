#include "services/payroll/store/payout_store.h"

#include <utility>

#include "common/crypto/optional_text.h"
#include "common/status/macros.h"
#include "services/payroll/store/payroll_words.h"

namespace cuijiao::payroll {
namespace {

constexpr std::string_view kRejectReason = "payout.reject_reason";
constexpr std::string_view kNote = "payout_change.note";

const std::string kSelectPayout =
    "SELECT payout_id, position, month, staff_id, employee_no, amount_fen, state,"
    " reject_reason_cipher FROM payout";

}  // namespace

absl::StatusOr<PayoutRecord> PayoutStore::Read(const db::Row& row) {
  CUIJIAO_ASSIGN_OR_RETURN(
      std::string reject_reason,
      DecryptIfAny(cipher_, row.OptionalString("reject_reason_cipher"), kRejectReason));
  return PayoutRecord{.id = row.String("payout_id"),
                      .position = row.Int64("position"),
                      .month = Month(row.Date("month")),
                      .staff_id = row.String("staff_id"),
                      .employee_no = row.String("employee_no"),
                      .amount = row.Fen("amount_fen"),
                      .state = PayoutStateOf(row.String("state")),
                      .reject_reason = std::move(reject_reason)};
}

absl::StatusOr<std::vector<PayoutRecord>> PayoutStore::Read(const db::Rows& rows) {
  std::vector<PayoutRecord> payouts;
  payouts.reserve(rows.size());
  for (const db::Row& row : rows) {
    CUIJIAO_ASSIGN_OR_RETURN(PayoutRecord payout, Read(row));
    payouts.push_back(std::move(payout));
  }
  return payouts;
}

absl::StatusOr<std::int64_t> PayoutStore::TakePositions(std::int64_t count) {
  CUIJIAO_RETURN_IF_ERROR(transaction_
                              .Execute("UPDATE payout_counter SET last_position = last_position + ?"
                                       " WHERE counter_id = 1",
                                       {count})
                              .status());
  CUIJIAO_ASSIGN_OR_RETURN(
      const std::optional<db::Row> row,
      transaction_.QueryOne("SELECT last_position FROM payout_counter WHERE counter_id = 1"));
  if (!row) return absl::DataLossError("the payout counter is missing");
  return row->Int64("last_position") - count + 1;
}

absl::Status PayoutStore::Insert(std::span<const PayoutRecord> payouts) {
  std::vector<db::Values> rows;
  for (const PayoutRecord& payout : payouts) {
    rows.push_back({payout.id, payout.position, FirstDayOf(payout.month), payout.staff_id,
                    payout.employee_no, payout.amount, PayoutStateName(payout.state),
                    EncryptUnlessEmpty(cipher_, payout.reject_reason, kRejectReason)});
  }
  return transaction_
      .InsertRows("payout",
                  {"payout_id", "position", "month", "staff_id", "employee_no", "amount_fen",
                   "state", "reject_reason_cipher"},
                  rows)
      .status();
}

absl::StatusOr<std::vector<PayoutRecord>> PayoutStore::Load(const PayoutFilter& filter,
                                                            std::int64_t limit) {
  std::string sql = kSelectPayout + " WHERE position > ?";
  db::Values values = {filter.after_position};
  if (filter.month) {
    sql += " AND month = ?";
    values.emplace_back(FirstDayOf(*filter.month));
  }
  if (filter.state) {
    sql += " AND state = ?";
    values.emplace_back(PayoutStateName(*filter.state));
  }
  values.emplace_back(limit);
  CUIJIAO_ASSIGN_OR_RETURN(const db::Rows rows,
                           transaction_.Query(sql + " ORDER BY position LIMIT ?", values));
  return Read(rows);
}

absl::StatusOr<std::optional<PayoutRecord>> PayoutStore::LoadPayout(std::string_view payout_id) {
  CUIJIAO_ASSIGN_OR_RETURN(
      const std::optional<db::Row> row,
      transaction_.QueryOne(kSelectPayout + " WHERE payout_id = ?", {payout_id}));
  if (!row) return std::optional<PayoutRecord>();
  CUIJIAO_ASSIGN_OR_RETURN(PayoutRecord payout, Read(*row));
  return std::optional<PayoutRecord>(std::move(payout));
}

absl::StatusOr<std::vector<PayoutRecord>> PayoutStore::LoadPayouts(
    std::span<const std::string> payout_ids) {
  std::string places;
  db::Values values;
  for (const std::string& payout_id : payout_ids) {
    places += places.empty() ? "?" : ", ?";
    values.emplace_back(payout_id);
  }
  if (values.empty()) return std::vector<PayoutRecord>();
  CUIJIAO_ASSIGN_OR_RETURN(
      const db::Rows rows,
      transaction_.Query(kSelectPayout + " WHERE payout_id IN (" + places + ")", values));
  return Read(rows);
}

absl::StatusOr<bool> PayoutStore::Move(const PayoutRecord& payout, PayoutState from) {
  CUIJIAO_ASSIGN_OR_RETURN(
      const std::int64_t moved,
      transaction_.Execute("UPDATE payout SET state = ?, position = ?, employee_no = ?,"
                           " reject_reason_cipher = ? WHERE payout_id = ? AND state = ?",
                           {PayoutStateName(payout.state), payout.position, payout.employee_no,
                            EncryptUnlessEmpty(cipher_, payout.reject_reason, kRejectReason),
                            payout.id, PayoutStateName(from)}));
  return moved == 1;
}

absl::Status PayoutStore::InsertChanges(std::span<const PayoutChange> changes) {
  std::vector<db::Values> rows;
  for (const PayoutChange& change : changes) {
    rows.push_back({change.change_id, change.payout_id, PayoutStateName(change.state), change.by,
                    change.time, EncryptUnlessEmpty(cipher_, change.note, kNote)});
  }
  return transaction_
      .InsertRows("payout_change",
                  {"change_id", "payout_id", "state", "changed_by", "changed_time", "note_cipher"},
                  rows)
      .status();
}

absl::StatusOr<bool> PayoutStore::HasOpen(Month month) {
  CUIJIAO_ASSIGN_OR_RETURN(
      const db::Rows rows,
      transaction_.Query("SELECT payout_id FROM payout"
                         " WHERE month = ? AND state IN ('RELEASED', 'REJECTED') LIMIT 1",
                         {FirstDayOf(month)}));
  return !rows.empty();
}

}  // namespace cuijiao::payroll
