// A policy file that is wrong stops the start of every service, in words that name the field.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <sstream>
#include <string>

#include "tests/support/service_process.h"
#include "tests/support/test_database.h"

namespace cuijiao {
namespace {

struct WrongPolicy {
  const char* what;
  const char* text;  // of the shipped policy
  const char* becomes;
  const char* field;
  const char* says;
};

constexpr WrongPolicy kWrongPolicies[] = {
    {"WrongRate", "manager_share_bp: 1000 ", "manager_share_bp: 10001 ",
     "waiver[0].manager_share_bp", "10001"},
    {"UnknownField", "approval_valid_days: 7 ", "approval_valid_day: 7 ", "approval_valid_day",
     "line "},
    {"MissingParameter", "year_end_reward_bp: 300 ", "", "incentive[0].year_end_reward_bp",
     "is missing"},
};

class BadPolicy : public ::testing::TestWithParam<std::tuple<const char*, WrongPolicy>> {};

std::string ShippedPolicy() {
  std::ostringstream text;
  text << std::ifstream("services/policy/2017.textproto").rdbuf();
  return text.str();
}

TEST_P(BadPolicy, RefusesTheStartAndNamesTheField) {
  const auto& [service, wrong] = GetParam();
  support::TestKeys keys;
  support::ServiceSetup setup(
      service, keys,
      support::TestDatabase::FreshSchema(service, std::string("services/") + service + "/schema"));
  setup.UsePersonalKeys();
  if (setup.service() == "escalation") {
    std::filesystem::create_directory(setup.In("outbox"));
    setup.SetFlag("--outbox", setup.In("outbox").string());
  }
  if (setup.service() != "ledger") setup.SetFlag("--ledger-address", "127.0.0.1:1");
  if (setup.service() == "payroll") {
    setup.SetFlag("--waiver-address", "127.0.0.1:1");
    setup.SetFlag("--escalation-address", "127.0.0.1:1");
  }
  std::string policy = ShippedPolicy();
  const std::size_t at = policy.find(wrong.text);
  ASSERT_NE(at, std::string::npos);
  policy.replace(at, std::string_view(wrong.text).size(), wrong.becomes);
  std::ofstream(setup.In("policy.textproto")) << policy;
  setup.SetFlag("--policy", setup.In("policy.textproto").string());

  const support::RefusedStart refused = support::StartAndBeRefused(setup);
  EXPECT_EQ(refused.exit_status, 1);
  EXPECT_THAT(refused.log, ::testing::HasSubstr("policy.textproto"));
  EXPECT_THAT(refused.log, ::testing::HasSubstr(wrong.field));
  EXPECT_THAT(refused.log, ::testing::HasSubstr(wrong.says));
}

INSTANTIATE_TEST_SUITE_P(EveryService, BadPolicy,
                         ::testing::Combine(::testing::Values("ledger", "waiver", "escalation",
                                                              "payroll"),
                                            ::testing::ValuesIn(kWrongPolicies)),
                         [](const auto& param) {
                           return std::string(std::get<0>(param.param)) +
                                  std::get<1>(param.param).what;
                         });

}  // namespace
}  // namespace cuijiao
