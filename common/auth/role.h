// The roles that a token may give (section 5, roles).
#ifndef CUIJIAO_COMMON_AUTH_ROLE_H_
#define CUIJIAO_COMMON_AUTH_ROLE_H_

#include <array>
#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace cuijiao {

enum class Role : std::uint8_t {
  kCollector,
  kTeamLeader,
  kManager,
  kGeneralManager,
  kFinance,
  kPayrollOfficer,
  kPayrollSystem,
  kHqViewer,
  kAdministrator,
  kService,
};

inline constexpr std::array kAllRoles = {
    Role::kCollector,     Role::kTeamLeader,     Role::kManager,       Role::kGeneralManager,
    Role::kFinance,       Role::kPayrollOfficer, Role::kPayrollSystem, Role::kHqViewer,
    Role::kAdministrator, Role::kService,
};

// "collector", "team_leader", "general_manager": as tokens and the command line write them.
std::string_view RoleName(Role role);
// Nothing when no role has that name.
std::optional<Role> ParseRole(std::string_view name);

// A set of roles; a plain value.
class RoleSet {
 public:
  constexpr RoleSet() = default;
  // NOLINTNEXTLINE(google-explicit-constructor): one role is a set of one
  constexpr RoleSet(Role role)
      : bits_(static_cast<std::uint16_t>(1U << static_cast<unsigned>(role))) {}
  constexpr RoleSet(std::initializer_list<Role> roles) {
    for (const Role role : roles) *this = *this | RoleSet(role);
  }

  [[nodiscard]] constexpr bool Contains(Role role) const { return (*this & role).bits_ != 0; }
  [[nodiscard]] constexpr bool empty() const { return bits_ == 0; }
  // In the order of kAllRoles.
  [[nodiscard]] std::vector<Role> ToVector() const;
  // "collector,finance".
  [[nodiscard]] std::string ToString() const;

  friend constexpr RoleSet operator|(RoleSet a, RoleSet b) { return FromBits(a.bits_ | b.bits_); }
  friend constexpr RoleSet operator&(RoleSet a, RoleSet b) { return FromBits(a.bits_ & b.bits_); }
  friend constexpr bool operator==(RoleSet, RoleSet) = default;

 private:
  static constexpr RoleSet FromBits(int bits) {
    RoleSet set;
    set.bits_ = static_cast<std::uint16_t>(bits);
    return set;
  }

  std::uint16_t bits_ = 0;
};

constexpr RoleSet operator|(Role a, Role b) { return RoleSet(a) | RoleSet(b); }

// Roles whose reach ends at an area, a team, a project or a branch.
inline constexpr RoleSet kScopedRoles = {Role::kCollector, Role::kTeamLeader, Role::kManager,
                                         Role::kGeneralManager};
// Roles that reach the whole company; they may be told that an id does not exist.
inline constexpr RoleSet kCompanyWideRoles = {Role::kFinance,       Role::kPayrollOfficer,
                                              Role::kPayrollSystem, Role::kHqViewer,
                                              Role::kAdministrator, Role::kService};

}  // namespace cuijiao

#endif  // CUIJIAO_COMMON_AUTH_ROLE_H_
