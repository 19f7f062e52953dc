// Keys and tokens of an installation that exists only for a test.
#ifndef CUIJIAO_TESTS_SUPPORT_TEST_KEYS_H_
#define CUIJIAO_TESTS_SUPPORT_TEST_KEYS_H_

#include <filesystem>
#include <map>
#include <optional>
#include <string>

#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "common/auth/identity.h"
#include "common/auth/jose.h"
#include "common/auth/token_signer.h"

namespace cuijiao::support {

// A temporary directory with jwks.json for a staff key and one key of each service; it goes with
// the object. A failure to make it ends the process.
class TestKeys {
 public:
  TestKeys();
  ~TestKeys();
  TestKeys(const TestKeys&) = delete;
  TestKeys& operator=(const TestKeys&) = delete;

  [[nodiscard]] const std::filesystem::path& directory() const { return directory_; }
  [[nodiscard]] std::filesystem::path jwks_file() const { return directory_ / "jwks.json"; }

  [[nodiscard]] const JoseKey& staff_key() const { return staff_; }
  // "ledger", "waiver", "escalation", "payroll" or "dashboard".
  [[nodiscard]] const JoseKey& service_key(const std::string& service) const;
  [[nodiscard]] TokenSigner service_signer(const std::string& service) const;

  [[nodiscard]] std::string StaffToken(const std::string& staff_id, RoleSet roles,
                                       absl::Duration ttl = absl::Hours(1),
                                       absl::Time now = absl::Now()) const;
  [[nodiscard]] std::string ServiceToken(const std::string& service,
                                         std::optional<Actor> actor = std::nullopt) const;

 private:
  std::filesystem::path directory_;
  JoseKey staff_;
  std::map<std::string, JoseKey> services_;
};

}  // namespace cuijiao::support

#endif  // CUIJIAO_TESTS_SUPPORT_TEST_KEYS_H_
