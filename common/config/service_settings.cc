#include "common/config/service_settings.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <utility>

#include "CLI/CLI.hpp"
#include "common/config/secret_file.h"
#include "fmt/format.h"

namespace cuijiao {
namespace {

constexpr int kUsageExitStatus = 2;

// The flags of one service and where their values go.
class SettingsFlags {
 public:
  SettingsFlags(const ServiceNeeds& needs, ServiceSettings& settings)
      : app_(needs.description, needs.program), settings_(settings) {
    app_.footer(
        "Each flag may be given as a variable of the environment instead: CUIJIAO_LISTEN\n"
        "for --listen and so on. Secrets are read from files alone.");
    AddAddresses(needs);
    AddDatabase();
    AddFiles(needs);
    AddTls();
    AddBehaviour();
  }

  // Throws CLI::ParseError.
  void Parse(std::vector<std::string> arguments) {
    std::reverse(arguments.begin(), arguments.end());
    app_.parse(std::move(arguments));
  }

  [[nodiscard]] std::string Help() const { return app_.help(); }

  // Everything that is missing or does not go together; empty when nothing is.
  [[nodiscard]] std::vector<std::string> Problems() const {
    std::vector<std::string> problems;
    for (const Required& required : required_) {
      if (required.value->empty()) {
        problems.push_back(fmt::format("{} is missing (or set {})", required.flag,
                                       EnvironmentName(required.flag)));
      }
    }
    const auto& database = settings_.database;
    if (database.socket_path.empty() == database.host.empty()) {
      problems.emplace_back("give one of --database-socket and --database-host");
    }
    if (settings_.tls.certificate.empty() != settings_.tls.key.empty()) {
      problems.emplace_back("--tls-certificate and --tls-key go together");
    }
    if (!settings_.tls.client_ca.empty() && settings_.tls.certificate.empty()) {
      problems.emplace_back("--tls-client-ca needs --tls-certificate and --tls-key");
    }
    return problems;
  }

  // Takes over what CLI11 cannot write into the settings by itself.
  void Finish() {
    settings_.migrations = migrations_;
    settings_.jwks = jwks_;
    settings_.service_key = service_key_;
    settings_.personal_keys = personal_keys_;
    settings_.policy = policy_;
    settings_.outbox = outbox_;
    settings_.journal_heads = journal_heads_;
    settings_.tls = {certificate_, key_, client_ca_, peer_ca_};
  }

  [[nodiscard]] const std::string& password_file() const { return password_file_; }

 private:
  struct Required {
    std::string flag;
    const std::string* value;
  };

  static std::string EnvironmentName(std::string flag) {
    flag.erase(0, 2);
    for (char& c : flag) c = c == '-' ? '_' : static_cast<char>(std::toupper(c));
    return "CUIJIAO_" + flag;
  }

  template <typename Value>
  CLI::Option* Add(const std::string& flag, Value& value, const std::string& help) {
    return app_.add_option(flag, value, help)->envname(EnvironmentName(flag));
  }

  CLI::Option* AddRequired(const std::string& flag, std::string& value, const std::string& help) {
    required_.push_back({flag, &value});
    return Add(flag, value, help);
  }

  void AddAddresses(const ServiceNeeds& needs) {
    AddRequired("--listen", settings_.listen, "HOST:PORT on which the service answers");
    Add("--metrics-listen", settings_.metrics_listen, "HOST:PORT of the Prometheus metrics");
    if (needs.ledger) AddRequired("--ledger-address", settings_.ledger_address, "The ledger");
    if (needs.waiver)
      AddRequired("--waiver-address", settings_.waiver_address, "The waiver service");
    if (needs.escalation) {
      AddRequired("--escalation-address", settings_.escalation_address, "The escalation service");
    }
  }

  void AddDatabase() {
    db::DatabaseSettings& database = settings_.database;
    Add("--database-socket", database.socket_path, "Socket of a database on this machine");
    Add("--database-host", database.host, "Host of the database, instead of a socket");
    Add("--database-port", database.port, "Port of the database on that host")
        ->check(CLI::Range(1, 65535))
        ->capture_default_str();
    AddRequired("--database-user", database.user, "User of the database");
    AddRequired("--database-password-file", password_file_, "File with that user's password");
    AddRequired("--schema", database.schema, "Schema of the service in the database");
    Add("--database-ca", database.tls_ca, "PEM file: demand TLS and verify the server with it")
        ->check(CLI::ExistingFile);
    Add("--database-connections", database.pool_size, "Connections at most")
        ->check(CLI::Range(1, 1000))
        ->capture_default_str();
    AddRequired("--migrations", migrations_, "Directory of the schema's migrations")
        ->check(CLI::ExistingDirectory);
  }

