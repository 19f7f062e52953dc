#include "services/ledger/store/receipts/reconciliation_store.h"

#include <algorithm>
#include <utility>

#include "common/crypto/digest.h"
#include "common/db/database_error.h"
#include "common/requests/request_log.h"
#include "common/status/macros.h"
#include "common/status/reason.h"
#include "services/ledger/domain/receipts/receipt.h"
#include "services/ledger/store/sql_text.h"

namespace cuijiao::ledger {
namespace {

constexpr std::string_view kAcceptanceColumn = "accepted_difference.reason";
constexpr std::size_t kIdBytes = 16;

// What the system before received is in no list of finance's (LED-19).
constexpr std::string_view kSelectLedgerSide =
    "SELECT p.payment_id, p.unit_id, p.received_date, p.amount_fen, p.external_reference,"
    " r.project_id, r.year, r.number"
    " FROM community c JOIN payment p ON p.community_id = c.community_id"
    " LEFT JOIN receipt r ON r.payment_id = p.payment_id"
    " WHERE p.method <> 'OPENING' AND c.project_id = ? AND p.posting_date > ? AND p.posting_date "
    "<= ?"
    " AND NOT (p.state = 'REVERSED' AND p.state_date <= ?) ORDER BY p.payment_id";

FinanceList FinanceListOf(const db::Row& row) {
  return {.id = row.String("list_id"),
          .project_id = row.String("project_id"),
          .month = Month(row.Date("month")),
          .version = row.Int32("version"),
          .row_count = row.Int32("row_count"),
          .total = row.Fen("total_fen"),
          .difference_count = row.Int32("difference_count"),
          .imported_by = row.String("imported_by"),
          .recorded_time = row.Time("recorded_time")};
}

Difference FrozenDifferenceOf(const db::Row& row) {
  return {.kind = ParseDifferenceKind(row.String("kind")).value(),
          .line = row.Int32("line"),
          .payment_id = row.String("payment_id"),
          .unit_id = row.String("unit_id"),
          .received_date = row.OptionalDate("received_date"),
          .finance = row.Fen("finance_fen"),
          .ledger = row.Fen("ledger_fen"),
          .receipt_number = row.String("receipt_number"),
          .external_reference = row.String("external_reference"),
          .identity = row.String("difference_id")};
}

}  // namespace

std::string DifferenceId(const Difference& difference) {
  return HexEncode(Sha256(difference.identity).substr(0, kIdBytes));
}

absl::Status ReconciliationStore::InsertList(const FinanceList& list,
                                             std::span<const FinanceRow> rows) {
  const db::Values head = {
      list.id,    list.project_id,       FirstDayOf(list.month), list.version,      list.row_count,
      list.total, list.difference_count, list.imported_by,       list.recorded_time};
  const absl::Status inserted =
      transaction_
          .InsertRows("finance_list",
                      {"list_id", "project_id", "month", "version", "row_count", "total_fen",
                       "difference_count", "imported_by", "recorded_time"},
                      {&head, 1})
          .status();
  if (!db::ViolatedKey(inserted).empty()) {
    return Refusal(absl::StatusCode::kAborted, kRequestRaced,
                   "another list of the project's month was laid meanwhile");
  }
  CUIJIAO_RETURN_IF_ERROR(inserted);
  std::vector<db::Values> values;
  values.reserve(rows.size());
  for (const FinanceRow& row : rows) {
    values.push_back({list.id, row.line, row.receipt_number, row.external_reference, row.unit_id,
                      row.received_date, row.amount});
  }
  return transaction_
      .InsertRows("finance_list_row",
                  {"list_id", "line", "receipt_number", "external_reference", "unit_id",
                   "received_date", "amount_fen"},
                  values)
      .status();
}

absl::StatusOr<std::vector<FinanceList>> ReconciliationStore::LoadLists(std::string_view where,
                                                                        const db::Values& values) {
  CUIJIAO_ASSIGN_OR_RETURN(
      const db::Rows rows,
      transaction_.Query(Concat({"SELECT list_id, project_id, month, version, row_count, total_fen,"
                                 " difference_count, imported_by, recorded_time FROM finance_list",
                                 where}),
                         values));
  std::vector<FinanceList> lists;
  for (const db::Row& row : rows) lists.push_back(FinanceListOf(row));
  return lists;
}

absl::StatusOr<std::vector<FinanceList>> ReconciliationStore::ListLists(const ProjectMonth& place,
                                                                        int before, int limit) {
  return LoadLists(
      " WHERE month = ? AND project_id = ? AND version < ? ORDER BY version DESC LIMIT ?",
      {FirstDayOf(place.month), place.project_id, before, limit});
}

absl::StatusOr<std::optional<FinanceList>> ReconciliationStore::LoadLatest(
    const ProjectMonth& place) {
  CUIJIAO_ASSIGN_OR_RETURN(
      std::vector<FinanceList> found,
      LoadLists(" WHERE month = ? AND project_id = ? ORDER BY version DESC LIMIT 1",
                {FirstDayOf(place.month), place.project_id}));
  if (found.empty()) return std::optional<FinanceList>();
  return std::optional(std::move(found.front()));
}

absl::StatusOr<std::optional<FinanceList>> ReconciliationStore::LoadList(std::string_view list_id) {
  CUIJIAO_ASSIGN_OR_RETURN(std::vector<FinanceList> found,
                           LoadLists(" WHERE list_id = ?", {list_id}));
  if (found.empty()) return std::optional<FinanceList>();
  return std::optional(std::move(found.front()));
}

absl::StatusOr<std::vector<FinanceRow>> ReconciliationStore::LoadRows(std::string_view list_id) {
  std::vector<FinanceRow> rows;
  CUIJIAO_RETURN_IF_ERROR(transaction_.QueryEach(
      "SELECT line, receipt_number, external_reference, unit_id, received_date, amount_fen"
      " FROM finance_list_row WHERE list_id = ? ORDER BY line",
      {list_id}, [&](const db::Row& row) {
        rows.push_back({row.Int32("line"), row.String("receipt_number"),
                        row.String("external_reference"), row.String("unit_id"),
                        row.OptionalDate("received_date"), row.Fen("amount_fen")});
        return absl::OkStatus();
      }));
  return rows;
}

absl::StatusOr<std::vector<std::string>> ReconciliationStore::LoadProjectsWithLists(Month month) {
  CUIJIAO_ASSIGN_OR_RETURN(
      const db::Rows rows,
      transaction_.Query(
          "SELECT DISTINCT project_id FROM finance_list WHERE month = ? ORDER BY project_id",
          {FirstDayOf(month)}));
  std::vector<std::string> project_ids;
  for (const db::Row& row : rows) project_ids.push_back(row.String("project_id"));
  return project_ids;
}

absl::StatusOr<std::vector<LedgerReceipt>> ReconciliationStore::LoadLedgerSide(
    std::string_view project_id, const AccountingDays& days) {
  std::vector<LedgerReceipt> receipts;
  CUIJIAO_RETURN_IF_ERROR(transaction_.QueryEach(
      kSelectLedgerSide, {project_id, days.after, days.last, days.last}, [&](const db::Row& row) {
        LedgerReceipt& receipt = receipts.emplace_back();
        receipt.payment_id = row.String("payment_id");
        receipt.unit_id = row.String("unit_id");
        receipt.received_date = row.Date("received_date");
        receipt.amount = row.Fen("amount_fen");
        receipt.external_reference = row.OptionalString("external_reference").value_or("");
        if (!row.IsNull("number")) {
          receipt.receipt_number = FormatReceiptNumber(
              {row.String("project_id"), row.Int32("year"), row.Int64("number")});
        }
        return absl::OkStatus();
      }));
  return receipts;
}

absl::StatusOr<Comparison> ReconciliationStore::Compare(const FinanceList& list,
                                                        const AccountingDays& days) {
  CUIJIAO_ASSIGN_OR_RETURN(const std::vector<FinanceRow> rows, LoadRows(list.id));
  CUIJIAO_ASSIGN_OR_RETURN(const std::vector<LedgerReceipt> payments,
                           LoadLedgerSide(list.project_id, days));
  return CompareReceipts(rows, payments);
}

absl::StatusOr<Acceptances> ReconciliationStore::LoadAcceptances(const ProjectMonth& place,
                                                                 const PersonalCipher& cipher) {
  CUIJIAO_ASSIGN_OR_RETURN(
      const db::Rows rows,
      transaction_.Query("SELECT difference_id, reason_cipher, accepted_by, accepted_time"
                         " FROM accepted_difference WHERE month = ? AND project_id = ?",
                         {FirstDayOf(place.month), place.project_id}));
  Acceptances acceptances;
  for (const db::Row& row : rows) {
    CUIJIAO_ASSIGN_OR_RETURN(std::string reason,
                             cipher.Decrypt(row.String("reason_cipher"), kAcceptanceColumn));
    acceptances[row.String("difference_id")] = {std::move(reason), row.String("accepted_by"),
                                                row.Time("accepted_time")};
  }
  return acceptances;
}

absl::StatusOr<std::vector<std::string>> ReconciliationStore::LoadAcceptedIds(
    const ProjectMonth& place) {
  CUIJIAO_ASSIGN_OR_RETURN(
      const db::Rows rows,
      transaction_.Query("SELECT difference_id FROM accepted_difference"
                         " WHERE month = ? AND project_id = ? ORDER BY difference_id",
                         {FirstDayOf(place.month), place.project_id}));
  std::vector<std::string> ids;
  for (const db::Row& row : rows) ids.push_back(row.String("difference_id"));
  return ids;
}

absl::Status ReconciliationStore::InsertAcceptance(const ProjectMonth& place,
                                                   std::string_view difference_id,
                                                   const Acceptance& acceptance,
                                                   const PersonalCipher& cipher) {
  const db::Values row = {
      FirstDayOf(place.month), place.project_id,
      difference_id,           cipher.Encrypt(acceptance.reason, kAcceptanceColumn),
      acceptance.accepted_by,  acceptance.accepted_time};
  return transaction_
      .InsertRows(
          "accepted_difference",
          {"month", "project_id", "difference_id", "reason_cipher", "accepted_by", "accepted_time"},
          {&row, 1})
      .status();
}

absl::Status ReconciliationStore::Freeze(const FinanceList& list, const Comparison& comparison) {
  const Date month = FirstDayOf(list.month);
  const db::Values head = {month,
                           list.project_id,
                           list.id,
                           comparison.matched_count,
                           comparison.matched,
                           comparison.ledger_count,
                           comparison.ledger};
  CUIJIAO_RETURN_IF_ERROR(transaction_
                              .InsertRows("closed_reconciliation",
                                          {"month", "project_id", "list_id", "matched_count",
                                           "matched_fen", "ledger_count", "ledger_fen"},
                                          {&head, 1})
                              .status());
  std::vector<db::Values> rows;
  for (const Difference& difference : comparison.differences) {
    rows.push_back({month, list.project_id, static_cast<std::int64_t>(rows.size()) + 1,
                    DifferenceId(difference), DifferenceKindName(difference.kind), difference.line,
                    difference.payment_id, difference.unit_id, difference.received_date,
                    difference.finance, difference.ledger, difference.receipt_number,
                    difference.external_reference});
  }
  return transaction_
      .InsertRows("closed_difference",
                  {"month", "project_id", "position", "difference_id", "kind", "line", "payment_id",
                   "unit_id", "received_date", "finance_fen", "ledger_fen", "receipt_number",
                   "external_reference"},
                  rows)
      .status();
}

absl::StatusOr<std::optional<FrozenComparison>> ReconciliationStore::LoadFrozen(
    const ProjectMonth& place) {
  const db::Values key = {FirstDayOf(place.month), place.project_id};
  CUIJIAO_ASSIGN_OR_RETURN(
      const std::optional<db::Row> head,
      transaction_.QueryOne("SELECT list_id, matched_count, matched_fen, ledger_count, ledger_fen"
                            " FROM closed_reconciliation WHERE month = ? AND project_id = ?",
                            key));
  if (!head) return std::optional<FrozenComparison>();
  FrozenComparison frozen;
  frozen.list_id = head->String("list_id");
  frozen.comparison.matched_count = head->Int32("matched_count");
  frozen.comparison.matched = head->Fen("matched_fen");
  frozen.comparison.ledger_count = head->Int32("ledger_count");
  frozen.comparison.ledger = head->Fen("ledger_fen");
  CUIJIAO_RETURN_IF_ERROR(transaction_.QueryEach(
      "SELECT difference_id, kind, line, payment_id, unit_id, received_date, finance_fen,"
      " ledger_fen, receipt_number, external_reference FROM closed_difference"
      " WHERE month = ? AND project_id = ? ORDER BY position",
      key, [&](const db::Row& row) {
        frozen.comparison.differences.push_back(FrozenDifferenceOf(row));
        return absl::OkStatus();
      }));
  return std::optional(std::move(frozen));
}

absl::Status CloseReconciliations(db::Transaction& transaction, const AccountingCalendar& calendar,
                                  Month month) {
  ReconciliationStore store(transaction);
  const AccountingDays days = calendar.DaysOf(month);
  CUIJIAO_ASSIGN_OR_RETURN(const std::vector<std::string> project_ids,
                           store.LoadProjectsWithLists(month));
  std::vector<std::pair<std::string, std::int64_t>> open;
  for (const std::string& project_id : project_ids) {
    const ProjectMonth place{project_id, month};
    CUIJIAO_ASSIGN_OR_RETURN(const std::optional<FinanceList> list, store.LoadLatest(place));
    CUIJIAO_ASSIGN_OR_RETURN(const Comparison comparison, store.Compare(*list, days));
    CUIJIAO_ASSIGN_OR_RETURN(const std::vector<std::string> accepted, store.LoadAcceptedIds(place));
    const auto open_count =
        std::ranges::count_if(comparison.differences, [&](const Difference& difference) {
          return !std::ranges::binary_search(accepted, DifferenceId(difference));
        });
    if (open_count > 0) {
      open.emplace_back(project_id, open_count);
    } else if (open.empty()) {
      CUIJIAO_RETURN_IF_ERROR(store.Freeze(*list, comparison));
    }
  }
  if (open.empty()) return absl::OkStatus();
  const auto& [project_id, open_count] = open.front();
  return Refusal(absl::StatusCode::kFailedPrecondition, kDifferencesOpen,
                 Concat({"finance's list of project ", project_id, " has ",
                         std::to_string(open_count), " differences that nobody accepted"}),
                 {{"month", FormatMonth(month)},
                  {"project_id", project_id},
                  {"open_count", std::to_string(open_count)},
                  {"project_count", std::to_string(open.size())}});
}

}  // namespace cuijiao::ledger
