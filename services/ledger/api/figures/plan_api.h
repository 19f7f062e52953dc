// PlanService: plans, tasks, campaigns, and the figures held against them (LED-6, 8, 9, 12, 17).
#ifndef CUIJIAO_SERVICES_LEDGER_API_FIGURES_PLAN_API_H_
#define CUIJIAO_SERVICES_LEDGER_API_FIGURES_PLAN_API_H_

#include "absl/status/statusor.h"
#include "common/rpc/call_context.h"
#include "common/rpc/stream_writer.h"
#include "cuijiao/ledger/v1/plan.grpc.pb.h"
#include "services/ledger/api/ledger_context.h"

namespace cuijiao::ledger {

class PlanApi final : public v1::PlanService::CallbackService {
 public:
  explicit PlanApi(LedgerContext& context) : context_(context) {}

  grpc::ServerUnaryReactor* PutAnnualPlan(grpc::CallbackServerContext* context,
                                          const v1::PutAnnualPlanRequest* request,
                                          v1::AnnualPlan* response) override;
  grpc::ServerUnaryReactor* ApproveAnnualPlan(grpc::CallbackServerContext* context,
                                              const v1::ApproveAnnualPlanRequest* request,
                                              v1::AnnualPlan* response) override;
  grpc::ServerWriteReactor<v1::RolloverProgress>* StreamRollover(
      grpc::CallbackServerContext* context, const v1::StreamRolloverRequest* request) override;
  grpc::ServerUnaryReactor* GetAnnualPlan(grpc::CallbackServerContext* context,
                                          const v1::GetAnnualPlanRequest* request,
                                          v1::AnnualPlan* response) override;
  grpc::ServerUnaryReactor* PutCampaign(grpc::CallbackServerContext* context,
                                        const v1::PutCampaignRequest* request,
                                        v1::Campaign* response) override;
  grpc::ServerUnaryReactor* ListCampaigns(grpc::CallbackServerContext* context,
                                          const v1::ListCampaignsRequest* request,
                                          v1::ListCampaignsResponse* response) override;
  grpc::ServerUnaryReactor* GetCollectionRate(grpc::CallbackServerContext* context,
                                              const v1::GetCollectionRateRequest* request,
                                              v1::CollectionRate* response) override;
  grpc::ServerUnaryReactor* GetRateCurve(grpc::CallbackServerContext* context,
                                         const v1::GetRateCurveRequest* request,
                                         v1::RateCurve* response) override;
  grpc::ServerUnaryReactor* GetRanking(grpc::CallbackServerContext* context,
                                       const v1::GetRankingRequest* request,
                                       v1::Ranking* response) override;

 private:
  // plan_api.cc
  absl::StatusOr<v1::AnnualPlan> PutPlan(const CallContext& call,
                                         const v1::PutAnnualPlanRequest& request) const;
  absl::StatusOr<v1::AnnualPlan> ApprovePlan(const CallContext& call,
                                             const v1::ApproveAnnualPlanRequest& request) const;
  absl::StatusOr<v1::AnnualPlan> ShowPlan(const v1::GetAnnualPlanRequest& request) const;
  absl::StatusOr<v1::Campaign> AddCampaign(const CallContext& call,
                                           const v1::PutCampaignRequest& request) const;
  absl::StatusOr<v1::ListCampaignsResponse> ShowCampaigns(
      const v1::ListCampaignsRequest& request) const;
  // plan_api_rollover.cc
  absl::Status RollOverYear(const CallContext& call, const v1::StreamRolloverRequest& request,
                            StreamWriter<v1::RolloverProgress>& writer) const;
  // plan_api_figures.cc
  absl::StatusOr<v1::CollectionRate> ShowRate(const CallContext& call,
                                              const v1::GetCollectionRateRequest& request) const;
  absl::StatusOr<v1::RateCurve> ShowCurve(const CallContext& call,
                                          const v1::GetRateCurveRequest& request) const;
  absl::StatusOr<v1::Ranking> ShowRanking(const CallContext& call,
                                          const v1::GetRankingRequest& request) const;

  LedgerContext& context_;
};

}  // namespace cuijiao::ledger

#endif  // CUIJIAO_SERVICES_LEDGER_API_FIGURES_PLAN_API_H_
