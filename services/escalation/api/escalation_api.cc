#include "services/escalation/api/escalation_api.h"

#include "services/escalation/api/escalation_methods.h"

namespace cuijiao::escalation {

grpc::ServerUnaryReactor* EscalationApi::RunDaily(grpc::CallbackServerContext* context,
                                                  const v1::RunDailyRequest* request,
                                                  v1::RunDailyResponse* response) {
  return Run("cuijiao.escalation.v1.EscalationService/RunDaily", context, request, response,
             &escalation::RunDaily);
}

grpc::ServerUnaryReactor* EscalationApi::GetCase(grpc::CallbackServerContext* context,
                                                 const v1::GetCaseRequest* request,
                                                 v1::Case* response) {
  return Run("cuijiao.escalation.v1.EscalationService/GetCase", context, request, response,
             &escalation::GetCase);
}

grpc::ServerUnaryReactor* EscalationApi::ListCases(grpc::CallbackServerContext* context,
                                                   const v1::ListCasesRequest* request,
                                                   v1::ListCasesResponse* response) {
  return Run("cuijiao.escalation.v1.EscalationService/ListCases", context, request, response,
             &escalation::ListCases);
}

grpc::ServerUnaryReactor* EscalationApi::GetWorklist(grpc::CallbackServerContext* context,
                                                     const v1::GetWorklistRequest* request,
                                                     v1::Worklist* response) {
  return Run("cuijiao.escalation.v1.EscalationService/GetWorklist", context, request, response,
             &escalation::GetWorklist);
}

grpc::ServerUnaryReactor* EscalationApi::RecordContact(grpc::CallbackServerContext* context,
                                                       const v1::RecordContactRequest* request,
                                                       v1::Contact* response) {
  return Run("cuijiao.escalation.v1.EscalationService/RecordContact", context, request, response,
             &escalation::RecordContact);
}

grpc::ServerUnaryReactor* EscalationApi::ApproveWorkplaceVisit(
    grpc::CallbackServerContext* context, const v1::ApproveWorkplaceVisitRequest* request,
    v1::Case* response) {
  return Run("cuijiao.escalation.v1.EscalationService/ApproveWorkplaceVisit", context, request,
             response, &escalation::ApproveWorkplaceVisit);
}

grpc::ServerUnaryReactor* EscalationApi::RecordWork(grpc::CallbackServerContext* context,
                                                    const v1::RecordWorkRequest* request,
                                                    v1::WorkRecord* response) {
  return Run("cuijiao.escalation.v1.EscalationService/RecordWork", context, request, response,
             &escalation::RecordWork);
}

grpc::ServerUnaryReactor* EscalationApi::AcceptWork(grpc::CallbackServerContext* context,
                                                    const v1::AcceptWorkRequest* request,
                                                    v1::WorkRecord* response) {
  return Run("cuijiao.escalation.v1.EscalationService/AcceptWork", context, request, response,
             &escalation::AcceptWork);
}

grpc::ServerUnaryReactor* EscalationApi::ApproveWork(grpc::CallbackServerContext* context,
                                                     const v1::ApproveWorkRequest* request,
                                                     v1::WorkRecord* response) {
  return Run("cuijiao.escalation.v1.EscalationService/ApproveWork", context, request, response,
             &escalation::ApproveWork);
}

grpc::ServerUnaryReactor* EscalationApi::ListPromiseRates(
    grpc::CallbackServerContext* context, const v1::ListPromiseRatesRequest* request,
    v1::ListPromiseRatesResponse* response) {
  return Run("cuijiao.escalation.v1.EscalationService/ListPromiseRates", context, request, response,
             &escalation::ListPromiseRates);
}

grpc::ServerUnaryReactor* EscalationApi::ListWork(grpc::CallbackServerContext* context,
                                                  const v1::ListWorkRequest* request,
                                                  v1::ListWorkResponse* response) {
  return Run("cuijiao.escalation.v1.EscalationService/ListWork", context, request, response,
             &escalation::ListWork);
}

grpc::ServerUnaryReactor* EscalationApi::ListMessages(grpc::CallbackServerContext* context,
                                                      const v1::ListMessagesRequest* request,
                                                      v1::ListMessagesResponse* response) {
  return Run("cuijiao.escalation.v1.EscalationService/ListMessages", context, request, response,
             &escalation::ListMessages);
}

grpc::ServerUnaryReactor* EscalationApi::ImportOpeningCases(
    grpc::CallbackServerContext* context, const v1::ImportOpeningCasesRequest* request,
    v1::OpeningImport* response) {
  return Run("cuijiao.escalation.v1.EscalationService/ImportOpeningCases", context, request,
             response, &escalation::ImportOpeningCases);
}

grpc::ServerUnaryReactor* EscalationApi::ImportOpeningPromises(
    grpc::CallbackServerContext* context, const v1::ImportOpeningPromisesRequest* request,
    v1::OpeningImport* response) {
  return Run("cuijiao.escalation.v1.EscalationService/ImportOpeningPromises", context, request,
             response, &escalation::ImportOpeningPromises);
}

}  // namespace cuijiao::escalation
