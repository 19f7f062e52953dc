// Following payments in many steps, of which any may be the last (LED-20).
#include "absl/time/clock.h"
#include "common/fault/failpoint.h"
#include "services/ledger/store/receipts/payment_follower.h"
#include "tests/integration/ledger_receipts/receipt_world.h"

namespace cuijiao::ledger {
namespace {

class FollowerSteps : public ReceiptWorld {
 protected:
  // Payments of both communities of P1, two in cash.
  void Pay(int count) {
    for (int i = 0; i < count; ++i) {
      v1::RecordPaymentRequest request =
          PaymentRequest(100 + i, "2017-03-15", i % 2 == 0 ? "U1" : "U3");
      if (i < 2) request.set_method(v1::PAYMENT_METHOD_CASH);
      Paid(request);
    }
  }

  absl::StatusOr<int> Follow(std::int64_t entries_at_once) {
    return FollowPayments(ledger_.database(), "P1", absl::Now(), absl::InfiniteFuture(),
                          entries_at_once);
  }

  std::int64_t Placed() {
    return Number(
        "SELECT (SELECT COUNT(*) FROM cash_payment) + (SELECT COUNT(*) FROM wallet_payment) AS n");
  }
};

TEST_F(FollowerSteps, LED20_SmallStepsNumberEveryPaymentOnce) {
  Pay(7);  // four entries of C1, three of C2
  const fault::ScopedFailpoint counted("NumberReceipts.before_commit", "count");
  EXPECT_EQ(Follow(2).value_or(-1), 7);
  EXPECT_EQ(fault::Hits("NumberReceipts.before_commit"), 4);
  ExpectNoGap("P1", 2017, 7);
  EXPECT_EQ(Placed(), 7);
  EXPECT_EQ(Follow(2).value_or(-1), 0);
  EXPECT_EQ(fault::Hits("NumberReceipts.before_commit"), 4);
}

TEST_F(FollowerSteps, LED20_ALongBacklogOfOneProjectKeepsNoOtherWaiting) {
  Pay(6);                                                                         // P1
  for (int i = 0; i < 3; ++i) Paid(PaymentRequest(100 + i, "2017-03-15", "U9"));  // P2
  const auto follow_all = [this](absl::Time deadline) {
    return FollowPayments(ledger_.database(), {}, absl::Now(), deadline, /*entries_at_once=*/1);
  };
  EXPECT_TRUE(absl::IsDeadlineExceeded(follow_all(absl::InfinitePast()).status()));
  {
    const fault::ScopedFailpoint broken("NumberReceipts.before_commit", "error@5");
    EXPECT_FALSE(follow_all(absl::InfiniteFuture()).ok());
  }
  ExpectNoGap("P1", 2017, 2);
  ExpectNoGap("P2", 2017, 2);
  EXPECT_EQ(follow_all(absl::InfiniteFuture()).value_or(-1), 5);
  ExpectNoGap("P1", 2017, 6);
  ExpectNoGap("P2", 2017, 3);
}

// A step that breaks before its commit takes its numbers with it, and the run ends there; one whose
// commit got no answer leaves them. Whoever comes next, with steps of any size, goes on from there.
TEST_F(FollowerSteps, LED20_AnyStepMayBreak) {
  std::int64_t paid = 0;
  for (int broken_step = 1; broken_step <= 4; ++broken_step) {
    Pay(7);
    const std::int64_t numbered_before = paid;
    paid += 7;
    {
      const fault::ScopedFailpoint broken("NumberReceipts.before_commit",
                                          "error@" + std::to_string(broken_step));
      EXPECT_FALSE(Follow(2).ok());
    }
    const std::int64_t numbered = Number("SELECT COUNT(*) AS n FROM receipt");
    EXPECT_GE(numbered, numbered_before + broken_step - 1);
    EXPECT_LT(numbered, paid);
    ExpectNoGap("P1", 2017, numbered);
    EXPECT_EQ(Placed(), numbered);
    const fault::ScopedFailpoint unanswered("NumberReceipts.after_commit", "error@1");
    ASSERT_EQ(Follow(broken_step).status(), absl::OkStatus());
    EXPECT_GT(unanswered.hits(), 0);
    ExpectNoGap("P1", 2017, paid);
    EXPECT_EQ(Placed(), paid);
  }
}

}  // namespace
}  // namespace cuijiao::ledger
