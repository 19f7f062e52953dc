// Disputes about lines of payslips and finance's answers (INC-11), over gRPC.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "common/status/reason.h"
#include "services/payroll/domain/reasons.h"
#include "tests/integration/payroll/payroll_world.h"

namespace cuijiao::payroll {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using PayrollStub = v1::PayrollService::StubInterface;

constexpr auto kStands = v1::AnswerDisputeRequest::DECISION_LINE_STANDS;
constexpr auto kCorrect = v1::AnswerDisputeRequest::DECISION_CORRECT;

// The first line of a rule.
v1::PayslipLine LineOf(const v1::Payslip& payslip, std::string_view rule) {
  for (const v1::PayslipLine& line : payslip.lines()) {
    if (line.rule() == rule) return line;
  }
  ADD_FAILURE() << "no line " << rule << " in " << payslip.DebugString();
  return {};
}

// A closed March: S1 of area A1 lost 539.39 of 6,000.00 by INC-1, S2 lost nothing and owes
// 2,000.00; K2 paid 12,345.67 of old arrears, for which S1 and L1 worked and S2 did not.
class Disputes : public ::testing::Test {
 protected:
  void SetUp() override {
    world_.PutUnit("K1", "C1", Yuan("1000"));
    world_.PutDebtor("K2", Yuan("12345.67"));
    world_.ApprovePlan("P1", 9000);
    world_.Close(Month(2017, 1));
    world_.Close(Month(2017, 2));
    world_.SetDate(Date(2017, 3, 10));
    for (const char* staff_id : {"S1", "L1"}) world_.Work(staff_id, "K2");
    payment_id_ = world_.Pay("K2", Yuan("13545.67"), Date(2017, 3, 10), {"S2", "L1"}).id();
    world_.ReportPromise("S2", "U3", Yuan("2000"));
    world_.Close(Month(2017, 3));
    world_.PutWages("2017-03", {{"S1", "6000"}, {"S2", "6000"}, {"L1", "6000"}});
    Calculate();
  }

  v1::Run Calculate() {
    const absl::StatusOr<v1::Run> run = world_.Calculate("2017-03");
    EXPECT_TRUE(run.ok()) << run.status();
    run_ = run.ok() ? *run : v1::Run();
    return run_;
  }
  absl::StatusOr<v1::Run> Approve() {
    return world_.Approve("2017-03", run_.etag(), world_.Approver());
  }
  v1::Payslip PayslipOf(const std::string& staff_id) {
    const absl::StatusOr<v1::Payslip> payslip = world_.Payslip("2017-03", staff_id);
    EXPECT_TRUE(payslip.ok()) << payslip.status();
    return payslip.ok() ? *payslip : v1::Payslip();
  }

  absl::StatusOr<v1::Dispute> Dispute(const std::string& staff_id, const std::string& line_id,
                                      const std::string& request_id = "",
                                      const std::string& reason = "片区二月已移交他人") {
    v1::DisputePayslipLineRequest request;
    request.set_request_id(request_id.empty() ? world_.ledger().NewRequestId() : request_id);
    request.set_month("2017-03");
    request.set_line_id(line_id);
    request.set_reason(reason);
    return world_.Call(&PayrollStub::DisputePayslipLine,
                       world_.ledger().Staff(staff_id, Role::kCollector), request);
  }
  absl::StatusOr<v1::Dispute> Answer(const std::string& dispute_id,
                                     v1::AnswerDisputeRequest::Decision decision, Fen right,
                                     const std::string& staff_id = "F1",
                                     const std::string& request_id = "") {
    v1::AnswerDisputeRequest request;
    request.set_request_id(request_id.empty() ? world_.ledger().NewRequestId() : request_id);
    request.set_dispute_id(dispute_id);
    request.set_decision(decision);
    if (decision == kCorrect || right != Fen(0)) request.set_right_fen(right.value());
    request.set_explanation("移交表核对无误");
    return world_.Call(&PayrollStub::AnswerDispute, world_.ledger().Staff(staff_id, Role::kFinance),
                       request);
  }
  // The id of the dispute about the first line of a rule.
  std::string DisputeRule(const std::string& staff_id, std::string_view rule) {
    const absl::StatusOr<v1::Dispute> dispute =
        Dispute(staff_id, LineOf(PayslipOf(staff_id), rule).id());
    EXPECT_TRUE(dispute.ok()) << dispute.status();
    return dispute.ok() ? dispute->id() : "";
  }
  std::vector<v1::Dispute> List(const Caller& caller, bool open_only = false) {
    v1::ListDisputesRequest request;
    request.set_open_only(open_only);
    request.set_page_size(1);
    std::vector<v1::Dispute> disputes;
    do {
      const absl::StatusOr<v1::ListDisputesResponse> page =
          world_.Call(&PayrollStub::ListDisputes, caller, request);
      EXPECT_TRUE(page.ok()) << page.status();
      if (!page.ok()) return disputes;
      disputes.insert(disputes.end(), page->disputes().begin(), page->disputes().end());
      request.set_page_token(page->next_page_token());
    } while (!request.page_token().empty());
    return disputes;
  }
  std::int64_t Number(const std::string& sql, const db::Values& values = {}) {
    const auto row = world_.admin_database().Read(
        "look", [&](db::Transaction& transaction) { return transaction.QueryOne(sql, values); });
    EXPECT_TRUE(row.ok()) << row.status();
    return row.ok() && *row ? (**row).Int64("n") : -1;
  }

