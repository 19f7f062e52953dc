// AdjustmentService: credit notes, costs, late fee, write-offs (LED-15, LED-18).
#ifndef CUIJIAO_SERVICES_LEDGER_API_BILLING_ADJUSTMENT_API_H_
#define CUIJIAO_SERVICES_LEDGER_API_BILLING_ADJUSTMENT_API_H_

#include "absl/status/statusor.h"
#include "common/rpc/call_context.h"
#include "cuijiao/ledger/v1/adjustment.grpc.pb.h"
#include "services/ledger/api/ledger_context.h"

namespace cuijiao::ledger {

class AdjustmentApi final : public v1::AdjustmentService::CallbackService {
 public:
  explicit AdjustmentApi(LedgerContext& context) : context_(context) {}

  grpc::ServerUnaryReactor* CreateCreditNote(grpc::CallbackServerContext* context,
                                             const v1::CreateCreditNoteRequest* request,
                                             v1::Adjustment* response) override;
  grpc::ServerUnaryReactor* ChargeCost(grpc::CallbackServerContext* context,
                                       const v1::ChargeCostRequest* request,
                                       v1::Adjustment* response) override;
  grpc::ServerUnaryReactor* ListAdjustments(grpc::CallbackServerContext* context,
                                            const v1::ListAdjustmentsRequest* request,
                                            v1::ListAdjustmentsResponse* response) override;
  grpc::ServerUnaryReactor* QuoteLateFees(grpc::CallbackServerContext* context,
                                          const v1::QuoteLateFeesRequest* request,
                                          v1::LateFees* response) override;
  grpc::ServerUnaryReactor* ChargeLateFees(grpc::CallbackServerContext* context,
                                           const v1::ChargeLateFeesRequest* request,
                                           v1::LateFees* response) override;
  grpc::ServerUnaryReactor* RequestWriteOff(grpc::CallbackServerContext* context,
                                            const v1::RequestWriteOffRequest* request,
                                            v1::WriteOff* response) override;
  grpc::ServerUnaryReactor* ApproveWriteOff(grpc::CallbackServerContext* context,
                                            const v1::ApproveWriteOffRequest* request,
                                            v1::WriteOff* response) override;
  grpc::ServerUnaryReactor* RejectWriteOff(grpc::CallbackServerContext* context,
                                           const v1::RejectWriteOffRequest* request,
                                           v1::WriteOff* response) override;
  grpc::ServerUnaryReactor* ReviveWriteOff(grpc::CallbackServerContext* context,
                                           const v1::ReviveWriteOffRequest* request,
                                           v1::WriteOff* response) override;
  grpc::ServerUnaryReactor* GetWriteOff(grpc::CallbackServerContext* context,
                                        const v1::GetWriteOffRequest* request,
                                        v1::WriteOff* response) override;
  grpc::ServerUnaryReactor* ListWriteOffs(grpc::CallbackServerContext* context,
                                          const v1::ListWriteOffsRequest* request,
                                          v1::ListWriteOffsResponse* response) override;

 private:
  // adjustment_api.cc
  absl::StatusOr<v1::Adjustment> Credit(const CallContext& call,
                                        const v1::CreateCreditNoteRequest& request) const;
  absl::StatusOr<v1::Adjustment> Charge(const CallContext& call,
                                        const v1::ChargeCostRequest& request) const;
  absl::StatusOr<v1::ListAdjustmentsResponse> ShowAdjustments(
      const v1::ListAdjustmentsRequest& request) const;
  // adjustment_api_late_fees.cc
  absl::StatusOr<v1::LateFees> Quote(const CallContext& call,
                                     const v1::QuoteLateFeesRequest& request) const;
  absl::StatusOr<v1::LateFees> ChargeFees(const CallContext& call,
                                          const v1::ChargeLateFeesRequest& request) const;
  // adjustment_api_write_offs.cc
  absl::StatusOr<v1::WriteOff> Request(const CallContext& call,
                                       const v1::RequestWriteOffRequest& request) const;
  absl::StatusOr<v1::WriteOff> Approve(const CallContext& call,
                                       const v1::ApproveWriteOffRequest& request) const;
  absl::StatusOr<v1::WriteOff> Reject(const CallContext& call,
                                      const v1::RejectWriteOffRequest& request) const;
  absl::StatusOr<v1::WriteOff> Revive(const CallContext& call,
                                      const v1::ReviveWriteOffRequest& request) const;
  absl::StatusOr<v1::WriteOff> ShowWriteOff(const v1::GetWriteOffRequest& request) const;
  absl::StatusOr<v1::ListWriteOffsResponse> ShowWriteOffs(
      const v1::ListWriteOffsRequest& request) const;

  LedgerContext& context_;
};

}  // namespace cuijiao::ledger

#endif  // CUIJIAO_SERVICES_LEDGER_API_BILLING_ADJUSTMENT_API_H_
