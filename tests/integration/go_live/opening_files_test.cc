// Each file of a system before by itself: what goes in, what is refused, nothing twice (LED-19).
#include "tests/integration/go_live/suite_world.h"

namespace cuijiao {
namespace {

using payroll::Yuan;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

TEST(OpeningWaivers, WVR3_CountInTheMonthOfTheirSignatureWhateverItComesTo) {
  SuiteWorld world;
  ASSERT_EQ(support::Must(world.ImportWaivers("U1,M1,manager,2017-06-12,800.00,2017-06-14\n"
                                              "U2,M1,manager,2017-06-30,300.00,2017-06-30\n"
                                              "U2,GM1,总经理,2017-03-02,500.00,2017-03-05\n"))
                .imported_count(),
            3);
  const wv1::ManagerMonth june = world.ManagerMonth("2017-06");
  EXPECT_EQ(june.signed_fen(), 1100'00);
  EXPECT_LE(june.left_fen(), 0);
  EXPECT_EQ(june.waivers_size(), 2);
  EXPECT_EQ(world.ManagerMonth("2017-03").signed_fen(), 0) << "the general manager's";
  EXPECT_EQ(world.ManagerMonth("2017-07").left_fen(), 1000'00);
}

TEST(OpeningWaivers, WVR5_BlockTheHouseholdAndPostNothing) {
  SuiteWorld world;
  world.FillLedger();
  const std::string before = world.RateOf("C1", "2017-07-01");
  ASSERT_EQ(support::Must(world.ImportWaivers("G2,M1,manager,2017-06-12,1.00,2017-06-14\n"))
                .imported_count(),
            1);
  EXPECT_FALSE(SuiteWorld::Holds(world.Evaluate("G2", Yuan("10"), 6), "WVR-5"));
  EXPECT_TRUE(SuiteWorld::Holds(world.Evaluate("G1", Yuan("10"), 6), "WVR-5"));
  EXPECT_EQ(world.RateOf("C1", "2017-07-01"), before);
}

TEST(OpeningWaivers, LED19_WrongRowsAreListedAndNothingComesInTwice) {
  SuiteWorld world;
  const auto wrong =
      support::Must(world.ImportWaivers("U1,M1,boss,2017-06-12,1.00,2017-06-14\n"
                                        "U1,M1,manager,2017-06-12,1.00,2017-07-02\n"
                                        "U1,M1,manager,2017-06-12,1.00,2017-06-11\n"
                                        "U1,M1,manager,2015-12-31,1.00,2016-01-02\n"
                                        "U9,M1,manager,2017-06-12,1.00,2017-06-14\n"
                                        "U404,M1,manager,2017-06-12,1.00,2017-06-14\n"
                                        "U1,NOBODY,manager,2017-06-13,1.00,2017-06-14\n"
                                        "U1,M1,manager,2017-06-14,0.00,2017-06-14\n"
                                        "U1,M1,manager,2017-06-15,1.00,2017-06-15\n"
                                        "U1,M1,manager,2017-06-15,2.00,2017-06-15\n"));
  EXPECT_THAT(RowReasons(wrong),
              ElementsAre("2 WORD_UNKNOWN", "3 DATE_IN_FUTURE", "4 SETTLED_BEFORE_SIGNED",
                          "5 OTHER_YEAR", "6 UNKNOWN_UNIT", "7 UNKNOWN_UNIT", "8 UNKNOWN_STAFF",
                          "9 AMOUNT_OUT_OF_RANGE", "11 ROW_REPEATED"));
  EXPECT_EQ(wrong.row_count(), 10);
  EXPECT_EQ(wrong.wrong_count(), 9);
  EXPECT_EQ(wrong.imported_count(), 0);
  EXPECT_THAT(wrong.row_errors(7).message(), HasSubstr("0.00: a waiver is above 0"));
  EXPECT_EQ(world.ManagerMonth("2017-06").signed_fen(), 0);

  const std::string rows = "U1,M1,manager,2017-06-15,1.00,2017-06-15\n";
  EXPECT_EQ(support::Must(world.ImportWaivers(rows)).imported_count(), 1);
  const auto again = support::Must(world.ImportWaivers(rows));
  EXPECT_EQ(again.existing_count(), 1);
  EXPECT_EQ(again.imported_count(), 0);
  EXPECT_EQ(world.ManagerMonth("2017-06").signed_fen(), 1'00);
  const auto changed =
      support::Must(world.ImportWaivers("U1,M1,manager,2017-06-15,1.01,2017-06-15\n"));
  EXPECT_THAT(RowReasons(changed), ElementsAre("2 ROW_CHANGED"));
  EXPECT_THAT(changed.row_errors(0).message(), HasSubstr("is in as 1.00 signed by M1"));
  EXPECT_THAT(changed.row_errors(0).message(), HasSubstr("the row says 1.01"));
  EXPECT_EQ(ReasonOf(world.ImportWaivers("").status()), "") << "a file without rows is one";
}

// Of a unit and day each has a reference of its own; one may have none.
TEST(OpeningWaivers, LED19_TwoOfAUnitAndDayAreToldApartByTheirReferences) {
  SuiteWorld world;
  const std::string two =
      "U1,M1,manager,2017-06-12,1.00,2017-06-14,\n"
      "U1,M1,manager,2017-06-12,1.00,2017-06-14,2017-031\n";
  EXPECT_THAT(
      RowReasons(support::Must(world.ImportWaivers(
          two + "U1,M1,manager,2017-06-12,2.00,2017-06-14,2017-031\n", kReferredWaiverHeader))),
      ElementsAre("4 ROW_REPEATED"));
  const auto imported = support::Must(world.ImportWaivers(two, kReferredWaiverHeader));
  EXPECT_EQ(imported.imported_count(), 2);
  EXPECT_THAT(imported.stacked_lines(), ElementsAre(3)) << "the household's second (WVR-5)";
  EXPECT_EQ(world.ManagerMonth("2017-06").signed_fen(), 2'00);
  EXPECT_EQ(support::Must(world.ImportWaivers(two, kReferredWaiverHeader)).existing_count(), 2);
  EXPECT_THAT(RowReasons(support::Must(world.ImportWaivers(
                  "U1,M1,manager,2017-06-12,3.00,2017-06-14,2017-031\n", kReferredWaiverHeader))),
              ElementsAre("2 ROW_CHANGED"));
  EXPECT_EQ(world.ManagerMonth("2017-06").signed_fen(), 2'00);
}

// A request that is open holds its household until it is decided; then the waiver of before does.
TEST(OpeningWaivers, WVR5_WhoAsksAlreadyIsRefusedTheSignature) {
  SuiteWorld world;
  world.FillLedger();
  const wv1::Waiver asked = support::Must(world.Submit("G4", Yuan("10"), 6));
  const auto imported =
      support::Must(world.ImportWaivers("G4,M1,manager,2017-06-12,1.00,2017-06-14\n"));
  EXPECT_EQ(imported.imported_count(), 1);
  EXPECT_THAT(imported.stacked_lines(), IsEmpty()) << "the other is not signed";
  EXPECT_EQ(ReasonOf(world.Approve(asked.id()).status()), "WVR-5");
  ASSERT_EQ(world.TakeBack(asked.id(), &wv1::WaiverService::StubInterface::RejectWaiver).status(),
            absl::OkStatus());
  EXPECT_FALSE(SuiteWorld::Holds(world.Evaluate("G4", Yuan("10"), 6), "WVR-5"));
  EXPECT_EQ(ReasonOf(world.Submit("G4", Yuan("10"), 6).status()), "WVR-5");
}

TEST(OpeningWaivers, WVR5_HoldWhatASignedOneGivesUp) {
  SuiteWorld world;
  world.FillLedger();
  const wv1::Waiver asked = support::Must(world.Submit("G4", Yuan("10"), 6));
  ASSERT_EQ(world.Approve(asked.id()).status(), absl::OkStatus());
  const auto imported =
      support::Must(world.ImportWaivers("G4,M1,manager,2017-06-12,1.00,2017-06-14\n"
                                        "U1,M1,manager,2017-06-12,1.00,2017-06-14\n"
                                        "U3,M1,manager,2017-06-20,1.00,2017-06-20\n"
                                        "U2,M1,manager,2017-06-20,1.00,2017-06-20\n"));
  EXPECT_EQ(imported.imported_count(), 4);
  EXPECT_THAT(imported.stacked_lines(), ElementsAre(2, 4)) << "U1 and U3 are O1's";
  ASSERT_EQ(world.TakeBack(asked.id(), &wv1::WaiverService::StubInterface::CancelWaiver).status(),
            absl::OkStatus());
  EXPECT_EQ(ReasonOf(world.Submit("G4", Yuan("10"), 6).status()), "WVR-5");
}

// A waiver is of the year of its signature: who goes live in January brings the year before.
TEST(OpeningWaivers, LED19_AreOfTheirOwnYear) {
  SuiteWorld world;
  world.FillLedger();
  world.payroll().SetDate(Date(2018, 1, 5));
  EXPECT_THAT(
      RowReasons(support::Must(world.ImportWaivers("G4,M1,manager,2016-12-31,1.00,2017-01-02\n"))),
      ElementsAre("2 OTHER_YEAR"));
  ASSERT_THAT(
      RowReasons(support::Must(world.ImportWaivers("G4,M1,manager,2017-01-01,1.00,2017-01-02\n"
                                                   "G4,M1,manager,2017-12-31,2.00,2018-01-02\n"))),
      IsEmpty());
  EXPECT_EQ(world.ManagerMonth("2017-12").signed_fen(), 2'00);
  EXPECT_TRUE(SuiteWorld::Holds(world.Evaluate("G4", Yuan("10"), 6), "WVR-5"))
      << "2018 has its own";
  ASSERT_EQ(support::Must(world.ImportWaivers("G4,M1,manager,2018-01-03,1.00,2018-01-03\n"))
                .imported_count(),
            1);
  EXPECT_FALSE(SuiteWorld::Holds(world.Evaluate("G4", Yuan("10"), 6), "WVR-5"));
}

// What is in is in on any later day.
TEST(OpeningWaivers, LED19_TheSameFileChangesNothingLater) {
  SuiteWorld world;
  world.FillLedger();
  const std::string rows =
      "U2,M1,manager,2017-07-01,5.00,2017-07-01\nG4,M1,manager,2017-06-30,1.00,2017-07-01\n";
  ASSERT_EQ(support::Must(world.ImportWaivers(rows)).imported_count(), 2);
  world.payroll().SetDate(Date(2017, 7, 1));
  ASSERT_EQ(world.Submit("G1", Yuan("10"), 6).status(), absl::OkStatus());
  for (const Date later : {Date(2017, 7, 2), Date(2018, 1, 2), Date(2019, 3, 1)}) {
    world.payroll().SetDate(later);
    const auto again = support::Must(world.ImportWaivers(rows));
    EXPECT_EQ(again.existing_count(), 2) << FormatDate(later) << again.DebugString();
    EXPECT_EQ(again.imported_count(), 0);
  }
  EXPECT_EQ(world.ManagerMonth("2017-07").signed_fen(), 5'00);
}

// From the project's first own request on, what was signed before it alone comes in.
TEST(OpeningWaivers, LED19_ComeInForTheTimeBeforeTheFirstOfTheSuite) {
  SuiteWorld world;
  world.FillLedger();
  ASSERT_EQ(world.Submit("G4", Yuan("10"), 6).status(), absl::OkStatus());
  EXPECT_THAT(
      RowReasons(support::Must(world.ImportWaivers("U1,M1,manager,2017-07-01,1.00,2017-07-01\n"))),
      ElementsAre("2 OPENING_TOO_LATE"));
  EXPECT_THAT(
      RowReasons(support::Must(world.ImportWaivers("U1,M1,manager,2017-06-30,1.00,2017-07-01\n"))),
      IsEmpty());
}

// ESC-16: the case says that it was taken over, and goes on by the plan's edges alone.
TEST(OpeningCases, ESC16_GoOnFromTheStepThatTheyWereAt) {
  SuiteWorld world;
  world.FillLedger();
  const auto imported =
      support::Must(world.ImportCases("G3,N,N3,2017-06-20\nG1,N,N2,2017-06-25\n"));
  EXPECT_THAT(RowReasons(imported), IsEmpty());
  EXPECT_EQ(imported.imported_count(), 2);
  ASSERT_EQ(support::Must(world.ImportPromises("G3,400.00,2017-07-03,cash,2017-06-30\n"))
                .imported_count(),
            1);
  const ev1::RunDailyResponse run = world.RunDaily();
  EXPECT_EQ(run.opened_count(), 1) << "G4 alone had no case";
  EXPECT_EQ(run.moved_count(), 0);
  const ev1::Case taken = world.CaseOf("G3");
  EXPECT_EQ(taken.step(), "N3");
  EXPECT_EQ(taken.step_date(), "2017-06-20");
  EXPECT_EQ(taken.open_date(), "2017-06-20");
  EXPECT_EQ(taken.overdue_fen(), 400'00);
  EXPECT_THAT(taken.why(), HasSubstr("taken over at go-live: at N3 since 2017-06-20"));
  ASSERT_EQ(taken.promises_size(), 1);
  EXPECT_EQ(taken.promises(0).state(), ev1::Promise::STATE_OPEN);
  EXPECT_EQ(taken.promises(0).given_date(), "2017-06-30");
  // Money in part does not keep it: broken the day after, it moves the case one step.
  world.payroll().SetDate(Date(2017, 7, 3));
  world.payroll().Pay("G3", Yuan("100"), Date(2017, 7, 3));
  EXPECT_EQ(world.RunDaily().promises_broken_count(), 0);
  world.payroll().SetDate(Date(2017, 7, 4));
  const ev1::RunDailyResponse after = world.RunDaily();
  EXPECT_EQ(after.promises_broken_count(), 1);
  EXPECT_EQ(world.CaseOf("G3").step(), "N4");
}

TEST(OpeningCases, LED19_WrongRowsAreListedAndNothingComesInTwice) {
  SuiteWorld world;
  world.FillLedger();
  const auto wrong =
      support::Must(world.ImportCases("G3,N,N1,2017-06-20\n"
                                      "G3,N,N99,2017-06-20\n"
                                      "G3,Z,N2,2017-06-20\n"
                                      "G3,N,N2,2017-07-02\n"
                                      "G2,N,N2,2017-06-20\n"
                                      "U404,N,N2,2017-06-20\n"
                                      "G1,N,N2,2017-06-20\n"
                                      "G1,N,N3,2017-06-20\n"));
  EXPECT_THAT(RowReasons(wrong),
              ElementsAre("2 UNKNOWN_STEP", "3 UNKNOWN_STEP", "4 UNKNOWN_STEP", "5 DATE_IN_FUTURE",
                          "6 NOTHING_OVERDUE", "7 NOTHING_OVERDUE", "9 ROW_REPEATED"));
  EXPECT_EQ(wrong.row_count(), 8);
  EXPECT_EQ(wrong.wrong_count(), 7);
  EXPECT_EQ(wrong.imported_count(), 0);

  ASSERT_EQ(support::Must(world.ImportCases("G1,N,N3,2017-06-20\n")).imported_count(), 1);
  EXPECT_EQ(support::Must(world.ImportCases("G1,N,N3,2017-06-20\n")).existing_count(), 1);
  EXPECT_THAT(RowReasons(support::Must(world.ImportCases("G1,N,N3,2017-06-21\n"))),
              ElementsAre("2 CASE_OPEN"));
  // Whoever asks by another project learns nothing of the case, right guess or not.
  for (const char* guess : {"G1,N,N3,2017-06-20\n", "G1,N,N3,2017-06-21\n"}) {
    EXPECT_THAT(RowReasons(support::Must(world.ImportCases(guess, "P2"))),
                ElementsAre("2 NOTHING_OVERDUE"));
  }
  world.RunDaily();
  EXPECT_THAT(RowReasons(support::Must(world.ImportCases("G3,N,N3,2017-06-20\n"))),
              ElementsAre("2 CASE_OPEN"));

  const auto promises =
      support::Must(world.ImportPromises("G2,1.00,2017-07-03,cash,2017-06-30\n"
                                         "G1,1.00,2017-06-30,cash,2017-06-29\n"
                                         "G1,1.00,2017-07-03,cash,2017-07-02\n"
                                         "G1,0.00,2017-07-03,cash,2017-06-30\n"
                                         "G1,1.00,2017-07-01,cash,2017-06-30\n"
                                         "G1,1.00,2017-07-01,cash,2017-06-30\n"));
  EXPECT_THAT(RowReasons(promises),
              ElementsAre("2 NO_OPEN_CASE", "3 PROMISE_LAPSED", "4 DATE_IN_FUTURE",
                          "5 AMOUNT_OUT_OF_RANGE", "7 ROW_REPEATED"));
  const std::string good = "G1,1.00,2017-07-01,cash,2017-06-30\n";
  EXPECT_EQ(support::Must(world.ImportPromises(good)).imported_count(), 1);
  EXPECT_EQ(support::Must(world.ImportPromises(good)).existing_count(), 1);
  EXPECT_EQ(world.CaseOf("G1").promises_size(), 1);
}

// What is in is in, wherever its case went since: moved on, kept or broken, closed.
TEST(OpeningCases, LED19_TheSameFilesChangeNothingLater) {
  SuiteWorld world;
  world.FillLedger();
  const std::string cases = "G3,N,N3,2017-06-20\nG1,N,N2,2017-06-25\n";
  const std::string promises = "G3,400.00,2017-07-03,cash,2017-06-30\n";
  ASSERT_EQ(support::Must(world.ImportCases(cases)).imported_count(), 2);
  ASSERT_EQ(support::Must(world.ImportPromises(promises)).imported_count(), 1);
  const auto expect_nothing_new = [&] {
    const auto of_cases = support::Must(world.ImportCases(cases));
    EXPECT_EQ(of_cases.existing_count(), 2) << of_cases.DebugString();
    EXPECT_EQ(of_cases.imported_count(), 0);
    const auto of_promises = support::Must(world.ImportPromises(promises));
    EXPECT_EQ(of_promises.existing_count(), 1) << of_promises.DebugString();
    EXPECT_EQ(of_promises.imported_count(), 0);
    EXPECT_EQ(world.CaseOf("G3").promises_size(), 1);
  };
  world.payroll().SetDate(Date(2017, 7, 4));
  world.RunDaily();
  ASSERT_EQ(world.CaseOf("G3").step(), "N4") << "the promise is broken";
  expect_nothing_new();
  EXPECT_EQ(world.CaseOf("G3").step(), "N4");
  EXPECT_THAT(RowReasons(support::Must(world.ImportCases("G3,N,N4,2017-06-20\n"))),
              ElementsAre("2 CASE_OPEN"));
  EXPECT_THAT(
      RowReasons(support::Must(world.ImportPromises("G3,400.00,2017-07-03,cash,2017-06-29\n"))),
      ElementsAre("2 PROMISE_LAPSED"));

  world.payroll().SetDate(Date(2017, 7, 5));
  world.payroll().Pay("G3", Yuan("400"), Date(2017, 7, 5));
  EXPECT_EQ(world.RunDaily().closed_count(), 1);
  expect_nothing_new();
  EXPECT_THAT(RowReasons(support::Must(world.ImportCases("G3,N,N3,2017-06-21\n"))),
              ElementsAre("2 NOTHING_OVERDUE"));
  EXPECT_THAT(
      RowReasons(support::Must(world.ImportPromises("G3,400.01,2017-07-05,cash,2017-06-30\n"))),
      ElementsAre("2 NO_OPEN_CASE"));
  // Another project learns nothing of them.
  EXPECT_THAT(RowReasons(support::Must(world.ImportCases("G3,N,N3,2017-06-20\n", "P2"))),
              ElementsAre("2 NOTHING_OVERDUE"));
}

}  // namespace
}  // namespace cuijiao
