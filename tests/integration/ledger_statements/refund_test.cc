// LED-13, LED-3: what wallets and banks take back.
#include "tests/integration/ledger_statements/statement_world.h"

namespace cuijiao::ledger {
namespace {

using ::testing::ElementsAre;
using ::testing::SizeIs;

class StatementRefundTest : public StatementWorld {
 protected:
  v1::Payment PaymentOfLine(int line) {
    for (const Line& told : Lines()) {
      if (told.line() != line) continue;
      const auto payment = Get(told.payment_id());
      EXPECT_EQ(payment.status(), absl::OkStatus());
      return payment.value_or(v1::Payment());
    }
    ADD_FAILURE() << "no line " << line;
    return {};
  }
};

TEST_F(StatementRefundTest, LED3_APartIsARefundAndTheWholeAReversal) {
  // The wallet lists the latest first.
  const auto response = MustImport(Request(WechatBill({
      {"1", "SUCCESS", "50.00", "R1", "", "U1", "2017-03-12"},
      {"2", "SUCCESS", "200.00", "R2", "", "U2", "2017-03-12"},
      {"1", "SUCCESS", "200.00", "", "", "U1"},
      {"2", "SUCCESS", "200.00", "", "", "U2"},
  })));
  EXPECT_EQ(response.statement().booked_count(), 4);
  EXPECT_EQ(response.statement().booked_fen(), 40'000);
  const v1::Payment in_part = PaymentOfLine(4);
  EXPECT_EQ(in_part.state(), v1::Payment::STATE_RECORDED);
  EXPECT_EQ(in_part.refunded_fen(), 5'000);
  EXPECT_THAT(in_part.notes(), ElementsAre("R1"));
  const v1::Payment whole = PaymentOfLine(5);
  EXPECT_EQ(whole.state(), v1::Payment::STATE_REVERSED);
  EXPECT_EQ(whole.reversal_reason(), v1::ReversePaymentRequest::REASON_REFUNDED);
  EXPECT_EQ(Lines().at(0).fee_fen(), 60);  // kept, not taken off
  EXPECT_EQ(whole.amount_fen(), 20'000);
  // The rest of the first comes back later: a refund again, for it was touched before.
  MustImport(Request(WechatBill({{"1", "SUCCESS", "150.00", "R3", "", "U1", "2017-03-13"}})));
  EXPECT_EQ(PaymentOfLine(4).refunded_fen(), 20'000);
  ExpectBooksRight();
}

TEST_F(StatementRefundTest, LED13_ARevocationUndoesItsOrder) {
  MustImport(Request(WechatBill(
      {{"1", "REVOKED", "0.00", "", "", "U1"}, {"1", "SUCCESS", "200.00", "", "", "U1"}})));
  EXPECT_THAT(Told(), ElementsAre("2 REVOCATION BOOKED", "3 RECEIPT BOOKED"));
  EXPECT_EQ(PaymentOfLine(3).state(), v1::Payment::STATE_REVERSED);
  ExpectBooksRight();
}

TEST_F(StatementRefundTest, LED13_WhatIsUnderWayIsListedAndBookedWhenItIsDone) {
  MustImport(Request(WechatBill(
      {{"1", "PROCESSING", "200.00", "R1", "", "U1"}, {"1", "SUCCESS", "200.00", "", "", "U1"}})));
  EXPECT_THAT(Told(), ElementsAre("2 REFUND PENDING STILL_PROCESSING", "3 RECEIPT BOOKED"));
  EXPECT_EQ(PaymentOfLine(3).state(), v1::Payment::STATE_RECORDED);
  MustImport(Request(WechatBill({{"1", "SUCCESS", "200.00", "R1", "", "U1", "2017-03-12"}})));
  EXPECT_THAT(Told(), ElementsAre("2 REFUND SUPERSEDED STILL_PROCESSING", "3 RECEIPT BOOKED",
                                  "2 REFUND BOOKED"));
  EXPECT_EQ(PaymentOfLine(3).state(), v1::Payment::STATE_REVERSED);
  // The same news again changes nothing.
  EXPECT_EQ(
      MustImport(Request(WechatBill({{"1", "SUCCESS", "200.00", "R1", "", "U1", "2017-03-12"}})))
          .existing_count(),
      1);
  ExpectBooksRight();
}

TEST_F(StatementRefundTest, LED13_ARefundThatFailedIsNone) {
  MustImport(Request(WechatBill(
      {{"1", "FAIL", "200.00", "R1", "", "U1"}, {"1", "SUCCESS", "200.00", "", "", "U1"}})));
  EXPECT_THAT(Told(), ElementsAre("2 OTHER OUTSIDE REFUND_FAILED", "3 RECEIPT BOOKED"));
  EXPECT_EQ(PaymentOfLine(3).state(), v1::Payment::STATE_RECORDED);
}

TEST_F(StatementRefundTest, LED13_WhatHasNoPaymentToUndoWaitsForAPerson) {
  MustImport(Request(WechatBill({{"1", "SUCCESS", "10.00", "R1", "", ""},
                                 {"2", "SUCCESS", "10.00", "R2", "", ""},
                                 {"2", "SUCCESS", "200.00", "", "谁", ""},
                                 {"3", "SUCCESS", "300.00", "R3", "", ""},
                                 {"3", "SUCCESS", "200.00", "", "", "U1"}})));
  EXPECT_THAT(Told(), ElementsAre("2 REFUND OPEN ORDER_UNKNOWN", "3 REFUND OPEN ORDER_HELD",
                                  "4 RECEIPT HELD UNSURE", "5 REFUND OPEN REFUND_EXCEEDS_PAYMENT",
                                  "6 RECEIPT BOOKED"));
  EXPECT_EQ(PaymentOfLine(6).refunded_fen(), 0);
  // What was not undone is told as that, and where it is not known not at all.
  for (const Line& line : Lines(Line::STATE_OPEN)) {
    EXPECT_EQ(line.payment_id(), "") << line.line();
    EXPECT_EQ(line.order_payment_id(), line.line() == 5 ? PaymentOfLine(6).id() : "");
  }
  const auto dismissed = Dismiss(Lines(Line::STATE_OPEN).at(0).id());
  ASSERT_EQ(dismissed.status(), absl::OkStatus());
  EXPECT_EQ(dismissed->state(), Line::STATE_DISMISSED);
  EXPECT_EQ(dismissed->decided_by(), "F1");
  EXPECT_EQ(ReasonOf(Dismiss(dismissed->id()).status()), "LINE_NOT_WAITING");
  EXPECT_EQ(Number("SELECT COUNT(*) AS n FROM bank_statement_line WHERE note_cipher LIKE '%处理%'"),
            0);
  ExpectBooksRight();
}

TEST_F(StatementRefundTest, LED13_APaymentOfAnotherProjectIsNotUndone) {
  const auto elsewhere = Record(PaymentRequest(1'000, "2017-03-10", "U9"));
  ASSERT_EQ(elsewhere.status(), absl::OkStatus());
  MustImport(Request(WechatBill({{"1", "SUCCESS", "10.00", "R1", "", ""}})));
  const std::string line_id = Lines().at(0).id();
  EXPECT_EQ(ReasonOf(Match(line_id, "", elsewhere->id()).status()), "OTHER_PROJECT");
  EXPECT_EQ(ReasonOf(Match(line_id, "", "P404").status()), "UNKNOWN_PAYMENT");
  EXPECT_EQ(Get(elsewhere->id())->state(), v1::Payment::STATE_RECORDED);
}

// A camt.053 of one account with its balances.
std::string Camt(const std::string& opening, const std::string& closing, const std::string& entry) {
  return absl::StrCat(
      "<Document xmlns=\"urn:iso:std:iso:20022:tech:xsd:camt.053.001.08\"><BkToCstmrStmt><Stmt>"
      "<Acct><Id><Othr><Id>6222</Id></Othr></Id></Acct>"
      "<Bal><Tp><CdOrPrtry><Cd>OPBD</Cd></CdOrPrtry></Tp><Amt Ccy=\"CNY\">",
      opening,
      "</Amt><CdtDbtInd>CRDT</CdtDbtInd></Bal>"
      "<Bal><Tp><CdOrPrtry><Cd>CLBD</Cd></CdOrPrtry></Tp><Amt Ccy=\"CNY\">",
      closing, "</Amt><CdtDbtInd>CRDT</CdtDbtInd></Bal>", entry,
      "</Stmt></BkToCstmrStmt></Document>");
}

// What the bank had not booked yet is the booked line's after it, and is booked once.
TEST_F(StatementRefundTest, LED13_APendingCreditBecomesTheBookedOne) {
  const auto entry = [](const std::string& status, const std::string& day,
                        const std::string& reference) {
    return absl::StrCat("<Ntry><Amt Ccy=\"CNY\">88.00</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts><Cd>",
                        status, "</Cd></Sts><ValDt><Dt>", day, "</Dt></ValDt><AcctSvcrRef>",
                        reference,
                        "</AcctSvcrRef><NtryDtls><TxDtls><Refs><EndToEndId>E7</EndToEndId></Refs>"
                        "<RmtInf><Ustrd>无</Ustrd></RmtInf></TxDtls></NtryDtls></Ntry>");
  };
  MustImport(Request(Camt("0.00", "0.00", entry("PDNG", "2017-03-10", "P7"))));
  ASSERT_THAT(Lines(), SizeIs(1));
  EXPECT_EQ(Lines()[0].state(), Line::STATE_PENDING);
  MustImport(Request(Camt("0.00", "0.00", entry("PDNG", "2017-03-11", "P8"))));
  EXPECT_THAT(Lines(), SizeIs(1));
  MustImport(Request(Camt("0.00", "88.00", entry("BOOK", "2017-03-12", "B7"))));
  EXPECT_THAT(Lines(Line::STATE_PENDING), SizeIs(0));
  EXPECT_THAT(Lines(Line::STATE_SUPERSEDED), SizeIs(1));
  EXPECT_THAT(Lines(Line::STATE_HELD), SizeIs(1));
  EXPECT_EQ(Number("SELECT COUNT(*) AS n FROM suspense"), 1);
  ExpectBooksRight();
}

// A booked debit that reverses a credit, by its end-to-end id.
TEST_F(StatementRefundTest, LED13_ABankThatTakesACreditBackBouncesThePayment) {
  const auto entry = [](const std::string& direction, const std::string& more) {
    return absl::StrCat(
        "<Ntry><Amt Ccy=\"CNY\">88.00</Amt><CdtDbtInd>", direction, "</CdtDbtInd>", more,
        "<Sts><Cd>BOOK</Cd></Sts><BookgDt><Dt>2017-03-10</Dt></BookgDt><NtryDtls><TxDtls><Refs>"
        "<EndToEndId>E1</EndToEndId></Refs><RltdPties><Dbtr><Pty><Nm>胡志明</Nm></Pty></Dbtr>"
        "</RltdPties><RmtInf><Ustrd>3栋2单元502</Ustrd></RmtInf></TxDtls></NtryDtls></Ntry>");
  };
  MustImport(Request(Camt("0.00", "88.00", entry("CRDT", ""))));
  MustImport(Request(Camt("88.00", "0.00", entry("DBIT", "<RvslInd>true</RvslInd>"))));
  const auto lines = Lines();
  ASSERT_THAT(lines, SizeIs(2));
  EXPECT_EQ(lines[1].kind(), Line::KIND_RETURN);
  EXPECT_EQ(lines[1].state(), Line::STATE_BOOKED);
  const auto payment = Get(lines[0].payment_id());
  ASSERT_EQ(payment.status(), absl::OkStatus());
  EXPECT_EQ(payment->state(), v1::Payment::STATE_REVERSED);
  EXPECT_EQ(payment->reversal_reason(), v1::ReversePaymentRequest::REASON_BOUNCED);
  // Our own payment that came back is a person's to look at; a unit may get it.
  MustImport(Request(Camt("0.00", "88.00", entry("CRDT", "<RvslInd>true</RvslInd>"))));
  ASSERT_THAT(Lines(Line::STATE_OPEN), SizeIs(1));
  EXPECT_EQ(Lines(Line::STATE_OPEN)[0].reason(), "OWN_PAYMENT_RETURNED");
  const auto matched = Match(Lines(Line::STATE_OPEN)[0].id(), "U1");
  ASSERT_EQ(matched.status(), absl::OkStatus());
  EXPECT_EQ(Get(matched->payment_id())->unit_id(), "U1");
  ExpectBooksRight();
}

}  // namespace
}  // namespace cuijiao::ledger
