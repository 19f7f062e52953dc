#include "services/ledger/domain/journal/chain.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace cuijiao::ledger {
namespace {

// Any function of both will do: the chain is whole when it gives what was stored.
std::string Hash(std::string_view before, const NumberedEntry& entry) {
  std::string hash(32, '\0');
  for (const std::string& part : {std::string(before), CanonicalBytes(entry)}) {
    for (std::size_t i = 0; i < part.size(); ++i) {
      hash[i % 32] = static_cast<char>(hash[i % 32] * 31 + part[i]);
    }
  }
  return hash;
}

StoredEntry Entry(std::int64_t sequence, std::string_view hash_before) {
  StoredEntry stored;
  stored.numbered.partition_id = "C1";
  stored.numbered.sequence = sequence;
  stored.numbered.entry_id = "E" + std::to_string(sequence);
  stored.numbered.entry.kind = EntryKind::kBill;
  stored.numbered.entry.unit_id = "U1";
  stored.numbered.entry.reference_id = "B" + std::to_string(sequence);
  JournalLine receivable{.account = Account::kReceivable,
                         .amount = Fen(100),
                         .bill_id = "B",
                         .component = BillComponent::kPrincipal,
                         .payment_id = ""};
  JournalLine revenue{.account = Account::kRevenue,
                      .amount = Fen(-100),
                      .bill_id = "",
                      .component = std::nullopt,
                      .payment_id = ""};
  stored.numbered.entry.lines = {receivable, revenue};
  stored.hash = Hash(hash_before, stored.numbered);
  return stored;
}

std::vector<StoredEntry> Journal(int entries) {
  std::vector<StoredEntry> journal;
  std::string hash(32, '\0');
  for (int i = 1; i <= entries; ++i) {
    journal.push_back(Entry(i, hash));
    hash = journal.back().hash;
  }
  return journal;
}

// The first fault of a walk along `journal` to a head of `sequence` and `hash`.
std::optional<ChainFault> Walk(const std::vector<StoredEntry>& journal, std::int64_t sequence,
                               const std::string& hash,
                               const std::multimap<std::int64_t, ToldHead>& told = {}) {
  ChainCheck check(Hash, told);
  for (const StoredEntry& entry : journal) {
    if (const auto fault = check.Check(entry)) return fault;
  }
  return check.CheckHead(sequence, hash);
}

TEST(ChainCheck, LED4_TakesAJournalAsItWasWritten) {
  const std::vector<StoredEntry> journal = Journal(4);
  EXPECT_EQ(Walk(journal, 4, journal.back().hash), std::nullopt);
  EXPECT_EQ(Walk({}, 0, std::string(32, '\0')), std::nullopt);
}

TEST(ChainCheck, LED4_NamesAChangedEntry) {
  std::vector<StoredEntry> journal = Journal(4);
  journal[1].numbered.entry.lines[0].amount = Fen(101);
  const auto fault = Walk(journal, 4, journal.back().hash);
  ASSERT_TRUE(fault.has_value());
  EXPECT_EQ(fault->sequence, 2);
  EXPECT_EQ(fault->entry_id, "E2");
}

TEST(ChainCheck, LED4_NamesAMissingEntryAndAMissingLastOne) {
  std::vector<StoredEntry> journal = Journal(4);
  const std::string head = journal.back().hash;
  std::vector<StoredEntry> gap = journal;
  gap.erase(gap.begin() + 1);
  EXPECT_EQ(Walk(gap, 4, head)->sequence, 2);
  journal.pop_back();
  EXPECT_EQ(Walk(journal, 4, head)->sequence, 4);
}

TEST(ChainCheck, LED4_NamesAnEntryBeyondTheHeadAndAnotherHead) {
  const std::vector<StoredEntry> journal = Journal(3);
  EXPECT_TRUE(Walk(journal, 2, journal[1].hash).has_value());
  EXPECT_TRUE(Walk(journal, 3, std::string(32, 'x')).has_value());
}

TEST(ChainCheck, LED4_NamesAnEntryThatIsNotBalancedThoughItsHashIsRight) {
  std::vector<StoredEntry> journal = Journal(1);
  journal[0].numbered.entry.lines[1].amount = Fen(-99);
  journal[0].hash = Hash(std::string(32, '\0'), journal[0].numbered);
  EXPECT_EQ(Walk(journal, 1, journal[0].hash)->sequence, 1);
}

TEST(ChainCheck, LED4_AJournalWrittenAnewIsFoundByAToldHead) {
  const std::vector<StoredEntry> journal = Journal(5);
  const std::string& last = journal.back().hash;
  const ToldHead right = {"2017-02", journal[2].hash};
  EXPECT_FALSE(Walk(journal, 5, last, {{3, right}}));
  // Entry 3 agrees, entry 5 does not: what was changed lies between.
  const auto anew = Walk(journal, 5, last, {{3, right}, {5, {"2017-03", journal[3].hash}}});
  ASSERT_TRUE(anew);
  EXPECT_EQ(anew->sequence, 4);
  EXPECT_NE(anew->message.find("entries 4 to 5"), std::string::npos) << anew->message;
  EXPECT_NE(anew->message.find("2017-03"), std::string::npos) << anew->message;
  // The first entry of all, told by itself.
  const auto first = Walk(journal, 5, last, {{1, {"2017-01", last}}});
  ASSERT_TRUE(first);
  EXPECT_EQ(first->sequence, 1);
  EXPECT_EQ(first->entry_id, "E1");
}

TEST(ChainCheck, LED4_ATailThatWasCutWithItsHeadIsFoundByAToldHead) {
  std::vector<StoredEntry> journal = Journal(5);
  const ToldHead told = {"2017-03", journal.back().hash};
  journal.pop_back();
  EXPECT_FALSE(Walk(journal, 4, journal.back().hash, {}));
  const auto cut = Walk(journal, 4, journal.back().hash, {{5, told}});
  ASSERT_TRUE(cut);
  EXPECT_EQ(cut->sequence, 5);
  EXPECT_NE(cut->message.find("missing"), std::string::npos) << cut->message;
}

TEST(ChainCheck, LED4_NamesAMalformedEntry) {
  std::vector<StoredEntry> journal = Journal(1);
  journal[0].malformation = "a line has an unknown account";
  EXPECT_EQ(Walk(journal, 1, journal[0].hash)->message, "a line has an unknown account");
}

}  // namespace
}  // namespace cuijiao::ledger
