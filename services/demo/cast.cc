#include "services/demo/cast.h"

#include <array>
#include <cstdlib>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "common/auth/role.h"
#include "common/auth/token_signer.h"
#include "common/status/macros.h"

namespace cuijiao::demo {
namespace {

constexpr std::array kEverybody = {
    Person{kAdministrator, "系统管理员", "", "administrator"},
    Person{kFinance, "钱会计", "E1001", "finance"},
    Person{kManager, "项经理", "E1002", "manager"},
    Person{kManagerOfP02, "向经理", "E1003", "manager"},
    Person{kGeneralManager, "宗总", "E1004", "general_manager"},
    Person{kLeader, "组长严", "E1005", "team_leader"},
    Person{kLeaderOfP02, "组长季", "E1006", "team_leader"},
    Person{kCollectorA01, "收费员甲", "E2001", "collector"},
    Person{kCollectorA02, "收费员乙", "E2002", "collector"},
    Person{kCollectorA03, "收费员丙", "E2003", "collector"},
    Person{kPayrollOfficer, "薪资专员", "E3001", "payroll_officer"},
    Person{kSecondPayrollOfficer, "薪资主管", "E3002", "payroll_officer"},
    Person{kPayrollSystem, "工资系统", "", "payroll_system"},
};

constexpr absl::Duration kTokenLife = absl::Hours(12);

}  // namespace

std::span<const Person> Everybody() { return kEverybody; }

absl::StatusOr<Cast> Cast::Assemble(const std::filesystem::path& keys,
                                    const std::shared_ptr<const Suite>& suite) {
  CUIJIAO_ASSIGN_OR_RETURN(const TokenSigner signer, TokenSigner::Load(keys / "staff.jwk"));
  Cast cast;
  for (const Person& person : kEverybody) {
    const std::optional<Role> role = ParseRole(person.role);
    if (!role.has_value()) {
      return absl::InternalError(absl::StrCat("no such role: ", std::string(person.role)));
    }
    Identity identity;
    identity.staff_id = person.id;
    identity.roles = *role;
    CUIJIAO_ASSIGN_OR_RETURN(std::string token, signer.Sign(identity, absl::Now(), kTokenLife));
    cast.clients_.emplace(person.id, SuiteClient(suite, std::move(token)));
  }
  return cast;
}

const SuiteClient& Cast::As(std::string_view staff_id) const {
  const auto found = clients_.find(staff_id);
  if (found == clients_.end()) std::abort();  // a name that the demo itself misspelt
  return found->second;
}

}  // namespace cuijiao::demo
