#include "services/escalation/store/work_store.h"

#include <map>
#include <utility>

#include "common/crypto/optional_text.h"
#include "common/db/database_error.h"
#include "common/db/sql_lists.h"
#include "common/status/macros.h"
#include "services/escalation/store/case_words.h"

namespace cuijiao::escalation {
namespace {

constexpr std::string_view kWorkNote = "work_record.note";
constexpr std::string_view kAcceptance = "ACCEPTANCE";
constexpr std::string_view kApproval = "APPROVAL";

WorkRow WorkOf(const db::Row& row) {
  WorkRow work;
  work.work_id = row.String("work_id");
  work.unit_id = row.String("unit_id");
  work.community_id = row.String("community_id");
  work.staff_id = row.String("staff_id");
  work.kind = ValueOf(kWorkKindWords, row.String("kind"));
  work.happened_date = row.Date("happened_date");
  work.promised_date = row.OptionalDate("promised_date");
  work.recorded_time = row.Time("recorded_time");
  return work;
}

}  // namespace

absl::Status WorkStore::Insert(const WorkRow& work) {
  return transaction_
      .Execute(
          "INSERT INTO work_record (work_id, unit_id, community_id, staff_id, kind,"
          " happened_date, promised_date, recorded_time, note_cipher)"
          " VALUES (?,?,?,?,?,?,?,?,?)",
          {work.work_id, work.unit_id, work.community_id, work.staff_id,
           WordOf(kWorkKindWords, work.kind), work.happened_date, work.promised_date,
           work.recorded_time, EncryptUnlessEmpty(cipher_, work.note, kWorkNote)})
      .status();
}

absl::Status WorkStore::InsertConsent(std::string_view work_id, ConsentKind kind,
                                      const WorkConsent& consent) {
  const absl::Status inserted =
      transaction_
          .Execute(
              "INSERT INTO work_consent (work_id, kind, staff_id, recorded_time)"
              " VALUES (?,?,?,?)",
              {work_id, kind == ConsentKind::kAcceptance ? kAcceptance : kApproval,
               consent.staff_id, consent.recorded_time})
          .status();
  // Consented before: the first time counts.
  return db::ViolatedKey(inserted).empty() ? inserted : absl::OkStatus();
}

absl::StatusOr<std::optional<WorkRow>> WorkStore::Load(std::string_view work_id) {
  CUIJIAO_ASSIGN_OR_RETURN(
      const std::optional<db::Row> row,
      transaction_.QueryOne("SELECT work_id, unit_id, community_id, staff_id, kind, happened_date,"
                            " promised_date, recorded_time, note_cipher FROM work_record"
                            " WHERE work_id = ?",
                            {work_id}));
  if (!row) return std::optional<WorkRow>();
  std::vector<WorkRow> works = {WorkOf(*row)};
  CUIJIAO_ASSIGN_OR_RETURN(works.front().note,
                           DecryptIfAny(cipher_, row->OptionalString("note_cipher"), kWorkNote));
  CUIJIAO_RETURN_IF_ERROR(LoadConsents(works));
  return std::optional<WorkRow>(std::move(works.front()));
}

absl::StatusOr<std::vector<WorkRow>> WorkStore::List(std::span<const std::string> unit_ids,
                                                     const WorkPosition& after, int limit) {
  if (unit_ids.empty()) return std::vector<WorkRow>();
  db::Values values(unit_ids.begin(), unit_ids.end());
  values.emplace_back(after.unit_id);
  values.emplace_back(after.unit_id);
  values.emplace_back(after.work_id);
  values.emplace_back(limit);
  CUIJIAO_ASSIGN_OR_RETURN(
      const db::Rows rows,
      transaction_.Query("SELECT work_id, unit_id, community_id, staff_id, kind, happened_date,"
                         " promised_date, recorded_time FROM work_record WHERE unit_id IN " +
                             db::Placeholders(unit_ids.size()) +
                             " AND (unit_id > ? OR (unit_id = ? AND work_id > ?))"
                             " ORDER BY unit_id, work_id LIMIT ?",
                         values));
  std::vector<WorkRow> works;
  works.reserve(rows.size());
  for (const db::Row& row : rows) works.push_back(WorkOf(row));
  CUIJIAO_RETURN_IF_ERROR(LoadConsents(works));
  return works;
}

absl::Status WorkStore::LoadConsents(std::vector<WorkRow>& works) {
  if (works.empty()) return absl::OkStatus();
  std::map<std::string, WorkRow*> by_id;
  db::Values ids;
  for (WorkRow& work : works) {
    by_id[work.work_id] = &work;
    ids.emplace_back(work.work_id);
  }
  CUIJIAO_ASSIGN_OR_RETURN(
      const db::Rows rows,
      transaction_.Query("SELECT work_id, kind, staff_id, recorded_time FROM work_consent"
                         " WHERE work_id IN " +
                             db::Placeholders(ids.size()) + " ORDER BY recorded_time, staff_id",
                         ids));
  for (const db::Row& row : rows) {
    WorkRow& work = *by_id.at(row.String("work_id"));
    auto& consents = row.String("kind") == kAcceptance ? work.acceptances : work.approvals;
    consents.push_back({row.String("staff_id"), row.Time("recorded_time")});
  }
  return absl::OkStatus();
}

}  // namespace cuijiao::escalation
