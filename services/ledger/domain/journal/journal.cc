#include "services/ledger/domain/journal/journal.h"

#include <cstddef>

#include "absl/strings/str_cat.h"
#include "services/ledger/domain/journal/hash_fields.h"

namespace cuijiao::ledger {
namespace {

constexpr std::string_view kSuspensePrefix = "suspense/";

}  // namespace

std::string_view AccountName(Account account) {
  switch (account) {
    case Account::kReceivable:
      return "RECEIVABLE";
    case Account::kPrepayment:
      return "PREPAYMENT";
    case Account::kCash:
      return "CASH_CASH";
    case Account::kCashBankTransfer:
      return "CASH_BANK_TRANSFER";
    case Account::kCashWechatPay:
      return "CASH_WECHAT_PAY";
    case Account::kCashAlipay:
      return "CASH_ALIPAY";
    case Account::kCashPos:
      return "CASH_POS";
    case Account::kCashDirectDebit:
      return "CASH_DIRECT_DEBIT";
    case Account::kRevenue:
      return "REVENUE";
    case Account::kLateFeeRevenue:
      return "LATE_FEE_REVENUE";
    case Account::kCostRecovery:
      return "COST_RECOVERY";
    case Account::kWaiverExpense:
      return "WAIVER_EXPENSE";
    case Account::kWriteOffExpense:
      return "WRITE_OFF_EXPENSE";
    case Account::kSuspense:
      return "SUSPENSE";
    case Account::kOpeningEquity:
      return "OPENING_EQUITY";
  }
  return "";
}

std::optional<Account> ParseAccount(std::string_view name) {
  for (const Account account : kAllAccounts) {
    if (AccountName(account) == name) return account;
  }
  return std::nullopt;
}

Account CashAccount(PaymentMethod method) {
  switch (method) {
    case PaymentMethod::kCash:
      return Account::kCash;
    case PaymentMethod::kBankTransfer:
      return Account::kCashBankTransfer;
    case PaymentMethod::kWechatPay:
      return Account::kCashWechatPay;
    case PaymentMethod::kAlipay:
      return Account::kCashAlipay;
    case PaymentMethod::kPos:
      return Account::kCashPos;
    case PaymentMethod::kDirectDebit:
      return Account::kCashDirectDebit;
    case PaymentMethod::kOpening:
      return Account::kOpeningEquity;
  }
  return Account::kCash;
}

Account ChargeAccount(BillComponent component) {
  switch (component) {
    case BillComponent::kCost:
      return Account::kCostRecovery;
    case BillComponent::kLateFee:
      return Account::kLateFeeRevenue;
    case BillComponent::kPrincipal:
      return Account::kRevenue;
  }
  return Account::kRevenue;
}

std::string_view EntryKindName(EntryKind kind) {
  switch (kind) {
    case EntryKind::kBill:
      return "BILL";
    case EntryKind::kPayment:
      return "PAYMENT";
    case EntryKind::kPrepaymentUse:
      return "PREPAYMENT_USE";
    case EntryKind::kWaiver:
      return "WAIVER";
    case EntryKind::kReversal:
      return "REVERSAL";
    case EntryKind::kRefund:
      return "REFUND";
    case EntryKind::kOpening:
      return "OPENING";
    case EntryKind::kSuspense:
      return "SUSPENSE";
    case EntryKind::kCreditNote:
      return "CREDIT_NOTE";
    case EntryKind::kCost:
      return "COST";
    case EntryKind::kLateFee:
      return "LATE_FEE";
    case EntryKind::kWriteOff:
      return "WRITE_OFF";
    case EntryKind::kRevival:
      return "REVIVAL";
  }
  return "";
}

std::optional<EntryKind> ParseEntryKind(std::string_view name) {
  for (const EntryKind kind : kAllEntryKinds) {
    if (EntryKindName(kind) == name) return kind;
  }
  return std::nullopt;
}

absl::Status CheckEntry(const JournalEntry& entry) {
  const auto wrong = [&](std::string_view what) {
    return absl::InternalError(absl::StrCat("journal entry about ", entry.reference_id, " ",
                                            absl::string_view(what.data(), what.size())));
  };
  if (entry.lines.empty()) return wrong("has no lines");
  Fen sum;
  for (const JournalLine& line : entry.lines) {
    if (line.amount == Fen(0)) return wrong("has a line of zero");
    if (line.account == Account::kReceivable && (line.bill_id.empty() || !line.component)) {
      return wrong("has a receivable of no bill");
    }
    if (line.account == Account::kPrepayment && line.payment_id.empty()) {
      return wrong("has prepayment of no payment");
    }
    sum += line.amount;
  }
  if (sum != Fen(0)) return wrong("does not sum to zero");
  return absl::OkStatus();
}

std::string CanonicalBytes(const NumberedEntry& numbered) {
  const JournalEntry& entry = numbered.entry;
  std::string bytes;
  AppendField(bytes, numbered.partition_id);
  AppendField(bytes, numbered.sequence);
  AppendField(bytes, numbered.entry_id);
  AppendField(bytes, EntryKindName(entry.kind));
  AppendField(bytes, entry.unit_id);
  AppendField(bytes, entry.reference_id);
  AppendField(bytes, FormatDate(entry.posting_date));
  AppendField(bytes, absl::ToUnixMicros(numbered.recorded_time));
  AppendField(bytes, static_cast<std::int64_t>(entry.lines.size()));
  for (const JournalLine& line : entry.lines) {
    AppendField(bytes, AccountName(line.account));
    AppendField(bytes, line.amount.value());
    AppendField(bytes, line.bill_id);
    AppendField(bytes, line.component ? ComponentName(*line.component) : std::string_view());
    AppendField(bytes, line.payment_id);
    AppendField(bytes, std::int64_t{line.historical ? 1 : 0});
  }
  return bytes;
}

std::string SuspensePartition(std::string_view project_id) {
  return std::string(kSuspensePrefix) + std::string(project_id);
}

std::optional<std::string> ProjectOfSuspense(std::string_view partition_id) {
  if (!partition_id.starts_with(kSuspensePrefix)) return std::nullopt;
  return std::string(partition_id.substr(kSuspensePrefix.size()));
}

}  // namespace cuijiao::ledger