  PayrollWorld world_;
  v1::Run run_;
  std::string payment_id_;
};

TEST_F(Disputes, INC11_FinancesAnswerDecidesAndTakesEffectWithTheNextCalculation) {
  const v1::PayslipLine line = LineOf(PayslipOf("S1"), "INC-1");
  ASSERT_EQ(Fen(line.amount_fen()), Yuan("-539.39"));
  const absl::StatusOr<v1::Dispute> dispute = Dispute("S1", line.id());
  ASSERT_TRUE(dispute.ok()) << dispute.status();
  EXPECT_EQ(dispute->state(), v1::Dispute::STATE_OPEN);
  EXPECT_EQ(dispute->rule(), "INC-1");
  EXPECT_EQ(Fen(dispute->disputed_fen()), Yuan("-539.39"));
  EXPECT_EQ(dispute->reason(), "") << "the answer is kept, so it tells no personal text";

  const absl::Status open = Approve().status();
  EXPECT_EQ(ReasonOf(open), kDisputeOpen);
  EXPECT_THAT(std::string(open.message()), HasSubstr(dispute->id()));

  const absl::StatusOr<v1::Dispute> answered = Answer(dispute->id(), kCorrect, Yuan("-400"));
  ASSERT_TRUE(answered.ok()) << answered.status();
  EXPECT_EQ(answered->state(), v1::Dispute::STATE_CORRECTED);
  EXPECT_EQ(answered->answered_by(), "F1");
  const absl::Status stale = Approve().status();
  EXPECT_EQ(ReasonOf(stale), kCorrectionsChanged);
  EXPECT_TRUE(absl::IsAborted(stale)) << stale;

  const v1::Payslip before = PayslipOf("S1");
  const v1::Run run = Calculate();
  const v1::Payslip after = PayslipOf("S1");
  EXPECT_EQ(LineOf(after, "INC-1").SerializeAsString(), line.SerializeAsString());
  const v1::PayslipLine correction = LineOf(after, "INC-11");
  EXPECT_EQ(Fen(correction.amount_fen()), Yuan("139.39"));
  EXPECT_EQ(correction.formula(), "财务核定 -400.00 − 原算 (-539.39) = 139.39");
  EXPECT_EQ(correction.source_kind(), "DISPUTE");
  EXPECT_THAT(correction.source_ids(), ElementsAre(dispute->id()));
  EXPECT_EQ(after.net_fen(), before.net_fen() + 139'39);
  EXPECT_EQ(run.totals().correction_fen(), 139'39);
  EXPECT_EQ(run.totals().deduction_fen(), 539'39);
  EXPECT_EQ(Number("SELECT taken_fen AS n FROM deduction WHERE staff_id = 'S1'"), 400'00)
      << "what December may give back (INC-3)";

  // Calculated again with the same facts it gives the same, and then it can be approved.
  EXPECT_EQ(Calculate().totals().SerializeAsString(), run.totals().SerializeAsString());
  EXPECT_EQ(PayslipOf("S1").SerializeAsString(), after.SerializeAsString());
  const absl::StatusOr<v1::Run> approved = Approve();
  ASSERT_TRUE(approved.ok()) << approved.status();

  v1::GetRewardRankingRequest ranking_request;
  ranking_request.set_project_id("P1");
  ranking_request.set_month("2017-03");
  const absl::StatusOr<v1::RewardRanking> ranking =
      world_.Call(&PayrollStub::GetRewardRanking, world_.Officer(), ranking_request);
  ASSERT_TRUE(ranking.ok()) << ranking.status();
  for (const v1::RewardRankingRow& row : ranking->rows()) {
    if (row.collector_id() != "S1") continue;
    EXPECT_EQ(row.reward_fen(), after.net_fen() - after.gross_fen());
  }

  const absl::Status late = Dispute("S1", LineOf(after, "INC-4").id()).status();
  EXPECT_EQ(ReasonOf(late), kRunState);
  EXPECT_THAT(std::string(late.message()), HasSubstr("adjustment in the next run"));
}

TEST_F(Disputes, INC11_AnAnswerThatTheLineStandsNeedsNoCalculation) {
  const std::string id = DisputeRule("S1", "INC-1");
  const absl::StatusOr<v1::Dispute> answered = Answer(id, kStands, Fen(0));
  ASSERT_TRUE(answered.ok()) << answered.status();
  EXPECT_EQ(answered->state(), v1::Dispute::STATE_STANDS);
  EXPECT_FALSE(answered->has_right_fen());
  EXPECT_TRUE(Approve().ok());
}

TEST_F(Disputes, INC11_ALineIsDisputedOnceAndItsAnswerDecides) {
  const std::string line_id = LineOf(PayslipOf("S1"), "INC-1").id();
  const std::string id = DisputeRule("S1", "INC-1");
  EXPECT_EQ(ReasonOf(Dispute("S1", line_id).status()), kLineDisputed);
  Calculate();
  EXPECT_EQ(ReasonOf(Dispute("S1", line_id).status()), kLineDisputed)
      << "calculating changes it not";
  ASSERT_TRUE(Answer(id, kCorrect, Yuan("-400")).ok());
  EXPECT_EQ(ReasonOf(Dispute("S1", line_id).status()), kLineDisputed);
  EXPECT_EQ(ReasonOf(Answer(id, kStands, Fen(0)).status()), kDisputeAnswered);
  Calculate();
  EXPECT_EQ(ReasonOf(Dispute("S1", LineOf(PayslipOf("S1"), "INC-11").id()).status()),
            kLineDisputed);
}

TEST_F(Disputes, INC11_OnesOwnLineAloneAndByAnotherPersonAnswered) {
  const std::string line_id = LineOf(PayslipOf("S1"), "INC-1").id();
  EXPECT_EQ(ReasonOf(Dispute("S2", line_id).status()), kUnknownLine);
  EXPECT_EQ(ReasonOf(Dispute("S9", line_id).status()), kUnknownPayslip);
  const std::string id = DisputeRule("S1", "INC-1");
  EXPECT_EQ(ReasonOf(Answer(id, kStands, Fen(0), "S1").status()), kSamePerson);
  EXPECT_EQ(ReasonOf(Answer("unknown", kStands, Fen(0)).status()), kUnknownDispute);
  EXPECT_EQ(ReasonOf(Answer(id, kStands, Yuan("-1")).status()), kFieldsInvalid);
  v1::DisputePayslipLineRequest april;
  april.set_request_id("april");
  april.set_month("2017-04");
  april.set_line_id(line_id);
  april.set_reason("x");
  EXPECT_EQ(ReasonOf(world_
                         .Call(&PayrollStub::DisputePayslipLine,
                               world_.ledger().Staff("S1", Role::kCollector), april)
                         .status()),
            kUnknownRun);
}

TEST_F(Disputes, INC11_AnAnswerKeepsTheFloorsOfTheRule) {
  // S2's 2,000.00 are charged: 1,200.00 taken, 800.00 carried.
  const std::string charged = DisputeRule("S2", "INC-8");
  const absl::Status beyond = Answer(charged, kCorrect, Yuan("-1200.01")).status();
  EXPECT_EQ(ReasonOf(beyond), kAmountOutOfBounds);
  EXPECT_THAT(std::string(beyond.message()), HasSubstr("-1200.00 to 0.00"));
  ASSERT_TRUE(Answer(charged, kCorrect, Yuan("-200")).ok());
  const std::string deducted = DisputeRule("S1", "INC-1");
  EXPECT_EQ(ReasonOf(Answer(deducted, kCorrect, Yuan("-600.01")).status()), kAmountOutOfBounds);
  EXPECT_EQ(ReasonOf(Answer(deducted, kCorrect, Fen(1)).status()), kAmountOutOfBounds);
  ASSERT_TRUE(Answer(deducted, kCorrect, Fen(0)).ok());
  Calculate();
  EXPECT_EQ(Fen(PayslipOf("S2").carried_fen()), Yuan("1800")) << "given back, it stays owed";
  EXPECT_EQ(Number("SELECT taken_fen AS n FROM charge_taking"), 200'00);
  EXPECT_TRUE(Approve().ok());
}

TEST_F(Disputes, INC11_ACorrectionNamesItsAmount) {
  v1::AnswerDisputeRequest request;
  request.set_request_id("answer");
  request.set_dispute_id(DisputeRule("S1", "INC-1"));
  request.set_decision(kCorrect);
  request.set_explanation("x");
  const absl::Status refused =
      world_.Call(&PayrollStub::AnswerDispute, world_.ledger().Finance(), request).status();
  EXPECT_EQ(ReasonOf(refused), kFieldsInvalid);
  EXPECT_THAT(std::string(refused.message()), HasSubstr("right_fen"));
  EXPECT_EQ(Number("SELECT COUNT(*) AS n FROM dispute WHERE state = 'OPEN'"), 1);
  request.set_right_fen(0);
  EXPECT_TRUE(world_.Call(&PayrollStub::AnswerDispute, world_.ledger().Finance(), request).ok());
}

TEST_F(Disputes, INC11_ACorrectedShareMovesTheCompanysAndNeverPassesThePool) {
  // S1 and L1 share 222.22; S2, without recorded work, is left out with a line of 0.00.
  EXPECT_EQ(Fen(run_.totals().company_share_fen()), Yuan("148.15"));
  const std::string id = DisputeRule("S2", "INC-4");
  EXPECT_EQ(ReasonOf(Answer(id, kCorrect, Yuan("148.16")).status()), kAmountOutOfBounds);
  ASSERT_TRUE(Answer(id, kCorrect, Yuan("74.07")).ok());
  const v1::Run run = Calculate();
  EXPECT_EQ(Fen(run.totals().pool_fen()), Yuan("370.37"));
  EXPECT_EQ(Fen(run.totals().company_share_fen()), Yuan("74.08"));
  EXPECT_EQ(Fen(LineOf(PayslipOf("S2"), "INC-11").amount_fen()), Yuan("74.07"));
  EXPECT_TRUE(Approve().ok());
}

// A lock that is only read is local to a node of a cluster: a row that an approval writes too is
// not.
TEST_F(Disputes, INC11_ADisputeAndItsAnswerWriteTheRunsRow) {
  const std::string of_run = "SELECT dispute_revision AS n FROM run";
  EXPECT_EQ(Number(of_run), 0);
  const std::string id = DisputeRule("S1", "INC-1");
  EXPECT_EQ(Number(of_run), 1);
  EXPECT_EQ(ReasonOf(Approve().status()), kDisputeOpen) << "what the approver read still stands";
  ASSERT_TRUE(Answer(id, kStands, Fen(0)).ok());
  EXPECT_EQ(Number(of_run), 2);
  Calculate();
  EXPECT_EQ(Number(of_run), 2);
  EXPECT_TRUE(Approve().ok());
}

TEST_F(Disputes, INC15_ARunWhoseCorrectionWasTamperedWithIsNotApproved) {
  ASSERT_TRUE(Answer(DisputeRule("S1", "INC-1"), kCorrect, Yuan("-400")).ok());
  Calculate();
  const auto changed =
      world_.admin_database().Transact("Tamper", [&](db::Transaction& transaction) {
        return transaction.Execute("DELETE FROM payslip_line WHERE kind = 'CORRECTION'");
      });
  ASSERT_EQ(*changed, 1);
  EXPECT_EQ(ReasonOf(Approve().status()), kNotConserved);
}

TEST_F(Disputes, AreSeenByFinanceAndOfficersAndByThoseWhoRaisedThem) {
  const std::string first = DisputeRule("S1", "INC-1");
  const std::string second = DisputeRule("S2", "INC-8");
  ASSERT_TRUE(Answer(second, kStands, Fen(0)).ok());
  const auto ids = [](const std::vector<v1::Dispute>& disputes) {
    std::vector<std::string> listed;
    for (const v1::Dispute& dispute : disputes) listed.push_back(dispute.id());
    return listed;
  };
  const Caller collector = world_.ledger().Staff("S1", Role::kCollector);
  const Caller leader = world_.ledger().Staff("L1", Role::kTeamLeader);
  EXPECT_THAT(ids(List(world_.ledger().Finance())), ElementsAre(first, second));
  EXPECT_THAT(ids(List(world_.Officer())), ElementsAre(first, second));
  EXPECT_THAT(ids(List(world_.Officer(), true)), ElementsAre(first));
  EXPECT_THAT(ids(List(collector)), ElementsAre(first));
  EXPECT_THAT(ids(List(leader)), ElementsAre());
  EXPECT_EQ(List(collector)[0].reason(), "片区二月已移交他人");
  EXPECT_EQ(List(world_.Officer())[1].explanation(), "移交表核对无误");
}

TEST_F(Disputes, WhatPeopleWroteIsNowhereInPlain) {
  ASSERT_TRUE(Answer(DisputeRule("S1", "INC-1"), kStands, Fen(0)).ok());
  for (const std::string text : {"片区二月已移交他人", "移交表核对无误"}) {
    EXPECT_EQ(Number("SELECT COUNT(*) AS n FROM dispute WHERE INSTR(reason_cipher, ?) > 0"
                     " OR INSTR(explanation_cipher, ?) > 0",
                     {text, text}),
              0);
    EXPECT_EQ(Number("SELECT COUNT(*) AS n FROM request_log WHERE INSTR(response, ?) > 0", {text}),
              0);
  }
  EXPECT_EQ(Number("SELECT COUNT(*) AS n FROM dispute WHERE LENGTH(reason_cipher) > 27"
                   " AND LENGTH(explanation_cipher) > 21"),
            1);
  EXPECT_EQ(Number("SELECT COUNT(*) AS n FROM audit_record WHERE method LIKE '%Dispute%'"
                   " AND outcome = 'OK'"),
            2);
}

TEST_F(Disputes, TheSameRequestIsAnsweredAlikeAndAnotherContentRefused) {
  const std::string line_id = LineOf(PayslipOf("S1"), "INC-1").id();
  const absl::StatusOr<v1::Dispute> raised = Dispute("S1", line_id, "dispute-1");
  ASSERT_TRUE(raised.ok()) << raised.status();
  const absl::StatusOr<v1::Dispute> answered =
      Answer(raised->id(), kCorrect, Yuan("-400"), "F1", "answer-1");
  ASSERT_TRUE(answered.ok()) << answered.status();
  Calculate();
  ASSERT_TRUE(Approve().ok());

  const absl::StatusOr<v1::Dispute> raised_again = Dispute("S1", line_id, "dispute-1");
  ASSERT_TRUE(raised_again.ok()) << raised_again.status();
  EXPECT_EQ(raised_again->SerializeAsString(), raised->SerializeAsString());
  const absl::StatusOr<v1::Dispute> answered_again =
      Answer(raised->id(), kCorrect, Yuan("-400"), "F1", "answer-1");
  ASSERT_TRUE(answered_again.ok()) << answered_again.status();
  EXPECT_EQ(answered_again->SerializeAsString(), answered->SerializeAsString());
  EXPECT_EQ(ReasonOf(Dispute("S1", line_id, "dispute-1", "别的理由").status()),
            "REQUEST_ID_REUSED");
  EXPECT_EQ(ReasonOf(Answer(raised->id(), kCorrect, Yuan("-300"), "F1", "answer-1").status()),
            "REQUEST_ID_REUSED");
}

}  // namespace
}  // namespace cuijiao::payroll
