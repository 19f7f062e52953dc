// LED-13: all rows or none, and each line once, whoever loads what and when.
#include <thread>

#include "tests/integration/ledger_statements/statement_world.h"

namespace cuijiao::ledger {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

class OnceTest : public StatementWorld {};

constexpr const char* kThreeRows =
    "2017-03-08,88.00,胡志明,3栋2单元502,T1\n"
    "2017-03-09,88.00,胡志明,3栋2单元502,T2\n"
    "2017-03-10,5.00,某人,无,T3\n";

TEST_F(OnceTest, LED13_TheSameFileTwiceBooksOnce) {
  const auto first = MustImport(BankRequest(kThreeRows));
  EXPECT_EQ(first.statement().booked_count(), 2);
  EXPECT_EQ(first.statement().held_count(), 1);
  const auto again = MustImport(BankRequest(kThreeRows));
  EXPECT_EQ(again.existing_count(), 3);
  EXPECT_EQ(again.statement().id(), "");
  EXPECT_EQ(again.statement().row_count(), 3);
  EXPECT_EQ(Number("SELECT COUNT(*) AS n FROM payment"), 2);
  EXPECT_EQ(Number("SELECT COUNT(*) AS n FROM suspense"), 1);
  EXPECT_EQ(Number("SELECT COUNT(*) AS n FROM bank_statement"), 1);
}

TEST_F(OnceTest, LED13_TheSameRequestGetsTheSameAnswer) {
  const v1::ImportBankStatementRequest request = BankRequest(kThreeRows);
  const auto first = MustImport(request);
  EXPECT_EQ(MustImport(request).SerializeAsString(), first.SerializeAsString());
  v1::ImportBankStatementRequest other = BankRequest("2017-03-08,1.00,a,b,T9\n");
  other.set_request_id(request.request_id());
  EXPECT_EQ(ReasonOf(Import(other).status()), "REQUEST_ID_REUSED");
}

TEST_F(OnceTest, LED13_FilesThatOverlapBookEachRowOnce) {
  MustImport(BankRequest(kThreeRows));
  const auto second = MustImport(
      BankRequest("2017-03-10,5.00,某人,无,T3\n2017-03-11,88.00,胡志明,3栋2单元502,T4\n"));
  EXPECT_EQ(second.existing_count(), 1);
  EXPECT_EQ(second.statement().booked_count(), 1);
  EXPECT_EQ(Number("SELECT COUNT(*) AS n FROM payment"), 3);
  EXPECT_EQ(Number("SELECT COUNT(*) AS n FROM suspense"), 1);
  // A row that is in with another amount is not the same row.
  const auto changed = MustImport(BankRequest("2017-03-10,6.00,某人,无,T3\n"));
  EXPECT_THAT(Faults(changed), ElementsAre("2 ROW_CHANGED"));
  EXPECT_THAT(changed.row_errors(0).message(), HasSubstr("6.00"));
}

TEST_F(OnceTest, LED13_TwoPeopleAtTheSameMomentBookEachRowOnce) {
  for (int round = 0; round < 3; ++round) {
    std::string rows;
    for (int i = 0; i < 8; ++i) {
      absl::StrAppend(&rows, "2017-03-08,8", i, ".00,胡志明,3栋2单元502,R", round, "-", i, "\n");
    }
    std::vector<absl::StatusOr<v1::ImportBankStatementResponse>> answers(4);
    std::vector<std::thread> people;
    for (auto& answer : answers) {
      people.emplace_back([&] { answer = Import(BankRequest(rows)); });
    }
    for (std::thread& person : people) person.join();
    int booked = 0;
    int existing = 0;
    for (const auto& answer : answers) {
      ASSERT_EQ(answer.status(), absl::OkStatus());
      booked += answer->statement().booked_count();
      existing += answer->existing_count();
    }
    EXPECT_EQ(booked, 8);
    EXPECT_EQ(existing, 24);
    EXPECT_EQ(Number("SELECT COUNT(*) AS n FROM payment"), 8 * (round + 1));
  }
  ExpectBooksRight();
}

// Imports of two projects lock nothing in common: there the unique key alone decides.
TEST_F(OnceTest, LED13_TwoProjectsAtTheSameMomentBookARowOnce) {
  for (int round = 0; round < 5; ++round) {
    const std::string row = absl::StrCat("2017-03-08,88.00,谁,无,R", round, "\n");
    std::vector<absl::StatusOr<v1::ImportBankStatementResponse>> answers(4);
    std::vector<std::thread> people;
    for (std::size_t i = 0; i < answers.size(); ++i) {
      people.emplace_back(
          [&, i] { answers[i] = Import(BankRequest(row, i % 2 == 0 ? "P1" : "P2")); });
    }
    for (std::thread& person : people) person.join();
    int held = 0;
    for (const auto& answer : answers) {
      ASSERT_EQ(answer.status(), absl::OkStatus());
      held += answer->statement().held_count();
      // It is in already: in this project, or in the other, which is told.
      if (answer->wrong_count() > 0) {
        EXPECT_THAT(Faults(*answer), ElementsAre("2 IN_ANOTHER_PROJECT"));
      }
    }
    EXPECT_EQ(held, 1);
    EXPECT_EQ(Number("SELECT COUNT(*) AS n FROM suspense"), round + 1);
  }
  ExpectBooksRight();
}

TEST_F(OnceTest, LED13_TwoPeopleWhoMatchALineGiveItToOneUnit) {
  MustImport(BankRequest("2017-03-08,5.00,某人,无,T1\n"));
  const std::string line_id = Lines().at(0).id();
  std::vector<absl::StatusOr<Line>> answers(4);
  std::vector<std::thread> people;
  for (std::size_t i = 0; i < answers.size(); ++i) {
    people.emplace_back([&, i] { answers[i] = Match(line_id, i % 2 == 0 ? "U1" : "U2"); });
  }
  for (std::thread& person : people) person.join();
  int matched = 0;
  for (const auto& answer : answers) matched += answer.ok() ? 1 : 0;
  EXPECT_EQ(matched, 1);
  EXPECT_EQ(Number("SELECT COUNT(*) AS n FROM payment"), 1);
  ExpectBooksRight();
}

TEST_F(OnceTest, LED13_OneBadRowKeepsAllOutUnlessTheFlagIsSet) {
  v1::ImportBankStatementRequest request = BankRequest(
      "2017-03-08,88.00,胡志明,3栋2单元502,T1\n"
      "2017-03-16,88.00,胡志明,3栋2单元502,T2\n"
      "2017-02-30,88.00,胡志明,3栋2单元502,T3\n");
  const auto refused = MustImport(request);
  EXPECT_THAT(Faults(refused), ElementsAre("3 RECEIVED_DATE_IN_FUTURE", "4 CELL_NOT_A_DATE"));
  EXPECT_EQ(refused.wrong_count(), 2);
  EXPECT_EQ(refused.statement().id(), "");
  EXPECT_THAT(Lines(), IsEmpty());
  request.set_request_id(ledger_.NewRequestId());
  request.set_skip_bad_rows(true);
  EXPECT_EQ(MustImport(request).statement().booked_count(), 1);
  EXPECT_THAT(Lines(), SizeIs(1));
}

TEST_F(OnceTest, LED13_ValidateOnlyTellsWhatAnImportDoesAndDoesNothing) {
  v1::ImportBankStatementRequest request = BankRequest(kThreeRows);
  request.set_validate_only(true);
  const auto told = MustImport(request);
  EXPECT_EQ(told.statement().id(), "");
  EXPECT_EQ(told.statement().booked_count(), 2);
  EXPECT_EQ(told.statement().held_count(), 1);
  EXPECT_THAT(Lines(), IsEmpty());
  EXPECT_EQ(Number("SELECT COUNT(*) AS n FROM payment"), 0);
  EXPECT_EQ(Number("SELECT COUNT(*) AS n FROM journal_entry"), 0);
  // The same counts as the real one.
  const auto done = MustImport(BankRequest(kThreeRows));
  EXPECT_EQ(done.statement().booked_fen(), told.statement().booked_fen());
  EXPECT_EQ(done.statement().held_fen(), told.statement().held_fen());
}

TEST_F(OnceTest, LED13_WholeFilesAreRefusedWithBothFigures) {
  std::string bill = WechatBill({{"1", "SUCCESS", "200.00", "", "", "U1"}});
  bill.replace(bill.find("`1,`200.00"), 10, "`1,`300.00");
  const absl::Status refused = Import(Request(bill)).status();
  EXPECT_EQ(refused.code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(ReasonOf(refused), "TOTALS_DIFFER");
  EXPECT_THAT(std::string(refused.message()),
              HasSubstr("the file states 300.00, its rows make 200"));
  EXPECT_EQ(ReasonOf(Import(Request("a,b\n1,2\n")).status()), "MAPPING_MISSING");
  EXPECT_EQ(ReasonOf(Import(Request("<!DOCTYPE x []><Document/>")).status()), "DOCTYPE_FORBIDDEN");
  v1::ImportBankStatementRequest wrong = BankRequest("2017-03-08,1.00,a,b,T1\n");
  wrong.mutable_mapping()->set_debit_column("out");
  EXPECT_EQ(ReasonOf(Import(wrong).status()), "MAPPING_WRONG");
  EXPECT_EQ(ReasonOf(Import(BankRequest("2017-03-08,1.00,a,b,T1\n", "P404")).status()),
            "UNKNOWN_PROJECT");
}

}  // namespace
}  // namespace cuijiao::ledger
