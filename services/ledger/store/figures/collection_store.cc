#include "services/ledger/store/figures/collection_store.h"

#include <map>
#include <set>
#include <utility>

#include "common/status/macros.h"
#include "services/ledger/store/billing/bill_rows.h"
#include "services/ledger/store/id_chunks.h"
#include "services/ledger/store/sql_text.h"

namespace cuijiao::ledger {
namespace {

constexpr std::string_view kUnpaid =
    "b.unpaid_principal_fen + b.unpaid_late_fee_fen + b.unpaid_cost_fen";

UnitDebt DebtOf(const db::Row& row) {
  return {row.String("unit_id"), row.Fen("overdue_fen"), row.OptionalDate("oldest_due_date"),
          row.Int64("debt_version")};
}

}  // namespace

absl::StatusOr<std::vector<UnitDebt>> CollectionStore::ListDebts(std::string_view community_id,
                                                                 Date date,
                                                                 std::string_view after_unit_id,
                                                                 int limit) {
  CUIJIAO_ASSIGN_OR_RETURN(
      const db::Rows rows,
      transaction_.Query(
          Concat({"SELECT a.unit_id, a.debt_version, SUM(", kUnpaid,
                  ") AS overdue_fen, MIN(b.due_date) AS oldest_due_date FROM unit_account a"
                  " JOIN bill b ON b.unit_id = a.unit_id AND b.is_open = 1 AND b.due_date < ?"
                  " WHERE a.community_id = ? AND a.unit_id > ?"
                  " GROUP BY a.unit_id, a.debt_version ORDER BY a.unit_id LIMIT ?"}),
          {date, community_id, after_unit_id, limit}));
  std::vector<UnitDebt> debts;
  for (const db::Row& row : rows) debts.push_back(DebtOf(row));
  return debts;
}

absl::StatusOr<std::optional<UnitDebt>> CollectionStore::LoadDebt(std::string_view unit_id,
                                                                  Date date) {
  CUIJIAO_ASSIGN_OR_RETURN(
      const std::optional<db::Row> row,
      transaction_.QueryOne(
          Concat({"SELECT a.unit_id, a.debt_version, COALESCE(SUM(", kUnpaid,
                  "), 0) AS overdue_fen, MIN(b.due_date) AS oldest_due_date FROM unit_account a"
                  " LEFT JOIN bill b ON b.unit_id = a.unit_id AND b.is_open = 1 AND b.due_date < ?"
                  " WHERE a.unit_id = ? GROUP BY a.unit_id, a.debt_version"}),
          {date, unit_id}));
  if (!row) return std::optional<UnitDebt>();
  return std::optional(DebtOf(*row));
}

absl::StatusOr<std::vector<Bill>> CollectionStore::ListUpcoming(std::string_view community_id,
                                                                Date from, Date to,
                                                                const BillPosition& after,
                                                                int limit) {
  CUIJIAO_ASSIGN_OR_RETURN(
      const db::Rows rows,
      transaction_.Query(Concat({kSelectBill,
                                 " WHERE community_id = ? AND due_date BETWEEN ? AND ?"
                                 " AND is_open = 1 AND (due_date, bill_id) > (?, ?)"
                                 " ORDER BY due_date, bill_id LIMIT ?"}),
                         {community_id, from, to, after.due_date, after.bill_id, limit}));
  std::vector<Bill> bills;
  for (const db::Row& row : rows) bills.push_back(BillOf(row));
  return bills;
}

absl::StatusOr<std::vector<Bill>> CollectionStore::WithoutCovered(std::vector<Bill> bills) {
  if (bills.empty()) return bills;
  std::set<std::string> units;
  for (const Bill& bill : bills) units.insert(bill.unit_id);
  const std::vector<std::string> unit_ids(units.begin(), units.end());
  std::set<std::string> covered;
  for (const IdChunk& chunk : ChunkIds(unit_ids)) {
    db::Values values = {bills.back().due_date};
    values.insert(values.end(), chunk.values.begin(), chunk.values.end());
    constexpr std::string_view kOpenBillsOfHolders =
        " AS unpaid_fen FROM unit_account a"
        " JOIN bill b ON b.unit_id = a.unit_id AND b.is_open = 1 AND b.due_date <= ?"
        " WHERE a.prepayment_fen > 0 AND a.unit_id IN ";
    CUIJIAO_ASSIGN_OR_RETURN(
        const db::Rows rows,
        transaction_.Query(
            Concat({"SELECT a.unit_id, a.prepayment_fen, b.bill_id, ", kUnpaid, kOpenBillsOfHolders,
                    chunk.placeholders, " ORDER BY a.unit_id, b.due_date, b.bill_id"}),
            values));
    std::map<std::string, Fen> held;
    for (const db::Row& row : rows) {
      Fen& left = held.try_emplace(row.String("unit_id"), row.Fen("prepayment_fen")).first->second;
      const Fen unpaid = row.Fen("unpaid_fen");
      if (left >= unpaid) covered.insert(row.String("bill_id"));
      left = left >= unpaid ? left - unpaid : Fen(0);
    }
  }
  std::erase_if(bills, [&](const Bill& bill) { return covered.contains(bill.id); });
  return bills;
}

}  // namespace cuijiao::ledger
