// WVR-8: the waiver service is killed at each point between signature and end; nothing is lost and
// nothing is posted twice.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>

#include <memory>
#include <string>
#include <vector>

#include "absl/time/clock.h"
#include "common/status/reason.h"
#include "tests/integration/waiver/waiver_world.h"
#include "tests/support/service_process.h"

namespace cuijiao::waiver {
namespace {

constexpr auto kSettle = &v1::WaiverService::StubInterface::SettleWaiver;
constexpr auto kApprove = &v1::WaiverService::StubInterface::ApproveWaiver;

class KilledService : public ::testing::Test {
 protected:
  KilledService()
      : world_({}, Date(2017, 1, 5), WaiverWorld::Door::kProcess),
        setup_("waiver", world_.ledger().keys(), world_.database().settings()) {
    setup_.SetFlag("--ledger-address", world_.ledger().address());
    setup_.UsePersonalKeys();
    std::vector<HouseholdPlan> plans;
    for (const char* unit : {"K1", "K2", "K3", "K4", "K5", "K6"}) {
      plans.push_back({unit, std::string("O") + unit, Yuan("200.00"), 10});
    }
    world_.PutHouseholds(plans);
  }

  // Starts the service; the world calls it from here on.
  std::unique_ptr<support::ServiceProcess> Start(const std::string& failpoints = "") {
    auto process = std::make_unique<support::ServiceProcess>(setup_, failpoints);
    world_.UseServiceAt(process->address());
    return process;
  }

  v1::Waiver Asked(const std::string& unit_id) {
    const auto asked = world_.Submit(unit_id, Yuan("150.00"), 6);
    EXPECT_TRUE(asked.ok()) << asked.status();
    return *asked;
  }

  v1::Waiver Approved(const std::string& unit_id) {
    const auto signed_one = world_.Approve(Asked(unit_id).id(), world_.Manager());
    EXPECT_TRUE(signed_one.ok()) << signed_one.status();
    return *signed_one;
  }

  // Waits until the service has brought the waiver to its end by itself.
  void AwaitSettled(const std::string& waiver_id) {
    const absl::Time give_up = absl::Now() + absl::Seconds(60);
    while (absl::Now() < give_up) {
      const auto waiver = world_.Get(waiver_id);
      if (waiver.ok() && waiver->state() == v1::Waiver::STATE_SETTLED) return;
      absl::SleepFor(absl::Milliseconds(20));
    }
    FAIL() << "the settlement was not carried on";
  }

  void ExpectSettledOnce(const v1::Waiver& waiver) {
    const auto now = world_.Get(waiver.id());
    ASSERT_TRUE(now.ok()) << now.status();
    EXPECT_EQ(now->state(), v1::Waiver::STATE_SETTLED);
    const auto payments = world_.PaymentsOf(waiver.unit_id());
    ASSERT_EQ(payments.size(), 1U);
    EXPECT_EQ(payments[0].id(), now->payment_id());
    EXPECT_EQ(world_.HistoricalOwed(waiver.unit_id()), Fen(0));
    EXPECT_EQ(world_.TrialBalance(), Fen(0));
    EXPECT_EQ(world_.ManagerMonthOf("M1", "2017-01")->signed_fen(), 15000);
  }

