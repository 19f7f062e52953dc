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

// A step that is lost takes its numbers with it, one whose commit got no answer leaves them: each
// is taken again, and the next ones go on, whatever their size.
TEST_F(FollowerSteps, LED20_AnyStepMayBeLost) {
  std::int64_t paid = 0;
  for (const std::string point : {"NumberReceipts.before_commit", "NumberReceipts.after_commit"}) {
    for (int lost = 1; lost <= 4; ++lost) {
      Pay(7);
      paid += 7;
      const fault::ScopedFailpoint broken(point, "error@" + std::to_string(lost));
      ASSERT_EQ(broken.armed(), absl::OkStatus());
      ASSERT_EQ(Follow(2).status(), absl::OkStatus());
      EXPECT_GE(broken.hits(), 4);
      ExpectNoGap("P1", 2017, paid);
      EXPECT_EQ(Placed(), paid);
    }
  }
}

}  // namespace
}  // namespace cuijiao::ledger
