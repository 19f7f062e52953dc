// Prepayment is used on the due date, whoever looks first and whatever they look at (definition 4).
#include <gtest/gtest.h>

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "absl/time/clock.h"
#include "common/rpc/message_times.h"
#include "cuijiao/ledger/v1/billing.grpc.pb.h"
#include "tests/integration/ledger_figures/figures_world.h"

namespace cuijiao::support {
namespace {

// U1's December fee of 2016 is due on 15 January and covered by prepayment since the 5th; nobody
// has asked anything since. The year's own fees are scheduled.
class DuePrepayment : public ::testing::Test {
 protected:
  DuePrepayment() {
    BillDecember({"U1"});
    world_.SetDate(Date(2017, 1, 5));
    // The property fee of December is due since 1 December: the first 100.00 are for it.
    payment_ = world_.Pay("U1", 2 * kMonthFen, Date(2017, 1, 5));
    EXPECT_EQ(payment_.prepayment_fen(), kMonthFen);
  }

  // A parking fee for December 2016, due on 15 January, and whatever else is charged for it.
  void BillDecember(const std::vector<std::string>& unit_ids) {
    v1::BatchPutFeeSchedulesRequest request;
    request.set_request_id(ledger().NewRequestId());
    for (const std::string& unit_id : unit_ids) {
      v1::FeeSchedule& schedule = *request.add_fee_schedules();
      schedule.set_unit_id(unit_id);
      schedule.set_fee_kind(v1::FEE_KIND_PARKING);
      schedule.set_period_months(1);
      schedule.set_fixed_fen_per_month(kMonthFen);
      schedule.set_due_after_days(45);
      schedule.set_from_date("2016-12-01");
      schedule.set_to_date("2016-12-31");
    }
    Ask<v1::BillingService>(&v1::BillingService::StubInterface::BatchPutFeeSchedules, request);
    world_.Bill("C1", "2016-12", "2016-12");
  }

  LedgerFixture& ledger() { return world_.ledger(); }

  // What stands in the tables of C1, without asking the ledger.
  std::int64_t StoredPrepayment() {
    const auto row = ledger().admin_database().Read("look", [](db::Transaction& transaction) {
      return transaction.QueryOne(
          "SELECT SUM(prepayment_fen) AS n FROM unit_account WHERE community_id = 'C1'");
    });
    return (*row)->Int64("n");
  }

  template <typename Service, typename Request, typename Response>
  Response Ask(grpc::Status (Service::StubInterface::*method)(grpc::ClientContext*, const Request&,
                                                              Response*),
               const Request& request) {
    return ledger().Call<Service>(method, ledger().Finance(), request).value();
  }

  v1::Payment Get() {
    v1::GetPaymentRequest request;
    request.set_payment_id(payment_.id());
    return Ask<v1::PaymentService>(&v1::PaymentService::StubInterface::GetPayment, request);
  }

