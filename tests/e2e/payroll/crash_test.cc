// The service is killed around every commit of a month's run; the client repeats its call, and at
// the end everything has happened once (INC-11, INC-12).
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>

#include <cctype>
#include <memory>
#include <string>
#include <vector>

#include "tests/integration/payroll/payroll_world.h"
#include "tests/support/service_process.h"

namespace cuijiao::payroll {
namespace {

// A closed March with a deduction and a charge; the service runs as a process.
class KilledPayroll : public ::testing::TestWithParam<std::string> {
 protected:
  KilledPayroll() : setup_("payroll", world_.ledger().keys(), world_.database().settings()) {
    setup_.UsePersonalKeys();
    setup_.SetFlag("--ledger-address", world_.ledger().address());
    setup_.SetFlag("--waiver-address", world_.waiver_address());
    setup_.SetFlag("--escalation-address", world_.escalation_address());
    world_.PutUnit("K1", "C1", Yuan("1000"));
    world_.ApprovePlan("P1", 3000);
    world_.ReportPromise("S2", "U3", Yuan("2000"));
    for (const int month : {1, 2, 3}) world_.Close(Month(2017, month));
    Start(GetParam() + "=kill@1");
  }

  // Starts the service; the world calls it from here on.
  void Start(const std::string& failpoints) {
    process_ = std::make_unique<support::ServiceProcess>(setup_, failpoints);
    world_.UseServiceAt(process_->address());
  }

  // Calls; a killed service is started again, and the call repeated under the same request id.
  template <typename Call>
  void Play(Call call) {
    absl::Status status = call();
    if (absl::IsUnavailable(status)) {
      EXPECT_EQ(process_->AwaitEnd(), SIGKILL);
      Start("");
      status = call();
    }
    EXPECT_TRUE(status.ok()) << status;
  }

  void PlayImport() {
    v1::ImportWagesRequest request;
    request.set_request_id("wages-of-march");
    request.set_month("2017-03");
    request.set_content("staff_id,gross_wage,city\nS1,6000,上海\nS2,6000,上海\n");
    Play([&] {
      return world_.Call(&v1::PayrollService::StubInterface::ImportWages, world_.Officer(), request)
          .status();
    });
  }

  void PlayAcknowledge() {
    v1::AcknowledgePayoutsRequest request;
    const absl::StatusOr<v1::ListPayoutsResponse> payouts = world_.Payouts(0);
    ASSERT_TRUE(payouts.ok()) << payouts.status();
    for (const v1::Payout& payout : payouts->payouts()) request.add_payout_ids(payout.id());
    Play([&] {
      return world_
          .Call(&v1::PayrollService::StubInterface::AcknowledgePayouts, world_.PayrollSystem(),
                request)
          .status();
    });
  }

  std::int64_t Count(const std::string& what) {
    const auto rows = world_.admin_database().Read("count", [&](db::Transaction& transaction) {
      return transaction.Query("SELECT COUNT(*) AS n FROM " + what);
    });
    EXPECT_TRUE(rows.ok()) << rows.status();
    return rows->front().Int64("n");
  }

  PayrollWorld world_;
  support::ServiceSetup setup_;
  std::unique_ptr<support::ServiceProcess> process_;
};

TEST_P(KilledPayroll, LosesNothingAndDoesNothingTwice) {
  PlayImport();
  Play([&] { return world_.Calculate("2017-03", "run-of-march").status(); });
  const std::string etag = world_.GetRun("2017-03")->etag();
  Play([&] { return world_.Approve("2017-03", etag, world_.Approver(), "yes").status(); });
  Play([&] { return world_.Release("2017-03", "out").status(); });
  PlayAcknowledge();
  ASSERT_TRUE(setup_.WasHit(GetParam()));

  const absl::StatusOr<v1::Run> run = world_.GetRun("2017-03");
  ASSERT_TRUE(run.ok()) << run.status();
  EXPECT_EQ(run->state(), v1::Run::STATE_ACKNOWLEDGED);
  EXPECT_EQ(Fen(run->totals().deduction_fen()), Yuan("600"));
  EXPECT_EQ(Fen(run->totals().compensation_fen()), Yuan("1200"));
  const absl::StatusOr<v1::ListPayoutsResponse> payouts = world_.Payouts(0);
  ASSERT_TRUE(payouts.ok()) << payouts.status();
  ASSERT_EQ(payouts->payouts_size(), 2);
  EXPECT_EQ(payouts->payouts(0).position(), 1);
  EXPECT_EQ(payouts->payouts(1).position(), 2);
  EXPECT_EQ(Fen(payouts->payouts(0).amount_fen()), Yuan("-600"));
  EXPECT_EQ(Fen(payouts->payouts(1).amount_fen()), Yuan("-1200"));
  EXPECT_EQ(Count("wage"), 2);
  EXPECT_EQ(Count("charge_taking"), 1);
  EXPECT_EQ(Count("payout_change WHERE state = 'RELEASED'"), 2);
  EXPECT_EQ(Count("payout_change WHERE state = 'ACKNOWLEDGED'"), 2);
}

INSTANTIATE_TEST_SUITE_P(INC12, KilledPayroll,
                         ::testing::Values("ImportWages.before_commit", "ImportWages.after_commit",
                                           "CalculateRun.before_commit",
                                           "CalculateRun.after_commit", "ApproveRun.before_commit",
                                           "ApproveRun.after_commit", "ReleaseRun.before_commit",
                                           "ReleaseRun.after_commit",
                                           "AcknowledgePayouts.before_commit",
                                           "AcknowledgePayouts.after_commit"),
                         [](const auto& point) {
                           std::string name = point.param;
                           for (char& c : name)
                             c = std::isalnum(static_cast<unsigned char>(c)) != 0 ? c : '_';
                           return name;
                         });

}  // namespace
}  // namespace cuijiao::payroll
