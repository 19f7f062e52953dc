// Payouts of wallets, net of fees, and the payments that they settle (LED-20). Pure.
#ifndef CUIJIAO_SERVICES_LEDGER_DOMAIN_RECEIPTS_WALLET_H_
#define CUIJIAO_SERVICES_LEDGER_DOMAIN_RECEIPTS_WALLET_H_

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "common/calendar/date.h"
#include "common/money/fen.h"
#include "services/ledger/domain/journal/posting.h"

namespace cuijiao::ledger {

inline constexpr std::string_view kMethodNotAWallet = "METHOD_NOT_A_WALLET";
inline constexpr std::string_view kPayoutNetWrong = "PAYOUT_NET_WRONG";
inline constexpr std::string_view kPayoutDateInFuture = "PAYOUT_DATE_IN_FUTURE";
inline constexpr std::string_view kPayoutReferenceTaken = "PAYOUT_REFERENCE_TAKEN";
inline constexpr std::string_view kUnknownTransaction = "UNKNOWN_TRANSACTION";
inline constexpr std::string_view kMethodDiffers = "METHOD_DIFFERS";
inline constexpr std::string_view kPaymentPaidOut = "PAYMENT_PAID_OUT";
inline constexpr std::string_view kUnknownPayout = "UNKNOWN_PAYOUT";
inline constexpr std::string_view kPayoutCancelled = "PAYOUT_CANCELLED";

// The numbers are those of the proto.
enum class PayoutState : std::uint8_t { kRecorded = 1, kCancelled = 2 };

// A payment that came through a wallet, as it stands.
struct WalletPayment {
  std::string payment_id;
  std::string project_id;
  std::string unit_id;
  PaymentMethod method = PaymentMethod::kWechatPay;
  Fen amount;  // less what was paid back of it
  Date received_date;
  std::string external_reference;
  bool reversed = false;
  std::string payout_id;  // empty while none settles it
};

struct WalletPayout {
  std::string id;
  PaymentMethod provider = PaymentMethod::kWechatPay;
  std::string project_id;  // empty where several share the merchant account
  Date payout_date;
  Fen gross;
  Fen fee;
  std::string reference;
  int payment_count = 0;
  Fen matched;
  PayoutState state = PayoutState::kRecorded;
  std::string recorded_by;
  absl::Time recorded_time;
  std::string reason;  // why it was cancelled

  [[nodiscard]] Fen net() const { return gross - fee; }
  [[nodiscard]] Fen difference() const { return gross - matched; }
};

// INVALID_ARGUMENT / METHOD_NOT_A_WALLET, PAYOUT_NET_WRONG; FAILED_PRECONDITION /
// PAYOUT_DATE_IN_FUTURE; in this order.
absl::Status CheckPayout(const WalletPayout& payout, Fen net, Date business_date);

// Puts the payments' number and sum into the payout. Each of them must be of the payout's wallet
// and project, stand, and be settled by no other: FAILED_PRECONDITION / METHOD_DIFFERS,
// OTHER_PROJECT, PAYMENT_REVERSED, PAYMENT_PAID_OUT, naming the first payment that is not.
absl::Status DecidePayout(std::span<const WalletPayment> payments, WalletPayout& payout);

}  // namespace cuijiao::ledger

#endif  // CUIJIAO_SERVICES_LEDGER_DOMAIN_RECEIPTS_WALLET_H_
