#include "common/db/database_error.h"

#include <utility>

#include "absl/strings/cord.h"
#include "absl/strings/numbers.h"
#include "absl/strings/string_view.h"
#include "common/status/reason.h"
#include "fmt/format.h"

namespace cuijiao::db {
namespace {

constexpr absl::string_view kCodePayload = "cuijiao.db/code";
constexpr absl::string_view kKeyPayload = "cuijiao.db/key";
constexpr absl::string_view kConstraintPayload = "cuijiao.db/constraint";

constexpr int kDuplicateKey = 1062;

bool IsConstraint(int code) { return code == 4025 || code == 3819 || code == 1451 || code == 1452; }

bool IsLostRace(int code) { return code == 1213 || code == 1205 || code == 1020; }

bool IsLostConnection(int code) {
  return code == 2006 || code == 2013 || code == 1047 || code == 1927 || code == 1053 ||
         code == 4031;
}

bool IsRefusedConnection(int code) {
  return code == 2002 || code == 2003 || code == 2005 || code == 2026;
}

absl::StatusCode StatusCodeOf(int code) {
  if (code == kDuplicateKey) return absl::StatusCode::kAlreadyExists;
  if (IsConstraint(code)) return absl::StatusCode::kFailedPrecondition;
  if (IsLostRace(code)) return absl::StatusCode::kAborted;
  if (IsLostConnection(code) || IsRefusedConnection(code)) return absl::StatusCode::kUnavailable;
  switch (code) {
    case 1969:
    case 3024:
      return absl::StatusCode::kDeadlineExceeded;
    case 1290:
    case 1317:
      return absl::StatusCode::kUnavailable;
    case 1040:
    case 1203:
    case 1021:
    case 1114:
      return absl::StatusCode::kResourceExhausted;
    default:
      return absl::StatusCode::kInternal;
  }
}

// The last quoted word of "… for key 'table.name'" (MySQL) or "… for key 'name'" (MariaDB).
std::string KeyNamed(std::string_view message) {
  const std::size_t close = message.rfind('\'');
  if (close == std::string_view::npos || close == 0) return {};
  const std::size_t open = message.rfind('\'', close - 1);
  if (open == std::string_view::npos) return {};
  const std::string_view name = message.substr(open + 1, close - open - 1);
  const std::size_t dot = name.rfind('.');
  return std::string(dot == std::string_view::npos ? name : name.substr(dot + 1));
}

// "CONSTRAINT `name` failed" (MariaDB), "Check constraint 'name' is violated" (MySQL),
// "… CONSTRAINT `name` FOREIGN KEY …" (both).
std::string ConstraintNamed(std::string_view message) {
  for (const auto& [mark, quote] :
       {std::pair<std::string_view, char>{"CONSTRAINT `", '`'}, {"constraint '", '\''}}) {
    const std::size_t found = message.find(mark);
    if (found == std::string_view::npos) continue;
    const std::string_view rest = message.substr(found + mark.size());
    return std::string(rest.substr(0, rest.find(quote)));
  }
  return {};
}

std::string PayloadOf(const absl::Status& status, absl::string_view url) {
  const auto payload = status.GetPayload(url);
  return payload.has_value() ? std::string(*payload) : std::string();
}

}  // namespace

absl::Status DatabaseError(std::string_view doing, int code, std::string_view sql_state,
                           std::string_view message) {
  const std::string key = code == kDuplicateKey ? KeyNamed(message) : std::string();
  const std::string constraint = IsConstraint(code) ? ConstraintNamed(message) : std::string();
  // The server quotes the row's values where a rule of the table is broken: they may be personal.
  const std::string told = !key.empty()          ? fmt::format("duplicate entry for key {}", key)
                           : !constraint.empty() ? fmt::format("constraint {}", constraint)
                                                 : std::string(message);
  absl::Status status(StatusCodeOf(code),
                      fmt::format("database: {} ({}, {}) in: {}", told, code, sql_state, doing));
  if (absl::IsUnavailable(status)) AttachReason(status, kReasonDatabaseAway, {});
  status.SetPayload(kCodePayload, absl::Cord(fmt::format("{}", code)));
  if (!key.empty()) status.SetPayload(kKeyPayload, absl::Cord(key));
  if (!constraint.empty()) status.SetPayload(kConstraintPayload, absl::Cord(constraint));
  return status;
}

int DatabaseErrorCode(const absl::Status& status) {
  int code = 0;
  return absl::SimpleAtoi(PayloadOf(status, kCodePayload), &code) ? code : 0;
}

std::string ViolatedKey(const absl::Status& status) { return PayloadOf(status, kKeyPayload); }

std::string ViolatedConstraint(const absl::Status& status) {
  return PayloadOf(status, kConstraintPayload);
}

bool IsCommitUnknown(const absl::Status& status) {
  return absl::IsUnavailable(status) && ReasonOf(status) == kReasonCommitUnknown;
}

bool IsTransient(const absl::Status& status) {
  const int code = DatabaseErrorCode(status);
  return IsLostRace(code) || IsLostConnection(code) || IsRefusedConnection(code);
}

bool IsConnectionLost(const absl::Status& status) {
  return IsLostConnection(DatabaseErrorCode(status));
}

}  // namespace cuijiao::db
