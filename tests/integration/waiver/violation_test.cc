// WVR-6: who bears what, through gRPC.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "common/status/reason.h"
#include "tests/integration/waiver/waiver_world.h"

namespace cuijiao::waiver {
namespace {

class Violations : public ::testing::Test {
 protected:
  Violations() {
    world_.PutHouseholds({{"U-A", "OA", Yuan("200.00"), 10}, {"U-B", "OB", Yuan("200.00"), 10}});
  }

  v1::Waiver Settled(const std::string& unit_id, Fen waiver, const Caller& signer) {
    const auto asked = world_.Submit(unit_id, waiver, 6);
    const auto signed_one = world_.Approve(asked.value().id(), signer);
    const auto settled = world_.Settle(signed_one.value());
    EXPECT_TRUE(settled.ok()) << settled.status();
    return *settled;
  }

  absl::StatusOr<v1::Violation> Report(v1::Violation::Kind kind, const std::string& waiver_id) {
    v1::ReportViolationRequest request;
    request.set_request_id(world_.ledger().NewRequestId());
    request.set_kind(kind);
    request.set_waiver_id(waiver_id);
    request.set_evidence("内部审计发现");
    return Send(request);
  }

  absl::StatusOr<v1::Violation> Send(const v1::ReportViolationRequest& request) {
    return world_.Call(&v1::WaiverService::StubInterface::ReportViolation, world_.Finance(),
                       request);
  }

  WaiverWorld world_;
};

TEST_F(Violations, TheLaterSignerOfStackedWaiversBearsTheLaterOne) {
  const v1::Waiver first = Settled("U-A", Yuan("150.00"), world_.Manager());
  const v1::Waiver second = Settled("U-B", Yuan("300.00"), world_.GeneralManager());
  EXPECT_EQ(ReasonOf(Report(v1::Violation::KIND_STACKED, second.id()).status()),
            "WVR-6-NOT-STACKED");
  // The records are put right: OA has owned U-B as well.
  world_.Put(R"(entries { ownership { unit_id: "U-B" owner_id: "OA" from_date: "2016-01-01" } })");
  const auto refused = Report(v1::Violation::KIND_STACKED, first.id());
  EXPECT_EQ(ReasonOf(refused.status()), "WVR-6-EARLIER-WAIVER");
  EXPECT_EQ(ValuesOf(refused.status())["later_waiver_id"], second.id());

  const auto charged = Report(v1::Violation::KIND_STACKED, second.id());
  ASSERT_TRUE(charged.ok()) << charged.status();
  EXPECT_EQ(charged->bearer_id(), "GM1");
  EXPECT_EQ(Fen(charged->loss_fen()), Yuan("300.00"));
  EXPECT_EQ(charged->charge_month(), "2017-01");
  EXPECT_EQ(charged->unit_id(), "U-B");
  EXPECT_EQ(ReasonOf(Report(v1::Violation::KIND_BEYOND_AUTHORITY, second.id()).status()),
            "WVR-6-CHARGED-ALREADY");
}

TEST_F(Violations, AWaiverThatIsNotUsedIsNoLoss) {
  const auto asked = world_.Submit("U-A", Yuan("100.00"), 6);
  EXPECT_EQ(ReasonOf(Report(v1::Violation::KIND_BEYOND_AUTHORITY, asked.value().id()).status()),
            "WVR-6-NOT-USED");
  EXPECT_EQ(Report(v1::Violation::KIND_SPLIT, "NO-SUCH-WAIVER").status().code(),
            absl::StatusCode::kNotFound);
}

TEST_F(Violations, WhoPromisedWithoutAuthorityBearsTheLoss) {
  v1::ReportViolationRequest request;
  request.set_request_id("REQ-PROMISE");
  request.set_kind(v1::Violation::KIND_UNAUTHORISED_PROMISE);
  request.set_unit_id("U-A");
  request.set_promised_by("S1");
  request.set_loss_fen(5000);
  request.set_evidence("微信聊天记录");
  const auto charged = Send(request);
  ASSERT_TRUE(charged.ok()) << charged.status();
  EXPECT_EQ(charged->bearer_id(), "S1");
  EXPECT_EQ(charged->loss_fen(), 5000);
  EXPECT_EQ(Send(request)->id(), charged->id()) << "the same request is answered alike";

  request.set_request_id("REQ-NOBODY");
  request.set_promised_by("NOBODY");
  EXPECT_EQ(ReasonOf(Send(request).status()), "UNKNOWN_STAFF");
  request.set_promised_by("S1");
  request.set_unit_id("NOWHERE");
  EXPECT_EQ(ReasonOf(Send(request).status()), "UNKNOWN_UNIT");
}

TEST_F(Violations, FactsOfAWaiverAreNotTakenFromTheRequest) {
  v1::ReportViolationRequest request;
  request.set_request_id("REQ-FACTS");
  request.set_kind(v1::Violation::KIND_BEYOND_AUTHORITY);
  request.set_waiver_id("W");
  request.set_loss_fen(1);
  request.set_promised_by("S1");
  request.set_evidence("x");
  const auto refused = Send(request);
  EXPECT_EQ(refused.status().code(), absl::StatusCode::kInvalidArgument);
  EXPECT_THAT(FieldViolationsOf(refused.status()),
              ::testing::ElementsAre(::testing::Field(&FieldViolation::field, "promised_by"),
                                     ::testing::Field(&FieldViolation::field, "loss_fen")));
}

TEST_F(Violations, AreListedByTheirMonthForPayroll) {
  const v1::Waiver waiver = Settled("U-A", Yuan("150.00"), world_.Manager());
  ASSERT_TRUE(Report(v1::Violation::KIND_BEYOND_AUTHORITY, waiver.id()).ok());
  v1::ListViolationsRequest request;
  request.set_charge_month("2017-01");
  const auto list = &v1::WaiverService::StubInterface::ListViolations;
  const auto january = world_.Call(list, world_.ledger().Service("payroll"), request);
  ASSERT_TRUE(january.ok()) << january.status();
  ASSERT_EQ(january->violations_size(), 1);
  EXPECT_EQ(january->violations(0).bearer_id(), "M1");
  request.set_charge_month("2017-02");
  EXPECT_EQ(world_.Call(list, world_.ledger().Service("payroll"), request)->violations_size(), 0);

  request.set_with_earlier_months(true);
  const auto up_to_february = world_.Call(list, world_.ledger().Service("payroll"), request);
  ASSERT_EQ(up_to_february->violations_size(), 1);
  EXPECT_EQ(up_to_february->violations(0).charge_month(), "2017-01");
  request.set_charge_month("2016-12");
  EXPECT_EQ(world_.Call(list, world_.ledger().Service("payroll"), request)->violations_size(), 0);
}

}  // namespace
}  // namespace cuijiao::waiver
