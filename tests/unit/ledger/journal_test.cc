#include "services/ledger/domain/journal/journal.h"

#include <gtest/gtest.h>

#include <functional>
#include <set>
#include <string>
#include <vector>

namespace cuijiao::ledger {
namespace {

JournalEntry Balanced() {
  return {EntryKind::kPayment,
          "U1",
          "P1",
          Date(2017, 3, 1),
          {{Account::kCash, Fen(100), "", std::nullopt, "P1", false},
           {Account::kReceivable, Fen(-60), "B1", BillComponent::kPrincipal, "P1", true},
           {Account::kPrepayment, Fen(-40), "", std::nullopt, "P1", false}}};
}

TEST(CheckEntry, LED4_TakesABalancedEntry) { EXPECT_TRUE(CheckEntry(Balanced()).ok()); }

TEST(CheckEntry, LED4_FindsEveryFault) {
  const std::vector<std::function<void(JournalEntry&)>> faults = {
      [](JournalEntry& entry) { entry.lines[0].amount = Fen(101); },
      [](JournalEntry& entry) { entry.lines[0].amount = Fen(99); },
      [](JournalEntry& entry) { entry.lines.clear(); },
      [](JournalEntry& entry) { entry.lines[1].bill_id = ""; },
      [](JournalEntry& entry) { entry.lines[1].component.reset(); },
      [](JournalEntry& entry) { entry.lines[2].payment_id = ""; },
      [](JournalEntry& entry) { entry.lines.push_back({}); },
  };
  for (const auto& fault : faults) {
    JournalEntry entry = Balanced();
    fault(entry);
    EXPECT_FALSE(CheckEntry(entry).ok());
  }
}

TEST(CanonicalBytes, LED4_EveryFieldChangesThem) {
  const NumberedEntry numbered{"C1", 7, "E1", absl::FromUnixMicros(5), Balanced()};
  const std::vector<std::function<void(NumberedEntry&)>> changes = {
      [](NumberedEntry&) {},
      [](NumberedEntry& e) { e.partition_id = "C2"; },
      [](NumberedEntry& e) { e.sequence = 8; },
      [](NumberedEntry& e) { e.entry_id = "E2"; },
      [](NumberedEntry& e) { e.recorded_time += absl::Microseconds(1); },
      [](NumberedEntry& e) { e.entry.kind = EntryKind::kRefund; },
      [](NumberedEntry& e) { e.entry.unit_id = "U2"; },
      [](NumberedEntry& e) { e.entry.reference_id = "P2"; },
      [](NumberedEntry& e) { e.entry.posting_date += 1; },
      [](NumberedEntry& e) { e.entry.lines.pop_back(); },
      [](NumberedEntry& e) { std::swap(e.entry.lines[0], e.entry.lines[1]); },
      [](NumberedEntry& e) { e.entry.lines[0].account = Account::kCashPos; },
      [](NumberedEntry& e) { e.entry.lines[0].amount = Fen(101); },
      [](NumberedEntry& e) { e.entry.lines[1].bill_id = "B2"; },
      [](NumberedEntry& e) { e.entry.lines[1].component = BillComponent::kCost; },
      [](NumberedEntry& e) { e.entry.lines[1].payment_id = ""; },
      [](NumberedEntry& e) { e.entry.lines[1].historical = false; },
      // Bytes that move from one field to the next.
      [](NumberedEntry& e) { e.entry.unit_id = "U1P", e.entry.reference_id = "1"; },
  };
  std::set<std::string> seen;
  for (const auto& change : changes) {
    NumberedEntry changed = numbered;
    change(changed);
    EXPECT_TRUE(seen.insert(CanonicalBytes(changed)).second);
  }
}

TEST(Names, AreReadAsTheyAreWritten) {
  for (const Account account : kAllAccounts) EXPECT_EQ(ParseAccount(AccountName(account)), account);
  for (const EntryKind kind : kAllEntryKinds) {
    EXPECT_EQ(ParseEntryKind(EntryKindName(kind)), kind);
  }
  for (const PaymentMethod method : kAllMethods) {
    EXPECT_EQ(ParseMethod(MethodName(method)), method);
    // LED-19: what the system before received is no cash here.
    const std::string account = method == PaymentMethod::kOpening
                                    ? "OPENING_EQUITY"
                                    : "CASH_" + std::string(MethodName(method));
    EXPECT_EQ(AccountName(CashAccount(method)), account);
  }
  for (const FeeKind kind : kAllFeeKinds) EXPECT_EQ(ParseFeeKind(FeeKindName(kind)), kind);
  for (const BillComponent component : kAllComponents) {
    EXPECT_EQ(ParseComponent(ComponentName(component)), component);
  }
  EXPECT_EQ(ParseAccount("CASH"), std::nullopt);
  EXPECT_EQ(ParseFeeKind("property"), std::nullopt);
}

}  // namespace
}  // namespace cuijiao::ledger
