#include "common/rpc/active_call.h"

#include <algorithm>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/time/clock.h"
#include "common/auth/authorize.h"
#include "common/rpc/request_id.h"
#include "common/status/grpc_status.h"
#include "common/status/macros.h"
#include "common/status/reason.h"
#include "common/telemetry/logging.h"
#include "fmt/format.h"

namespace cuijiao {
namespace {

constexpr char kCallIdHeader[] = "x-request-id";
constexpr char kTokenHeader[] = "authorization";
constexpr std::string_view kBearer = "Bearer ";

// The method's true request type must be the one that is handed over, else the calls of one method
// would be judged by the row of another.
std::string FindHandoverFault(std::string_view method,
                              const google::protobuf::Descriptor& request) {
  std::string name(method);
  std::replace(name.begin(), name.end(), '/', '.');
  const google::protobuf::MethodDescriptor* found =
      google::protobuf::DescriptorPool::generated_pool()->FindMethodByName(name);
  if (found == nullptr) return fmt::format("{} is no method", method);
  if (found->input_type() == &request) return {};
  return fmt::format("{} was handed a {}", method, request.full_name());
}

bool IsCallId(std::string_view text) {
  return !text.empty() && text.size() <= 64 && std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' ||
           c == '_' || c == '.';
  });
}

// Empty when the header is absent; nothing good when it comes twice, so that two readers of the
// call cannot see two tokens.
std::string_view HeaderOf(const grpc::CallbackServerContext& context, const char* name) {
  const auto [first, last] = context.client_metadata().equal_range(name);
  if (first == last || std::next(first) != last) return {};
  return {first->second.data(), first->second.size()};
}

absl::Time DeadlineOf(const grpc::CallbackServerContext& context) {
  const std::chrono::system_clock::time_point deadline = context.deadline();
  // gRPC says "none" with a point in time that is too far away to mean anything.
  if (deadline > std::chrono::system_clock::now() + std::chrono::hours(24 * 365)) {
    return absl::InfiniteFuture();
  }
  return absl::FromChrono(deadline);
}

bool IsRefusedAccess(const absl::Status& status) {
  return absl::IsUnauthenticated(status) || absl::IsPermissionDenied(status);
}

}  // namespace

MethodEntry::MethodEntry(std::string_view method, const google::protobuf::Descriptor& request,
                         Metrics& method_metrics)
    : name(method),
      row(FindAccessRow(method)),
      fault(FindHandoverFault(method, request)),
      metrics(method_metrics, method) {}

ActiveCall::ActiveCall(const RunnerParts& parts, RequestValidator& validator, MethodEntry& method,
                       const google::protobuf::Message& request)
    : parts_(parts),
      validator_(validator),
      method_(method),
      request_(request),
      began_(absl::Now()) {
  context_.method = method_.name;
  context_.success_record = [this] { return MakeAuditRecord(absl::OkStatus()); };
  context_.audit_kept = [this] { audit_kept_ = true; };
  method_.metrics.Began();
}

absl::Status ActiveCall::Admit(grpc::CallbackServerContext& context) {
  CUIJIAO_RETURN_IF_ERROR(AdmitCaller(context));
  return AdmitRequest();
}

absl::Status ActiveCall::AdmitCaller(grpc::CallbackServerContext& context) {
  const std::string_view given_id = HeaderOf(context, kCallIdHeader);
  context_.call_id = IsCallId(given_id) ? std::string(given_id) : parts_.ids.NewId();
  // Not in the initial metadata: a refusal that brings any is one that clients cannot retry.
  context.AddTrailingMetadata(kCallIdHeader, context_.call_id);
  context_.deadline = DeadlineOf(context);
  if (!method_.fault.empty()) return absl::InternalError(method_.fault);
  CUIJIAO_RETURN_IF_ERROR(Identify(context));
  if (method_.row == nullptr) {
    return Refusal(absl::StatusCode::kPermissionDenied, kRoleNotAllowed,
                   "Nobody may call this method.");
  }
  return AuthorizeRole(*method_.row, context_.identity);
}

