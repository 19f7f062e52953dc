#include "common/config/service_settings.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <string>
#include <variant>
#include <vector>

#include "tests/support/scratch_directory.h"

namespace cuijiao {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

class ServiceSettingsTest : public testing::Test {
 protected:
  // Flags that are complete for a service which calls the ledger.
  std::vector<std::string> Complete() {
    return {"--listen",
            "127.0.0.1:7102",
            "--database-socket",
            "/run/db.sock",
            "--database-user",
            "waiver",
            "--database-password-file",
            password_,
            "--schema",
            "waiver",
            "--migrations",
            scratch_.path().string(),
            "--jwks",
            file_,
            "--service-key",
            file_,
            "--policy",
            file_,
            "--ledger-address",
            "127.0.0.1:7101"};
  }

  // `flags` without `flag` and its value.
  static std::vector<std::string> Without(std::vector<std::string> flags, const std::string& flag) {
    const auto found = std::find(flags.begin(), flags.end(), flag);
    flags.erase(found, found + 2);
    return flags;
  }

  static std::vector<std::string> With(std::vector<std::string> flags,
                                       const std::vector<std::string>& more) {
    flags.insert(flags.end(), more.begin(), more.end());
    return flags;
  }

  ServiceSettings Settings(const std::vector<std::string>& flags) {
    auto parsed = ParseServiceSettings(needs_, flags);
    if (const auto* end = std::get_if<SettingsEnd>(&parsed)) ADD_FAILURE() << end->text;
    return std::get<ServiceSettings>(parsed);
  }

  std::string Refusal(const std::vector<std::string>& flags) {
    auto parsed = ParseServiceSettings(needs_, flags);
    const auto* end = std::get_if<SettingsEnd>(&parsed);
    if (end == nullptr) return "accepted";
    EXPECT_EQ(end->exit_status, 2);
    return end->text;
  }

