// SimulationService: what a run would decide. Each method hands its call to the wrapper.
#ifndef CUIJIAO_SERVICES_PAYROLL_API_SIMULATION_API_H_
#define CUIJIAO_SERVICES_PAYROLL_API_SIMULATION_API_H_

#include "absl/status/statusor.h"
#include "common/calendar/date.h"
#include "cuijiao/payroll/v1/payroll.grpc.pb.h"
#include "services/payroll/api/payroll_context.h"
#include "services/payroll/domain/incentive_policy.h"

namespace cuijiao::payroll {

class SimulationApi final : public v1::SimulationService::CallbackService {
 public:
  explicit SimulationApi(PayrollContext& context) : context_(context) {}

  grpc::ServerUnaryReactor* SimulateMonth(grpc::CallbackServerContext* context,
                                          const v1::SimulateMonthRequest* request,
                                          v1::SimulateMonthResponse* response) override;
  grpc::ServerUnaryReactor* SimulateYearEnd(grpc::CallbackServerContext* context,
                                            const v1::SimulateYearEndRequest* request,
                                            v1::SimulateYearEndResponse* response) override;
  grpc::ServerUnaryReactor* SimulateBonus(grpc::CallbackServerContext* context,
                                          const v1::SimulateBonusRequest* request,
                                          v1::SimulateBonusResponse* response) override;
  grpc::ServerUnaryReactor* SimulateCompensation(
      grpc::CallbackServerContext* context, const v1::SimulateCompensationRequest* request,
      v1::SimulateCompensationResponse* response) override;

 private:
  [[nodiscard]] absl::StatusOr<IncentivePolicy> PolicyOn(Date business_date) const;

  PayrollContext& context_;
};

}  // namespace cuijiao::payroll

#endif  // CUIJIAO_SERVICES_PAYROLL_API_SIMULATION_API_H_
