#include "services/payroll/api/payroll_api.h"

#include "services/payroll/api/calculate_run.h"
#include "services/payroll/api/disputes.h"
#include "services/payroll/api/opening_deductions.h"
#include "services/payroll/api/payout_file.h"
#include "services/payroll/api/payouts.h"
#include "services/payroll/api/payslips.h"
#include "services/payroll/api/review_run.h"
#include "services/payroll/api/wages.h"

namespace cuijiao::payroll {

grpc::ServerUnaryReactor* PayrollApi::ImportWages(grpc::CallbackServerContext* context,
                                                  const v1::ImportWagesRequest* request,
                                                  v1::ImportWagesResponse* response) {
  return context_.runner.Unary("cuijiao.payroll.v1.PayrollService/ImportWages", context, request,
                               response, [this](const CallContext& call, const auto& message) {
                                 return payroll::ImportWages(context_, call, message);
                               });
}

grpc::ServerUnaryReactor* PayrollApi::ImportOpeningDeductions(
    grpc::CallbackServerContext* context, const v1::ImportOpeningDeductionsRequest* request,
    v1::ImportOpeningDeductionsResponse* response) {
  return context_.runner.Unary("cuijiao.payroll.v1.PayrollService/ImportOpeningDeductions", context,
                               request, response,
                               [this](const CallContext& call, const auto& message) {
                                 return payroll::ImportOpeningDeductions(context_, call, message);
                               });
}

grpc::ServerUnaryReactor* PayrollApi::ListOpeningDeductions(
    grpc::CallbackServerContext* context, const v1::ListOpeningDeductionsRequest* request,
    v1::ListOpeningDeductionsResponse* response) {
  return context_.runner.Unary("cuijiao.payroll.v1.PayrollService/ListOpeningDeductions", context,
                               request, response, [this](const CallContext&, const auto& message) {
                                 return payroll::ListOpeningDeductions(context_, message);
                               });
}

grpc::ServerUnaryReactor* PayrollApi::ListWages(grpc::CallbackServerContext* context,
                                                const v1::ListWagesRequest* request,
                                                v1::ListWagesResponse* response) {
  return context_.runner.Unary("cuijiao.payroll.v1.PayrollService/ListWages", context, request,
                               response, [this](const CallContext&, const auto& message) {
                                 return payroll::ListWages(context_, message);
                               });
}

grpc::ServerUnaryReactor* PayrollApi::CalculateRun(grpc::CallbackServerContext* context,
                                                   const v1::CalculateRunRequest* request,
                                                   v1::Run* response) {
  return context_.runner.Unary("cuijiao.payroll.v1.PayrollService/CalculateRun", context, request,
                               response, [this](const CallContext& call, const auto& message) {
                                 return payroll::CalculateRun(context_, call, message);
                               });
}

grpc::ServerUnaryReactor* PayrollApi::GetRun(grpc::CallbackServerContext* context,
                                             const v1::GetRunRequest* request, v1::Run* response) {
  return context_.runner.Unary("cuijiao.payroll.v1.PayrollService/GetRun", context, request,
                               response, [this](const CallContext&, const auto& message) {
                                 return payroll::GetRun(context_, message);
                               });
}

grpc::ServerUnaryReactor* PayrollApi::ListRuns(grpc::CallbackServerContext* context,
                                               const v1::ListRunsRequest* request,
                                               v1::ListRunsResponse* response) {
  return context_.runner.Unary("cuijiao.payroll.v1.PayrollService/ListRuns", context, request,
                               response, [this](const CallContext&, const auto& message) {
                                 return payroll::ListRuns(context_, message);
                               });
}

grpc::ServerUnaryReactor* PayrollApi::ApproveRun(grpc::CallbackServerContext* context,
                                                 const v1::ApproveRunRequest* request,
                                                 v1::Run* response) {
  return context_.runner.Unary("cuijiao.payroll.v1.PayrollService/ApproveRun", context, request,
                               response, [this](const CallContext& call, const auto& message) {
                                 return payroll::ApproveRun(context_, call, message);
                               });
}

grpc::ServerUnaryReactor* PayrollApi::ReleaseRun(grpc::CallbackServerContext* context,
                                                 const v1::ReleaseRunRequest* request,
                                                 v1::Run* response) {
  return context_.runner.Unary("cuijiao.payroll.v1.PayrollService/ReleaseRun", context, request,
                               response, [this](const CallContext& call, const auto& message) {
                                 return payroll::ReleaseRun(context_, call, message);
                               });
}

grpc::ServerUnaryReactor* PayrollApi::ListPayslips(grpc::CallbackServerContext* context,
                                                   const v1::ListPayslipsRequest* request,
                                                   v1::ListPayslipsResponse* response) {
  return context_.runner.Unary("cuijiao.payroll.v1.PayrollService/ListPayslips", context, request,
                               response, [this](const CallContext&, const auto& message) {
                                 return payroll::ListPayslips(context_, message);
                               });
}

grpc::ServerUnaryReactor* PayrollApi::GetPayslip(grpc::CallbackServerContext* context,
                                                 const v1::GetPayslipRequest* request,
                                                 v1::Payslip* response) {
  return context_.runner.Unary("cuijiao.payroll.v1.PayrollService/GetPayslip", context, request,
                               response, [this](const CallContext& call, const auto& message) {
                                 return payroll::GetPayslip(context_, call, message);
                               });
}

grpc::ServerUnaryReactor* PayrollApi::DisputePayslipLine(
    grpc::CallbackServerContext* context, const v1::DisputePayslipLineRequest* request,
    v1::Dispute* response) {
  return context_.runner.Unary("cuijiao.payroll.v1.PayrollService/DisputePayslipLine", context,
                               request, response,
                               [this](const CallContext& call, const auto& message) {
                                 return payroll::DisputePayslipLine(context_, call, message);
                               });
}

grpc::ServerUnaryReactor* PayrollApi::AnswerDispute(grpc::CallbackServerContext* context,
                                                    const v1::AnswerDisputeRequest* request,
                                                    v1::Dispute* response) {
  return context_.runner.Unary("cuijiao.payroll.v1.PayrollService/AnswerDispute", context, request,
                               response, [this](const CallContext& call, const auto& message) {
                                 return payroll::AnswerDispute(context_, call, message);
                               });
}

grpc::ServerUnaryReactor* PayrollApi::ListDisputes(grpc::CallbackServerContext* context,
                                                   const v1::ListDisputesRequest* request,
                                                   v1::ListDisputesResponse* response) {
  return context_.runner.Unary("cuijiao.payroll.v1.PayrollService/ListDisputes", context, request,
                               response, [this](const CallContext& call, const auto& message) {
                                 return payroll::ListDisputes(context_, call, message);
                               });
}

grpc::ServerUnaryReactor* PayrollApi::ListPayouts(grpc::CallbackServerContext* context,
                                                  const v1::ListPayoutsRequest* request,
                                                  v1::ListPayoutsResponse* response) {
  return context_.runner.Unary("cuijiao.payroll.v1.PayrollService/ListPayouts", context, request,
                               response, [this](const CallContext&, const auto& message) {
                                 return payroll::ListPayouts(context_, message);
                               });
}

grpc::ServerWriteReactor<v1::Payout>* PayrollApi::StreamPayouts(
    grpc::CallbackServerContext* context, const v1::StreamPayoutsRequest* request) {
  return context_.runner.ServerStream<v1::Payout>(
      "cuijiao.payroll.v1.PayrollService/StreamPayouts", context, request,
      [this](const CallContext& call, const auto& message, StreamWriter<v1::Payout>& writer) {
        return payroll::StreamPayouts(context_, call, message, writer);
      });
}

grpc::ServerUnaryReactor* PayrollApi::ExportPayouts(grpc::CallbackServerContext* context,
                                                    const v1::ExportPayoutsRequest* request,
                                                    v1::ExportPayoutsResponse* response) {
  return context_.runner.Unary("cuijiao.payroll.v1.PayrollService/ExportPayouts", context, request,
                               response, [this](const CallContext&, const auto& message) {
                                 return payroll::ExportPayouts(context_, message);
                               });
}

grpc::ServerUnaryReactor* PayrollApi::AcknowledgePayouts(
    grpc::CallbackServerContext* context, const v1::AcknowledgePayoutsRequest* request,
    v1::AcknowledgePayoutsResponse* response) {
  return context_.runner.Unary("cuijiao.payroll.v1.PayrollService/AcknowledgePayouts", context,
                               request, response,
                               [this](const CallContext& call, const auto& message) {
                                 return payroll::AcknowledgePayouts(context_, call, message);
                               });
}

grpc::ServerUnaryReactor* PayrollApi::RejectPayout(grpc::CallbackServerContext* context,
                                                   const v1::RejectPayoutRequest* request,
                                                   v1::Payout* response) {
  return context_.runner.Unary("cuijiao.payroll.v1.PayrollService/RejectPayout", context, request,
                               response, [this](const CallContext& call, const auto& message) {
                                 return payroll::RejectPayout(context_, call, message);
                               });
}

grpc::ServerUnaryReactor* PayrollApi::ResolvePayout(grpc::CallbackServerContext* context,
                                                    const v1::ResolvePayoutRequest* request,
                                                    v1::Payout* response) {
  return context_.runner.Unary("cuijiao.payroll.v1.PayrollService/ResolvePayout", context, request,
                               response, [this](const CallContext& call, const auto& message) {
                                 return payroll::ResolvePayout(context_, call, message);
                               });
}

grpc::ServerUnaryReactor* PayrollApi::GetRewardRanking(grpc::CallbackServerContext* context,
                                                       const v1::GetRewardRankingRequest* request,
                                                       v1::RewardRanking* response) {
  return context_.runner.Unary("cuijiao.payroll.v1.PayrollService/GetRewardRanking", context,
                               request, response,
                               [this](const CallContext& call, const auto& message) {
                                 return payroll::GetRewardRanking(context_, call, message);
                               });
}

}  // namespace cuijiao::payroll
