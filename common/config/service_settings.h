// What a service is told at its start: by flags, or by the environment where a flag is absent.
#ifndef CUIJIAO_COMMON_CONFIG_SERVICE_SETTINGS_H_
#define CUIJIAO_COMMON_CONFIG_SERVICE_SETTINGS_H_

#include <filesystem>
#include <string>
#include <variant>
#include <vector>

#include "common/db/database_settings.h"

namespace cuijiao {

// What differs from service to service; the flags of what it does not use do not exist.
struct ServiceNeeds {
  // "cuijiao-ledger", and what --help says it is.
  std::string program;
  std::string description;
  // The other services that it calls.
  bool ledger = false;
  bool waiver = false;
  bool escalation = false;
  // It stores personal data.
  bool personal_keys = false;
  // It hands messages over to whoever sends them, as files.
  bool outbox = false;
  // It keeps a journal whose heads leave the database.
  bool journal = false;
};

// PEM files. Without certificate and key the service speaks plain text on loopback alone.
struct TlsFiles {
  std::filesystem::path certificate;
  std::filesystem::path key;
  // Whose certificates clients must show; empty: clients need none.
  std::filesystem::path client_ca;
  // Whose certificates the called services and the database's server show; empty: plain text.
  std::filesystem::path peer_ca;
};

// Everything is checked as far as it can be without opening a connection: what is required is
// there, files exist, ports are ports.
struct ServiceSettings {
  std::string listen;          // --listen HOST:PORT
  std::string metrics_listen;  // --metrics-listen HOST:PORT; empty: no metrics
  db::DatabaseSettings database;
  // The schema's migrations, which must all have been applied (--migrations DIR).
  std::filesystem::path migrations;
  std::filesystem::path jwks;           // --jwks FILE: public keys of those who may call
  std::filesystem::path service_key;    // --service-key FILE: this service's private key
  std::filesystem::path personal_keys;  // --personal-keys FILE
  std::filesystem::path policy;         // --policy FILE
  std::filesystem::path outbox;         // --outbox DIR
  // --journal-heads DIR: each closed month's signed heads; empty: they leave by calls and log
  // alone.
  std::filesystem::path journal_heads;
  std::string ledger_address;  // --ledger-address; the same for the next two
  std::string waiver_address;
  std::string escalation_address;
  TlsFiles tls;
  // Lets an administrator set the company clock (--development). Never in production.
  bool development = false;
  // Streams that one caller may have open at a time (--max-streams-per-caller).
  int max_streams_per_caller = 8;
  // trace, debug, info, warn or error.
  std::string log_level = "info";
};

// The program ends: `text` for standard output when `exit_status` is 0 (--help), else for
// standard error, every missing or wrong setting named.
struct SettingsEnd {
  int exit_status = 0;
  std::string text;
};

// Reads flags ("--listen", "127.0.0.1:7101") and, for those absent, variables CUIJIAO_LISTEN and
// so on: the flag's name in capitals with '_' for '-'. The database password is read from the
// file that --database-password-file names. `arguments` are without the program's name.
std::variant<ServiceSettings, SettingsEnd> ParseServiceSettings(const ServiceNeeds& needs,
                                                                std::vector<std::string> arguments);

// The same for main: prints and ends the process when it must.
ServiceSettings ServiceSettingsOrExit(const ServiceNeeds& needs, int argc, char** argv);

}  // namespace cuijiao

#endif  // CUIJIAO_COMMON_CONFIG_SERVICE_SETTINGS_H_
