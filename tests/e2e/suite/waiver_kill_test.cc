// WVR-8 between two real processes: the waiver service is killed at each point between approval and
// posting, then the ledger too; and the ledger in the middle of the posting itself.
#include <signal.h>

#include <string>

#include "absl/time/clock.h"
#include "common/status/reason.h"
#include "tests/e2e/suite/suite_world.h"

namespace cuijiao {
namespace {

namespace wv1 = waiver::v1;

class KilledBetweenApprovalAndPosting : public SuiteWorld,
                                        public ::testing::WithParamInterface<const char*> {
 protected:
  explicit KilledBetweenApprovalAndPosting(const std::string& service)
      : SuiteWorld({{service, std::string(GetParam()) + "=kill"}}) {}

  // 2,000.00 of arrears, signed by the manager.
  wv1::Waiver Approved() {
    PutHome("K1", Yuan("200.00"), "2016-03-01");
    return Must(ApproveWaiver(Must(SubmitWaiver("K1", Yuan("150.00"), 6)).id()));
  }

  // The waiver as it is once the service has brought it to its end by itself.
  void AwaitSettled(const std::string& waiver_id) {
    const absl::Time give_up = absl::Now() + absl::Seconds(60);
    while (absl::Now() < give_up) {
      const auto waiver = GetWaiver(waiver_id);
      if (waiver.ok() && waiver->state() == wv1::Waiver::STATE_SETTLED) return;
      absl::SleepFor(absl::Milliseconds(20));
    }
    FAIL() << "the settlement was not carried on";
  }

  // What a client does that got no answer: the same request until there is one.
  wv1::Waiver SettleAtLast(const wv1::SettleWaiverRequest& request) {
    const absl::Time give_up = absl::Now() + absl::Seconds(60);
    absl::StatusOr<wv1::Waiver> answer = Settle(request);
    while (absl::IsUnavailable(answer.status()) && absl::Now() < give_up) {
      absl::SleepFor(absl::Milliseconds(20));
      answer = Settle(request);
    }
    return Must(std::move(answer));
  }

  void ExpectSettledOnce(const wv1::Waiver& approved) {
    const wv1::Waiver now = Must(GetWaiver(approved.id()));
    EXPECT_EQ(now.state(), wv1::Waiver::STATE_SETTLED);
    const auto payments = PaymentsOf(approved.unit_id());
    ASSERT_EQ(payments.size(), 1U);
    EXPECT_EQ(payments[0].id(), now.payment_id());
    EXPECT_EQ(payments[0].amount_fen(), approved.cash_fen());
    EXPECT_EQ(payments[0].waiver_id(), approved.id());
    EXPECT_EQ(HistoricalOwed(approved.unit_id()), Fen(0));
    wv1::GetManagerMonthRequest month;
    month.set_manager_id("M1");
    month.set_month("2017-01");
    const SuiteClient finance = Finance();
    EXPECT_EQ(Must(finance.Call(finance.suite().waiver, &wv1::WaiverService::Stub::GetManagerMonth,
                                month))
                  .signed_fen(),
              15'000);
    EXPECT_EQ(suite_.CheckBooks(), absl::OkStatus());
  }
};

class KilledWaiverService : public KilledBetweenApprovalAndPosting {
 protected:
  KilledWaiverService() : KilledBetweenApprovalAndPosting("waiver") {}
};

TEST_P(KilledWaiverService, LosesNothingThoughTheLedgerDiesToo) {
  const std::string point = GetParam();
  const wv1::Waiver approved = Approved();
  const wv1::SettleWaiverRequest request = SettleRequest(approved);
  EXPECT_TRUE(absl::IsUnavailable(Settle(request).status()));
  EXPECT_EQ(suite_.AwaitEnd("waiver"), SIGKILL);
  ASSERT_TRUE(suite_.WasHit("waiver", point));
  suite_.Kill("ledger");

  // It comes up without its ledger, and waits for it.
  suite_.Restart("waiver");
  suite_.Restart("ledger");
  const bool kept_the_intent =
      point != "waiver.settle.before_intent" && point != "waiver.settle.intent.before_commit";
  if (kept_the_intent) {
    AwaitSettled(approved.id());
    ExpectSettledOnce(approved);
  }
  const wv1::Waiver settled = SettleAtLast(request);
  EXPECT_EQ(settled.state(), wv1::Waiver::STATE_SETTLED);
  ExpectSettledOnce(approved);
}

INSTANTIATE_TEST_SUITE_P(
    WVR8, KilledWaiverService,
    ::testing::Values("waiver.settle.before_intent", "waiver.settle.intent.before_commit",
                      "waiver.settle.intent.after_commit", "waiver.settle.after_intent",
                      "waiver.settle.before_post", "waiver.settle.after_post",
                      "waiver.settle.before_done", "waiver.settle.end.before_commit",
                      "waiver.settle.end.after_commit", "waiver.settle.after_done"));

class KilledLedger : public KilledBetweenApprovalAndPosting {
 protected:
  KilledLedger() : KilledBetweenApprovalAndPosting("ledger") {}
};

TEST_P(KilledLedger, PostsTheSettlementOnceWhenItIsBack) {
  const std::string point = GetParam();
  const wv1::Waiver approved = Approved();
  const wv1::SettleWaiverRequest request = SettleRequest(approved);
  const absl::Status unanswered = Settle(request).status();
  EXPECT_TRUE(absl::IsUnavailable(unanswered)) << unanswered;
  EXPECT_EQ(ReasonOf(unanswered), "SETTLEMENT_PENDING");
  EXPECT_EQ(suite_.AwaitEnd("ledger"), SIGKILL);
  ASSERT_TRUE(suite_.WasHit("ledger", point));

  suite_.Restart("ledger");
  AwaitSettled(approved.id());
  ExpectSettledOnce(approved);
  EXPECT_EQ(SettleAtLast(request).state(), wv1::Waiver::STATE_SETTLED);
  ExpectSettledOnce(approved);
}

INSTANTIATE_TEST_SUITE_P(WVR8, KilledLedger,
                         ::testing::Values("ledger.post_settlement.before_commit",
                                           "ledger.post_settlement.before_answer"));

}  // namespace
}  // namespace cuijiao
