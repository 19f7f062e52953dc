// WVR-3 under concurrency: the month's limit holds whatever comes at once.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <functional>
#include <string>
#include <thread>
#include <vector>

#include "common/status/reason.h"
#include "tests/integration/waiver/waiver_world.h"

namespace cuijiao::waiver {
namespace {

constexpr int kWaivers = 200;
constexpr int kThreads = 32;

// Every thread takes the next number until all are done.
void InParallel(const std::function<void(int)>& body) {
  std::atomic<int> next = 0;
  std::vector<std::thread> threads;
  for (int t = 0; t < kThreads; ++t) {
    threads.emplace_back([&] {
      for (int i = next++; i < kWaivers; i = next++) body(i);
    });
  }
  for (std::thread& thread : threads) thread.join();
}

TEST(ManagerMonths, WVR3_TwoHundredSignaturesAtOnceNeverPassTheLimit) {
  WaiverWorld world;
  std::vector<HouseholdPlan> plans;
  for (int i = 0; i < kWaivers; ++i) {
    plans.push_back(
        {"U" + std::to_string(1000 + i), "O" + std::to_string(1000 + i), Yuan("200.00"), 10});
  }
  world.PutHouseholds(plans);
  std::vector<std::string> ids(kWaivers);
  InParallel([&](int i) {
    const auto asked = world.Submit(plans[static_cast<std::size_t>(i)].unit_id, Yuan("19.99"), 6);
    ASSERT_TRUE(asked.ok()) << asked.status();
    ids[static_cast<std::size_t>(i)] = asked->id();
  });

  std::atomic<int> taken = 0;
  std::atomic<int> refused = 0;
  InParallel([&](int i) {
    const auto signed_one = world.Approve(ids[static_cast<std::size_t>(i)], world.Manager());
    if (signed_one.ok()) {
      ++taken;
    } else {
      EXPECT_EQ(ReasonOf(signed_one.status()), "WVR-3") << signed_one.status();
      ++refused;
    }
  });
  // 50 × 19.99 are 999.50; a 51st would be 1,019.49.
  EXPECT_EQ(taken, 50);
  EXPECT_EQ(refused, kWaivers - 50);
  const auto month = world.ManagerMonthOf("M1", "2017-01");
  ASSERT_TRUE(month.ok()) << month.status();
  EXPECT_EQ(Fen(month->signed_fen()), Yuan("999.50"));
  EXPECT_EQ(month->waivers_size(), 50);
  Fen sum;
  for (const v1::Waiver& waiver : month->waivers()) sum += Fen(waiver.waiver_fen());
  EXPECT_EQ(sum, Fen(month->signed_fen())) << "the row says what the waivers say";
}

TEST(ManagerMonths, EachCalendarMonthAndEachManagerHasItsOwnLimit) {
  WaiverWorld world({}, Date(2017, 1, 31));
  world.PutHouseholds({{"UA", "OA", Yuan("200.00"), 10}, {"UB", "OB", Yuan("200.00"), 10}});
  const auto january = world.Submit("UA", Yuan("199.99"), 6);
  ASSERT_TRUE(world.Approve(january.value().id(), world.Manager()).ok());
  world.SetDate(Date(2017, 2, 1));
  const auto february = world.Submit("UB", Yuan("199.98"), 6);
  ASSERT_TRUE(world.Approve(february.value().id(), world.Manager()).ok());
  EXPECT_EQ(world.ManagerMonthOf("M1", "2017-01")->signed_fen(), 19999);
  EXPECT_EQ(world.ManagerMonthOf("M1", "2017-02")->signed_fen(), 19998);
  EXPECT_EQ(world.ManagerMonthOf("M2", "2017-02")->signed_fen(), 0);
  EXPECT_EQ(world.ManagerMonthOf("M1", "2017-02")->left_fen(), 80002);
}

// The month is read by who may read it with GetManagerMonth; an evaluation is no way around.
TEST(ManagerMonths, WVR3_AnEvaluationNamesManagersOfTheCallersReachAlone) {
  WaiverWorld world;
  world.PutHouseholds({{"UA", "OA", Yuan("200.00"), 10}, {"UB", "OB", Yuan("200.00"), 10}});
  ASSERT_TRUE(world.Approve(world.Submit("UA", Yuan("199.99"), 6)->id(), world.Manager()).ok());
  v1::EvaluateWaiverRequest request;
  request.mutable_proposal()->set_unit_id("UB");
  request.mutable_proposal()->set_waiver_fen(10000);
  request.mutable_proposal()->set_months_to_cover(6);
  const auto signed_for = [&](const Caller& caller, const std::string& manager_id) {
    request.set_manager_id(manager_id);
    const auto evaluation =
        world.Call(&v1::WaiverService::StubInterface::EvaluateWaiver, caller, request);
    return evaluation.ok() ? std::to_string(evaluation->facts().manager_signed_this_month_fen())
                           : ReasonOf(evaluation.status());
  };
  const Caller leader = world.ledger().Staff("L1", Role::kTeamLeader);
  const Caller other_manager = world.ledger().Staff("M2", Role::kManager);
  EXPECT_EQ(signed_for(world.Manager(), ""), "19999");
  EXPECT_EQ(signed_for(world.Manager(), "M1"), "19999");
  EXPECT_EQ(signed_for(world.GeneralManager(), "M1"), "19999");
  EXPECT_EQ(signed_for(world.Finance(), "M1"), "19999");
  EXPECT_EQ(signed_for(world.Finance(), "nobody"), "UNKNOWN_STAFF");
  EXPECT_EQ(ReasonOf(world.ManagerMonthOf("nobody", "2017-01").status()), "UNKNOWN_STAFF");
  for (const Caller& caller : {world.Collector(), leader}) {
    EXPECT_EQ(signed_for(caller, "M1"), "OUT_OF_SCOPE");
    EXPECT_EQ(signed_for(caller, "nobody"), "OUT_OF_SCOPE");
    EXPECT_EQ(signed_for(caller, ""), "0");
  }
  EXPECT_EQ(signed_for(world.Manager(), "M2"), "OUT_OF_SCOPE");
  EXPECT_EQ(signed_for(other_manager, "M2"), "OUT_OF_SCOPE");  // the unit is not in reach
}

}  // namespace
}  // namespace cuijiao::waiver
