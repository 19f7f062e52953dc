// The log of a program: one JSON object a line, on standard error.
#ifndef CUIJIAO_COMMON_TELEMETRY_LOGGING_H_
#define CUIJIAO_COMMON_TELEMETRY_LOGGING_H_

#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>
#include <variant>

#include "absl/status/status.h"
#include "spdlog/common.h"

namespace cuijiao {

// Makes the default spdlog logger write {"time":…,"level":…,"program":…,"thread":…,"message":…}.
// Call once, at the start of main. `level`: trace, debug, info, warn, error.
// INVALID_ARGUMENT when there is no such level.
absl::Status StartLogging(std::string_view program, std::string_view level = "info");

// One named value of a log line. Never personal data, never tokens.
struct LogField {
  std::string_view name;
  std::variant<std::string_view, std::int64_t, bool> value;
};

// One line with fields of its own beside the common ones: {"time":…,"event":"call","code":"OK",…}.
// Works before StartLogging too (then as plain text). Thread-safe.
void LogEvent(spdlog::level::level_enum level, std::string_view event,
              std::initializer_list<LogField> fields);

}  // namespace cuijiao

#endif  // CUIJIAO_COMMON_TELEMETRY_LOGGING_H_
