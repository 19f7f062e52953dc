// SettlementService: quotes and the one posting of a waiver (WVR-4, WVR-8). The access table lets
// the waiver service's identity in alone.
#ifndef CUIJIAO_SERVICES_LEDGER_API_PAYMENTS_SETTLEMENT_API_H_
#define CUIJIAO_SERVICES_LEDGER_API_PAYMENTS_SETTLEMENT_API_H_

#include "absl/status/statusor.h"
#include "common/rpc/call_context.h"
#include "cuijiao/ledger/v1/settlement.grpc.pb.h"
#include "services/ledger/api/ledger_context.h"

namespace cuijiao::ledger {

class SettlementApi final : public v1::SettlementService::CallbackService {
 public:
  explicit SettlementApi(LedgerContext& context) : context_(context) {}

  grpc::ServerUnaryReactor* QuoteSettlement(grpc::CallbackServerContext* context,
                                            const v1::QuoteSettlementRequest* request,
                                            v1::SettlementQuote* response) override;
  grpc::ServerUnaryReactor* PostSettlement(grpc::CallbackServerContext* context,
                                           const v1::PostSettlementRequest* request,
                                           v1::PostedSettlement* response) override;
  grpc::ServerUnaryReactor* GetSettlement(grpc::CallbackServerContext* context,
                                          const v1::GetSettlementRequest* request,
                                          v1::PostedSettlement* response) override;

 private:
  absl::StatusOr<v1::SettlementQuote> Quote(const CallContext& call,
                                            const v1::QuoteSettlementRequest& request) const;
  absl::StatusOr<v1::PostedSettlement> Post(const CallContext& call,
                                            const v1::PostSettlementRequest& request) const;
  absl::StatusOr<v1::PostedSettlement> Show(const CallContext& call,
                                            const v1::GetSettlementRequest& request) const;

  LedgerContext& context_;
};

}  // namespace cuijiao::ledger

#endif  // CUIJIAO_SERVICES_LEDGER_API_PAYMENTS_SETTLEMENT_API_H_
