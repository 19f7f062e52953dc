// ReconciliationService: finance's own receipts lists against the ledger (LED-11).
#ifndef CUIJIAO_SERVICES_LEDGER_API_RECEIPTS_RECONCILIATION_API_H_
#define CUIJIAO_SERVICES_LEDGER_API_RECEIPTS_RECONCILIATION_API_H_

#include "absl/status/statusor.h"
#include "common/rpc/call_context.h"
#include "cuijiao/ledger/v1/reconciliation.grpc.pb.h"
#include "services/ledger/api/ledger_context.h"

namespace cuijiao::ledger {

class ReconciliationApi final : public v1::ReconciliationService::CallbackService {
 public:
  explicit ReconciliationApi(LedgerContext& context) : context_(context) {}

  grpc::ServerUnaryReactor* ImportFinanceReceipts(
      grpc::CallbackServerContext* context, const v1::ImportFinanceReceiptsRequest* request,
      v1::ImportFinanceReceiptsResponse* response) override;
  grpc::ServerUnaryReactor* GetReconciliation(grpc::CallbackServerContext* context,
                                              const v1::GetReconciliationRequest* request,
                                              v1::Reconciliation* response) override;
  grpc::ServerUnaryReactor* ListDifferences(grpc::CallbackServerContext* context,
                                            const v1::ListDifferencesRequest* request,
                                            v1::ListDifferencesResponse* response) override;
  grpc::ServerUnaryReactor* AcceptDifference(grpc::CallbackServerContext* context,
                                             const v1::AcceptDifferenceRequest* request,
                                             v1::Difference* response) override;
  grpc::ServerUnaryReactor* ListFinanceLists(grpc::CallbackServerContext* context,
                                             const v1::ListFinanceListsRequest* request,
                                             v1::ListFinanceListsResponse* response) override;

 private:
  absl::StatusOr<v1::ImportFinanceReceiptsResponse> Import(
      const CallContext& call, const v1::ImportFinanceReceiptsRequest& request) const;
  absl::StatusOr<v1::Reconciliation> Show(const CallContext& call,
                                          const v1::GetReconciliationRequest& request) const;
  absl::StatusOr<v1::ListDifferencesResponse> ShowDifferences(
      const CallContext& call, const v1::ListDifferencesRequest& request) const;
  absl::StatusOr<v1::Difference> Accept(const CallContext& call,
                                        const v1::AcceptDifferenceRequest& request) const;
  absl::StatusOr<v1::ListFinanceListsResponse> ShowLists(
      const v1::ListFinanceListsRequest& request) const;

  LedgerContext& context_;
};

}  // namespace cuijiao::ledger

#endif  // CUIJIAO_SERVICES_LEDGER_API_RECEIPTS_RECONCILIATION_API_H_
