// P4 to P7: payments of historical arrears, played as whole worlds through all four services.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "common/status/reason.h"
#include "cuijiao/ledger/v1/close.grpc.pb.h"
#include "tests/integration/payroll/payroll_world.h"

namespace cuijiao::payroll {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

constexpr char kPaymentSource[] = "PAYMENT";

// Amount and reason of the INC-4 line of somebody's payslip.
std::pair<Fen, std::string> BonusOf(const PayrollWorld& world, const std::string& month,
                                    const std::string& staff_id) {
  const absl::StatusOr<v1::Payslip> payslip = world.Payslip(month, staff_id);
  EXPECT_TRUE(payslip.ok()) << payslip.status();
  if (!payslip.ok()) return {};
  for (const v1::PayslipLine& line : payslip->lines()) {
    if (line.rule() != "INC-4") continue;
    EXPECT_EQ(line.source_kind(), kPaymentSource);
    EXPECT_EQ(line.source_ids_size(), 1);
    return {Fen(line.amount_fen()), line.reason()};
  }
  return {Fen(-1), "no line"};
}

v1::Run CloseAndCalculateMarch(PayrollWorld& world) {
  world.Close(Month(2017, 3));
  world.PutWages("2017-03", {{"S1", "6000"}, {"S2", "6000"}, {"L1", "6000"}});
  const absl::StatusOr<v1::Run> run = world.Calculate("2017-03");
  EXPECT_TRUE(run.ok()) << run.status();
  return run.ok() ? *run : v1::Run();
}

// January and February closed, the tenth of March: a unit with 12,345.67 of arrears.
class BonusWorlds : public ::testing::Test {
 protected:
  void ToMarch() {
    world_.PutDebtor("K1", Yuan("12345.67"));
    world_.Close(Month(2017, 1));
    world_.Close(Month(2017, 2));
    world_.SetDate(Date(2017, 3, 10));
  }

