// Where things are and how far people reach, at a business date. The ledger knows; every service
// asks it through this interface.
#ifndef CUIJIAO_COMMON_AUTH_SCOPE_H_
#define CUIJIAO_COMMON_AUTH_SCOPE_H_

#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "common/auth/resource_kind.h"
#include "common/calendar/date.h"

namespace cuijiao {

// How far a person reaches, role by role. Ids.
struct StaffScope {
  std::vector<std::string> own_areas;   // collector: areas the person is responsible for
  std::vector<std::string> own_teams;   // collector: teams the person belongs to
  std::vector<std::string> team_areas;  // team leader (deputy in the leader's absence)
  std::vector<std::string> led_teams;   // team leader
  std::vector<std::string> projects;    // manager
  std::vector<std::string> branches;    // general manager
};

// Where a thing is. Empty where it has no such place (a project has no community), and where it
// has several (a staff member of two teams is one Place each).
struct Place {
  std::string branch_id;
  std::string project_id;
  std::string community_id;
  std::string area_id;
  std::string team_id;
};

// Thread-safe.
class ScopeSource {
 public:
  virtual ~ScopeSource() = default;
  // An empty scope for a staff id that is not known at `date`.
  virtual absl::StatusOr<StaffScope> ScopeOf(std::string_view staff_id, Date date) = 0;
  // Every place where the thing is at `date`. NOT_FOUND when it does not exist; UNAVAILABLE when
  // its owner cannot be asked.
  virtual absl::StatusOr<std::vector<Place>> PlacesOf(ResourceKind kind, std::string_view id,
                                                      Date date) = 0;
};

}  // namespace cuijiao

#endif  // CUIJIAO_COMMON_AUTH_SCOPE_H_
