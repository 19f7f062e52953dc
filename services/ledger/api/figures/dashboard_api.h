// DashboardService: where the company and its places stand today (LED-5, LED-8, LED-17).
#ifndef CUIJIAO_SERVICES_LEDGER_API_FIGURES_DASHBOARD_API_H_
#define CUIJIAO_SERVICES_LEDGER_API_FIGURES_DASHBOARD_API_H_

#include "absl/status/statusor.h"
#include "common/rpc/call_context.h"
#include "cuijiao/ledger/v1/dashboard.grpc.pb.h"
#include "services/ledger/api/ledger_context.h"

namespace cuijiao::ledger {

class DashboardApi final : public v1::DashboardService::CallbackService {
 public:
  explicit DashboardApi(LedgerContext& context) : context_(context) {}

  grpc::ServerUnaryReactor* GetOverview(grpc::CallbackServerContext* context,
                                        const v1::GetOverviewRequest* request,
                                        v1::Overview* response) override;
  grpc::ServerUnaryReactor* ListTopDebtors(grpc::CallbackServerContext* context,
                                           const v1::ListTopDebtorsRequest* request,
                                           v1::ListTopDebtorsResponse* response) override;

 private:
  absl::StatusOr<v1::Overview> ShowOverview(const CallContext& call,
                                            const v1::GetOverviewRequest& request) const;
  // dashboard_api_debtors.cc
  absl::StatusOr<v1::ListTopDebtorsResponse> ShowTopDebtors(
      const CallContext& call, const v1::ListTopDebtorsRequest& request) const;

  LedgerContext& context_;
};

}  // namespace cuijiao::ledger

#endif  // CUIJIAO_SERVICES_LEDGER_API_FIGURES_DASHBOARD_API_H_
