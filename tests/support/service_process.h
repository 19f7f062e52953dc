// A service as a process of its own: something that can be killed, and started again.
#ifndef CUIJIAO_TESTS_SUPPORT_SERVICE_PROCESS_H_
#define CUIJIAO_TESTS_SUPPORT_SERVICE_PROCESS_H_

#include <sys/types.h>

#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "common/db/database_settings.h"
#include "tests/support/test_keys.h"

namespace cuijiao::support {

// With what the processes of one service are started: flags, and a directory for their files that
// goes with the object.
class ServiceSetup {
 public:
  // `service` is "ledger", "waiver", "escalation" or "payroll"; it runs on `database`, under its
  // own key of `keys`, with the shipped policy, on a port of the system's choosing.
  ServiceSetup(std::string service, const TestKeys& keys, const db::DatabaseSettings& database);
  ~ServiceSetup();
  ServiceSetup(const ServiceSetup&) = delete;
  ServiceSetup& operator=(const ServiceSetup&) = delete;

  // A flag of main.cc, such as "--ledger-address"; the later value holds. Empty value: a flag
  // without one.
  void SetFlag(const std::string& flag, const std::string& value);
  // Makes keys for personal data, which all processes of this setup share.
  void UsePersonalKeys();

  [[nodiscard]] const std::string& service() const { return service_; }
  // The program and its arguments.
  [[nodiscard]] std::vector<std::string> CommandLine() const;
  // A file in the directory.
  [[nodiscard]] std::filesystem::path In(const std::string& name) const {
    return directory_ / name;
  }
  // Whether the failpoint was hit in one of the processes.
  [[nodiscard]] bool WasHit(const std::string& failpoint) const;

 private:
  std::string service_;
  std::filesystem::path directory_;
  std::map<std::string, std::string> flags_;
};

// One process of a setup. What cannot be started ends the test program.
class ServiceProcess {
 public:
  // `failpoints` as CUIJIAO_FAILPOINTS has them; empty for none. Returns once it answers.
  explicit ServiceProcess(const ServiceSetup& setup, const std::string& failpoints = "");
  // SIGTERM, unless it has ended.
  ~ServiceProcess();
  ServiceProcess(const ServiceProcess&) = delete;
  ServiceProcess& operator=(const ServiceProcess&) = delete;

  // HOST:PORT at which it answers.
  [[nodiscard]] const std::string& address() const { return address_; }
  [[nodiscard]] pid_t pid() const { return pid_; }
  // Waits until it has ended by itself, and not for ever; the signal that ended it, 0 for an exit.
  int AwaitEnd();
  // SIGKILL; returns when it has ended.
  void Kill();

 private:
  [[nodiscard]] std::string AwaitAddress(const ServiceSetup& setup);

  std::string address_;
  pid_t pid_ = -1;
};

struct RefusedStart {
  int exit_status = 0;
  // All that the process said.
  std::string log;
};

// Starts a process that ends by itself, and waits for that. One that answers ends the test program.
RefusedStart StartAndBeRefused(const ServiceSetup& setup);

}  // namespace cuijiao::support

#endif  // CUIJIAO_TESTS_SUPPORT_SERVICE_PROCESS_H_
