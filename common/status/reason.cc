#include "common/status/reason.h"

#include <charconv>
#include <cstddef>
#include <iterator>
#include <utility>

#include "absl/strings/cord.h"
#include "absl/strings/string_view.h"
#include "fmt/format.h"

namespace cuijiao {
namespace {

constexpr absl::string_view kReasonPayload = "cuijiao/reason";
constexpr absl::string_view kViolationsPayload = "cuijiao/field_violations";

// Payloads are lists of texts, each "<bytes>:<text>".
void AppendText(std::string& out, std::string_view text) {
  fmt::format_to(std::back_inserter(out), "{}:{}", text.size(), text);
}

std::vector<std::string> SplitTexts(const std::string& packed) {
  std::vector<std::string> texts;
  const char* at = packed.data();
  const char* const end = at + packed.size();
  while (at != end) {
    std::size_t size = 0;
    const auto [colon, error] = std::from_chars(at, end, size);
    if (error != std::errc{} || colon == end || *colon != ':' ||
        static_cast<std::size_t>(end - colon - 1) < size) {
      return {};
    }
    texts.emplace_back(colon + 1, size);
    at = colon + 1 + size;
  }
  return texts;
}

std::vector<std::string> TextsOf(const absl::Status& status, absl::string_view payload) {
  const auto packed = status.GetPayload(payload);
  return packed.has_value() ? SplitTexts(std::string(*packed)) : std::vector<std::string>{};
}

}  // namespace

absl::Status Refusal(absl::StatusCode code, std::string_view reason, std::string message,
                     std::map<std::string, std::string> values) {
  absl::Status status(code, message);
  AttachReason(status, reason, values);
  return status;
}

std::string ReasonOf(const absl::Status& status) {
  std::vector<std::string> texts = TextsOf(status, kReasonPayload);
  return texts.empty() ? std::string() : std::move(texts.front());
}

std::map<std::string, std::string> ValuesOf(const absl::Status& status) {
  const std::vector<std::string> texts = TextsOf(status, kReasonPayload);
  std::map<std::string, std::string> values;
  for (std::size_t i = 1; i + 1 < texts.size(); i += 2) values.emplace(texts[i], texts[i + 1]);
  return values;
}

absl::Status InvalidFields(const std::vector<FieldViolation>& violations) {
  const FieldViolation& first = violations.front();
  std::string message = violations.size() == 1
                            ? fmt::format("Field {}: {}", first.field, first.description)
                            : fmt::format("{} fields are wrong; the first is {}: {}",
                                          violations.size(), first.field, first.description);
  absl::Status status =
      Refusal(absl::StatusCode::kInvalidArgument, kFieldsInvalid, std::move(message));
  AttachFieldViolations(status, violations);
  return status;
}

std::vector<FieldViolation> FieldViolationsOf(const absl::Status& status) {
  std::vector<std::string> texts = TextsOf(status, kViolationsPayload);
  std::vector<FieldViolation> violations;
  for (std::size_t i = 0; i + 1 < texts.size(); i += 2) {
    violations.push_back({std::move(texts[i]), std::move(texts[i + 1])});
  }
  return violations;
}

void AttachReason(absl::Status& status, std::string_view reason,
                  const std::map<std::string, std::string>& values) {
  if (reason.empty()) return;
  std::string packed;
  AppendText(packed, reason);
  for (const auto& [name, value] : values) {
    AppendText(packed, name);
    AppendText(packed, value);
  }
  status.SetPayload(kReasonPayload, absl::Cord(packed));
}

void AttachFieldViolations(absl::Status& status, const std::vector<FieldViolation>& violations) {
  if (violations.empty()) return;
  std::string packed;
  for (const FieldViolation& violation : violations) {
    AppendText(packed, violation.field);
    AppendText(packed, violation.description);
  }
  status.SetPayload(kViolationsPayload, absl::Cord(packed));
}

}  // namespace cuijiao
