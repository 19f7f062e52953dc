// A company whose figures tests look at, over real gRPC: schedules, bills, payments, closes.
#ifndef CUIJIAO_TESTS_INTEGRATION_LEDGER_FIGURES_FIGURES_WORLD_H_
#define CUIJIAO_TESTS_INTEGRATION_LEDGER_FIGURES_FIGURES_WORLD_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "cuijiao/ledger/v1/close.grpc.pb.h"
#include "cuijiao/ledger/v1/payment.grpc.pb.h"
#include "cuijiao/ledger/v1/plan.grpc.pb.h"
#include "cuijiao/ledger/v1/statement.grpc.pb.h"
#include "tests/support/ledger_fixture.h"

namespace cuijiao::support {

namespace v1 = ledger::v1;

// What a unit of the standard company is billed.
constexpr std::int64_t kMonthFen = 100'00;
constexpr std::int64_t kYearFen = 12 * kMonthFen;

// The standard company of LedgerFixture. Each unit pays 100.00 a month of property fee from
// 2016-01-01 on, billed by the month and due on its first day: a year is 1,200.00. What a step of a
// world's making cannot do ends the test program with the ledger's answer; what a test asks about
// is returned.
class FiguresWorld {
 public:
  explicit FiguresWorld(Date business_date = Date(2017, 1, 1), const PolicyEdits& edits = {});

  [[nodiscard]] LedgerFixture& ledger() { return ledger_; }
  void SetDate(Date date) { ledger_.set_date(date); }

  // Bills the months of a community.
  void Bill(const std::string& community_id, const std::string& from_month,
            const std::string& to_month);
  // Bills all of 2016 in C1, C2 and C9: historical arrears of 1,200.00 a unit.
  void BillHistory();
  // Records money that the owner paid on `received`, credited to `collector`, by default the
  // responsible one.
  v1::Payment Pay(const std::string& unit_id, std::int64_t amount_fen, Date received,
                  const std::string& collector = "",
                  const std::vector<std::string>& collaborators = {});
  void Reverse(const std::string& payment_id);
  void Refund(const std::string& payment_id, std::int64_t amount_fen);
  void PutCampaign(const std::string& project_id, const std::string& from, const std::string& to);
  // A plan of twelve equal rates, put by finance and approved by another of finance.
  v1::AnnualPlan ApprovePlan(const std::string& project_id, int rate_bp, int annual_rate_bp);

  absl::StatusOr<v1::AccountingMonth> TryClose(const std::string& month,
                                               const std::string& closing_date = "");
  // Moves the clock to the closing date and closes.
  v1::AccountingMonth Close(const std::string& month, Date closing_date);

  v1::CollectionRate ProjectRate(const std::string& project_id, Date as_of);
  v1::CollectionRate AreaRate(const std::string& area_id, Date as_of);
  v1::CollectionRate CommunityRate(const std::string& community_id, Date as_of);
  v1::MonthFigures Figures(const std::string& month);
  // The figures of one community.
  v1::CommunityFigures FiguresOf(const std::string& month, const std::string& community_id);
  v1::Ranking Ranking(const std::string& project_id, const std::string& month);
  std::vector<v1::HistoricalPayment> HistoricalPayments(const std::string& month);
  std::vector<v1::Reversal> Reversals(const std::string& month);
  v1::Statement Statement(const std::string& unit_id, const std::string& from,
                          const std::string& to);
  v1::VerifyIntegrityResponse Verify(const std::string& community_id = "");

 private:
  LedgerFixture ledger_;
};

// Cancels a call; returns once the server has learned it.
void Cancel(FiguresWorld& world, grpc::ClientContext& context);
// Returns once a call of the method has ended as cancelled on the server.
void AwaitCancelled(FiguresWorld& world, const std::string& method);

}  // namespace cuijiao::support

#endif  // CUIJIAO_TESTS_INTEGRATION_LEDGER_FIGURES_FIGURES_WORLD_H_
