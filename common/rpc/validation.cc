#include "common/rpc/validation.h"

#include <google/protobuf/descriptor.h>
#include <google/protobuf/message.h>
#include <re2/re2.h>

#include <algorithm>
#include <cstdint>
#include <limits>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/strings/escaping.h"
#include "common/calendar/date.h"
#include "common/status/cut_text.h"
#include "common/status/reason.h"
#include "common/text/encoding.h"
#include "cuijiao/type/v1/options.pb.h"
#include "fmt/format.h"

namespace cuijiao {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Reflection;
using type::v1::FieldRules;

// The constraints of one field, read once from its options.
struct FieldPlan {
  const FieldDescriptor* field = nullptr;
  FieldRules rules;
  bool personal = false;
  std::int64_t max_len = 256;
  int max_items = 1000;
  std::unique_ptr<RE2> pattern;             // null without one
  const MessagePlan* submessage = nullptr;  // null for other fields
};

struct MessagePlan {
  std::vector<FieldPlan> fields;
};

namespace {

constexpr std::size_t kMaxShownBytes = 40;
// More violations than this tell nobody anything, and would have to fit a trailer.
constexpr std::size_t kMaxViolations = 100;

bool IsIdText(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
           std::string_view("-_./:").find(c) != std::string_view::npos;
  });
}

// What of the format `text` breaks; empty when nothing.
std::string_view FindFormatFault(FieldRules::Format format, std::string_view text) {
  switch (format) {
    case FieldRules::FORMAT_DATE:
      return ParseDate(text).ok() ? "" : "must be a date YYYY-MM-DD that exists, 1900 to 2199";
    case FieldRules::FORMAT_MONTH:
      return ParseMonth(text).ok() ? "" : "must be a month YYYY-MM, 1900 to 2199";
    case FieldRules::FORMAT_ID:
      return IsIdText(text) ? "" : "must be letters, digits and - _ . / : alone";
    default:
      return "";
  }
}

// One walk over one request.
class RequestCheck {
 public:
  void Walk(const Message& message, const MessagePlan& plan, const std::string& prefix) {
    for (const FieldPlan& field : plan.fields) {
      if (violations_.size() >= kMaxViolations) return;
      if (field.field->is_repeated()) {
        WalkRepeated(message, field, prefix);
      } else {
        WalkSingular(message, field, prefix);
      }
    }
  }

  [[nodiscard]] absl::Status Result() const {
    return violations_.empty() ? absl::OkStatus() : InvalidFields(violations_);
  }

 private:
  void WalkRepeated(const Message& message, const FieldPlan& plan, const std::string& prefix) {
    const Reflection& reflection = *message.GetReflection();
    const int count = reflection.FieldSize(message, plan.field);
    if (count == 0) {
      if (plan.rules.required()) Violate(prefix + plan.field->name(), "is required");
      return;
    }
    if (count > plan.max_items) {
      Violate(prefix + plan.field->name(),
              fmt::format("has {} elements; at most {} are allowed", count, plan.max_items));
      return;
    }
    for (int i = 0; i < count; ++i) CheckValue(message, plan, prefix, i);
  }

  void WalkSingular(const Message& message, const FieldPlan& plan, const std::string& prefix) {
    const Reflection& reflection = *message.GetReflection();
    if (!reflection.HasField(message, plan.field)) {
      if (plan.rules.required()) {
        Violate(prefix + plan.field->name(), "is required");
        return;
      }
      // An absent optional field or submessage has no value to check; a plain one is zero.
      if (plan.field->has_presence()) return;
    } else if (plan.rules.required() && IsZero(message, plan.field)) {
      Violate(prefix + plan.field->name(), "is required");
      return;
    }
    CheckValue(message, plan, prefix, -1);
  }

