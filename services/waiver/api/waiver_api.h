// WaiverService on the callback API: each method hands its call to the one wrapper.
#ifndef CUIJIAO_SERVICES_WAIVER_API_WAIVER_API_H_
#define CUIJIAO_SERVICES_WAIVER_API_WAIVER_API_H_

#include "common/rpc/method_runner.h"
#include "cuijiao/waiver/v1/waiver.grpc.pb.h"
#include "services/waiver/api/waiver_context.h"

namespace cuijiao::waiver {

// `context` and `runner` outlive it.
class WaiverApi final : public v1::WaiverService::CallbackService {
 public:
  WaiverApi(WaiverContext& context, MethodRunner& runner) : context_(context), runner_(runner) {}

  grpc::ServerUnaryReactor* EvaluateWaiver(grpc::CallbackServerContext* context,
                                           const v1::EvaluateWaiverRequest* request,
                                           v1::WaiverEvaluation* response) override;
  grpc::ServerUnaryReactor* SimulateWaiver(grpc::CallbackServerContext* context,
                                           const v1::SimulateWaiverRequest* request,
                                           v1::WaiverEvaluation* response) override;
  grpc::ServerUnaryReactor* SubmitWaiver(grpc::CallbackServerContext* context,
                                         const v1::SubmitWaiverRequest* request,
                                         v1::Waiver* response) override;
  grpc::ServerUnaryReactor* ApproveWaiver(grpc::CallbackServerContext* context,
                                          const v1::ApproveWaiverRequest* request,
                                          v1::Waiver* response) override;
  grpc::ServerUnaryReactor* RejectWaiver(grpc::CallbackServerContext* context,
                                         const v1::RejectWaiverRequest* request,
                                         v1::Waiver* response) override;
  grpc::ServerUnaryReactor* CancelWaiver(grpc::CallbackServerContext* context,
                                         const v1::CancelWaiverRequest* request,
                                         v1::Waiver* response) override;
  grpc::ServerUnaryReactor* SettleWaiver(grpc::CallbackServerContext* context,
                                         const v1::SettleWaiverRequest* request,
                                         v1::Waiver* response) override;
  grpc::ServerUnaryReactor* GetWaiver(grpc::CallbackServerContext* context,
                                      const v1::GetWaiverRequest* request,
                                      v1::Waiver* response) override;
  grpc::ServerUnaryReactor* ImportOpeningWaivers(
      grpc::CallbackServerContext* context, const v1::ImportOpeningWaiversRequest* request,
      v1::ImportOpeningWaiversResponse* response) override;
  grpc::ServerUnaryReactor* ListWaivers(grpc::CallbackServerContext* context,
                                        const v1::ListWaiversRequest* request,
                                        v1::ListWaiversResponse* response) override;
  grpc::ServerUnaryReactor* GetManagerMonth(grpc::CallbackServerContext* context,
                                            const v1::GetManagerMonthRequest* request,
                                            v1::ManagerMonth* response) override;
  grpc::ServerUnaryReactor* ReportViolation(grpc::CallbackServerContext* context,
                                            const v1::ReportViolationRequest* request,
                                            v1::Violation* response) override;
  grpc::ServerUnaryReactor* ListViolations(grpc::CallbackServerContext* context,
                                           const v1::ListViolationsRequest* request,
                                           v1::ListViolationsResponse* response) override;

 private:
  // Runs `function` (absl::StatusOr<Response>(WaiverContext&, const CallContext&, const Request&)).
  template <typename Request, typename Response, typename Function>
  grpc::ServerUnaryReactor* Run(std::string_view method, grpc::CallbackServerContext* context,
                                const Request* request, Response* response, Function function) {
    return runner_.Unary(method, context, request, response,
                         [this, function](const CallContext& call, const Request& message) {
                           return function(context_, call, message);
                         });
  }

  WaiverContext& context_;
  MethodRunner& runner_;
};

}  // namespace cuijiao::waiver

#endif  // CUIJIAO_SERVICES_WAIVER_API_WAIVER_API_H_
