// The place that a request of DashboardService asks about.
#ifndef CUIJIAO_SERVICES_LEDGER_API_FIGURES_DASHBOARD_PLACE_H_
#define CUIJIAO_SERVICES_LEDGER_API_FIGURES_DASHBOARD_PLACE_H_

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "services/ledger/store/figures/kept_figures_store.h"

namespace cuijiao::ledger {

// INVALID_ARGUMENT naming the fields where more than one of them is set.
absl::Status CheckOnePlaceAtMost(const AskedPlace& place);

template <typename Request>
absl::StatusOr<AskedPlace> PlaceOf(const Request& request) {
  AskedPlace place{.branch_id = request.branch_id(),
                   .project_id = request.project_id(),
                   .community_id = request.community_id()};
  const absl::Status checked = CheckOnePlaceAtMost(place);
  if (!checked.ok()) return checked;
  return place;
}

// NOT_FOUND for a place that does not exist, with the reason of its kind.
absl::Status UnknownPlace(const AskedPlace& place);

}  // namespace cuijiao::ledger

#endif  // CUIJIAO_SERVICES_LEDGER_API_FIGURES_DASHBOARD_PLACE_H_