  support::ScratchDirectory scratch_;
  const std::string password_ = scratch_.Write("password", "pw\n");
  const std::string file_ = scratch_.Write("file", "");
  ServiceNeeds needs_{.program = "cuijiao-waiver", .description = "Waivers", .ledger = true};
};

TEST_F(ServiceSettingsTest, TakesEveryFlag) {
  needs_ = {"cuijiao-x", "X", true, true, true, true, true};
  const ServiceSettings settings =
      Settings(With(Without(Complete(), "--database-socket"), {"--database-host",
                                                               "db",
                                                               "--database-port",
                                                               "3307",
                                                               "--database-ca",
                                                               file_,
                                                               "--database-connections",
                                                               "4",
                                                               "--metrics-listen",
                                                               "127.0.0.1:9",
                                                               "--personal-keys",
                                                               file_,
                                                               "--waiver-address",
                                                               "w:1",
                                                               "--escalation-address",
                                                               "e:1",
                                                               "--tls-certificate",
                                                               file_,
                                                               "--tls-key",
                                                               file_,
                                                               "--tls-client-ca",
                                                               file_,
                                                               "--tls-peer-ca",
                                                               file_,
                                                               "--outbox",
                                                               scratch_.path().string(),
                                                               "--development",
                                                               "--max-streams-per-caller",
                                                               "3",
                                                               "--log-level",
                                                               "debug"}));
  EXPECT_EQ(settings.listen, "127.0.0.1:7102");
  EXPECT_EQ(settings.metrics_listen, "127.0.0.1:9");
  EXPECT_EQ(settings.database.socket_path, "");
  EXPECT_EQ(settings.database.host, "db");
  EXPECT_EQ(settings.database.port, 3307);
  EXPECT_EQ(settings.database.user, "waiver");
  EXPECT_EQ(settings.database.password, "pw");
  EXPECT_EQ(settings.database.schema, "waiver");
  EXPECT_EQ(settings.database.tls_ca, file_);
  EXPECT_EQ(settings.database.pool_size, 4);
  EXPECT_EQ(settings.migrations, scratch_.path());
  EXPECT_EQ(settings.jwks, file_);
  EXPECT_EQ(settings.service_key, file_);
  EXPECT_EQ(settings.personal_keys, file_);
  EXPECT_EQ(settings.policy, file_);
  EXPECT_EQ(settings.outbox, scratch_.path());
  EXPECT_EQ(settings.ledger_address, "127.0.0.1:7101");
  EXPECT_EQ(settings.waiver_address, "w:1");
  EXPECT_EQ(settings.escalation_address, "e:1");
  EXPECT_EQ(settings.tls.certificate, file_);
  EXPECT_EQ(settings.tls.key, file_);
  EXPECT_EQ(settings.tls.client_ca, file_);
  EXPECT_EQ(settings.tls.peer_ca, file_);
  EXPECT_TRUE(settings.development);
  EXPECT_EQ(settings.max_streams_per_caller, 3);
  EXPECT_EQ(settings.log_level, "debug");
}

TEST_F(ServiceSettingsTest, IsCarefulByDefault) {
  const ServiceSettings settings = Settings(Complete());
  EXPECT_FALSE(settings.development);
  EXPECT_EQ(settings.metrics_listen, "");
  EXPECT_EQ(settings.max_streams_per_caller, 8);
  EXPECT_EQ(settings.log_level, "info");
  EXPECT_TRUE(settings.tls.certificate.empty());
}

TEST_F(ServiceSettingsTest, TakesTheEnvironmentWhereAFlagIsAbsent) {
  ASSERT_EQ(::setenv("CUIJIAO_LEDGER_ADDRESS", "from-environment:1", 1), 0);
  EXPECT_EQ(Settings(Without(Complete(), "--ledger-address")).ledger_address, "from-environment:1");
  EXPECT_EQ(Settings(Complete()).ledger_address, "127.0.0.1:7101");
  ::unsetenv("CUIJIAO_LEDGER_ADDRESS");
}

TEST_F(ServiceSettingsTest, NamesEverythingThatIsMissingAtOnce) {
  EXPECT_THAT(Refusal({}),
              AllOf(HasSubstr("cuijiao-waiver: --listen is missing (or set CUIJIAO_LISTEN)\n"),
                    HasSubstr("--database-user is missing (or set CUIJIAO_DATABASE_USER)"),
                    HasSubstr("--database-password-file is missing"),
                    HasSubstr("--schema is missing"), HasSubstr("--migrations is missing"),
                    HasSubstr("--jwks is missing"), HasSubstr("--service-key is missing"),
                    HasSubstr("--policy is missing"), HasSubstr("--ledger-address is missing"),
                    HasSubstr("give one of --database-socket and --database-host"),
                    HasSubstr("--help lists all settings")));
}

TEST_F(ServiceSettingsTest, HasNoFlagThatNothingReads) {
  EXPECT_THAT(Refusal(With(Complete(), {"--waiver-address", "w:1"})),
              HasSubstr("--waiver-address"));
  EXPECT_THAT(Refusal(With(Complete(), {"--personal-keys", file_})), HasSubstr("--personal-keys"));
  EXPECT_THAT(Refusal(With(Complete(), {"--database-password", "pw"})),
              HasSubstr("--database-password"));
}

TEST_F(ServiceSettingsTest, RefusesWhatDoesNotGoTogether) {
  EXPECT_THAT(Refusal(With(Complete(), {"--database-host", "db"})),
              HasSubstr("give one of --database-socket and --database-host"));
  EXPECT_THAT(Refusal(With(Complete(), {"--tls-key", file_})),
              HasSubstr("--tls-certificate and --tls-key go together"));
  EXPECT_THAT(Refusal(With(Complete(), {"--tls-client-ca", file_})),
              HasSubstr("--tls-client-ca needs --tls-certificate"));
}

TEST_F(ServiceSettingsTest, NamesAWrongValue) {
  EXPECT_THAT(Refusal(With(Complete(), {"--database-port", "70000"})),
              HasSubstr("--database-port"));
  EXPECT_THAT(Refusal(With(Complete(), {"--log-level", "loud"})), HasSubstr("--log-level"));
  for (const char* most : {"0", "65"}) {
    EXPECT_THAT(Refusal(With(Complete(), {"--max-streams-per-caller", most})),
                HasSubstr("--max-streams-per-caller"));
  }
  EXPECT_THAT(Refusal(With(Without(Complete(), "--policy"), {"--policy", "/absent/policy"})),
              HasSubstr("/absent/policy"));
}

TEST_F(ServiceSettingsTest, RefusesAPasswordThatEveryoneMayRead) {
  const std::string open = scratch_.Write("open", "hunter2", 0644);
  const std::string text = Refusal(
      With(Without(Complete(), "--database-password-file"), {"--database-password-file", open}));
  EXPECT_THAT(text, AllOf(HasSubstr(open), HasSubstr("every user of the machine"),
                          Not(HasSubstr("hunter2"))));
}

TEST_F(ServiceSettingsTest, ExplainsItself) {
  const auto parsed = ParseServiceSettings(needs_, {"--help"});
  const auto& end = std::get<SettingsEnd>(parsed);
  EXPECT_EQ(end.exit_status, 0);
  EXPECT_THAT(end.text, AllOf(HasSubstr("Waivers"), HasSubstr("--ledger-address"),
                              HasSubstr("CUIJIAO_LISTEN"), Not(HasSubstr("--personal-keys"))));
}

}  // namespace
}  // namespace cuijiao
