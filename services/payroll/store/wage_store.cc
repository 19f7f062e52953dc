#include "services/payroll/store/wage_store.h"

#include "common/status/macros.h"

namespace cuijiao::payroll {

absl::Status WageStore::EnsureMonth(Month month) {
  return transaction_
      .Execute(
          "INSERT INTO wage_month (month, revision, frozen) VALUES (?, 0, 0)"
          " ON DUPLICATE KEY UPDATE revision = revision",
          {FirstDayOf(month)})
      .status();
}

absl::StatusOr<bool> WageStore::OpenForChange(Month month) {
  CUIJIAO_RETURN_IF_ERROR(EnsureMonth(month));
  CUIJIAO_ASSIGN_OR_RETURN(
      const std::int64_t opened,
      transaction_.Execute(
          "UPDATE wage_month SET revision = revision + 1 WHERE month = ? AND frozen = 0",
          {FirstDayOf(month)}));
  return opened == 1;
}

absl::Status WageStore::PutWages(Month month, std::span<const WageRecord> wages) {
  std::vector<db::Values> rows;
  rows.reserve(wages.size());
  for (const WageRecord& wage : wages) {
    rows.push_back({FirstDayOf(month), wage.staff_id, wage.employee_no, wage.gross, wage.city});
  }
  return transaction_
      .InsertRows("wage", {"month", "staff_id", "employee_no", "gross_fen", "city"}, rows,
                  "ON DUPLICATE KEY UPDATE employee_no = VALUES(employee_no),"
                  " gross_fen = VALUES(gross_fen), city = VALUES(city)")
      .status();
}

absl::StatusOr<std::vector<WageRecord>> WageStore::LoadWages(Month month) {
  CUIJIAO_ASSIGN_OR_RETURN(
      const db::Rows rows,
      transaction_.Query("SELECT staff_id, employee_no, gross_fen, city FROM wage"
                         " WHERE month = ? ORDER BY staff_id",
                         {FirstDayOf(month)}));
  std::vector<WageRecord> wages;
  wages.reserve(rows.size());
  for (const db::Row& row : rows) {
    wages.push_back({row.String("staff_id"), row.String("employee_no"), row.Fen("gross_fen"),
                     row.String("city")});
  }
  return wages;
}

absl::StatusOr<std::int64_t> WageStore::LockRevision(Month month) {
  CUIJIAO_RETURN_IF_ERROR(EnsureMonth(month));
  CUIJIAO_ASSIGN_OR_RETURN(
      const std::optional<db::Row> row,
      transaction_.QueryOne("SELECT revision FROM wage_month WHERE month = ? FOR UPDATE",
                            {FirstDayOf(month)}));
  return row->Int64("revision");
}

absl::StatusOr<bool> WageStore::Freeze(Month month, std::int64_t revision) {
  CUIJIAO_ASSIGN_OR_RETURN(
      const std::int64_t frozen,
      transaction_.Execute("UPDATE wage_month SET frozen = 1 WHERE month = ? AND revision = ?",
                           {FirstDayOf(month), revision}));
  return frozen == 1;
}

}  // namespace cuijiao::payroll
