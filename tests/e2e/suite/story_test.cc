// One story through all four services, by gRPC alone: from the organisation to the money on a
// collector's account.
#include <string>

#include "common/status/reason.h"
#include "tests/e2e/suite/suite_world.h"

namespace cuijiao {
namespace {

namespace lv1 = ledger::v1;
namespace wv1 = waiver::v1;
namespace ev1 = escalation::v1;
namespace pv1 = payroll::v1;

using EscalationStub = ev1::EscalationService::Stub;
using PayrollStub = pv1::PayrollService::Stub;
using ::testing::IsEmpty;
using ::testing::SizeIs;

class Story : public SuiteWorld {
 protected:
  // A month's plan of 30 % from January to December.
  void ApprovePlan() {
    lv1::PutAnnualPlanRequest put;
    put.set_request_id(suite_.NewRequestId());
    put.set_project_id("P1");
    put.set_year(2017);
    for (int month = 1; month <= 12; ++month) put.add_planned_rate_bp(3000);
    put.set_annual_rate_bp(9500);
    const SuiteClient finance = Finance();
    const lv1::AnnualPlan draft =
        Must(finance.Call(finance.suite().plan, &lv1::PlanService::Stub::PutAnnualPlan, put));
    lv1::ApproveAnnualPlanRequest approve;
    approve.set_project_id("P1");
    approve.set_year(2017);
    approve.set_etag(draft.etag());
    const SuiteClient general_manager = suite_.As("GM1", Role::kGeneralManager);
    Must(general_manager.Call(general_manager.suite().plan,
                              &lv1::PlanService::Stub::ApproveAnnualPlan, approve));
  }

  // A collector reaches the owner at home; the owner promises to pay two days later.
  void CollectPromise(const std::string& unit_id, Fen amount) {
    const SuiteClient collector = Collector();
    Must(suite_.Administrator().Call(collector.suite().escalation, &EscalationStub::RunDaily,
                                     ev1::RunDailyRequest()));
    ev1::GetWorklistRequest list;
    list.set_collector_id("S1");
    const ev1::Worklist worklist =
        Must(collector.Call(collector.suite().escalation, &EscalationStub::GetWorklist, list));
    std::vector<std::string> units;
    for (const ev1::WorklistEntry& entry : worklist.entries()) units.push_back(entry.unit_id());
    EXPECT_THAT(units, ::testing::Contains(unit_id));

    ev1::RecordContactRequest contact;
    contact.set_request_id(suite_.NewRequestId());
    contact.set_unit_id(unit_id);
    contact.set_channel(ev1::CONTACT_CHANNEL_VISIT_HOME);
    contact.set_outcome(ev1::CONTACT_OUTCOME_PROMISED);
    contact.set_happened_date("2017-03-10");
    contact.set_reason_code("FORGOT");
    contact.set_promised_date("2017-03-12");
    contact.set_promised_fen(amount.value());
    contact.set_promised_method("WECHAT_PAY");
    Must(collector.Call(collector.suite().escalation, &EscalationStub::RecordContact, contact));
  }

  // A colleague of the team has a lamp mended that the owner complained about.
  void HandleProblem(const std::string& unit_id) {
    ev1::RecordWorkRequest work;
    work.set_request_id(suite_.NewRequestId());
    work.set_unit_id(unit_id);
    work.set_kind(ev1::WorkRecord::KIND_PROBLEM_HANDLED);
    work.set_happened_date("2017-03-10");
    work.set_promised_date("2017-03-10");
    work.set_note("修好了楼道灯");
    const SuiteClient colleague = Collector("S2");
    Must(colleague.Call(colleague.suite().escalation, &EscalationStub::RecordWork, work));
  }

  void ImportWages() {
    pv1::ImportWagesRequest wages;
    wages.set_request_id(suite_.NewRequestId());
    wages.set_month("2017-03");
    wages.set_content("员工编号,工资总额,城市\nS1,6000,上海\nS2,6000,上海\n");
    const SuiteClient officer = Officer();
    EXPECT_EQ(Must(officer.Call(officer.suite().payroll, &PayrollStub::ImportWages, wages))
                  .imported_count(),
              2);
  }

  absl::StatusOr<pv1::Run> ApproveRun(const SuiteClient& client, const std::string& etag) {
    pv1::ApproveRunRequest request;
    request.set_request_id(suite_.NewRequestId());
    request.set_month("2017-03");
    request.set_etag(etag);
    return client.Call(client.suite().payroll, &PayrollStub::ApproveRun, request);
  }

  pv1::Payslip PayslipOf(const std::string& staff_id) {
    pv1::GetPayslipRequest request;
    request.set_month("2017-03");
    request.set_staff_id(staff_id);
    const SuiteClient collector = Collector(staff_id);
    return Must(collector.Call(collector.suite().payroll, &PayrollStub::GetPayslip, request));
  }

