// Reading the organisation: where things lie, who is responsible, on any date. No personal data
// here (organisation_people.h has it) and no writing (organisation_writer.h).
#ifndef CUIJIAO_SERVICES_LEDGER_STORE_ORGANISATION_ORGANISATION_STORE_H_
#define CUIJIAO_SERVICES_LEDGER_STORE_ORGANISATION_ORGANISATION_STORE_H_

#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "common/auth/scope.h"
#include "common/db/transaction.h"
#include "services/ledger/domain/organisation/organisation.h"

namespace cuijiao::ledger {

// A unit and where it lies; what most decisions need of it.
struct UnitPlace {
  std::string unit_id;
  std::string community_id;
  std::string project_id;
  std::string branch_id;
  std::int64_t area_e2_m2 = 0;  // charged area, in 0.01 m²
};

struct CommunityPlace {
  std::string community_id;
  std::string project_id;
  std::string branch_id;
  std::string name;
};

// A community's area on a date and the area's collector; empty where there is none.
struct Responsibility {
  std::string community_id;
  std::string project_id;
  std::string area_id;
  std::string collector_id;
};

// A person who owns a unit on a date; `staff_id` is set where the owner is a staff member (WVR-7).
struct OwnerLink {
  std::string unit_id;
  std::string owner_id;
  std::string staff_id;
};

// Lives in one transaction. "None" is an empty optional or list, never an error; errors are the
// database's.
class OrganisationStore {
 public:
  explicit OrganisationStore(db::Transaction& transaction) : transaction_(transaction) {}

  absl::StatusOr<std::optional<UnitPlace>> LoadUnit(std::string_view unit_id);
  // Those that exist, by id.
  absl::StatusOr<std::vector<UnitPlace>> LoadUnits(std::span<const std::string> unit_ids);
  // Units of a community after `after_unit_id` (empty: from the first), by id, at most `limit`.
  absl::StatusOr<std::vector<UnitPlace>> LoadUnitsOf(std::string_view community_id,
                                                     std::string_view after_unit_id, int limit);

  absl::StatusOr<std::optional<CommunityPlace>> LoadCommunity(std::string_view community_id);
  // Of a project, or of the company where `project_id` is empty; by id.
  absl::StatusOr<std::vector<CommunityPlace>> LoadCommunities(std::string_view project_id = {});
  absl::StatusOr<std::optional<Project>> LoadProject(std::string_view project_id);
  absl::StatusOr<std::optional<Branch>> LoadBranch(std::string_view branch_id);
  absl::StatusOr<std::vector<Team>> LoadTeams(std::string_view project_id);
  absl::StatusOr<std::optional<Area>> LoadArea(std::string_view area_id);
  // Of a project, or of the company where `project_id` is empty; by id.
  absl::StatusOr<std::vector<Area>> LoadAreas(std::string_view project_id = {});

  absl::StatusOr<bool> StaffExists(std::string_view staff_id);
  // Those of `staff_ids` that do not exist, in their order.
  absl::StatusOr<std::vector<std::string>> UnknownStaff(std::span<const std::string> staff_ids);

  // The area of a community on a date.
  absl::StatusOr<std::optional<std::string>> AreaOf(std::string_view community_id, Date date);
  // The collector of a community's area on a date.
  absl::StatusOr<std::optional<std::string>> ResponsibleCollector(std::string_view community_id,
                                                                  Date date);
  // The same for many: by community, without those that have none.
  absl::StatusOr<std::map<std::string, std::string>> ResponsibleCollectors(
      std::span<const std::string> community_ids, Date date);
  // Every community with its area and collector on a date, by community; of a project, or of the
  // company where `project_id` is empty.
  absl::StatusOr<std::vector<Responsibility>> LoadResponsibilities(
      Date date, std::string_view project_id = {});
  // All day-runs of all collectors in a month that closed on `closing_date` (definition 9), by
  // collector and first day.
  absl::StatusOr<std::vector<CollectorRun>> CollectorRuns(Month month, Date closing_date);
  // Relations of a project in force on a date: teams' memberships, communities' areas, areas'
  // collectors.
  absl::StatusOr<std::vector<TeamMembership>> LoadMemberships(std::string_view project_id,
                                                              Date date);
  absl::StatusOr<std::vector<AreaCommunity>> LoadAreaCommunities(std::string_view project_id,
                                                                 Date date);
  absl::StatusOr<std::vector<AreaCollector>> LoadAreaCollectors(std::string_view project_id,
                                                                Date date);

  // All ownerships of a unit, by first day and owner id.
  absl::StatusOr<std::vector<Ownership>> LoadOwnerships(std::string_view unit_id);
  // Owners of a unit on a date, by owner id.
  absl::StatusOr<std::vector<OwnerLink>> OwnersOf(std::string_view unit_id, Date date);
  // All units that share an owner with the unit on a date, itself included, by id (WVR-5).
  absl::StatusOr<std::vector<std::string>> HouseholdUnits(std::string_view unit_id, Date date);

  // How far a staff member reaches on a date, role by role; empty for one not known.
  absl::StatusOr<StaffScope> ScopeOf(std::string_view staff_id, Date date);
  // Where a thing of the ledger is on a date. NOT_FOUND when it does not exist;
  // INVALID_ARGUMENT for kinds that other services own.
  absl::StatusOr<std::vector<Place>> PlacesOf(ResourceKind kind, std::string_view id, Date date);

 private:
  db::Transaction& transaction_;
};

}  // namespace cuijiao::ledger

#endif  // CUIJIAO_SERVICES_LEDGER_STORE_ORGANISATION_ORGANISATION_STORE_H_
