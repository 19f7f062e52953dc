// The ledger is killed again and again while eight desks record payments: every acknowledged
// payment stands, and none stands twice.
#include <signal.h>

#include <atomic>
#include <map>
#include <string>
#include <thread>
#include <vector>

#include "absl/time/clock.h"
#include "tests/e2e/suite/suite_world.h"

namespace cuijiao {
namespace {

namespace lv1 = ledger::v1;

constexpr int kDesks = 8;
constexpr int kPaymentsOfADesk = 40;
constexpr int kPayments = kDesks * kPaymentsOfADesk;
constexpr absl::Duration kPatience = absl::Seconds(120);

struct Receipt {
  lv1::RecordPaymentRequest request;
  std::string payment_id;  // as acknowledged
};

class KilledDuringPayments : public SuiteWorld {
 protected:
  KilledDuringPayments() {
    EXPECT_EQ(suite_.SetDate(Date(2017, 3, 15)), absl::OkStatus());
    PutHome("K1", Yuan("100.00"), "2016-01-01", "2017-03");
    const std::vector<std::string> units = {"K1", "U1", "U2", "U3", "U9"};
    for (int i = 0; i < kPayments; ++i) {
      // No two amounts are alike.
      receipts_.push_back({PaymentRequest(units[static_cast<std::size_t>(i) % units.size()],
                                          Fen(10'000 + i), "2017-03-15"),
                           ""});
    }
  }

  // Who gets no answer asks again with the same request, as clients do.
  void WorkAt(int desk) {
    const SuiteClient finance = Finance();
    for (int i = desk; i < kPayments; i += kDesks) {
      Receipt& receipt = receipts_[static_cast<std::size_t>(i)];
      const absl::Time give_up = absl::Now() + kPatience;
      while (true) {
        const auto payment = finance.Call(
            finance.suite().payment, &lv1::PaymentService::Stub::RecordPayment, receipt.request);
        if (payment.ok()) {
          receipt.payment_id = payment->id();
          break;
        }
        if (!absl::IsUnavailable(payment.status()) || absl::Now() > give_up) {
          ADD_FAILURE() << payment.status();
          break;
        }
        ++unanswered_;
        absl::SleepFor(absl::Milliseconds(5));
      }
      ++done_;
    }
  }

  void AwaitDone(int count) {
    const absl::Time give_up = absl::Now() + kPatience;
    while (done_ < count && absl::Now() < give_up) absl::SleepFor(absl::Milliseconds(1));
    ASSERT_GE(done_, count);
  }

  void KillAt(const std::string& point, int hit) {
    suite_.Restart("ledger", point + "=kill@" + std::to_string(hit));
    EXPECT_EQ(suite_.AwaitEnd("ledger"), SIGKILL);
    EXPECT_TRUE(suite_.WasHit("ledger", point));
  }

  std::vector<Receipt> receipts_;
  std::atomic<int> done_ = 0;
  std::atomic<int> unanswered_ = 0;
};

TEST_F(KilledDuringPayments, LED2_LosesNothingAcknowledgedAndRecordsNothingTwice) {
  {
    std::vector<std::jthread> desks;
    for (int desk = 0; desk < kDesks; ++desk) desks.emplace_back([this, desk] { WorkAt(desk); });
    // Wherever it happens to be.
    AwaitDone(kPayments / 8);
    suite_.Kill("ledger");
    KillAt("ledger.record_payment.before_commit", 20);
    KillAt("ledger.record_payment.before_answer", 20);
    suite_.Restart("ledger");
  }
  // At least the two payments at whose points it was killed.
  EXPECT_GE(unanswered_, 2);

  std::map<std::string, lv1::Payment> listed;
  for (const char* unit : {"K1", "U1", "U2", "U3", "U9"}) {
    for (const lv1::Payment& payment : PaymentsOf(unit)) {
      EXPECT_TRUE(listed.emplace(payment.id(), payment).second);
    }
  }
  EXPECT_EQ(listed.size(), static_cast<std::size_t>(kPayments));
  for (const Receipt& receipt : receipts_) {
    const auto found = listed.find(receipt.payment_id);
    ASSERT_NE(found, listed.end()) << "lost: " << receipt.request.ShortDebugString();
    EXPECT_EQ(found->second.amount_fen(), receipt.request.amount_fen());
    EXPECT_EQ(found->second.unit_id(), receipt.request.unit_id());
  }
  // The same request once more gets the answer that it got.
  for (const Receipt& receipt : receipts_) {
    EXPECT_EQ(Must(Record(receipt.request)).id(), receipt.payment_id);
  }
  EXPECT_EQ(suite_.CheckBooks(), absl::OkStatus());
}

}  // namespace
}  // namespace cuijiao
