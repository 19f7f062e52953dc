// EscalationService on the callback API: each method hands its call to the one wrapper.
#ifndef CUIJIAO_SERVICES_ESCALATION_API_ESCALATION_API_H_
#define CUIJIAO_SERVICES_ESCALATION_API_ESCALATION_API_H_

#include "common/rpc/method_runner.h"
#include "cuijiao/escalation/v1/escalation.grpc.pb.h"
#include "services/escalation/api/escalation_context.h"

namespace cuijiao::escalation {

// `context` and `runner` outlive it.
class EscalationApi final : public v1::EscalationService::CallbackService {
 public:
  EscalationApi(EscalationContext& context, MethodRunner& runner)
      : context_(context), runner_(runner) {}

  grpc::ServerUnaryReactor* RunDaily(grpc::CallbackServerContext* context,
                                     const v1::RunDailyRequest* request,
                                     v1::RunDailyResponse* response) override;
  grpc::ServerUnaryReactor* GetCase(grpc::CallbackServerContext* context,
                                    const v1::GetCaseRequest* request, v1::Case* response) override;
  grpc::ServerUnaryReactor* ListCases(grpc::CallbackServerContext* context,
                                      const v1::ListCasesRequest* request,
                                      v1::ListCasesResponse* response) override;
  grpc::ServerUnaryReactor* GetWorklist(grpc::CallbackServerContext* context,
                                        const v1::GetWorklistRequest* request,
                                        v1::Worklist* response) override;
  grpc::ServerUnaryReactor* RecordContact(grpc::CallbackServerContext* context,
                                          const v1::RecordContactRequest* request,
                                          v1::Contact* response) override;
  grpc::ServerUnaryReactor* ApproveWorkplaceVisit(grpc::CallbackServerContext* context,
                                                  const v1::ApproveWorkplaceVisitRequest* request,
                                                  v1::Case* response) override;
  grpc::ServerUnaryReactor* RecordWork(grpc::CallbackServerContext* context,
                                       const v1::RecordWorkRequest* request,
                                       v1::WorkRecord* response) override;
  grpc::ServerUnaryReactor* AcceptWork(grpc::CallbackServerContext* context,
                                       const v1::AcceptWorkRequest* request,
                                       v1::WorkRecord* response) override;
  grpc::ServerUnaryReactor* ApproveWork(grpc::CallbackServerContext* context,
                                        const v1::ApproveWorkRequest* request,
                                        v1::WorkRecord* response) override;
  grpc::ServerUnaryReactor* ListPromiseRates(grpc::CallbackServerContext* context,
                                             const v1::ListPromiseRatesRequest* request,
                                             v1::ListPromiseRatesResponse* response) override;
  grpc::ServerUnaryReactor* ListWork(grpc::CallbackServerContext* context,
                                     const v1::ListWorkRequest* request,
                                     v1::ListWorkResponse* response) override;
  grpc::ServerUnaryReactor* ListMessages(grpc::CallbackServerContext* context,
                                         const v1::ListMessagesRequest* request,
                                         v1::ListMessagesResponse* response) override;
  grpc::ServerUnaryReactor* ImportOpeningCases(grpc::CallbackServerContext* context,
                                               const v1::ImportOpeningCasesRequest* request,
                                               v1::OpeningImport* response) override;
  grpc::ServerUnaryReactor* ImportOpeningPromises(grpc::CallbackServerContext* context,
                                                  const v1::ImportOpeningPromisesRequest* request,
                                                  v1::OpeningImport* response) override;

 private:
  // Runs `function` (absl::StatusOr<Response>(EscalationContext&, const CallContext&, const
  // Request&)).
  template <typename Request, typename Response, typename Function>
  grpc::ServerUnaryReactor* Run(std::string_view method, grpc::CallbackServerContext* context,
                                const Request* request, Response* response, Function function) {
    return runner_.Unary(method, context, request, response,
                         [this, function](const CallContext& call, const Request& message) {
                           return function(context_, call, message);
                         });
  }

  EscalationContext& context_;
  MethodRunner& runner_;
};

}  // namespace cuijiao::escalation

#endif  // CUIJIAO_SERVICES_ESCALATION_API_ESCALATION_API_H_
