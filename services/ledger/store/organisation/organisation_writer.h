// Putting the organisation: entities are replaced by id, dated relations end their predecessors
// (LED-7).
#ifndef CUIJIAO_SERVICES_LEDGER_STORE_ORGANISATION_ORGANISATION_WRITER_H_
#define CUIJIAO_SERVICES_LEDGER_STORE_ORGANISATION_ORGANISATION_WRITER_H_

#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/crypto/personal_cipher.h"
#include "common/db/transaction.h"
#include "services/ledger/domain/organisation/organisation.h"
#include "services/ledger/domain/organisation/organisation_dates.h"

namespace cuijiao::ledger {

// Lives in one transaction; after an error that must be rolled back. Reasons are those of
// domain/organisation/organisation_dates.h: UNKNOWN_PARENT (NOT_FOUND, values `field` and `id`),
// PLACE_FIXED, PROJECT_DIFFERS, OVERLAP, RANGE_BACKWARDS, POST_PLACE_WRONG; MONTH_CLOSED for the
// communities and collectors of areas.
class OrganisationWriter {
 public:
  OrganisationWriter(db::Transaction& transaction, const PersonalCipher& cipher)
      : transaction_(transaction), cipher_(cipher) {}

  absl::Status PutBranches(std::span<const Branch> branches);
  // Each project gets its partition of money of unknown origin, each community its partition of
  // the journal, each unit its account, when they are new.
  absl::Status PutProjects(std::span<const Project> projects);
  absl::Status PutCommunities(std::span<const Community> communities);
  // The ids of those that existed with another charged area: what is scheduled for them changes.
  absl::StatusOr<std::vector<std::string>> PutUnits(std::span<const Unit> units);
  // Units that do not exist, each once, with their accounts; `unscheduled` are those whose fees
  // follow (unscheduled_units.h). ABORTED / REQUEST_RACED when one came into being meanwhile.
  absl::Status InsertUnits(std::span<const Unit> units, const std::set<std::string>& unscheduled);
  absl::Status PutOwners(std::span<const Owner> owners);
  // Name, phone and address alone: language and staff id of owners that exist stay as they are.
  absl::Status PutContactsOf(std::span<const Owner> owners);
  absl::Status PutStaff(std::span<const Staff> staff);
  absl::Status PutTeams(std::span<const Team> teams);
  absl::Status PutAreas(std::span<const Area> areas);

  absl::Status PutOwnership(const Ownership& ownership) { return PutOwnerships({&ownership, 1}); }
  // The same as putting each in their order, with a few statements for all.
  absl::Status PutOwnerships(std::span<const Ownership> ownerships);
  absl::Status PutPost(const Post& post);
  absl::Status PutTeamMembership(const TeamMembership& membership);
  absl::Status PutLeaderAbsence(const LeaderAbsence& absence);
  absl::Status PutAreaCommunity(const AreaCommunity& relation);
  absl::Status PutAreaCollector(const AreaCollector& relation);

 private:
  // UNKNOWN_PARENT for the first of `ids` that `table` does not have; empty ids are none.
  absl::Status RequireAll(std::string_view table, std::string_view key, std::string_view field,
                          std::span<const std::string> ids);
  absl::Status UpsertOwners(std::span<const Owner> owners, std::string_view on_duplicate);
  absl::Status OpenPartitions(std::span<const std::string> partition_ids,
                              std::span<const std::string> project_ids);

  db::Transaction& transaction_;
  const PersonalCipher& cipher_;
};

// UNKNOWN_PARENT: `field` names `id`, which does not exist.
absl::Status UnknownParent(std::string_view field, std::string_view id);

}  // namespace cuijiao::ledger

#endif  // CUIJIAO_SERVICES_LEDGER_STORE_ORGANISATION_ORGANISATION_WRITER_H_
