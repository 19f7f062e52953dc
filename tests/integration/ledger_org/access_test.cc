// Every method of the ledger as every role, in and out of scope, without token, with a wrong one.
#include <gtest/gtest.h>

#include <set>
#include <string>
#include <utility>

#include "cuijiao/ledger/v1/payment.grpc.pb.h"
#include "tests/support/access_matrix.h"
#include "tests/support/ledger_fixture.h"

namespace cuijiao::ledger {
namespace {

// The id of a payment of the unit.
std::string PaymentOf(support::LedgerFixture& ledger, const std::string& unit_id) {
  v1::RecordPaymentRequest request;
  request.set_request_id(ledger.NewRequestId());
  request.set_unit_id(unit_id);
  request.set_amount_fen(100);
  request.set_method(v1::PAYMENT_METHOD_CASH);
  request.set_received_date("2017-03-01");
  const auto payment = ledger.Call<v1::PaymentService>(
      &v1::PaymentService::StubInterface::RecordPayment, ledger.Finance(), request);
  EXPECT_EQ(payment.status(), absl::OkStatus());
  return payment.value_or(v1::Payment()).id();
}

TEST(LedgerAccessTest, EveryMethodAnswersEveryRoleAsTheTableSays) {
  support::LedgerFixture ledger;
  ASSERT_EQ(ledger.PutStandardCompany(), absl::OkStatus());
  // Nor is an area or a project a whole branch.
  std::set<std::pair<Role, std::string>> beyond = support::NoAreaIsAProject();
  for (const Role role : {Role::kCollector, Role::kTeamLeader, Role::kManager}) {
    beyond.emplace(role, "branch_id");
  }
  const support::AccessMatrix matrix = {
      .channel = ledger.channel(),
      .services = support::ServicesOfPackage("cuijiao.ledger.v1").value(),
      .staff = support::StandardStaff(),
      .in_scope = {{ResourceKind::kUnit, "U1"},
                   {ResourceKind::kCommunity, "C1"},
                   {ResourceKind::kArea, "A1"},
                   {ResourceKind::kProject, "P1"},
                   {ResourceKind::kBranch, "B1"},
                   {ResourceKind::kPayment, PaymentOf(ledger, "U1")}},
      .out_of_scope = {{ResourceKind::kUnit, "U9"},
                       {ResourceKind::kCommunity, "C9"},
                       {ResourceKind::kArea, "A9"},
                       {ResourceKind::kProject, "P2"},
                       {ResourceKind::kBranch, "B2"},
                       {ResourceKind::kPayment, PaymentOf(ledger, "U9")}},
      .beyond = beyond,
      .complete = {},
  };
  for (const std::string& fault : support::FindAccessFaults(matrix, ledger.keys())) {
    ADD_FAILURE() << fault;
  }
}

}  // namespace
}  // namespace cuijiao::ledger
