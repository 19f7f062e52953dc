// What the rows of the table of access are written with (access_table.h).
#ifndef CUIJIAO_COMMON_AUTH_ACCESS_ROWS_H_
#define CUIJIAO_COMMON_AUTH_ACCESS_ROWS_H_

#include "common/auth/access_table.h"

// The rows' own words: roles, kinds and effects stand in them without their enum's name.
namespace cuijiao::access_rows {

using enum ActorRule;
using enum Effect;
using enum ResourceKind;
using enum Role;

// Everybody whom the company employs; not the payroll system, which is a machine.
inline constexpr RoleSet kAllStaff = {kCollector, kTeamLeader,     kManager,  kGeneralManager,
                                      kFinance,   kPayrollOfficer, kHqViewer, kAdministrator};

// Who works in the field, each within their own reach.
inline constexpr RoleSet kField = {kCollector, kTeamLeader, kManager, kGeneralManager};

}  // namespace cuijiao::access_rows

#endif  // CUIJIAO_COMMON_AUTH_ACCESS_ROWS_H_
