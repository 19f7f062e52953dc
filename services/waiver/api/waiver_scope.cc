#include "services/waiver/api/waiver_scope.h"

#include <optional>

#include "common/status/macros.h"
#include "services/waiver/api/refusals.h"
#include "services/waiver/store/waiver_store.h"

namespace cuijiao::waiver {

absl::StatusOr<std::vector<Place>> WaiverScope::PlacesOf(ResourceKind kind, std::string_view id,
                                                         Date date) {
  if (kind != ResourceKind::kWaiver) return RemoteScope::PlacesOf(kind, id, date);
  CUIJIAO_ASSIGN_OR_RETURN(const std::optional<Waiver> waiver,
                           database_.Read("waiver.place", [&](db::Transaction& transaction) {
                             return WaiverStore(transaction, cipher_).Load(id);
                           }));
  if (!waiver) return RefuseUnknownWaiver(id);
  return RemoteScope::PlacesOf(ResourceKind::kUnit, waiver->unit_id, date);
}

}  // namespace cuijiao::waiver
