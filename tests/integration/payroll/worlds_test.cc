// The worked examples of the rules' section 3, played as whole worlds through gRPC.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "common/status/reason.h"
#include "services/payroll/domain/reasons.h"
#include "tests/integration/payroll/payroll_world.h"

namespace cuijiao::payroll {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

// Community C1 (area A1, collector S1) and C9 (area A9, S9) each charge 1,000,000.00 in 2017.
void PutMillions(PayrollWorld& world) {
  world.PutUnit("K1", "C1", Yuan("80000"));
  world.PutUnit("K2", "C1", Yuan("10000"), "2017-09-01");
  world.PutUnit("N1", "C9", Yuan("80000"));
  world.PutUnit("N2", "C9", Yuan("10000"), "2017-09-01");
}

TEST(PayrollWorlds, P1_P2_P3_TheMonthsPerformancePay) {
  PayrollWorld world;
  PutMillions(world);
  world.ApprovePlan("P1", 3000);
  world.ApprovePlan("P2", 3500);
  world.Pay("K1", Yuan("240000"), Date(2017, 1, 5));
  world.Pay("N1", Yuan("333333.33"), Date(2017, 1, 5));
  for (const int month : {1, 2, 3}) world.Close(Month(2017, month));
  world.PutWages("2017-03", {{"S1", "6,000.00"}, {"S9", "5333.33"}});
  const absl::StatusOr<v1::Run> march = world.Calculate("2017-03");
  ASSERT_TRUE(march.ok()) << march.status();
  EXPECT_EQ(march->pay_month(), "2017-04");
  EXPECT_EQ(march->totals().deduction_fen(), 120'00 + 25'40);

  const absl::StatusOr<v1::Payslip> p1 = world.Payslip("2017-03", "S1");
  ASSERT_TRUE(p1.ok()) << p1.status();
  EXPECT_EQ(Fen(p1->net_fen()), Yuan("5880.00"));
  EXPECT_EQ(p1->employee_no(), "E001");
  const v1::PayslipLine& line = p1->lines(0);
  EXPECT_EQ(line.rule(), "INC-1");
  EXPECT_EQ(line.source_kind(), "AREA");
  EXPECT_THAT(line.source_ids(), ElementsAre("A1"));
  EXPECT_THAT(line.formula(), HasSubstr("240000.00 ÷ 300000.00"));
  EXPECT_EQ(line.policy_version(), march->policy_version());
  EXPECT_FALSE(line.title().empty());

  const absl::StatusOr<v1::Payslip> p3 = world.Payslip("2017-03", "S9");
  ASSERT_TRUE(p3.ok()) << p3.status();
  EXPECT_EQ(AmountOf(*p3, "INC-1"), Yuan("-25.40"));
  EXPECT_EQ(Fen(p3->net_fen()), Yuan("5307.93"));
  ASSERT_TRUE(world.Approve("2017-03", march->etag(), world.Approver()).ok());

  // P2: by the end of April 360,000.00 have come in.
  world.SetDate(Date(2017, 4, 10));
  world.Pay("K1", Yuan("120000"), Date(2017, 4, 10));
  world.Close(Month(2017, 4));
  world.PutWages("2017-04", {{"S1", "6000.00"}});
  world.RunMonth(Month(2017, 4));
  const absl::StatusOr<v1::Payslip> p2 = world.Payslip("2017-04", "S1");
  ASSERT_TRUE(p2.ok()) << p2.status();
  EXPECT_EQ(AmountOf(*p2, "INC-1"), Fen(0));
  EXPECT_EQ(Fen(p2->net_fen()), Yuan("6000.00"));
}

TEST(PayrollWorlds, P8_AndTheSourcesExample_TheYearEnd) {
  PayrollWorld world;
  PutMillions(world);
  world.ApprovePlan("P1", 3000, {{"A1", Yuan("300000")}});
  world.ApprovePlan("P2", 7500, {{"A9", Yuan("300000")}});
  world.Pay("K1", Yuan("270000"), Date(2017, 1, 5));
  world.Close(Month(2017, 1));
  world.Close(Month(2017, 2));
  for (int month = 3; month <= 12; ++month) {
    if (month == 11) {
      world.SetDate(Date(2017, 11, 2));
      world.Pay("N1", Yuan("700000"), Date(2017, 11, 2));
    }
    world.Close(Month(2017, month));
    world.PutWages(FormatMonth(Month(2017, month)), {{"S1", "6000"}, {"S9", "6000"}});
    // The area's planned 30 % stand at 27 %: P8's penalty is taken beside December's deduction.
    world.RunMonth(Month(2017, month));
  }
  const absl::StatusOr<v1::Payslip> missed = world.Payslip("2017-12", "S1");
  ASSERT_TRUE(missed.ok()) << missed.status();
  EXPECT_EQ(AmountOf(*missed, "INC-1"), Yuan("-60.00"));
  EXPECT_EQ(AmountOf(*missed, "INC-7"), Yuan("-60.00"));
  EXPECT_EQ(AmountOf(*missed, "INC-3"), Fen(0));
  EXPECT_EQ(Fen(missed->net_fen()), Yuan("5880.00"));

  // Eight months at c = 0 and two at 70/75 were taken, and all of it goes back.
  const absl::StatusOr<v1::Payslip> met = world.Payslip("2017-12", "S9");
  ASSERT_TRUE(met.ok()) << met.status();
  ASSERT_EQ(met->lines_size(), 3);
  EXPECT_EQ(Fen(met->lines(0).amount_fen()), Yuan("-40.00"));
  EXPECT_EQ(Fen(met->lines(1).amount_fen()), Yuan("4880.00"));
  EXPECT_EQ(met->lines(1).source_ids_size(), 10);
  EXPECT_EQ(Fen(met->lines(2).amount_fen()), Yuan("12000.00"));
  EXPECT_EQ(Fen(met->net_fen()), Yuan("22840.00"));

  v1::GetRewardRankingRequest request;
  request.set_project_id("P2");
  request.set_month("2017-12");
  const absl::StatusOr<v1::RewardRanking> ranking =
      world.Call(&v1::PayrollService::StubInterface::GetRewardRanking, world.Officer(), request);
  ASSERT_TRUE(ranking.ok()) << ranking.status();
  ASSERT_EQ(ranking->rows_size(), 1);
  EXPECT_EQ(ranking->rows(0).area_id(), "A9");
  EXPECT_EQ(ranking->rows(0).collector_id(), "S9");
  EXPECT_EQ(ranking->rows(0).rate_bp(), 7000);
  EXPECT_EQ(ranking->rows(0).reward_fen(), 16'840'00);
}

TEST(PayrollWorlds, P9_CompensationIsTakenWithinItsLimitsAndCarried) {
  PayrollWorld world;
  for (const int month : {1, 2, 3}) world.Close(Month(2017, month));
  world.PutWages("2017-03", {{"S2", "6000"}});
  world.RunMonth(Month(2017, 3));
  world.SetDate(Date(2017, 4, 12));
  const std::string violation = world.ReportPromise("S2", "U3", Yuan("2000"));
  world.Close(Month(2017, 4));
  world.PutWages("2017-04", {{"S2", "6000"}});
  world.RunMonth(Month(2017, 4));
  const absl::StatusOr<v1::Payslip> april = world.Payslip("2017-04", "S2");
  ASSERT_TRUE(april.ok()) << april.status();
  EXPECT_EQ(AmountOf(*april, "INC-8"), Yuan("-1200.00"));
  EXPECT_EQ(Fen(april->carried_fen()), Yuan("800.00"));
  EXPECT_EQ(Fen(april->net_fen()), Yuan("4800.00"));
  EXPECT_THAT(april->lines(april->lines_size() - 1).source_ids(), ElementsAre(violation));

  // May takes the rest; June has nothing left to take.
  world.Close(Month(2017, 5));
  world.PutWages("2017-05", {{"S2", "6000"}});
  world.RunMonth(Month(2017, 5));
  EXPECT_EQ(AmountOf(*world.Payslip("2017-05", "S2"), "INC-8"), Yuan("-800.00"));
  EXPECT_EQ(world.Payslip("2017-05", "S2")->carried_fen(), 0);
  world.Close(Month(2017, 6));
  world.PutWages("2017-06", {{"S2", "6000"}});
  world.RunMonth(Month(2017, 6));
  EXPECT_EQ(AmountOf(*world.Payslip("2017-06", "S2"), "INC-8"), Fen(0));
}

TEST(PayrollWorlds, INC8_AChargeFromBeforeTheFirstRunIsOneOfThatRunsMonth) {
  PayrollWorld world;
  world.ReportPromise("S2", "U3", Yuan("100"));  // in January
  for (const int month : {1, 2, 3}) world.Close(Month(2017, month));
  world.PutWages("2017-03", {{"S2", "6000"}});
  const absl::StatusOr<v1::Run> march = world.Calculate("2017-03");
  ASSERT_TRUE(march.ok()) << march.status();
  EXPECT_EQ(march->totals().compensation_fen(), 100'00);
  // Calculated again the charge is not taken twice.
  EXPECT_EQ(world.Calculate("2017-03")->totals().compensation_fen(), 100'00);
}

TEST(PayrollWorlds, INC1_ComparesWithTheProjectsRateWhereThePolicySaysSo) {
  const PolicyEdits edits = {{"COMPARISON_BASE_PLANNED_RATE", "COMPARISON_BASE_PROJECT_RATE"}};
  PayrollWorld world(edits);
  world.PutUnit("K1", "C1", Yuan("1000"));
  world.PutUnit("K3", "C2", Yuan("1000"));
  world.Pay("K1", Yuan("3000"), Date(2017, 1, 5));
  world.Pay("K3", Yuan("9000"), Date(2017, 1, 5));
  for (const int month : {1, 2, 3}) world.Close(Month(2017, month));
  world.PutWages("2017-03", {{"S1", "6000"}, {"S2", "6000"}});
  ASSERT_TRUE(world.Calculate("2017-03").ok());
  // The project stands at 12,000 of 24,000, S1 at 3,000 of 12,000: c = 0.25 ÷ 0.5.
  EXPECT_EQ(AmountOf(*world.Payslip("2017-03", "S1"), "INC-1"), Yuan("-300.00"));
  EXPECT_EQ(AmountOf(*world.Payslip("2017-03", "S2"), "INC-1"), Fen(0));
}

TEST(PayrollWorlds, Definition9_WeighsTheDaysOfTwoCollectors) {
  PayrollWorld world;
  PutMillions(world);
  world.ApprovePlan("P1", 3000);
  world.Put(
      R"(entries { area_collector { area_id: "A1" staff_id: "S2" from_date: "2017-03-11" } })");
  for (const int month : {1, 2, 3}) world.Close(Month(2017, month));
  world.PutWages("2017-03", {{"S1", "3100"}, {"S2", "3100"}});
  ASSERT_TRUE(world.Calculate("2017-03").ok());
  // Nothing came in. S1: 10 days of 31. S2 also has A2, where nothing is receivable.
  EXPECT_EQ(AmountOf(*world.Payslip("2017-03", "S1"), "INC-1"), Yuan("-100.00"));
  EXPECT_EQ(AmountOf(*world.Payslip("2017-03", "S2"), "INC-1"), Yuan("-210.00"));
}

}  // namespace
}  // namespace cuijiao::payroll
