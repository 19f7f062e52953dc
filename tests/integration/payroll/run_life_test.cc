// The life of a run (INC-11), its guards, and its conservation (INC-15), over gRPC.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>

#include "common/config/used_policy_blocks.h"
#include "common/status/reason.h"
#include "services/payroll/domain/reasons.h"
#include "tests/integration/payroll/payroll_world.h"

namespace cuijiao::payroll {
namespace {

using ::testing::HasSubstr;

// A closed March with a deduction to take, its wages imported.
class RunLife : public ::testing::Test {
 protected:
  void SetUp() override {
    world_.PutUnit("K1", "C1", Yuan("1000"));
    world_.ApprovePlan("P1", 3000);
    for (const int month : {1, 2, 3}) world_.Close(Month(2017, month));
    world_.PutWages("2017-03", {{"S1", "6000"}, {"S2", "5000"}});
  }

  v1::Run Calculated() {
    const absl::StatusOr<v1::Run> run = world_.Calculate("2017-03");
    EXPECT_TRUE(run.ok()) << run.status();
    return *run;
  }

  PayrollWorld world_;
};

TEST_F(RunLife, GoesFromCalculatedToApprovedToReleasedToAcknowledged) {
  const v1::Run calculated = Calculated();
  EXPECT_EQ(calculated.state(), v1::Run::STATE_CALCULATED);
  EXPECT_EQ(calculated.calculated_by(), "PO1");
  EXPECT_EQ(calculated.payslip_count(), 2);
  EXPECT_EQ(calculated.totals().gross_fen(), 11'000'00);
  EXPECT_EQ(calculated.totals().net_fen(), 10'400'00);

  const absl::StatusOr<v1::Run> approved =
      world_.Approve("2017-03", calculated.etag(), world_.Approver());
  ASSERT_TRUE(approved.ok()) << approved.status();
  EXPECT_EQ(approved->state(), v1::Run::STATE_APPROVED);
  EXPECT_EQ(approved->approved_by(), "PO2");
  EXPECT_NE(approved->etag(), calculated.etag());
  EXPECT_EQ(world_.Payouts(0)->payouts_size(), 0) << "the payroll system sees released ones only";

  const absl::StatusOr<v1::Run> released = world_.Release("2017-03");
  ASSERT_TRUE(released.ok()) << released.status();
  EXPECT_EQ(released->state(), v1::Run::STATE_RELEASED);

  v1::AcknowledgePayoutsRequest taken;
  const auto payouts = world_.Payouts(0);
  ASSERT_TRUE(payouts.ok()) << payouts.status();
  for (const v1::Payout& payout : payouts->payouts()) taken.add_payout_ids(payout.id());
  ASSERT_EQ(taken.payout_ids_size(), 2);
  ASSERT_TRUE(world_
                  .Call(&v1::PayrollService::StubInterface::AcknowledgePayouts,
                        world_.PayrollSystem(), taken)
                  .ok());
  EXPECT_EQ(world_.GetRun("2017-03")->state(), v1::Run::STATE_ACKNOWLEDGED);
}

TEST_F(RunLife, INC11_WhoCalculatedCannotApprove) {
  const v1::Run run = Calculated();
  EXPECT_EQ(ReasonOf(world_.Approve("2017-03", run.etag(), world_.Officer()).status()),
            kSamePerson);
  EXPECT_EQ(world_.GetRun("2017-03")->state(), v1::Run::STATE_CALCULATED);
}

TEST_F(RunLife, AStaleEtagIsRefused) {
  const v1::Run first = Calculated();
  const v1::Run again = Calculated();
  EXPECT_NE(first.etag(), again.etag());
  const absl::Status stale = world_.Approve("2017-03", first.etag(), world_.Approver()).status();
  EXPECT_TRUE(absl::IsAborted(stale)) << stale;
  EXPECT_EQ(ReasonOf(stale), kEtagMismatch);
  EXPECT_TRUE(world_.Approve("2017-03", again.etag(), world_.Approver()).ok());
}

TEST_F(RunLife, INC11_CalculatedAgainItGivesTheSameFiguresToTheFen) {
  const v1::Run first = Calculated();
  const v1::Payslip before = *world_.Payslip("2017-03", "S1");
  const v1::Run again = Calculated();
  EXPECT_EQ(first.totals().SerializeAsString(), again.totals().SerializeAsString());
  EXPECT_EQ(before.SerializeAsString(), world_.Payslip("2017-03", "S1")->SerializeAsString());
}

TEST_F(RunLife, INC11_AnApprovedRunNeverChanges) {
  const v1::Run run = Calculated();
  ASSERT_TRUE(world_.Approve("2017-03", run.etag(), world_.Approver()).ok());
  EXPECT_EQ(ReasonOf(world_.Calculate("2017-03").status()), kRunApproved);
  EXPECT_EQ(
      ReasonOf(world_.ImportWages("2017-03", "staff_id,gross_wage,city\nS1,1,上海\n").status()),
      kRunApproved);
  const v1::Run approved = *world_.GetRun("2017-03");
  EXPECT_EQ(ReasonOf(world_.Approve("2017-03", approved.etag(), world_.Approver()).status()),
            kRunState);
}

TEST_F(RunLife, TheSameRequestIsAnsweredAlikeAlsoAfterTheRunMovedOn) {
  const absl::StatusOr<v1::Run> calculated = world_.Calculate("2017-03", "calculate-1");
  ASSERT_TRUE(calculated.ok()) << calculated.status();
  const std::string etag = calculated->etag();
  const absl::StatusOr<v1::Run> approved =
      world_.Approve("2017-03", etag, world_.Approver(), "approve-1");
  ASSERT_TRUE(approved.ok()) << approved.status();
  const absl::StatusOr<v1::Run> released = world_.Release("2017-03", "release-1");
  ASSERT_TRUE(released.ok()) << released.status();

  const auto expect_alike = [](const absl::StatusOr<v1::Run>& again, const v1::Run& first) {
    ASSERT_TRUE(again.ok()) << again.status();
    EXPECT_EQ(again->SerializeAsString(), first.SerializeAsString());
  };
  expect_alike(world_.Calculate("2017-03", "calculate-1"), *calculated);
  expect_alike(world_.Approve("2017-03", etag, world_.Approver(), "approve-1"), *approved);
  expect_alike(world_.Release("2017-03", "release-1"), *released);
  EXPECT_EQ(world_.Payouts(0)->payouts_size(), 2) << "released once";

  for (const absl::Status& other :
       {world_.Calculate("2017-04", "calculate-1").status(),
        world_.Approve("2017-03", "another", world_.Approver(), "approve-1").status(),
        world_.Release("2017-04", "release-1").status()}) {
    EXPECT_EQ(ReasonOf(other), "REQUEST_ID_REUSED") << other;
  }
}

TEST_F(RunLife, ARepeatedCalculationIsAnsweredWhileAnotherServiceIsAway) {
  const absl::StatusOr<v1::Run> first = world_.Calculate("2017-03", "calculate-1");
  ASSERT_TRUE(first.ok()) << first.status();
  world_.StopEscalation();
  const absl::StatusOr<v1::Run> again = world_.Calculate("2017-03", "calculate-1");
  ASSERT_TRUE(again.ok()) << again.status();
  EXPECT_EQ(again->etag(), first->etag());
}

TEST_F(RunLife, StepsOutOfOrderAreRefused) {
  EXPECT_EQ(ReasonOf(world_.Release("2017-03").status()), kUnknownRun);
  EXPECT_EQ(ReasonOf(world_.Approve("2017-03", "x", world_.Approver()).status()), kUnknownRun);
  EXPECT_EQ(ReasonOf(world_.GetRun("2017-03").status()), kUnknownRun);
  Calculated();
  EXPECT_EQ(ReasonOf(world_.Release("2017-03").status()), kRunState);
}

TEST_F(RunLife, WagesThatChangedSinceTheCalculationMustBeCalculatedAgain) {
  const v1::Run run = Calculated();
  world_.PutWages("2017-03", {{"S2", "5500"}});
  EXPECT_EQ(ReasonOf(world_.Approve("2017-03", run.etag(), world_.Approver()).status()),
            kWagesChanged);
  const v1::Run again = Calculated();
  EXPECT_EQ(again.totals().gross_fen(), 11'500'00);
  EXPECT_TRUE(world_.Approve("2017-03", again.etag(), world_.Approver()).ok());
}

TEST_F(RunLife, INC10_RunsGoMonthByMonthFromTheSchemesFirst) {
  EXPECT_EQ(ReasonOf(world_.Calculate("2017-02").status()), kSchemeNotInForce);
  world_.Close(Month(2017, 4));
  EXPECT_EQ(ReasonOf(world_.Calculate("2017-04").status()), kEarlierRunMissing);
  const v1::Run march = Calculated();
  EXPECT_EQ(ReasonOf(world_.Calculate("2017-04").status()), kEarlierRunMissing)
      << "calculated is not enough: it may still change";
  ASSERT_TRUE(world_.Approve("2017-03", march.etag(), world_.Approver()).ok());
  EXPECT_TRUE(world_.Calculate("2017-04").ok());
  EXPECT_EQ(ReasonOf(world_.Calculate("2017-05").status()), kEarlierRunMissing);
}

TEST_F(RunLife, INC10_ARunNeedsTheLedgersMonthClosed) {
  world_.RunMonth(Month(2017, 3));
  const absl::Status open = world_.Calculate("2017-04").status();
  EXPECT_EQ(ReasonOf(open), "MONTH_OPEN") << open;
}

TEST_F(RunLife, ListRunsTellsTheLatestFirst) {
  world_.RunMonth(Month(2017, 3));
  world_.Close(Month(2017, 4));
  ASSERT_TRUE(world_.Calculate("2017-04").ok());
  v1::ListRunsRequest request;
  request.set_year(2017);
  const auto list = [&] {
    return *world_.Call(&v1::PayrollService::StubInterface::ListRuns, world_.Officer(), request);
  };
  ASSERT_EQ(list().runs_size(), 2);
  EXPECT_EQ(list().runs(0).month(), "2017-04");
  request.set_year(2018);
  EXPECT_EQ(list().runs_size(), 0);
  // A collector without a wage in April is noticed.
  request.set_year(0);
  EXPECT_THAT(list().runs(0).notices(0), HasSubstr("S1"));
}

TEST_F(RunLife, PayslipsComeInPagesBoundToTheirQuery) {
  Calculated();
  v1::ListPayslipsRequest request;
  request.set_month("2017-03");
  request.set_page_size(1);
  const auto list = [&] {
    return world_.Call(&v1::PayrollService::StubInterface::ListPayslips, world_.Officer(), request);
  };
  const v1::ListPayslipsResponse first = *list();
  ASSERT_EQ(first.payslips_size(), 1);
  EXPECT_EQ(first.payslips(0).staff_id(), "S1");
  request.set_page_token(first.next_page_token());
  const v1::ListPayslipsResponse second = *list();
  ASSERT_EQ(second.payslips_size(), 1);
  EXPECT_EQ(second.payslips(0).staff_id(), "S2");
  EXPECT_TRUE(second.next_page_token().empty());
  request.set_month("2017-04");
  EXPECT_EQ(ReasonOf(list().status()), "PAGE_TOKEN_INVALID");
}

// Each line of SQL breaks one thing behind the service's back; the approval must find it.
TEST_F(RunLife, INC15_ARunThatDoesNotConserveCannotBeApproved) {
  const std::vector<std::string> tampers = {
      "UPDATE payslip SET net_fen = net_fen + 1 WHERE staff_id = 'S1'",
      "UPDATE payslip_line SET amount_fen = amount_fen + 1 WHERE staff_id = 'S1'",
      "DELETE FROM payslip WHERE staff_id = 'S2'",
      "UPDATE deduction SET taken_fen = taken_fen + 1",
      "UPDATE deduction_share SET share = '1/2'",
      "UPDATE run SET net_fen = net_fen - 1",
      // NOLINTNEXTLINE(bugprone-suspicious-missing-comma): one statement
      "INSERT INTO bonus (payment_id, month, historical_fen, pool_fen, paid_fen, reason)"
      " VALUES ('X', '2017-03-01', 100, 3, 2, '')",
  };
  for (const std::string& sql : tampers) {
    const v1::Run run = Calculated();
    ASSERT_TRUE(world_.admin_database()
                    .Transact("Tamper",
                              [&](db::Transaction& transaction) {
                                return transaction.Execute(sql).status();
                              })
                    .ok())
        << sql;
    EXPECT_EQ(ReasonOf(world_.Approve("2017-03", run.etag(), world_.Approver()).status()),
              kNotConserved)
        << sql;
  }
  const v1::Run mended = Calculated();
  EXPECT_TRUE(world_.Approve("2017-03", mended.etag(), world_.Approver()).ok());
}

TEST_F(RunLife, AStartThatWouldChangeAUsedPolicyBlockIsRefused) {
  const PolicyEdits change = {{"performance_share_bp: 1000", "performance_share_bp: 900"}};
  EXPECT_TRUE(world_.TryStartWith(change).ok());
  world_.RunMonth(Month(2017, 3));
  EXPECT_EQ(ReasonOf(world_.TryStartWith(change)), kPolicyBlockChanged);
  EXPECT_TRUE(world_.TryStartWith({}).ok());
  // What stands outside the block may change.
  EXPECT_TRUE(world_.TryStartWith({{"manager_share_bp: 1000", "manager_share_bp: 900"}}).ok());
}

}  // namespace
}  // namespace cuijiao::payroll
