#include "services/ledger/store/billing/late_fee_store.h"

#include <algorithm>
#include <map>
#include <set>

#include "common/status/macros.h"
#include "services/ledger/domain/journal/journal.h"
#include "services/ledger/store/id_chunks.h"
#include "services/ledger/store/sql_text.h"

namespace cuijiao::ledger {
namespace {

// Principal moved by one kind of posting, on one day.
constexpr std::string_view kSelectPrincipalMoves =
    "SELECT b.bill_id, b.due_date, b.principal_fen - b.credited_fen AS owed_fen, l.kind,"
    " l.posting_date, l.recorded_time, l.amount_fen, p.received_date, p.reversal_reason"
    " FROM journal_line l FORCE INDEX (journal_line_by_unit)"
    " JOIN bill b ON b.bill_id = l.bill_id"
    " LEFT JOIN payment p ON p.payment_id = l.payment_id"
    " WHERE l.unit_id = ? AND l.account = 'RECEIVABLE' AND l.component = 'PRINCIPAL'"
    "   AND b.due_date < ?"
    " ORDER BY b.due_date, b.bill_id, l.sequence, l.line_number";

constexpr std::string_view kSelectCharged =
    "SELECT bill_id, SUM(amount_fen) AS charged_fen FROM adjustment"
    " WHERE unit_id = ? AND kind = 'LATE_FEE' GROUP BY bill_id";

// The day from which a move counts; none for what was so from the beginning.
std::optional<Date> CountsFrom(const db::Row& row) {
  const EntryKind kind = ParseEntryKind(row.String("kind")).value();
  const std::optional<Date> received = row.OptionalDate("received_date");
  if (!received) {
    const bool from_beginning =
        kind == EntryKind::kBill || kind == EntryKind::kOpening || kind == EntryKind::kCreditNote;
    return from_beginning ? std::nullopt : std::optional(row.Date("posting_date"));
  }
  const bool paid_back = kind == EntryKind::kRefund ||
                         (kind == EntryKind::kReversal &&
                          ParseReversalReason(row.OptionalString("reversal_reason").value_or("")) ==
                              ReversalReason::kRefunded);
  return paid_back ? row.Date("posting_date") : *received;
}

}  // namespace

absl::StatusOr<std::vector<LateFeeBasis>> LoadLateFeeBases(db::Transaction& transaction,
                                                           std::string_view unit_id,
                                                           std::span<const std::string> bill_ids,
                                                           Date through, absl::TimeZone zone) {
  std::vector<LateFeeBasis> bases;
  CUIJIAO_RETURN_IF_ERROR(
      transaction.QueryEach(kSelectPrincipalMoves, {unit_id, through}, [&](const db::Row& row) {
        const std::string bill_id = row.String("bill_id");
        if (!bill_ids.empty() && std::ranges::find(bill_ids, bill_id) == bill_ids.end()) {
          return absl::OkStatus();
        }
        if (bases.empty() || bases.back().bill_id != bill_id) {
          LateFeeBasis& basis = bases.emplace_back();
          basis.bill_id = bill_id;
          basis.due_date = row.Date("due_date");
          basis.principal = row.Fen("owed_fen");
        }
        LateFeeBasis& basis = bases.back();
        if (row.String("kind") == EntryKindName(EntryKind::kOpening)) {
          // Also where it is posted on a day before: the late fee of these days came with it.
          basis.taken_over_through =
              std::max(row.Date("posting_date"), absl::ToCivilDay(row.Time("recorded_time"), zone));
        }
        if (const std::optional<Date> day = CountsFrom(row)) {
          basis.changes[*day] += row.Fen("amount_fen");
        }
        return absl::OkStatus();
      }));
  std::map<std::string, Fen> charged;
  CUIJIAO_RETURN_IF_ERROR(transaction.QueryEach(kSelectCharged, {unit_id}, [&](const db::Row& row) {
    charged[row.String("bill_id")] = row.Fen("charged_fen");
    return absl::OkStatus();
  }));
  for (LateFeeBasis& basis : bases) {
    const auto before = charged.find(basis.bill_id);
    if (before != charged.end()) basis.charged_before = before->second;
  }
  return bases;
}

absl::StatusOr<std::optional<std::string>> FindUnknownBill(db::Transaction& transaction,
                                                           std::string_view unit_id,
                                                           std::span<const std::string> bill_ids) {
  std::set<std::string> unknown(bill_ids.begin(), bill_ids.end());
  for (const IdChunk& chunk : ChunkIds(bill_ids)) {
    db::Values values = chunk.values;
    values.emplace_back(unit_id);
    CUIJIAO_RETURN_IF_ERROR(
        transaction.QueryEach(Concat({"SELECT bill_id FROM bill WHERE bill_id IN ",
                                      chunk.placeholders, " AND unit_id = ?"}),
                              values, [&](const db::Row& row) {
                                unknown.erase(row.String("bill_id"));
                                return absl::OkStatus();
                              }));
  }
  return unknown.empty() ? std::nullopt : std::optional(*unknown.begin());
}

}  // namespace cuijiao::ledger
