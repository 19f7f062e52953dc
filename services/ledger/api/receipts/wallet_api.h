// WalletService: payouts of wallets and the payments that they settle (LED-20).
#ifndef CUIJIAO_SERVICES_LEDGER_API_RECEIPTS_WALLET_API_H_
#define CUIJIAO_SERVICES_LEDGER_API_RECEIPTS_WALLET_API_H_

#include "absl/status/statusor.h"
#include "common/rpc/call_context.h"
#include "cuijiao/ledger/v1/wallet.grpc.pb.h"
#include "services/ledger/api/ledger_context.h"

namespace cuijiao::ledger {

class WalletApi final : public v1::WalletService::CallbackService {
 public:
  explicit WalletApi(LedgerContext& context) : context_(context) {}

  grpc::ServerUnaryReactor* RecordWalletPayout(grpc::CallbackServerContext* context,
                                               const v1::RecordWalletPayoutRequest* request,
                                               v1::WalletPayout* response) override;
  grpc::ServerUnaryReactor* CancelWalletPayout(grpc::CallbackServerContext* context,
                                               const v1::CancelWalletPayoutRequest* request,
                                               v1::WalletPayout* response) override;
  grpc::ServerUnaryReactor* GetWalletPayout(grpc::CallbackServerContext* context,
                                            const v1::GetWalletPayoutRequest* request,
                                            v1::WalletPayout* response) override;
  grpc::ServerUnaryReactor* ListWalletPayouts(grpc::CallbackServerContext* context,
                                              const v1::ListWalletPayoutsRequest* request,
                                              v1::ListWalletPayoutsResponse* response) override;
  grpc::ServerUnaryReactor* ListUnsettledPayments(
      grpc::CallbackServerContext* context, const v1::ListUnsettledPaymentsRequest* request,
      v1::ListUnsettledPaymentsResponse* response) override;

 private:
  absl::StatusOr<v1::WalletPayout> RecordPayout(const CallContext& call,
                                                const v1::RecordWalletPayoutRequest& request) const;
  absl::StatusOr<v1::WalletPayout> Cancel(const CallContext& call,
                                          const v1::CancelWalletPayoutRequest& request) const;
  absl::StatusOr<v1::WalletPayout> Show(const v1::GetWalletPayoutRequest& request) const;
  absl::StatusOr<v1::ListWalletPayoutsResponse> ShowList(
      const v1::ListWalletPayoutsRequest& request) const;
  absl::StatusOr<v1::ListUnsettledPaymentsResponse> ShowUnsettled(
      const CallContext& call, const v1::ListUnsettledPaymentsRequest& request) const;

  LedgerContext& context_;
};

}  // namespace cuijiao::ledger

#endif  // CUIJIAO_SERVICES_LEDGER_API_RECEIPTS_WALLET_API_H_
