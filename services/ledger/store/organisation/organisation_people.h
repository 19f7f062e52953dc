// Reading personal data of the organisation: units' numbers, owners, staff, in plain text. Who may
// see it so is decided in api/organisation/personal_view.h.
#ifndef CUIJIAO_SERVICES_LEDGER_STORE_ORGANISATION_ORGANISATION_PEOPLE_H_
#define CUIJIAO_SERVICES_LEDGER_STORE_ORGANISATION_ORGANISATION_PEOPLE_H_

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "common/crypto/personal_cipher.h"
#include "common/db/transaction.h"
#include "services/ledger/domain/organisation/organisation.h"

namespace cuijiao::ledger {

// An owner of a unit on a date.
struct UnitOwner {
  std::string unit_id;
  Owner owner;
};

// Lives in one transaction. DATA_LOSS where stored bytes cannot be decrypted.
class OrganisationPeople {
 public:
  OrganisationPeople(db::Transaction& transaction, const PersonalCipher& cipher)
      : transaction_(transaction), cipher_(cipher) {}

  absl::StatusOr<std::optional<Unit>> LoadUnit(std::string_view unit_id);
  // Units of a community after `after_unit_id`, by id, at most `limit`.
  absl::StatusOr<std::vector<Unit>> LoadUnitsOf(std::string_view community_id,
                                                std::string_view after_unit_id, int limit);
  // Those that exist, by id.
  absl::StatusOr<std::vector<Unit>> LoadUnits(std::span<const std::string> unit_ids);
  // The same, locked until the transaction ends.
  absl::StatusOr<std::vector<Unit>> LockUnits(std::span<const std::string> unit_ids);
  absl::StatusOr<std::vector<Owner>> LockOwners(std::span<const std::string> owner_ids);
  absl::StatusOr<std::vector<Staff>> LockStaff(std::span<const std::string> staff_ids);
  // Units of a project with that number on the door, spaces and case apart; by id.
  absl::StatusOr<std::vector<Unit>> FindUnitsByNumber(std::string_view project_id,
                                                      std::string_view unit_no);

  // Owners of units on a date, by unit and owner id.
  absl::StatusOr<std::vector<UnitOwner>> LoadOwners(std::span<const std::string> unit_ids,
                                                    Date date);
  // Owners with that phone number, however it is written; by id.
  absl::StatusOr<std::vector<Owner>> FindOwnersByPhone(std::string_view phone);

  // Those that exist, by id.
  absl::StatusOr<std::vector<Staff>> LoadStaff(std::span<const std::string> staff_ids);
  // Ids of the staff with these employee numbers of HR.
  absl::StatusOr<std::vector<std::string>> FindStaffByEmployeeNo(
      std::span<const std::string> employee_nos);

 private:
  absl::StatusOr<std::vector<Unit>> SelectUnits(std::span<const std::string> unit_ids,
                                                std::string_view lock);
  absl::StatusOr<std::vector<Staff>> SelectStaff(std::span<const std::string> staff_ids,
                                                 std::string_view lock);
  absl::StatusOr<Unit> ReadUnit(const db::Row& row) const;
  absl::StatusOr<Owner> ReadOwner(const db::Row& row) const;
  // Empty for NULL.
  absl::StatusOr<std::string> Decrypted(const db::Row& row, std::string_view label,
                                        std::string_view column) const;

  db::Transaction& transaction_;
  const PersonalCipher& cipher_;
};

}  // namespace cuijiao::ledger

#endif  // CUIJIAO_SERVICES_LEDGER_STORE_ORGANISATION_ORGANISATION_PEOPLE_H_
