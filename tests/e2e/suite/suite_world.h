// The standard company in a suite of processes, and the calls that the tests of the suite make.
#ifndef CUIJIAO_TESTS_E2E_SUITE_SUITE_WORLD_H_
#define CUIJIAO_TESTS_E2E_SUITE_SUITE_WORLD_H_

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "common/money/fen.h"
#include "tests/support/suite_processes.h"

namespace cuijiao {

inline Fen Yuan(std::string_view text) { return ParseYuan(text).value(); }

// What the call answered; an error fails the test, and an empty answer stands for it.
template <typename T>
T Must(absl::StatusOr<T> answer) {
  EXPECT_EQ(answer.status(), absl::OkStatus());
  return answer.ok() ? *std::move(answer) : T();
}

// Begins on 2017-01-05. Staff as standard_company.h has them.
class SuiteWorld : public ::testing::Test {
 protected:
  // Failpoints as SuiteProcesses takes them.
  explicit SuiteWorld(const std::map<std::string, std::string>& failpoints = {});

  [[nodiscard]] SuiteClient Collector(const std::string& staff_id = "S1") const {
    return suite_.As(staff_id, Role::kCollector);
  }
  [[nodiscard]] SuiteClient Manager() const { return suite_.As("M1", Role::kManager); }
  [[nodiscard]] SuiteClient Finance() const { return suite_.Finance(); }

  // A home of C1 with an owner of its own and a monthly fee, due forty days into the month, from
  // `from_date` on; bills are made for the time from then to `billed_to`, a month.
  void PutHome(const std::string& unit_id, Fen monthly, const std::string& from_date,
               const std::string& billed_to = "2016-12");

  [[nodiscard]] ledger::v1::RecordPaymentRequest PaymentRequest(const std::string& unit_id,
                                                                Fen amount,
                                                                const std::string& received) const;
  absl::StatusOr<ledger::v1::Payment> Record(const ledger::v1::RecordPaymentRequest& request) const;
  // All pages of a unit's payments.
  std::vector<ledger::v1::Payment> PaymentsOf(const std::string& unit_id) const;
  // What of the unit's bills of the time before 2017 is unpaid.
  Fen HistoricalOwed(const std::string& unit_id) const;
  void Close(Month month) const;

  absl::StatusOr<waiver::v1::Waiver> SubmitWaiver(const std::string& unit_id, Fen waiver,
                                                  int months) const;
  absl::StatusOr<waiver::v1::Waiver> ApproveWaiver(const std::string& waiver_id) const;
  // With the cash that was quoted when it was signed, received on that day.
  [[nodiscard]] waiver::v1::SettleWaiverRequest SettleRequest(
      const waiver::v1::Waiver& approved) const;
  absl::StatusOr<waiver::v1::Waiver> Settle(const waiver::v1::SettleWaiverRequest& request) const;
  absl::StatusOr<waiver::v1::Waiver> GetWaiver(const std::string& waiver_id) const;

  support::SuiteProcesses suite_;
};

}  // namespace cuijiao

#endif  // CUIJIAO_TESTS_E2E_SUITE_SUITE_WORLD_H_
