// Scope for the ledger's own methods: straight from its organisation.
#ifndef CUIJIAO_SERVICES_LEDGER_API_LEDGER_SCOPE_H_
#define CUIJIAO_SERVICES_LEDGER_API_LEDGER_SCOPE_H_

#include "common/auth/scope.h"
#include "common/db/database.h"

namespace cuijiao::ledger {

// Thread-safe; `database` outlives it.
class LedgerScope : public ScopeSource {
 public:
  explicit LedgerScope(db::Database& database) : database_(database) {}

  absl::StatusOr<StaffScope> ScopeOf(std::string_view staff_id, Date date) override;
  absl::StatusOr<std::vector<Place>> PlacesOf(ResourceKind kind, std::string_view id,
                                              Date date) override;

 private:
  db::Database& database_;
};

}  // namespace cuijiao::ledger

#endif  // CUIJIAO_SERVICES_LEDGER_API_LEDGER_SCOPE_H_
