#include "services/ledger/api/figures/dashboard_place.h"

#include <string>
#include <vector>

#include "common/status/reason.h"
#include "services/ledger/api/organisation/organisation_api.h"

namespace cuijiao::ledger {

absl::Status CheckOnePlaceAtMost(const AskedPlace& place) {
  std::vector<FieldViolation> set;
  const auto check = [&](const char* field, const std::string& id) {
    if (!id.empty()) set.push_back({field, "'" + id + "': at most one place is to be set"});
  };
  check("branch_id", place.branch_id);
  check("project_id", place.project_id);
  check("community_id", place.community_id);
  return set.size() > 1 ? InvalidFields(set) : absl::OkStatus();
}

absl::Status UnknownPlace(const AskedPlace& place) {
  if (!place.community_id.empty()) {
    return UnknownThing(kUnknownCommunity, "community", place.community_id);
  }
  if (!place.project_id.empty()) return UnknownThing(kUnknownProject, "project", place.project_id);
  return UnknownThing(kUnknownBranch, "branch", place.branch_id);
}

}  // namespace cuijiao::ledger
