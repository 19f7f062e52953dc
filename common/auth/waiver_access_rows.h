// Who may call what of waiver; the order is free.
#ifndef CUIJIAO_COMMON_AUTH_WAIVER_ACCESS_ROWS_H_
#define CUIJIAO_COMMON_AUTH_WAIVER_ACCESS_ROWS_H_

#include <array>

#include "common/auth/access_rows.h"

namespace cuijiao::access_rows {

inline constexpr auto kWaiverRows = std::to_array<AccessRow>({
    {"cuijiao.waiver.v1.WaiverService/EvaluateWaiver",
     kField | kFinance,
     {},
     Where::At(Target{kUnit, "proposal.unit_id"}, Target{kStaff, "manager_id"}),
     kRead},
    {"cuijiao.waiver.v1.WaiverService/SimulateWaiver",
     kField | kFinance | kHqViewer | kAdministrator,
     {},
     Where::Anywhere(),
     kRead},
    {"cuijiao.waiver.v1.WaiverService/SubmitWaiver",
     kField,
     {},
     Where::At(Target{kUnit, "proposal.unit_id"}),
     kChange},
    {"cuijiao.waiver.v1.WaiverService/ApproveWaiver",
     kManager | kGeneralManager,
     {},
     Where::At(Target{kWaiver, "waiver_id"}),
     kChange},
    {"cuijiao.waiver.v1.WaiverService/RejectWaiver",
     kManager | kGeneralManager,
     {},
     Where::At(Target{kWaiver, "waiver_id"}),
     kChange},
    {"cuijiao.waiver.v1.WaiverService/CancelWaiver",
     kField,
     {},
     Where::At(Target{kWaiver, "waiver_id"}),
     kChange},
    {"cuijiao.waiver.v1.WaiverService/SettleWaiver",
     kCollector | kTeamLeader | kManager | kFinance,
     {},
     Where::At(Target{kWaiver, "waiver_id"}),
     kChange},
    {"cuijiao.waiver.v1.WaiverService/ImportOpeningWaivers",
     kFinance,
     {},
     Where::At(Target{kProject, "project_id"}),
     kChange},
    {"cuijiao.waiver.v1.WaiverService/GetWaiver",
     kField | kFinance,
     {},
     Where::At(Target{kWaiver, "waiver_id"}),
     kRead},
    {"cuijiao.waiver.v1.WaiverService/ListWaivers",
     kField | kFinance | kHqViewer,
     {},
     Where::At(Target{kUnit, "unit_id"}, Target{kCommunity, "community_id"},
               Target{kProject, "project_id"}),
     kRead},
    {"cuijiao.waiver.v1.WaiverService/GetManagerMonth",
     kManager | kGeneralManager | kFinance | kHqViewer,
     {},
     Where::At(Target{kStaff, "manager_id"}),
     kRead},
    {"cuijiao.waiver.v1.WaiverService/ReportViolation", kFinance, {}, Where::Company(), kChange},
    {"cuijiao.waiver.v1.WaiverService/ListViolations", kFinance | kPayrollOfficer,
     CallingServices("payroll"), Where::Company(), kRead},
});

}  // namespace cuijiao::access_rows

#endif  // CUIJIAO_COMMON_AUTH_WAIVER_ACCESS_ROWS_H_
