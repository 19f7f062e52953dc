#include "services/ledger/api/figures/figure_messages.h"

namespace cuijiao::ledger {

v1::AgeingRow MakeAgeingRow(const AgeingSums& sums) {
  v1::AgeingRow row;
  row.set_not_due_fen(sums.Of(AgeBucket::kNotDue).value());
  row.set_months_1_to_3_fen(sums.Of(AgeBucket::kMonths1To3).value());
  row.set_months_4_to_6_fen(sums.Of(AgeBucket::kMonths4To6).value());
  row.set_months_7_to_12_fen(sums.Of(AgeBucket::kMonths7To12).value());
  row.set_months_13_to_24_fen(sums.Of(AgeBucket::kMonths13To24).value());
  row.set_months_over_24_fen(sums.Of(AgeBucket::kMonthsOver24).value());
  row.set_outstanding_fen(sums.Outstanding().value());
  return row;
}

}  // namespace cuijiao::ledger
