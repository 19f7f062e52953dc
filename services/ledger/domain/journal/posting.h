// Bills, payments and allocations as plain values, and the days on which they are posted.
#ifndef CUIJIAO_SERVICES_LEDGER_DOMAIN_JOURNAL_POSTING_H_
#define CUIJIAO_SERVICES_LEDGER_DOMAIN_JOURNAL_POSTING_H_

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "common/calendar/date.h"
#include "common/money/fen.h"
#include "services/ledger/domain/close/close.h"

namespace cuijiao::ledger {

// Reasons of refusals about receipts.
inline constexpr std::string_view kAmountNotPositive = "AMOUNT_NOT_POSITIVE";
inline constexpr std::string_view kAmountTooLarge = "AMOUNT_TOO_LARGE";
inline constexpr std::string_view kReceivedDateInFuture = "RECEIVED_DATE_IN_FUTURE";
inline constexpr std::string_view kReceivedDateTooOld = "RECEIVED_DATE_TOO_OLD";
inline constexpr std::string_view kUnknownUnit = "UNKNOWN_UNIT";
inline constexpr std::string_view kOtherProject = "OTHER_PROJECT";
inline constexpr std::string_view kUnknownCollector = "UNKNOWN_COLLECTOR";
inline constexpr std::string_view kUnknownBill = "UNKNOWN_BILL";
inline constexpr std::string_view kUnknownPayment = "UNKNOWN_PAYMENT";
inline constexpr std::string_view kPaymentReversed = "PAYMENT_REVERSED";
inline constexpr std::string_view kMethodOpening = "METHOD_OPENING";

// Fees that a unit is charged.
enum class FeeKind : std::uint8_t { kProperty = 1, kParking = 2, kSharedUtilities = 3 };
inline constexpr std::array kAllFeeKinds = {FeeKind::kProperty, FeeKind::kParking,
                                            FeeKind::kSharedUtilities};

// "PROPERTY": as tables, files and protos write it.
std::string_view FeeKindName(FeeKind kind);
std::optional<FeeKind> ParseFeeKind(std::string_view name);

// Parts of a bill in the order in which money goes to them (Civil Code art. 561).
enum class BillComponent : std::uint8_t { kCost = 1, kLateFee = 2, kPrincipal = 3 };
inline constexpr std::array kAllComponents = {BillComponent::kCost, BillComponent::kLateFee,
                                              BillComponent::kPrincipal};

// "COST", "LATE_FEE", "PRINCIPAL".
std::string_view ComponentName(BillComponent component);
std::optional<BillComponent> ParseComponent(std::string_view name);

// How money came in.
enum class PaymentMethod : std::uint8_t {
  kCash = 1,
  kBankTransfer = 2,
  kWechatPay = 3,
  kAlipay = 4,
  kPos = 5,
  kDirectDebit = 6,
  // The system before the suite received it (LED-19): nobody here has it in hand, it has the old
  // system's receipt, and it stands against opening equity.
  kOpening = 7,
};
inline constexpr std::array kAllMethods = {PaymentMethod::kCash,      PaymentMethod::kBankTransfer,
                                           PaymentMethod::kWechatPay, PaymentMethod::kAlipay,
                                           PaymentMethod::kPos,       PaymentMethod::kDirectDebit,
                                           PaymentMethod::kOpening};

// "CASH", "BANK_TRANSFER", "WECHAT_PAY", "ALIPAY", "POS", "DIRECT_DEBIT", "OPENING".
std::string_view MethodName(PaymentMethod method);
std::optional<PaymentMethod> ParseMethod(std::string_view name);

// An amount for each part of a bill.
struct ComponentAmounts {
  Fen cost;
  Fen late_fee;
  Fen principal;

  [[nodiscard]] Fen Total() const { return cost + late_fee + principal; }
  [[nodiscard]] Fen& Of(BillComponent component);
  [[nodiscard]] Fen Of(BillComponent component) const;
  friend bool operator==(const ComponentAmounts&, const ComponentAmounts&) = default;
};

// One fee of one unit for one service period (LED-1).
struct Bill {
  std::string id;  // MakeBillId, or MakeSupplementId
  std::string unit_id;
  std::string community_id;
  FeeKind fee_kind = FeeKind::kProperty;
  Date period_start;
  Date period_end;
  Date due_date;
  Fen principal;
  ComponentAmounts unpaid;
  Fen waived;
  Fen credited;     // principal that credit notes took back
  Fen written_off;  // of all parts, and not revived
  Date posting_date;
  absl::Time recorded_time;
};

// The same unit, fee kind and period give the same id everywhere: "U1/property/20170101-20170131".
// Ties of due dates go by it.
std::string MakeBillId(std::string_view unit_id, FeeKind kind, Date period_start, Date period_end);

// A supplement of that bill: "U1/property/20170101-20170131/2". `number` counts the bill itself
// as 1.
std::string MakeSupplementId(std::string_view bill_id, int number);
// Whether the bill supplements another one of its fee and period.
bool IsSupplement(const Bill& bill);

// Whether a bill is of a year before the plan year (definition 1).
inline bool IsHistorical(Date period_end, int plan_year) { return period_end.year() < plan_year; }

// Money of a payment that went to a part of a bill.
struct Allocation {
  std::string payment_id;
  int number = 0;  // grows with each allocation of the payment, from 1
  std::string bill_id;
  BillComponent component = BillComponent::kPrincipal;
  Fen amount;
  Date posting_date;
  bool from_prepayment = false;
  bool historical = false;

