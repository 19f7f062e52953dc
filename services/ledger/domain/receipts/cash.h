// Cash on its way to finance (LED-20). Pure.
#ifndef CUIJIAO_SERVICES_LEDGER_DOMAIN_RECEIPTS_CASH_H_
#define CUIJIAO_SERVICES_LEDGER_DOMAIN_RECEIPTS_CASH_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/calendar/date.h"
#include "common/money/fen.h"

namespace cuijiao::ledger {

inline constexpr std::string_view kUnknownStaff = "UNKNOWN_STAFF";
inline constexpr std::string_view kUnknownHandover = "UNKNOWN_HANDOVER";
inline constexpr std::string_view kHandoverDateInFuture = "HANDOVER_DATE_IN_FUTURE";
inline constexpr std::string_view kNothingToHandOver = "NOTHING_TO_HAND_OVER";
// One handover or payout takes no more, so that its transaction and its answer stay small.
inline constexpr std::string_view kTooManyPayments = "TOO_MANY_PAYMENTS";
inline constexpr std::size_t kMostPaymentsAtOnce = 5'000;
inline constexpr std::string_view kHandoverDecided = "HANDOVER_DECIDED";

// The numbers are those of the proto.
enum class HandoverState : std::uint8_t { kStated = 1, kConfirmed = 2, kRejected = 3 };

// A payment in cash, in somebody's hand.
struct CashPayment {
  std::string payment_id;
  Fen amount;
};

struct CashHandover {
  std::string id;
  std::string holder_staff_id;
  Date handover_date;
  Fen taken;  // what its payments come to
  int payment_count = 0;
  Fen stated;
  Fen counted;
  Fen difference;  // counted - taken
  Fen returned;    // paid back of its payments since it was confirmed; no part of the others
  HandoverState state = HandoverState::kStated;
  std::string stated_by;
  absl::Time stated_time;
  std::string decided_by;
  std::optional<absl::Time> decided_time;
  std::string note;
  std::string reason;
};

// Puts what the payments come to into a handover that is stated. FAILED_PRECONDITION /
// HANDOVER_DATE_IN_FUTURE; NOTHING_TO_HAND_OVER without payment and without amount (money alone
// makes good what was short before).
absl::Status DecideStatement(const std::vector<CashPayment>& payments, Date business_date,
                             CashHandover& handover);

// Who decides what, and why.
struct HandoverDecision {
  std::string decided_by;
  absl::Time decided_time;
  std::string reason;
};

// The handover once `counted` is confirmed; `reversed` are its payments that were reversed since,
// and are taken out. FAILED_PRECONDITION, in this order: HANDOVER_DECIDED, SAME_PERSON,
// REASON_MISSING (counted is not what was taken).
absl::StatusOr<CashHandover> DecideConfirmation(CashHandover handover,
                                                const std::vector<CashPayment>& reversed,
                                                Fen counted, const HandoverDecision& decision);

// The handover once it is sent back. FAILED_PRECONDITION / HANDOVER_DECIDED.
absl::StatusOr<CashHandover> DecideRejection(CashHandover handover,
                                             const HandoverDecision& decision);

}  // namespace cuijiao::ledger

#endif  // CUIJIAO_SERVICES_LEDGER_DOMAIN_RECEIPTS_CASH_H_
