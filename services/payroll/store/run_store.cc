#include "services/payroll/store/run_store.h"

#include <utility>

#include "common/db/database_error.h"
#include "common/status/macros.h"
#include "services/payroll/store/payroll_words.h"

namespace cuijiao::payroll {
namespace {

constexpr std::string_view kSelectRun =
    "SELECT month, state, etag, policy_version, wage_revision, calculated_by, calculated_time,"
    " COALESCE(approved_by, '') AS approved_by, gross_fen, deduction_fen, returned_fen, bonus_fen,"
    " penalty_fen, compensation_fen, correction_fen, net_fen, pool_fen, company_share_fen,"
    " (SELECT COUNT(*) FROM payslip WHERE payslip.month = run.month) AS payslip_count FROM run";

RunRecord ReadRun(const db::Row& row) {
  return {.month = Month(row.Date("month")),
          .state = RunStateOf(row.String("state")),
          .etag = row.String("etag"),
          .policy_version = row.String("policy_version"),
          .wage_revision = row.Int64("wage_revision"),
          .calculated_by = row.String("calculated_by"),
          .calculated_time = row.Time("calculated_time"),
          .approved_by = row.String("approved_by"),
          .totals = {.gross = row.Fen("gross_fen"),
                     .deduction = row.Fen("deduction_fen"),
                     .returned = row.Fen("returned_fen"),
                     .bonus = row.Fen("bonus_fen"),
                     .penalty = row.Fen("penalty_fen"),
                     .compensation = row.Fen("compensation_fen"),
                     .correction = row.Fen("correction_fen"),
                     .net = row.Fen("net_fen"),
                     .pool = row.Fen("pool_fen"),
                     .company_share = row.Fen("company_share_fen")},
          .payslip_count = row.Int64("payslip_count")};
}

absl::StatusOr<std::optional<RunRecord>> ReadOptional(absl::StatusOr<std::optional<db::Row>> row) {
  CUIJIAO_RETURN_IF_ERROR(row.status());
  if (!*row) return std::optional<RunRecord>();
  return std::optional<RunRecord>(ReadRun(**row));
}

absl::StatusOr<bool> OneRow(absl::StatusOr<std::int64_t> changed) {
  CUIJIAO_RETURN_IF_ERROR(changed.status());
  return *changed == 1;
}

}  // namespace

absl::StatusOr<std::optional<RunRecord>> RunStore::LoadRun(Month month) {
  return ReadOptional(
      transaction_.QueryOne(std::string(kSelectRun) + " WHERE month = ?", {FirstDayOf(month)}));
}

absl::StatusOr<std::optional<RunRecord>> RunStore::LockRun(Month month) {
  CUIJIAO_RETURN_IF_ERROR(
      transaction_.QueryOne("SELECT month FROM run WHERE month = ? FOR UPDATE", {FirstDayOf(month)})
          .status());
  return LoadRun(month);
}

absl::StatusOr<std::vector<RunRecord>> RunStore::LoadRuns(int year) {
  const Date first = year == 0 ? Date(1900, 1, 1) : Date(year, 1, 1);
  const Date last = year == 0 ? Date(2199, 12, 31) : Date(year, 12, 31);
  CUIJIAO_ASSIGN_OR_RETURN(
      const db::Rows rows,
      transaction_.Query(
          std::string(kSelectRun) + " WHERE month BETWEEN ? AND ? ORDER BY month DESC",
          {first, last}));
  std::vector<RunRecord> runs;
  for (const db::Row& row : rows) runs.push_back(ReadRun(row));
  return runs;
}

absl::StatusOr<bool> RunStore::PutCalculated(const RunRecord& run) {
  const RunTotals& totals = run.totals;
  CUIJIAO_ASSIGN_OR_RETURN(
      const std::int64_t replaced,
      transaction_.Execute(
          "UPDATE run SET etag = ?, policy_version = ?, wage_revision = ?, calculated_by = ?,"
          " calculated_time = ?, gross_fen = ?, deduction_fen = ?, returned_fen = ?, bonus_fen = ?,"
          " penalty_fen = ?, compensation_fen = ?, correction_fen = ?, net_fen = ?, pool_fen = ?, "
          "company_share_fen = ?"
          " WHERE month = ? AND state = 'CALCULATED'",
          {run.etag, run.policy_version, run.wage_revision, run.calculated_by, run.calculated_time,
           totals.gross, totals.deduction, totals.returned, totals.bonus, totals.penalty,
           totals.compensation, totals.correction, totals.net, totals.pool, totals.company_share,
           FirstDayOf(run.month)}));
  if (replaced == 1) return true;
  const absl::Status inserted =
      transaction_
          .Execute(
              "INSERT INTO run (month, state, etag, policy_version, wage_revision,"
              " calculated_by, calculated_time, gross_fen, deduction_fen, returned_fen,"
              " bonus_fen, penalty_fen, compensation_fen, correction_fen, net_fen, pool_fen,"
              " company_share_fen)"
              " VALUES (?, 'CALCULATED', ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
              {FirstDayOf(run.month), run.etag, run.policy_version, run.wage_revision,
               run.calculated_by, run.calculated_time, totals.gross, totals.deduction,
               totals.returned, totals.bonus, totals.penalty, totals.compensation,
               totals.correction, totals.net, totals.pool, totals.company_share})
          .status();
  if (!db::ViolatedKey(inserted).empty()) return false;
  CUIJIAO_RETURN_IF_ERROR(inserted);
  return true;
}

absl::StatusOr<bool> RunStore::TouchDisputes(Month month) {
  return OneRow(
      transaction_.Execute("UPDATE run SET dispute_revision = dispute_revision + 1"
                           " WHERE month = ? AND state = 'CALCULATED'",
                           {FirstDayOf(month)}));
}

absl::StatusOr<bool> RunStore::Approve(Month month, std::string_view etag,
                                       const RunStepTaken& step) {
  return OneRow(transaction_.Execute(
      "UPDATE run SET state = 'APPROVED', etag = ?, approved_by = ?, approved_time = ?"
      " WHERE month = ? AND state = 'CALCULATED' AND etag = ?",
      {step.etag, step.by, step.time, FirstDayOf(month), etag}));
}

absl::StatusOr<bool> RunStore::Release(Month month, const RunStepTaken& step) {
  return OneRow(transaction_.Execute(
      "UPDATE run SET state = 'RELEASED', etag = ?, released_by = ?, released_time = ?"
      " WHERE month = ? AND state = 'APPROVED'",
      {step.etag, step.by, step.time, FirstDayOf(month)}));
}

absl::StatusOr<bool> RunStore::TouchReleased(Month month, std::string_view new_etag) {
  return OneRow(
      transaction_.Execute("UPDATE run SET etag = ? WHERE month = ? AND state = 'RELEASED'",
                           {new_etag, FirstDayOf(month)}));
}

absl::StatusOr<bool> RunStore::AcknowledgeAll(Month month, std::string_view new_etag) {
  return OneRow(transaction_.Execute(
      "UPDATE run SET state = 'ACKNOWLEDGED', etag = ? WHERE month = ? AND state = 'RELEASED'",
      {new_etag, FirstDayOf(month)}));
}

absl::Status RunStore::ReplaceNotices(Month month, std::span<const std::string> notices) {
  CUIJIAO_RETURN_IF_ERROR(
      transaction_.Execute("DELETE FROM run_notice WHERE month = ?", {FirstDayOf(month)}).status());
  std::vector<db::Values> rows;
  for (const std::string& notice : notices) {
    rows.push_back({FirstDayOf(month), static_cast<std::int32_t>(rows.size()), notice});
  }
  return transaction_.InsertRows("run_notice", {"month", "position", "notice"}, rows).status();
}

absl::StatusOr<std::vector<std::string>> RunStore::LoadNotices(Month month) {
  CUIJIAO_ASSIGN_OR_RETURN(
      const db::Rows rows,
      transaction_.Query("SELECT notice FROM run_notice WHERE month = ? ORDER BY position",
                         {FirstDayOf(month)}));
  std::vector<std::string> notices;
  for (const db::Row& row : rows) notices.push_back(row.String("notice"));
  return notices;
}

absl::Status RunStore::ReplaceSnapshot(Month month, const std::string& snapshot) {
  CUIJIAO_RETURN_IF_ERROR(
      transaction_.Execute("DELETE FROM run_snapshot WHERE month = ?", {FirstDayOf(month)})
          .status());
  return transaction_
      .Execute("INSERT INTO run_snapshot (month, snapshot) VALUES (?, ?)",
               {FirstDayOf(month), snapshot})
      .status();
}

absl::StatusOr<std::string> RunStore::LoadSnapshot(Month month) {
  CUIJIAO_ASSIGN_OR_RETURN(
      const std::optional<db::Row> row,
      transaction_.QueryOne("SELECT snapshot FROM run_snapshot WHERE month = ?",
                            {FirstDayOf(month)}));
  if (!row) return absl::DataLossError("the run of " + FormatMonth(month) + " has no snapshot");
  return row->String("snapshot");
}

}  // namespace cuijiao::payroll
