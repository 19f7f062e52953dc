#include "tests/support/test_keys.h"

#include <cstdlib>
#include <fstream>
#include <utility>

#include "common/auth/token_use.h"

namespace cuijiao::support {
namespace {

std::filesystem::path MakeTemporaryDirectory() {
  std::string path = (std::filesystem::temp_directory_path() / "cuijiao-keys-XXXXXX").string();
  if (::mkdtemp(path.data()) == nullptr) std::abort();
  return path;
}

}  // namespace

TestKeys::TestKeys()
    : directory_(MakeTemporaryDirectory()),
      staff_(JoseKey::Generate("staff-1", std::string(kStaffUse))) {
  nlohmann::json jwks = {{"keys", {staff_.ToJwk(false)}}};
  for (const std::string name : {"ledger", "waiver", "escalation", "payroll", "dashboard"}) {
    JoseKey key = JoseKey::Generate(name + "-1", ServiceUse(name));
    jwks["keys"].push_back(key.ToJwk(false));
    services_.emplace(name, std::move(key));
  }
  std::ofstream file(jwks_file());
  file << jwks.dump(2);
  if (!file.flush()) std::abort();
}

TestKeys::~TestKeys() {
  std::error_code ignored;  // a directory left behind is no failure of the test
  std::filesystem::remove_all(directory_, ignored);
}

const JoseKey& TestKeys::service_key(const std::string& service) const {
  return services_.at(service);
}

TokenSigner TestKeys::service_signer(const std::string& service) const {
  return TokenSigner(service_key(service));
}

std::string TestKeys::StaffToken(const std::string& staff_id, RoleSet roles, absl::Duration ttl,
                                 absl::Time now) const {
  Identity identity;
  identity.staff_id = staff_id;
  identity.roles = roles;
  return TokenSigner(staff_).Sign(identity, now, ttl).value();
}

std::string TestKeys::ServiceToken(const std::string& service, std::optional<Actor> actor) const {
  Identity identity;
  identity.service_name = service;
  identity.roles = Role::kService;
  identity.actor = std::move(actor);
  return service_signer(service).Sign(identity, absl::Now(), absl::Hours(1)).value();
}

}  // namespace cuijiao::support
