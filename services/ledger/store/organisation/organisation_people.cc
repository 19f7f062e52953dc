#include "services/ledger/store/organisation/organisation_people.h"

#include <algorithm>
#include <utility>

#include "common/crypto/personal_text.h"
#include "common/status/macros.h"
#include "services/ledger/store/id_chunks.h"
#include "services/ledger/store/organisation/organisation_columns.h"
#include "services/ledger/store/organisation/organisation_words.h"
#include "services/ledger/store/sql_text.h"

namespace cuijiao::ledger {
namespace {

constexpr std::string_view kSelectUnit =
    "SELECT u.unit_id, u.community_id, u.unit_no_cipher, u.kind, u.area_e2_m2 FROM unit u ";
constexpr std::string_view kOwnerColumns =
    "o.owner_id, o.name_cipher, o.phone_cipher, o.address_cipher, o.language,"
    " o.preferred_channel, COALESCE(o.staff_id, '') AS staff_id ";

constexpr std::string_view kLocked = " FOR UPDATE";

// Ids may be asked for twice; each answers once, by id.
std::vector<std::string> SortedOnce(std::span<const std::string> ids) {
  std::vector<std::string> sorted(ids.begin(), ids.end());
  std::sort(sorted.begin(), sorted.end());
  sorted.erase(std::unique(sorted.begin(), sorted.end()), sorted.end());
  return sorted;
}

}  // namespace

absl::StatusOr<std::string> OrganisationPeople::Decrypted(const db::Row& row,
                                                          std::string_view label,
                                                          std::string_view column) const {
  const std::optional<std::string> bytes = row.OptionalString(label);
  return bytes ? cipher_.Decrypt(*bytes, column) : std::string();
}

absl::StatusOr<Unit> OrganisationPeople::ReadUnit(const db::Row& row) const {
  CUIJIAO_ASSIGN_OR_RETURN(std::string unit_no, Decrypted(row, "unit_no_cipher", kUnitNoColumn));
  return Unit{row.String("unit_id"), row.String("community_id"), std::move(unit_no),
              ParseUnitKind(row.String("kind")), row.Int64("area_e2_m2")};
}

absl::StatusOr<Owner> OrganisationPeople::ReadOwner(const db::Row& row) const {
  Owner owner{.id = row.String("owner_id"),
              .name = {},
              .phone = {},
              .address = {},
              .language = row.String("language"),
              .staff_id = row.String("staff_id")};
  if (const auto channel = row.OptionalString("preferred_channel")) {
    owner.preferred_channel = ParseOwnerChannel(*channel);
  }
  CUIJIAO_ASSIGN_OR_RETURN(owner.name, Decrypted(row, "name_cipher", kOwnerNameColumn));
  CUIJIAO_ASSIGN_OR_RETURN(owner.phone, Decrypted(row, "phone_cipher", kOwnerPhoneColumn));
  CUIJIAO_ASSIGN_OR_RETURN(owner.address, Decrypted(row, "address_cipher", kOwnerAddressColumn));
  return owner;
}

absl::StatusOr<std::optional<Unit>> OrganisationPeople::LoadUnit(std::string_view unit_id) {
  CUIJIAO_ASSIGN_OR_RETURN(
      const std::optional<db::Row> row,
      transaction_.QueryOne(Concat({kSelectUnit, "WHERE u.unit_id = ?"}), {unit_id}));
  if (!row) return std::optional<Unit>();
  CUIJIAO_ASSIGN_OR_RETURN(Unit unit, ReadUnit(*row));
  return std::optional(std::move(unit));
}

absl::StatusOr<std::vector<Unit>> OrganisationPeople::LoadUnitsOf(std::string_view community_id,
                                                                  std::string_view after_unit_id,
                                                                  int limit) {
  CUIJIAO_ASSIGN_OR_RETURN(const db::Rows rows,
                           transaction_.Query(Concat({kSelectUnit,
                                                      "WHERE u.community_id = ? AND u.unit_id > ?"
                                                      " ORDER BY u.unit_id LIMIT ?"}),
                                              {community_id, after_unit_id, limit}));
  std::vector<Unit> units;
  for (const db::Row& row : rows) {
    CUIJIAO_ASSIGN_OR_RETURN(Unit unit, ReadUnit(row));
    units.push_back(std::move(unit));
  }
  return units;
}

absl::StatusOr<std::vector<Unit>> OrganisationPeople::LoadUnits(
    std::span<const std::string> unit_ids) {
  return SelectUnits(unit_ids, "");
}

absl::StatusOr<std::vector<Unit>> OrganisationPeople::LockUnits(
    std::span<const std::string> unit_ids) {
  return SelectUnits(unit_ids, kLocked);
}

absl::StatusOr<std::vector<Owner>> OrganisationPeople::LockOwners(
    std::span<const std::string> owner_ids) {
  std::vector<Owner> owners;
  for (const IdChunk& chunk : ChunkIds(SortedOnce(owner_ids))) {
    CUIJIAO_RETURN_IF_ERROR(transaction_.QueryEach(
        Concat({"SELECT ", kOwnerColumns, "FROM owner o WHERE o.owner_id IN ", chunk.placeholders,
                " ORDER BY o.owner_id", kLocked}),
        chunk.values, [&](const db::Row& row) -> absl::Status {
          CUIJIAO_ASSIGN_OR_RETURN(Owner owner, ReadOwner(row));
          owners.push_back(std::move(owner));
          return absl::OkStatus();
        }));
  }
  return owners;
}

absl::StatusOr<std::vector<Unit>> OrganisationPeople::SelectUnits(
    std::span<const std::string> unit_ids, std::string_view lock) {
  std::vector<Unit> units;
  for (const IdChunk& chunk : ChunkIds(SortedOnce(unit_ids))) {
    CUIJIAO_ASSIGN_OR_RETURN(
        const db::Rows rows,
        transaction_.Query(Concat({kSelectUnit, "WHERE u.unit_id IN ", chunk.placeholders,
                                   " ORDER BY u.unit_id", lock}),
                           chunk.values));
    for (const db::Row& row : rows) {
      CUIJIAO_ASSIGN_OR_RETURN(Unit unit, ReadUnit(row));
      units.push_back(std::move(unit));
    }
  }
  return units;
}

absl::StatusOr<std::vector<Unit>> OrganisationPeople::FindUnitsByNumber(std::string_view project_id,
                                                                        std::string_view unit_no) {
  CUIJIAO_ASSIGN_OR_RETURN(
      const db::Rows rows,
      transaction_.Query(
          Concat({kSelectUnit,
                  "JOIN community c ON c.community_id = u.community_id"
                  " WHERE u.unit_no_hash = ? AND c.project_id = ? ORDER BY u.unit_id"}),
          {cipher_.SearchHash(NormalizeName(unit_no), kUnitNoColumn), project_id}));
  std::vector<Unit> units;
  for (const db::Row& row : rows) {
    CUIJIAO_ASSIGN_OR_RETURN(Unit unit, ReadUnit(row));
    units.push_back(std::move(unit));
  }
  return units;
}

absl::StatusOr<std::vector<UnitOwner>> OrganisationPeople::LoadOwners(
    std::span<const std::string> unit_ids, Date date) {
  std::vector<UnitOwner> owners;
  for (const IdChunk& chunk : ChunkIds(SortedOnce(unit_ids))) {
    db::Values values = {date, date};
    values.insert(values.end(), chunk.values.begin(), chunk.values.end());
    constexpr std::string_view kOwnershipsOfTheDay =
        "FROM ownership s JOIN owner o ON o.owner_id = s.owner_id WHERE s.from_date <= ?"
        " AND (s.to_date IS NULL OR s.to_date >= ?) AND s.unit_id IN ";
    CUIJIAO_ASSIGN_OR_RETURN(
        const db::Rows rows,
        transaction_.Query(Concat({"SELECT s.unit_id, ", kOwnerColumns, kOwnershipsOfTheDay,
                                   chunk.placeholders, " ORDER BY s.unit_id, s.owner_id"}),
                           values));
    for (const db::Row& row : rows) {
      CUIJIAO_ASSIGN_OR_RETURN(Owner owner, ReadOwner(row));
      owners.push_back({row.String("unit_id"), std::move(owner)});
    }
  }
  return owners;
}

absl::StatusOr<std::vector<Owner>> OrganisationPeople::FindOwnersByPhone(std::string_view phone) {
  CUIJIAO_ASSIGN_OR_RETURN(
      const db::Rows rows,
      transaction_.Query(Concat({"SELECT ", kOwnerColumns,
                                 "FROM owner o WHERE o.phone_hash = ? ORDER BY o.owner_id"
                                 " LIMIT 1000"}),
                         {cipher_.SearchHash(NormalizePhone(phone), kOwnerPhoneColumn)}));
  std::vector<Owner> owners;
  for (const db::Row& row : rows) {
    CUIJIAO_ASSIGN_OR_RETURN(Owner owner, ReadOwner(row));
    owners.push_back(std::move(owner));
  }
  return owners;
}

absl::StatusOr<std::vector<Staff>> OrganisationPeople::LoadStaff(
    std::span<const std::string> staff_ids) {
  return SelectStaff(staff_ids, "");
}

absl::StatusOr<std::vector<Staff>> OrganisationPeople::LockStaff(
    std::span<const std::string> staff_ids) {
  return SelectStaff(staff_ids, kLocked);
}

absl::StatusOr<std::vector<Staff>> OrganisationPeople::SelectStaff(
    std::span<const std::string> staff_ids, std::string_view lock) {
  std::vector<Staff> staff;
  for (const IdChunk& chunk : ChunkIds(SortedOnce(staff_ids))) {
    CUIJIAO_ASSIGN_OR_RETURN(
        const db::Rows rows,
        transaction_.Query(Concat({"SELECT staff_id, name_cipher, employee_no FROM staff"
                                   " WHERE staff_id IN ",
                                   chunk.placeholders, " ORDER BY staff_id", lock}),
                           chunk.values));
    for (const db::Row& row : rows) {
      CUIJIAO_ASSIGN_OR_RETURN(std::string name, Decrypted(row, "name_cipher", kStaffNameColumn));
      staff.push_back({row.String("staff_id"), std::move(name), row.String("employee_no")});
    }
  }
  return staff;
}

absl::StatusOr<std::vector<std::string>> OrganisationPeople::FindStaffByEmployeeNo(
    std::span<const std::string> employee_nos) {
  std::vector<std::string> staff_ids;
  for (const IdChunk& chunk : ChunkIds(SortedOnce(employee_nos))) {
    CUIJIAO_ASSIGN_OR_RETURN(
        const db::Rows rows,
        transaction_.Query(
            Concat({"SELECT staff_id FROM staff WHERE employee_no IN ", chunk.placeholders}),
            chunk.values));
    for (const db::Row& row : rows) staff_ids.push_back(row.String("staff_id"));
  }
  return staff_ids;
}

}  // namespace cuijiao::ledger
