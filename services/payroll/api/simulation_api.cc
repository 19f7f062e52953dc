#include "services/payroll/api/simulation_api.h"

#include <algorithm>

#include "common/status/macros.h"
#include "services/payroll/api/policy_block.h"
#include "services/payroll/api/simulate.h"

namespace cuijiao::payroll {

// The block of the business date's month; before the scheme its first block.
absl::StatusOr<IncentivePolicy> SimulationApi::PolicyOn(Date business_date) const {
  const policy::v1::Policy& policy = context_.policy.policy;
  const Date start = SchemeStart(policy);
  CUIJIAO_ASSIGN_OR_RETURN(const policy::v1::IncentivePolicy block,
                           BlockOfMonth(policy, Month(std::max(business_date, start))));
  return ToDomain(block, start);
}

grpc::ServerUnaryReactor* SimulationApi::SimulateMonth(grpc::CallbackServerContext* context,
                                                       const v1::SimulateMonthRequest* request,
                                                       v1::SimulateMonthResponse* response) {
  return context_.runner.Unary(
      "cuijiao.payroll.v1.SimulationService/SimulateMonth", context, request, response,
      [this](const CallContext& call,
             const auto& message) -> absl::StatusOr<v1::SimulateMonthResponse> {
        CUIJIAO_ASSIGN_OR_RETURN(const IncentivePolicy policy, PolicyOn(call.time.business_date));
        return payroll::SimulateMonth(message, policy);
      });
}

grpc::ServerUnaryReactor* SimulationApi::SimulateYearEnd(grpc::CallbackServerContext* context,
                                                         const v1::SimulateYearEndRequest* request,
                                                         v1::SimulateYearEndResponse* response) {
  return context_.runner.Unary(
      "cuijiao.payroll.v1.SimulationService/SimulateYearEnd", context, request, response,
      [this](const CallContext& call,
             const auto& message) -> absl::StatusOr<v1::SimulateYearEndResponse> {
        CUIJIAO_ASSIGN_OR_RETURN(const IncentivePolicy policy, PolicyOn(call.time.business_date));
        return payroll::SimulateYearEnd(message, policy);
      });
}

grpc::ServerUnaryReactor* SimulationApi::SimulateBonus(grpc::CallbackServerContext* context,
                                                       const v1::SimulateBonusRequest* request,
                                                       v1::SimulateBonusResponse* response) {
  return context_.runner.Unary(
      "cuijiao.payroll.v1.SimulationService/SimulateBonus", context, request, response,
      [this](const CallContext& call,
             const auto& message) -> absl::StatusOr<v1::SimulateBonusResponse> {
        CUIJIAO_ASSIGN_OR_RETURN(const IncentivePolicy policy, PolicyOn(call.time.business_date));
        return payroll::SimulateBonus(message, policy);
      });
}

grpc::ServerUnaryReactor* SimulationApi::SimulateCompensation(
    grpc::CallbackServerContext* context, const v1::SimulateCompensationRequest* request,
    v1::SimulateCompensationResponse* response) {
  return context_.runner.Unary(
      "cuijiao.payroll.v1.SimulationService/SimulateCompensation", context, request, response,
      [this](const CallContext& call,
             const auto& message) -> absl::StatusOr<v1::SimulateCompensationResponse> {
        CUIJIAO_ASSIGN_OR_RETURN(const IncentivePolicy policy, PolicyOn(call.time.business_date));
        return payroll::SimulateCompensation(message, policy);
      });
}

}  // namespace cuijiao::payroll
