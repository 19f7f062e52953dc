// Where waivers are, for the scope of roles.
#ifndef CUIJIAO_SERVICES_WAIVER_API_WAIVER_SCOPE_H_
#define CUIJIAO_SERVICES_WAIVER_API_WAIVER_SCOPE_H_

#include <string_view>
#include <vector>

#include "common/crypto/personal_cipher.h"
#include "common/db/database.h"
#include "common/rpc/remote_scope.h"

namespace cuijiao::waiver {

// Knows waivers, which are where their unit is; asks the ledger for all else. Thread-safe.
class WaiverScope : public RemoteScope {
 public:
  WaiverScope(Peer& ledger, db::Database& database, const PersonalCipher& cipher)
      : RemoteScope(ledger), database_(database), cipher_(cipher) {}

  absl::StatusOr<std::vector<Place>> PlacesOf(ResourceKind kind, std::string_view id,
                                              Date date) override;

 private:
  db::Database& database_;
  const PersonalCipher& cipher_;
};

}  // namespace cuijiao::waiver

#endif  // CUIJIAO_SERVICES_WAIVER_API_WAIVER_SCOPE_H_