  friend bool operator==(const Allocation&, const Allocation&) = default;
};

// The payer's choice of a bill; amount 0 stands for as much as the bill still owes.
struct Designation {
  std::string bill_id;
  Fen amount;
};

// Who chose the bills (Civil Code art. 560: the choice is the debtor's): the owner who owes,
// somebody who pays for the owner, or nobody known but whoever recorded the payment.
enum class Designator : std::uint8_t { kOwner = 1, kPayer = 2, kRecorder = 3 };

// "OWNER", "PAYER", "RECORDER".
std::string_view DesignatorName(Designator designator);
std::optional<Designator> ParseDesignator(std::string_view name);

enum class PaymentState : std::uint8_t { kRecorded = 1, kReversed = 2 };

// "RECORDED", "REVERSED".
std::string_view PaymentStateName(PaymentState state);
std::optional<PaymentState> ParsePaymentState(std::string_view name);

// Why a payment was reversed (LED-3).
enum class ReversalReason : std::uint8_t { kBounced = 1, kWrongUnit = 2, kRefunded = 3 };

// "BOUNCED", "WRONG_UNIT", "REFUNDED".
std::string_view ReversalReasonName(ReversalReason reason);
std::optional<ReversalReason> ParseReversalReason(std::string_view name);

// A payment as it stands.
struct Payment {
  std::string id;
  std::string unit_id;
  std::string community_id;
  Fen amount;
  PaymentMethod method = PaymentMethod::kCash;
  Date received_date;
  Date posting_date;
  absl::Time recorded_time;
  std::string recorded_by;
  std::string collector_id;  // empty for none
  std::vector<std::string> collaborator_ids;
  std::vector<Designation> designations;
  std::optional<Designator> designated_by = std::nullopt;  // none without designations
  std::string external_reference;
  std::string waiver_id;  // of the settlement; empty for none
  Fen waiver;
  Fen claim;                                       // right before the settlement (definition 17)
  std::optional<int> settled_year = std::nullopt;  // plan year of the settlement; none without one
  Fen held;                                        // the amount less refunds; 0 when reversed
  Fen prepayment;                                  // of what is held, what no bill has used
  Fen refunded;
  int allocation_count = 0;  // numbers given so far
  std::vector<Allocation> allocations;
  PaymentState state = PaymentState::kRecorded;
  Date state_date;  // posting date of its last change of state
  std::optional<ReversalReason> reversal_reason;
  bool in_campaign = false;  // LED-12; filled by the store when a payment is read
};

// Whether money of a payment on a bill is of the historical part that a waiver was given for: the
// arrears of the settlement's own plan year. What the settlement prepaid may pay bills that have
// become historical since, and is as free as any prepayment.
inline bool IsOfSettlement(Date period_end, std::optional<int> settled_year) {
  return settled_year && IsHistorical(period_end, *settled_year);
}

// Money that is not matched to a unit (LED-4).
struct Suspense {
  std::string id;
  std::string project_id;
  Fen amount;
  PaymentMethod method = PaymentMethod::kCash;
  Date received_date;
  Date posting_date;
  absl::Time recorded_time;
  std::string recorded_by;
  std::string remark;      // personal
  std::string payment_id;  // what it became; empty while held
};

// The days on which a partition takes postings (definition 2, LED-10).
struct PostingDays {
  Date business_date;
  std::optional<Date> closed_through;
  std::optional<Month> closed_month = std::nullopt;  // the one that was closed last

  [[nodiscard]] Date FirstOpenDay() const {
    return closed_through ? *closed_through + 1 : Date(1900, 1, 1);
  }
  // Where everything but a receipt is posted; no posting is later.
  [[nodiscard]] Date Today() const { return std::max(business_date, FirstOpenDay()); }
  // The plan year of an open day (definitions 1 and 2): that of its accounting month, which after
  // an early close of December begins before 1 January.
  [[nodiscard]] int PlanYearOf(Date open_day) const {
    return static_cast<int>(OpenMonthOf(open_day, closed_month).year());
  }
  // A receipt: its received date where that is open, else the first open day.
  [[nodiscard]] Date ForReceipt(Date received_date) const {
    return std::max(received_date, FirstOpenDay());
  }
};

// Zero, negative and impossibly large amounts, each with its reason. INVALID_ARGUMENT.
absl::Status CheckAmount(Fen amount);

// Money that comes in now does not come by kOpening, which is the import of opening receipts'
// alone. INVALID_ARGUMENT / METHOD_OPENING.
absl::Status CheckMethod(PaymentMethod method);

// LED-2: a received date after the business date, or more than `late_recording_days` before it
// (finance may), is refused. FAILED_PRECONDITION.
absl::Status CheckReceivedDate(Date received_date, Date business_date, int late_recording_days,
                               bool is_finance);

}  // namespace cuijiao::ledger

#endif  // CUIJIAO_SERVICES_LEDGER_DOMAIN_JOURNAL_POSTING_H_
