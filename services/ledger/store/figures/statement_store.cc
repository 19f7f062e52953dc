#include "services/ledger/store/figures/statement_store.h"

#include <optional>

#include "common/status/macros.h"
#include "fmt/format.h"
#include "services/ledger/store/id_chunks.h"
#include "services/ledger/store/sql_text.h"

namespace cuijiao::ledger {
namespace {

constexpr std::string_view kSelectMovements =
    "SELECT e.sequence, e.kind, e.reference_id, e.posting_date, e.recorded_time,"
    " SUM(CASE WHEN l.account = 'RECEIVABLE' THEN l.amount_fen ELSE 0 END) AS owed_change_fen,"
    " -SUM(CASE WHEN l.account = 'PREPAYMENT' THEN l.amount_fen ELSE 0 END)"
    "   AS prepayment_change_fen"
    " FROM journal_line l"
    " JOIN journal_entry e ON e.partition_id = l.partition_id AND e.sequence = l.sequence"
    " WHERE l.unit_id = ? AND l.account IN ('RECEIVABLE', 'PREPAYMENT')"
    " AND l.posting_date <= ? AND l.recorded_time <= ?"
    " GROUP BY e.partition_id, e.sequence, e.kind, e.reference_id, e.posting_date, e.recorded_time"
    " ORDER BY e.partition_id, e.sequence";

constexpr std::string_view kSelectDues =
    "SELECT b.due_date, SUM(l.amount_fen) AS unpaid_fen"
    " FROM journal_line l JOIN bill b ON b.bill_id = l.bill_id"
    " WHERE l.account = 'RECEIVABLE' AND l.posting_date <= ? AND l.recorded_time <= ?";
constexpr std::string_view kByDueDate =
    " GROUP BY b.due_date HAVING SUM(l.amount_fen) <> 0 ORDER BY b.due_date";

// The same by unit too, for units of one community.
constexpr std::string_view kSelectUnitDues =
    "SELECT l.unit_id, b.due_date, SUM(l.amount_fen) AS unpaid_fen FROM journal_line l";
constexpr std::string_view kOfCommunity =
    " JOIN bill b ON b.bill_id = l.bill_id"
    " WHERE l.partition_id = ? AND l.account = 'RECEIVABLE'"
    " AND l.posting_date <= ? AND l.recorded_time <= ?";
constexpr std::string_view kByUnitAndDueDate =
    " GROUP BY l.unit_id, b.due_date HAVING SUM(l.amount_fen) <> 0"
    " ORDER BY l.unit_id, b.due_date";

std::vector<DueAmount> ReadDues(const db::Rows& rows) {
  std::vector<DueAmount> dues;
  dues.reserve(rows.size());
  for (const db::Row& row : rows) dues.push_back({row.Date("due_date"), row.Fen("unpaid_fen")});
  return dues;
}

}  // namespace

absl::StatusOr<std::vector<UnitMovement>> StatementStore::LoadMovements(std::string_view unit_id,
                                                                        const AsOf& as_of) {
  std::vector<UnitMovement> movements;
  CUIJIAO_RETURN_IF_ERROR(transaction_.QueryEach(
      kSelectMovements, {unit_id, as_of.date, as_of.recorded_by},
      [&](const db::Row& row) -> absl::Status {
        const std::optional<EntryKind> kind = ParseEntryKind(row.String("kind"));
        if (!kind) {
          return absl::InternalError(
              fmt::format("journal entry {} of unit {} has the unknown kind '{}'",
                          row.Int64("sequence"), unit_id, row.String("kind")));
        }
        movements.push_back({.sequence = row.Int64("sequence"),
                             .kind = *kind,
                             .reference_id = row.String("reference_id"),
                             .posting_date = row.Date("posting_date"),
                             .recorded_time = row.Time("recorded_time"),
                             .owed_change = row.Fen("owed_change_fen"),
                             .prepayment_change = row.Fen("prepayment_change_fen")});
        return absl::OkStatus();
      }));
  return movements;
}

absl::StatusOr<std::vector<DueAmount>> StatementStore::LoadUnitDues(std::string_view unit_id,
                                                                    const AsOf& as_of) {
  CUIJIAO_ASSIGN_OR_RETURN(
      const db::Rows rows,
      transaction_.Query(Concat({kSelectDues, " AND l.unit_id = ?", kByDueDate}),
                         {as_of.date, as_of.recorded_by, unit_id}));
  return ReadDues(rows);
}

absl::StatusOr<std::map<std::string, std::vector<DueAmount>>> StatementStore::LoadDuesOf(
    std::string_view community_id, std::span<const std::string> unit_ids, const AsOf& as_of) {
  std::map<std::string, std::vector<DueAmount>> dues;
  for (const IdChunk& chunk : ChunkIds(unit_ids)) {
    db::Values values = {community_id, as_of.date, as_of.recorded_by};
    values.insert(values.end(), chunk.values.begin(), chunk.values.end());
    CUIJIAO_RETURN_IF_ERROR(transaction_.QueryEach(
        Concat({kSelectUnitDues, " FORCE INDEX (journal_line_by_unit)", kOfCommunity,
                " AND l.unit_id IN ", chunk.placeholders, kByUnitAndDueDate}),
        values, [&](const db::Row& row) {
          dues[row.String("unit_id")].push_back({row.Date("due_date"), row.Fen("unpaid_fen")});
          return absl::OkStatus();
        }));
  }
  return dues;
}

absl::StatusOr<std::map<std::string, std::vector<DueAmount>>> StatementStore::LoadDuesByUnit(
    std::string_view community_id, const AsOf& as_of) {
  std::map<std::string, std::vector<DueAmount>> dues;
  CUIJIAO_RETURN_IF_ERROR(transaction_.QueryEach(
      Concat({kSelectUnitDues, kOfCommunity, kByUnitAndDueDate}),
      {community_id, as_of.date, as_of.recorded_by}, [&](const db::Row& row) {
        dues[row.String("unit_id")].push_back({row.Date("due_date"), row.Fen("unpaid_fen")});
        return absl::OkStatus();
      }));
  return dues;
}

absl::StatusOr<std::vector<DueAmount>> StatementStore::LoadCommunityDues(
    std::string_view community_id, const AsOf& as_of) {
  CUIJIAO_ASSIGN_OR_RETURN(
      const db::Rows rows,
      transaction_.Query(Concat({kSelectDues, " AND l.partition_id = ?", kByDueDate}),
                         {as_of.date, as_of.recorded_by, community_id}));
  return ReadDues(rows);
}

absl::StatusOr<std::map<std::string, ComponentAmounts>> StatementStore::LoadCharges(
    std::string_view unit_id) {
  std::map<std::string, ComponentAmounts> charges;
  CUIJIAO_RETURN_IF_ERROR(transaction_.QueryEach(
      "SELECT bill_id, component, SUM(amount_fen) AS charged_fen FROM journal_line"
      " WHERE unit_id = ? AND account = 'RECEIVABLE' AND payment_id IS NULL"
      " AND component IN ('LATE_FEE', 'COST')"
      " AND kind IN ('OPENING', 'LATE_FEE', 'COST', 'CREDIT_NOTE') GROUP BY bill_id, component",
      {unit_id}, [&](const db::Row& row) {
        const BillComponent component = ParseComponent(row.String("component")).value();
        charges[row.String("bill_id")].Of(component) = row.Fen("charged_fen");
        return absl::OkStatus();
      }));
  return charges;
}

absl::StatusOr<std::vector<AccountBalance>> StatementStore::LoadTrialBalance(
    std::string_view project_id, const AsOf& as_of) {
  constexpr std::string_view kSelect =
      "SELECT l.account, SUM(l.amount_fen) AS balance_fen FROM journal_line l"
      " JOIN journal_partition p ON p.partition_id = l.partition_id"
      " WHERE l.posting_date <= ? AND l.recorded_time <= ?";
  constexpr std::string_view kByAccount = " GROUP BY l.account ORDER BY l.account";
  CUIJIAO_ASSIGN_OR_RETURN(
      const db::Rows rows,
      project_id.empty()
          ? transaction_.Query(Concat({kSelect, kByAccount}), {as_of.date, as_of.recorded_by})
          : transaction_.Query(Concat({kSelect, " AND p.project_id = ?", kByAccount}),
                               {as_of.date, as_of.recorded_by, project_id}));
  std::vector<AccountBalance> balances;
  balances.reserve(rows.size());
  for (const db::Row& row : rows) {
    balances.push_back({row.String("account"), row.Fen("balance_fen")});
  }
  return balances;
}

}  // namespace cuijiao::ledger
