#include "services/ledger/domain/journal/posting.h"

#include "absl/strings/str_cat.h"
#include "common/status/reason.h"

namespace cuijiao::ledger {
namespace {

template <typename Enum, std::size_t N>
std::optional<Enum> Parse(const std::array<Enum, N>& all, std::string_view (*name_of)(Enum),
                          std::string_view name) {
  for (const Enum value : all) {
    if (name_of(value) == name) return value;
  }
  return std::nullopt;
}

// The word of a fee kind in bill ids.
std::string_view BillIdWord(FeeKind kind) {
  switch (kind) {
    case FeeKind::kProperty:
      return "property";
    case FeeKind::kParking:
      return "parking";
    case FeeKind::kSharedUtilities:
      return "utilities";
  }
  return "";
}

std::string CompactDate(Date date) {
  return absl::StrCat(date.year(), absl::Dec(date.month(), absl::kZeroPad2),
                      absl::Dec(date.day(), absl::kZeroPad2));
}

}  // namespace

std::string_view FeeKindName(FeeKind kind) {
  switch (kind) {
    case FeeKind::kProperty:
      return "PROPERTY";
    case FeeKind::kParking:
      return "PARKING";
    case FeeKind::kSharedUtilities:
      return "SHARED_UTILITIES";
  }
  return "";
}

std::optional<FeeKind> ParseFeeKind(std::string_view name) {
  return Parse(kAllFeeKinds, FeeKindName, name);
}

std::string_view ComponentName(BillComponent component) {
  switch (component) {
    case BillComponent::kCost:
      return "COST";
    case BillComponent::kLateFee:
      return "LATE_FEE";
    case BillComponent::kPrincipal:
      return "PRINCIPAL";
  }
  return "";
}

std::optional<BillComponent> ParseComponent(std::string_view name) {
  return Parse(kAllComponents, ComponentName, name);
}

std::string_view MethodName(PaymentMethod method) {
  switch (method) {
    case PaymentMethod::kCash:
      return "CASH";
    case PaymentMethod::kBankTransfer:
      return "BANK_TRANSFER";
    case PaymentMethod::kWechatPay:
      return "WECHAT_PAY";
    case PaymentMethod::kAlipay:
      return "ALIPAY";
    case PaymentMethod::kPos:
      return "POS";
    case PaymentMethod::kDirectDebit:
      return "DIRECT_DEBIT";
    case PaymentMethod::kOpening:
      return "OPENING";
  }
  return "";
}

std::optional<PaymentMethod> ParseMethod(std::string_view name) {
  return Parse(kAllMethods, MethodName, name);
}

std::string_view DesignatorName(Designator designator) {
  switch (designator) {
    case Designator::kOwner:
      return "OWNER";
    case Designator::kPayer:
      return "PAYER";
    case Designator::kRecorder:
      return "RECORDER";
  }
  return "";
}

std::optional<Designator> ParseDesignator(std::string_view name) {
  return Parse(std::array{Designator::kOwner, Designator::kPayer, Designator::kRecorder},
               DesignatorName, name);
}

std::string_view PaymentStateName(PaymentState state) {
  return state == PaymentState::kRecorded ? "RECORDED" : "REVERSED";
}

std::optional<PaymentState> ParsePaymentState(std::string_view name) {
  return Parse(std::array{PaymentState::kRecorded, PaymentState::kReversed}, PaymentStateName,
               name);
}

std::string_view ReversalReasonName(ReversalReason reason) {
  switch (reason) {
    case ReversalReason::kBounced:
      return "BOUNCED";
    case ReversalReason::kWrongUnit:
      return "WRONG_UNIT";
    case ReversalReason::kRefunded:
      return "REFUNDED";
  }
  return "";
}

std::optional<ReversalReason> ParseReversalReason(std::string_view name) {
  return Parse(
      std::array{ReversalReason::kBounced, ReversalReason::kWrongUnit, ReversalReason::kRefunded},
      ReversalReasonName, name);
}

Fen& ComponentAmounts::Of(BillComponent component) {
  switch (component) {
    case BillComponent::kCost:
      return cost;
    case BillComponent::kLateFee:
      return late_fee;
    case BillComponent::kPrincipal:
      break;
  }
  return principal;
}

Fen ComponentAmounts::Of(BillComponent component) const {
  return const_cast<ComponentAmounts*>(this)->Of(component);
}

std::string MakeBillId(std::string_view unit_id, FeeKind kind, Date period_start, Date period_end) {
  return absl::StrCat(absl::string_view(unit_id.data(), unit_id.size()), "/",
                      absl::string_view(BillIdWord(kind).data(), BillIdWord(kind).size()), "/",
                      CompactDate(period_start), "-", CompactDate(period_end));
}

std::string MakeSupplementId(std::string_view bill_id, int number) {
  const std::string id(bill_id);
  return number == 1 ? id : absl::StrCat(id, "/", number);
}

bool IsSupplement(const Bill& bill) {
  return bill.id != MakeBillId(bill.unit_id, bill.fee_kind, bill.period_start, bill.period_end);
}

absl::Status CheckAmount(Fen amount) {
  if (amount <= Fen(0)) {
    return Refusal(absl::StatusCode::kInvalidArgument, kAmountNotPositive,
                   absl::StrCat("amount_fen ", amount.value(), " is not above zero"),
                   {{"amount_fen", absl::StrCat(amount.value())}});
  }
  if (amount.value() > kMaxAmountFen) {
    return Refusal(
        absl::StatusCode::kInvalidArgument, kAmountTooLarge,
        absl::StrCat("amount_fen ", amount.value(), " is above ", kMaxAmountFen),
        {{"amount_fen", absl::StrCat(amount.value())}, {"max_fen", absl::StrCat(kMaxAmountFen)}});
  }
  return absl::OkStatus();
}

absl::Status CheckMethod(PaymentMethod method) {
  if (method != PaymentMethod::kOpening) return absl::OkStatus();
  return Refusal(absl::StatusCode::kInvalidArgument, kMethodOpening,
                 "method OPENING: the import of opening receipts alone takes it",
                 {{"method", std::string(MethodName(method))}});
}

absl::Status CheckReceivedDate(Date received_date, Date business_date, int late_recording_days,
                               bool is_finance) {
  const std::map<std::string, std::string> values = {
      {"received_date", FormatDate(received_date)},
      {"business_date", FormatDate(business_date)},
      {"late_recording_days", absl::StrCat(late_recording_days)}};
  if (received_date > business_date) {
    return Refusal(absl::StatusCode::kFailedPrecondition, kReceivedDateInFuture,
                   absl::StrCat("received_date ", FormatDate(received_date),
                                " is after the business date ", FormatDate(business_date)),
                   values);
  }
  if (!is_finance && business_date - received_date > late_recording_days) {
    return Refusal(absl::StatusCode::kFailedPrecondition, kReceivedDateTooOld,
                   absl::StrCat("received_date ", FormatDate(received_date), " is more than ",
                                late_recording_days, " days before the business date ",
                                FormatDate(business_date), "; only finance may record it"),
                   values);
  }
  return absl::OkStatus();
}

}  // namespace cuijiao::ledger