  void AddFiles(const ServiceNeeds& needs) {
    AddRequired("--jwks", jwks_, "Public keys of those who may call")->check(CLI::ExistingFile);
    AddRequired("--service-key", service_key_, "Private key of this service")
        ->check(CLI::ExistingFile);
    if (needs.personal_keys) {
      AddRequired("--personal-keys", personal_keys_, "Keys under which personal data is stored")
          ->check(CLI::ExistingFile);
    }
    AddRequired("--policy", policy_, "The policy file")->check(CLI::ExistingFile);
    if (needs.outbox) {
      AddRequired("--outbox", outbox_, "Directory into which messages to send are written")
          ->check(CLI::ExistingDirectory);
    }
    if (needs.journal) {
      Add("--journal-heads", journal_heads_,
          "Directory outside the database for the signed heads of the journal at each month close")
          ->check(CLI::ExistingDirectory);
    }
  }

  void AddTls() {
    Add("--tls-certificate", certificate_, "PEM certificate of this service")
        ->check(CLI::ExistingFile);
    Add("--tls-key", key_, "PEM private key of that certificate")->check(CLI::ExistingFile);
    Add("--tls-client-ca", client_ca_, "PEM file: clients must show a certificate of it")
        ->check(CLI::ExistingFile);
    Add("--tls-peer-ca", peer_ca_, "PEM file: call other services by TLS and verify them with it")
        ->check(CLI::ExistingFile);
  }

  void AddBehaviour() {
    app_.add_flag("--development", settings_.development,
                  "Let an administrator set the company clock; never in production")
        ->envname(EnvironmentName("--development"));
    Add("--max-streams-per-caller", settings_.max_streams_per_caller,
        "Streams of one caller at a time, of 64 in all")
        ->check(CLI::Range(1, 64))
        ->capture_default_str();
    Add("--log-level", settings_.log_level, "How much is logged")
        ->check(CLI::IsMember({"trace", "debug", "info", "warn", "error"}))
        ->capture_default_str();
  }

  CLI::App app_;
  ServiceSettings& settings_;
  std::vector<Required> required_;
  std::string password_file_;
  std::string migrations_;
  std::string jwks_;
  std::string service_key_;
  std::string personal_keys_;
  std::string policy_;
  std::string outbox_;
  std::string journal_heads_;
  std::string certificate_;
  std::string key_;
  std::string client_ca_;
  std::string peer_ca_;
};

SettingsEnd Refuse(const ServiceNeeds& needs, const std::vector<std::string>& problems) {
  return {kUsageExitStatus, fmt::format("{0}: {1}\n{0} --help lists all settings.\n", needs.program,
                                        fmt::join(problems, fmt::format("\n{}: ", needs.program)))};
}

}  // namespace

std::variant<ServiceSettings, SettingsEnd> ParseServiceSettings(
    const ServiceNeeds& needs, std::vector<std::string> arguments) {
  ServiceSettings settings;
  SettingsFlags flags(needs, settings);
  try {
    flags.Parse(std::move(arguments));
  } catch (const CLI::CallForHelp&) {
    return SettingsEnd{0, flags.Help()};
  } catch (const CLI::ParseError& error) {
    return Refuse(needs, {error.what()});
  }
  flags.Finish();
  std::vector<std::string> problems = flags.Problems();
  if (!flags.password_file().empty()) {
    auto password = ReadSecretFile(flags.password_file());
    if (password.ok()) {
      settings.database.password = *std::move(password);
    } else {
      problems.emplace_back(password.status().message());
    }
  }
  if (!problems.empty()) return Refuse(needs, problems);
  return settings;
}

ServiceSettings ServiceSettingsOrExit(const ServiceNeeds& needs, int argc, char** argv) {
  auto parsed = ParseServiceSettings(needs, {argv + 1, argv + argc});
  if (const auto* end = std::get_if<SettingsEnd>(&parsed)) {
    std::fputs(end->text.c_str(), end->exit_status == 0 ? stdout : stderr);
    std::exit(end->exit_status);
  }
  return std::get<ServiceSettings>(std::move(parsed));
}

}  // namespace cuijiao
