// ClockService: the business date, for everyone; in development mode it can be moved.
#ifndef CUIJIAO_SERVICES_LEDGER_API_CLOCK_API_H_
#define CUIJIAO_SERVICES_LEDGER_API_CLOCK_API_H_

#include "absl/status/statusor.h"
#include "common/rpc/call_context.h"
#include "cuijiao/ledger/v1/clock.grpc.pb.h"
#include "services/ledger/api/ledger_context.h"
#include "services/ledger/store/clock_store.h"

namespace cuijiao::ledger {

// FAILED_PRECONDITION: the clock can be set in development mode alone.
inline constexpr std::string_view kNotDevelopment = "NOT_DEVELOPMENT";

class ClockApi final : public v1::ClockService::CallbackService {
 public:
  // `development_clock` is null outside development mode; it outlives the API.
  ClockApi(LedgerContext& context, DevelopmentClock* development_clock)
      : runner_(context.runner), development_clock_(development_clock) {}

  grpc::ServerUnaryReactor* GetClock(grpc::CallbackServerContext* context,
                                     const v1::GetClockRequest* request,
                                     v1::Clock* response) override;
  grpc::ServerUnaryReactor* SetClock(grpc::CallbackServerContext* context,
                                     const v1::SetClockRequest* request,
                                     v1::Clock* response) override;

 private:
  [[nodiscard]] v1::Clock Show(const CompanyTime& time) const;
  absl::StatusOr<v1::Clock> Set(const v1::SetClockRequest& request) const;

  MethodRunner& runner_;
  DevelopmentClock* const development_clock_;
};

}  // namespace cuijiao::ledger

#endif  // CUIJIAO_SERVICES_LEDGER_API_CLOCK_API_H_
