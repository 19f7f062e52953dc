// cuijiao-devkeys: keys and tokens for development and tests. Production keys come from whatever
// the company issues identities with; only the JWKS file is shared.
#include <cstdio>
#include <filesystem>
#include <string>
#include <system_error>
#include <vector>

#include "CLI/CLI.hpp"
#include "absl/time/clock.h"
#include "common/auth/jose.h"
#include "common/auth/key_file.h"
#include "common/auth/token_signer.h"
#include "common/auth/token_use.h"
#include "common/crypto/digest.h"
#include "common/crypto/personal_keys.h"
#include "common/status/macros.h"
#include "fmt/format.h"

namespace {

namespace fs = std::filesystem;

// "staff.jwk", "service-waiver.jwk".
fs::path PrivateKeyFile(const fs::path& directory, const std::string& service) {
  return directory / (service.empty() ? "staff.jwk" : fmt::format("service-{}.jwk", service));
}

absl::Status MakeKeys(const fs::path& directory, const std::vector<std::string>& services) {
  std::error_code error;
  fs::create_directories(directory, error);
  if (error) {
    return absl::FailedPreconditionError(
        fmt::format("cannot make {}: {}", directory.string(), error.message()));
  }
  fs::permissions(directory, fs::perms::owner_all, error);

  std::vector<std::string> holders = {""};
  holders.insert(holders.end(), services.begin(), services.end());
  nlohmann::json jwks = {{"keys", nlohmann::json::array()}};
  for (const std::string& service : holders) {
    const std::string use =
        service.empty() ? std::string(cuijiao::kStaffUse) : cuijiao::ServiceUse(service);
    const std::string key_id = fmt::format("{}-{}", service.empty() ? "staff" : service,
                                           cuijiao::HexEncode(cuijiao::SecureRandomBytes(4)));
    const cuijiao::JoseKey key = cuijiao::JoseKey::Generate(key_id, use);
    CUIJIAO_RETURN_IF_ERROR(cuijiao::WriteNewFile(PrivateKeyFile(directory, service),
                                                  key.ToJwk(/*with_private=*/true).dump(2),
                                                  /*is_private=*/true));
    jwks["keys"].push_back(key.ToJwk(/*with_private=*/false));
  }
  CUIJIAO_RETURN_IF_ERROR(cuijiao::PersonalKeys::Generate().WriteNew(directory / "personal.json"));
  return cuijiao::WriteNewFile(directory / "jwks.json", jwks.dump(2), /*is_private=*/false);
}

// Of staff, of a service, or of a service that acts for staff.
struct TokenRequest {
  std::string staff_id;
  std::string service;
  std::vector<std::string> roles;
  std::string ttl = "12h";
};

absl::StatusOr<std::string> MakeToken(const fs::path& directory, const TokenRequest& request) {
  absl::Duration ttl;
  if (!absl::ParseDuration(request.ttl, &ttl) || ttl <= absl::ZeroDuration()) {
    return absl::InvalidArgumentError(fmt::format("--ttl {}: no duration like 12h", request.ttl));
  }
  cuijiao::RoleSet roles;
  for (const std::string& name : request.roles) {
    const std::optional<cuijiao::Role> role = cuijiao::ParseRole(name);
    if (!role.has_value()) return absl::InvalidArgumentError(fmt::format("no role {}", name));
    roles = roles | *role;
  }
  cuijiao::Identity identity;
  identity.service_name = request.service;
  if (!identity.is_service()) {
    identity.staff_id = request.staff_id;
    identity.roles = roles;
  } else {
    identity.roles = cuijiao::Role::kService;
    if (!request.staff_id.empty()) identity.actor = cuijiao::Actor{request.staff_id, roles};
  }
  CUIJIAO_ASSIGN_OR_RETURN(const cuijiao::TokenSigner signer,
                           cuijiao::TokenSigner::Load(PrivateKeyFile(directory, request.service)));
  return signer.Sign(identity, absl::Now(), ttl);
}

int Report(const absl::Status& status) {
  if (status.ok()) return 0;
  fmt::print(stderr, "cuijiao-devkeys: {}\n", std::string(status.message()));
  return 1;
}

}  // namespace

int main(int argc, char** argv) {
  CLI::App app("Keys and tokens for development and tests 开发与测试用的密钥和令牌");
  app.require_subcommand(1);
  std::string directory;

  CLI::App* init = app.add_subcommand("init", "Makes a directory of new keys 生成新密钥");
  std::vector<std::string> services = {"ledger", "waiver", "escalation", "payroll", "dashboard"};
  init->add_option("--keys", directory, "Directory to make 目录")->required();
  init->add_option("--service", services, "Services that get a key 服务名")->capture_default_str();

  CLI::App* token = app.add_subcommand("token", "Prints a token 输出令牌");
  TokenRequest request;
  token->add_option("--keys", directory, "Directory of keys 目录")->required();
  auto* staff = token->add_option("--staff", request.staff_id, "Staff id 员工编号");
  token->add_option("--role", request.roles, "Role, may be repeated 角色")->needs(staff);
  token->add_option("--service", request.service,
                    "Service; with --staff it acts for them 服务名；同时给出员工时代其行事");
  token->add_option("--ttl", request.ttl, "How long it is valid, like 12h 有效期")
      ->capture_default_str();
  CLI11_PARSE(app, argc, argv);

  if (init->parsed()) return Report(MakeKeys(directory, services));
  const absl::StatusOr<std::string> made = MakeToken(directory, request);
  if (made.ok()) fmt::print("{}\n", *made);
  return Report(made.status());
}
