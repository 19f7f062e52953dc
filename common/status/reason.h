// Errors inside the suite: an absl::Status whose payload says why in a form that programs read.
// Free of gRPC and protobuf, so that domain libraries may refuse with it.
#ifndef CUIJIAO_COMMON_STATUS_REASON_H_
#define CUIJIAO_COMMON_STATUS_REASON_H_

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"

namespace cuijiao {

// The reason of every refusal of InvalidFields.
inline constexpr std::string_view kFieldsInvalid = "FIELDS_INVALID";

// A refusal with a machine-readable reason (UPPER_SNAKE: a rule id's name or a constant of the
// refusing library) and the values that the rule was tested with. `message` is one English
// sentence; it and the values go to the client, so they hold no personal data. `code` is not kOk.
absl::Status Refusal(absl::StatusCode code, std::string_view reason, std::string message,
                     std::map<std::string, std::string> values = {});

// The reason given to Refusal or InvalidFields; empty when the status has none.
std::string ReasonOf(const absl::Status& status);

// The values given to Refusal; empty when the status has none.
std::map<std::string, std::string> ValuesOf(const absl::Status& status);

// One field of a request that broke a rule.
struct FieldViolation {
  // Path in the request: "payment.amount_fen", "rows[3].unit_id".
  std::string field;
  // The value that came (shortened, masked when personal) and the rule that it broke.
  std::string description;

  friend bool operator==(const FieldViolation&, const FieldViolation&) = default;
};

// INVALID_ARGUMENT with reason FIELDS_INVALID; `violations` is not empty and is told whole.
absl::Status InvalidFields(const std::vector<FieldViolation>& violations);

// The violations given to InvalidFields; empty when the status has none.
std::vector<FieldViolation> FieldViolationsOf(const absl::Status& status);

// Attaches what a status that came over the wire carried; the inverse of the readers above.
// An empty reason or an empty list attaches nothing.
void AttachReason(absl::Status& status, std::string_view reason,
                  const std::map<std::string, std::string>& values);
void AttachFieldViolations(absl::Status& status, const std::vector<FieldViolation>& violations);

}  // namespace cuijiao

#endif  // CUIJIAO_COMMON_STATUS_REASON_H_
