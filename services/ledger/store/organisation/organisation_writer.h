// Putting the organisation: entities are replaced by id, dated relations end their predecessors,
// and what is replaced is kept (LED-7).
#ifndef CUIJIAO_SERVICES_LEDGER_STORE_ORGANISATION_ORGANISATION_WRITER_H_
#define CUIJIAO_SERVICES_LEDGER_STORE_ORGANISATION_ORGANISATION_WRITER_H_

#include <cstdint>
#include <map>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/crypto/personal_cipher.h"
#include "common/db/transaction.h"
#include "common/ids/id_source.h"
#include "services/ledger/domain/organisation/organisation.h"
#include "services/ledger/domain/organisation/organisation_dates.h"
#include "services/ledger/store/organisation/change_log.h"

namespace cuijiao::ledger {

struct DatedPut;    // organisation_relations.cc
struct ThingTable;  // organisation_writer.cc

// A unit that was put with another charged area, and the one that it had.
struct ResizedUnit {
  std::string unit_id;
  std::int64_t area_before_e2_m2 = 0;
};

// Lives in one transaction; after an error that must be rolled back. Reasons are those of
// domain/organisation/organisation_dates.h: UNKNOWN_PARENT (NOT_FOUND, values `field` and `id`),
// PLACE_FIXED, PROJECT_DIFFERS, OVERLAP, RANGE_BACKWARDS, POST_PLACE_WRONG; MONTH_CLOSED for the
// communities and collectors of areas.
//
// Every put keeps what it changes of things that stand (change_log.h): fields that hold something
// else, last days of relations that are moved. What is new leaves nothing there.
class OrganisationWriter {
 public:
  OrganisationWriter(db::Transaction& transaction, const PersonalCipher& cipher, IdSource& ids,
                     ChangeAuthor author)
      : transaction_(transaction), cipher_(cipher), ids_(ids), author_(std::move(author)) {}

  absl::Status PutBranches(std::span<const Branch> branches);
  // Each project gets its partition of money of unknown origin, each community its partition of
  // the journal, each unit its account, when they are new.
  absl::Status PutProjects(std::span<const Project> projects);
  absl::Status PutCommunities(std::span<const Community> communities);
  // Those that existed with another charged area: what is scheduled for them changes, and the
  // caller brings it in line (RefreshResizedUnits).
  absl::StatusOr<std::vector<ResizedUnit>> PutUnits(std::span<const Unit> units);
  // Units that do not exist, each once, with their accounts; `unscheduled` are those whose fees
  // follow (unscheduled_units.h). ABORTED / REQUEST_RACED when one came into being meanwhile.
  absl::Status InsertUnits(std::span<const Unit> units, const std::set<std::string>& unscheduled);
  absl::Status PutOwners(std::span<const Owner> owners);
  // Name, phone and address alone: language, channel and staff id of owners that exist stay as they
  // are.
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
  absl::StatusOr<std::map<std::string, Owner>> CreateAndLockOwners(std::span<const Owner> owners);
  // Writes what `puts` change of the things as they stand, by id, and keeps it; of a thing that is
  // put twice, the second is held against the first. What says the same is not written.
  template <typename Thing, typename RowOf>
  absl::Status Replace(OrganisationKind kind, const ThingTable& table,
                       std::map<std::string, Thing> standing, std::span<const Thing> puts,
                       RowOf row_of);
  // Creates those that do not exist and replaces the others; `row_of` is a thing's row.
  template <typename Thing, typename RowOf>
  absl::Status CreateOrReplace(OrganisationKind kind, const ThingTable& table,
                               std::span<const Thing> puts, RowOf row_of);
  absl::Status Keep(OrganisationKind kind, std::span<const ThingChange> changes) {
    return ChangeLog(transaction_, cipher_).Keep(kind, changes, ids_, author_);
  }
  absl::Status PutDated(const DatedPut& put);
  absl::Status OpenPartitions(std::span<const std::string> partition_ids,
                              std::span<const std::string> project_ids);

  db::Transaction& transaction_;
  const PersonalCipher& cipher_;
  IdSource& ids_;
  const ChangeAuthor author_;
};

// UNKNOWN_PARENT: `field` names `id`, which does not exist.
absl::Status UnknownParent(std::string_view field, std::string_view id);

}  // namespace cuijiao::ledger

#endif  // CUIJIAO_SERVICES_LEDGER_STORE_ORGANISATION_ORGANISATION_WRITER_H_
