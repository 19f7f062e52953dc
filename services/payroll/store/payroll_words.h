// Enumerations as the tables write them. For this room alone.
#ifndef CUIJIAO_SERVICES_PAYROLL_STORE_PAYROLL_WORDS_H_
#define CUIJIAO_SERVICES_PAYROLL_STORE_PAYROLL_WORDS_H_

#include <array>
#include <cstdlib>
#include <string_view>
#include <utility>

#include "services/payroll/domain/compensation.h"
#include "services/payroll/domain/payslip_line.h"
#include "services/payroll/domain/run_state.h"

namespace cuijiao::payroll {

template <typename Enum>
using Word = std::pair<Enum, std::string_view>;

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

// Every value has a word; a word that a table cannot hold ends the process.
template <typename Words, typename Enum>
constexpr std::string_view WordOf(const Words& words, Enum value) {
  for (const auto& [listed, word] : words) {
    if (listed == value) return word;
  }
  std::abort();
}

template <typename Words>
constexpr auto ValueOf(const Words& words, std::string_view text) {
  for (const auto& [value, word] : words) {
    if (word == text) return value;
  }
  std::abort();
}

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
