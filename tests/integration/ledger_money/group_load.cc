#include "tests/integration/ledger_money/group_load.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <map>
#include <random>
#include <string>
#include <thread>
#include <vector>

#include "absl/time/clock.h"
#include "cuijiao/ledger/v1/payment.grpc.pb.h"
#include "cuijiao/ledger/v1/statement.grpc.pb.h"
#include "tests/support/ledger_fixture.h"
#include "tests/support/many_units.h"

namespace cuijiao::ledger {
namespace {

constexpr int kClients = 64;

using Sums = std::map<std::string, std::int64_t>;

// What one client paid, by unit.
Sums PlayClient(const support::LedgerFixture& ledger, const GroupLoad& load, unsigned seed) {
  using Payments = v1::PaymentService;
  std::mt19937 random(seed);
  const auto draw = [&](int from, int to) {
    return std::uniform_int_distribution<int>(from, to)(random);
  };
  const auto stub = Payments::NewStub(ledger.channel());
  const auto record = [&](const v1::RecordPaymentRequest& request) {
    return ledger.CallOn(*stub, &Payments::StubInterface::RecordPayment, ledger.Finance(), request);
  };
  Sums paid;
  const absl::Time end = absl::Now() + load.at_most;
  for (int i = 0; i < load.payments_each && absl::Now() < end; ++i) {
    v1::RecordPaymentRequest request;
    request.set_request_id(ledger.NewRequestId());
    request.set_unit_id(support::LoadUnit(draw(0, load.communities - 1), draw(0, load.units - 1)));
    request.set_amount_fen(draw(1, 10'000));
    request.set_method(v1::PAYMENT_METHOD_WECHAT_PAY);
    request.set_received_date("2017-03-15");
    const auto payment = record(request);
    EXPECT_EQ(payment.status(), absl::OkStatus());
    if (!payment.ok()) return paid;
    paid[request.unit_id()] += request.amount_fen();
    if (i % 10 == 0) {
      const auto repeated = record(request);
      EXPECT_EQ(repeated.status(), absl::OkStatus());
      if (!repeated.ok()) return paid;
      EXPECT_EQ(repeated->id(), payment->id());
    }
  }
  return paid;
}

Sums RecordedSums(support::LedgerFixture& ledger) {
  Sums sums;
  EXPECT_EQ(ledger.database().Read("sums",
                                   [&](db::Transaction& transaction) {
                                     return transaction.QueryEach(
                                         "SELECT unit_id, SUM(amount_fen) AS paid FROM payment"
                                         " GROUP BY unit_id",
                                         {}, [&](const db::Row& row) {
                                           sums[row.String("unit_id")] = row.Int64("paid");
                                           return absl::OkStatus();
                                         });
                                   }),
            absl::OkStatus());
  return sums;
}

}  // namespace

void PlayGroupLoad(const GroupLoad& load) {
  support::LedgerFixture ledger;
  support::PutManyUnits(ledger, load.communities, load.units);
  std::vector<Sums> by_client(kClients);
  {
    std::vector<std::jthread> clients;
    for (unsigned client = 0; client < kClients; ++client) {
      clients.emplace_back([&, client] { by_client[client] = PlayClient(ledger, load, client); });
    }
  }
  Sums paid;
  for (const Sums& of_client : by_client) {
    for (const auto& [unit, sum] : of_client) paid[unit] += sum;
  }
  EXPECT_FALSE(paid.empty());
  EXPECT_EQ(RecordedSums(ledger), paid);

  using Statements = v1::StatementService;
  const auto balance = ledger.Call<Statements>(&Statements::StubInterface::GetTrialBalance,
                                               ledger.Finance(), v1::GetTrialBalanceRequest());
  ASSERT_EQ(balance.status(), absl::OkStatus());
  EXPECT_EQ(balance->sum_fen(), 0);
  const auto integrity = ledger.Call<Statements>(&Statements::StubInterface::VerifyIntegrity,
                                                 ledger.Finance(), v1::VerifyIntegrityRequest());
  ASSERT_EQ(integrity.status(), absl::OkStatus());
  EXPECT_TRUE(integrity->intact()) << integrity->ShortDebugString();
}

}  // namespace cuijiao::ledger
