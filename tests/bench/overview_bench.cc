// What head office looks at, in a small and a large company: the median time of an overview, an
// ageing, a rate, a ranking and the top debtors over gRPC, and how it grows. Both companies have as
// many communities: sums are kept by community, so that their number is what an answer is made of,
// and what is measured is whether units cost anything. Also what following costs: all units
// computed anew, and what some payments touched.
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <functional>
#include <iostream>
#include <memory>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "CLI/CLI.hpp"
#include "absl/time/clock.h"
#include "cuijiao/ledger/v1/dashboard.grpc.pb.h"
#include "cuijiao/ledger/v1/payment.grpc.pb.h"
#include "cuijiao/ledger/v1/plan.grpc.pb.h"
#include "cuijiao/ledger/v1/statement.grpc.pb.h"
#include "fmt/format.h"
#include "services/ledger/store/figures/figure_follower.h"
#include "tests/bench/measure.h"
#include "tests/support/ledger_fixture.h"
#include "tests/support/many_units.h"
#include "tests/support/must.h"
#include "tests/support/test_database.h"

namespace cuijiao::bench {
namespace {

namespace v1 = ledger::v1;
using support::Must;
using support::MustBeOk;

constexpr Date kToday(2017, 3, 15);
constexpr int kBatch = 500;

struct Size {
  int small_units = 10'000;
  int large_units = 1'000'000;
  int communities = 100;
  int rounds = 51;
  int payments = 5'000;
  bool journal = false;
  std::string directory;
};

double MillisOf(const std::function<void()>& once) { return 1e3 * WallSeconds(once); }

// A question of head office, and how long it took in each company.
struct Question {
  std::string name;
  std::function<void(const support::LedgerFixture&)> ask;
  std::vector<double> medians = {};
};

template <typename Service, typename Method, typename Request>
void Ask(const support::LedgerFixture& ledger, Method method, const Request& request) {
  Must(ledger.Call<Service>(method, ledger.Finance(), request));
}

std::vector<Question> Questions() {
  return {
      {"overview of the company",
       [](const support::LedgerFixture& ledger) {
         Ask<v1::DashboardService>(ledger, &v1::DashboardService::StubInterface::GetOverview,
                                   v1::GetOverviewRequest());
       }},
      {"overview of the project",
       [](const support::LedgerFixture& ledger) {
         v1::GetOverviewRequest request;
         request.set_project_id("P1");
         Ask<v1::DashboardService>(ledger, &v1::DashboardService::StubInterface::GetOverview,
                                   request);
       }},
      {"ageing",
       [](const support::LedgerFixture& ledger) {
         v1::GetAgeingRequest request;
         request.set_project_id("P1");
         Ask<v1::StatementService>(ledger, &v1::StatementService::StubInterface::GetAgeing,
                                   request);
       }},
      {"rate",
       [](const support::LedgerFixture& ledger) {
         v1::GetCollectionRateRequest request;
         request.set_project_id("P1");
         Ask<v1::PlanService>(ledger, &v1::PlanService::StubInterface::GetCollectionRate, request);
       }},
      {"ranking",
       [](const support::LedgerFixture& ledger) {
         v1::GetRankingRequest request;
         request.set_project_id("P1");
         request.set_month("2017-03");
         Ask<v1::PlanService>(ledger, &v1::PlanService::StubInterface::GetRanking, request);
       }},
      {"top 100 debtors of the company",
       [](const support::LedgerFixture& ledger) {
         Ask<v1::DashboardService>(ledger, &v1::DashboardService::StubInterface::ListTopDebtors,
                                   v1::ListTopDebtorsRequest());
       }},
  };
}

// The same rate summed over the journal, as every question about another day is.
void AskJournal(const support::LedgerFixture& ledger) {
  v1::GetCollectionRateRequest request;
  request.set_project_id("P1");
  request.mutable_recorded_by_time()->set_seconds(7'000'000'000);
  Ask<v1::PlanService>(ledger, &v1::PlanService::StubInterface::GetCollectionRate, request);
}

void Pay(const support::LedgerFixture& ledger, const Size& size, int units, int payments) {
  for (int done = 0; done < payments; done += kBatch) {
    v1::BatchRecordPaymentsRequest request;
    for (int i = done; i < std::min(payments, done + kBatch); ++i) {
      v1::RecordPaymentRequest& payment = *request.add_payments();
      payment.set_request_id(ledger.NewRequestId());
      payment.set_unit_id(support::LoadUnit(i % size.communities, i / size.communities % units));
      payment.set_amount_fen(100);
      payment.set_method(v1::PAYMENT_METHOD_POS);
      payment.set_received_date(FormatDate(kToday));
    }
    const auto response = Must(ledger.Call<v1::PaymentService>(
        &v1::PaymentService::StubInterface::BatchRecordPayments, ledger.Finance(), request));
    for (const auto& outcome : response.outcomes()) {
      if (!outcome.has_payment()) MustBeOk(absl::InternalError(outcome.ShortDebugString()));
    }
  }
}

// One company: made, followed, asked.
void MeasureCompany(const Size& size, int units, std::vector<Question>& questions) {
  support::LedgerFixture ledger(kToday);
  const double making =
      MillisOf([&] { support::PutManyUnits(ledger, size.communities, units / size.communities); });
  const auto follow = [&] {
    SystemIdSource ids;
    MustBeOk(ledger::FollowFigures(ledger.database(), ids, {}, {absl::Now(), kToday}));
  };
  const double first = MillisOf(follow);
  const double nothing = MillisOf(follow);
  for (Question& question : questions) {
    question.ask(ledger);  // statements are prepared before anything is measured
    std::vector<double> millis;
    for (int round = 0; round < size.rounds; ++round) {
      millis.push_back(MillisOf([&] { question.ask(ledger); }));
    }
    question.medians.push_back(Median(std::move(millis)));
  }
  Pay(ledger, size, units / size.communities, size.payments);
  const double touched = MillisOf(follow);
  std::cout << fmt::format(
      "{} units: made in {:.1f} s, first followed in {:.1f} s, nothing new {:.1f} ms, after {} "
      "payments {:.1f} s; memory at most {:.0f} MiB\n",
      units, making / 1e3, first / 1e3, nothing, size.payments, touched / 1e3,
      PeakMebibytes(getpid()));
  if (size.journal) {
    std::cout << fmt::format("  rate from the journal {:.1f} ms\n",
                             MillisOf([&] { AskJournal(ledger); }));
  }
  std::cout << std::flush;
}

void Run(const Size& size) {
  std::vector<Question> questions = Questions();
  std::cout << fmt::format("{} communities, {} rounds, {} processors, {}\n", size.communities,
                           size.rounds, std::thread::hardware_concurrency(),
                           size.directory.empty() ? "database in memory" : "database on disk");
  MeasureCompany(size, size.small_units, questions);
  MeasureCompany(size, size.large_units, questions);
  std::cout << fmt::format("{:<34} {:>12} {:>12} {:>7} (goal <= 2.0)\n", "p50, ms",
                           size.small_units, size.large_units, "ratio");
  for (const Question& question : questions) {
    std::cout << fmt::format("{:<34} {:>12.2f} {:>12.2f} {:>7.2f}\n", question.name,
                             question.medians[0], question.medians[1],
                             question.medians[1] / question.medians[0]);
  }
}

}  // namespace
}  // namespace cuijiao::bench

int main(int argc, char** argv) {
  cuijiao::bench::Size size;
  CLI::App app("Figures of today in a small and a large company.");
  app.add_option("--small", size.small_units, "Units of the small company")
      ->check(CLI::Range(1, 10'000'000));
  app.add_option("--large", size.large_units, "Units of the large company")
      ->check(CLI::Range(1, 10'000'000));
  app.add_option("--communities", size.communities, "Communities of each")
      ->check(CLI::Range(1, 9999));
  app.add_option("--rounds", size.rounds, "How often each question is asked")
      ->check(CLI::Range(1, 9999));
  app.add_option("--payments", size.payments, "Payments that are followed")
      ->check(CLI::Range(1, 1'000'000));
  app.add_flag("--journal", size.journal, "Ask the journal too, once");
  app.add_option("--durable", size.directory,
                 "Directory on a disk for the database; without it, it is kept in memory")
      ->check(CLI::ExistingDirectory);
  CLI11_PARSE(app, argc, argv);
  if (!size.directory.empty()) cuijiao::support::TestDatabase::MakeDurable(size.directory);
  cuijiao::bench::Run(size);
  return EXIT_SUCCESS;
}
