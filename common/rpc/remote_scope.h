// Scope for the services that are not the ledger: they ask it.
#ifndef CUIJIAO_COMMON_RPC_REMOTE_SCOPE_H_
#define CUIJIAO_COMMON_RPC_REMOTE_SCOPE_H_

#include <memory>

#include "common/auth/scope.h"
#include "common/rpc/client.h"
#include "cuijiao/ledger/v1/organisation.grpc.pb.h"

namespace cuijiao {

// Thread-safe; `ledger` outlives it. Knows the kinds that the ledger owns (INVALID_ARGUMENT for
// others): a service with kinds of its own derives from it, turns its id into a unit, an area or a
// staff member, and hands that on. UNAVAILABLE when the ledger cannot be asked.
class RemoteScope : public ScopeSource {
 public:
  explicit RemoteScope(Peer& ledger);

  absl::StatusOr<StaffScope> ScopeOf(std::string_view staff_id, Date date) override;
  absl::StatusOr<std::vector<Place>> PlacesOf(ResourceKind kind, std::string_view id,
                                              Date date) override;

 private:
  absl::StatusOr<ledger::v1::ResolveScopeResponse> Resolve(
      const ledger::v1::ResolveScopeRequest& request);

  Peer& ledger_;
  const std::unique_ptr<ledger::v1::OrganisationService::Stub> stub_;
};

}  // namespace cuijiao

#endif  // CUIJIAO_COMMON_RPC_REMOTE_SCOPE_H_
