#include "services/ledger/store/receipts/wallet_store.h"

#include <algorithm>
#include <array>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/crypto/optional_text.h"
#include "common/db/database_error.h"
#include "common/db/enum_words.h"
#include "common/db/sql_lists.h"
#include "common/requests/request_log.h"
#include "common/status/macros.h"
#include "common/status/reason.h"
#include "services/ledger/store/id_chunks.h"
#include "services/ledger/store/sql_text.h"

namespace cuijiao::ledger {
namespace {

constexpr std::string_view kPayoutReasonColumn = "wallet_payout.reason";

constexpr std::array kPayoutStateWords = {
    db::Word{PayoutState::kRecorded, "RECORDED"},
    db::Word{PayoutState::kCancelled, "CANCELLED"},
};

constexpr std::string_view kSelectWalletPayment =
    "SELECT w.payment_id, w.project_id, p.unit_id, w.method, p.amount_fen - p.refunded_fen AS"
    " amount_fen, w.received_date, w.external_reference, p.state, w.payout_id"
    " FROM wallet_payment w JOIN payment p ON p.payment_id = w.payment_id";

WalletPayment WalletPaymentOf(const db::Row& row) {
  return {.payment_id = row.String("payment_id"),
          .project_id = row.String("project_id"),
          .unit_id = row.String("unit_id"),
          .method = ParseMethod(row.String("method")).value(),
          .amount = row.Fen("amount_fen"),
          .received_date = row.Date("received_date"),
          .external_reference = row.OptionalString("external_reference").value_or(""),
          .reversed = ParsePaymentState(row.String("state")) == PaymentState::kReversed,
          .payout_id = row.OptionalString("payout_id").value_or("")};
}

absl::Status PayoutRaced() {
  return Refusal(absl::StatusCode::kAborted, kRequestRaced,
                 "the same payments or the same payout were changed meanwhile");
}

void SortById(std::vector<WalletPayment>& payments) {
  std::ranges::sort(payments, {}, &WalletPayment::payment_id);
  const auto repeated = std::ranges::unique(payments, {}, &WalletPayment::payment_id);
  payments.erase(repeated.begin(), repeated.end());
}

}  // namespace

absl::StatusOr<std::vector<WalletPayment>> WalletStore::LoadPaymentsWhere(
    std::string_view where, const db::Values& values) {
  std::vector<WalletPayment> payments;
  CUIJIAO_RETURN_IF_ERROR(transaction_.QueryEach(Concat({kSelectWalletPayment, where}), values,
                                                 [&](const db::Row& row) {
                                                   payments.push_back(WalletPaymentOf(row));
                                                   return absl::OkStatus();
                                                 }));
  return payments;
}

absl::StatusOr<std::vector<WalletPayment>> WalletStore::LoadPayments(
    std::span<const std::string> payment_ids) {
  std::vector<WalletPayment> all;
  for (const IdChunk& chunk : ChunkIds(payment_ids)) {
    CUIJIAO_ASSIGN_OR_RETURN(
        const std::vector<WalletPayment> found,
        LoadPaymentsWhere(Concat({" WHERE w.payment_id IN ", chunk.placeholders}), chunk.values));
    all.insert(all.end(), found.begin(), found.end());
  }
  SortById(all);
  return all;
}

absl::StatusOr<std::vector<WalletPayment>> WalletStore::LoadByTransactions(
    PaymentMethod provider, std::span<const std::string> transaction_ids) {
  std::vector<WalletPayment> all;
  for (const IdChunk& chunk : ChunkIds(transaction_ids)) {
    db::Values values = chunk.values;
    values.emplace_back(MethodName(provider));
    CUIJIAO_ASSIGN_OR_RETURN(const std::vector<WalletPayment> found,
                             LoadPaymentsWhere(Concat({" WHERE w.external_reference IN ",
                                                       chunk.placeholders, " AND w.method = ?"}),
                                               values));
    all.insert(all.end(), found.begin(), found.end());
  }
  SortById(all);
  return all;
}

absl::StatusOr<std::vector<WalletPayment>> WalletStore::LoadUnsettled(const UnsettledRange& range) {
  db::Values values = {range.from, range.to, MethodName(range.provider)};
  if (!range.project_id.empty()) values.emplace_back(range.project_id);
  CUIJIAO_ASSIGN_OR_RETURN(
      std::vector<WalletPayment> found,
      LoadPaymentsWhere(Concat({" WHERE w.payout_id IS NULL AND w.received_date BETWEEN ? AND ?"
                                " AND w.method = ? AND p.state = 'RECORDED'",
                                range.project_id.empty() ? "" : " AND w.project_id = ?"}),
                        values));
  SortById(found);
  return found;
}

absl::StatusOr<std::vector<WalletPayment>> WalletStore::ListUnsettled(
    std::string_view project_id, Date until, const UnsettledPosition& after, int limit) {
  db::Values values = {until, after.received_date, after.received_date, after.payment_id};
  if (!project_id.empty()) values.emplace_back(project_id);
  values.emplace_back(limit);
  return LoadPaymentsWhere(
      Concat({" WHERE w.payout_id IS NULL AND w.received_date <= ? AND p.state = 'RECORDED'"
              " AND (w.received_date > ? OR (w.received_date = ? AND w.payment_id > ?))",
              project_id.empty() ? "" : " AND w.project_id = ?",
              " ORDER BY w.received_date, w.payment_id LIMIT ?"}),
      values);
}

absl::Status WalletStore::InsertPayout(const WalletPayout& payout,
                                       std::span<const WalletPayment> payments) {
  const db::Values row = {payout.id,
                          MethodName(payout.provider),
                          db::NullIfEmpty(payout.project_id),
                          payout.payout_date,
                          payout.gross,
                          payout.fee,
                          payout.reference,
                          Concat({MethodName(payout.provider), "/", payout.reference}),
                          payout.payment_count,
                          payout.matched,
                          db::WordOf(kPayoutStateWords, payout.state),
                          payout.recorded_by,
                          payout.recorded_time};
  const absl::Status inserted =
      transaction_
          .InsertRows("wallet_payout",
                      {"payout_id", "provider", "project_id", "payout_date", "gross_fen", "fee_fen",
                       "reference", "standing_reference", "payment_count", "matched_fen", "state",
                       "recorded_by", "recorded_time"},
                      {&row, 1})
          .status();
  if (db::ViolatedKey(inserted) == "wallet_payout_reference") {
    return Refusal(absl::StatusCode::kAlreadyExists, kPayoutReferenceTaken,
                   absl::StrCat("reference ", payout.reference, " is that of another payout"),
                   {{"reference", payout.reference}});
  }
  CUIJIAO_RETURN_IF_ERROR(inserted);
  std::vector<db::Values> parts;
  std::vector<std::string> ids;
  for (const WalletPayment& payment : payments) {
    parts.push_back({payout.id, payment.payment_id, payment.amount});
    ids.push_back(payment.payment_id);
  }
  CUIJIAO_RETURN_IF_ERROR(
      transaction_
          .InsertRows("wallet_payout_part", {"payout_id", "payment_id", "amount_fen"}, parts)
          .status());
  // A payment is settled once: whoever comes second finds it taken.
  std::int64_t settled = 0;
  for (const IdChunk& chunk : ChunkIds(ids)) {
    db::Values values = {payout.id};
    values.insert(values.end(), chunk.values.begin(), chunk.values.end());
    CUIJIAO_ASSIGN_OR_RETURN(const std::int64_t updated,
                             transaction_.Execute(Concat({"UPDATE wallet_payment SET payout_id = ?"
                                                          " WHERE payout_id IS NULL"
                                                          " AND payment_id IN ",
                                                          chunk.placeholders}),
                                                  values));
    settled += updated;
  }
  return settled == static_cast<std::int64_t>(ids.size()) ? absl::OkStatus() : PayoutRaced();
}

absl::Status WalletStore::CancelPayout(const WalletPayout& payout, std::string_view cancelled_by) {
  CUIJIAO_ASSIGN_OR_RETURN(
      const std::int64_t updated,
      transaction_.Execute(
          "UPDATE wallet_payout SET state = 'CANCELLED', standing_reference = NULL,"
          " cancelled_by = ?, reason_cipher = ? WHERE payout_id = ? AND state = 'RECORDED'",
          {cancelled_by, EncryptUnlessEmpty(cipher_, payout.reason, kPayoutReasonColumn),
           payout.id}));
  if (updated != 1) return PayoutRaced();
  return transaction_
      .Execute("UPDATE wallet_payment SET payout_id = NULL WHERE payout_id = ?", {payout.id})
      .status();
}

absl::StatusOr<std::vector<WalletPayout>> WalletStore::LoadPayoutsWhere(std::string_view where,
                                                                        const db::Values& values) {
  CUIJIAO_ASSIGN_OR_RETURN(
      const db::Rows rows,
      transaction_.Query(Concat({"SELECT payout_id, provider, project_id, payout_date, gross_fen,"
                                 " fee_fen, reference, payment_count, matched_fen, state,"
                                 " recorded_by, recorded_time, reason_cipher FROM wallet_payout",
                                 where}),
                         values));
  std::vector<WalletPayout> payouts;
  for (const db::Row& row : rows) {
    CUIJIAO_ASSIGN_OR_RETURN(
        std::string reason,
        DecryptIfAny(cipher_, row.OptionalString("reason_cipher"), kPayoutReasonColumn));
    payouts.push_back({.id = row.String("payout_id"),
                       .provider = ParseMethod(row.String("provider")).value(),
                       .project_id = row.OptionalString("project_id").value_or(""),
                       .payout_date = row.Date("payout_date"),
                       .gross = row.Fen("gross_fen"),
                       .fee = row.Fen("fee_fen"),
                       .reference = row.String("reference"),
                       .payment_count = row.Int32("payment_count"),
                       .matched = row.Fen("matched_fen"),
                       .state = db::ValueOf(kPayoutStateWords, row.String("state")),
                       .recorded_by = row.String("recorded_by"),
                       .recorded_time = row.Time("recorded_time"),
                       .reason = std::move(reason)});
  }
  return payouts;
}

absl::StatusOr<std::optional<WalletPayout>> WalletStore::LoadPayout(std::string_view payout_id) {
  CUIJIAO_ASSIGN_OR_RETURN(std::vector<WalletPayout> found,
                           LoadPayoutsWhere(" WHERE payout_id = ?", {payout_id}));
  if (found.empty()) return std::optional<WalletPayout>();
  return std::optional(std::move(found.front()));
}

absl::StatusOr<std::vector<WalletPayout>> WalletStore::ListPayouts(const PayoutFilter& filter,
                                                                   std::string_view after_id,
                                                                   int limit) {
  std::string where = " WHERE payout_id > ?";
  db::Values values = {after_id};
  if (filter.provider) {
    where += " AND provider = ?";
    values.emplace_back(MethodName(*filter.provider));
  }
  if (filter.differences_only) where += " AND state = 'RECORDED' AND gross_fen <> matched_fen";
  values.emplace_back(limit);
  return LoadPayoutsWhere(where + " ORDER BY payout_id LIMIT ?", values);
}

absl::StatusOr<std::vector<WalletPayment>> WalletStore::LoadParts(std::string_view payout_id) {
  std::vector<WalletPayment> payments;
  CUIJIAO_RETURN_IF_ERROR(transaction_.QueryEach(
      "SELECT w.payment_id, w.project_id, p.unit_id, w.method, t.amount_fen, w.received_date,"
      " w.external_reference, p.state, w.payout_id FROM wallet_payout_part t"
      " JOIN wallet_payment w ON w.payment_id = t.payment_id"
      " JOIN payment p ON p.payment_id = t.payment_id"
      " WHERE t.payout_id = ? ORDER BY t.payment_id",
      {payout_id}, [&](const db::Row& row) {
        payments.push_back(WalletPaymentOf(row));
        return absl::OkStatus();
      }));
  return payments;
}

}  // namespace cuijiao::ledger