  PayrollWorld world_;
};

TEST_F(BonusWorlds, P4_ThreeWhoWorkedShareToTheFen) {
  ToMarch();
  for (const char* staff_id : {"S1", "S2", "L1"}) world_.Work(staff_id, "K1");
  world_.Pay("K1", Yuan("13545.67"), Date(2017, 3, 10), {"S2", "L1"});
  const v1::Run run = CloseAndCalculateMarch(world_);
  EXPECT_EQ(BonusOf(world_, "2017-03", "S1"), std::pair(Yuan("74.08"), std::string()));
  EXPECT_EQ(BonusOf(world_, "2017-03", "L1"), std::pair(Yuan("74.07"), std::string()));
  EXPECT_EQ(BonusOf(world_, "2017-03", "S2"), std::pair(Yuan("74.07"), std::string()));
  EXPECT_EQ(Fen(run.totals().pool_fen()), Yuan("370.37"));
  EXPECT_EQ(Fen(run.totals().bonus_fen()), Yuan("222.22"));
  EXPECT_EQ(Fen(run.totals().company_share_fen()), Yuan("148.15"));
  ASSERT_TRUE(world_.Approve("2017-03", run.etag(), world_.Approver()).ok());

  // It earned once: April's list has it again, April's run has not.
  world_.Close(Month(2017, 4));
  world_.PutWages("2017-04", {{"S1", "6000"}});
  const absl::StatusOr<v1::Run> april = world_.Calculate("2017-04");
  ASSERT_TRUE(april.ok()) << april.status();
  EXPECT_EQ(april->totals().pool_fen(), 0);
}

TEST_F(BonusWorlds, P5_WhoHasNoRecordedWorkIsLeftOut) {
  ToMarch();
  for (const char* staff_id : {"S1", "L1"}) world_.Work(staff_id, "K1");
  world_.Pay("K1", Yuan("13545.67"), Date(2017, 3, 10), {"S2", "L1"});
  world_.Work("S2", "K1");  // after the payment was recorded
  CloseAndCalculateMarch(world_);
  EXPECT_EQ(BonusOf(world_, "2017-03", "S1"), std::pair(Yuan("111.11"), std::string()));
  EXPECT_EQ(BonusOf(world_, "2017-03", "L1"), std::pair(Yuan("111.11"), std::string()));
  EXPECT_EQ(BonusOf(world_, "2017-03", "S2"), std::pair(Fen(0), std::string("INC-5")));
}

TEST_F(BonusWorlds, INC5_ACallAmongSeveralCountsOnceTheOthersAcceptedIt) {
  world_.PutDebtor("K1", Yuan("1000"));
  world_.PutDebtor("K2", Yuan("1000"));
  world_.Close(Month(2017, 1));
  world_.Close(Month(2017, 2));
  world_.SetDate(Date(2017, 3, 10));
  world_.RunDaily();
  const std::string accepted = world_.Contact("S1", "K1", escalation::v1::CONTACT_CHANNEL_PHONE);
  world_.AcceptWork("S2", accepted);
  world_.Contact("S1", "K2", escalation::v1::CONTACT_CHANNEL_PHONE);
  for (const char* unit_id : {"K1", "K2"}) {
    world_.Contact("S2", unit_id, escalation::v1::CONTACT_CHANNEL_VISIT_HOME);
    world_.Pay(unit_id, Yuan("2200"), Date(2017, 3, 10), {"S2"});
  }
  CloseAndCalculateMarch(world_);
  std::vector<std::string> reasons;
  std::vector<std::int64_t> amounts;
  const auto payslip = world_.Payslip("2017-03", "S1");
  ASSERT_TRUE(payslip.ok()) << payslip.status();
  for (const v1::PayslipLine& line : payslip->lines()) {
    if (line.rule() != "INC-4") continue;
    reasons.push_back(line.reason());
    amounts.push_back(line.amount_fen());
  }
  EXPECT_THAT(reasons, ::testing::UnorderedElementsAre("", "INC-5"));
  EXPECT_THAT(amounts, ::testing::UnorderedElementsAre(9'00, 0));
}

TEST_F(BonusWorlds, INC4_WaitsUntilTheWholeYearIsPaid) {
  ToMarch();
  world_.Work("S1", "K1");
  world_.Pay("K1", Yuan("13545.66"), Date(2017, 3, 10));
  const v1::Run march = CloseAndCalculateMarch(world_);
  EXPECT_EQ(march.totals().pool_fen(), 0) << "one fen of the year is missing";
  ASSERT_TRUE(world_.Approve("2017-03", march.etag(), world_.Approver()).ok());
  world_.SetDate(Date(2017, 4, 3));
  world_.Pay("K1", Fen(1), Date(2017, 4, 3));
  world_.Close(Month(2017, 4));
  world_.PutWages("2017-04", {{"S1", "6000"}});
  ASSERT_TRUE(world_.Calculate("2017-04").ok());
  EXPECT_EQ(BonusOf(world_, "2017-04", "S1"), std::pair(Yuan("222.22"), std::string()));
}

TEST_F(BonusWorlds, INC9_APaymentReversedBeforeItsMonthClosedEarnsNothing) {
  ToMarch();
  world_.Work("S1", "K1");
  const std::string payment = world_.Pay("K1", Yuan("13545.67"), Date(2017, 3, 10)).id();
  world_.Reverse(payment);
  EXPECT_EQ(CloseAndCalculateMarch(world_).totals().pool_fen(), 0);
}

TEST_F(BonusWorlds, P6_MoneyOfACampaignEarnsNothing) {
  world_.PutCampaign("P1", "2017-01-01", "2017-02-28");
  world_.PutDebtor("K1", Yuan("12345.67"));
  world_.Close(Month(2017, 1));
  world_.SetDate(Date(2017, 2, 20));
  world_.Work("S1", "K1");
  world_.Pay("K1", Yuan("13545.67"), Date(2017, 2, 20));
  world_.Close(Month(2017, 2));
  // The scheme's first run tells it, with the first reason in order.
  const v1::Run run = CloseAndCalculateMarch(world_);
  EXPECT_EQ(BonusOf(world_, "2017-03", "S1"), std::pair(Fen(0), std::string("INC-6a")));
  EXPECT_EQ(Fen(run.totals().company_share_fen()), Yuan("370.37"));
}

TEST_F(BonusWorlds, INC10_MoneyFromBeforeTheSchemeEarnsNothing) {
  world_.PutDebtor("K1", Yuan("12345.67"));
  world_.Close(Month(2017, 1));
  world_.SetDate(Date(2017, 2, 20));
  world_.Work("S1", "K1");
  world_.Pay("K1", Yuan("13545.67"), Date(2017, 2, 20));
  world_.Close(Month(2017, 2));
  CloseAndCalculateMarch(world_);
  EXPECT_EQ(BonusOf(world_, "2017-03", "S1"), std::pair(Fen(0), std::string("INC-10")));
}

// Historical part 7,000.00; claims up to 10,000.00 cost 50.00 to sue for.
class LitigationWorlds : public ::testing::Test {
 protected:
  void Settle(const std::string& unit_id, Fen waiver) {
    world_.Work("S1", unit_id);
    world_.SettleWaiver(unit_id, waiver, 12);
  }

  PayrollWorld world_;
};

TEST_F(LitigationWorlds, P7_AWaiverAboveTheLitigationCostTakesTheBonus) {
  // On 3 March the arrears and two months of 2017 are due; March's bill is made but due on the
  // sixth.
  world_.PutDebtor("K1", Yuan("7180.00"), "2017-03", Yuan("410.00"));
  world_.PutDebtor("K2", Yuan("7050.00"), "2017-03", Yuan("475.00"));
  world_.Close(Month(2017, 1));
  world_.Close(Month(2017, 2));
  world_.SetDate(Date(2017, 3, 3));
  Settle("K1", Yuan("180.00"));
  Settle("K2", Yuan("50.00"));
  const v1::Run run = CloseAndCalculateMarch(world_);
  std::vector<std::string> reasons;
  std::vector<std::int64_t> amounts;
  const auto payslip = world_.Payslip("2017-03", "S1");
  ASSERT_TRUE(payslip.ok()) << payslip.status();
  for (const v1::PayslipLine& line : payslip->lines()) {
    if (line.rule() != "INC-4") continue;
    reasons.push_back(line.reason());
    amounts.push_back(line.amount_fen());
    if (!line.reason().empty()) {
      EXPECT_THAT(line.formula(), HasSubstr("180.00 > 诉讼成本 50.00 (债权 8000.00)"));
    }
  }
  EXPECT_THAT(reasons, ::testing::UnorderedElementsAre("INC-6b", ""));
  EXPECT_THAT(amounts, ::testing::UnorderedElementsAre(0, 126'00));
  EXPECT_EQ(Fen(run.totals().pool_fen()), Yuan("420.00"));

  // Both claims, as the ledger gives them to payroll (definition 17).
  ledger::v1::ListHistoricalPaymentsRequest request;
  request.set_month("2017-03");
  const auto payments = world_.ledger().Call<ledger::v1::CloseService>(
      &ledger::v1::CloseService::StubInterface::ListHistoricalPayments, world_.ledger().Finance(),
      request);
  ASSERT_TRUE(payments.ok()) << payments.status();
  ASSERT_EQ(payments->historical_payments_size(), 2);
  for (const ledger::v1::HistoricalPayment& payment : payments->historical_payments()) {
    EXPECT_EQ(Fen(payment.historical_fen()), Yuan("7000.00"));
    EXPECT_EQ(Fen(payment.claim_fen()), Yuan("8000.00"));
  }
}

TEST(PeersAway, AServiceThatIsAwayIsNamed) {
  PayrollWorld world;
  world.PutDebtor("K1", Yuan("1000"));
  world.Close(Month(2017, 1));
  world.Close(Month(2017, 2));
  world.SetDate(Date(2017, 3, 2));
  world.Pay("K1", Yuan("2200"), Date(2017, 3, 2));
  world.Close(Month(2017, 3));
  world.StopEscalation();
  const absl::Status away = world.Calculate("2017-03").status();
  EXPECT_TRUE(absl::IsUnavailable(away)) << away;
  EXPECT_THAT(std::string(away.message()), HasSubstr("escalation"));
}

}  // namespace
}  // namespace cuijiao::payroll
