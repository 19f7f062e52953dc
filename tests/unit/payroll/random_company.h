// A made-up company for property tests: the same seed gives the same input.
#ifndef CUIJIAO_TESTS_UNIT_PAYROLL_RANDOM_COMPANY_H_
#define CUIJIAO_TESTS_UNIT_PAYROLL_RANDOM_COMPANY_H_

#include <cstdint>
#include <random>
#include <string>

#include "services/payroll/domain/run_input.h"
#include "tests/unit/payroll/scheme_2017.h"

namespace cuijiao::payroll {

class RandomCompany {
 public:
  explicit RandomCompany(std::uint64_t seed) : random_(seed) {}

  RunInput MakeInput(Month month) {
    RunInput input;
    input.month = month;
    input.policy = Scheme2017();
    if (Below(2) == 0) input.policy.unfinished_blocks = UnfinishedBlocks::kAllBonuses;
    AddStaff(input);
    AddAreas(input);
    AddPayments(input);
    AddHistory(input);
    return input;
  }

 private:
  static constexpr std::int64_t kStaff = 8;
  static constexpr std::int64_t kAreas = 6;

  std::int64_t Below(std::int64_t bound) {
    return static_cast<std::int64_t>(random_() % static_cast<std::uint64_t>(bound));
  }
  Fen Amount(std::int64_t below_yuan) { return Fen(Below(below_yuan * 100)); }
  static std::string Staff(std::int64_t i) { return "C" + std::to_string(i); }
  static std::string Area(std::int64_t i) { return "A" + std::to_string(i); }
  std::string AnyStaff() { return Staff(Below(kStaff)); }

  void AddStaff(RunInput& input) {
    for (std::int64_t i = 0; i < kStaff; ++i) {
      if (Below(8) != 0) input.wages.push_back({Staff(i), Amount(12'000), Yuan("2300")});
    }
  }

  void AddAreas(RunInput& input) {
    const Date last = LastDayOf(input.month);
    for (std::int64_t i = 0; i < kAreas; ++i) {
      const std::string collector = Below(9) == 0 ? "" : AnyStaff();
      for (std::int64_t c = Below(3); c >= 0; --c) {
        CommunityFigures community = {.community_id = Area(i) + "-" + std::to_string(c),
                                      .project_id = "P",
                                      .area_id = Area(i),
                                      .collector_id = collector,
                                      .rate_received = Amount(400'000),
                                      .rate_receivable = Amount(1'000'000)};
        community.received = community.rate_received;
        community.received_outside_campaigns = Fen(Below(community.received.value() + 1));
        if (Below(6) != 0) community.planned_rate_bp = Below(10'001);
        input.communities.push_back(community);
      }
      if (Below(5) != 0) input.area_tasks[Area(i)] = Rational(1 + Below(60'000'000), 1 + Below(3));
      if (collector.empty()) continue;
      const Date from = FirstDayOf(input.month) + Below(20);
      input.responsibility_runs.push_back({collector, from, last, {Area(i)}});
    }
    KeepOneRunADay(input);
  }

  // No two runs of a collector share a day: only the first of each is kept.
  static void KeepOneRunADay(RunInput& input) {
    std::set<std::string> seen;
    std::erase_if(input.responsibility_runs, [&seen](const ResponsibilityRun& run) {
      return !seen.insert(run.collector_id).second;
    });
  }

  void AddPayments(RunInput& input) {
    const absl::Time recorded = absl::FromUnixSeconds(1'495'000'000);
    for (std::int64_t i = Below(20); i > 0; --i) {
      const std::string unit = "U" + std::to_string(i);
      PaymentCredit credit = {.unit_id = unit,
                              .credited_id = Below(10) == 0 ? "" : AnyStaff(),
                              .collaborator_ids = {AnyStaff(), AnyStaff()},
                              .recorded_date = Date(2017, 5, 17),
                              .recorded_time = recorded};
      for (std::int64_t s = 0; s < kStaff; ++s) {
        if (Below(4) != 0) credit.team_member_ids.push_back(Staff(s));
        if (Below(3) != 0) {
          input.work.push_back({.id = unit + Staff(s),
                                .unit_id = unit,
                                .staff_id = Staff(s),
                                .kind = static_cast<WorkKind>(Below(4)),
                                .happened_date = Date(2017, 5, 1),
                                .recorded_time = recorded - absl::Hours(Below(9) - 1)});
        }
      }
      input.payments.push_back({.payment_id = "PAY" + std::to_string(i),
                                .credit = std::move(credit),
                                .received_date = Date(2017, 2, 25) + Below(60),
                                .historical = Amount(30'000),
                                .in_campaign = Below(6) == 0,
                                .waiver = Below(3) == 0 ? Amount(300) : Fen(0),
                                .claim = Amount(40'000)});
      if (Below(9) == 0) input.decided_payments.insert(input.payments.back().payment_id);
      if (Below(9) == 0) input.reversed_payments.insert(input.payments.back().payment_id);
    }
  }

  void AddHistory(RunInput& input) {
    for (int month = 3; month < input.month.month(); ++month) {
      for (std::int64_t i = 0; i < kStaff; ++i) {
        input.deductions_of_year.push_back(
            {Month(2017, month),
             Staff(i),
             Amount(500),
             {{Area(Below(kAreas)), Rational(1, 3)}, {"gone", Rational(2, 3)}}});
      }
    }
    for (std::int64_t i = Below(6); i > 0; --i) {
      const Fen open = Fen(1) + Amount(3'000);
      input.charges.push_back({"V" + std::to_string(i), AnyStaff(), ChargeKind::kCompensation,
                               Month(2017, 1 + static_cast<int>(Below(12))), open, open});
    }
  }

  std::mt19937_64 random_;
};

}  // namespace cuijiao::payroll

#endif  // CUIJIAO_TESTS_UNIT_PAYROLL_RANDOM_COMPANY_H_