  FiguresWorld world_;
  v1::Payment payment_;
};

TEST_F(DuePrepayment, Definition4_IsHeldOnTheDayBefore) {
  world_.SetDate(Date(2017, 1, 14));
  EXPECT_EQ(Get().prepayment_fen(), kMonthFen);
  EXPECT_EQ(world_.Statement("U1", "2017-01-01", "2017-01-14").closing_prepayment_fen(), kMonthFen);
  EXPECT_EQ(world_.CommunityRate("C1", Date(2017, 1, 14)).received_fen(), kMonthFen);
  EXPECT_EQ(StoredPrepayment(), kMonthFen);
}

TEST_F(DuePrepayment, Definition4_IsUsedInAStatement) {
  world_.SetDate(Date(2017, 1, 15));
  const v1::Statement statement = world_.Statement("U1", "2017-01-01", "2017-01-15");
  EXPECT_EQ(statement.closing_prepayment_fen(), 0);
  EXPECT_EQ(statement.closing_due_fen(), 0);
  const v1::StatementLine& last = statement.lines(statement.lines_size() - 1);
  EXPECT_EQ(last.kind(), v1::StatementLine::KIND_PREPAYMENT_USE);
  EXPECT_EQ(last.posting_date(), "2017-01-15");
}

// Posted on the due date, however late somebody looks.
TEST_F(DuePrepayment, Definition4_IsUsedOnTheDueDateWhenSomebodyLooksLater) {
  world_.SetDate(Date(2017, 1, 20));
  EXPECT_EQ(world_.Statement("U1", "2017-01-01", "2017-01-14").closing_prepayment_fen(), kMonthFen);
  EXPECT_EQ(world_.Statement("U1", "2017-01-01", "2017-01-15").closing_prepayment_fen(), 0);
}

// What was known between the due date and the day on which somebody looked: the use, which needs
// nobody (LED-2), but nothing that somebody recorded later.
TEST_F(DuePrepayment, LED16_IsKnownFromTheFirstMomentOfTheDueDateOn) {
  BillDecember({"U2"});
  world_.SetDate(Date(2017, 1, 20));
  world_.Pay("U2", 2 * kMonthFen, Date(2017, 1, 10));
  const absl::Time due = absl::FromCivil(absl::CivilDay(2017, 1, 15), absl::UTCTimeZone());
  const auto known_at = [&](absl::Time time, const std::string& unit_id) {
    v1::GetStatementRequest request;
    request.set_unit_id(unit_id);
    request.set_as_of_date("2017-01-20");
    *request.mutable_recorded_by_time() = TimestampOf(time);
    return Ask<v1::StatementService>(&v1::StatementService::StubInterface::GetStatement, request);
  };
  const v1::Statement before = known_at(due - absl::Microseconds(1), "U1");
  EXPECT_EQ(before.closing_prepayment_fen(), kMonthFen);
  EXPECT_EQ(before.closing_owed_fen(), kMonthFen);
  const v1::Statement after = known_at(due, "U1");
  EXPECT_EQ(after.closing_prepayment_fen(), 0);
  EXPECT_EQ(after.closing_owed_fen(), 0);
  // U2's money came by the 10th, but was told of on the 20th alone.
  const absl::Time told = absl::FromCivil(absl::CivilHour(2017, 1, 20, 12), absl::UTCTimeZone());
  EXPECT_EQ(known_at(told - absl::Microseconds(1), "U2").closing_owed_fen(), 2 * kMonthFen);
  EXPECT_EQ(known_at(told, "U2").closing_owed_fen(), 0);
  EXPECT_TRUE(world_.Verify().intact());
}

// A close on the evening of the 14th begins the 15th for the books.
TEST_F(DuePrepayment, LED16_IsKnownFromTheCloseOnThatBringsThePostingDay) {
  world_.SetDate(Date(2017, 1, 14));
  world_.Close("2017-01", Date(2017, 1, 14));
  world_.SetDate(Date(2017, 1, 20));
  v1::GetStatementRequest request;
  request.set_unit_id("U1");
  request.set_as_of_date("2017-01-15");
  *request.mutable_recorded_by_time() =
      TimestampOf(absl::FromCivil(absl::CivilHour(2017, 1, 14, 12), absl::UTCTimeZone()));
  const auto statement =
      Ask<v1::StatementService>(&v1::StatementService::StubInterface::GetStatement, request);
  EXPECT_EQ(statement.closing_prepayment_fen(), 0);
  EXPECT_TRUE(world_.Verify().intact());
}

TEST_F(DuePrepayment, Definition4_IsUsedInAnAgeing) {
  world_.SetDate(Date(2017, 1, 15));
  for (const bool of_unit : {true, false}) {
    v1::GetAgeingRequest request;
    of_unit ? request.set_unit_id("U1") : request.set_community_id("C1");
    const v1::Ageing ageing =
        Ask<v1::StatementService>(&v1::StatementService::StubInterface::GetAgeing, request);
    EXPECT_EQ(ageing.total().not_due_fen(), 0) << of_unit;
    // U2 owes its own December.
    EXPECT_EQ(ageing.total().outstanding_fen(), of_unit ? 0 : kMonthFen);
  }
}

TEST_F(DuePrepayment, Definition4_IsUsedInAnAgeingOfAProject) {
  world_.SetDate(Date(2017, 1, 15));
  v1::GetAgeingRequest request;
  request.set_project_id("P1");
  const v1::Ageing ageing =
      Ask<v1::StatementService>(&v1::StatementService::StubInterface::GetAgeing, request);
  EXPECT_EQ(ageing.total().outstanding_fen(), kMonthFen);
}

TEST_F(DuePrepayment, Definition4_IsUsedInTheTrialBalance) {
  world_.SetDate(Date(2017, 1, 15));
  const v1::TrialBalance balance = Ask<v1::StatementService>(
      &v1::StatementService::StubInterface::GetTrialBalance, v1::GetTrialBalanceRequest());
  std::map<std::string, std::int64_t> of_account;
  for (const v1::TrialBalance::Row& row : balance.rows()) {
    of_account[row.account()] = row.balance_fen();
  }
  EXPECT_EQ(of_account.at("PREPAYMENT"), 0);
  EXPECT_EQ(of_account.at("RECEIVABLE"), kMonthFen);
}

// What was a receipt of the year, while it was held, is recovered arrears from that day on.
TEST_F(DuePrepayment, Definition7_IsUsedInARateOfEachPlace) {
  world_.SetDate(Date(2017, 1, 15));
  EXPECT_EQ(world_.AreaRate("A1", Date(2017, 1, 15)).received_fen(), 0);
}

TEST_F(DuePrepayment, Definition7_IsUsedInARateOfACommunityAndAProject) {
  world_.SetDate(Date(2017, 1, 15));
  EXPECT_EQ(world_.CommunityRate("C1", Date(2017, 1, 15)).received_fen(), 0);
  EXPECT_EQ(world_.ProjectRate("P1", Date(2017, 1, 15)).received_fen(), 0);
}

TEST_F(DuePrepayment, Definition7_IsUsedInARateCurve) {
  world_.SetDate(Date(2017, 1, 15));
  v1::GetRateCurveRequest request;
  request.set_year(2017);
  request.set_project_id("P1");
  const v1::RateCurve curve =
      Ask<v1::PlanService>(&v1::PlanService::StubInterface::GetRateCurve, request);
  EXPECT_EQ(curve.points(0).rate().received_fen(), 0);
}

TEST_F(DuePrepayment, LED9_IsUsedInTheRanking) {
  world_.SetDate(Date(2017, 1, 15));
  const v1::Ranking ranking = world_.Ranking("P1", "2017-01");
  for (const v1::RankingRow& row : ranking.rows()) {
    if (row.area_id() != "A1") continue;
    EXPECT_EQ(row.historical_recovered_fen(), 2 * kMonthFen);
    EXPECT_EQ(row.historical_outstanding_fen(), kMonthFen);
    EXPECT_EQ(row.rate().received_fen(), 0);
  }
}

TEST_F(DuePrepayment, Definition4_IsUsedInAPayment) {
  world_.SetDate(Date(2017, 1, 15));
  const v1::Payment payment = Get();
  EXPECT_EQ(payment.prepayment_fen(), 0);
  ASSERT_EQ(payment.allocations_size(), 2);
  EXPECT_TRUE(payment.allocations(1).from_prepayment());
  EXPECT_EQ(payment.allocations(1).posting_date(), "2017-01-15");
}

TEST_F(DuePrepayment, Definition4_IsUsedInAListOfPayments) {
  world_.SetDate(Date(2017, 1, 15));
  v1::ListPaymentsRequest request;
  request.set_unit_id("U1");
  const auto list = [&] {
    return Ask<v1::PaymentService>(&v1::PaymentService::StubInterface::ListPayments, request);
  };
  EXPECT_EQ(list().payments(0).prepayment_fen(), 0);
}

TEST_F(DuePrepayment, Definition4_IsUsedInAListOfACommunitysPayments) {
  world_.SetDate(Date(2017, 1, 15));
  v1::ListPaymentsRequest request;
  request.set_community_id("C1");
  EXPECT_EQ(Ask<v1::PaymentService>(&v1::PaymentService::StubInterface::ListPayments, request)
                .payments(0)
                .prepayment_fen(),
            0);
}

// When the 14th is closed on its own evening, the open day is the 15th.
TEST_F(DuePrepayment, Definition4_IsUsedOnTheFirstOpenDayAfterAClose) {
  world_.SetDate(Date(2017, 1, 14));
  EXPECT_EQ(Get().prepayment_fen(), kMonthFen);
  world_.Close("2017-01", Date(2017, 1, 14));
  const v1::Payment payment = Get();
  EXPECT_EQ(payment.prepayment_fen(), 0);
  EXPECT_EQ(payment.allocations(1).posting_date(), "2017-01-15");
  EXPECT_EQ(world_.CommunityRate("C1", Date(2017, 1, 14)).received_fen(), kMonthFen);
  EXPECT_EQ(world_.CommunityRate("C1", Date(2017, 1, 15)).received_fen(), 0);
}

// A call that read the clock before midnight is recorded after the sweep of the new day.
TEST_F(DuePrepayment, Definition4_MoneyOfTheDayBeforeIsFoundAfterTheSweep) {
  BillDecember({"U2"});
  world_.SetDate(Date(2017, 1, 15));
  EXPECT_EQ(world_.CommunityRate("C1", Date(2017, 1, 15)).received_fen(), 0);
  world_.SetDate(Date(2017, 1, 14));
  EXPECT_EQ(world_.Pay("U2", 2 * kMonthFen, Date(2017, 1, 14)).prepayment_fen(), kMonthFen);
  world_.SetDate(Date(2017, 1, 15));
  EXPECT_EQ(world_.CommunityRate("C1", Date(2017, 1, 15)).received_fen(), 0);
  EXPECT_EQ(StoredPrepayment(), 0);
}

// A sweep takes a hundred units at a time.
TEST_F(DuePrepayment, Definition4_IsUsedForMoreUnitsThanOneTransactionTakes) {
  std::string entries;
  std::vector<std::string> unit_ids;
  unit_ids.reserve(201);
  for (int i = 1; i <= 201; ++i) {
    unit_ids.push_back("V" + std::to_string(i));
    entries += "entries { unit { id: \"" + unit_ids.back() + "\" community_id: \"C1\" unit_no: \"" +
               unit_ids.back() + "\" kind: KIND_HOME area_e2_m2: 100 } }\n";
  }
  ASSERT_EQ(ledger().PutText(entries), absl::OkStatus());
  BillDecember(unit_ids);
  for (const std::string& unit_id : unit_ids) world_.Pay(unit_id, kMonthFen, Date(2017, 1, 5));
  EXPECT_EQ(StoredPrepayment(), 202 * kMonthFen);
  world_.SetDate(Date(2017, 1, 15));
  world_.ProjectRate("P1", Date(2017, 1, 15));
  EXPECT_EQ(StoredPrepayment(), 0);
  EXPECT_TRUE(world_.Verify("C1").intact());
}

TEST_F(DuePrepayment, Definition4_TheBackgroundSweepUsesItWithNobodyLooking) {
  const std::unique_ptr<Metrics> metrics = Metrics::Start().value();
  const std::unique_ptr<TokenVerifier> tokens =
      TokenVerifier::Create(ledger().keys().jwks_file()).value();
  FixedCompanyClock clock(Date(2017, 1, 14));
  SystemIdSource ids;
  // Two replicas more, on the same database.
  std::vector<std::unique_ptr<ledger::LedgerServer>> replicas;
  for (int i = 0; i < 2; ++i) {
    replicas.push_back(ledger::LedgerServer::Start({.database = ledger().database(),
                                                    .policy = ledger().policy().policy,
                                                    .cipher = ledger().cipher(),
                                                    .tokens = *tokens,
                                                    .ids = ids,
                                                    .metrics = *metrics,
                                                    .clock = clock,
                                                    .signer = ledger().signer(),
                                                    .page_token_secret = "secret",
                                                    .sweep_pause = absl::Milliseconds(5)},
                                                   ServerSettings())
                           .value());
  }
  clock.Set(Date(2017, 1, 15));
  const absl::Time patience = absl::Now() + absl::Seconds(20);
  while (StoredPrepayment() > 0 && absl::Now() < patience) absl::SleepFor(absl::Milliseconds(5));
  for (const auto& replica : replicas) replica->Stop();
  EXPECT_EQ(StoredPrepayment(), 0);
  const v1::Statement statement = world_.Statement("U1", "2017-01-01", "2017-01-15");
  int uses = 0;
  for (const v1::StatementLine& line : statement.lines()) {
    if (line.kind() != v1::StatementLine::KIND_PREPAYMENT_USE) continue;
    ++uses;
    EXPECT_EQ(line.posting_date(), "2017-01-15");
  }
  EXPECT_EQ(uses, 1);
  EXPECT_TRUE(world_.Verify().intact());
}

}  // namespace
}  // namespace cuijiao::support
