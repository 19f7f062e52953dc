#include "services/ledger/domain/receipts/wallet.h"

#include "common/status/reason.h"
#include "fmt/format.h"
#include "services/ledger/domain/receipts/cash.h"

namespace cuijiao::ledger {
namespace {

absl::Status RefusePayment(std::string_view reason, const WalletPayment& payment,
                           std::string_view why) {
  return Refusal(absl::StatusCode::kFailedPrecondition, reason,
                 fmt::format("payment {} {}", payment.payment_id, why),
                 {{"payment_id", payment.payment_id}});
}

}  // namespace

absl::Status CheckPayout(const WalletPayout& payout, Fen net, Date business_date) {
  if (payout.provider != PaymentMethod::kWechatPay && payout.provider != PaymentMethod::kAlipay) {
    return Refusal(absl::StatusCode::kInvalidArgument, kMethodNotAWallet,
                   fmt::format("provider {} is no wallet", MethodName(payout.provider)),
                   {{"provider", std::string(MethodName(payout.provider))}});
  }
  if (net != payout.net()) {
    return Refusal(absl::StatusCode::kInvalidArgument, kPayoutNetWrong,
                   fmt::format("net_fen {} is not gross_fen {} less fee_fen {}", net.value(),
                               payout.gross.value(), payout.fee.value()),
                   {{"net_fen", fmt::to_string(net.value())},
                    {"gross_fen", fmt::to_string(payout.gross.value())},
                    {"fee_fen", fmt::to_string(payout.fee.value())}});
  }
  if (payout.payout_date > business_date) {
    return Refusal(absl::StatusCode::kFailedPrecondition, kPayoutDateInFuture,
                   fmt::format("payout_date {} is after the business date {}",
                               FormatDate(payout.payout_date), FormatDate(business_date)),
                   {{"payout_date", FormatDate(payout.payout_date)},
                    {"business_date", FormatDate(business_date)}});
  }
  return absl::OkStatus();
}

absl::Status DecidePayout(std::span<const WalletPayment> payments, WalletPayout& payout) {
  if (payments.size() > kMostPaymentsAtOnce) {
    return Refusal(absl::StatusCode::kFailedPrecondition, kTooManyPayments,
                   fmt::format("the dates have {} payments, a payout takes {} at most: give fewer "
                               "days or one project",
                               payments.size(), kMostPaymentsAtOnce),
                   {{"payment_count", std::to_string(payments.size())}});
  }
  payout.matched = Fen(0);
  for (const WalletPayment& payment : payments) {
    if (payment.method != payout.provider) {
      return RefusePayment(kMethodDiffers, payment, "came in by another method");
    }
    if (!payout.project_id.empty() && payment.project_id != payout.project_id) {
      return RefusePayment(kOtherProject, payment, "is of another project");
    }
    if (payment.reversed) return RefusePayment(kPaymentReversed, payment, "was reversed");
    if (!payment.payout_id.empty()) {
      return RefusePayment(kPaymentPaidOut, payment, "is settled by another payout");
    }
    payout.matched += payment.amount;
  }
  payout.payment_count = static_cast<int>(payments.size());
  return absl::OkStatus();
}

}  // namespace cuijiao::ledger
