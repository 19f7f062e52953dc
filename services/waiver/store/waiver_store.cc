#include "services/waiver/store/waiver_store.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "common/crypto/optional_text.h"
#include "common/db/database_error.h"
#include "common/db/sql_lists.h"
#include "common/requests/request_log.h"
#include "common/status/macros.h"
#include "common/status/reason.h"

namespace cuijiao::waiver {
namespace {

constexpr char kSelectWaiver[] =
    "SELECT waiver_id, unit_id, community_id, project_id, waiver_fen, months_to_cover, state,"
    " settling, submitted_by, submit_date, note_cipher, plan_year, cash_fen, signed_by, signed_as,"
    " sign_date, signed_time, valid_through_date, payment_id FROM waiver";

constexpr char kSelectOpening[] =
    "SELECT waiver_id, unit_id, community_id, project_id, waiver_fen, months_to_cover, state,"
    " settling, submitted_by, submit_date, note_cipher, plan_year, cash_fen, signed_by, signed_as,"
    " sign_date, signed_time, valid_through_date, payment_id, opening_settle_date,"
    " opening_reference FROM waiver WHERE opening_sign_date IS NOT NULL AND unit_id IN ";

constexpr std::string_view kNote = "waiver.note";
constexpr std::string_view kReason = "waiver_change.reason";

}  // namespace

absl::StatusOr<Waiver> WaiverStore::WaiverOf(const db::Row& row) const {
  const std::optional<WaiverState> state = ParseWaiverState(row.String("state"));
  if (!state) return absl::DataLossError("waiver.state holds " + row.String("state"));
  CUIJIAO_ASSIGN_OR_RETURN(std::string note,
                           DecryptIfAny(cipher_, row.OptionalString("note_cipher"), kNote));
  Waiver waiver{.id = row.String("waiver_id"),
                .unit_id = row.String("unit_id"),
                .community_id = row.String("community_id"),
                .project_id = row.String("project_id"),
                .amount = row.Fen("waiver_fen"),
                .months_to_cover = row.Int32("months_to_cover"),
                .state = *state,
                .settling = row.Bool("settling"),
                .submitted_by = row.String("submitted_by"),
                .submit_date = row.Date("submit_date"),
                .note = std::move(note),
                .plan_year = row.Int32("plan_year"),
                .cash = row.Fen("cash_fen"),
                .signature = std::nullopt,
                .payment_id = row.OptionalString("payment_id").value_or("")};
  if (!row.IsNull("signed_by")) {
    const std::optional<Authority> signed_as = ParseAuthority(row.String("signed_as"));
    if (!signed_as) return absl::DataLossError("waiver.signed_as holds " + row.String("signed_as"));
    waiver.signature = Signature{.signed_by = row.String("signed_by"),
                                 .signed_as = *signed_as,
                                 .sign_date = row.Date("sign_date"),
                                 .signed_time = row.Time("signed_time"),
                                 .valid_through = row.Date("valid_through_date")};
  }
  return waiver;
}

absl::Status WaiverStore::Insert(const Waiver& waiver) {
  return transaction_
      .Execute(
          "INSERT INTO waiver (waiver_id, unit_id, community_id, project_id, waiver_fen,"
          " months_to_cover, state, submitted_by, submit_date, note_cipher, plan_year, cash_fen)"
          " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
          {waiver.id, waiver.unit_id, waiver.community_id, waiver.project_id, waiver.amount,
           waiver.months_to_cover, WaiverStateName(waiver.state), waiver.submitted_by,
           waiver.submit_date, EncryptUnlessEmpty(cipher_, waiver.note, kNote), waiver.plan_year,
           waiver.cash})
      .status();
}

absl::Status WaiverStore::InsertOpening(const OpeningWaiver& opening) {
  const Waiver& waiver = opening.waiver;
  const Signature& signature = *waiver.signature;
  const absl::Status inserted =
      transaction_
          .Execute(
              "INSERT INTO waiver (waiver_id, unit_id, community_id, project_id, waiver_fen,"
              " months_to_cover, state, submitted_by, submit_date, plan_year, cash_fen, signed_by,"
              " signed_as, sign_date, signed_time, valid_through_date, opening_sign_date,"
              " opening_settle_date, opening_reference)"
              " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
              {waiver.id, waiver.unit_id, waiver.community_id, waiver.project_id, waiver.amount,
               waiver.months_to_cover, WaiverStateName(waiver.state), waiver.submitted_by,
               waiver.submit_date, waiver.plan_year, waiver.cash, signature.signed_by,
               AuthorityName(signature.signed_as), signature.sign_date, signature.signed_time,
               signature.valid_through, signature.sign_date, opening.settle_date,
               opening.reference})
          .status();
  if (db::ViolatedKey(inserted).empty()) return inserted;
  return Refusal(absl::StatusCode::kAborted, kRequestRaced,
                 "the same waiver was taken over meanwhile");
}

absl::StatusOr<std::vector<OpeningWaiver>> WaiverStore::LoadOpening(
    std::span<const std::string> unit_ids) {
  std::vector<OpeningWaiver> waivers;
  if (unit_ids.empty()) return waivers;
  db::Values values;
  for (const std::string& unit_id : unit_ids) values.emplace_back(unit_id);
  CUIJIAO_ASSIGN_OR_RETURN(
      const db::Rows rows,
      transaction_.Query(
          absl::StrCat(kSelectOpening, db::Placeholders(unit_ids.size()), " ORDER BY waiver_id"),
          values));
  for (const db::Row& row : rows) {
    CUIJIAO_ASSIGN_OR_RETURN(Waiver waiver, WaiverOf(row));
    waivers.push_back(
        {std::move(waiver), row.Date("opening_settle_date"), row.String("opening_reference")});
  }
  return waivers;
}

absl::StatusOr<std::optional<Date>> WaiverStore::FirstSubmitDate(std::string_view project_id) {
  CUIJIAO_ASSIGN_OR_RETURN(
      const std::optional<db::Row> row,
      transaction_.QueryOne("SELECT MIN(submit_date) AS first_date FROM waiver"
                            " WHERE project_id = ? AND opening_sign_date IS NULL",
                            {project_id}));
  return row->OptionalDate("first_date");
}

absl::StatusOr<std::optional<Waiver>> WaiverStore::LoadOne(std::string_view sql,
                                                           std::string_view waiver_id) {
  CUIJIAO_ASSIGN_OR_RETURN(const std::optional<db::Row> row,
                           transaction_.QueryOne(sql, {waiver_id}));
  if (!row) return std::optional<Waiver>();
  CUIJIAO_ASSIGN_OR_RETURN(Waiver waiver, WaiverOf(*row));
  return std::optional<Waiver>(std::move(waiver));
}

absl::StatusOr<std::vector<Waiver>> WaiverStore::LoadAll(std::string_view sql,
                                                         const db::Values& values) {
  CUIJIAO_ASSIGN_OR_RETURN(const db::Rows rows, transaction_.Query(sql, values));
  std::vector<Waiver> waivers;
  for (const db::Row& row : rows) {
    CUIJIAO_ASSIGN_OR_RETURN(Waiver waiver, WaiverOf(row));
    waivers.push_back(std::move(waiver));
  }
  return waivers;
}

absl::StatusOr<bool> WaiverStore::UpdateOne(std::string_view sql, const db::Values& values) {
  CUIJIAO_ASSIGN_OR_RETURN(const std::int64_t changed, transaction_.Execute(sql, values));
  return changed == 1;
}

absl::StatusOr<std::optional<Waiver>> WaiverStore::Load(std::string_view waiver_id) {
  return LoadOne(absl::StrCat(kSelectWaiver, " WHERE waiver_id = ?"), waiver_id);
}

absl::StatusOr<std::optional<Waiver>> WaiverStore::Lock(std::string_view waiver_id) {
  return LoadOne(absl::StrCat(kSelectWaiver, " WHERE waiver_id = ? FOR UPDATE"), waiver_id);
}

absl::StatusOr<bool> WaiverStore::UpdateSigned(std::string_view waiver_id,
                                               const Signature& signature, int plan_year,
                                               Fen cash) {
  return UpdateOne(
      "UPDATE waiver SET state = 'APPROVED', signed_by = ?, signed_as = ?, sign_date = ?,"
      " signed_time = ?, valid_through_date = ?, plan_year = ?, cash_fen = ?"
      " WHERE waiver_id = ? AND state = 'SUBMITTED'",
      {signature.signed_by, AuthorityName(signature.signed_as), signature.sign_date,
       signature.signed_time, signature.valid_through, plan_year, cash, waiver_id});
}

absl::StatusOr<bool> WaiverStore::UpdateState(std::string_view waiver_id, WaiverState from,
                                              WaiverState to) {
  return UpdateOne("UPDATE waiver SET state = ? WHERE waiver_id = ? AND state = ? AND settling = 0",
                   {WaiverStateName(to), waiver_id, WaiverStateName(from)});
}

absl::StatusOr<bool> WaiverStore::UpdateSettlingBegun(std::string_view waiver_id, Date today) {
  return UpdateOne(
      "UPDATE waiver SET settling = 1 WHERE waiver_id = ? AND state = 'APPROVED' AND settling = 0"
      " AND valid_through_date >= ?",
      {waiver_id, today});
}

absl::StatusOr<bool> WaiverStore::UpdateSettlingRefused(std::string_view waiver_id) {
  return UpdateOne(
      "UPDATE waiver SET settling = 0 WHERE waiver_id = ? AND state = 'APPROVED' AND settling = 1",
      {waiver_id});
}

absl::StatusOr<bool> WaiverStore::UpdateSettled(std::string_view waiver_id,
                                                std::string_view payment_id, Fen cash) {
  return UpdateOne(
      "UPDATE waiver SET state = 'SETTLED', settling = 0, payment_id = ?, cash_fen = ?"
      " WHERE waiver_id = ? AND state = 'APPROVED' AND settling = 1",
      {payment_id, cash, waiver_id});
}

absl::StatusOr<std::vector<std::string>> WaiverStore::LoadOverdue(Date today, int limit) {
  CUIJIAO_ASSIGN_OR_RETURN(
      const db::Rows rows,
      transaction_.Query("SELECT waiver_id FROM waiver WHERE state = 'APPROVED' AND settling = 0"
                         " AND valid_through_date < ? ORDER BY valid_through_date, waiver_id"
                         " LIMIT ?",
                         {today, limit}));
  std::vector<std::string> ids;
  for (const db::Row& row : rows) ids.push_back(row.String("waiver_id"));
  return ids;
}

absl::StatusOr<std::vector<Waiver>> WaiverStore::List(const WaiverFilter& filter,
                                                      std::string_view before_id, int limit) {
  std::string sql = absl::StrCat(kSelectWaiver, " WHERE 1 = 1");
  db::Values values;
  const auto narrow = [&](const char* condition, db::Value value) {
    absl::StrAppend(&sql, " AND ", condition);
    values.push_back(std::move(value));
  };
  if (!filter.unit_id.empty()) narrow("unit_id = ?", filter.unit_id);
  if (!filter.community_id.empty()) narrow("community_id = ?", filter.community_id);
  if (!filter.project_id.empty()) narrow("project_id = ?", filter.project_id);
  if (filter.state) narrow("state = ?", WaiverStateName(*filter.state));
  if (!before_id.empty()) narrow("waiver_id < ?", before_id);
  absl::StrAppend(&sql, " ORDER BY waiver_id DESC LIMIT ?");
  values.emplace_back(limit);
  return LoadAll(sql, values);
}

absl::StatusOr<std::vector<Waiver>> WaiverStore::LoadSignedInMonth(std::string_view manager_id,
                                                                   Month month) {
  return LoadAll(absl::StrCat(kSelectWaiver,
                              " WHERE signed_by = ? AND sign_date BETWEEN ? AND ?"
                              " AND signed_as = 'MANAGER' ORDER BY sign_date, waiver_id"),
                 {manager_id, FirstDayOf(month), LastDayOf(month)});
}

absl::StatusOr<std::vector<Waiver>> WaiverStore::LoadSignedOfUnits(
    int plan_year, std::span<const std::string> unit_ids) {
  if (unit_ids.empty()) return std::vector<Waiver>();
  db::Values values;
  for (const std::string& unit_id : unit_ids) values.emplace_back(unit_id);
  values.emplace_back(plan_year);
  return LoadAll(
      absl::StrCat(kSelectWaiver, " WHERE unit_id IN ", db::Placeholders(unit_ids.size()),
                   " AND plan_year = ? AND state IN ('APPROVED', 'SETTLED', 'REVERSED')"
                   " ORDER BY waiver_id"),
      values);
}

absl::StatusOr<std::vector<std::string>> WaiverStore::LoadCommunitiesWithSettled() {
  CUIJIAO_ASSIGN_OR_RETURN(const db::Rows rows,
                           transaction_.Query("SELECT DISTINCT community_id FROM waiver"
                                              " WHERE state = 'SETTLED' ORDER BY community_id"));
  std::vector<std::string> ids;
  for (const db::Row& row : rows) ids.push_back(row.String("community_id"));
  return ids;
}

absl::Status WaiverStore::InsertChange(const WaiverChange& change) {
  const std::optional<std::string_view> from =
      change.from ? std::optional(WaiverStateName(*change.from)) : std::nullopt;
  const std::optional<std::string> evaluation =
      change.evaluation.empty() ? std::nullopt : std::optional(change.evaluation);
  return transaction_
      .Execute(
          "INSERT INTO waiver_change (change_id, waiver_id, from_state, to_state, changed_by,"
          " recorded_time, reason_cipher, policy_version, evaluation)"
          " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
          {change.id, change.waiver_id, from, WaiverStateName(change.to), change.changed_by,
           change.recorded_time, EncryptUnlessEmpty(cipher_, change.reason, kReason),
           change.policy_version, evaluation})
      .status();
}

absl::StatusOr<std::vector<WaiverChange>> WaiverStore::LoadChanges(std::string_view waiver_id) {
  CUIJIAO_ASSIGN_OR_RETURN(
      const db::Rows rows,
      transaction_.Query(
          "SELECT change_id, waiver_id, from_state, to_state, changed_by,"
          " recorded_time, reason_cipher, policy_version, evaluation FROM waiver_change"
          " WHERE waiver_id = ? ORDER BY change_id",
          {waiver_id}));
  std::vector<WaiverChange> changes;
  for (const db::Row& row : rows) {
    const std::optional<WaiverState> to = ParseWaiverState(row.String("to_state"));
    if (!to) return absl::DataLossError("waiver_change.to_state holds " + row.String("to_state"));
    CUIJIAO_ASSIGN_OR_RETURN(std::string reason,
                             DecryptIfAny(cipher_, row.OptionalString("reason_cipher"), kReason));
    changes.push_back({.id = row.String("change_id"),
                       .waiver_id = row.String("waiver_id"),
                       .from = ParseWaiverState(row.OptionalString("from_state").value_or("")),
                       .to = *to,
                       .changed_by = row.String("changed_by"),
                       .recorded_time = row.Time("recorded_time"),
                       .reason = std::move(reason),
                       .policy_version = row.String("policy_version"),
                       .evaluation = row.OptionalString("evaluation").value_or("")});
  }
  return changes;
}

}  // namespace cuijiao::waiver