  // The value at `index` of a repeated field, or the value of a singular one (-1).
  void CheckValue(const Message& message, const FieldPlan& plan, const std::string& prefix,
                  int index) {
    const Reflection& reflection = *message.GetReflection();
    const FieldDescriptor* field = plan.field;
    const bool repeated = index >= 0;
    switch (field->cpp_type()) {
      case FieldDescriptor::CPPTYPE_MESSAGE:
        Walk(repeated ? reflection.GetRepeatedMessage(message, field, index)
                      : reflection.GetMessage(message, field),
             *plan.submessage, PathOf(plan, prefix, index) + ".");
        break;
      case FieldDescriptor::CPPTYPE_STRING: {
        std::string scratch;
        CheckText(repeated ? reflection.GetRepeatedStringReference(message, field, index, &scratch)
                           : reflection.GetStringReference(message, field, &scratch),
                  plan, prefix, index);
        break;
      }
      case FieldDescriptor::CPPTYPE_ENUM:
        CheckEnum(repeated ? reflection.GetRepeatedEnumValue(message, field, index)
                           : reflection.GetEnumValue(message, field),
                  plan, prefix, index);
        break;
      case FieldDescriptor::CPPTYPE_INT32:
        CheckNumber(repeated ? reflection.GetRepeatedInt32(message, field, index)
                             : reflection.GetInt32(message, field),
                    plan, prefix, index);
        break;
      case FieldDescriptor::CPPTYPE_INT64:
        CheckNumber(repeated ? reflection.GetRepeatedInt64(message, field, index)
                             : reflection.GetInt64(message, field),
                    plan, prefix, index);
        break;
      case FieldDescriptor::CPPTYPE_UINT32:
        CheckNumber(repeated ? reflection.GetRepeatedUInt32(message, field, index)
                             : reflection.GetUInt32(message, field),
                    plan, prefix, index);
        break;
      case FieldDescriptor::CPPTYPE_UINT64:
        CheckUnsigned(repeated ? reflection.GetRepeatedUInt64(message, field, index)
                               : reflection.GetUInt64(message, field),
                      plan, prefix, index);
        break;
      default:
        break;  // bool holds any of its values; the suite has no floating point
    }
  }

  void CheckText(const std::string& text, const FieldPlan& plan, const std::string& prefix,
                 int index) {
    if (text.empty()) {
      if (index >= 0 && plan.rules.required()) Violate(PathOf(plan, prefix, index), "is empty");
      return;
    }
    const bool is_text = plan.field->type() == FieldDescriptor::TYPE_STRING;
    if (static_cast<std::int64_t>(text.size()) > plan.max_len) {
      Violate(PathOf(plan, prefix, index),
              fmt::format("{}: has {} bytes; at most {} are allowed",
                          is_text ? Shown(text, plan) : "bytes", text.size(), plan.max_len));
      return;
    }
    if (!is_text) return;
    if (!IsPlainUtf8(text)) {
      Violate(PathOf(plan, prefix, index), "must be UTF-8 text without NUL");
      return;
    }
    if (plan.pattern != nullptr && !RE2::FullMatch(text, *plan.pattern)) {
      Violate(PathOf(plan, prefix, index),
              fmt::format("{}: must match {}", Shown(text, plan), plan.rules.pattern()));
    }
    if (const std::string_view fault = FindFormatFault(plan.rules.format(), text); !fault.empty()) {
      Violate(PathOf(plan, prefix, index), fmt::format("{}: {}", Shown(text, plan), fault));
    }
  }

  void CheckEnum(int number, const FieldPlan& plan, const std::string& prefix, int index) {
    if (plan.field->enum_type()->FindValueByNumber(number) == nullptr) {
      Violate(PathOf(plan, prefix, index),
              fmt::format("{}: is no value of {}", number, plan.field->enum_type()->name()));
    } else if (index >= 0 && plan.rules.required() && number == 0) {
      Violate(PathOf(plan, prefix, index), "must not be unspecified");
    }
  }

  void CheckNumber(std::int64_t number, const FieldPlan& plan, const std::string& prefix,
                   int index) {
    if (plan.rules.has_min() && number < plan.rules.min()) {
      Violate(PathOf(plan, prefix, index),
              fmt::format("{}: must be at least {}", Shown(number, plan), plan.rules.min()));
    }
    if (plan.rules.has_max() && number > plan.rules.max()) {
      Violate(PathOf(plan, prefix, index),
              fmt::format("{}: must be at most {}", Shown(number, plan), plan.rules.max()));
    }
  }

