#include "services/escalation/api/escalation_scope.h"

#include <optional>
#include <string>

#include "common/status/macros.h"
#include "services/escalation/api/refusals.h"
#include "services/escalation/store/case_store.h"
#include "services/escalation/store/work_store.h"

namespace cuijiao::escalation {

absl::StatusOr<std::vector<Place>> EscalationScope::PlacesOf(ResourceKind kind, std::string_view id,
                                                             Date date) {
  if (kind == ResourceKind::kCase) {
    CUIJIAO_ASSIGN_OR_RETURN(const std::optional<CaseRow> row,
                             database_.Read("escalation.place", [&](db::Transaction& transaction) {
                               return CaseStore(transaction, cipher_).Load(id);
                             }));
    if (!row) return RefuseUnknown(kUnknownCase, "case", id);
    return RemoteScope::PlacesOf(ResourceKind::kUnit, row->unit_id, date);
  }
  if (kind == ResourceKind::kWorkRecord) {
    CUIJIAO_ASSIGN_OR_RETURN(const std::optional<WorkRow> work,
                             database_.Read("escalation.place", [&](db::Transaction& transaction) {
                               return WorkStore(transaction, cipher_).Load(id);
                             }));
    if (!work) return RefuseUnknown(kUnknownWork, "work record", id);
    return RemoteScope::PlacesOf(ResourceKind::kUnit, work->unit_id, date);
  }
  return RemoteScope::PlacesOf(kind, id, date);
}

}  // namespace cuijiao::escalation
