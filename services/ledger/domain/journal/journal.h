// The journal's form: balanced entries, and the bytes that its hash chain is made of (LED-4).
#ifndef CUIJIAO_SERVICES_LEDGER_DOMAIN_JOURNAL_JOURNAL_H_
#define CUIJIAO_SERVICES_LEDGER_DOMAIN_JOURNAL_JOURNAL_H_

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "common/calendar/date.h"
#include "common/money/fen.h"
#include "services/ledger/domain/journal/posting.h"

namespace cuijiao::ledger {

enum class Account : std::uint8_t {
  kReceivable,
  kPrepayment,
  kCash,
  kCashBankTransfer,
  kCashWechatPay,
  kCashAlipay,
  kCashPos,
  kCashDirectDebit,
  kRevenue,
  kLateFeeRevenue,
  kCostRecovery,
  kWaiverExpense,
  kWriteOffExpense,
  kSuspense,
  kOpeningEquity,
};
inline constexpr std::array kAllAccounts = {
    Account::kReceivable,       Account::kPrepayment,      Account::kCash,
    Account::kCashBankTransfer, Account::kCashWechatPay,   Account::kCashAlipay,
    Account::kCashPos,          Account::kCashDirectDebit, Account::kRevenue,
    Account::kLateFeeRevenue,   Account::kCostRecovery,    Account::kWaiverExpense,
    Account::kWriteOffExpense,  Account::kSuspense,        Account::kOpeningEquity};

// "RECEIVABLE", "CASH_CASH", "CASH_WECHAT_PAY": as journal_line keeps it.
std::string_view AccountName(Account account);
std::optional<Account> ParseAccount(std::string_view name);
// The account that money of `method` comes into, and leaves when it is paid back.
Account CashAccount(PaymentMethod method);
// The account that a part of a bill is earned on.
Account ChargeAccount(BillComponent component);

enum class EntryKind : std::uint8_t {
  kBill,
  kPayment,
  kPrepaymentUse,
  kWaiver,
  kReversal,
  kRefund,
  kOpening,
  kSuspense,
  kCreditNote,
  kCost,
  kLateFee,
  kWriteOff,
  kRevival,
};
inline constexpr std::array kAllEntryKinds = {
    EntryKind::kBill,       EntryKind::kPayment, EntryKind::kPrepaymentUse, EntryKind::kWaiver,
    EntryKind::kReversal,   EntryKind::kRefund,  EntryKind::kOpening,       EntryKind::kSuspense,
    EntryKind::kCreditNote, EntryKind::kCost,    EntryKind::kLateFee,       EntryKind::kWriteOff,
    EntryKind::kRevival};

// "BILL", "PREPAYMENT_USE": as journal_entry keeps it.
std::string_view EntryKindName(EntryKind kind);
std::optional<EntryKind> ParseEntryKind(std::string_view name);

// One account's change. Debits are positive: a receivable grows by a debit, prepayment, revenue
// and suspense by a credit.
struct JournalLine {
  Account account = Account::kReceivable;
  Fen amount;
  std::string bill_id;  // empty for none
  std::optional<BillComponent> component;
  std::string payment_id;  // whose money moves; empty for none
  bool historical = false;

  friend bool operator==(const JournalLine&, const JournalLine&) = default;
};

// One posting. The unit is empty for held money of unknown origin. The reference is the bill, the
// payment, the waiver, the suspense, the adjustment or the write-off that it is about.
struct JournalEntry {
  EntryKind kind = EntryKind::kBill;
  std::string unit_id;
  std::string reference_id;
  Date posting_date;
  std::vector<JournalLine> lines;
  // Nothing brought it about but the day: prepayment that was held when a bill fell due (LED-2).
  bool by_itself = false;
};

// An entry in its place in a partition's journal.
struct NumberedEntry {
  std::string partition_id;
  std::int64_t sequence = 0;  // 1, 2, 3, … without gaps
  std::string entry_id;
  absl::Time recorded_time;  // whole microseconds
  JournalEntry entry;
};

// INTERNAL naming the entry when it has no lines, a line of zero, a receivable without bill and
// component, prepayment without payment, or does not sum to zero.
absl::Status CheckEntry(const JournalEntry& entry);

// All of an entry in one unambiguous form: every field by its length and bytes. The hash of an
// entry is SHA-256 over the 32 bytes of the hash before it and these.
std::string CanonicalBytes(const NumberedEntry& numbered);

// The partition of a project's money of unknown origin: "suspense/<project>".
std::string SuspensePartition(std::string_view project_id);
// The project of such a partition; none for a community's.
std::optional<std::string> ProjectOfSuspense(std::string_view partition_id);

}  // namespace cuijiao::ledger

#endif  // CUIJIAO_SERVICES_LEDGER_DOMAIN_JOURNAL_JOURNAL_H_
