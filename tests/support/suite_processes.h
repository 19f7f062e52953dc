// The four services as processes of their own on one database server, as services/up starts them,
// called by gRPC alone.
#ifndef CUIJIAO_TESTS_SUPPORT_SUITE_PROCESSES_H_
#define CUIJIAO_TESTS_SUPPORT_SUITE_PROCESSES_H_

#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "common/auth/identity.h"
#include "common/calendar/date.h"
#include "common/client/suite_client.h"
#include "common/db/database.h"
#include "common/ids/id_source.h"
#include "tests/support/service_process.h"
#include "tests/support/test_keys.h"

namespace cuijiao::support {

// Each service has a schema, a database user with its grants, a key and an address of its own,
// which it keeps when it is started again. Development mode, so that the clock can be set. What
// cannot be started ends the test program. Calls are thread-safe; starting and killing is for one
// thread.
class SuiteProcesses {
 public:
  // Starts all four, with failpoints for some: service → as CUIJIAO_FAILPOINTS has them.
  explicit SuiteProcesses(const std::map<std::string, std::string>& failpoints = {});
  // Stops them in the reverse order.
  ~SuiteProcesses();
  SuiteProcesses(const SuiteProcesses&) = delete;
  SuiteProcesses& operator=(const SuiteProcesses&) = delete;

  // Kills the service if it runs and starts it, with failpoints as CUIJIAO_FAILPOINTS has them.
  void Restart(const std::string& service, const std::string& failpoints = "");
  // kill -9; returns when it has ended.
  void Kill(const std::string& service);
  // Waits until it has ended by itself; the signal that ended it.
  int AwaitEnd(const std::string& service);
  [[nodiscard]] bool WasHit(const std::string& service, const std::string& failpoint) const {
    return setups_.at(service)->WasHit(failpoint);
  }

  [[nodiscard]] SuiteClient As(const std::string& staff_id, RoleSet roles) const {
    return WithToken(keys_.StaffToken(staff_id, roles));
  }
  [[nodiscard]] SuiteClient WithToken(const std::string& token) const {
    return SuiteClient(suite_, token);
  }
  [[nodiscard]] SuiteClient Finance() const { return As("F1", Role::kFinance); }
  [[nodiscard]] SuiteClient Administrator() const { return As("ADM", Role::kAdministrator); }

  // The company clock.
  absl::Status SetDate(Date date) const;
  // The company of standard_company.h.
  absl::Status PutStandardCompany() const;
  // OK when everything posted sums to zero (LED-4) and what is kept beside the journal is what the
  // journal says; else what is wrong.
  absl::Status CheckBooks() const;

  // A request_id that was not given before.
  [[nodiscard]] std::string NewRequestId() const { return ids_.NewId(); }
  [[nodiscard]] const TestKeys& keys() const { return keys_; }
  [[nodiscard]] const std::string& address(const std::string& service) const {
    return addresses_.at(service);
  }
  // The service's schema past its grants: to look.
  [[nodiscard]] db::Database& admin_database(const std::string& service) const {
    return *admin_databases_.at(service);
  }

 private:
  TestKeys keys_;
  mutable SystemIdSource ids_;
  std::map<std::string, std::string> addresses_;
  std::map<std::string, std::unique_ptr<ServiceSetup>> setups_;
  std::map<std::string, std::unique_ptr<db::Database>> admin_databases_;
  std::map<std::string, std::unique_ptr<ServiceProcess>> processes_;
  std::shared_ptr<const Suite> suite_;
};

}  // namespace cuijiao::support

#endif  // CUIJIAO_TESTS_SUPPORT_SUITE_PROCESSES_H_
