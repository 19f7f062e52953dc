#include "common/telemetry/logging.h"

#include <memory>
#include <string>

#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "fmt/format.h"
#include "nlohmann/json.hpp"
#include "spdlog/sinks/stdout_sinks.h"
#include "spdlog/spdlog.h"

namespace cuijiao {
namespace {

// Lines of LogEvent bear this logger name; their payload is a JSON object's inside.
constexpr char kEventLogger[] = "cuijiao.event";

std::string Quoted(std::string_view text) {
  return nlohmann::json(std::string(text))
      .dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

std::string FieldsInside(std::string_view event, std::initializer_list<LogField> fields) {
  std::string inside = fmt::format("\"event\":{}", Quoted(event));
  for (const LogField& field : fields) {
    fmt::format_to(std::back_inserter(inside), ",\"{}\":", field.name);
    if (const auto* text = std::get_if<std::string_view>(&field.value)) {
      inside += Quoted(*text);
    } else if (const auto* number = std::get_if<std::int64_t>(&field.value)) {
      fmt::format_to(std::back_inserter(inside), "{}", *number);
    } else {
      inside += std::get<bool>(field.value) ? "true" : "false";
    }
  }
  return inside;
}

class JsonFormatter : public spdlog::formatter {
 public:
  explicit JsonFormatter(std::string quoted_program) : quoted_program_(std::move(quoted_program)) {}

  void format(const spdlog::details::log_msg& line, spdlog::memory_buf_t& out) override {
    const auto level = spdlog::level::to_string_view(line.level);
    const std::string_view payload(line.payload.data(), line.payload.size());
    const bool is_event =
        std::string_view(line.logger_name.data(), line.logger_name.size()) == kEventLogger;
    fmt::format_to(
        std::back_inserter(out),
        "{{\"time\":\"{}\",\"level\":\"{}\",\"program\":{},\"thread\":{},{}}}\n",
        absl::FormatTime("%Y-%m-%dT%H:%M:%E6SZ", absl::FromChrono(line.time), absl::UTCTimeZone()),
        std::string_view(level.data(), level.size()), quoted_program_, line.thread_id,
        is_event ? std::string(payload) : fmt::format("\"message\":{}", Quoted(payload)));
  }

  [[nodiscard]] std::unique_ptr<spdlog::formatter> clone() const override {
    return std::make_unique<JsonFormatter>(quoted_program_);
  }

 private:
  const std::string quoted_program_;
};

}  // namespace

absl::Status StartLogging(std::string_view program, std::string_view level) {
  const spdlog::level::level_enum parsed = spdlog::level::from_str(std::string(level));
  if (parsed == spdlog::level::off && level != "off") {
    return absl::InvalidArgumentError(
        fmt::format("log level {}: not one of trace, debug, info, warn, error", level));
  }
  auto sink = std::make_shared<spdlog::sinks::stderr_sink_mt>();
  sink->set_formatter(std::make_unique<JsonFormatter>(Quoted(program)));
  auto logger = std::make_shared<spdlog::logger>("", std::move(sink));
  logger->set_level(parsed);
  logger->flush_on(spdlog::level::info);
  spdlog::set_default_logger(std::move(logger));
  return absl::OkStatus();
}

void LogEvent(spdlog::level::level_enum level, std::string_view event,
              std::initializer_list<LogField> fields) {
  spdlog::logger* const logger = spdlog::default_logger_raw();
  if (!logger->should_log(level)) return;
  const std::string inside = FieldsInside(event, fields);
  const spdlog::details::log_msg line(kEventLogger, level, inside);
  for (const spdlog::sink_ptr& sink : logger->sinks()) {
    if (sink->should_log(level)) sink->log(line);
  }
}

}  // namespace cuijiao
