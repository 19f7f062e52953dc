#include "services/ledger/api/ledger_scope.h"

#include "services/ledger/store/organisation/organisation_store.h"

namespace cuijiao::ledger {

absl::StatusOr<StaffScope> LedgerScope::ScopeOf(std::string_view staff_id, Date date) {
  return database_.Ask("ScopeOf", [&](db::Transaction& transaction) {
    return OrganisationStore(transaction).ScopeOf(staff_id, date);
  });
}

absl::StatusOr<std::vector<Place>> LedgerScope::PlacesOf(ResourceKind kind, std::string_view id,
                                                         Date date) {
  return database_.Ask("PlacesOf", [&](db::Transaction& transaction) {
    return OrganisationStore(transaction).PlacesOf(kind, id, date);
  });
}

}  // namespace cuijiao::ledger
