// LED-13: lines find their units; what is certain is booked, what is not waits with candidates.
#include "cuijiao/ledger/v1/close.grpc.pb.h"
#include "tests/integration/ledger_statements/statement_world.h"

namespace cuijiao::ledger {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;

class MatchingTest : public StatementWorld {};

TEST_F(MatchingTest, LED13_ACertainLineBecomesAPaymentWithItsDateAndReference) {
  PutOpening(63'098);
  // The number, and exactly what is owed.
  const auto response =
      MustImport(BankRequest("2017-03-08,630.98,某人,翠苑3栋2单元501物业费,T1\n"));
  EXPECT_EQ(response.statement().booked_count(), 1);
  EXPECT_EQ(response.statement().booked_fen(), 63'098);
  EXPECT_EQ(response.statement().held_count(), 0);
  EXPECT_EQ(response.statement().kind(), v1::BANK_STATEMENT_KIND_CSV);
  EXPECT_EQ(response.statement().account(), "6222");
  EXPECT_EQ(response.statement().imported_by(), "F1");
  const auto lines = Lines();
  ASSERT_THAT(lines, SizeIs(1));
  EXPECT_EQ(lines[0].state(), Line::STATE_BOOKED);
  EXPECT_EQ(lines[0].statement_id(), response.statement().id());
  EXPECT_EQ(lines[0].payer(), "某人");
  ASSERT_THAT(lines[0].candidates(), SizeIs(1));
  EXPECT_EQ(lines[0].candidates(0).score(), 95);
  EXPECT_THAT(lines[0].candidates(0).reasons(),
              ElementsAre("REMARK_NAMES_UNIT", "REMARK_NAMES_COMMUNITY", "AMOUNT_IS_ALL_DUE"));
  const auto payment = Get(lines[0].payment_id());
  ASSERT_EQ(payment.status(), absl::OkStatus());
  EXPECT_EQ(payment->unit_id(), "U1");
  EXPECT_EQ(payment->method(), v1::PAYMENT_METHOD_BANK_TRANSFER);
  EXPECT_EQ(payment->received_date(), "2017-03-08");
  EXPECT_EQ(payment->posting_date(), "2017-03-08");
  EXPECT_EQ(payment->collector_id(), "S1");
  EXPECT_EQ(payment->recorded_by(), "F1");
  EXPECT_EQ(UnpaidOf(), 0);
  EXPECT_EQ(Number("SELECT COUNT(*) AS n FROM payment WHERE external_reference = 'T1'"), 1);
  ExpectBooksRight();

  v1::GetBankStatementRequest get;
  get.set_statement_id(response.statement().id());
  const auto statement = ledger_.Call<Statements>(&Statements::StubInterface::GetBankStatement,
                                                  ledger_.Finance(), get);
  ASSERT_EQ(statement.status(), absl::OkStatus());
  EXPECT_EQ(statement->SerializeAsString(), response.statement().SerializeAsString());
  get.set_statement_id("S404");
  EXPECT_EQ(ReasonOf(ledger_
                         .Call<Statements>(&Statements::StubInterface::GetBankStatement,
                                           ledger_.Finance(), get)
                         .status()),
            "UNKNOWN_STATEMENT");
}

TEST_F(MatchingTest, LED13_TheSecondOfTwoEqualPaymentsNoLongerFitsTheDebt) {
  PutOpening(63'098);
  const auto response = MustImport(BankRequest(
      "2017-03-08,630.98,某人,3栋2单元501,T1\n2017-03-08,630.98,某人,3栋2单元501,T2\n"));
  EXPECT_EQ(response.statement().booked_count(), 1);
  EXPECT_EQ(response.statement().held_count(), 1);
  EXPECT_THAT(Told(), ElementsAre("2 RECEIPT BOOKED", "3 RECEIPT HELD UNSURE"));
  ExpectBooksRight();
}

TEST_F(MatchingTest, LED13_TheOwnersNameIsFoundByItsHash) {
  // O1 owns U1 and U3: the name alone does not decide, with the number it does.
  const auto response =
      MustImport(BankRequest("2017-03-08,88.00,孙丽华,物业费,T1\n"
                             "2017-03-08,88.00,孙 丽华,3栋2单元501,T2\n"
                             "2017-03-08,88.00,胡志明(138****8002),管理费,T3\n"));
  EXPECT_EQ(response.statement().booked_count(), 1);
  const auto held = Lines(Line::STATE_HELD);
  ASSERT_THAT(held, SizeIs(2));
  ASSERT_THAT(held[0].candidates(), SizeIs(2));
  EXPECT_EQ(held[0].candidates(0).unit_id(), "U1");
  EXPECT_EQ(held[0].candidates(1).unit_id(), "U3");
  ASSERT_THAT(held[1].candidates(), SizeIs(1));
  EXPECT_EQ(held[1].candidates(0).unit_id(), "U2");
  EXPECT_EQ(Number("SELECT COUNT(*) AS n FROM payment WHERE unit_id = 'U1'"), 1);
}

TEST_F(MatchingTest, LED13_OwnersOfBeforeGetTheirHashWithTheFirstImport) {
  ASSERT_EQ(ledger_.admin_database().Transact(
                "forget",
                [](db::Transaction& transaction) {
                  return transaction.Execute("UPDATE owner SET name_hash = NULL").status();
                }),
            absl::OkStatus());
  MustImport(BankRequest("2017-03-08,88.00,胡志明,管理费,T1\n"));
  ASSERT_THAT(Lines(Line::STATE_HELD), SizeIs(1));
  EXPECT_THAT(Lines(Line::STATE_HELD)[0].candidates(), SizeIs(1));
  EXPECT_EQ(Number("SELECT COUNT(*) AS n FROM owner WHERE name_hash IS NULL"), 0);
}

TEST_F(MatchingTest, LED13_AnOwnerOfAnotherTimeIsNoOwner) {
  ASSERT_EQ(ledger_.PutText(R"(
      entries { owner { id: "O7" name: "钱七" } }
      entries { ownership { unit_id: "U2" owner_id: "O7" from_date: "2015-01-01" to_date: "2016-12-31" } })"),
            absl::OkStatus());
  MustImport(BankRequest("2017-03-08,88.00,钱七,管理费,T1\n"));
  ASSERT_THAT(Lines(), SizeIs(1));
  EXPECT_THAT(Lines()[0].candidates(), IsEmpty());
}

TEST_F(MatchingTest, LED13_UnitsOfOtherProjectsAreNoCandidates) {
  MustImport(BankRequest("2017-03-08,88.00,郭峰,9栋901,T1\n"));
  ASSERT_THAT(Lines(Line::STATE_HELD), SizeIs(1));
  EXPECT_THAT(Lines(Line::STATE_HELD)[0].candidates(), IsEmpty());
  MustImport(BankRequest("2017-03-08,88.00,郭峰,9栋901,T2\n", "P2"));
  EXPECT_THAT(Lines(Line::STATE_BOOKED, "P2"), SizeIs(1));
}

TEST_F(MatchingTest, LED13_WhatIsUnsureWaitsInSuspenseUntilAPersonSaysWhose) {
  MustImport(BankRequest("2017-03-08,200.00,王小明,秘密备注 停车,T1\n"));
  EXPECT_EQ(Number("SELECT SUM(amount_fen) AS n FROM journal_line WHERE account = 'SUSPENSE'"),
            -20'000);
  // Personal data stands in no column that can be read.
  EXPECT_EQ(
      Number("SELECT COUNT(*) AS n FROM bank_statement_line WHERE payer_cipher LIKE '%王小明%'"
             " OR remark_cipher LIKE '%秘密%'"),
      0);
  const Line held = Lines(Line::STATE_HELD).at(0);
  EXPECT_EQ(held.remark(), "秘密备注 停车");
  EXPECT_EQ(ReasonOf(Match(held.id(), "").status()), "TARGET_WRONG");
  EXPECT_EQ(ReasonOf(Match(held.id(), "U1", "P404").status()), "TARGET_WRONG");
  EXPECT_EQ(ReasonOf(Match(held.id(), "U9").status()), "OTHER_PROJECT");
  EXPECT_EQ(ReasonOf(Match("L404", "U1").status()), "UNKNOWN_LINE");
  EXPECT_EQ(ReasonOf(Dismiss(held.id()).status()), "LINE_NOT_WAITING");

  const auto matched = Match(held.id(), "U3");
  ASSERT_EQ(matched.status(), absl::OkStatus());
  EXPECT_EQ(matched->state(), Line::STATE_MATCHED);
  EXPECT_EQ(matched->decided_by(), "F1");
  EXPECT_EQ(matched->payer(), "");
  const auto payment = Get(matched->payment_id());
  ASSERT_EQ(payment.status(), absl::OkStatus());
  EXPECT_EQ(payment->unit_id(), "U3");
  EXPECT_EQ(payment->received_date(), "2017-03-08");
  EXPECT_EQ(Number("SELECT COUNT(*) AS n FROM payment WHERE external_reference = 'T1'"), 1);
  EXPECT_EQ(Number("SELECT SUM(amount_fen) AS n FROM journal_line WHERE account = 'SUSPENSE'"), 0);
  EXPECT_EQ(ReasonOf(Match(held.id(), "U1").status()), "LINE_NOT_WAITING");
  ExpectBooksRight();
}

TEST_F(MatchingTest, LED13_AssignedSuspenseIsAMatchToo) {
  MustImport(BankRequest("2017-03-08,200.00,王小明,停车,T1\n"));
  v1::AssignSuspenseRequest request;
  request.set_request_id(ledger_.NewRequestId());
  request.set_suspense_id(Lines().at(0).suspense_id());
  request.set_unit_id("U2");
  const auto payment =
      ledger_.Call<Payments>(&Payments::StubInterface::AssignSuspense, ledger_.Finance(), request);
  ASSERT_EQ(payment.status(), absl::OkStatus());
  const Line line = Lines().at(0);
  EXPECT_EQ(line.state(), Line::STATE_MATCHED);
  EXPECT_EQ(line.payment_id(), payment->id());
  EXPECT_EQ(line.decided_by(), "F1");
}

TEST_F(MatchingTest, LED13_AManualMatchIsNeverUndoneByTheMachine) {
  const std::string bill = WechatBill({{"1", "SUCCESS", "200.00", "", "停车", ""}});
  MustImport(Request(bill));
  const auto matched = Match(Lines(Line::STATE_HELD).at(0).id(), "U3");
  ASSERT_EQ(matched.status(), absl::OkStatus());
  // Neither by the same file, now that another unit fits, nor by the order's refund.
  EXPECT_EQ(MustImport(Request(bill)).existing_count(), 1);
  MustImport(Request(WechatBill({{"1", "SUCCESS", "200.00", "R1", "停车", ""}})));
  EXPECT_THAT(Told(), ElementsAre("2 RECEIPT MATCHED UNSURE", "2 REFUND OPEN MATCHED_BY_PERSON"));
  EXPECT_EQ(Get(matched->payment_id())->state(), v1::Payment::STATE_RECORDED);
  // A person says so.
  const Line refund = Lines(Line::STATE_OPEN).at(0);
  EXPECT_EQ(refund.payment_id(), "");
  EXPECT_EQ(refund.order_payment_id(), matched->payment_id());
  EXPECT_EQ(ReasonOf(Match(refund.id(), "U3").status()), "TARGET_WRONG");
  const auto undone = Match(refund.id(), "", matched->payment_id());
  ASSERT_EQ(undone.status(), absl::OkStatus());
  EXPECT_EQ(undone->payment_id(), matched->payment_id());
  EXPECT_EQ(undone->order_payment_id(), "");
  EXPECT_EQ(Get(matched->payment_id())->state(), v1::Payment::STATE_REVERSED);
  ExpectBooksRight();
}

TEST_F(MatchingTest, LED13_AReceiptThatWasRecordedByHandIsNotBookedAgain) {
  v1::RecordPaymentRequest request = PaymentRequest(20'000, "2017-03-10", "U2");
  request.set_external_reference("42001");
  const auto by_hand = Record(request);
  ASSERT_EQ(by_hand.status(), absl::OkStatus());
  MustImport(Request(WechatBill({{"1", "SUCCESS", "200.00", "", "停车", "U2"},
                                 {"2", "SUCCESS", "200.00", "", "停车", "U2"}})));
  EXPECT_THAT(Told(), ElementsAre("2 RECEIPT BOOKED ALREADY_RECORDED", "3 RECEIPT BOOKED"));
  EXPECT_EQ(Lines().at(0).payment_id(), by_hand->id());
  EXPECT_EQ(Number("SELECT COUNT(*) AS n FROM payment"), 2);
}

TEST_F(MatchingTest, LED10_WhatIsOldIsFinancesToBookAndPostsOnTheFirstOpenDay) {
  v1::CloseMonthRequest close;
  for (const char* month : {"2017-01", "2017-02"}) {
    close.set_month(month);
    ASSERT_EQ(ledger_
                  .Call<v1::CloseService>(&v1::CloseService::StubInterface::CloseMonth,
                                          ledger_.Finance(), close)
                  .status(),
              absl::OkStatus());
  }
  // 2017-01-20 is more than 45 days back.
  MustImport(BankRequest("2017-01-20,88.00,胡志明,3栋2单元502,T1\n2017-01-20,88.00,无名,无,T2\n"));
  const auto lines = Lines();
  ASSERT_THAT(lines, SizeIs(2));
  const auto payment = Get(lines[0].payment_id());
  ASSERT_EQ(payment.status(), absl::OkStatus());
  EXPECT_EQ(payment->received_date(), "2017-01-20");
  EXPECT_EQ(payment->posting_date(), "2017-03-01");
  EXPECT_EQ(Number("SELECT COUNT(*) AS n FROM suspense WHERE posting_date = '2017-03-01'"), 1);
  ExpectBooksRight();
}

TEST_F(MatchingTest, LED13_ListsArePagedAndFiltered) {
  for (int i = 0; i < 3; ++i) {
    MustImport(BankRequest(
        absl::StrCat("2017-03-08,1.00,甲,无,A", i, "\n2017-03-08,-1.00,乙,费,B", i, "\n")));
  }
  EXPECT_THAT(Lines(Line::STATE_OUTSIDE), SizeIs(3));
  v1::ListBankStatementLinesRequest request;
  request.set_project_id("P1");
  request.set_page_size(4);
  std::size_t seen = 0;
  do {
    const auto page = ledger_.Call<Statements>(&Statements::StubInterface::ListBankStatementLines,
                                               ledger_.Finance(), request);
    ASSERT_EQ(page.status(), absl::OkStatus());
    seen += static_cast<std::size_t>(page->lines_size());
    request.set_page_token(page->next_page_token());
  } while (!request.page_token().empty());
  EXPECT_EQ(seen, 6U);
  v1::ListBankStatementsRequest list;
  list.set_project_id("P1");
  const auto statements = ledger_.Call<Statements>(&Statements::StubInterface::ListBankStatements,
                                                   ledger_.Finance(), list);
  ASSERT_EQ(statements.status(), absl::OkStatus());
  ASSERT_THAT(statements->statements(), SizeIs(3));
  request.set_page_size(0);
  request.set_statement_id(statements->statements(1).id());
  const auto of_one = ledger_.Call<Statements>(&Statements::StubInterface::ListBankStatementLines,
                                               ledger_.Finance(), request);
  ASSERT_EQ(of_one.status(), absl::OkStatus());
  EXPECT_THAT(of_one->lines(), SizeIs(2));
}

}  // namespace
}  // namespace cuijiao::ledger
