#include "services/ledger/store/payments/suspense_store.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "common/status/macros.h"
#include "common/status/reason.h"
#include "services/ledger/domain/payments/posting_payment.h"
#include "services/ledger/store/journal/posting_messages.h"
#include "services/ledger/store/sql_text.h"

namespace cuijiao::ledger {
namespace {

// The column's name, as the cipher knows it.
constexpr std::string_view kRemarkColumn = "suspense.remark";

// The event's body holds no personal data: the remark stays in its column.
v1::Event SuspenseEvent(const Suspense& suspense, Date posting_date) {
  v1::Event event;
  event.set_posting_date(FormatDate(posting_date));
  Suspense without_remark = suspense;
  without_remark.remark.clear();
  *(suspense.payment_id.empty() ? event.mutable_suspense_held()
                                : event.mutable_suspense_assigned()) = ToMessage(without_remark);
  return event;
}

}  // namespace

absl::StatusOr<std::vector<Suspense>> SuspenseStore::LoadWhere(std::string_view where,
                                                               const db::Values& values) {
  std::vector<Suspense> found;
  CUIJIAO_RETURN_IF_ERROR(transaction_.QueryEach(
      Concat({"SELECT suspense_id, project_id, amount_fen, method, received_date, posting_date,"
              " recorded_time, recorded_by, remark_cipher, payment_id FROM suspense",
              where}),
      values, [&](const db::Row& row) -> absl::Status {
        Suspense& suspense = found.emplace_back();
        suspense.id = row.String("suspense_id");
        suspense.project_id = row.String("project_id");
        suspense.amount = row.Fen("amount_fen");
        suspense.method = ParseMethod(row.String("method")).value();
        suspense.received_date = row.Date("received_date");
        suspense.posting_date = row.Date("posting_date");
        suspense.recorded_time = row.Time("recorded_time");
        suspense.recorded_by = row.String("recorded_by");
        suspense.payment_id = row.OptionalString("payment_id").value_or("");
        if (const auto bytes = row.OptionalString("remark_cipher")) {
          CUIJIAO_ASSIGN_OR_RETURN(suspense.remark, cipher_.Decrypt(*bytes, kRemarkColumn));
        }
        return absl::OkStatus();
      }));
  return found;
}

absl::StatusOr<std::optional<Suspense>> SuspenseStore::Load(std::string_view suspense_id) {
  CUIJIAO_ASSIGN_OR_RETURN(std::vector<Suspense> found,
                           LoadWhere(" WHERE suspense_id = ?", {suspense_id}));
  if (found.empty()) return std::optional<Suspense>();
  return std::optional(std::move(found.front()));
}

absl::StatusOr<std::vector<Suspense>> SuspenseStore::List(std::string_view project_id,
                                                          bool include_assigned,
                                                          std::string_view after_id, int limit) {
  return LoadWhere(
      Concat({" WHERE project_id = ? AND suspense_id > ?",
              include_assigned ? "" : " AND payment_id IS NULL", " ORDER BY suspense_id LIMIT ?"}),
      {project_id, after_id, limit});
}

absl::Status SuspenseStore::Hold(JournalStore& journal, const Suspense& suspense) {
  const db::Values row = {suspense.id,
                          suspense.project_id,
                          suspense.amount,
                          MethodName(suspense.method),
                          suspense.received_date,
                          suspense.posting_date,
                          suspense.recorded_time,
                          suspense.recorded_by,
                          suspense.remark.empty()
                              ? db::Value(nullptr)
                              : db::Value(cipher_.Encrypt(suspense.remark, kRemarkColumn))};
  CUIJIAO_RETURN_IF_ERROR(
      transaction_
          .InsertRows("suspense",
                      {"suspense_id", "project_id", "amount_fen", "method", "received_date",
                       "posting_date", "recorded_time", "recorded_by", "remark_cipher"},
                      {&row, 1})
          .status());
  CUIJIAO_RETURN_IF_ERROR(journal.Append(SuspenseEntry(suspense)));
  journal.Tell(SuspenseEvent(suspense, suspense.posting_date));
  return absl::OkStatus();
}

absl::Status SuspenseStore::Release(JournalStore& journal, Suspense suspense,
                                    std::string_view payment_id, Date posting_date) {
  CUIJIAO_ASSIGN_OR_RETURN(
      const std::int64_t updated,
      transaction_.Execute(
          "UPDATE suspense SET payment_id = ? WHERE suspense_id = ? AND payment_id IS NULL",
          {payment_id, suspense.id}));
  if (updated != 1) {
    return Refusal(absl::StatusCode::kFailedPrecondition, kSuspenseAssigned,
                   absl::StrCat("suspense_id ", suspense.id, " has become a payment already"),
                   {{"suspense_id", suspense.id}});
  }
  suspense.payment_id = std::string(payment_id);
  CUIJIAO_RETURN_IF_ERROR(journal.Append(ReleaseEntry(suspense, posting_date)));
  journal.Tell(SuspenseEvent(suspense, posting_date));
  return absl::OkStatus();
}

}  // namespace cuijiao::ledger
