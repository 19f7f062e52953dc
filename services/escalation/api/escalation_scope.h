// Where cases and work records are, for the scope of roles.
#ifndef CUIJIAO_SERVICES_ESCALATION_API_ESCALATION_SCOPE_H_
#define CUIJIAO_SERVICES_ESCALATION_API_ESCALATION_SCOPE_H_

#include <string_view>
#include <vector>

#include "common/crypto/personal_cipher.h"
#include "common/db/database.h"
#include "common/rpc/remote_scope.h"

namespace cuijiao::escalation {

// Knows cases and work records, which are where their unit is; asks the ledger for all else.
// Thread-safe.
class EscalationScope : public RemoteScope {
 public:
  EscalationScope(Peer& ledger, db::Database& database, const PersonalCipher& cipher)
      : RemoteScope(ledger), database_(database), cipher_(cipher) {}

  absl::StatusOr<std::vector<Place>> PlacesOf(ResourceKind kind, std::string_view id,
                                              Date date) override;

 private:
  db::Database& database_;
  const PersonalCipher& cipher_;
};

}  // namespace cuijiao::escalation

#endif  // CUIJIAO_SERVICES_ESCALATION_API_ESCALATION_SCOPE_H_