  [[nodiscard]] SuiteClient Officer(const std::string& staff_id = "PO1") const {
    return suite_.As(staff_id, Role::kPayrollOfficer);
  }
};

Fen AmountOf(const pv1::Payslip& payslip, std::string_view rule) {
  Fen sum;
  for (const pv1::PayslipLine& line : payslip.lines()) {
    if (line.rule() == rule) sum += Fen(line.amount_fen());
  }
  return sum;
}

TEST_F(Story, FromTheBillToThePayout) {
  // January: two households with arrears of 2016, both billed for the first quarter too.
  PutHome("K1", Yuan("200.00"), "2016-03-01", "2017-03");
  PutHome("K2", Yuan("500.00"), "2016-07-01", "2017-03");
  ApprovePlan();
  Close(Month(2017, 1));
  Close(Month(2017, 2));

  // March: K2 is visited, promises, and pays its 3,000.00 of arrears and the whole year's 6,000.00.
  ASSERT_EQ(suite_.SetDate(Date(2017, 3, 10)), absl::OkStatus());
  CollectPromise("K2", Yuan("3500.00"));
  HandleProblem("K2");
  ASSERT_EQ(suite_.SetDate(Date(2017, 3, 12)), absl::OkStatus());
  lv1::RecordPaymentRequest request = PaymentRequest("K2", Yuan("9000.00"), "2017-03-12");
  request.set_collector_id("S1");
  request.add_collaborator_ids("S2");
  const lv1::Payment payment = Must(Record(request));
  EXPECT_EQ(HistoricalOwed("K2"), Fen(0));

  // K1 settles: 150.00 are given up against the rest of the arrears and six months of fees.
  const wv1::Waiver asked = Must(SubmitWaiver("K1", Yuan("150.00"), 6));
  EXPECT_EQ(asked.evaluation().authority(), wv1::AUTHORITY_MANAGER);
  const wv1::Waiver approved = Must(ApproveWaiver(asked.id()));
  EXPECT_EQ(Fen(approved.cash_fen()), Yuan("3050.00"));
  const wv1::Waiver settled = Must(Settle(SettleRequest(approved)));
  EXPECT_EQ(settled.state(), wv1::Waiver::STATE_SETTLED);
  ASSERT_THAT(PaymentsOf("K1"), SizeIs(1));
  EXPECT_EQ(PaymentsOf("K1")[0].id(), settled.payment_id());
  EXPECT_EQ(HistoricalOwed("K1"), Fen(0));
  EXPECT_EQ(suite_.CheckBooks(), absl::OkStatus());

  // The escalation service hears of both from the ledger's feed.
  Must(suite_.Administrator().Call(Officer().suite().escalation, &EscalationStub::RunDaily,
                                   ev1::RunDailyRequest()));
  ev1::ListCasesRequest cases;
  cases.set_unit_id("K2");
  const SuiteClient collector = Collector();
  EXPECT_THAT(
      Must(collector.Call(collector.suite().escalation, &EscalationStub::ListCases, cases)).cases(),
      IsEmpty());

  // April: March's payroll, by two persons.
  Close(Month(2017, 3));
  ASSERT_EQ(suite_.SetDate(Date(2017, 4, 2)), absl::OkStatus());
  ImportWages();
  const SuiteClient officer = Officer();
  pv1::CalculateRunRequest calculation;
  calculation.set_request_id(suite_.NewRequestId());
  calculation.set_month("2017-03");
  const pv1::Run calculated =
      Must(officer.Call(officer.suite().payroll, &PayrollStub::CalculateRun, calculation));
  EXPECT_EQ(Fen(calculated.totals().pool_fen()), Yuan("90.00"));
  EXPECT_EQ(ReasonOf(ApproveRun(officer, calculated.etag()).status()), "SAME_PERSON");
  const SuiteClient checker = Officer("PO2");
  EXPECT_EQ(Must(ApproveRun(checker, calculated.etag())).state(), pv1::Run::STATE_APPROVED);
  pv1::ReleaseRunRequest release;
  release.set_request_id(suite_.NewRequestId());
  release.set_month("2017-03");
  EXPECT_EQ(Must(checker.Call(checker.suite().payroll, &PayrollStub::ReleaseRun, release)).state(),
            pv1::Run::STATE_RELEASED);

  // 60 % of the pool to the two who worked on K2; K1's year is paid to half alone.
  for (const char* staff_id : {"S1", "S2"}) {
    const pv1::Payslip payslip = PayslipOf(staff_id);
    EXPECT_EQ(AmountOf(payslip, "INC-4"), Yuan("27.00")) << payslip.DebugString();
    for (const pv1::PayslipLine& line : payslip.lines()) {
      if (line.rule() == "INC-4") {
        EXPECT_THAT(line.source_ids(), ::testing::ElementsAre(payment.id()));
      }
    }
  }
  const SuiteClient payroll_system = suite_.As("HR", Role::kPayrollSystem);
  const pv1::ListPayoutsResponse payouts = Must(payroll_system.Call(
      payroll_system.suite().payroll, &PayrollStub::ListPayouts, pv1::ListPayoutsRequest()));
  ASSERT_THAT(payouts.payouts(), SizeIs(2));
  pv1::AcknowledgePayoutsRequest acknowledgement;
  for (const pv1::Payout& payout : payouts.payouts()) {
    EXPECT_EQ(payout.pay_month(), "2017-04");
    EXPECT_EQ(Fen(payout.amount_fen()), Fen(PayslipOf(payout.staff_id()).net_fen()) -
                                            Fen(PayslipOf(payout.staff_id()).gross_fen()));
    acknowledgement.add_payout_ids(payout.id());
  }
  EXPECT_EQ(Must(payroll_system.Call(payroll_system.suite().payroll,
                                     &PayrollStub::AcknowledgePayouts, acknowledgement))
                .acknowledged_count(),
            2);
  pv1::GetRunRequest run;
  run.set_month("2017-03");
  EXPECT_EQ(Must(officer.Call(officer.suite().payroll, &PayrollStub::GetRun, run)).state(),
            pv1::Run::STATE_ACKNOWLEDGED);
  EXPECT_EQ(suite_.CheckBooks(), absl::OkStatus());
}

}  // namespace
}  // namespace cuijiao
