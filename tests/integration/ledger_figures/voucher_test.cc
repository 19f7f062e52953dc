// LED-20: a closed month's journal as vouchers.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <string>

#include "common/status/reason.h"
#include "cuijiao/ledger/v1/close.grpc.pb.h"
#include "tests/integration/ledger_figures/figures_world.h"

namespace cuijiao::support {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

class VoucherTest : public ::testing::Test {
 protected:
  VoucherTest() {
    world_.Bill("C1", "2017-01", "2017-02");
    world_.Bill("C9", "2017-01", "2017-01");
    world_.SetDate(Date(2017, 2, 3));
    world_.Pay("U1", 150'00, Date(2017, 1, 20));
    world_.Pay("U2", 70'00, Date(2017, 1, 20));
    world_.Pay("U2", 30'00, Date(2017, 2, 2));
    world_.Close("2017-01", Date(2017, 1, 31));
  }

  absl::StatusOr<v1::ListVouchersResponse> Vouchers(const std::string& project_id,
                                                    const std::string& month) {
    v1::ListVouchersRequest request;
    request.set_project_id(project_id);
    request.set_month(month);
    return world_.ledger().Call<v1::CloseService>(&v1::CloseService::StubInterface::ListVouchers,
                                                  world_.ledger().Finance(), request);
  }

  static std::string LinesOf(const v1::Voucher& voucher) {
    std::string text;
    for (const v1::Voucher::Line& line : voucher.lines()) {
      text += line.account_code() + " " + std::to_string(line.debit_fen()) + "/" +
              std::to_string(line.credit_fen()) + "; ";
    }
    return text;
  }

  FiguresWorld world_;
};

TEST_F(VoucherTest, LED20_OneForEachDayAndKindWithTheAccountsOfThePolicy) {
  const auto january = Vouchers("P1", "2017-01");
  ASSERT_EQ(january.status(), absl::OkStatus());
  std::map<std::string, std::string> lines;
  for (const v1::Voucher& voucher : january->vouchers()) lines[voucher.id()] = LinesOf(voucher);
  // Both months were billed on January 1: 4 bills. U1's 50.00 beyond January's bill is prepayment.
  EXPECT_THAT(lines,
              ElementsAre(::testing::Pair("P1/2017-01-01/BILL", "1122 40000/0; 6001 0/40000; "),
                          ::testing::Pair("P1/2017-01-20/PAYMENT",
                                          "101201 22000/0; 2203 0/5000; 1122 0/17000; ")));
  EXPECT_EQ(january->vouchers(0).entry_count(), 4);
  EXPECT_EQ(january->vouchers(1).entry_count(), 2);
  EXPECT_EQ(january->vouchers(1).lines(2).account_name(), "应收账款");
}

TEST_F(VoucherTest, LED20_TheVouchersOfAllMonthsAreTheTrialBalance) {
  world_.SetDate(Date(2017, 3, 10));
  world_.Pay("U9", 40'00, Date(2017, 3, 5));
  world_.Close("2017-02", Date(2017, 2, 28));
  world_.Close("2017-03", Date(2017, 3, 9));
  std::map<std::string, std::int64_t> balance;
  for (const char* project : {"P1", "P2"}) {
    for (const char* month : {"2017-01", "2017-02", "2017-03"}) {
      const auto vouchers = Vouchers(project, month);
      ASSERT_EQ(vouchers.status(), absl::OkStatus());
      for (const v1::Voucher& voucher : vouchers->vouchers()) {
        std::int64_t sum = 0;
        for (const v1::Voucher::Line& line : voucher.lines()) {
          balance[line.account()] += line.debit_fen() - line.credit_fen();
          sum += line.debit_fen() - line.credit_fen();
        }
        EXPECT_EQ(sum, 0) << voucher.id();
      }
    }
  }
  v1::GetTrialBalanceRequest request;
  request.set_as_of_date("2017-03-09");
  const auto trial = world_.ledger().Call<v1::StatementService>(
      &v1::StatementService::StubInterface::GetTrialBalance, world_.ledger().Finance(), request);
  ASSERT_EQ(trial.status(), absl::OkStatus());
  for (const auto& row : trial->rows()) {
    EXPECT_EQ(balance[row.account()], row.balance_fen()) << row.account();
    balance.erase(row.account());
  }
  EXPECT_THAT(balance, IsEmpty());
}

TEST_F(VoucherTest, LED20_OfClosedMonthsAndKnownProjectsAlone) {
  EXPECT_EQ(ReasonOf(Vouchers("P1", "2017-02").status()), "MONTH_OPEN");
  EXPECT_EQ(ReasonOf(Vouchers("P0", "2017-01").status()), "UNKNOWN_PROJECT");
}

}  // namespace
}  // namespace cuijiao::support
