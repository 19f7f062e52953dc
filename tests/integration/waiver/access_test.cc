// Every method of the service as every role, in and out of scope, without token, with a wrong one.
#include <grpcpp/grpcpp.h>
#include <gtest/gtest.h>

#include <string>

#include "cuijiao/ledger/v1/billing.grpc.pb.h"
#include "tests/integration/waiver/waiver_world.h"
#include "tests/support/access_matrix.h"

namespace cuijiao::waiver {
namespace {

// Gives U9, a unit of another project, arrears of 2016.
void PutArrearsOfU9(WaiverWorld& world) {
  using Billing = ledger::v1::BillingService;
  ledger::v1::BatchPutFeeSchedulesRequest schedules;
  schedules.set_request_id(world.ledger().NewRequestId());
  ledger::v1::FeeSchedule& schedule = *schedules.add_fee_schedules();
  schedule.set_unit_id("U9");
  schedule.set_fee_kind(ledger::v1::FEE_KIND_PROPERTY);
  schedule.set_period_months(1);
  schedule.set_fixed_fen_per_month(200'00);
  schedule.set_from_date("2016-03-01");
  ASSERT_EQ(
      world.ledger()
          .Call<Billing>(&Billing::StubInterface::BatchPutFeeSchedules, world.Finance(), schedules)
          .status(),
      absl::OkStatus());
  ledger::v1::RunBillingRequest bills;
  bills.set_community_id("C9");
  bills.set_from_month("2016-03");
  bills.set_to_month("2016-12");
  ASSERT_EQ(world.ledger()
                .Call<Billing>(&Billing::StubInterface::RunBilling, world.Finance(), bills)
                .status(),
            absl::OkStatus());
}

std::string WaiverOf(WaiverWorld& world, const std::string& collector, const std::string& unit_id) {
  const auto waiver =
      world.SubmitAs(world.ledger().Staff(collector, Role::kCollector), unit_id, Yuan("100.00"), 6);
  EXPECT_EQ(waiver.status(), absl::OkStatus());
  return waiver.value_or(v1::Waiver()).id();
}

TEST(WaiverAccess, EveryMethodAnswersEveryRoleAsTheTableSays) {
  WaiverWorld world;
  world.PutHouseholds({{"U-A", "OA", Yuan("200.00"), 10}});
  PutArrearsOfU9(world);
  auto beyond = support::NoAreaIsAProject();
  // A manager is in no collector's area and in no team.
  beyond.insert({{Role::kCollector, "manager_id"}, {Role::kTeamLeader, "manager_id"}});
  const support::AccessMatrix matrix = {
      .channel = grpc::CreateChannel(world.server().address(), grpc::InsecureChannelCredentials()),
      .services = support::ServicesOfPackage("cuijiao.waiver.v1").value(),
      .staff = support::StandardStaff(),
      .in_scope = {{ResourceKind::kUnit, "U-A"},
                   {ResourceKind::kCommunity, "C1"},
                   {ResourceKind::kProject, "P1"},
                   {ResourceKind::kStaff, "M1"},
                   {ResourceKind::kWaiver, WaiverOf(world, "S1", "U-A")}},
      .out_of_scope = {{ResourceKind::kUnit, "U9"},
                       {ResourceKind::kCommunity, "C9"},
                       {ResourceKind::kProject, "P2"},
                       {ResourceKind::kStaff, "M2"},
                       {ResourceKind::kWaiver, WaiverOf(world, "S9", "U9")}},
      .beyond = beyond,
      .complete = {},
  };
  for (const std::string& fault : support::FindAccessFaults(matrix, world.ledger().keys())) {
    ADD_FAILURE() << fault;
  }
}

}  // namespace
}  // namespace cuijiao::waiver
