// Deductions that a system before took: what comes in, until when, and what December gives back
// (LED-19, INC-3).
#include "tests/integration/go_live/suite_world.h"

namespace cuijiao {
namespace {

using payroll::Yuan;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

// P1 is at half its plan in July: S1 loses a part of the wage in A1, and S2 in A2.
void MissJulysPlan(SuiteWorld& world) {
  world.FillLedger();
  world.payroll().ApprovePlan("P1", 10000, {{"A1", Yuan("1000")}});
  world.payroll().PutWages("2017-07", {{"S1", "6000"}, {"S2", "6000"}, {"S9", "6000"}});
  world.payroll().Close(Month(2017, 7));
}

std::vector<std::string> Listed(const pv1::ListOpeningDeductionsResponse& response) {
  std::vector<std::string> told;
  for (const pv1::OpeningDeduction& deduction : response.deductions()) {
    told.push_back(fmt::format("{} {} {} {} {}", deduction.month(), deduction.staff_id(),
                               deduction.area_id(), deduction.project_id(), deduction.taken_fen()));
  }
  return told;
}

TEST(OpeningDeductions, LED19_AFileIsItsProjectsYear) {
  SuiteWorld world;
  const auto first =
      support::Must(world.ImportDeductions("S1,2017-05,A1,120.00\nS1,2017-05,A2,1.00\n"));
  EXPECT_EQ(first.imported_count(), 2);
  EXPECT_EQ(first.existing_count(), 0);
  const auto again =
      support::Must(world.ImportDeductions("S1,2017-05,A2,1.00\nS1,2017-05,A1,120.00\n"));
  EXPECT_EQ(again.imported_count(), 0) << "the same in another order";
  EXPECT_EQ(again.existing_count(), 2);
  EXPECT_EQ(again.total_fen(), 121'00);
  const auto replaced = support::Must(world.ImportDeductions("S1,2017-06,A1,80.01\n"));
  EXPECT_EQ(replaced.imported_count(), 1);
  EXPECT_EQ(replaced.total_fen(), 80'01);
  ASSERT_TRUE(world.ImportDeductions("S9,2017-05,A9,2.00\n", "P2").ok());
  EXPECT_THAT(Listed(world.ListDeductions()),
              ElementsAre("2017-05 S9 A9 P2 200", "2017-06 S1 A1 P1 8001"))
      << "the other project's file leaves this one's alone";
  EXPECT_EQ(world.ListDeductions().total_fen(), 82'01);
}

TEST(OpeningDeductions, LED19_PagesGoOnAfterTheirLast) {
  SuiteWorld world;
  ASSERT_TRUE(world
                  .ImportDeductions("S2,2017-05,A2,1.00\nS1,2017-06,A1,2.00\nS1,2017-05,A2,3.00\n"
                                    "S1,2017-05,A1,4.00\n")
                  .ok());
  const auto first = world.ListDeductions(3);
  EXPECT_THAT(Listed(first),
              ElementsAre("2017-05 S1 A1 P1 400", "2017-05 S1 A2 P1 300", "2017-05 S2 A2 P1 100"));
  EXPECT_EQ(first.total_fen(), 10'00) << "of all pages";
  ASSERT_FALSE(first.next_page_token().empty());
  const auto second = world.ListDeductions(3, first.next_page_token());
  EXPECT_THAT(Listed(second), ElementsAre("2017-06 S1 A1 P1 200"));
  EXPECT_TRUE(second.next_page_token().empty());
  EXPECT_TRUE(world.ListDeductions(4).next_page_token().empty());
}

// What a run here took itself stays out, by person, month and area; whatever comes first.
TEST(OpeningDeductions, INC3_NothingIsTakenOverThatARunHereTook) {
  SuiteWorld world;
  ASSERT_TRUE(world.ImportDeductions("S1,2017-07,A1,80.01\nS1,2017-06,A1,1.00\n").ok());
  MissJulysPlan(world);
  const auto refused = world.payroll().Calculate("2017-07");
  EXPECT_EQ(ReasonOf(refused.status()), "OPENING_OVERLAPS");
  EXPECT_THAT(refused.status().message(), HasSubstr("80.01"));
  ASSERT_TRUE(world.ImportDeductions("S1,2017-06,A1,1.00\n").ok());
  ASSERT_EQ(world.payroll().Calculate("2017-07").status(), absl::OkStatus());

  const auto late =
      support::Must(world.ImportDeductions("S1,2017-06,A1,1.00\nS1,2017-07,A1,0.01\n"));
  EXPECT_THAT(RowReasons(late), ElementsAre("3 OPENING_OVERLAPS"));
  EXPECT_THAT(late.row_errors(0).message(), HasSubstr("2017-07"));
  EXPECT_EQ(late.wrong_count(), 1);
  EXPECT_EQ(world.ListDeductions().total_fen(), 1'00) << "nothing of the file went in";
  // Another area, another person, another month.
  EXPECT_THAT(
      RowReasons(support::Must(world.ImportDeductions(
          "S1,2017-06,A1,1.00\nS1,2017-07,A2,0.01\nL1,2017-07,A1,0.01\nS1,2017-05,A1,0.01\n"))),
      IsEmpty());
}

// A project that goes live after the company's first closed month: its own months before come in
// beside the other's runs, up to the December that gives them back.
TEST(OpeningDeductions, LED19_ALaterProjectBringsItsMonthsUntilDecember) {
  SuiteWorld world;
  MissJulysPlan(world);
  const pv1::Run july = world.payroll().RunMonth(Month(2017, 7));
  EXPECT_GT(july.totals().deduction_fen(), 0);

  world.payroll().SetDate(Date(2017, 8, 20));
  ASSERT_THAT(RowReasons(support::Must(world.ImportDeductions(
                  "S9,2017-05,A9,50.00\nS9,2017-07,A9,30.00\nS1,2017-07,A9,5.00\n", "P2"))),
              IsEmpty());
  for (int month = 8; month <= 11; ++month) {
    const Month of(2017, month);
    world.payroll().Close(of);
    world.payroll().PutWages(FormatMonth(of), {{"S9", "6000"}});
    world.payroll().RunMonth(of);
  }
  world.payroll().SetDate(Date(2017, 12, 1));
  EXPECT_EQ(
      support::Must(world.ImportDeductions(
                        "S9,2017-05,A9,50.00\nS9,2017-07,A9,31.00\nS1,2017-07,A9,5.00\n", "P2"))
          .imported_count(),
      3)
      << "only December's run gives back";
  world.payroll().Close(Month(2017, 12));
  world.payroll().PutWages("2017-12", {{"S1", "6000"}, {"S9", "6000"}});
  const pv1::Run december = support::Must(world.payroll().Calculate("2017-12"));
  EXPECT_GE(december.totals().returned_fen(), 86'00);
  EXPECT_EQ(ReasonOf(world.ImportDeductions("S9,2017-05,A9,50.01\n", "P2").status()),
            "OPENING_FROZEN");
  const auto again = support::Must(world.ImportDeductions(
      "S9,2017-05,A9,50.00\nS9,2017-07,A9,31.00\nS1,2017-07,A9,5.00\n", "P2"));
  EXPECT_EQ(again.existing_count(), 3) << "what is in may be sent again at any time";
  EXPECT_EQ(again.imported_count(), 0);
  std::string formulas;
  for (const char* staff : {"S1", "S9"}) {
    const auto payslip = support::Must(world.payroll().Payslip("2017-12", staff));
    for (const pv1::PayslipLine& line : payslip.lines()) formulas += line.formula() + "\n";
  }
  EXPECT_THAT(formulas, HasSubstr("50.00 + 31.00 = 81.00"));
  EXPECT_THAT(formulas, HasSubstr("5.00 + ")) << "beside the own deduction of the same month";
  ASSERT_EQ(
      world.payroll().Approve("2017-12", december.etag(), world.payroll().Approver()).status(),
      absl::OkStatus());
}

TEST(OpeningDeductions, LED19_WrongRowsAreListedAndARequestCountsOnce) {
  SuiteWorld world;
  const auto wrong =
      support::Must(world.ImportDeductions("S1,2016-12,A1,1.00\n"
                                           "S1,2017-08,A1,1.00\n"
                                           "S1,2017-05,A9,1.00\n"
                                           "NOBODY,2017-05,A1,1.00\n"
                                           "S1,2017-05,A1,0.00\n"
                                           "S1,2017-05,A1,1.00\n"
                                           "S1,2017-05,A1,2.00\n"));
  EXPECT_THAT(RowReasons(wrong),
              ElementsAre("2 OTHER_YEAR", "3 MONTH_NOT_BEGUN", "4 UNKNOWN_AREA", "5 UNKNOWN_STAFF",
                          "6 AMOUNT_OUT_OF_RANGE", "8 ROW_REPEATED"));
  EXPECT_THAT(wrong.row_errors(4).message(), HasSubstr("0.00: a deduction is above 0"));
  EXPECT_EQ(wrong.row_count(), 7);
  EXPECT_EQ(wrong.wrong_count(), 6);
  EXPECT_EQ(wrong.imported_count(), 0);
  EXPECT_EQ(world.ListDeductions().total_fen(), 0);
  EXPECT_EQ(ReasonOf(world.ImportDeductions("S1,2017-05,A1,1.00\n", "P404").status()),
            "UNKNOWN_PROJECT");

  const std::string id = world.ledger().NewRequestId();
  ASSERT_TRUE(world.ImportDeductions("S1,2017-05,A1,1.00\n", "P1", id).ok());
  ASSERT_TRUE(world.ImportDeductions("S1,2017-05,A1,2.00\n").ok());
  EXPECT_EQ(support::Must(world.ImportDeductions("S1,2017-05,A1,1.00\n", "P1", id)).total_fen(),
            1'00);
  EXPECT_EQ(world.ListDeductions().total_fen(), 2'00);
  EXPECT_EQ(ReasonOf(world.ImportDeductions("S1,2017-05,A1,3.00\n", "P1", id).status()),
            "REQUEST_ID_REUSED");
}

// A thousand are told; how many there are is told too.
TEST(OpeningDeductions, LED19_AllWrongRowsAreCounted) {
  SuiteWorld world;
  std::string rows;
  for (int i = 0; i < 1001; ++i) rows += "S1,2017-05,A1,0.00\n";
  const auto wrong = support::Must(world.ImportDeductions(rows));
  EXPECT_EQ(wrong.row_errors_size(), 1000);
  EXPECT_EQ(wrong.wrong_count(), 1001);
}

// A January file is of the year of its rows.
TEST(OpeningDeductions, LED19_TheRowsSayThePlanYear) {
  SuiteWorld world;
  world.payroll().SetDate(Date(2018, 1, 10));
  const auto imported = support::Must(world.ImportDeductions("S1,2017-12,A1,7.00\n", "P1", "", 0));
  EXPECT_EQ(imported.imported_count(), 1);
  EXPECT_EQ(imported.plan_year(), 2017);
  EXPECT_THAT(RowReasons(support::Must(
                  world.ImportDeductions("S1,2017-12,A1,7.00\nS1,2018-01,A1,7.00\n", "P1", "", 0))),
              ElementsAre("3 OTHER_YEAR"));
  EXPECT_EQ(ReasonOf(world.ImportDeductions("", "P1", "", 0).status()), "FIELDS_INVALID");
  EXPECT_EQ(ReasonOf(world.ImportDeductions("S1,2017-12,A1,7.00\n", "P1", "", 1999).status()),
            "FIELDS_INVALID");
  EXPECT_TRUE(world.ImportDeductions("", "P1", "", 2000).ok());
  EXPECT_EQ(world.ListDeductions().total_fen(), 7'00);
  EXPECT_TRUE(world.ImportDeductions("", "P1", "", 2017).ok());
  EXPECT_EQ(world.ListDeductions().total_fen(), 0) << "a file without rows empties its year";
}

}  // namespace
}  // namespace cuijiao
