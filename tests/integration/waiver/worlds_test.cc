// The worked table W1–W9, played as whole worlds: units, bills, requests, signatures, payments.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "common/status/reason.h"
#include "tests/integration/waiver/waiver_world.h"
#include "tests/unit/waiver/waiver_cases.h"

namespace cuijiao::waiver {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

std::vector<std::string> FailedOf(const v1::WaiverEvaluation& evaluation) {
  std::vector<std::string> failed;
  for (const auto& finding : evaluation.findings()) {
    if (!finding.holds()) failed.push_back(finding.rule());
  }
  return failed;
}

// W1, W2, W5, W6: 2,000.00 of arrears, 200.00 a month. W3, W4: 900.00 and 100.00.
class WorkedWorlds : public ::testing::Test {
 protected:
  WorkedWorlds() {
    world_.PutHouseholds({{"W1", "OW1", Yuan("200.00"), 10},
                          {"W2", "OW2", Yuan("200.00"), 10},
                          {"W3", "OW3", Yuan("100.00"), 9},
                          {"W4", "OW4", Yuan("100.00"), 9},
                          {"W5", "OW5", Yuan("200.00"), 10},
                          {"W6", "OW6", Yuan("200.00"), 10},
                          {"W7", "OW7", Yuan("200.00"), 10}});
  }

  // Asks, is refused by the manager for `failed`, signed by the GM, settled.
  void PlayGeneralManagersWaiver(const std::string& unit_id, Fen waiver, int months, Fen cash,
                                 const std::string& failed) {
    const auto asked = world_.Submit(unit_id, waiver, months);
    ASSERT_TRUE(asked.ok()) << asked.status();
    EXPECT_EQ(asked->evaluation().authority(), v1::AUTHORITY_GENERAL_MANAGER);
    EXPECT_THAT(FailedOf(asked->evaluation()), ElementsAre(failed));

    const auto refused = world_.Approve(asked->id(), world_.Manager());
    EXPECT_EQ(refused.status().code(), absl::StatusCode::kFailedPrecondition);
    EXPECT_EQ(ReasonOf(refused.status()), failed);
    EXPECT_EQ(ValuesOf(refused.status())["may_sign"], "GENERAL_MANAGER");

    const auto signed_one = world_.Approve(asked->id(), world_.GeneralManager());
    ASSERT_TRUE(signed_one.ok()) << signed_one.status();
    EXPECT_EQ(signed_one->signed_as(), v1::AUTHORITY_GENERAL_MANAGER);
    PlaySettlement(*signed_one, cash);
  }

  void PlayManagersWaiver(const std::string& unit_id, Fen waiver, int months, Fen cash) {
    const auto asked = world_.Submit(unit_id, waiver, months);
    ASSERT_TRUE(asked.ok()) << asked.status();
    EXPECT_EQ(asked->evaluation().authority(), v1::AUTHORITY_MANAGER);
    EXPECT_THAT(FailedOf(asked->evaluation()), IsEmpty());
    const auto signed_one = world_.Approve(asked->id(), world_.Manager());
    ASSERT_TRUE(signed_one.ok()) << signed_one.status();
    EXPECT_EQ(signed_one->signed_as(), v1::AUTHORITY_MANAGER);
    EXPECT_EQ(signed_one->signed_by(), "M1");
    PlaySettlement(*signed_one, cash);
  }

  void PlaySettlement(const v1::Waiver& waiver, Fen cash) {
    EXPECT_EQ(Fen(waiver.cash_fen()), cash);
    const auto settled = world_.Settle(waiver);
    ASSERT_TRUE(settled.ok()) << settled.status();
    EXPECT_EQ(settled->state(), v1::Waiver::STATE_SETTLED);
    const auto payments = world_.PaymentsOf(waiver.unit_id());
    ASSERT_EQ(payments.size(), 1U);
    EXPECT_EQ(payments[0].id(), settled->payment_id());
    EXPECT_EQ(payments[0].waiver_id(), waiver.id());
    EXPECT_EQ(Fen(payments[0].amount_fen()), cash);
    EXPECT_EQ(payments[0].collector_id(), "S1");
    EXPECT_EQ(world_.HistoricalOwed(waiver.unit_id()), Fen(0));
    EXPECT_EQ(world_.TrialBalance(), Fen(0));
  }

