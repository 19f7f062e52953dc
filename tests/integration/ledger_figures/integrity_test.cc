// The integrity check finds what was changed behind the ledger's back, and names it (LED-4).
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "tests/integration/ledger_figures/figures_world.h"

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

}  // namespace
}  // namespace cuijiao::support
