// Wallet payouts (LED-20).
#include "services/ledger/domain/receipts/wallet.h"

#include <gtest/gtest.h>

#include "common/status/reason.h"

namespace cuijiao::ledger {
namespace {

constexpr Date kPayoutDay(2017, 3, 15);

WalletPayout PayoutOf(std::int64_t gross, std::int64_t fee) {
  WalletPayout payout;
  payout.id = "W1";
  payout.payout_date = kPayoutDay;
  payout.gross = Fen(gross);
  payout.fee = Fen(fee);
  return payout;
}

WalletPayment PaidThrough(PaymentMethod method, std::int64_t fen) {
  return {.payment_id = "Y1",
          .project_id = "P1",
          .unit_id = "U1",
          .method = method,
          .amount = Fen(fen),
          .received_date = kPayoutDay,
          .external_reference = "T1",
          .reversed = false,
          .payout_id = ""};
}

std::string CheckedReason(const WalletPayout& payout, std::int64_t net) {
  return ReasonOf(CheckPayout(payout, Fen(net), kPayoutDay));
}

TEST(CheckPayout, LED20_NetIsGrossLessFeeToTheFen) {
  EXPECT_EQ(CheckedReason(PayoutOf(10'000, 60), 9'940), "");
  EXPECT_EQ(CheckedReason(PayoutOf(10'000, 60), 9'939), kPayoutNetWrong);
  EXPECT_EQ(CheckedReason(PayoutOf(10'000, 60), 9'941), kPayoutNetWrong);
  EXPECT_EQ(CheckedReason(PayoutOf(10'000, 0), 10'000), "");
}

TEST(CheckPayout, LED20_OnlyAWalletPaysOut) {
  for (const PaymentMethod method : kAllMethods) {
    WalletPayout payout = PayoutOf(100, 0);
    payout.provider = method;
    const bool wallet = method == PaymentMethod::kWechatPay || method == PaymentMethod::kAlipay;
    EXPECT_EQ(CheckedReason(payout, 100), wallet ? "" : kMethodNotAWallet);
  }
}

TEST(CheckPayout, LED20_IsNotOfTomorrow) {
  WalletPayout payout = PayoutOf(100, 0);
  payout.payout_date = kPayoutDay + 1;
  EXPECT_EQ(CheckedReason(payout, 100), kPayoutDateInFuture);
}

TEST(DecidePayout, LED20_SaysWhatItsPaymentsComeToAndTheDifference) {
  WalletPayout payout = PayoutOf(10'000, 60);
  const std::vector<WalletPayment> payments = {PaidThrough(PaymentMethod::kWechatPay, 4'000),
                                               PaidThrough(PaymentMethod::kWechatPay, 5'990)};
  ASSERT_EQ(DecidePayout(payments, payout), absl::OkStatus());
  EXPECT_EQ(payout.payment_count, 2);
  EXPECT_EQ(payout.matched, Fen(9'990));
  EXPECT_EQ(payout.difference(), Fen(10));
  EXPECT_EQ(payout.net(), Fen(9'940));
}

TEST(DecidePayout, LED20_RefusesWhatItCannotSettle) {
  const auto reason = [](const WalletPayment& payment, const char* project = "") {
    WalletPayout payout = PayoutOf(100, 0);
    payout.project_id = project;
    return ReasonOf(DecidePayout({&payment, 1}, payout));
  };
  WalletPayment payment = PaidThrough(PaymentMethod::kWechatPay, 100);
  EXPECT_EQ(reason(payment), "");
  EXPECT_EQ(reason(payment, "P1"), "");
  EXPECT_EQ(reason(payment, "P2"), "OTHER_PROJECT");
  EXPECT_EQ(reason(PaidThrough(PaymentMethod::kAlipay, 100)), kMethodDiffers);
  payment.payout_id = "W0";
  EXPECT_EQ(reason(payment), kPaymentPaidOut);
  payment.reversed = true;
  EXPECT_EQ(reason(payment), kPaymentReversed);
}

}  // namespace
}  // namespace cuijiao::ledger
