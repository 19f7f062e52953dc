// CashService: cash in hand and its handover (LED-20).
#ifndef CUIJIAO_SERVICES_LEDGER_API_RECEIPTS_CASH_API_H_
#define CUIJIAO_SERVICES_LEDGER_API_RECEIPTS_CASH_API_H_

#include "absl/status/statusor.h"
#include "common/rpc/call_context.h"
#include "cuijiao/ledger/v1/cash.grpc.pb.h"
#include "services/ledger/api/ledger_context.h"

namespace cuijiao::ledger {

class CashApi final : public v1::CashService::CallbackService {
 public:
  explicit CashApi(LedgerContext& context) : context_(context) {}

  grpc::ServerUnaryReactor* StateHandover(grpc::CallbackServerContext* context,
                                          const v1::StateHandoverRequest* request,
                                          v1::CashHandover* response) override;
  grpc::ServerUnaryReactor* ConfirmHandover(grpc::CallbackServerContext* context,
                                            const v1::ConfirmHandoverRequest* request,
                                            v1::CashHandover* response) override;
  grpc::ServerUnaryReactor* RejectHandover(grpc::CallbackServerContext* context,
                                           const v1::RejectHandoverRequest* request,
                                           v1::CashHandover* response) override;
  grpc::ServerUnaryReactor* GetHandover(grpc::CallbackServerContext* context,
                                        const v1::GetHandoverRequest* request,
                                        v1::CashHandover* response) override;
  grpc::ServerUnaryReactor* ListHandovers(grpc::CallbackServerContext* context,
                                          const v1::ListHandoversRequest* request,
                                          v1::ListHandoversResponse* response) override;
  grpc::ServerUnaryReactor* ListCashPositions(grpc::CallbackServerContext* context,
                                              const v1::ListCashPositionsRequest* request,
                                              v1::ListCashPositionsResponse* response) override;
  grpc::ServerUnaryReactor* ListCashReturns(grpc::CallbackServerContext* context,
                                            const v1::ListCashReturnsRequest* request,
                                            v1::ListCashReturnsResponse* response) override;

 private:
  absl::StatusOr<v1::CashHandover> State(const CallContext& call,
                                         const v1::StateHandoverRequest& request) const;
  absl::StatusOr<v1::CashHandover> Confirm(const CallContext& call,
                                           const v1::ConfirmHandoverRequest& request) const;
  absl::StatusOr<v1::CashHandover> Reject(const CallContext& call,
                                          const v1::RejectHandoverRequest& request) const;
  absl::StatusOr<v1::CashHandover> Show(const v1::GetHandoverRequest& request) const;
  absl::StatusOr<v1::ListHandoversResponse> ShowList(const v1::ListHandoversRequest& request) const;
  absl::StatusOr<v1::ListCashPositionsResponse> ShowPositions(
      const CallContext& call, const v1::ListCashPositionsRequest& request) const;
  absl::StatusOr<v1::ListCashReturnsResponse> ShowReturns(
      const CallContext& call, const v1::ListCashReturnsRequest& request) const;

  LedgerContext& context_;
};

}  // namespace cuijiao::ledger

#endif  // CUIJIAO_SERVICES_LEDGER_API_RECEIPTS_CASH_API_H_
