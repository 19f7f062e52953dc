#include "services/waiver/api/waiver_api.h"

#include "services/waiver/api/waiver_methods.h"

namespace cuijiao::waiver {

grpc::ServerUnaryReactor* WaiverApi::EvaluateWaiver(grpc::CallbackServerContext* context,
                                                    const v1::EvaluateWaiverRequest* request,
                                                    v1::WaiverEvaluation* response) {
  return Run("cuijiao.waiver.v1.WaiverService/EvaluateWaiver", context, request, response,
             &waiver::EvaluateWaiver);
}

grpc::ServerUnaryReactor* WaiverApi::SimulateWaiver(grpc::CallbackServerContext* context,
                                                    const v1::SimulateWaiverRequest* request,
                                                    v1::WaiverEvaluation* response) {
  return Run("cuijiao.waiver.v1.WaiverService/SimulateWaiver", context, request, response,
             &waiver::SimulateWaiver);
}

grpc::ServerUnaryReactor* WaiverApi::SubmitWaiver(grpc::CallbackServerContext* context,
                                                  const v1::SubmitWaiverRequest* request,
                                                  v1::Waiver* response) {
  return Run("cuijiao.waiver.v1.WaiverService/SubmitWaiver", context, request, response,
             &waiver::SubmitWaiver);
}

grpc::ServerUnaryReactor* WaiverApi::ApproveWaiver(grpc::CallbackServerContext* context,
                                                   const v1::ApproveWaiverRequest* request,
                                                   v1::Waiver* response) {
  return Run("cuijiao.waiver.v1.WaiverService/ApproveWaiver", context, request, response,
             &waiver::ApproveWaiver);
}

grpc::ServerUnaryReactor* WaiverApi::RejectWaiver(grpc::CallbackServerContext* context,
                                                  const v1::RejectWaiverRequest* request,
                                                  v1::Waiver* response) {
  return Run("cuijiao.waiver.v1.WaiverService/RejectWaiver", context, request, response,
             &waiver::RejectWaiver);
}

grpc::ServerUnaryReactor* WaiverApi::CancelWaiver(grpc::CallbackServerContext* context,
                                                  const v1::CancelWaiverRequest* request,
                                                  v1::Waiver* response) {
  return Run("cuijiao.waiver.v1.WaiverService/CancelWaiver", context, request, response,
             &waiver::CancelWaiver);
}

grpc::ServerUnaryReactor* WaiverApi::SettleWaiver(grpc::CallbackServerContext* context,
                                                  const v1::SettleWaiverRequest* request,
                                                  v1::Waiver* response) {
  return Run("cuijiao.waiver.v1.WaiverService/SettleWaiver", context, request, response,
             &waiver::SettleWaiver);
}

grpc::ServerUnaryReactor* WaiverApi::GetWaiver(grpc::CallbackServerContext* context,
                                               const v1::GetWaiverRequest* request,
                                               v1::Waiver* response) {
  return Run("cuijiao.waiver.v1.WaiverService/GetWaiver", context, request, response,
             &waiver::GetWaiver);
}

grpc::ServerUnaryReactor* WaiverApi::ImportOpeningWaivers(
    grpc::CallbackServerContext* context, const v1::ImportOpeningWaiversRequest* request,
    v1::ImportOpeningWaiversResponse* response) {
  return Run("cuijiao.waiver.v1.WaiverService/ImportOpeningWaivers", context, request, response,
             &waiver::ImportOpeningWaivers);
}

grpc::ServerUnaryReactor* WaiverApi::ListWaivers(grpc::CallbackServerContext* context,
                                                 const v1::ListWaiversRequest* request,
                                                 v1::ListWaiversResponse* response) {
  return Run("cuijiao.waiver.v1.WaiverService/ListWaivers", context, request, response,
             &waiver::ListWaivers);
}

grpc::ServerUnaryReactor* WaiverApi::GetManagerMonth(grpc::CallbackServerContext* context,
                                                     const v1::GetManagerMonthRequest* request,
                                                     v1::ManagerMonth* response) {
  return Run("cuijiao.waiver.v1.WaiverService/GetManagerMonth", context, request, response,
             &waiver::GetManagerMonth);
}

grpc::ServerUnaryReactor* WaiverApi::ReportViolation(grpc::CallbackServerContext* context,
                                                     const v1::ReportViolationRequest* request,
                                                     v1::Violation* response) {
  return Run("cuijiao.waiver.v1.WaiverService/ReportViolation", context, request, response,
             &waiver::ReportViolation);
}

grpc::ServerUnaryReactor* WaiverApi::ListViolations(grpc::CallbackServerContext* context,
                                                    const v1::ListViolationsRequest* request,
                                                    v1::ListViolationsResponse* response) {
  return Run("cuijiao.waiver.v1.WaiverService/ListViolations", context, request, response,
             &waiver::ListViolations);
}

}  // namespace cuijiao::waiver