  WaiverWorld world_;
};

TEST_F(WorkedWorlds, W1_TheManagerSigns19999) {
  PlayManagersWaiver("W1", Yuan("199.99"), 6, Yuan("3000.01"));
}

TEST_F(WorkedWorlds, W2_TheGeneralManagerSigns20000) {
  PlayGeneralManagersWaiver("W2", Yuan("200.00"), 6, Yuan("3000.00"), "WVR-1a");
}

TEST_F(WorkedWorlds, W3_TheManagerSignsTheLargestShare) {
  PlayManagersWaiver("W3", Yuan("136.36"), 6, Yuan("1363.64"));
}

TEST_F(WorkedWorlds, W4_OneFenMoreIsTheGeneralManagers) {
  PlayGeneralManagersWaiver("W4", Yuan("136.37"), 6, Yuan("1363.63"), "WVR-1b");
}

TEST_F(WorkedWorlds, W5_FiveMonthsAreTheGeneralManagers) {
  PlayGeneralManagersWaiver("W5", Yuan("100.00"), 5, Yuan("2900.00"), "WVR-1c");
}

TEST_F(WorkedWorlds, W6_WithOneFenOfTheArrearsUnpaidNobodySettles) {
  const auto asked = world_.Submit("W6", Yuan("199.99"), 6);
  ASSERT_TRUE(asked.ok()) << asked.status();
  const auto signed_one = world_.Approve(asked->id(), world_.Manager());
  ASSERT_TRUE(signed_one.ok()) << signed_one.status();

  // 2,000.00 of arrears less 199.99 are 1,800.01.
  const auto refused = world_.Settle(*signed_one, Yuan("1800.00"));
  EXPECT_EQ(refused.status().code(), absl::StatusCode::kFailedPrecondition);
  const auto values = ValuesOf(refused.status());
  EXPECT_EQ(values.at("failed"), "WVR-1b,WVR-1c,WVR-4a,WVR-4b");
  EXPECT_EQ(values.at("WVR-4a"), "all historical arrears are paid at once, 0.01 would stay unpaid");
  EXPECT_THAT(world_.PaymentsOf("W6"), IsEmpty());
  EXPECT_EQ(world_.Get(asked->id())->state(), v1::Waiver::STATE_APPROVED);
  PlaySettlement(*signed_one, Yuan("3000.01"));
}

TEST_F(WorkedWorlds, W6_AnEvaluationSaysSoAheadOfIt) {
  v1::EvaluateWaiverRequest request;
  request.mutable_proposal()->set_unit_id("W6");
  request.mutable_proposal()->set_waiver_fen(19999);
  request.set_cash_fen(180000);
  const auto answer =
      world_.Call(&v1::WaiverService::StubInterface::EvaluateWaiver, world_.Collector(), request);
  ASSERT_TRUE(answer.ok()) << answer.status();
  EXPECT_EQ(answer->authority(), v1::AUTHORITY_NOBODY);
  EXPECT_EQ(answer->facts().arrears_left_fen(), 1);
  EXPECT_EQ(answer->remedies(0).text_zh(), "再缴历史欠款 0.01 元");
}

TEST_F(WorkedWorlds, W9_ASecondWaiverOfThePlanYearIsNobodys) {
  PlayManagersWaiver("W1", Yuan("100.00"), 6, Yuan("3100.00"));
  const auto answer = world_.Evaluate("W1", Yuan("1.00"), 6, world_.Manager());
  ASSERT_TRUE(answer.ok()) << answer.status();
  EXPECT_EQ(answer->authority(), v1::AUTHORITY_NOBODY);
  EXPECT_THAT(FailedOf(*answer), ::testing::Contains("WVR-5"));
}

// The manager has signed 850.00 in January: five waivers of 170.00.
class ManagersMonth : public ::testing::Test {
 protected:
  ManagersMonth() {
    std::vector<HouseholdPlan> plans = {{"W7", "OW7", Yuan("200.00"), 10},
                                        {"W8", "OW8", Yuan("200.00"), 10}};
    for (int i = 0; i < 5; ++i) {
      plans.push_back({"X" + std::to_string(i), "OX" + std::to_string(i), Yuan("200.00"), 10});
    }
    world_.PutHouseholds(plans);
    for (int i = 0; i < 5; ++i) {
      const auto asked = world_.Submit("X" + std::to_string(i), Yuan("170.00"), 6);
      const auto signed_one = world_.Approve(asked.value().id(), world_.Manager());
      EXPECT_TRUE(signed_one.ok()) << signed_one.status();
    }
  }

