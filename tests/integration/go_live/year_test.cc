// A company that goes live on 1 July with all files of its system before, and the rest of its year
// (LED-19).
#include "tests/integration/go_live/suite_world.h"

namespace cuijiao {
namespace {

using payroll::Yuan;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

// Every file of the system before once more, on whatever day: nothing of them is new, wrong or
// different.
void ExpectNothingNew(SuiteWorld& world, const std::string& waivers, const std::string& deductions,
                      const std::string& cases, const std::string& promises) {
  const std::vector<std::pair<lv1::ImportKind, std::string>> files = {
      {lv1::IMPORT_KIND_UNITS, kUnitsFile},
      {lv1::IMPORT_KIND_OWNERS, kOwnersFile},
      {lv1::IMPORT_KIND_OPENING_BILLS, SuiteWorld::OpeningBills()},
      {lv1::IMPORT_KIND_OPENING_RECEIPTS, kReceiptsFile}};
  for (const auto& [kind, content] : files) {
    const lv1::ImportFileResponse response = world.TryImport(kind, content);
    EXPECT_EQ(response.existing_count(), response.row_count()) << response.DebugString();
  }
  const auto compared = world.Compare(kTotalsFile);
  EXPECT_THAT(compared.differences(), IsEmpty()) << compared.DebugString();
  const auto expect_existing = [](const auto& response) {
    EXPECT_EQ(response.existing_count(), response.row_count()) << response.DebugString();
    EXPECT_EQ(response.imported_count(), 0);
  };
  expect_existing(support::Must(world.ImportWaivers(waivers)));
  expect_existing(support::Must(world.ImportDeductions(deductions, "P1", "", 0)));
  expect_existing(support::Must(world.ImportCases(cases)));
  expect_existing(support::Must(world.ImportPromises(promises)));
}

TEST(GoLiveYear, LED19_LimitsPromisesRatesAndBonusesGoOnFromTheFiles) {
  SuiteWorld world;
  world.FillLedger();
  const auto compared = world.Compare(kTotalsFile);
  EXPECT_THAT(compared.differences(), IsEmpty()) << compared.DebugString();
  EXPECT_EQ(compared.matched_count(), 8);
  const std::string waivers =
      "G3,M1,manager,2017-06-12,150.00,2017-06-14\nU2,M1,经理,2017-07-01,850.00,2017-07-01\n";
  const std::string deductions = "S1,2017-05,A1,120.00\nS1,2017-06,A1,80.00\n";
  const std::string cases = "G3,N,N3,2017-06-20\n";
  const std::string promises = "G3,200.00,2017-07-03,WECHAT_PAY,2017-06-30\n";
  ASSERT_EQ(support::Must(world.ImportWaivers(waivers)).imported_count(), 2);
  ASSERT_EQ(support::Must(world.ImportDeductions(deductions)).total_fen(), 200'00);
  ASSERT_EQ(support::Must(world.ImportCases(cases)).imported_count(), 1);
  ASSERT_EQ(support::Must(world.ImportPromises(promises)).imported_count(), 1);
  world.payroll().ApprovePlan("P1", 100, {{"A1", Yuan("1000")}});

  // WVR-5: G1 is of the household that had its waiver on G3.
  EXPECT_FALSE(SuiteWorld::Holds(world.Evaluate("G1", Yuan("10"), 6), "WVR-5"));
  EXPECT_EQ(ReasonOf(world.Submit("G1", Yuan("10"), 6).status()), "WVR-5");
  // WVR-3: of July's 1,000.00 there are 150.00 left.
  EXPECT_EQ(world.ManagerMonth("2017-07").left_fen(), 150'00);
  EXPECT_EQ(world.Evaluate("G4", Yuan("150"), 6).authority(), wv1::AUTHORITY_MANAGER);
  const wv1::WaiverEvaluation above = world.Evaluate("G4", Yuan("150.01"), 6);
  EXPECT_EQ(above.authority(), wv1::AUTHORITY_GENERAL_MANAGER);
  EXPECT_FALSE(SuiteWorld::Holds(above, "WVR-3"));
  EXPECT_TRUE(SuiteWorld::Holds(above, "WVR-5"));

  // ESC-5: the promise that was taken over is kept by a payment of now.
  world.RunDaily();
  EXPECT_EQ(world.CaseOf("G3").step(), "N3");
  world.payroll().SetDate(Date(2017, 7, 2));
  world.payroll().Pay("G3", Yuan("200"), Date(2017, 7, 2));
  EXPECT_EQ(world.RunDaily().promises_kept_count(), 1);
  EXPECT_EQ(world.CaseOf("G3").promises(0).state(), ev1::Promise::STATE_KEPT);

  ExpectNothingNew(world, waivers, deductions, cases, promises);

  // July's rate counts what came in since January.
  world.payroll().Close(Month(2017, 7));
  EXPECT_EQ(world.RateOf("C1", "2017-07-31"), "130000/300000");
  EXPECT_EQ(world.RateOf("C2", "2017-07-31"), "40000/120000");

  // INC-3: A1 met its task, and December gives May's and June's deductions back.
  for (int month = 7; month <= 12; ++month) {
    const Month of(2017, month);
    if (month > 7) world.payroll().Close(of);
    world.payroll().PutWages(FormatMonth(of), {{"S1", "6000"}});
    const pv1::Run run = world.payroll().RunMonth(of);
    EXPECT_EQ(run.totals().returned_fen(), month == 12 ? 200'00 : 0) << month;
  }
  const auto payslip = support::Must(world.payroll().Payslip("2017-12", "S1"));
  std::string formulas;
  for (const pv1::PayslipLine& line : payslip.lines()) formulas += line.formula() + "\n";
  EXPECT_THAT(formulas, HasSubstr("120.00 + 80.00 = 200.00"));
  world.payroll().SetDate(Date(2018, 1, 9));
  ExpectNothingNew(world, waivers, deductions, cases, promises);
}

}  // namespace
}  // namespace cuijiao
