// PayrollService: wages, runs, payslips, disputes, payouts. Each method hands its call to the
// wrapper.
#ifndef CUIJIAO_SERVICES_PAYROLL_API_PAYROLL_API_H_
#define CUIJIAO_SERVICES_PAYROLL_API_PAYROLL_API_H_

#include "cuijiao/payroll/v1/payroll.grpc.pb.h"
#include "services/payroll/api/payroll_context.h"

namespace cuijiao::payroll {

class PayrollApi final : public v1::PayrollService::CallbackService {
 public:
  explicit PayrollApi(PayrollContext& context) : context_(context) {}

  grpc::ServerUnaryReactor* ImportWages(grpc::CallbackServerContext* context,
                                        const v1::ImportWagesRequest* request,
                                        v1::ImportWagesResponse* response) override;
  grpc::ServerUnaryReactor* ImportOpeningDeductions(
      grpc::CallbackServerContext* context, const v1::ImportOpeningDeductionsRequest* request,
      v1::ImportOpeningDeductionsResponse* response) override;
  grpc::ServerUnaryReactor* ListOpeningDeductions(
      grpc::CallbackServerContext* context, const v1::ListOpeningDeductionsRequest* request,
      v1::ListOpeningDeductionsResponse* response) override;
  grpc::ServerUnaryReactor* ListWages(grpc::CallbackServerContext* context,
                                      const v1::ListWagesRequest* request,
                                      v1::ListWagesResponse* response) override;
  grpc::ServerUnaryReactor* CalculateRun(grpc::CallbackServerContext* context,
                                         const v1::CalculateRunRequest* request,
                                         v1::Run* response) override;
  grpc::ServerUnaryReactor* GetRun(grpc::CallbackServerContext* context,
                                   const v1::GetRunRequest* request, v1::Run* response) override;
  grpc::ServerUnaryReactor* ListRuns(grpc::CallbackServerContext* context,
                                     const v1::ListRunsRequest* request,
                                     v1::ListRunsResponse* response) override;
  grpc::ServerUnaryReactor* ApproveRun(grpc::CallbackServerContext* context,
                                       const v1::ApproveRunRequest* request,
                                       v1::Run* response) override;
  grpc::ServerUnaryReactor* ReleaseRun(grpc::CallbackServerContext* context,
                                       const v1::ReleaseRunRequest* request,
                                       v1::Run* response) override;
  grpc::ServerUnaryReactor* ListPayslips(grpc::CallbackServerContext* context,
                                         const v1::ListPayslipsRequest* request,
                                         v1::ListPayslipsResponse* response) override;
  grpc::ServerUnaryReactor* GetPayslip(grpc::CallbackServerContext* context,
                                       const v1::GetPayslipRequest* request,
                                       v1::Payslip* response) override;
  grpc::ServerUnaryReactor* DisputePayslipLine(grpc::CallbackServerContext* context,
                                               const v1::DisputePayslipLineRequest* request,
                                               v1::Dispute* response) override;
  grpc::ServerUnaryReactor* AnswerDispute(grpc::CallbackServerContext* context,
                                          const v1::AnswerDisputeRequest* request,
                                          v1::Dispute* response) override;
  grpc::ServerUnaryReactor* ListDisputes(grpc::CallbackServerContext* context,
                                         const v1::ListDisputesRequest* request,
                                         v1::ListDisputesResponse* response) override;
  grpc::ServerUnaryReactor* ListPayouts(grpc::CallbackServerContext* context,
                                        const v1::ListPayoutsRequest* request,
                                        v1::ListPayoutsResponse* response) override;
  grpc::ServerWriteReactor<v1::Payout>* StreamPayouts(
      grpc::CallbackServerContext* context, const v1::StreamPayoutsRequest* request) override;
  grpc::ServerUnaryReactor* ExportPayouts(grpc::CallbackServerContext* context,
                                          const v1::ExportPayoutsRequest* request,
                                          v1::ExportPayoutsResponse* response) override;
  grpc::ServerUnaryReactor* AcknowledgePayouts(grpc::CallbackServerContext* context,
                                               const v1::AcknowledgePayoutsRequest* request,
                                               v1::AcknowledgePayoutsResponse* response) override;
  grpc::ServerUnaryReactor* RejectPayout(grpc::CallbackServerContext* context,
                                         const v1::RejectPayoutRequest* request,
                                         v1::Payout* response) override;
  grpc::ServerUnaryReactor* ResolvePayout(grpc::CallbackServerContext* context,
                                          const v1::ResolvePayoutRequest* request,
                                          v1::Payout* response) override;
  grpc::ServerUnaryReactor* GetRewardRanking(grpc::CallbackServerContext* context,
                                             const v1::GetRewardRankingRequest* request,
                                             v1::RewardRanking* response) override;

 private:
  PayrollContext& context_;
};

}  // namespace cuijiao::payroll

#endif  // CUIJIAO_SERVICES_PAYROLL_API_PAYROLL_API_H_