absl::Status ActiveCall::AdmitRequest() {
  CUIJIAO_RETURN_IF_ERROR(validator_.Check(request_));
  shape_checked_ = true;
  if (method_.row->effect == Effect::kChange) context_.request_hash = RequestHash(request_);
  return absl::OkStatus();
}

absl::Status ActiveCall::Identify(const grpc::CallbackServerContext& context) {
  std::string_view token = HeaderOf(context, kTokenHeader);
  if (token.starts_with(kBearer)) {
    token.remove_prefix(kBearer.size());
  } else {
    token = {};
  }
  CUIJIAO_ASSIGN_OR_RETURN(context_.identity, parts_.tokens.Verify(token));
  return absl::OkStatus();
}

absl::Status ActiveCall::Enter() {
  if (absl::Now() >= context_.deadline) {
    return Refusal(absl::StatusCode::kDeadlineExceeded, kDeadlinePassed,
                   "The deadline passed before the call could be worked on.");
  }
  CUIJIAO_ASSIGN_OR_RETURN(context_.time, parts_.clock.Now());
  return AuthorizeScope(*method_.row, context_.identity, request_, parts_.scopes,
                        context_.time.business_date);
}

AuditRecord ActiveCall::MakeAuditRecord(const absl::Status& status) const {
  AuditRecord record;
  record.attempted_time = began_;
  record.call_id = context_.call_id;
  record.method = method_.name;
  record.staff_id = context_.identity.staff_id;
  record.service_name = context_.identity.service_name;
  if (context_.identity.actor.has_value()) {
    record.actor_staff_id = context_.identity.actor->staff_id;
  }
  record.roles = context_.identity.acting_roles();
  record.key_id = context_.identity.key_id;
  // What has not been checked for its shape is not written down.
  if (shape_checked_) {
    const std::vector<NamedResource> named = NamedResources(method_.row->where, request_);
    if (!named.empty()) {
      record.target_kind = ResourceKindName(named.front().kind);
      record.target_id = named.front().id;
    }
  }
  record.request_hash = context_.request_hash;
  record.outcome = status.code();
  record.reason = ReasonOf(status);
  return record;
}

void ActiveCall::End(absl::Status status, std::function<void(const grpc::Status&)> finish) {
  const bool is_change = method_.row != nullptr && method_.row->effect == Effect::kChange;
  if (is_change && status.ok() && !audit_kept_) {
    // Committed already: the answer waits only for its trace.
    parts_.audit.RecordDurably(
        MakeAuditRecord(status), [this, finish = std::move(finish)](const absl::Status& kept) {
          const absl::Status answer =
              kept.ok() ? absl::OkStatus()
                        : Refusal(absl::StatusCode::kUnavailable, kAuditUnavailable,
                                  "The audit record could not be written; repeat the call with the "
                                  "same request_id.");
          Report(answer);
          finish(ToGrpcStatus(answer));
        });
    return;
  }
  if ((is_change && !status.ok()) || IsRefusedAccess(status)) {
    parts_.audit.Record(MakeAuditRecord(status));
  }
  Report(status);
  finish(ToGrpcStatus(status));
}

void ActiveCall::Report(const absl::Status& status) {
  const absl::Duration took = absl::Now() - began_;
  method_.metrics.Ended(status.code(), took);
  const std::string code = absl::StatusCodeToString(status.code());
  const std::string reason = ReasonOf(status);
  const std::string caller = context_.identity.roles.empty() ? "" : context_.identity.caller();
  const std::string person = context_.identity.acting_staff_id();
  // Only what the client is not told in full needs its words here.
  const bool is_inside = absl::IsInternal(status) || absl::IsUnknown(status) ||
                         absl::IsDataLoss(status) || absl::IsUnavailable(status);
  const std::string message = is_inside ? std::string(status.message()) : std::string();
  LogEvent(is_inside ? spdlog::level::err : spdlog::level::info, "call",
           {{"call_id", context_.call_id},
            {"method", method_.name},
            {"code", code},
            {"reason", reason},
            {"caller", caller},
            {"person", person},
            {"duration_us", absl::ToInt64Microseconds(took)},
            {"error", message}});
}

}  // namespace cuijiao
