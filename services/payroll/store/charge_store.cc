#include "services/payroll/store/charge_store.h"

#include "common/status/macros.h"
#include "services/payroll/store/payroll_words.h"

namespace cuijiao::payroll {

absl::StatusOr<std::vector<Charge>> ChargeStore::LoadOpen(Month run_month, Month known_before) {
  CUIJIAO_ASSIGN_OR_RETURN(
      const db::Rows rows,
      transaction_.Query(
          "SELECT charge_id, bearer_id, kind, month, amount_fen,"
          " CAST(amount_fen - COALESCE((SELECT SUM(taken_fen) FROM charge_taking"
          "   WHERE charge_taking.charge_id = charge.charge_id AND charge_taking.run_month < ?), 0)"
          "   AS SIGNED) AS open_fen"
          " FROM charge WHERE run_month < ? HAVING open_fen > 0 ORDER BY charge_id",
          {FirstDayOf(run_month), FirstDayOf(known_before)}));
  std::vector<Charge> charges;
  for (const db::Row& row : rows) {
    charges.push_back({.id = row.String("charge_id"),
                       .bearer_id = row.String("bearer_id"),
                       .kind = ValueOf(kChargeKindWords, row.String("kind")),
                       .month = Month(row.Date("month")),
                       .amount = row.Fen("amount_fen"),
                       .open = row.Fen("open_fen")});
  }
  return charges;
}

absl::StatusOr<std::vector<Charge>> ChargeStore::LoadCarried(Month run_month) {
  return LoadOpen(run_month, run_month);
}

absl::StatusOr<std::vector<Charge>> ChargeStore::LoadOfRun(Month run_month) {
  return LoadOpen(run_month, run_month + 1);
}

absl::StatusOr<std::set<std::string>> ChargeStore::LoadKnownIds(Month run_month) {
  CUIJIAO_ASSIGN_OR_RETURN(const db::Rows rows,
                           transaction_.Query("SELECT charge_id FROM charge WHERE run_month < ?",
                                              {FirstDayOf(run_month)}));
  std::set<std::string> ids;
  for (const db::Row& row : rows) ids.insert(row.String("charge_id"));
  return ids;
}

absl::Status ChargeStore::ReplaceOfRun(Month run_month, std::span<const Charge> brought,
                                       std::span<const Taking> takings) {
  CUIJIAO_RETURN_IF_ERROR(
      transaction_.Execute("DELETE FROM charge_taking WHERE run_month = ?", {FirstDayOf(run_month)})
          .status());
  CUIJIAO_RETURN_IF_ERROR(
      transaction_.Execute("DELETE FROM charge WHERE run_month = ?", {FirstDayOf(run_month)})
          .status());
  std::vector<db::Values> charge_rows;
  for (const Charge& charge : brought) {
    charge_rows.push_back({charge.id, charge.bearer_id, WordOf(kChargeKindWords, charge.kind),
                           FirstDayOf(charge.month), charge.amount, FirstDayOf(run_month)});
  }
  CUIJIAO_RETURN_IF_ERROR(
      transaction_
          .InsertRows("charge",
                      {"charge_id", "bearer_id", "kind", "month", "amount_fen", "run_month"},
                      charge_rows)
          .status());
  std::vector<db::Values> taking_rows;
  for (const Taking& taking : takings) {
    taking_rows.push_back({taking.charge_id, FirstDayOf(run_month), taking.taken});
  }
  return transaction_
      .InsertRows("charge_taking", {"charge_id", "run_month", "taken_fen"}, taking_rows)
      .status();
}

absl::StatusOr<std::vector<Taking>> ChargeStore::LoadTakings(Month run_month) {
  CUIJIAO_ASSIGN_OR_RETURN(
      const db::Rows rows,
      transaction_.Query("SELECT charge_taking.charge_id AS charge_id, charge.kind AS kind,"
                         " charge_taking.taken_fen AS taken_fen"
                         " FROM charge_taking JOIN charge"
                         " ON charge.charge_id = charge_taking.charge_id"
                         " WHERE charge_taking.run_month = ? ORDER BY charge.bearer_id, charge_id",
                         {FirstDayOf(run_month)}));
  std::vector<Taking> takings;
  for (const db::Row& row : rows) {
    takings.push_back({row.String("charge_id"), ValueOf(kChargeKindWords, row.String("kind")),
                       row.Fen("taken_fen")});
  }
  return takings;
}

}  // namespace cuijiao::payroll
