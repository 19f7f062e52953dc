// Enumerations as the tables write them. For this room alone.
#ifndef CUIJIAO_SERVICES_PAYROLL_STORE_PAYROLL_WORDS_H_
#define CUIJIAO_SERVICES_PAYROLL_STORE_PAYROLL_WORDS_H_

#include <array>
#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "common/db/enum_words.h"
#include "common/db/row.h"
#include "services/payroll/domain/compensation.h"
#include "services/payroll/domain/dispute.h"
#include "services/payroll/domain/payout_state.h"
#include "services/payroll/domain/payslip_line.h"
#include "services/payroll/domain/run_state.h"

namespace cuijiao::payroll {

using db::Word;

inline constexpr std::array kChargeKindWords = {
    Word<ChargeKind>{ChargeKind::kClawback, "CLAWBACK"},
    Word<ChargeKind>{ChargeKind::kCompensation, "COMPENSATION"},
};

// The value among `values` that `name_of` writes as `text`. Words that the tables cannot hold end
// the process.
template <typename Values, typename NameOfValue>
constexpr auto ValueWithName(const Values& values, NameOfValue name_of, std::string_view text) {
  for (const auto value : values) {
    if (name_of(value) == text) return value;
  }
  std::abort();
}

constexpr RunState RunStateOf(std::string_view text) {
  return ValueWithName(kRunStates, RunStateName, text);
}

constexpr PayoutState PayoutStateOf(std::string_view text) {
  return ValueWithName(kPayoutStates, PayoutStateName, text);
}

constexpr DisputeState DisputeStateOf(std::string_view text) {
  return ValueWithName(kDisputeStates, DisputeStateName, text);
}

// Of what the columns line kind, source_kind and source_ids hold. DATA_LOSS for words that are
// none.
absl::StatusOr<LineOrigin> ReadOrigin(const db::Row& row, std::string_view kind_column);
// What the column source_ids holds.
std::string JoinSourceIds(const std::vector<std::string>& source_ids);

}  // namespace cuijiao::payroll

#endif  // CUIJIAO_SERVICES_PAYROLL_STORE_PAYROLL_WORDS_H_
