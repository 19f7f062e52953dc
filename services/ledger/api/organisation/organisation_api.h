// OrganisationService: who and what the company looks after, as of any date (LED-7).
#ifndef CUIJIAO_SERVICES_LEDGER_API_ORGANISATION_ORGANISATION_API_H_
#define CUIJIAO_SERVICES_LEDGER_API_ORGANISATION_ORGANISATION_API_H_

#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "common/rpc/call_context.h"
#include "cuijiao/ledger/v1/organisation.grpc.pb.h"
#include "services/ledger/api/ledger_context.h"
#include "services/ledger/domain/organisation/organisation.h"

namespace cuijiao::ledger {

class OrganisationApi final : public v1::OrganisationService::CallbackService {
 public:
  explicit OrganisationApi(LedgerContext& context) : context_(context) {}

  grpc::ServerUnaryReactor* BatchPutOrganisation(
      grpc::CallbackServerContext* context, const v1::BatchPutOrganisationRequest* request,
      v1::BatchPutOrganisationResponse* response) override;
  grpc::ServerUnaryReactor* GetOrganisation(grpc::CallbackServerContext* context,
                                            const v1::GetOrganisationRequest* request,
                                            v1::Organisation* response) override;
  grpc::ServerUnaryReactor* GetUnit(grpc::CallbackServerContext* context,
                                    const v1::GetUnitRequest* request, v1::Unit* response) override;
  grpc::ServerUnaryReactor* ListUnits(grpc::CallbackServerContext* context,
                                      const v1::ListUnitsRequest* request,
                                      v1::ListUnitsResponse* response) override;
  grpc::ServerUnaryReactor* ListOwners(grpc::CallbackServerContext* context,
                                       const v1::ListOwnersRequest* request,
                                       v1::ListOwnersResponse* response) override;
  grpc::ServerUnaryReactor* ListAreaGaps(grpc::CallbackServerContext* context,
                                         const v1::ListAreaGapsRequest* request,
                                         v1::ListAreaGapsResponse* response) override;
  grpc::ServerUnaryReactor* ResolveScope(grpc::CallbackServerContext* context,
                                         const v1::ResolveScopeRequest* request,
                                         v1::ResolveScopeResponse* response) override;
  grpc::ServerUnaryReactor* BatchGetStaff(grpc::CallbackServerContext* context,
                                          const v1::BatchGetStaffRequest* request,
                                          v1::BatchGetStaffResponse* response) override;
  // organisation_api_changes.cc
  grpc::ServerUnaryReactor* ListChanges(grpc::CallbackServerContext* context,
                                        const v1::ListChangesRequest* request,
                                        v1::ListChangesResponse* response) override;

 private:
  absl::StatusOr<v1::BatchPutOrganisationResponse> Put(
      const CallContext& call, const v1::BatchPutOrganisationRequest& request) const;
  absl::StatusOr<v1::Organisation> ShowProject(const CallContext& call,
                                               const v1::GetOrganisationRequest& request) const;
  absl::StatusOr<v1::Unit> ShowUnit(const CallContext& call,
                                    const v1::GetUnitRequest& request) const;
  absl::StatusOr<v1::ListUnitsResponse> ShowUnits(const CallContext& call,
                                                  const v1::ListUnitsRequest& request) const;
  absl::StatusOr<v1::ListOwnersResponse> ShowOwners(const CallContext& call,
                                                    const v1::ListOwnersRequest& request) const;
  absl::StatusOr<v1::ListAreaGapsResponse> ShowGaps(const CallContext& call,
                                                    const v1::ListAreaGapsRequest& request) const;
  absl::StatusOr<v1::ResolveScopeResponse> Resolve(const v1::ResolveScopeRequest& request) const;
  absl::StatusOr<v1::BatchGetStaffResponse> ShowStaff(
      const CallContext& call, const v1::BatchGetStaffRequest& request) const;
  absl::StatusOr<v1::ListChangesResponse> ShowChanges(const CallContext& call,
                                                      const v1::ListChangesRequest& request) const;

  LedgerContext& context_;
};

// NOT_FOUND with `reason`: "there is no <what> <id>".
absl::Status UnknownThing(std::string_view reason, std::string_view what, const std::string& id);

}  // namespace cuijiao::ledger

#endif  // CUIJIAO_SERVICES_LEDGER_API_ORGANISATION_ORGANISATION_API_H_
