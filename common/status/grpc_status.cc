#include "common/status/grpc_status.h"

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "common/status/cut_text.h"
#include "common/status/reason.h"
#include "cuijiao/type/v1/error.pb.h"

namespace cuijiao {
namespace {

constexpr std::string_view kInternalText =
    "An internal error. Tell the administrators the call's x-request-id.";
// Stock clients look the messages up by these addresses.
constexpr char kErrorInfoType[] = "type.googleapis.com/google.rpc.ErrorInfo";
constexpr char kBadRequestType[] = "type.googleapis.com/google.rpc.BadRequest";
constexpr char kDomain[] = "cuijiao";
// gRPC's limit for all trailers is 8 KiB, and binary values grow by a third on the way.
constexpr std::size_t kMaxDetailBytes = 4096;
constexpr std::size_t kMaxMessageBytes = 1024;

bool IsInside(absl::StatusCode code) {
  return code == absl::StatusCode::kInternal || code == absl::StatusCode::kUnknown ||
         code == absl::StatusCode::kDataLoss;
}

void AddErrorInfo(const absl::Status& status, type::v1::Status& details) {
  const std::string reason = ReasonOf(status);
  if (reason.empty()) return;
  type::v1::ErrorInfo info;
  info.set_reason(reason);
  info.set_domain(kDomain);
  std::size_t bytes = 0;
  for (const auto& [name, value] : ValuesOf(status)) {
    bytes += name.size() + value.size();
    if (bytes > kMaxDetailBytes / 2) break;
    (*info.mutable_metadata())[name] = value;
  }
  google::protobuf::Any& any = *details.add_details();
  any.set_type_url(kErrorInfoType);
  info.SerializeToString(any.mutable_value());
}

void AddBadRequest(const absl::Status& status, type::v1::Status& details) {
  const std::vector<FieldViolation> violations = FieldViolationsOf(status);
  if (violations.empty()) return;
  type::v1::BadRequest bad_request;
  std::size_t bytes = 0;
  for (const FieldViolation& violation : violations) {
    bytes += violation.field.size() + violation.description.size();
    if (bytes > kMaxDetailBytes / 2) break;
    type::v1::BadRequest::FieldViolation& field = *bad_request.add_field_violations();
    field.set_field(violation.field);
    field.set_description(violation.description);
  }
  google::protobuf::Any& any = *details.add_details();
  any.set_type_url(kBadRequestType);
  bad_request.SerializeToString(any.mutable_value());
}

void ReadErrorInfo(const google::protobuf::Any& any, absl::Status& status) {
  type::v1::ErrorInfo info;
  if (!info.ParseFromString(any.value())) return;
  std::map<std::string, std::string> values(info.metadata().begin(), info.metadata().end());
  AttachReason(status, info.reason(), values);
}

void ReadBadRequest(const google::protobuf::Any& any, absl::Status& status) {
  type::v1::BadRequest bad_request;
  if (!bad_request.ParseFromString(any.value())) return;
  std::vector<FieldViolation> violations;
  for (const auto& field : bad_request.field_violations()) {
    violations.push_back({field.field(), field.description()});
  }
  AttachFieldViolations(status, violations);
}

}  // namespace

type::v1::Status ToStatusMessage(const absl::Status& status) {
  type::v1::Status message;
  if (status.ok()) return message;
  if (IsInside(status.code())) {
    message.set_code(static_cast<int>(grpc::StatusCode::INTERNAL));
    message.set_message(std::string(kInternalText));
    return message;
  }
  message.set_code(static_cast<int>(status.code()));
  message.set_message(std::string(CutText(std::string(status.message()), kMaxMessageBytes)));
  AddErrorInfo(status, message);
  AddBadRequest(status, message);
  return message;
}

absl::Status FromStatusMessage(const type::v1::Status& message) {
  absl::Status status(static_cast<absl::StatusCode>(message.code()), message.message());
  for (const google::protobuf::Any& any : message.details()) {
    if (any.type_url() == kErrorInfoType) ReadErrorInfo(any, status);
    if (any.type_url() == kBadRequestType) ReadBadRequest(any, status);
  }
  return status;
}

grpc::Status ToGrpcStatus(const absl::Status& status) {
  if (status.ok()) return grpc::Status::OK;
  const type::v1::Status details = ToStatusMessage(status);
  const auto code = static_cast<grpc::StatusCode>(details.code());
  if (details.details().empty()) return grpc::Status(code, details.message());
  return grpc::Status(code, details.message(), details.SerializeAsString());
}

absl::Status FromGrpcStatus(const grpc::Status& status) {
  if (status.ok()) return absl::OkStatus();
  absl::Status translated(static_cast<absl::StatusCode>(status.error_code()),
                          status.error_message());
  type::v1::Status details;
  if (!details.ParseFromString(status.error_details())) return translated;
  details.set_code(status.error_code());
  details.set_message(status.error_message());
  return FromStatusMessage(details);
}

}  // namespace cuijiao
