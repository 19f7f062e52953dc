#include "services/ledger/domain/figures/debtors.h"

#include <algorithm>
#include <set>
#include <utility>

#include "common/money/rational.h"

namespace cuijiao::ledger {
namespace {

std::vector<std::string> OwnersOn(Date date, std::span<const Ownership> ownerships) {
  std::set<std::string> owner_ids;
  for (const Ownership& ownership : ownerships) {
    if (ownership.days.Contains(date)) owner_ids.insert(ownership.owner_id);
  }
  return {owner_ids.begin(), owner_ids.end()};
}

// The period in runs of days with the same owners; their amounts are still to come.
std::vector<DebtPart> RunsOf(const Bill& bill, std::span<const Ownership> ownerships) {
  std::set<Date> begins = {bill.period_start};
  const auto begin_at = [&](Date date) {
    if (bill.period_start < date && date <= bill.period_end) begins.insert(date);
  };
  for (const Ownership& ownership : ownerships) {
    begin_at(ownership.days.from);
    if (ownership.days.to) begin_at(*ownership.days.to + 1);
  }
  std::vector<DebtPart> runs;
  for (const Date begin : begins) {
    std::vector<std::string> owner_ids = OwnersOn(begin, ownerships);
    if (!runs.empty()) runs.back().to = begin - 1;
    if (!runs.empty() && runs.back().owner_ids == owner_ids) continue;
    runs.push_back({begin, bill.period_end, std::move(owner_ids), {}});
  }
  runs.back().to = bill.period_end;
  return runs;
}

}  // namespace

std::vector<DebtPart> DivideByOwners(const Bill& bill, const ComponentAmounts& charged,
                                     std::span<const Ownership> ownerships) {
  std::vector<DebtPart> parts = RunsOf(bill, ownerships);
  const std::int64_t days = bill.period_end - bill.period_start + 1;
  for (const BillComponent component : kAllComponents) {
    const Fen owed = component == BillComponent::kPrincipal ? bill.principal - bill.credited
                                                            : charged.Of(component);
    const Fen settled = owed - bill.unpaid.Of(component);
    Fen given;
    for (DebtPart& part : parts) {
      const std::int64_t days_so_far = part.to - bill.period_start + 1;
      const Fen owed_so_far =
          (Rational(owed) * Rational(days_so_far, days)).RoundHalfAwayFromZero();
      const Fen so_far = std::max(owed_so_far - settled, Fen(0));
      part.unpaid.Of(component) = so_far - given;
      given = so_far;
    }
  }
  return parts;
}

}  // namespace cuijiao::ledger