  void CheckUnsigned(std::uint64_t number, const FieldPlan& plan, const std::string& prefix,
                     int index) {
    constexpr std::uint64_t kMaxSigned = std::numeric_limits<std::int64_t>::max();
    if (number <= kMaxSigned) {
      CheckNumber(static_cast<std::int64_t>(number), plan, prefix, index);
    } else if (plan.rules.has_max()) {
      Violate(PathOf(plan, prefix, index), fmt::format("must be at most {}", plan.rules.max()));
    }
  }

  // Whether a present field holds the value that `required` refuses.
  static bool IsZero(const Message& message, const FieldDescriptor* field) {
    const Reflection& reflection = *message.GetReflection();
    switch (field->cpp_type()) {
      case FieldDescriptor::CPPTYPE_STRING:
        return reflection.GetString(message, field).empty();
      case FieldDescriptor::CPPTYPE_ENUM:
        return reflection.GetEnumValue(message, field) == 0;
      default:
        return false;  // a number that is present, if 0, was said
    }
  }

  static std::string PathOf(const FieldPlan& plan, const std::string& prefix, int index) {
    return index < 0 ? prefix + plan.field->name()
                     : fmt::format("{}{}[{}]", prefix, plan.field->name(), index);
  }

  static std::string Shown(std::string_view text, const FieldPlan& plan) {
    if (plan.personal) return "***";
    if (!IsPlainUtf8(text)) return "bytes that are no UTF-8";
    const std::string_view cut = CutText(text, kMaxShownBytes);
    return fmt::format("\"{}\"{}", absl::Utf8SafeCEscape({cut.data(), cut.size()}),
                       cut.size() < text.size() ? "…" : "");
  }

  static std::string Shown(std::int64_t number, const FieldPlan& plan) {
    return plan.personal ? "***" : std::to_string(number);
  }

  void Violate(std::string path, std::string description) {
    if (violations_.size() < kMaxViolations) {
      violations_.push_back({std::move(path), std::move(description)});
    }
  }

  std::vector<FieldViolation> violations_;
};

FieldPlan MakeFieldPlan(const FieldDescriptor& field) {
  FieldPlan plan;
  plan.field = &field;
  plan.rules = field.options().GetExtension(type::v1::field);
  plan.personal = field.options().GetExtension(type::v1::personal);
  if (plan.rules.format() == FieldRules::FORMAT_ID) plan.max_len = 64;
  if (plan.rules.has_max_len()) plan.max_len = plan.rules.max_len();
  if (plan.rules.has_max_items()) plan.max_items = plan.rules.max_items();
  if (!plan.rules.pattern().empty()) plan.pattern = std::make_unique<RE2>(plan.rules.pattern());
  return plan;
}

}  // namespace

RequestValidator::RequestValidator() = default;
RequestValidator::~RequestValidator() = default;

absl::Status RequestValidator::Check(const Message& request) {
  RequestCheck check;
  check.Walk(request, PlanOf(*request.GetDescriptor()), "");
  return check.Result();
}

const MessagePlan& RequestValidator::PlanOf(const Descriptor& descriptor) {
  const absl::MutexLock lock(&mutex_);
  return PlanOfLocked(descriptor);
}

const MessagePlan& RequestValidator::PlanOfLocked(const Descriptor& descriptor) {
  std::unique_ptr<MessagePlan>& plan = plans_[&descriptor];
  if (plan != nullptr) return *plan;
  // Kept before its fields are read, so that a message may hold itself.
  plan = std::make_unique<MessagePlan>();
  MessagePlan& made = *plan;
  for (int i = 0; i < descriptor.field_count(); ++i) {
    FieldPlan field = MakeFieldPlan(*descriptor.field(i));
    if (field.field->message_type() != nullptr) {
      field.submessage = &PlanOfLocked(*field.field->message_type());
    }
    made.fields.push_back(std::move(field));
  }
  return made;
}

}  // namespace cuijiao
