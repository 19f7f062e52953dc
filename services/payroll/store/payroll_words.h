// Enumerations as the tables write them. For this room alone.
#ifndef CUIJIAO_SERVICES_PAYROLL_STORE_PAYROLL_WORDS_H_
#define CUIJIAO_SERVICES_PAYROLL_STORE_PAYROLL_WORDS_H_

#include <array>
#include <cstdlib>
#include <string_view>

#include "common/db/enum_words.h"
#include "services/payroll/domain/compensation.h"
#include "services/payroll/domain/payout_state.h"
#include "services/payroll/domain/payslip_line.h"
#include "services/payroll/domain/run_state.h"

namespace cuijiao::payroll {

using db::Word;

inline constexpr std::array kLineKindWords = {
    Word<LineKind>{LineKind::kDeduction, "DEDUCTION"},
    Word<LineKind>{LineKind::kReturned, "RETURNED"},
    Word<LineKind>{LineKind::kYearEndReward, "YEAR_END_REWARD"},
    Word<LineKind>{LineKind::kHistoricalBonus, "HISTORICAL_BONUS"},
    Word<LineKind>{LineKind::kShortfall, "SHORTFALL"},
    Word<LineKind>{LineKind::kClawback, "CLAWBACK"},
    Word<LineKind>{LineKind::kCompensation, "COMPENSATION"},
};

inline constexpr std::array kSourceKindWords = {
    Word<SourceKind>{SourceKind::kArea, "AREA"},
    Word<SourceKind>{SourceKind::kPayment, "PAYMENT"},
    Word<SourceKind>{SourceKind::kViolation, "VIOLATION"},
    Word<SourceKind>{SourceKind::kMonth, "MONTH"},
};

inline constexpr std::array kChargeKindWords = {
    Word<ChargeKind>{ChargeKind::kClawback, "CLAWBACK"},
    Word<ChargeKind>{ChargeKind::kCompensation, "COMPENSATION"},
};

// Words that the tables cannot hold end the process.
constexpr RunState RunStateOf(std::string_view text) {
  for (const RunState state : kRunStates) {
    if (RunStateName(state) == text) return state;
  }
  std::abort();
}

constexpr PayoutState PayoutStateOf(std::string_view text) {
  for (const PayoutState state : kPayoutStates) {
    if (PayoutStateName(state) == text) return state;
  }
  std::abort();
}

}  // namespace cuijiao::payroll

#endif  // CUIJIAO_SERVICES_PAYROLL_STORE_PAYROLL_WORDS_H_
