#include "services/ledger/api/clock_api.h"

#include "common/requests/request_dates.h"
#include "common/rpc/message_times.h"
#include "common/status/macros.h"
#include "common/status/reason.h"

namespace cuijiao::ledger {

v1::Clock ClockApi::Show(const CompanyTime& time) const {
  v1::Clock clock;
  clock.set_business_date(FormatDate(time.business_date));
  *clock.mutable_record_time() = TimestampOf(time.recorded_time);
  clock.set_settable(development_clock_ != nullptr);
  return clock;
}

absl::StatusOr<v1::Clock> ClockApi::Set(const v1::SetClockRequest& request) const {
  if (development_clock_ == nullptr) {
    return Refusal(absl::StatusCode::kFailedPrecondition, kNotDevelopment,
                   "the clock can be set in development mode alone");
  }
  CUIJIAO_ASSIGN_OR_RETURN(const CompanyTime now,
                           development_clock_->Set(DateOf(request.business_date())));
  return Show(now);
}

grpc::ServerUnaryReactor* ClockApi::GetClock(grpc::CallbackServerContext* context,
                                             const v1::GetClockRequest* request,
                                             v1::Clock* response) {
  return runner_.Unary("cuijiao.ledger.v1.ClockService/GetClock", context, request, response,
                       [this](const CallContext& call, const auto&) -> absl::StatusOr<v1::Clock> {
                         return Show(call.time);
                       });
}

grpc::ServerUnaryReactor* ClockApi::SetClock(grpc::CallbackServerContext* context,
                                             const v1::SetClockRequest* request,
                                             v1::Clock* response) {
  return runner_.Unary("cuijiao.ledger.v1.ClockService/SetClock", context, request, response,
                       [this](const CallContext&, const auto& message) { return Set(message); });
}

}  // namespace cuijiao::ledger
