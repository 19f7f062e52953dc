// The integrity check finds what was changed behind the ledger's back, and names it (LED-4).
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "absl/strings/escaping.h"
#include "absl/strings/str_split.h"
#include "common/fault/failpoint.h"
#include "common/status/reason.h"
#include "nlohmann/json.hpp"
#include "services/ledger/api/journal/heads_archive.h"
#include "services/ledger/store/close/frozen_rows.h"
#include "services/ledger/store/journal/integrity_store.h"
#include "services/ledger/store/journal/journal_store.h"
#include "tests/integration/ledger_figures/figures_world.h"
#include "tests/support/scratch_directory.h"

namespace cuijiao::support {
namespace {

class VerifyIntegrity : public ::testing::Test {
 protected:
  VerifyIntegrity() {
    world_.Bill("C1", "2017-01", "2017-03");
    world_.Bill("C9", "2017-01", "2017-03");
    world_.SetDate(Date(2017, 2, 10));
    payment_ = world_.Pay("U1", 500'00, Date(2017, 2, 5)).id();
    world_.Pay("U2", 50'00, Date(2017, 2, 5));
    world_.Pay("U9", 500'00, Date(2017, 2, 5));
  }

  void Tamper(const std::string& sql, const db::Values& values = {}) {
    const auto changed = world_.ledger().admin_database().Transact(
        "Tamper", [&](db::Transaction& transaction) { return transaction.Execute(sql, values); });
    ASSERT_TRUE(changed.ok()) << changed.status();
    ASSERT_GT(*changed, 0) << sql;
  }

  std::int64_t LastSequence(const std::string& partition) {
    const auto row =
        world_.ledger().admin_database().Read("LastSequence", [&](db::Transaction& transaction) {
          return transaction.QueryOne(
              "SELECT entry_sequence FROM journal_partition WHERE partition_id = ?", {partition});
        });
    return (*row)->Int64("entry_sequence");
  }

  void ExpectFault(std::int64_t sequence, const std::string& words) {
    const v1::VerifyIntegrityResponse answer = world_.Verify();
    EXPECT_FALSE(answer.intact());
    ASSERT_EQ(answer.faults_size(), 1) << answer.ShortDebugString();
    EXPECT_EQ(answer.faults(0).partition(), "C1");
    EXPECT_EQ(answer.faults(0).sequence(), sequence);
    EXPECT_THAT(answer.faults(0).message(), ::testing::HasSubstr(words));
    EXPECT_FALSE(world_.Verify("C1").intact());
    EXPECT_TRUE(world_.Verify("C9").intact());
  }

  FiguresWorld world_;
  std::string payment_;
};

TEST_F(VerifyIntegrity, LED4_FindsNothingInBooksAsTheyWereWritten) {
  const v1::VerifyIntegrityResponse answer = world_.Verify();
  EXPECT_TRUE(answer.intact()) << answer.ShortDebugString();
  EXPECT_EQ(answer.checked_entries(), LastSequence("C1") + LastSequence("C9"));
}

TEST_F(VerifyIntegrity, LED4_StaysWholeThroughReversalsRefundsAndCloses) {
  world_.Refund(payment_, 30'00);
  world_.Reverse(payment_);
  world_.Close("2017-01", Date(2017, 2, 10));
  world_.SetDate(Date(2017, 2, 20));
  world_.Pay("U1", 700'00, Date(2017, 1, 20));
  world_.Close("2017-02", Date(2017, 2, 28));
  const v1::VerifyIntegrityResponse answer = world_.Verify();
  EXPECT_TRUE(answer.intact()) << answer.ShortDebugString();
}

// What a close froze is what had been posted up to its closing date.
TEST_F(VerifyIntegrity, LED4_NamesAFrozenFigureThatIsNotTheJournals) {
  world_.Close("2017-01", Date(2017, 2, 10));
  world_.SetDate(Date(2017, 2, 20));
  world_.Pay("U1", 700'00, Date(2017, 1, 20));
  world_.Refund(payment_, 30'00);
  world_.Close("2017-02", Date(2017, 2, 20));
  ASSERT_TRUE(world_.Verify().intact()) << world_.Verify().ShortDebugString();
  for (const std::string figure :
       {"received_fen", "received_outside_campaigns_fen", "receivable_fen",
        "historical_outstanding_fen", "historical_recovered_fen", "rate_received_fen",
        "rate_receivable_fen"}) {
    const std::string of_month = " WHERE month = '2017-01-01' AND community_id = 'C1'";
    Tamper("UPDATE closed_community SET " + figure + " = " + figure + " + 1" + of_month);
    ExpectFault(0, "the figure " + figure + " that was frozen");
    EXPECT_EQ(world_.Verify().faults(0).reference_id(), "2017-01");
    Tamper("UPDATE closed_community SET " + figure + " = " + figure + " - 1" + of_month);
  }
  EXPECT_TRUE(world_.Verify().intact());
  Tamper("DELETE FROM closed_community WHERE month = '2017-02-01' AND community_id = 'C1'");
  ExpectFault(0, "no figures were frozen");
  EXPECT_EQ(world_.Verify().faults(0).reference_id(), "2017-02");
}

TEST_F(VerifyIntegrity, LED4_NamesTheEntryWithOneByteChanged) {
  Tamper(
      "UPDATE journal_line SET amount_fen = amount_fen + 1"
      " WHERE partition_id = 'C1' AND sequence = 2 AND line_number ="
      " (SELECT n FROM (SELECT MIN(line_number) AS n FROM journal_line"
      " WHERE partition_id = 'C1' AND sequence = 2) x)");
  ExpectFault(2, "hash differs");
}

TEST_F(VerifyIntegrity, LED4_FindsAChangedReferenceAndAChangedHash) {
  Tamper("UPDATE journal_entry SET reference_id = 'x' WHERE partition_id = 'C1' AND sequence = 3");
  ExpectFault(3, "hash differs");
}

// The lines repeat their entry's dates, so that figures are found by them: they must agree.
TEST_F(VerifyIntegrity, LED4_FindsALineOfAnotherDateThanItsEntry) {
  Tamper(
      "UPDATE journal_line SET posting_date = '2016-12-31'"
      " WHERE partition_id = 'C1' AND sequence = 2");
  ExpectFault(2, "posting date");
}

TEST_F(VerifyIntegrity, LED4_NamesAMissingEntry) {
  Tamper("DELETE FROM journal_entry WHERE partition_id = 'C1' AND sequence = 2");
  ExpectFault(2, "missing");
}

TEST_F(VerifyIntegrity, LED4_NamesAMissingLastEntry) {
  const std::int64_t last = LastSequence("C1");
  Tamper("DELETE FROM journal_line WHERE partition_id = 'C1' AND sequence = ?", {last});
  Tamper("DELETE FROM journal_entry WHERE partition_id = 'C1' AND sequence = ?", {last});
  ExpectFault(last, "missing");
}

TEST_F(VerifyIntegrity, LED4_NamesABillWhoseBalanceIsNotTheJournals) {
  Tamper(
      "UPDATE bill SET unpaid_principal_fen = unpaid_principal_fen - 1"
      " WHERE unit_id = 'U2' AND unpaid_principal_fen > 0");
  ExpectFault(0, "bill");
}

TEST_F(VerifyIntegrity, LED4_NamesAPaymentWhoseMoneyIsNotTheJournals) {
  Tamper("UPDATE payment SET held_fen = held_fen + 1 WHERE payment_id = ?", {payment_});
  ExpectFault(0, "payment");
}

TEST_F(VerifyIntegrity, LED4_NamesAnAllocationThatIsNotTheJournals) {
  Tamper("DELETE FROM allocation WHERE payment_id = ?", {payment_});
  ExpectFault(0, "allocations");
}

TEST_F(VerifyIntegrity, LED4_NamesAUnitsPrepaymentThatIsNotTheJournals) {
  Tamper("UPDATE unit_account SET prepayment_fen = prepayment_fen + 1 WHERE unit_id = 'U1'");
  ExpectFault(0, "prepayment");
}

// To the tables an id is the same with a space behind: no statement finds which row it is.
TEST_F(VerifyIntegrity, LED4_SumsThatDifferAreAFaultWhereNoRowCanBeNamed) {
  Tamper("UPDATE allocation SET bill_id = CONCAT(bill_id, ' ') WHERE payment_id = ?", {payment_});
  ExpectFault(0, "do not come to what the journal says");
  EXPECT_EQ(world_.Verify().faults(0).reference_id(), "C1");
}

TEST_F(VerifyIntegrity, LED4_FindsTwoEntriesThatWereSwapped) {
  for (const char* table : {"journal_entry", "journal_line"}) {
    for (const auto& [from, to] : {std::pair(2, 1000), std::pair(3, 2), std::pair(1000, 3)}) {
      Tamper("UPDATE " + std::string(table) +
                 " SET sequence = ? WHERE partition_id = 'C1' AND sequence = ?",
             {to, from});
    }
  }
  ExpectFault(2, "hash differs");
}

// What an attacker does who knows the chain: a changed amount, with every hash after it and all
// balances made to fit.
class WrittenAnew : public VerifyIntegrity {
 protected:
  WrittenAnew() { world_.Close("2017-01", Date(2017, 2, 10)); }

  void ChangeEverythingOf(const std::string& partition) {
    Tamper(
        "UPDATE journal_line SET amount_fen = amount_fen + SIGN(amount_fen)"
        " WHERE partition_id = ? AND sequence = 2",
        {partition});
    Tamper(
        "UPDATE bill b SET principal_fen = principal_fen + 1,"
        " unpaid_principal_fen = unpaid_principal_fen + 1 WHERE b.bill_id ="
        " (SELECT DISTINCT l.bill_id FROM journal_line l WHERE l.partition_id = ?"
        "  AND l.sequence = 2 AND l.account = 'RECEIVABLE')",
        {partition});
    Tamper(
        "UPDATE closed_community SET receivable_fen = receivable_fen + 1,"
        " rate_receivable_fen = rate_receivable_fen + 1 WHERE community_id = ?",
        {partition});
    HashFrozenAnew(partition);
    // Figures that are not there, or not yet, are made anew of what is.
    const auto taken =
        world_.ledger().admin_database().Transact("TakeFigures", [&](db::Transaction& transaction) {
          return transaction.Execute("DELETE FROM figure_community WHERE community_id = ?",
                                     {partition});
        });
    ASSERT_EQ(taken.status(), absl::OkStatus());
    WriteAnew(partition);
  }

  // Computes the hashes of what closes froze again, of what is there now.
  void HashFrozenAnew(const std::string& partition) {
    const auto written = world_.ledger().admin_database().Transact(
        "HashFrozenAnew", [&](db::Transaction& transaction) -> absl::Status {
          const auto hashes = ledger::FrozenHashes::OfPartition(transaction, partition);
          if (!hashes.ok()) return hashes.status();
          for (int month = 1; month <= 3; ++month) {
            const Month of(2017, month);
            const auto changed = transaction.Execute(
                "UPDATE closed_head SET frozen_hash = ? WHERE partition_id = ? AND month = ?",
                {hashes->Of(partition, of), partition, FirstDayOf(of)});
            if (!changed.ok()) return changed.status();
          }
          return absl::OkStatus();
        });
    ASSERT_EQ(written, absl::OkStatus());
  }

  // Computes the chain again over what is there now.
  void WriteAnew(const std::string& partition) {
    const auto written = world_.ledger().admin_database().Transact(
        "WriteAnew", [&](db::Transaction& transaction) -> absl::Status {
          auto entries = ledger::IntegrityStore(transaction).LoadEntries(partition, 0);
          if (!entries.ok()) return entries.status();
          std::string hash(32, '\0');
          for (const ledger::StoredEntry& entry : *entries) {
            hash = ledger::EntryHash(hash, entry.numbered);
            const auto changed = transaction.Execute(
                "UPDATE journal_entry SET hash = ? WHERE partition_id = ? AND sequence = ?",
                {hash, partition, entry.numbered.sequence});
            if (!changed.ok()) return changed.status();
          }
          return transaction
              .Execute(
                  "UPDATE journal_partition SET entry_hash = ?, entry_sequence = ?"
                  " WHERE partition_id = ?",
                  {hash, static_cast<std::int64_t>(entries->size()), partition})
              .status();
        });
    ASSERT_EQ(written, absl::OkStatus());
  }

  std::string SignedHeads(const std::string& month) {
    v1::GetJournalHeadsRequest request;
    request.set_month(month);
    const auto heads = world_.ledger().Call<v1::CloseService>(
        &v1::CloseService::StubInterface::GetJournalHeads, world_.ledger().Finance(), request);
    EXPECT_EQ(heads.status(), absl::OkStatus());
    return heads.ok() ? heads->signed_heads() : "";
  }

  absl::StatusOr<v1::VerifyIntegrityResponse> VerifyWith(const std::string& signed_heads) {
    v1::VerifyIntegrityRequest request;
    request.add_signed_heads(signed_heads);
    return world_.ledger().Call<v1::StatementService>(
        &v1::StatementService::StubInterface::VerifyIntegrity, world_.ledger().Finance(), request);
  }

  std::filesystem::path FileOf(const std::string& month) {
    return world_.ledger().journal_heads() / ("journal-heads-" + month + ".jws");
  }
};

TEST_F(WrittenAnew, LED4_IsFoundByTheHeadsThatTheLedgerWroteAtTheClose) {
  EXPECT_TRUE(world_.Verify().intact());
  EXPECT_THAT(world_.Verify().told_months(), ::testing::ElementsAre("2017-01"));
  ChangeEverythingOf("C1");
  ExpectFault(1, "written anew");
  // Without heads outside the database nobody could tell.
  std::filesystem::remove(FileOf("2017-01"));
  EXPECT_TRUE(world_.Verify().intact());
}

TEST_F(WrittenAnew, LED4_IsFoundByHeadsThatSomebodyKept) {
  const std::string kept = SignedHeads("2017-01");
  ChangeEverythingOf("C1");
  std::filesystem::remove(FileOf("2017-01"));
  const auto answer = VerifyWith(kept);
  ASSERT_EQ(answer.status(), absl::OkStatus());
  ASSERT_THAT(answer->faults(), ::testing::SizeIs(1));
  EXPECT_EQ(answer->faults(0).partition(), "C1");
  EXPECT_THAT(answer->faults(0).message(), ::testing::HasSubstr("2017-01"));
}

TEST_F(WrittenAnew, LED4_ATailCutWithItsHeadIsFound) {
  const std::int64_t last = LastSequence("C1");
  Tamper("DELETE FROM journal_line WHERE partition_id = 'C1' AND sequence = ?", {last});
  Tamper("DELETE FROM journal_entry WHERE partition_id = 'C1' AND sequence = ?", {last});
  WriteAnew("C1");
  ExpectFault(last, "missing");
}

TEST_F(WrittenAnew, LED4_HeadsThatTheLedgerDidNotSignAreRefused) {
  std::string changed = SignedHeads("2017-01");
  changed[changed.find('.') + 5] = changed[changed.find('.') + 5] == 'A' ? 'B' : 'A';
  const auto tampered = VerifyWith(changed);
  EXPECT_EQ(tampered.status().code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(ReasonOf(tampered.status()), ledger::kSignedHeadsInvalid);
  // The same words under the key of another service, and under the ledger's own.
  const std::string document = SignedHeads("2017-01");
  const std::vector<std::string> parts = absl::StrSplit(document, '.');
  std::string payload;
  ASSERT_TRUE(absl::WebSafeBase64Unescape(parts.at(1), &payload));
  const auto said = nlohmann::json::parse(payload);
  const auto signed_by = [&](const std::string& service) {
    return VerifyWith(
        world_.ledger().keys().service_signer(service).SignDocument("journal-heads", said).value());
  };
  EXPECT_EQ(ReasonOf(signed_by("waiver").status()), ledger::kSignedHeadsInvalid);
  EXPECT_EQ(signed_by("ledger").status(), absl::OkStatus());
}

// Whoever can write to the directory must not be able to switch the whole check off.
TEST_F(WrittenAnew, LED4_ATamperedFileIsNamedAndTheRestIsChecked) {
  const auto change = [&](const std::string& month, auto by) {
    std::ifstream in(FileOf(month));
    std::string content(std::istreambuf_iterator<char>(in), {});
    by(content);
    std::ofstream(FileOf(month), std::ios::trunc) << content;
  };
  world_.SetDate(Date(2017, 4, 10));
  world_.Close("2017-02", Date(2017, 2, 28));
  world_.Close("2017-03", Date(2017, 3, 31));
  change("2017-02", [](std::string& content) {
    char& signed_byte = content[content.find('.') + 5];
    signed_byte = signed_byte == 'A' ? 'B' : 'A';
  });
  const v1::VerifyIntegrityResponse one = world_.Verify();
  EXPECT_FALSE(one.intact());
  ASSERT_THAT(one.faults(), ::testing::SizeIs(1));
  EXPECT_EQ(one.faults(0).partition(), "");
  EXPECT_EQ(one.faults(0).reference_id(), "journal-heads-2017-02.jws");
  EXPECT_THAT(one.faults(0).message(), ::testing::HasSubstr("journal-heads-2017-02.jws"));
  EXPECT_THAT(one.told_months(), ::testing::ElementsAre("2017-01", "2017-03"));
  EXPECT_EQ(one.checked_entries(), LastSequence("C1") + LastSequence("C9"));

  // One that cannot be read, and one of another month in the place of its own.
  std::filesystem::remove(FileOf("2017-02"));
  std::filesystem::create_directory(FileOf("2017-02"));
  std::filesystem::copy_file(FileOf("2017-01"), FileOf("2017-03"),
                             std::filesystem::copy_options::overwrite_existing);
  ChangeEverythingOf("C1");
  const v1::VerifyIntegrityResponse all = world_.Verify();
  ASSERT_THAT(all.faults(), ::testing::SizeIs(3)) << all.ShortDebugString();
  EXPECT_EQ(all.faults(0).reference_id(), "journal-heads-2017-02.jws");
  EXPECT_EQ(all.faults(1).reference_id(), "journal-heads-2017-03.jws");
  EXPECT_EQ(all.faults(2).partition(), "C1");
  EXPECT_THAT(all.faults(2).message(), ::testing::HasSubstr("written anew"));
}

TEST_F(WrittenAnew, LED4_AFileThatIsThereStaysAndOneThatIsLackingIsWritten) {
  const auto content = [&] {
    std::ifstream in(FileOf("2017-01"));
    return std::string(std::istreambuf_iterator<char>(in), {});
  };
  const std::string first = content();
  ASSERT_FALSE(first.empty());
  world_.Close("2017-01", Date(2017, 2, 10));  // again
  EXPECT_EQ(content(), first);
  std::filesystem::remove(FileOf("2017-01"));
  world_.Close("2017-01", Date(2017, 2, 10));
  EXPECT_FALSE(content().empty());
}

TEST_F(VerifyIntegrity, LED4_TheStreamTellsHowFarItHasCome) {
  Tamper("UPDATE journal_entry SET reference_id = 'x' WHERE partition_id = 'C9' AND sequence = 2");
  grpc::ClientContext context;
  world_.ledger().Prepare(context, world_.ledger().Finance());
  const auto stub = v1::StatementService::NewStub(world_.ledger().channel());
  const auto reader = stub->StreamIntegrity(&context, v1::VerifyIntegrityRequest());
  std::vector<v1::IntegrityProgress> told;
  for (v1::IntegrityProgress progress; reader->Read(&progress);) told.push_back(progress);
  ASSERT_TRUE(reader->Finish().ok());
  ASSERT_GE(told.size(), 2U);
  EXPECT_EQ(told.front().entry_count(), LastSequence("C1") + LastSequence("C9"));
  for (std::size_t i = 1; i + 1 < told.size(); ++i) {
    EXPECT_GE(told[i].checked_entries(), told[i - 1].checked_entries());
    EXPECT_FALSE(told[i].has_result());
  }
  EXPECT_EQ(told.back().checked_entries(), LastSequence("C1") + 1);
  ASSERT_TRUE(told.back().has_result());
  ASSERT_THAT(told.back().result().faults(), ::testing::SizeIs(1));
  EXPECT_EQ(told.back().result().faults(0).partition(), "C9");
}

// The client goes while the first community is being followed: that one ends the check, and no
// other is begun.
TEST_F(VerifyIntegrity, LED4_AStreamWhoseClientGoesStopsAtTheCommunity) {
  const ScratchDirectory scratch;
  const std::filesystem::path hold = scratch.path() / "hold";
  std::ofstream(hold) << "x";
  const fault::ScopedFailpoint numbering("NumberReceipts.before_commit",
                                         "pause-file:" + hold.string());
  grpc::ClientContext context;
  world_.ledger().Prepare(context, world_.ledger().Finance());
  const auto stub = v1::StatementService::NewStub(world_.ledger().channel());
  const auto reader = stub->StreamIntegrity(&context, v1::VerifyIntegrityRequest());
  while (numbering.hits() == 0) std::this_thread::yield();
  Cancel(world_, context);
  EXPECT_EQ(reader->Finish().error_code(), grpc::StatusCode::CANCELLED);
  std::filesystem::remove(hold);
  AwaitCancelled(world_, "cuijiao.ledger.v1.StatementService/StreamIntegrity");
  EXPECT_EQ(numbering.hits(), 1);  // C9's project was not come to
  EXPECT_TRUE(world_.Verify().intact());
  EXPECT_EQ(numbering.hits(), 2);
}

}  // namespace
}  // namespace cuijiao::support
