#include "services/payroll/store/opening_store.h"

#include <utility>

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

absl::Status OpeningStore::Freeze(int plan_year) {
  return transaction_
      .Execute(
          "INSERT INTO opening_year (plan_year, revision, frozen) VALUES (?, 0, 1)"
          " ON DUPLICATE KEY UPDATE frozen = 1",
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

absl::StatusOr<std::vector<OpeningDeduction>> OpeningStore::Load(int plan_year) {
  std::vector<OpeningDeduction> deductions;
  CUIJIAO_RETURN_IF_ERROR(transaction_.QueryEach(
      "SELECT month, staff_id, area_id, project_id, taken_fen FROM opening_deduction"
      " WHERE month BETWEEN ? AND ? ORDER BY month, staff_id, area_id",
      {Date(plan_year, 1, 1), Date(plan_year, 12, 31)}, [&](const db::Row& row) {
        deductions.push_back({Month(row.Date("month")), row.String("staff_id"),
                              row.String("area_id"), row.String("project_id"),
                              row.Fen("taken_fen")});
        return absl::OkStatus();
      }));
  return deductions;
}

absl::StatusOr<std::vector<TakenDeduction>> OpeningStore::LoadTaken(int plan_year) {
  CUIJIAO_ASSIGN_OR_RETURN(const std::vector<OpeningDeduction> parts, Load(plan_year));
  std::vector<TakenDeduction> deductions;
  for (const OpeningDeduction& part : parts) {
    const bool is_next = deductions.empty() || deductions.back().month != part.month ||
                         deductions.back().staff_id != part.staff_id;
    if (is_next) deductions.push_back({part.month, part.staff_id, Fen(0), {}});
    deductions.back().taken += part.taken;
    deductions.back().shares.push_back({part.area_id, Rational(part.taken)});
  }
  for (TakenDeduction& deduction : deductions) {
    for (AreaShare& share : deduction.shares) share.share = share.share / Rational(deduction.taken);
  }
  return deductions;
}

absl::StatusOr<std::optional<Month>> OpeningStore::LastMonth(int plan_year) {
  CUIJIAO_ASSIGN_OR_RETURN(
      const std::optional<db::Row> row,
      transaction_.QueryOne("SELECT month FROM opening_deduction WHERE month BETWEEN ? AND ?"
                            " ORDER BY month DESC LIMIT 1",
                            {Date(plan_year, 1, 1), Date(plan_year, 12, 31)}));
  if (!row) return std::optional<Month>();
  return std::optional(Month(row->Date("month")));
}

}  // namespace cuijiao::payroll
