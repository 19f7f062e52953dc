#include "common/auth/role.h"

namespace cuijiao {

std::string_view RoleName(Role role) {
  switch (role) {
    case Role::kCollector:
      return "collector";
    case Role::kTeamLeader:
      return "team_leader";
    case Role::kManager:
      return "manager";
    case Role::kGeneralManager:
      return "general_manager";
    case Role::kFinance:
      return "finance";
    case Role::kPayrollOfficer:
      return "payroll_officer";
    case Role::kPayrollSystem:
      return "payroll_system";
    case Role::kHqViewer:
      return "hq_viewer";
    case Role::kAdministrator:
      return "administrator";
    case Role::kService:
      return "service";
  }
  return "";
}

std::optional<Role> ParseRole(std::string_view name) {
  for (const Role role : kAllRoles) {
    if (RoleName(role) == name) return role;
  }
  return std::nullopt;
}

std::vector<Role> RoleSet::ToVector() const {
  std::vector<Role> roles;
  for (const Role role : kAllRoles) {
    if (Contains(role)) roles.push_back(role);
  }
  return roles;
}

std::string RoleSet::ToString() const {
  std::string text;
  for (const Role role : ToVector()) {
    if (!text.empty()) text += ',';
    text += RoleName(role);
  }
  return text;
}

}  // namespace cuijiao
