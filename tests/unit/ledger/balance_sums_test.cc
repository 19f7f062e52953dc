#include "services/ledger/domain/journal/balance_sums.h"

#include <gtest/gtest.h>

#include <functional>
#include <random>
#include <string>
#include <vector>

namespace cuijiao::ledger {
namespace {

constexpr auto kMainPart = BillComponent::kPrincipal;

// Weights as a pass over a partition has them; only that they are far apart matters here.
BalanceSums::Weight WeightOf(std::string_view reference) {
  std::seed_seq seed(reference.begin(), reference.end());
  std::mt19937_64 random(seed);
  const std::uint64_t high = random();
  return absl::MakeUint128(high, random());
}

JournalEntry Entry(EntryKind kind, std::vector<JournalLine> lines) {
  return {.kind = kind,
          .unit_id = "U1",
          .reference_id = "R",
          .posting_date = Date(2017, 3, 1),
          .lines = std::move(lines)};
}

JournalLine Owed(std::int64_t fen, BillComponent component = kMainPart,
                 const std::string& payment = "") {
  return {.account = Account::kReceivable,
          .amount = Fen(fen),
          .bill_id = "B1",
          .component = component,
          .payment_id = payment};
}

JournalLine Of(Account account, std::int64_t fen, const std::string& payment = "") {
  return {.account = account,
          .amount = Fen(fen),
          .bill_id = "",
          .component = std::nullopt,
          .payment_id = payment};
}

// A bill of 100.00 with late fee and costs, and everything that can happen to it.
std::vector<JournalEntry> Journal() {
  return {
      Entry(EntryKind::kBill, {Owed(10'000), Of(Account::kRevenue, -10'000)}),
      Entry(EntryKind::kLateFee,
            {Owed(300, BillComponent::kLateFee), Of(Account::kLateFeeRevenue, -300)}),
      Entry(EntryKind::kCost, {Owed(500, BillComponent::kCost), Of(Account::kCostRecovery, -500)}),
      Entry(EntryKind::kPayment,
            {Of(Account::kCash, 4'000, "P1"), Owed(-3'000, kMainPart, "P1"),
             Owed(-100, BillComponent::kLateFee, "P1"), Of(Account::kPrepayment, -900, "P1")}),
      Entry(EntryKind::kCreditNote, {Of(Account::kRevenue, 700), Owed(-700)}),
      Entry(EntryKind::kWaiver, {Of(Account::kWaiverExpense, 1'000), Owed(-1'000)}),
      Entry(EntryKind::kReversal, {Of(Account::kWaiverExpense, -400), Owed(400)}),
      Entry(EntryKind::kWriteOff, {Of(Account::kWriteOffExpense, 2'000), Owed(-2'000)}),
      Entry(EntryKind::kRevival, {Of(Account::kWriteOffExpense, -500), Owed(500)}),
      Entry(EntryKind::kSuspense, {Of(Account::kCash, 50), Of(Account::kSuspense, -50)}),
  };
}

struct Kept {
  KeptBalance balance;
  std::string reference;
  std::int64_t fen;
};

std::vector<Kept> Tables() {
  return {
      {KeptBalance::kBillPrincipal, "B1", 10'000},
      {KeptBalance::kBillUnpaidPrincipal, "B1", 4'200},
      {KeptBalance::kBillUnpaidLateFee, "B1", 200},
      {KeptBalance::kBillUnpaidCost, "B1", 500},
      {KeptBalance::kBillWaived, "B1", 600},
      {KeptBalance::kBillCredited, "B1", 700},
      {KeptBalance::kBillWrittenOff, "B1", 1'500},
      {KeptBalance::kUnitPrepayment, "U1", 900},
      {KeptBalance::kPaymentPrepayment, "P1", 900},
      {KeptBalance::kPaymentHeld, "P1", 4'000},
      {KeptBalance::kAllocated, BalanceSums::AllocationReference("P1", "B1", "PRINCIPAL"), 3'000},
      {KeptBalance::kAllocated, BalanceSums::AllocationReference("P1", "B1", "LATE_FEE"), 100},
      {KeptBalance::kSuspense, "C1", 50},
  };
}

bool Agree(const std::vector<JournalEntry>& journal, const std::vector<Kept>& tables) {
  BalanceSums sums(WeightOf);
  for (const JournalEntry& entry : journal) sums.AddEntry(entry, "C1");
  for (const Kept& kept : tables) {
    sums.AddKept(kept.balance, sums.WeightOf(kept.reference), Fen(kept.fen));
  }
  return sums.Agree();
}

TEST(BalanceSums, LED4_AgreeWithWhatTheLinesMakeOfEveryBalance) {
  EXPECT_TRUE(Agree(Journal(), Tables()));
  EXPECT_TRUE(Agree({}, {}));
}

TEST(BalanceSums, LED4_AFenTooMuchOrTooLittleInAnyBalanceIsSeen) {
  for (std::size_t i = 0; i < Tables().size(); ++i) {
    for (const std::int64_t change : {-1, 1, 1 << 20}) {
      std::vector<Kept> tables = Tables();
      tables[i].fen += change;
      EXPECT_FALSE(Agree(Journal(), tables)) << i;
    }
    std::vector<Kept> missing = Tables();
    missing.erase(missing.begin() + static_cast<std::ptrdiff_t>(i));
    EXPECT_FALSE(Agree(Journal(), missing)) << i;
    std::vector<Kept> of_another = Tables();
    of_another[i].reference += "x";
    EXPECT_FALSE(Agree(Journal(), of_another)) << i;
  }
}

TEST(BalanceSums, LED4_AnyEntryThatIsMissingIsSeen) {
  for (std::size_t i = 0; i < Journal().size(); ++i) {
    std::vector<JournalEntry> journal = Journal();
    journal.erase(journal.begin() + static_cast<std::ptrdiff_t>(i));
    EXPECT_FALSE(Agree(journal, Tables())) << i;
  }
}

// What was taken from one and given to another comes to zero in a plain sum.
TEST(BalanceSums, LED4_MoneyThatWentToAnotherReferenceIsSeen) {
  std::mt19937 random(7);  // NOLINT(cert-msc51-cpp): the same each time
  std::uniform_int_distribution<std::int64_t> amount(1, kMaxAmountFen);
  for (int round = 0; round < 1'000; ++round) {
    std::vector<JournalEntry> journal;
    std::vector<Kept> tables;
    for (int bill = 0; bill < 4; ++bill) {
      JournalEntry entry = Entry(EntryKind::kCost, {Owed(amount(random), BillComponent::kCost)});
      entry.lines.front().bill_id += static_cast<char>('a' + bill);
      tables.push_back({KeptBalance::kBillUnpaidCost, entry.lines.front().bill_id,
                        entry.lines.front().amount.value()});
      journal.push_back(std::move(entry));
    }
    EXPECT_TRUE(Agree(journal, tables));
    const std::int64_t moved = amount(random);
    tables[0].fen += moved;
    tables[1].fen -= moved;
    EXPECT_FALSE(Agree(journal, tables));
  }
}

}  // namespace
}  // namespace cuijiao::ledger
