#include "common/telemetry/logging.h"

#include <gtest/gtest.h>

#include <string>

#include "nlohmann/json.hpp"
#include "spdlog/spdlog.h"

namespace cuijiao {
namespace {

class Logging : public ::testing::Test {
 protected:
  void SetUp() override { ASSERT_TRUE(StartLogging("cuijiao-test", "info").ok()); }

  // The one line that `write` logs.
  template <typename Write>
  static nlohmann::json LineOf(Write write) {
    ::testing::internal::CaptureStderr();
    write();
    const std::string text = ::testing::internal::GetCapturedStderr();
    EXPECT_EQ(text.find('\n'), text.size() - 1) << text;
    return nlohmann::json::parse(text);
  }
};

TEST_F(Logging, WritesOneObjectALine) {
  const nlohmann::json line = LineOf([] { spdlog::warn("a \"quoted\"\nline, 中文, \x01"); });
  EXPECT_EQ(line["program"], "cuijiao-test");
  EXPECT_EQ(line["level"], "warning");
  EXPECT_EQ(line["message"], "a \"quoted\"\nline, 中文, \x01");
  EXPECT_EQ(line["time"].get<std::string>().size(),
            std::string("2017-03-01T00:00:00.000000Z").size());
}

TEST_F(Logging, EventsHaveFieldsOfTheirOwn) {
  const nlohmann::json line = LineOf([] {
    LogEvent(spdlog::level::info, "call",
             {{"code", "OK"}, {"duration_us", std::int64_t{12}}, {"tls", true}});
  });
  EXPECT_EQ(line["event"], "call");
  EXPECT_EQ(line["code"], "OK");
  EXPECT_EQ(line["duration_us"], 12);
  EXPECT_EQ(line["tls"], true);
}

TEST_F(Logging, SurvivesBytesThatAreNoText) {
  const nlohmann::json line = LineOf([] {
    LogEvent(spdlog::level::info, "call", {{"reason", std::string_view("\xff\xfe", 2)}});
  });
  EXPECT_TRUE(line["reason"].is_string());
}

TEST_F(Logging, KeepsQuietBelowItsLevel) {
  ::testing::internal::CaptureStderr();
  LogEvent(spdlog::level::debug, "detail", {});
  spdlog::debug("detail");
  EXPECT_EQ(::testing::internal::GetCapturedStderr(), "");
}

TEST_F(Logging, RefusesALevelThatDoesNotExist) {
  EXPECT_TRUE(absl::IsInvalidArgument(StartLogging("x", "loud")));
}

}  // namespace
}  // namespace cuijiao