  WaiverWorld world_;
};

TEST_F(ManagersMonth, W7_TheManagerSignsUpTo100000Exactly) {
  const auto asked = world_.Submit("W7", Yuan("150.00"), 6);
  ASSERT_TRUE(asked.ok()) << asked.status();
  EXPECT_EQ(world_.Evaluate("W8", Yuan("150.00"), 6, world_.Manager())->authority(),
            v1::AUTHORITY_MANAGER);
  const auto signed_one = world_.Approve(asked->id(), world_.Manager());
  ASSERT_TRUE(signed_one.ok()) << signed_one.status();
  const auto month = world_.ManagerMonthOf("M1", "2017-01");
  ASSERT_TRUE(month.ok()) << month.status();
  EXPECT_EQ(month->signed_fen(), 100000);
  EXPECT_EQ(month->left_fen(), 0);
  EXPECT_EQ(month->waivers_size(), 6);
  // No power is left this month, not for one fen.
  EXPECT_EQ(world_.Evaluate("W8", Fen(1), 6, world_.Manager())->authority(),
            v1::AUTHORITY_GENERAL_MANAGER);
}

TEST_F(ManagersMonth, W8_OneFenMoreIsTheGeneralManagers) {
  const auto asked = world_.Submit("W8", Yuan("150.01"), 6);
  ASSERT_TRUE(asked.ok()) << asked.status();
  const auto refused = world_.Approve(asked->id(), world_.Manager());
  EXPECT_EQ(ReasonOf(refused.status()), "WVR-3");
  EXPECT_EQ(ValuesOf(refused.status())["WVR-3"],
            "signed this month 850.00, with this waiver of 150.01 it is 1000.01, limit 1000.00");
  EXPECT_TRUE(world_.Approve(asked->id(), world_.GeneralManager()).ok());
  EXPECT_EQ(world_.ManagerMonthOf("M1", "2017-01")->signed_fen(), 85000)
      << "the GM's signature counts in no manager's month";
}

TEST(SharedCases, AreAnsweredBySimulateWaiver) {
  const WaiverWorld world;
  const std::vector<WaiverCase> cases = SharedWaiverCases();
  ASSERT_EQ(cases.size(), 60U);
  for (const WaiverCase& one : cases) {
    SCOPED_TRACE(one.id);
    v1::SimulateWaiverRequest request;
    request.set_arrears_fen(one.arrears_fen);
    request.set_arrears_left_fen(one.arrears_left_fen);
    request.set_prepay_fen(one.prepay_fen);
    request.set_prepaid_months(one.prepaid_months);
    request.set_waiver_fen(one.waiver_fen);
    request.set_manager_signed_this_month_fen(one.manager_signed_this_month_fen);
    request.set_other_waiver_in_plan_year(one.other_waiver_in_plan_year);
    const auto answer =
        world.Call(&v1::WaiverService::StubInterface::SimulateWaiver, world.Collector(), request);
    ASSERT_TRUE(answer.ok()) << answer.status();
    EXPECT_EQ(v1::Authority_Name(answer->authority()), "AUTHORITY_" + one.authority);
    EXPECT_EQ(FailedOf(*answer), one.failed);
    EXPECT_EQ(answer->cash_fen(), one.cash_fen);
    EXPECT_EQ(answer->largest_by_share_fen(), one.largest_by_share_fen);
  }
}

}  // namespace
}  // namespace cuijiao::waiver
