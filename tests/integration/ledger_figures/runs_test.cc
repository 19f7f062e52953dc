// Runs over the whole company: bills of a year (LED-1) and the year's rollover (LED-6). They tell
// how far they are, and go on where they were cut off.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <csignal>
#include <filesystem>
#include <fstream>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "common/fault/failpoint.h"
#include "common/status/grpc_status.h"
#include "common/status/reason.h"
#include "cuijiao/ledger/v1/billing.grpc.pb.h"
#include "services/ledger/store/billing/bill_store.h"
#include "tests/integration/ledger_figures/figures_world.h"
#include "tests/support/scratch_directory.h"
#include "tests/support/service_process.h"

namespace cuijiao::support {
namespace {

using ::testing::SizeIs;

constexpr int kUnits = 4;

v1::StreamBillingRequest YearOf2017(const std::string& project_id = "") {
  v1::StreamBillingRequest request;
  request.set_project_id(project_id);
  request.set_from_month("2017-01");
  request.set_to_month("2017-12");
  return request;
}

// All that a stream told, and its end.
template <typename Message>
struct Told {
  std::vector<Message> messages;
  absl::Status end;
};

template <typename Message>
Told<Message> ReadAll(grpc::ClientReaderInterface<Message>& reader) {
  Told<Message> told;
  for (Message message; reader.Read(&message);) told.messages.push_back(message);
  told.end = FromGrpcStatus(reader.Finish());
  return told;
}

Told<v1::BillingProgress> BillAll(FiguresWorld& world, const v1::StreamBillingRequest& request,
                                  const std::shared_ptr<grpc::Channel>& channel) {
  grpc::ClientContext context;
  world.ledger().Prepare(context, world.ledger().Finance());
  return ReadAll(*v1::BillingService::NewStub(channel)->StreamBilling(&context, request));
}

Told<v1::RolloverProgress> RollOverOn(const std::shared_ptr<grpc::Channel>& channel,
                                      FiguresWorld& world, int year,
                                      const std::string& project_id = "") {
  v1::StreamRolloverRequest request;
  request.set_year(year);
  request.set_project_id(project_id);
  grpc::ClientContext context;
  world.ledger().Prepare(context, world.ledger().Finance());
  return ReadAll(*v1::PlanService::NewStub(channel)->StreamRollover(&context, request));
}

Told<v1::RolloverProgress> RollOver(FiguresWorld& world, int year,
                                    const std::string& project_id = "") {
  return RollOverOn(world.ledger().channel(), world, year, project_id);
}

std::int64_t Count(FiguresWorld& world, const std::string& rows) {
  const auto row = world.ledger().admin_database().Read("look", [&](db::Transaction& transaction) {
    return transaction.QueryOne("SELECT COUNT(*) AS n FROM " + rows);
  });
  EXPECT_TRUE(row.ok() && row->has_value()) << row.status();
  return (*row)->Int64("n");
}

std::int64_t CountBills(FiguresWorld& world) { return Count(world, "bill"); }

TEST(StreamBilling, LED1_BillsTheCompanyAndTellsHowFarItIs) {
  FiguresWorld world;
  world.Bill("C1", "2017-01", "2017-01");
  const auto told = BillAll(world, YearOf2017(), world.ledger().channel());
  ASSERT_EQ(told.end, absl::OkStatus());
  ASSERT_THAT(told.messages, SizeIs(4));  // C1, C2, C9, the end
  EXPECT_EQ(told.messages[0].community_id(), "C1");
  EXPECT_EQ(told.messages[0].done_communities(), 0);
  EXPECT_EQ(told.messages[0].community_count(), 3);
  EXPECT_EQ(told.messages[0].done_units(), 2);
  EXPECT_EQ(told.messages[0].totals().made_count(), 22);
  EXPECT_EQ(told.messages[0].totals().existing_count(), 2);
  EXPECT_EQ(told.messages[1].community_id(), "C2");
  EXPECT_EQ(told.messages[1].done_units(), 3);
  const v1::BillingProgress& last = told.messages.back();
  EXPECT_EQ(last.community_id(), "");
  EXPECT_EQ(last.done_communities(), 3);
  EXPECT_EQ(last.done_units(), kUnits);
  EXPECT_EQ(last.totals().made_count(), 12 * kUnits - 2);
  EXPECT_EQ(last.totals().made_fen(), (12 * kUnits - 2) * kMonthFen);
  EXPECT_EQ(CountBills(world), 12 * kUnits);

  const auto again = BillAll(world, YearOf2017(), world.ledger().channel());
  EXPECT_EQ(again.messages.back().totals().made_count(), 0);
  EXPECT_EQ(again.messages.back().totals().existing_count(), 12 * kUnits);
}

TEST(StreamBilling, LED1_ADryRunOfAProjectMakesNothing) {
  FiguresWorld world;
  v1::StreamBillingRequest request = YearOf2017("P1");
  request.set_validate_only(true);
  const auto told = BillAll(world, request, world.ledger().channel());
  ASSERT_EQ(told.end, absl::OkStatus());
  EXPECT_EQ(told.messages.back().done_units(), 3);
  EXPECT_EQ(told.messages.back().totals().made_count(), 36);
  EXPECT_EQ(CountBills(world), 0);
}

TEST(StreamBilling, LED1_RefusalsNameTheField) {
  FiguresWorld world;
  v1::StreamBillingRequest request = YearOf2017("P404");
  EXPECT_EQ(ReasonOf(BillAll(world, request, world.ledger().channel()).end), "UNKNOWN_PROJECT");
  request = YearOf2017();
  request.set_to_month("2018-01");
  EXPECT_EQ(ReasonOf(BillAll(world, request, world.ledger().channel()).end), kFieldsInvalid);
}

TEST(StreamBilling, LED1_ACancelledRunStopsAfterTheSetAndLeavesItMade) {
  FiguresWorld world;
  SystemIdSource ids;
  FixedCompanyClock clock({absl::FromUnixSeconds(1'484'000'000), Date(2017, 1, 1)});
  const absl::StatusOr<ledger::BillingTotals> totals =
      ledger::RunBilling(world.ledger().database(), ids, {"C1", Month(2017, 1), Month(2017, 12)},
                         clock, [](std::int64_t done_units, const ledger::BillingTotals& so_far) {
                           EXPECT_EQ(done_units, 2);
                           EXPECT_EQ(so_far.made_count, 24);
                           return false;
                         });
  EXPECT_TRUE(absl::IsCancelled(totals.status())) << totals.status();
  EXPECT_EQ(CountBills(world), 24);
}

// Killed between two communities and in the middle of one: the same run makes the rest.
class KilledRun : public ::testing::TestWithParam<std::pair<std::string, int>> {};

TEST_P(KilledRun, LED1_GoesOnAndBillsNoUnitTwice) {
  const auto& [failpoint, bills_after_the_kill] = GetParam();
  FiguresWorld world;
  ServiceSetup setup("ledger", world.ledger().keys(), world.ledger().database().settings());
  setup.UsePersonalKeys();
  {
    ServiceProcess process(setup, failpoint);
    const auto told =
        BillAll(world, YearOf2017(),
                grpc::CreateChannel(process.address(), grpc::InsecureChannelCredentials()));
    EXPECT_TRUE(absl::IsUnavailable(told.end)) << told.end;
    EXPECT_EQ(process.AwaitEnd(), SIGKILL);
  }
  EXPECT_EQ(CountBills(world), bills_after_the_kill);
  const auto again = BillAll(world, YearOf2017(), world.ledger().channel());
  ASSERT_EQ(again.end, absl::OkStatus());
  EXPECT_EQ(again.messages.back().totals().existing_count(), bills_after_the_kill);
  EXPECT_EQ(again.messages.back().totals().made_count(), 12 * kUnits - bills_after_the_kill);
  EXPECT_EQ(CountBills(world), 12 * kUnits);
  EXPECT_TRUE(world.Verify().intact());
}

INSTANTIATE_TEST_SUITE_P(AtASet, KilledRun,
                         ::testing::Values(std::pair("RunBilling.before_commit=kill@3", 24),
                                           std::pair("RunBilling.after_commit=kill@3", 36)));

// U1 owes 2016 but for 200.00, and has paid 2017 and 50.00 more.
class Rollover : public ::testing::Test {
 protected:
  Rollover() {
    world_.BillHistory();
    for (const char* community_id : {"C1", "C2", "C9"}) {
      world_.Bill(community_id, "2017-01", "2017-12");
    }
    world_.Pay("U1", 200'00, Date(2017, 1, 1));
    world_.Pay("U3", 2 * kYearFen + 50'00, Date(2017, 1, 1));
  }

  void CloseTheYear() {
    for (int month = 1; month <= 12; ++month) {
      world_.Close(FormatMonth(Month(2017, month)), LastDayOf(Month(2017, month)));
    }
  }

  v1::AnnualPlan Plan(const std::string& project_id, int year) {
    v1::GetAnnualPlanRequest request;
    request.set_project_id(project_id);
    request.set_year(year);
    const auto plan = world_.ledger().Call<v1::PlanService>(
        &v1::PlanService::StubInterface::GetAnnualPlan, world_.ledger().Finance(), request);
    EXPECT_TRUE(plan.ok()) << plan.status();
    return plan.ok() ? *plan : v1::AnnualPlan();
  }

  void SetDevelopmentClock() {
    const auto set = world_.ledger().admin_database().Transact("set", [](db::Transaction& to) {
      return to.Execute(
          "INSERT INTO company_clock (clock_id, shown_time, set_at) VALUES (1, ?, ?)",
          {absl::FromCivil(absl::CivilHour(2017, 12, 31, 4), absl::UTCTimeZone()), absl::Now()});
    });
    ASSERT_EQ(set.status(), absl::OkStatus());
  }

  // Rolls over once more: all is as if nothing had come in between.
  void ExpectTheRest(v1::RolledProject::PlanOutcome outcome) {
    const auto told = RollOver(world_, 2018);
    ASSERT_EQ(told.end, absl::OkStatus());
    ASSERT_THAT(told.messages, SizeIs(3));
    const v1::RolledProject& rolled = told.messages[1].project();
    EXPECT_EQ(rolled.plan(), outcome);
    EXPECT_EQ(rolled.receivable_fen(), 3 * kYearFen);
    EXPECT_EQ(rolled.historical_arrears_fen(), 4 * kYearFen - 200'00);
    EXPECT_EQ(rolled.prepayment_fen(), 50'00);
    EXPECT_EQ(Plan("P1", 2018).historical_targets(0).amount_fen(), 4 * kYearFen - 200'00);
    EXPECT_EQ(Count(world_, "scheduled_year WHERE year = 2018"), 3);
    EXPECT_EQ(Count(world_, "annual_plan WHERE year = 2018"), 1);
    EXPECT_TRUE(world_.Verify().intact());
  }

  FiguresWorld world_;
};

TEST_F(Rollover, LED6_BeginsTheYearFromTheOneBefore) {
  world_.ApprovePlan("P1", 5000, 9000);
  CloseTheYear();
  const auto told = RollOver(world_, 2018);
  ASSERT_EQ(told.end, absl::OkStatus());
  ASSERT_THAT(told.messages, SizeIs(3));
  EXPECT_FALSE(told.messages[0].has_project());
  EXPECT_EQ(told.messages[2].done_communities(), 3);
  EXPECT_EQ(told.messages[2].community_count(), 3);
  const v1::RolledProject& rolled = told.messages[1].project();
  EXPECT_EQ(rolled.project_id(), "P1");
  EXPECT_EQ(rolled.receivable_fen(), 3 * kYearFen);
  // U1: both years less 200.00; U2: both years. U3 owes nothing, and holds 50.00.
  EXPECT_EQ(rolled.historical_arrears_fen(), 4 * kYearFen - 200'00);
  EXPECT_EQ(rolled.prepayment_fen(), 50'00);
  EXPECT_EQ(rolled.plan(), v1::RolledProject::PLAN_OUTCOME_DRAFTED);
  EXPECT_EQ(told.messages[2].project().plan(), v1::RolledProject::PLAN_OUTCOME_NONE);

  const v1::AnnualPlan plan = Plan("P1", 2018);
  EXPECT_EQ(plan.state(), v1::AnnualPlan::STATE_DRAFT);
  EXPECT_EQ(plan.annual_rate_bp(), 9000);
  ASSERT_THAT(plan.planned_rate_bp(), SizeIs(12));
  EXPECT_EQ(plan.planned_rate_bp(0), 5000);
  ASSERT_THAT(plan.historical_targets(), SizeIs(1));
  EXPECT_EQ(plan.historical_targets(0).community_id(), "C1");
  EXPECT_EQ(plan.historical_targets(0).amount_fen(), 4 * kYearFen - 200'00);
}

TEST_F(Rollover, LED6_ASecondOneLeavesThePlanAsItIs) {
  world_.ApprovePlan("P1", 5000, 9000);
  CloseTheYear();
  ASSERT_EQ(RollOver(world_, 2018, "P1").end, absl::OkStatus());
  const std::string etag = Plan("P1", 2018).etag();
  const auto again = RollOver(world_, 2018, "P1");
  ASSERT_THAT(again.messages, SizeIs(2));
  EXPECT_EQ(again.messages[1].project().plan(), v1::RolledProject::PLAN_OUTCOME_KEPT);
  EXPECT_EQ(again.messages[1].project().historical_arrears_fen(), 4 * kYearFen - 200'00);
  EXPECT_EQ(Plan("P1", 2018).etag(), etag);
}

// What is paid in January lowers no target: historical arrears are those of the closing date.
TEST_F(Rollover, LED6_ArrearsAreThoseOfTheClosingDate) {
  CloseTheYear();
  world_.SetDate(Date(2018, 1, 10));
  world_.Pay("U1", 100'00, Date(2018, 1, 10));
  const auto told = RollOver(world_, 2018, "P1");
  ASSERT_EQ(told.end, absl::OkStatus());
  EXPECT_EQ(told.messages[1].project().historical_arrears_fen(), 4 * kYearFen - 200'00);
}

// The client goes while the first community's year is being written: that community is done, no
// other is begun, and the same call again does the rest.
TEST_F(Rollover, LED6_ACancelledOneStopsAfterTheCommunityAndGoesOn) {
  world_.ApprovePlan("P1", 5000, 9000);
  CloseTheYear();
  const ScratchDirectory scratch;
  const std::filesystem::path hold = scratch.path() / "hold";
  std::ofstream(hold) << "x";
  {
    const fault::ScopedFailpoint pause("EnsureScheduledYear.before_commit",
                                       "pause-file:" + hold.string());
    grpc::ClientContext context;
    world_.ledger().Prepare(context, world_.ledger().Finance());
    v1::StreamRolloverRequest request;
    request.set_year(2018);
    const auto reader =
        v1::PlanService::NewStub(world_.ledger().channel())->StreamRollover(&context, request);
    while (pause.hits() == 0) std::this_thread::yield();
    Cancel(world_, context);
    EXPECT_TRUE(absl::IsCancelled(FromGrpcStatus(reader->Finish())));
    std::filesystem::remove(hold);
    AwaitCancelled(world_, "cuijiao.ledger.v1.PlanService/StreamRollover");
    EXPECT_EQ(pause.hits(), 1);
  }
  EXPECT_EQ(Count(world_, "scheduled_year WHERE year = 2018"), 1);
  EXPECT_EQ(Count(world_, "annual_plan WHERE year = 2018"), 0);
  ExpectTheRest(v1::RolledProject::PLAN_OUTCOME_DRAFTED);
}

// kill -9 between two communities, in the middle of one, and around the commit of the draft: the
// same call again does the rest, and makes no second plan.
struct KilledRollover {
  std::string failpoint;
  std::int64_t communities;
  std::int64_t plans;
};

class RolloverKill : public Rollover, public ::testing::WithParamInterface<KilledRollover> {};

TEST_P(RolloverKill, LED6_GoesOnAndDraftsOnePlan) {
  world_.ApprovePlan("P1", 5000, 9000);
  CloseTheYear();
  ServiceSetup setup("ledger", world_.ledger().keys(), world_.ledger().database().settings());
  setup.UsePersonalKeys();
  // On the day of the close, of whose year the sweep has nothing to write.
  setup.SetFlag("--development", "");
  SetDevelopmentClock();
  {
    ServiceProcess process(setup, GetParam().failpoint);
    const auto told = RollOverOn(
        grpc::CreateChannel(process.address(), grpc::InsecureChannelCredentials()), world_, 2018);
    EXPECT_TRUE(absl::IsUnavailable(told.end)) << told.end;
    EXPECT_EQ(process.AwaitEnd(), SIGKILL);
  }
  EXPECT_EQ(Count(world_, "scheduled_year WHERE year = 2018"), GetParam().communities);
  EXPECT_EQ(Count(world_, "annual_plan WHERE year = 2018"), GetParam().plans);
  ExpectTheRest(GetParam().plans == 0 ? v1::RolledProject::PLAN_OUTCOME_DRAFTED
                                      : v1::RolledProject::PLAN_OUTCOME_KEPT);
}

INSTANTIATE_TEST_SUITE_P(
    LED6, RolloverKill,
    ::testing::Values(KilledRollover{"EnsureScheduledYear.before_commit=kill@2", 1, 0},
                      KilledRollover{"EnsureScheduledYear.after_commit=kill@2", 2, 0},
                      KilledRollover{"StreamRollover.before_commit=kill@1", 2, 0},
                      KilledRollover{"StreamRollover.after_commit=kill@1", 2, 1}));

TEST_F(Rollover, LED10_WaitsForDecembersClose) {
  const auto told = RollOver(world_, 2018);
  EXPECT_EQ(ReasonOf(told.end), "MONTH_OPEN");
  EXPECT_EQ(ValuesOf(told.end).at("month"), "2017-12");
  EXPECT_THAT(told.messages, SizeIs(0));
  EXPECT_EQ(ReasonOf(RollOver(world_, 2018, "P404").end), "UNKNOWN_PROJECT");
}

}  // namespace
}  // namespace cuijiao::support
