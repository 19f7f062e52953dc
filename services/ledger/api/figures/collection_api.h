// CollectionService: what collection needs to know of the ledger.
#ifndef CUIJIAO_SERVICES_LEDGER_API_FIGURES_COLLECTION_API_H_
#define CUIJIAO_SERVICES_LEDGER_API_FIGURES_COLLECTION_API_H_

#include "absl/status/statusor.h"
#include "common/rpc/call_context.h"
#include "cuijiao/ledger/v1/collection.grpc.pb.h"
#include "services/ledger/api/ledger_context.h"

namespace cuijiao::ledger {

// Before it answers about money, prepayment is used for what fell due (definition 4).
class CollectionApi final : public v1::CollectionService::CallbackService {
 public:
  explicit CollectionApi(LedgerContext& context) : context_(context) {}

  grpc::ServerUnaryReactor* ListUnitDebts(grpc::CallbackServerContext* context,
                                          const v1::ListUnitDebtsRequest* request,
                                          v1::ListUnitDebtsResponse* response) override;
  grpc::ServerUnaryReactor* GetUnitDebt(grpc::CallbackServerContext* context,
                                        const v1::GetUnitDebtRequest* request,
                                        v1::UnitDebt* response) override;
  grpc::ServerUnaryReactor* ListUpcomingBills(grpc::CallbackServerContext* context,
                                              const v1::ListUpcomingBillsRequest* request,
                                              v1::ListUpcomingBillsResponse* response) override;
  grpc::ServerUnaryReactor* BatchGetContacts(grpc::CallbackServerContext* context,
                                             const v1::BatchGetContactsRequest* request,
                                             v1::BatchGetContactsResponse* response) override;
  grpc::ServerUnaryReactor* ListCommunities(grpc::CallbackServerContext* context,
                                            const v1::ListCommunitiesRequest* request,
                                            v1::ListCommunitiesResponse* response) override;

 private:
  absl::StatusOr<v1::ListUnitDebtsResponse> ShowDebts(
      const CallContext& call, const v1::ListUnitDebtsRequest& request) const;
  absl::StatusOr<v1::UnitDebt> ShowDebt(const CallContext& call,
                                        const v1::GetUnitDebtRequest& request) const;
  absl::StatusOr<v1::ListUpcomingBillsResponse> ShowUpcoming(
      const CallContext& call, const v1::ListUpcomingBillsRequest& request) const;
  absl::StatusOr<v1::BatchGetContactsResponse> ShowContacts(
      const CallContext& call, const v1::BatchGetContactsRequest& request) const;
  absl::StatusOr<v1::ListCommunitiesResponse> ShowCommunities(
      const v1::ListCommunitiesRequest& request) const;

  LedgerContext& context_;
};

}  // namespace cuijiao::ledger

#endif  // CUIJIAO_SERVICES_LEDGER_API_FIGURES_COLLECTION_API_H_
