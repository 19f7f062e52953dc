#include "services/ledger/store/imports/staged_targets.h"

#include <array>
#include <initializer_list>
#include <optional>
#include <utility>

#include "common/db/database_error.h"
#include "common/requests/request_log.h"
#include "common/status/macros.h"
#include "common/status/reason.h"
#include "services/ledger/store/organisation/organisation_words.h"
#include "services/ledger/store/organisation/personal_values.h"
#include "services/ledger/store/sql_text.h"

namespace cuijiao::ledger {
namespace {

// The rows of a range, and of those the first of each unit or owner where there are several: what
// they say of it is the same. Each takes the values of ValuesOf.
constexpr std::string_view kUnitsOfRange =
    " FROM staged_unit s FORCE INDEX (PRIMARY)"
    " WHERE s.import_id = ? AND s.unit_id > ? AND s.unit_id <= ?";
constexpr std::string_view kFirstOfUnit =
    " AND NOT EXISTS (SELECT 1 FROM staged_unit e WHERE e.import_id = s.import_id"
    " AND e.unit_id = s.unit_id AND e.line < s.line)";
constexpr std::string_view kOrLaterRowHasSchedule =
    " OR EXISTS (SELECT 1 FROM staged_unit l WHERE l.import_id = s.import_id"
    " AND l.unit_id = s.unit_id AND l.schedule_id IS NOT NULL)";
constexpr std::string_view kOwnersOfRange =
    " FROM staged_owner s FORCE INDEX (PRIMARY)"
    " WHERE s.import_id = ? AND s.owner_id > ? AND s.owner_id <= ?";
constexpr std::string_view kFirstOfOwner =
    " AND NOT EXISTS (SELECT 1 FROM staged_owner e WHERE e.import_id = s.import_id"
    " AND e.owner_id = s.owner_id AND e.line < s.line)";

// `before`, then what names a range.
db::Values ValuesOf(db::Values before, const StagedRange& range) {
  before.insert(before.end(), {range.import_id, range.after_group, range.through_group});
  return before;
}

absl::Status Raced() {
  return Refusal(absl::StatusCode::kAborted, kRequestRaced,
                 "somebody put a unit or owner of the file while it was imported");
}

// How many rows the statement wrote.
absl::StatusOr<std::int64_t> Copy(db::Transaction& transaction,
                                  std::initializer_list<std::string_view> sql,
                                  const db::Values& values) {
  absl::StatusOr<std::int64_t> copied = transaction.Execute(Concat(sql), values);
  if (!db::ViolatedKey(copied.status()).empty()) return Raced();
  return copied;
}

// Remembers the rows of a range. They are new, so that each is its key's first. The targets are
// joined: a row without one was not let in.
absl::StatusOr<std::int64_t> RememberRange(db::Transaction& transaction, const StagedRange& range,
                                           ImportKind kind, absl::Time recorded_time) {
  const bool is_unit = kind == ImportKind::kUnits;
  return Copy(
      transaction,
      {"INSERT INTO imported_row (project_id, kind, key_hash, version, row_hash,"
       " recorded_time) SELECT ?, ?, r.key_hash, 1, r.row_hash, ? FROM ",
       is_unit ? "staged_unit" : "staged_owner",
       " s FORCE INDEX (PRIMARY) STRAIGHT_JOIN staged_row r FORCE INDEX (PRIMARY)"
       " ON r.import_id = s.import_id AND r.line = s.line AND r.group_key = CAST(s.",
       is_unit ? "unit_id" : "owner_id", " AS BINARY) WHERE s.import_id = ? AND s.",
       is_unit ? "unit_id" : "owner_id", " > ? AND s.", is_unit ? "unit_id" : "owner_id", " <= ?"},
      ValuesOf({range.project_id, ImportKindName(kind), recorded_time}, range));
}

void Append(db::Values& row, db::Values values) {
  for (db::Value& value : values) row.push_back(std::move(value));
}

db::Values TargetOf(const UnitRow& row, const PersonalCipher& cipher, IdSource& ids) {
  const Unit& unit = row.unit;
  db::Values values = {unit.community_id};
  Append(values, UnitNoValues(cipher, unit.unit_no));
  Append(values, {WordOf(unit.kind), unit.area_e2_m2});
  if (!row.schedule) {
    values.resize(values.size() + 7, db::Value(nullptr));
    return values;
  }
  const FeeSchedule& schedule = *row.schedule;
  Append(values, {ids.NewId(), FeeKindName(schedule.fee_kind), schedule.period_months,
                  schedule.price_e4_yuan, schedule.fixed_per_month, schedule.due_after_days,
                  schedule.from_date});
  return values;
}

db::Values TargetOf(const OwnerRow& row, const PersonalCipher& cipher) {
  db::Values values = ContactValues(cipher, row.owner);
  Append(values, {row.owner.language, row.ownership.unit_id, row.ownership.days.from});
  return values;
}

}  // namespace

StagedTargets TargetsOf(ImportKind kind, const std::string& import_id,
                        std::span<const ReadRow> rows, const PersonalCipher& cipher,
                        IdSource& ids) {
  StagedTargets targets;
  const bool is_unit = kind == ImportKind::kUnits;
  if (!is_unit && kind != ImportKind::kOwners) return targets;
  if (is_unit) {
    targets.table = "staged_unit";
    targets.columns = {"import_id",           "unit_id",        "line",          "community_id",
                       "unit_no_cipher",      "unit_no_hash",   "kind",          "area_e2_m2",
                       "schedule_id",         "fee_kind",       "period_months", "price_e4_yuan",
                       "fixed_fen_per_month", "due_after_days", "from_date"};
  } else {
    targets.table = "staged_owner";
    targets.columns = {"import_id", "owner_id",     "line",       "name_cipher",
                       "name_hash", "phone_cipher", "phone_hash", "address_cipher",
                       "language",  "unit_id",      "from_date"};
  }
  targets.rows.reserve(rows.size());
  for (const ReadRow& row : rows) {
    db::Values& values =
        targets.rows.emplace_back(db::Values{import_id, GroupKey(row.value), row.row.line});
    values.reserve(targets.columns.size());
    Append(values, is_unit ? TargetOf(std::get<UnitRow>(row.value), cipher, ids)
                           : TargetOf(std::get<OwnerRow>(row.value), cipher));
  }
  return targets;
}

absl::StatusOr<std::int64_t> DeleteTargets(db::Transaction& transaction,
                                           const std::string& import_id, std::int64_t after_line,
                                           std::int64_t limit) {
  CUIJIAO_ASSIGN_OR_RETURN(
      const std::int64_t units,
      transaction.Execute("DELETE FROM staged_unit WHERE import_id = ? AND line > ? LIMIT ?",
                          {import_id, after_line, limit}));
  CUIJIAO_ASSIGN_OR_RETURN(
      const std::int64_t owners,
      transaction.Execute("DELETE FROM staged_owner WHERE import_id = ? AND line > ? LIMIT ?",
                          {import_id, after_line, limit - units}));
  return units + owners;
}

absl::StatusOr<std::map<std::string, bool>> LoadTargetCommunities(db::Transaction& transaction,
                                                                  const StagedRange& range) {
  std::map<std::string, bool> communities;
  CUIJIAO_RETURN_IF_ERROR(transaction.QueryEach(
      Concat({"SELECT s.community_id, MAX(s.schedule_id IS NOT NULL) AS has_schedule",
              kUnitsOfRange, " GROUP BY s.community_id"}),
      ValuesOf({}, range), [&](const db::Row& row) {
        communities[row.String("community_id")] = row.Bool("has_schedule");
        return absl::OkStatus();
      }));
  return communities;
}

absl::StatusOr<std::int64_t> CopyUnits(db::Transaction& transaction, const StagedRange& range,
                                       Date put_date, absl::Time recorded_time) {
  CUIJIAO_RETURN_IF_ERROR(
      Copy(transaction,
           {"INSERT INTO unit (unit_id, community_id, unit_no_cipher, unit_no_hash, kind,"
            " area_e2_m2) SELECT s.unit_id, s.community_id, s.unit_no_cipher, s.unit_no_hash,"
            " s.kind, s.area_e2_m2",
            kUnitsOfRange, range.is_one_row_each ? "" : kFirstOfUnit},
           ValuesOf({}, range))
          .status());
  CUIJIAO_RETURN_IF_ERROR(
      Copy(transaction,
           {"INSERT INTO unit_account (unit_id, community_id, debt_version, prepayment_fen,"
            " unscheduled) SELECT s.unit_id, s.community_id, 1, 0, s.schedule_id IS NOT NULL",
            range.is_one_row_each ? "" : kOrLaterRowHasSchedule, kUnitsOfRange,
            range.is_one_row_each ? "" : kFirstOfUnit},
           ValuesOf({}, range))
          .status());
  CUIJIAO_RETURN_IF_ERROR(
      Copy(transaction,
           {"INSERT INTO fee_schedule (schedule_id, unit_id, fee_kind, period_months,"
            " price_e4_yuan, fixed_fen_per_month, due_after_days, from_date, put_date,"
            " recorded_time) SELECT s.schedule_id, s.unit_id, s.fee_kind, s.period_months,"
            " s.price_e4_yuan, s.fixed_fen_per_month, s.due_after_days, s.from_date, ?, ?",
            kUnitsOfRange, " AND s.schedule_id IS NOT NULL"},
           ValuesOf({put_date, recorded_time}, range))
          .status());
  return RememberRange(transaction, range, ImportKind::kUnits, recorded_time);
}

absl::StatusOr<std::int64_t> CopyOwners(db::Transaction& transaction, const StagedRange& range,
                                        absl::Time recorded_time) {
  CUIJIAO_RETURN_IF_ERROR(
      Copy(transaction,
           {"INSERT INTO owner (owner_id, name_cipher, name_hash, phone_cipher, phone_hash,"
            " address_cipher, language) SELECT s.owner_id, s.name_cipher, s.name_hash,"
            " s.phone_cipher, s.phone_hash, s.address_cipher, s.language",
            kOwnersOfRange, range.is_one_row_each ? "" : kFirstOfOwner},
           ValuesOf({}, range))
          .status());
  // Every put of a unit's owners writes the unit's row, so that two at a time meet there.
  CUIJIAO_RETURN_IF_ERROR(
      transaction
          .Execute("UPDATE staged_owner s FORCE INDEX (PRIMARY)"
                   " STRAIGHT_JOIN unit u ON u.unit_id = s.unit_id"
                   " SET u.relation_version = u.relation_version + 1"
                   " WHERE s.import_id = ? AND s.owner_id > ? AND s.owner_id <= ?",
                   ValuesOf({}, range))
          .status());
  // An owner who is new had no unit: what is put now stands beside nothing of the same owner.
  CUIJIAO_RETURN_IF_ERROR(Copy(transaction,
                               {"INSERT INTO ownership (unit_id, owner_id, from_date)"
                                " SELECT s.unit_id, s.owner_id, s.from_date",
                                kOwnersOfRange},
                               ValuesOf({}, range))
                              .status());
  return RememberRange(transaction, range, ImportKind::kOwners, recorded_time);
}

}  // namespace cuijiao::ledger
