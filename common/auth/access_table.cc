#include "common/auth/access_table.h"

#include <algorithm>
#include <array>
#include <cstddef>

#include "common/auth/escalation_access_rows.h"
#include "common/auth/ledger_access_rows.h"
#include "common/auth/payroll_access_rows.h"
#include "common/auth/waiver_access_rows.h"

namespace cuijiao {
namespace {

// The rows of all services in one table, sorted by method; done when it is compiled.
template <std::size_t... kSizes>
constexpr auto Joined(const std::array<AccessRow, kSizes>&... services) {
  std::array<AccessRow, (kSizes + ...)> rows = {};
  auto next = rows.begin();
  ((next = std::ranges::copy(services, next).out), ...);
  std::ranges::sort(rows, {}, &AccessRow::method);
  return rows;
}

constexpr auto kRows = Joined(access_rows::kLedgerRows, access_rows::kWaiverRows,
                              access_rows::kEscalationRows, access_rows::kPayrollRows);

static_assert(std::ranges::adjacent_find(kRows, {}, &AccessRow::method) == kRows.end(),
              "a method has two rows");

}  // namespace

std::span<const AccessRow> AccessTable() { return kRows; }

const AccessRow* FindAccessRow(std::string_view method) {
  const auto row = std::ranges::lower_bound(kRows, method, {}, &AccessRow::method);
  return row != kRows.end() && row->method == method ? &*row : nullptr;
}

}  // namespace cuijiao
