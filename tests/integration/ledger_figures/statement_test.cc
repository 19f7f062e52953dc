// Statements, ageing and the trial balance over gRPC (LED-4, LED-5).
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "common/status/reason.h"
#include "tests/integration/ledger_figures/figures_world.h"

namespace cuijiao::support {
namespace {

using StatementMethods = v1::StatementService::StubInterface;

v1::Ageing AgeingOf(FiguresWorld& world, const v1::GetAgeingRequest& request) {
  return world.ledger()
      .Call<v1::StatementService>(&StatementMethods::GetAgeing, world.ledger().Finance(), request)
      .value();
}

TEST(GetStatement, LED5_OpeningPlusMovementsIsClosing) {
  FiguresWorld world;
  world.BillHistory();
  world.Bill("C1", "2017-01", "2017-02");
  world.SetDate(Date(2017, 2, 10));
  const v1::Payment payment = world.Pay("U1", kYearFen + 3 * kMonthFen, Date(2017, 2, 5));
  const v1::Statement statement = world.Statement("U1", "2017-02-01", "2017-02-10");
  EXPECT_EQ(statement.opening_owed_fen(), kYearFen + 2 * kMonthFen);
  EXPECT_EQ(statement.closing_owed_fen(), 0);
  EXPECT_EQ(statement.closing_prepayment_fen(), kMonthFen);
  EXPECT_EQ(statement.closing_due_fen(), 0);
  std::int64_t owed = statement.opening_owed_fen();
  std::int64_t prepayment = statement.opening_prepayment_fen();
  bool has_payment = false;
  for (const v1::StatementLine& line : statement.lines()) {
    owed += line.owed_change_fen();
    prepayment += line.prepayment_change_fen();
    has_payment |=
        line.kind() == v1::StatementLine::KIND_PAYMENT && line.reference_id() == payment.id();
  }
  EXPECT_TRUE(has_payment);
  EXPECT_EQ(owed, statement.closing_owed_fen());
  EXPECT_EQ(prepayment, statement.closing_prepayment_fen());
  EXPECT_EQ(statement.stamp().as_of_date(), "2017-02-10");
}

TEST(GetStatement, LED5_RefusesAnUnknownUnitAndDaysBackwards) {
  FiguresWorld world;
  v1::GetStatementRequest request;
  request.set_unit_id("U404");
  const auto ask = [&] {
    return world.ledger().Call<v1::StatementService>(&StatementMethods::GetStatement,
                                                     world.ledger().Finance(), request);
  };
  EXPECT_EQ(ReasonOf(ask().status()), "UNKNOWN_UNIT");
  request.set_unit_id("U1");
  request.set_from_date("2017-02-02");
  request.set_as_of_date("2017-02-01");
  EXPECT_EQ(ReasonOf(ask().status()), "FIELDS_INVALID");
  request.set_as_of_date("2017-02-02");
  EXPECT_TRUE(ask().ok());
  request.mutable_recorded_by_time()->set_seconds(-1);
  EXPECT_EQ(ReasonOf(ask().status()), "FIELDS_INVALID");
}

// A collector sees a statement of the own area, not of another's.
TEST(GetStatement, LED5_IsShownInScope) {
  FiguresWorld world;
  v1::GetStatementRequest request;
  request.set_unit_id("U1");
  const auto ask = [&](const std::string& collector) {
    return world.ledger().Call<v1::StatementService>(
        &StatementMethods::GetStatement, world.ledger().Staff(collector, Role::kCollector),
        request);
  };
  EXPECT_TRUE(ask("S1").ok());
  EXPECT_EQ(ask("S9").status().code(), absl::StatusCode::kPermissionDenied);
}

// Bills of January 2016 to March 2017, each due on its month's first day, as of 15 March 2017.
TEST(GetAgeing, LED5_BucketsAddUpToWhatIsOutstanding) {
  FiguresWorld world;
  world.BillHistory();
  world.Bill("C1", "2017-01", "2017-04");
  world.SetDate(Date(2017, 3, 15));
  v1::GetAgeingRequest request;
  request.set_unit_id("U1");
  const v1::AgeingRow row = AgeingOf(world, request).rows(0);
  EXPECT_EQ(row.unit_id(), "U1");
  EXPECT_EQ(row.not_due_fen(), kMonthFen);            // April
  EXPECT_EQ(row.months_1_to_3_fen(), 3 * kMonthFen);  // January to March 2017
  EXPECT_EQ(row.months_4_to_6_fen(), 3 * kMonthFen);
  EXPECT_EQ(row.months_7_to_12_fen(), 6 * kMonthFen);
  EXPECT_EQ(row.months_13_to_24_fen(), 3 * kMonthFen);  // January to March 2016
  EXPECT_EQ(row.months_over_24_fen(), 0);
  EXPECT_EQ(row.outstanding_fen(), 16 * kMonthFen);

  world.Pay("U1", kMonthFen, Date(2017, 3, 14));  // the oldest first
  request.clear_unit_id();
  request.set_project_id("P1");
  const v1::Ageing project = AgeingOf(world, request);
  ASSERT_EQ(project.rows_size(), 2);
  EXPECT_EQ(project.rows(0).months_13_to_24_fen(), 5 * kMonthFen);
  EXPECT_EQ(project.total().outstanding_fen(),
            project.rows(0).outstanding_fen() + project.rows(1).outstanding_fen());
  EXPECT_EQ(project.total().outstanding_fen(), 15 * kMonthFen + 16 * kMonthFen + kYearFen);
  // The day before the payment is as it was.
  request.set_as_of_date("2017-03-13");
  EXPECT_EQ(AgeingOf(world, request).total().outstanding_fen(), 32 * kMonthFen + kYearFen);
}

TEST(GetTrialBalance, LED4_IsZeroAtEveryMoment) {
  FiguresWorld world;
  world.BillHistory();
  world.Bill("C1", "2017-01", "2017-03");
  world.SetDate(Date(2017, 2, 10));
  const v1::Payment payment = world.Pay("U1", 3 * kYearFen, Date(2017, 1, 5));
  world.Pay("U9", kMonthFen, Date(2017, 2, 5));
  world.Reverse(payment.id());
  for (const char* project : {"", "P1", "P2"}) {
    for (const char* date : {"2017-01-01", "2017-01-05", "2017-02-10"}) {
      v1::GetTrialBalanceRequest request;
      request.set_project_id(project);
      request.set_as_of_date(date);
      const auto balance = world.ledger().Call<v1::StatementService>(
          &StatementMethods::GetTrialBalance, world.ledger().Finance(), request);
      ASSERT_TRUE(balance.ok()) << balance.status();
      EXPECT_EQ(balance->sum_fen(), 0) << project << " " << date;
      EXPECT_GT(balance->rows_size(), 1) << project << " " << date;
    }
  }
}

}  // namespace
}  // namespace cuijiao::support
