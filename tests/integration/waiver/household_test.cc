// WVR-5: one waiver a household and plan year; a household is an owner's units taken together
// (section 6, definition 13).
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <string>
#include <thread>
#include <vector>

#include "common/status/reason.h"
#include "fmt/format.h"
#include "tests/integration/waiver/waiver_world.h"

namespace cuijiao::waiver {
namespace {

class HouseholdYears : public ::testing::Test {
 protected:
  // OA owns A1 and A2, OB owns B1, OC owns C1U.
  HouseholdYears() {
    world_.PutHouseholds({{"A1", "OA", Yuan("200.00"), 10},
                          {"A2", "OA", Yuan("200.00"), 10},
                          {"B1", "OB", Yuan("200.00"), 10},
                          {"C1U", "OC", Yuan("200.00"), 10}});
  }

  void Own(const std::string& unit_id, const std::string& owner_id, const std::string& from_date) {
    world_.Put(
        fmt::format(R"(entries {{ ownership {{ unit_id: "{}" owner_id: "{}" from_date: "{}" }} }})",
                    unit_id, owner_id, from_date));
  }
  void Sell(const std::string& unit_id, const std::string& from, const std::string& to,
            const std::string& last_day, const std::string& first_day) {
    world_.Put(fmt::format(
        R"(entries {{ ownership {{ unit_id: "{}" owner_id: "{}" from_date: "2016-01-01"
           to_date: "{}" }} }})",
        unit_id, from, last_day));
    Own(unit_id, to, first_day);
  }

  std::string ReasonOfSubmit(const std::string& unit_id) {
    return ReasonOf(world_.Submit(unit_id, Yuan("100.00"), 6).status());
  }

  WaiverWorld world_;
};

TEST_F(HouseholdYears, ASecondUnitOfTheSameOwnerIsRefused) {
  const auto first = world_.Submit("A1", Yuan("100.00"), 6);
  ASSERT_TRUE(first.ok()) << first.status();
  const auto second = world_.Submit("A2", Yuan("100.00"), 6);
  EXPECT_EQ(ReasonOf(second.status()), "WVR-5");
  EXPECT_THAT(ValuesOf(second.status())["WVR-5"], ::testing::HasSubstr(first->id()));
  EXPECT_EQ(ReasonOfSubmit("B1"), "");
}

TEST_F(HouseholdYears, AnOwnerInCommonIsEnough) {
  Own("B1", "OA", "2017-01-01");
  EXPECT_EQ(ReasonOfSubmit("A1"), "");
  EXPECT_EQ(ReasonOfSubmit("B1"), "WVR-5");
}

TEST_F(HouseholdYears, UnitsThatShareNoOwnerDoNotBlockEachOtherThroughAThird) {
  Own("B1", "OA", "2017-01-01");
  Own("B1", "OC", "2017-01-01");
  EXPECT_EQ(ReasonOfSubmit("A1"), "");
  EXPECT_EQ(ReasonOfSubmit("C1U"), "") << "A1 and C1U share no owner, B1 shares one with each";
  EXPECT_EQ(ReasonOfSubmit("B1"), "WVR-5");
}

TEST_F(HouseholdYears, ASoldUnitTakesItsWaiverAlongAndItsSellerHasHadOne) {
  EXPECT_EQ(ReasonOfSubmit("A1"), "");
  world_.SetDate(Date(2017, 1, 20));
  Sell("A1", "OA", "OB", "2017-01-19", "2017-01-20");
  EXPECT_EQ(ReasonOfSubmit("A1"), "WVR-5") << "the unit has had its waiver";
  EXPECT_EQ(ReasonOfSubmit("B1"), "WVR-5") << "a unit of its owner has had one";
  EXPECT_EQ(ReasonOfSubmit("A2"), "WVR-5") << "the seller has had one";
  EXPECT_EQ(ReasonOfSubmit("C1U"), "");
}

TEST_F(HouseholdYears, ABuyerOfAnotherUnitOfTheHouseholdIsFree) {
  EXPECT_EQ(ReasonOfSubmit("A1"), "");
  world_.SetDate(Date(2017, 1, 20));
  Sell("A2", "OA", "OC", "2017-01-19", "2017-01-20");
  EXPECT_EQ(ReasonOfSubmit("A2"), "") << "A2 had no waiver, nor did its owner OC";
}

TEST_F(HouseholdYears, TheSignatureTakesTheHouseholdOfItsOwnDate) {
  const auto asked = world_.Submit("A1", Yuan("100.00"), 6);
  ASSERT_TRUE(asked.ok()) << asked.status();
  world_.SetDate(Date(2017, 1, 20));
  Sell("A1", "OA", "OB", "2017-01-19", "2017-01-20");
  ASSERT_TRUE(world_.Approve(asked->id(), world_.Manager()).ok());
  EXPECT_EQ(ReasonOfSubmit("A2"), "") << "signed for OB: OA has had none";
  EXPECT_EQ(ReasonOfSubmit("B1"), "WVR-5");
}

TEST_F(HouseholdYears, ASignatureMeetsAnotherWaiverOfTheNewOwner) {
  const auto asked = world_.Submit("A1", Yuan("100.00"), 6);
  ASSERT_TRUE(asked.ok()) << asked.status();
  const auto other = world_.Submit("B1", Yuan("100.00"), 6);
  ASSERT_TRUE(other.ok()) << other.status();
  world_.SetDate(Date(2017, 1, 20));
  Sell("A1", "OA", "OB", "2017-01-19", "2017-01-20");
  const auto refused = world_.Approve(asked->id(), world_.GeneralManager());
  EXPECT_EQ(ReasonOf(refused.status()), "WVR-5");
  EXPECT_EQ(world_.Get(asked->id())->state(), v1::Waiver::STATE_SUBMITTED);
  EXPECT_EQ(ReasonOfSubmit("A2"), "WVR-5") << "a refused signature leaves what the request took";
}

TEST_F(HouseholdYears, TheYearOfTheSignatureCounts) {
  world_.SetDate(Date(2017, 12, 28));
  const auto asked = world_.Submit("A1", Yuan("100.00"), 1);
  ASSERT_TRUE(asked.ok()) << asked.status();
  EXPECT_EQ(ReasonOfSubmit("A2"), "WVR-5");
  world_.SetDate(Date(2018, 1, 3));
  const auto signed_one = world_.Approve(asked->id(), world_.GeneralManager());
  ASSERT_TRUE(signed_one.ok()) << signed_one.status();
  EXPECT_EQ(ReasonOfSubmit("A2"), "WVR-5") << "2018 has had its waiver";
  const auto held = world_.database().Read("test", [&](db::Transaction& transaction) {
    return transaction.Query(
        "SELECT DISTINCT plan_year FROM household_year WHERE waiver_id IS NOT NULL");
  });
  ASSERT_EQ(held->size(), 1U);
  EXPECT_EQ(held->front().Int32("plan_year"), 2018) << "2017 was given up";
}

TEST_F(HouseholdYears, OfManyRequestsAtOnceOneIsTaken) {
  std::vector<std::thread> threads;
  std::atomic<int> taken = 0;
  std::atomic<int> refused = 0;
  for (int i = 0; i < 16; ++i) {
    threads.emplace_back([&, i] {
      const auto asked = world_.Submit(i % 2 == 0 ? "A1" : "A2", Yuan("100.00"), 6);
      if (asked.ok()) ++taken;
      if (ReasonOf(asked.status()) == "WVR-5") ++refused;
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(taken, 1);
  EXPECT_EQ(refused, 15);
}

}  // namespace
}  // namespace cuijiao::waiver