  WaiverWorld world_;
  support::ServiceSetup setup_;
};

class KilledWhileSettling : public KilledService,
                            public ::testing::WithParamInterface<const char*> {};

TEST_P(KilledWhileSettling, LosesNothingAndPostsNothingTwice) {
  const std::string point = GetParam();
  v1::Waiver waiver;
  v1::SettleWaiverRequest request;
  {
    const auto process = Start(point + "=kill");
    waiver = Approved("K1");
    request = world_.SettleRequest(waiver, Fen(waiver.cash_fen()));
    EXPECT_FALSE(world_.Call(kSettle, world_.Collector(), request).ok());
    EXPECT_EQ(process->AwaitEnd(), SIGKILL);
    ASSERT_TRUE(setup_.WasHit(point));
  }
  const auto process = Start();
  if (point == "waiver.settle.before_intent" || point == "waiver.settle.intent.before_commit") {
    EXPECT_EQ(world_.Get(waiver.id())->state(), v1::Waiver::STATE_APPROVED);
    EXPECT_THAT(world_.PaymentsOf("K1"), ::testing::IsEmpty());
  } else {
    AwaitSettled(waiver.id());
    ExpectSettledOnce(waiver);
  }
  const auto repeated = world_.Call(kSettle, world_.Collector(), request);
  ASSERT_TRUE(repeated.ok()) << repeated.status();
  ExpectSettledOnce(waiver);
}

INSTANTIATE_TEST_SUITE_P(
    WVR8, KilledWhileSettling,
    ::testing::Values("waiver.settle.before_intent", "waiver.settle.intent.before_commit",
                      "waiver.settle.intent.after_commit", "waiver.settle.after_intent",
                      "waiver.settle.before_post", "waiver.settle.after_post",
                      "waiver.settle.before_done", "waiver.settle.end.before_commit",
                      "waiver.settle.end.after_commit", "waiver.settle.after_done"));

class KilledWhileSigning : public KilledService,
                           public ::testing::WithParamInterface<const char*> {};

TEST_P(KilledWhileSigning, SignsOnceAndCountsOnce) {
  const std::string point = GetParam();
  v1::ApproveWaiverRequest request;
  v1::Waiver asked;
  {
    const auto process = Start(point + "=kill");
    asked = Asked("K1");
    request.set_request_id("SIGN-1");
    request.set_waiver_id(asked.id());
    EXPECT_FALSE(world_.Call(kApprove, world_.Manager(), request).ok());
    EXPECT_EQ(process->AwaitEnd(), SIGKILL);
    ASSERT_TRUE(setup_.WasHit(point));
  }
  const auto process = Start();
  const bool stands = point == "ApproveWaiver.after_commit";
  EXPECT_EQ(world_.Get(asked.id())->state(),
            stands ? v1::Waiver::STATE_APPROVED : v1::Waiver::STATE_SUBMITTED);
  EXPECT_EQ(world_.ManagerMonthOf("M1", "2017-01")->signed_fen(), stands ? 15000 : 0);
  const auto repeated = world_.Call(kApprove, world_.Manager(), request);
  ASSERT_TRUE(repeated.ok()) << repeated.status();
  EXPECT_EQ(repeated->state(), v1::Waiver::STATE_APPROVED);
  EXPECT_EQ(world_.ManagerMonthOf("M1", "2017-01")->signed_fen(), 15000);
  ASSERT_TRUE(world_.Settle(*repeated).ok());
  ExpectSettledOnce(*repeated);
}

INSTANTIATE_TEST_SUITE_P(WVR8, KilledWhileSigning,
                         ::testing::Values("ApproveWaiver.before_commit",
                                           "ApproveWaiver.after_commit"));

TEST_F(KilledService, SettlesAllOfSixThoughItIsKilledAgainAndAgain) {
  const std::vector<std::string> kills = {
      "waiver.settle.after_post=kill@2", "waiver.settle.before_post=kill@3",
      "waiver.settle.end.before_commit=kill@2", "waiver.settle.after_intent=kill@1", ""};
  std::vector<v1::Waiver> waivers;
  std::vector<v1::SettleWaiverRequest> requests;
  {
    const auto process = Start();
    for (const char* unit : {"K1", "K2", "K3", "K4", "K5", "K6"}) {
      waivers.push_back(Approved(unit));
      requests.push_back(world_.SettleRequest(waivers.back(), Fen(waivers.back().cash_fen())));
    }
  }
  for (const std::string& kill : kills) {
    const auto process = Start(kill);
    // Whoever gets no answer asks again with the same request, as clients do.
    for (const v1::SettleWaiverRequest& request : requests) {
      const auto answer = world_.Call(kSettle, world_.Collector(), request);
      if (kill.empty()) {
        EXPECT_TRUE(answer.ok()) << answer.status();
      }
    }
    if (!kill.empty()) {
      EXPECT_EQ(process->AwaitEnd(), SIGKILL) << kill;
    }
  }
  const auto process = Start();
  for (const v1::Waiver& waiver : waivers) {
    EXPECT_EQ(world_.Get(waiver.id())->state(), v1::Waiver::STATE_SETTLED);
    EXPECT_EQ(world_.PaymentsOf(waiver.unit_id()).size(), 1U);
    EXPECT_EQ(world_.HistoricalOwed(waiver.unit_id()), Fen(0));
  }
  EXPECT_EQ(world_.TrialBalance(), Fen(0));
  EXPECT_EQ(world_.ManagerMonthOf("M1", "2017-01")->signed_fen(), 90000);
}

}  // namespace
}  // namespace cuijiao::waiver
