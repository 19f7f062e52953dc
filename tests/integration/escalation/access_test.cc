// Every method of the service as every role, in and out of scope, without token, with a wrong one.
#include <gtest/gtest.h>

#include <string>

#include "tests/integration/escalation/escalation_world.h"
#include "tests/support/access_matrix.h"

namespace cuijiao::escalation {
namespace {

using Methods = v1::EscalationService::StubInterface;

// Another form of work at the unit, recorded by its manager.
std::string WorkAt(EscalationWorld& world, const std::string& unit_id, const std::string& manager) {
  v1::RecordWorkRequest request;
  request.set_request_id(world.ledger().NewRequestId());
  request.set_unit_id(unit_id);
  request.set_kind(v1::WorkRecord::KIND_OTHER);
  request.set_happened_date("2017-03-01");
  request.set_note("协调");
  const auto work =
      world.Call(&Methods::RecordWork, world.ledger().Staff(manager, Role::kManager), request);
  EXPECT_EQ(work.status(), absl::OkStatus());
  return work.value_or(v1::WorkRecord()).id();
}

// The unit's case, as headquarters sees it.
std::string CaseAt(EscalationWorld& world, const std::string& unit_id) {
  v1::ListCasesRequest request;
  request.set_unit_id(unit_id);
  const auto cases =
      world.Call(&Methods::ListCases, world.ledger().Staff("HQ", Role::kHqViewer), request);
  EXPECT_EQ(cases.status(), absl::OkStatus());
  return cases.ok() && cases->cases_size() == 1 ? cases->cases(0).id() : "";
}

TEST(EscalationAccessTest, EveryMethodAnswersEveryRoleAsTheTableSays) {
  EscalationWorld world;
  world.PutFees({"U1"});
  world.PutFees({"U9"}, "C9");
  ASSERT_EQ(world.RunDaily().status(), absl::OkStatus());
  const support::AccessMatrix matrix = {
      .channel = world.channel(),
      .services = support::ServicesOfPackage("cuijiao.escalation.v1").value(),
      .staff = support::StandardStaff(),
      .in_scope = {{ResourceKind::kUnit, "U1"},
                   {ResourceKind::kArea, "A1"},
                   {ResourceKind::kCommunity, "C1"},
                   {ResourceKind::kProject, "P1"},
                   {ResourceKind::kStaff, "S1"},
                   {ResourceKind::kCase, CaseAt(world, "U1")},
                   {ResourceKind::kWorkRecord, WorkAt(world, "U1", "M1")}},
      .out_of_scope = {{ResourceKind::kUnit, "U9"},
                       {ResourceKind::kArea, "A9"},
                       {ResourceKind::kCommunity, "C9"},
                       {ResourceKind::kProject, "P2"},
                       {ResourceKind::kStaff, "S9"},
                       {ResourceKind::kCase, CaseAt(world, "U9")},
                       {ResourceKind::kWorkRecord, WorkAt(world, "U9", "M2")}},
      .beyond = support::NoAreaIsAProject(),
      .complete = {},
  };
  for (const std::string& fault : support::FindAccessFaults(matrix, world.ledger().keys())) {
    ADD_FAILURE() << fault;
  }
}

}  // namespace
}  // namespace cuijiao::escalation
