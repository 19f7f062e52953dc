// Who may call what: the whole matrix, and payslips that people see of themselves alone.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "common/status/reason.h"
#include "tests/integration/payroll/payroll_world.h"
#include "tests/support/access_matrix.h"

namespace cuijiao::payroll {
namespace {

TEST(PayrollAccess, EveryMethodAnswersEveryRoleAsTheTableSays) {
  PayrollWorld world;
  support::AccessMatrix matrix;
  matrix.channel = world.channel();
  matrix.services = support::ServicesOfPackage("cuijiao.payroll.v1").value();
  // One person is collector and leader: payslips are in nobody's reach but their own.
  matrix.staff = support::StandardStaff();
  matrix.staff[Role::kTeamLeader] = "S1";
  matrix.in_scope = {{ResourceKind::kProject, "P1"}, {ResourceKind::kStaff, "S1"}};
  matrix.out_of_scope = {{ResourceKind::kProject, "P2"}, {ResourceKind::kStaff, "S9"}};
  EXPECT_THAT(support::FindAccessFaults(matrix, world.ledger().keys()), ::testing::IsEmpty());
}

TEST(PayrollAccess, EverybodySeesTheirOwnPayslipAlone) {
  PayrollWorld world;
  for (const int month : {1, 2, 3}) world.Close(Month(2017, month));
  world.PutWages("2017-03", {{"S1", "6000"}, {"S2", "6000"}});
  ASSERT_TRUE(world.Calculate("2017-03").ok());
  v1::GetPayslipRequest request;
  request.set_month("2017-03");
  const auto ask = [&](const std::string& staff_id, Role role, const std::string& of) {
    request.set_staff_id(of);
    return world
        .Call(&v1::PayrollService::StubInterface::GetPayslip, world.ledger().Staff(staff_id, role),
              request)
        .status();
  };
  EXPECT_TRUE(ask("S1", Role::kCollector, "S1").ok());
  EXPECT_TRUE(absl::IsPermissionDenied(ask("S1", Role::kCollector, "S2")));
  EXPECT_TRUE(absl::IsPermissionDenied(ask("S1", Role::kCollector, "nobody")));
  // A leader reaches the team's areas, not its payslips.
  EXPECT_TRUE(absl::IsPermissionDenied(ask("L1", Role::kTeamLeader, "S1")));
  EXPECT_TRUE(ask("F1", Role::kFinance, "S1").ok());
  EXPECT_EQ(ReasonOf(ask("F1", Role::kFinance, "L1")), "UNKNOWN_PAYSLIP");
}

}  // namespace
}  // namespace cuijiao::payroll
