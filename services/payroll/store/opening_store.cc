#include "services/payroll/store/opening_store.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "common/status/macros.h"

namespace cuijiao::payroll {

absl::StatusOr<bool> OpeningStore::OpenForChange(int plan_year) {
  CUIJIAO_RETURN_IF_ERROR(
      transaction_
          .Execute("INSERT INTO opening_year (plan_year, revision, frozen) VALUES (?, 0, 0)"
                   " ON DUPLICATE KEY UPDATE revision = revision",
                   {plan_year})
          .status());
  CUIJIAO_ASSIGN_OR_RETURN(const std::int64_t opened,
                           transaction_.Execute("UPDATE opening_year SET revision = revision + 1"
                                                " WHERE plan_year = ? AND frozen = 0",
                                                {plan_year}));
  return opened == 1;
}

absl::Status OpeningStore::Hold(int plan_year) {
  return transaction_
      .Execute(
          "INSERT INTO opening_year (plan_year, revision, frozen) VALUES (?, 1, 0)"
          " ON DUPLICATE KEY UPDATE revision = revision + 1",
          {plan_year})
      .status();
}

absl::Status OpeningStore::Freeze(int plan_year) {
  return transaction_
      .Execute(
          "INSERT INTO opening_year (plan_year, revision, frozen) VALUES (?, 1, 1)"
          " ON DUPLICATE KEY UPDATE revision = revision + 1, frozen = 1",
          {plan_year})
      .status();
}

absl::Status OpeningStore::Replace(int plan_year, std::string_view project_id,
                                   std::span<const OpeningDeduction> deductions) {
  CUIJIAO_RETURN_IF_ERROR(
      transaction_
          .Execute("DELETE FROM opening_deduction WHERE project_id = ? AND month BETWEEN ? AND ?",
                   {project_id, Date(plan_year, 1, 1), Date(plan_year, 12, 31)})
          .status());
  std::vector<db::Values> rows;
  rows.reserve(deductions.size());
  for (const OpeningDeduction& deduction : deductions) {
    rows.push_back({FirstDayOf(deduction.month), deduction.staff_id, deduction.area_id, project_id,
                    deduction.taken});
  }
  return transaction_
      .InsertRows("opening_deduction", {"month", "staff_id", "area_id", "project_id", "taken_fen"},
                  rows)
      .status();
}

absl::StatusOr<std::vector<OpeningDeduction>> OpeningStore::LoadWhere(std::string_view condition,
                                                                      const db::Values& values) {
  std::vector<OpeningDeduction> deductions;
  CUIJIAO_RETURN_IF_ERROR(transaction_.QueryEach(
      absl::StrCat("SELECT month, staff_id, area_id, project_id, taken_fen FROM opening_deduction"
                   " WHERE ",
                   std::string(condition)),
      values, [&](const db::Row& row) {
        deductions.push_back({Month(row.Date("month")), row.String("staff_id"),
                              row.String("area_id"), row.String("project_id"),
                              row.Fen("taken_fen")});
        return absl::OkStatus();
      }));
  return deductions;
}

absl::StatusOr<std::vector<OpeningDeduction>> OpeningStore::Load(int plan_year) {
  return LoadWhere("month BETWEEN ? AND ? ORDER BY month, staff_id, area_id",
                   {Date(plan_year, 1, 1), Date(plan_year, 12, 31)});
}

absl::StatusOr<std::vector<OpeningDeduction>> OpeningStore::LoadOfProject(
    int plan_year, std::string_view project_id) {
  return LoadWhere("project_id = ? AND month BETWEEN ? AND ? ORDER BY month, staff_id, area_id",
                   {project_id, Date(plan_year, 1, 1), Date(plan_year, 12, 31)});
}

absl::StatusOr<std::vector<OpeningDeduction>> OpeningStore::LoadOfMonth(Month month) {
  return LoadWhere("month = ? ORDER BY staff_id, area_id", {FirstDayOf(month)});
}

absl::StatusOr<std::vector<OpeningDeduction>> OpeningStore::LoadPage(
    int plan_year, const std::optional<OpeningDeduction>& after, std::int64_t limit) {
  const Date first(plan_year, 1, 1);
  return LoadWhere(
      "month BETWEEN ? AND ? AND (month, staff_id, area_id) > (?, ?, ?)"
      " ORDER BY month, staff_id, area_id LIMIT ?",
      {first, Date(plan_year, 12, 31), after ? FirstDayOf(after->month) : first,
       after ? after->staff_id : "", after ? after->area_id : "", limit});
}

absl::StatusOr<Fen> OpeningStore::LoadTotal(int plan_year) {
  CUIJIAO_ASSIGN_OR_RETURN(
      const std::optional<db::Row> row,
      transaction_.QueryOne("SELECT CAST(COALESCE(SUM(taken_fen), 0) AS SIGNED) AS total_fen"
                            " FROM opening_deduction WHERE month BETWEEN ? AND ?",
                            {Date(plan_year, 1, 1), Date(plan_year, 12, 31)}));
  return row->Fen("total_fen");
}

}  // namespace cuijiao::payroll
