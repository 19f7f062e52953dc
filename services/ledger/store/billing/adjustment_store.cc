#include "services/ledger/store/billing/adjustment_store.h"

#include <array>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/db/enum_words.h"
#include "common/db/sql_lists.h"
#include "common/rpc/message_times.h"
#include "common/status/macros.h"
#include "services/ledger/store/billing/bill_rows.h"
#include "services/ledger/store/sql_text.h"

namespace cuijiao::ledger {
namespace {

// The column's name, as the cipher knows it.
constexpr std::string_view kAdjustmentNote = "adjustment.note";

constexpr std::array kKindWords = {
    db::Word{AdjustmentKind::kCreditNote, "CREDIT_NOTE"},
    db::Word{AdjustmentKind::kCost, "COST"},
    db::Word{AdjustmentKind::kLateFee, "LATE_FEE"},
};

constexpr std::array kCreditReasonWords = {
    db::Word{CreditReason::kWrongPrice, "WRONG_PRICE"},
    db::Word{CreditReason::kWrongArea, "WRONG_AREA"},
    db::Word{CreditReason::kWrongPeriod, "WRONG_PERIOD"},
    db::Word{CreditReason::kServiceNotGiven, "SERVICE_NOT_GIVEN"},
    db::Word{CreditReason::kNotOwed, "NOT_OWED"},
    db::Word{CreditReason::kOther, "OTHER"},
};

static_assert(static_cast<int>(v1::Adjustment::KIND_CREDIT_NOTE) ==
              static_cast<int>(AdjustmentKind::kCreditNote));
static_assert(static_cast<int>(v1::Adjustment::KIND_LATE_FEE) ==
              static_cast<int>(AdjustmentKind::kLateFee));
static_assert(static_cast<int>(v1::CreateCreditNoteRequest::REASON_WRONG_PRICE) ==
              static_cast<int>(CreditReason::kWrongPrice));
static_assert(static_cast<int>(v1::CreateCreditNoteRequest::REASON_OTHER) ==
              static_cast<int>(CreditReason::kOther));

}  // namespace

absl::Status AdjustmentStore::Insert(std::span<const Adjustment> adjustments) {
  std::vector<db::Values> rows;
  for (const Adjustment& adjustment : adjustments) {
    rows.push_back(
        {adjustment.id, db::WordOf(kKindWords, adjustment.kind), adjustment.bill_id,
         adjustment.unit_id, ComponentName(adjustment.component), adjustment.amount,
         adjustment.freed,
         adjustment.reason ? db::Value(db::WordOf(kCreditReasonWords, *adjustment.reason))
                           : db::Value(nullptr),
         adjustment.through_date, db::NullIfEmpty(adjustment.policy_version),
         adjustment.note.empty() ? db::Value(nullptr)
                                 : db::Value(cipher_.Encrypt(adjustment.note, kAdjustmentNote)),
         adjustment.posting_date, adjustment.recorded_time, adjustment.recorded_by});
  }
  return transaction_
      .InsertRows("adjustment",
                  {"adjustment_id", "kind", "bill_id", "unit_id", "component", "amount_fen",
                   "freed_fen", "reason", "through_date", "policy_version", "note_cipher",
                   "posting_date", "recorded_time", "recorded_by"},
                  rows)
      .status();
}

absl::StatusOr<std::vector<Adjustment>> AdjustmentStore::List(std::string_view unit_id,
                                                              const AdjustmentPosition& after,
                                                              int limit) {
  std::vector<Adjustment> found;
  CUIJIAO_RETURN_IF_ERROR(transaction_.QueryEach(
      "SELECT adjustment_id, kind, bill_id, unit_id, component, amount_fen, freed_fen, reason,"
      " through_date, policy_version, note_cipher, posting_date, recorded_time, recorded_by"
      " FROM adjustment WHERE unit_id = ?"
      " AND (recorded_time > ? OR (recorded_time = ? AND adjustment_id > ?))"
      " ORDER BY recorded_time, adjustment_id LIMIT ?",
      {unit_id, after.recorded_time, after.recorded_time, after.adjustment_id, limit},
      [&](const db::Row& row) -> absl::Status {
        Adjustment& adjustment = found.emplace_back();
        adjustment.id = row.String("adjustment_id");
        adjustment.kind = db::ValueOf(kKindWords, row.String("kind"));
        adjustment.bill_id = row.String("bill_id");
        adjustment.unit_id = row.String("unit_id");
        adjustment.component = ParseComponent(row.String("component")).value();
        adjustment.amount = row.Fen("amount_fen");
        adjustment.freed = row.Fen("freed_fen");
        if (const auto reason = row.OptionalString("reason")) {
          adjustment.reason = db::ValueOf(kCreditReasonWords, *reason);
        }
        adjustment.through_date = row.OptionalDate("through_date");
        adjustment.policy_version = row.OptionalString("policy_version").value_or("");
        if (const auto bytes = row.OptionalString("note_cipher")) {
          CUIJIAO_ASSIGN_OR_RETURN(adjustment.note, cipher_.Decrypt(*bytes, kAdjustmentNote));
        }
        adjustment.posting_date = row.Date("posting_date");
        adjustment.recorded_time = row.Time("recorded_time");
        adjustment.recorded_by = row.String("recorded_by");
        return absl::OkStatus();
      }));
  return found;
}

absl::StatusOr<std::optional<Bill>> LoadBill(db::Transaction& transaction,
                                             std::string_view bill_id) {
  CUIJIAO_ASSIGN_OR_RETURN(
      const std::optional<db::Row> row,
      transaction.QueryOne(Concat({kSelectBill, " WHERE bill_id = ?"}), {bill_id}));
  return row ? std::optional(BillOf(*row)) : std::nullopt;
}

absl::StatusOr<std::vector<StandingAllocation>> LoadStandingAllocations(
    db::Transaction& transaction, std::string_view bill_id, BillComponent component) {
  std::vector<StandingAllocation> standing;
  CUIJIAO_RETURN_IF_ERROR(transaction.QueryEach(
      "SELECT a.payment_id, a.allocation_number, a.bill_id, a.component, a.amount_fen,"
      " a.posting_date, a.from_prepayment, a.historical, p.waiver_id, p.settled_year"
      " FROM allocation a JOIN payment p ON p.payment_id = a.payment_id"
      " WHERE a.bill_id = ? AND a.component = ? ORDER BY a.payment_id, a.allocation_number",
      {bill_id, ComponentName(component)}, [&](const db::Row& row) {
        standing.push_back(
            {{row.String("payment_id"), row.Int32("allocation_number"), row.String("bill_id"),
              ParseComponent(row.String("component")).value(), row.Fen("amount_fen"),
              row.Date("posting_date"), row.Bool("from_prepayment"), row.Bool("historical")},
             row.OptionalString("waiver_id").value_or(""),
             row.OptionalInt32("settled_year")});
        return absl::OkStatus();
      }));
  return standing;
}

absl::Status UpdateAllocations(db::Transaction& transaction,
                               std::span<const Allocation> allocations) {
  for (const Allocation& allocation : allocations) {
    const db::Values key = {allocation.payment_id, allocation.number};
    CUIJIAO_ASSIGN_OR_RETURN(
        const std::int64_t changed,
        allocation.amount == Fen(0)
            ? transaction.Execute(
                  "DELETE FROM allocation WHERE payment_id = ? AND allocation_number = ?", key)
            : transaction.Execute("UPDATE allocation SET amount_fen = ?"
                                  " WHERE payment_id = ? AND allocation_number = ?",
                                  {allocation.amount, allocation.payment_id, allocation.number}));
    if (changed != 1) {
      return absl::InternalError(absl::StrCat("allocation ", allocation.number, " of payment ",
                                              allocation.payment_id, " is not there"));
    }
  }
  return absl::OkStatus();
}

v1::Adjustment ToMessage(const Adjustment& adjustment, v1::Bill bill) {
  v1::Adjustment message;
  message.set_id(adjustment.id);
  message.set_kind(static_cast<v1::Adjustment::Kind>(adjustment.kind));
  *message.mutable_bill() = std::move(bill);
  message.set_component(static_cast<v1::BillComponent>(adjustment.component));
  message.set_amount_fen(adjustment.amount.value());
  message.set_freed_fen(adjustment.freed.value());
  if (adjustment.reason) {
    message.set_reason(static_cast<v1::CreateCreditNoteRequest::Reason>(*adjustment.reason));
  }
  if (adjustment.through_date) message.set_through_date(FormatDate(*adjustment.through_date));
  message.set_posting_date(FormatDate(adjustment.posting_date));
  *message.mutable_record_time() = TimestampOf(adjustment.recorded_time);
  message.set_recorded_by(adjustment.recorded_by);
  return message;
}

}  // namespace cuijiao::ledger
