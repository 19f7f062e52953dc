#include "services/cli/output.h"

#include <fmt/format.h>
#include <google/protobuf/util/json_util.h>

#include <iostream>

#include "common/money/fen.h"
#include "common/money/rational.h"
#include "common/status/reason.h"

namespace cuijiao::cli {
namespace {

// What an error's code means to the person at the keyboard.
std::string_view ChineseOf(absl::StatusCode code) {
  switch (code) {
    case absl::StatusCode::kUnauthenticated:
      return "身份无效";
    case absl::StatusCode::kPermissionDenied:
      return "没有权限";
    case absl::StatusCode::kInvalidArgument:
      return "输入有误";
    case absl::StatusCode::kNotFound:
      return "不存在";
    case absl::StatusCode::kFailedPrecondition:
      return "规则不允许";
    case absl::StatusCode::kAlreadyExists:
      return "已存在";
    case absl::StatusCode::kAborted:
      return "数据已变化，请重试";
    case absl::StatusCode::kResourceExhausted:
      return "系统繁忙";
    case absl::StatusCode::kUnavailable:
      return "服务不可用";
    case absl::StatusCode::kDeadlineExceeded:
      return "超时";
    default:
      return "内部错误";
  }
}

}  // namespace

std::string FormatRate(bool has_value, std::int64_t rate_bp) {
  return has_value ? Rational(rate_bp, 100).ToDecimal(2) + "%" : "—";
}

std::string FormatFen(std::int64_t amount_fen) { return FormatYuan(Fen(amount_fen)); }

void PrintJson(const google::protobuf::Message& message) {
  google::protobuf::util::JsonPrintOptions options;
  options.add_whitespace = true;
  options.always_print_primitive_fields = true;
  options.preserve_proto_field_names = true;
  std::string json;
  const auto printed = google::protobuf::util::MessageToJsonString(message, &json, options);
  std::cout << (printed.ok() ? json : "{}\n") << std::flush;
}

void PrintError(const absl::Status& status) {
  const std::string reason = ReasonOf(status);
  fmt::print(stderr, "cuijiao: {} ({}{}{}): {}\n", ChineseOf(status.code()),
             absl::StatusCodeToString(status.code()), reason.empty() ? "" : ", ", reason,
             std::string(status.message()));
  for (const FieldViolation& violation : FieldViolationsOf(status)) {
    fmt::print(stderr, "  {}: {}\n", violation.field, violation.description);
  }
  for (const auto& [name, value] : ValuesOf(status)) {
    fmt::print(stderr, "  {} = {}\n", name, value);
  }
}

}  // namespace cuijiao::cli
