#include "services/ledger/store/receipts/cash_store.h"

#include <array>
#include <map>
#include <utility>

#include "common/crypto/optional_text.h"
#include "common/db/enum_words.h"
#include "common/db/sql_lists.h"
#include "common/requests/request_log.h"
#include "common/status/macros.h"
#include "common/status/reason.h"
#include "services/ledger/store/id_chunks.h"
#include "services/ledger/store/receipts/payment_follower.h"
#include "services/ledger/store/sql_text.h"

namespace cuijiao::ledger {
namespace {

constexpr std::string_view kHandoverNoteColumn = "cash_handover.note";
constexpr std::string_view kHandoverReasonColumn = "cash_handover.reason";

constexpr std::array kHandoverStateWords = {
    db::Word{HandoverState::kStated, "STATED"},
    db::Word{HandoverState::kConfirmed, "CONFIRMED"},
    db::Word{HandoverState::kRejected, "REJECTED"},
};

absl::Status CashRaced() {
  return Refusal(absl::StatusCode::kAborted, kRequestRaced,
                 "the same cash was stated or decided about meanwhile");
}

std::vector<CashPayment> CashPaymentsOf(const db::Rows& rows) {
  std::vector<CashPayment> payments;
  for (const db::Row& row : rows) {
    payments.push_back({row.String("payment_id"), row.Fen("amount_fen")});
  }
  return payments;
}

}  // namespace

absl::StatusOr<std::vector<CashPayment>> CashStore::LoadInHand(std::string_view holder_staff_id,
                                                               absl::Time recorded_by) {
  CUIJIAO_ASSIGN_OR_RETURN(
      const db::Rows rows,
      transaction_.Query("SELECT c.payment_id, p.amount_fen"
                         " FROM cash_payment c JOIN payment p ON p.payment_id = c.payment_id"
                         " WHERE c.handed_over = 0 AND c.taken_by = ? AND c.handover_id IS NULL"
                         " AND p.state = 'RECORDED' AND p.recorded_time <= ?"
                         " ORDER BY c.payment_id",
                         {holder_staff_id, recorded_by}));
  return CashPaymentsOf(rows);
}

absl::Status CashStore::InsertHandover(const CashHandover& handover,
                                       std::span<const CashPayment> payments) {
  const db::Values row = {handover.id,
                          handover.holder_staff_id,
                          handover.handover_date,
                          handover.taken,
                          handover.payment_count,
                          handover.stated,
                          db::WordOf(kHandoverStateWords, handover.state),
                          handover.stated_by,
                          handover.stated_time,
                          EncryptUnlessEmpty(cipher_, handover.note, kHandoverNoteColumn)};
  CUIJIAO_RETURN_IF_ERROR(
      transaction_
          .InsertRows("cash_handover",
                      {"handover_id", "collector_id", "handover_date", "taken_fen", "payment_count",
                       "stated_fen", "state", "stated_by", "stated_time", "note_cipher"},
                      {&row, 1})
          .status());
  // A payment is in one handover: whoever comes second finds it taken.
  std::vector<std::string> ids;
  for (const CashPayment& payment : payments) ids.push_back(payment.payment_id);
  std::int64_t updated = 0;
  for (const IdChunk& chunk : ChunkIds(ids)) {
    db::Values values = {handover.id};
    values.insert(values.end(), chunk.values.begin(), chunk.values.end());
    CUIJIAO_ASSIGN_OR_RETURN(const std::int64_t rows,
                             transaction_.Execute(Concat({"UPDATE cash_payment SET handover_id = ?"
                                                          " WHERE handover_id IS NULL"
                                                          " AND payment_id IN ",
                                                          chunk.placeholders}),
                                                  values));
    updated += rows;
  }
  return updated == static_cast<std::int64_t>(ids.size()) ? absl::OkStatus() : CashRaced();
}

absl::StatusOr<std::vector<CashHandover>> CashStore::LoadWhere(std::string_view where,
                                                               const db::Values& values) {
  CUIJIAO_ASSIGN_OR_RETURN(
      const db::Rows rows,
      transaction_.Query(
          Concat({"SELECT handover_id, collector_id, handover_date, taken_fen, payment_count,"
                  " stated_fen, counted_fen, difference_fen, state, stated_by, stated_time,"
                  " decided_by, decided_time, note_cipher, reason_cipher FROM cash_handover",
                  where}),
          values));
  std::vector<CashHandover> handovers;
  for (const db::Row& row : rows) {
    CashHandover& handover = handovers.emplace_back();
    handover.id = row.String("handover_id");
    handover.holder_staff_id = row.String("collector_id");
    handover.handover_date = row.Date("handover_date");
    handover.taken = row.Fen("taken_fen");
    handover.payment_count = row.Int32("payment_count");
    handover.stated = row.Fen("stated_fen");
    handover.counted = row.Fen("counted_fen");
    handover.difference = row.Fen("difference_fen");
    handover.state = db::ValueOf(kHandoverStateWords, row.String("state"));
    handover.stated_by = row.String("stated_by");
    handover.stated_time = row.Time("stated_time");
    handover.decided_by = row.OptionalString("decided_by").value_or("");
    handover.decided_time = row.OptionalTime("decided_time");
    CUIJIAO_ASSIGN_OR_RETURN(handover.note, DecryptIfAny(cipher_, row.OptionalString("note_cipher"),
                                                         kHandoverNoteColumn));
    CUIJIAO_ASSIGN_OR_RETURN(
        handover.reason,
        DecryptIfAny(cipher_, row.OptionalString("reason_cipher"), kHandoverReasonColumn));
  }
  CUIJIAO_RETURN_IF_ERROR(AddReturned(handovers));
  return handovers;
}

absl::Status CashStore::AddReturned(std::vector<CashHandover>& handovers) {
  std::map<std::string, CashHandover*> by_id;
  std::vector<std::string> ids;
  for (CashHandover& handover : handovers) {
    by_id[handover.id] = &handover;
    ids.push_back(handover.id);
  }
  for (const IdChunk& chunk : ChunkIds(ids)) {
    CUIJIAO_RETURN_IF_ERROR(transaction_.QueryEach(
        Concat({"SELECT c.handover_id, SUM(r.amount_fen) AS returned_fen FROM cash_reversal r"
                " JOIN cash_payment c ON c.payment_id = r.payment_id"
                " WHERE c.handed_over = 1 AND c.handover_id IN ",
                chunk.placeholders, " GROUP BY c.handover_id"}),
        chunk.values, [&](const db::Row& row) {
          by_id.at(row.String("handover_id"))->returned = row.Fen("returned_fen");
          return absl::OkStatus();
        }));
  }
  return absl::OkStatus();
}

absl::StatusOr<std::optional<CashHandover>> CashStore::LoadHandover(std::string_view handover_id) {
  CUIJIAO_ASSIGN_OR_RETURN(std::vector<CashHandover> found,
                           LoadWhere(" WHERE handover_id = ?", {handover_id}));
  if (found.empty()) return std::optional<CashHandover>();
  return std::optional(std::move(found.front()));
}

absl::StatusOr<std::vector<CashHandover>> CashStore::ListHandovers(const HandoverFilter& filter,
                                                                   std::string_view after_id,
                                                                   int limit) {
  std::string where = " WHERE handover_id > ?";
  db::Values values = {after_id};
  if (!filter.holder_staff_id.empty()) {
    where += " AND collector_id = ?";
    values.emplace_back(filter.holder_staff_id);
  }
  if (filter.state) {
    where += " AND state = ?";
    values.emplace_back(db::WordOf(kHandoverStateWords, *filter.state));
  }
  if (filter.differences_only) where += " AND difference_fen <> 0";
  values.emplace_back(limit);
  return LoadWhere(where + " ORDER BY handover_id LIMIT ?", values);
}

absl::StatusOr<std::vector<CashPayment>> CashStore::LoadPayments(std::string_view handover_id,
                                                                 bool reversed) {
  CUIJIAO_ASSIGN_OR_RETURN(
      const db::Rows rows,
      transaction_.Query(
          Concat({"SELECT c.payment_id, p.amount_fen"
                  " FROM cash_payment c JOIN payment p ON p.payment_id = c.payment_id"
                  " WHERE c.handover_id = ?",
                  reversed ? " AND p.state = 'REVERSED'" : "", " ORDER BY c.payment_id"}),
          {handover_id}));
  return CashPaymentsOf(rows);
}

absl::Status CashStore::LockPayments(std::string_view handover_id) {
  return transaction_
      .Query(
          "SELECT payment_id FROM cash_payment WHERE handover_id = ? ORDER BY payment_id"
          " FOR UPDATE",
          {handover_id})
      .status();
}

absl::StatusOr<std::vector<std::string>> CashStore::LoadTakenOut(std::string_view handover_id) {
  CUIJIAO_ASSIGN_OR_RETURN(
      const db::Rows rows,
      transaction_.Query(
          "SELECT payment_id FROM cash_taken_out WHERE handover_id = ? ORDER BY payment_id",
          {handover_id}));
  std::vector<std::string> ids;
  for (const db::Row& row : rows) ids.push_back(row.String("payment_id"));
  return ids;
}

absl::Status CashStore::KeepDecision(const CashHandover& handover,
                                     std::span<const CashPayment> reversed) {
  CUIJIAO_ASSIGN_OR_RETURN(
      const std::int64_t updated,
      transaction_.Execute(
          "UPDATE cash_handover SET taken_fen = ?, payment_count = ?, counted_fen = ?,"
          " difference_fen = ?, state = ?, decided_by = ?, decided_time = ?, reason_cipher = ?"
          " WHERE handover_id = ? AND state = 'STATED'",
          {handover.taken, handover.payment_count, handover.counted, handover.difference,
           db::WordOf(kHandoverStateWords, handover.state), handover.decided_by,
           handover.decided_time,
           EncryptUnlessEmpty(cipher_, handover.reason, kHandoverReasonColumn), handover.id}));
  if (updated != 1) return CashRaced();
  if (handover.state == HandoverState::kRejected) {
    return transaction_
        .Execute("UPDATE cash_payment SET handover_id = NULL WHERE handover_id = ?", {handover.id})
        .status();
  }
  std::vector<db::Values> taken_out;
  for (const CashPayment& payment : reversed) {
    taken_out.push_back({handover.id, payment.payment_id});
    CUIJIAO_RETURN_IF_ERROR(
        transaction_
            .Execute("UPDATE cash_payment SET handover_id = NULL WHERE payment_id = ?",
                     {payment.payment_id})
            .status());
  }
  CUIJIAO_RETURN_IF_ERROR(
      transaction_.InsertRows("cash_taken_out", {"handover_id", "payment_id"}, taken_out).status());
  return transaction_
      .Execute("UPDATE cash_payment SET handed_over = 1 WHERE handover_id = ?", {handover.id})
      .status();
}

absl::Status CashStore::KeepReversal(std::string_view payment_id, Fen amount,
                                     std::string_view reversed_by, absl::Time recorded_time) {
  CUIJIAO_RETURN_IF_ERROR(
      transaction_
          .Execute(Concat({"INSERT INTO cash_payment (payment_id, project_id, taken_by)"
                           " SELECT y.payment_id, c.project_id, ",
                           kTakenBy,
                           " FROM payment y JOIN community c ON c.community_id = y.community_id"
                           " WHERE y.payment_id = ?"
                           " ON DUPLICATE KEY UPDATE version = cash_payment.version + 1"}),
                   {payment_id})
          .status());
  const db::Values row = {payment_id, amount, reversed_by, recorded_time};
  return transaction_
      .InsertRows("cash_reversal", {"payment_id", "amount_fen", "reversed_by", "recorded_time"},
                  {&row, 1})
      .status();
}

absl::StatusOr<std::vector<CashReturn>> CashStore::ListReturns(const CashReturnFilter& filter,
                                                               std::string_view after_id,
                                                               int limit) {
  std::string sql =
      "SELECT r.payment_id, p.unit_id, r.amount_fen, c.handover_id, c.taken_by, r.reversed_by,"
      " r.recorded_time, p.state_date, p.reversal_reason"
      " FROM cash_reversal r JOIN cash_payment c ON c.payment_id = r.payment_id"
      " JOIN payment p ON p.payment_id = r.payment_id"
      " WHERE c.handed_over = 1 AND r.payment_id > ?";
  db::Values values = {after_id};
  const auto only = [&](std::string_view condition, const std::string& value) {
    if (value.empty()) return;
    sql += condition;
    values.emplace_back(value);
  };
  only(" AND c.project_id = ?", filter.project_id);
  only(" AND c.taken_by = ?", filter.holder_staff_id);
  only(" AND c.handover_id = ?", filter.handover_id);
  values.emplace_back(limit);
  std::vector<CashReturn> returns;
  CUIJIAO_RETURN_IF_ERROR(transaction_.QueryEach(
      sql + " ORDER BY r.payment_id LIMIT ?", values, [&](const db::Row& row) {
        CashReturn& found = returns.emplace_back();
        found.payment_id = row.String("payment_id");
        found.unit_id = row.String("unit_id");
        found.amount = row.Fen("amount_fen");
        found.handover_id = row.OptionalString("handover_id").value_or("");
        found.taken_by = row.String("taken_by");
        found.reversed_by = row.OptionalString("reversed_by").value_or("");
        found.recorded_time = row.OptionalTime("recorded_time");
        found.reversal_date = row.Date("state_date");
        found.reason = ParseReversalReason(row.OptionalString("reversal_reason").value_or(""))
                           .value_or(ReversalReason::kRefunded);
        return absl::OkStatus();
      }));
  return returns;
}

absl::StatusOr<std::vector<CashPosition>> CashStore::LoadPositions(
    std::string_view project_id, std::string_view holder_staff_id) {
  std::map<std::string, CashPosition> positions;
  db::Values values;
  if (!project_id.empty()) values.emplace_back(project_id);
  if (!holder_staff_id.empty()) values.emplace_back(holder_staff_id);
  CUIJIAO_RETURN_IF_ERROR(transaction_.QueryEach(
      Concat({"SELECT c.taken_by, SUM(p.amount_fen) AS in_hand_fen, COUNT(*) AS payment_count,"
              " SUM(CASE WHEN c.handover_id IS NULL THEN 0 ELSE p.amount_fen END) AS stated_fen,"
              " MIN(p.received_date) AS oldest"
              " FROM cash_payment c JOIN payment p ON p.payment_id = c.payment_id"
              " WHERE c.handed_over = 0 AND p.state = 'RECORDED'",
              project_id.empty() ? "" : " AND c.project_id = ?",
              holder_staff_id.empty() ? "" : " AND c.taken_by = ?",
              " GROUP BY c.taken_by ORDER BY c.taken_by"}),
      values, [&](const db::Row& row) {
        CashPosition& position = positions[row.String("taken_by")];
        position.in_hand = row.Fen("in_hand_fen");
        position.payment_count = row.Int32("payment_count");
        position.stated = row.Fen("stated_fen");
        position.oldest = row.Date("oldest");
        return absl::OkStatus();
      }));
  if (project_id.empty()) {
    CUIJIAO_RETURN_IF_ERROR(transaction_.QueryEach(
        Concat({"SELECT collector_id, SUM(difference_fen) AS difference_fen FROM cash_handover"
                " WHERE difference_fen <> 0",
                holder_staff_id.empty() ? "" : " AND collector_id = ?",
                " GROUP BY collector_id HAVING SUM(difference_fen) <> 0 ORDER BY collector_id"}),
        values, [&](const db::Row& row) {
          positions[row.String("collector_id")].difference = row.Fen("difference_fen");
          return absl::OkStatus();
        }));
  }
  std::vector<CashPosition> list;
  for (auto& [id, position] : positions) {
    position.holder_staff_id = id;
    list.push_back(std::move(position));
  }
  return list;
}

}  // namespace cuijiao::ledger
