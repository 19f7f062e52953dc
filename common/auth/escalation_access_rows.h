// Who may call what of escalation; the order is free.
#ifndef CUIJIAO_COMMON_AUTH_ESCALATION_ACCESS_ROWS_H_
#define CUIJIAO_COMMON_AUTH_ESCALATION_ACCESS_ROWS_H_

#include <array>

#include "common/auth/access_rows.h"

namespace cuijiao::access_rows {

inline constexpr auto kEscalationRows = std::to_array<AccessRow>({
    {"cuijiao.escalation.v1.EscalationService/RunDaily", kManager | kAdministrator,
     CallingServices("escalation"), Where::At(Target{kCommunity, "community_id"}), kChange},
    {"cuijiao.escalation.v1.EscalationService/GetCase",
     kField,
     {},
     Where::At(Target{kCase, "case_id"}),
     kRead},
    {"cuijiao.escalation.v1.EscalationService/ListCases",
     kField | kHqViewer,
     {},
     Where::At(Target{kUnit, "unit_id"}, Target{kArea, "area_id"},
               Target{kCommunity, "community_id"}, Target{kStaff, "collector_id"}),
     kRead},
    {"cuijiao.escalation.v1.EscalationService/GetWorklist",
     kField,
     {},
     Where::At(Target{kStaff, "collector_id"}),
     kRead},
    {"cuijiao.escalation.v1.EscalationService/RecordContact",
     kCollector | kTeamLeader | kManager,
     {},
     Where::At(Target{kUnit, "unit_id"}).ForCollaborators(),
     kChange},
    {"cuijiao.escalation.v1.EscalationService/ApproveWorkplaceVisit",
     kTeamLeader,
     {},
     Where::At(Target{kCase, "case_id"}),
     kChange},
    {"cuijiao.escalation.v1.EscalationService/RecordWork",
     kCollector | kTeamLeader | kManager,
     {},
     Where::At(Target{kUnit, "unit_id"}).ForCollaborators(),
     kChange},
    {"cuijiao.escalation.v1.EscalationService/AcceptWork",
     kCollector | kTeamLeader,
     {},
     Where::At(Target{kWorkRecord, "work_id"}).ForCollaborators(),
     kChange},
    {"cuijiao.escalation.v1.EscalationService/ApproveWork",
     kTeamLeader,
     {},
     Where::At(Target{kWorkRecord, "work_id"}),
     kChange},
    {"cuijiao.escalation.v1.EscalationService/ListPromiseRates",
     kField | kHqViewer,
     {},
     Where::At(Target{kProject, "project_id"}, Target{kCommunity, "community_id"},
               Target{kStaff, "collector_id"}),
     kRead},
    {"cuijiao.escalation.v1.EscalationService/ListWork", kFinance | kPayrollOfficer,
     CallingServices("payroll"), Where::Company(), kRead},
    {"cuijiao.escalation.v1.EscalationService/ListMessages",
     kField,
     {},
     Where::At(Target{kCommunity, "community_id"}),
     kRead},
    {"cuijiao.escalation.v1.EscalationService/ImportOpeningCases",
     kManager | kAdministrator,
     {},
     Where::At(Target{kProject, "project_id"}),
     kChange},
    {"cuijiao.escalation.v1.EscalationService/ImportOpeningPromises",
     kManager | kAdministrator,
     {},
     Where::At(Target{kProject, "project_id"}),
     kChange},
});

}  // namespace cuijiao::access_rows

#endif  // CUIJIAO_COMMON_AUTH_ESCALATION_ACCESS_ROWS_H_
