#include "services/ledger/domain/billing/supplement.h"

#include <algorithm>
#include <map>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "common/status/reason.h"

namespace cuijiao::ledger {
namespace {

Fen Billed(const BilledCharge& charge) {
  Fen sum;
  for (const Fen principal : charge.principals) sum += principal;
  return sum;
}

std::map<std::string, std::string> ValuesOf(std::string_view unit_id, const BilledCharge& charge) {
  return {{"unit_id", std::string(unit_id)},
          {"fee_kind", std::string(FeeKindName(charge.fee_kind))},
          {"period_start_date", FormatDate(charge.start)},
          {"period_end_date", FormatDate(charge.end)},
          {"bill_id", charge.bill_id},
          {"billed_fen", absl::StrCat(Billed(charge).value())}};
}

std::string PeriodOf(const BilledCharge& charge) {
  return absl::StrCat(FormatDate(charge.start), " to ", FormatDate(charge.end), " (",
                      std::string(FeeKindName(charge.fee_kind)), ")");
}

absl::Status NotAsCharged(std::string_view unit_id, const BilledCharge& charge) {
  return Refusal(
      absl::StatusCode::kFailedPrecondition, kPeriodBilled,
      absl::StrCat("unit_id ", std::string(unit_id), ": the vacancy changes days of ",
                   PeriodOf(charge), ", which are billed with ", FormatYuan(Billed(charge)),
                   " yuan, not as the schedules charge them"),
      ValuesOf(unit_id, charge));
}

// A period and how much less it costs than is billed.
struct CreditWanted {
  const BilledCharge* charge;
  Fen amount;
};

// The latest supplement first: it is what was charged too much.
void AppendParts(const CreditWanted& credit, std::string& parts) {
  Fen left = credit.amount;
  for (std::size_t i = credit.charge->principals.size(); i > 0 && left > Fen(0); --i) {
    const Fen part = std::min(left, credit.charge->principals[i - 1]);
    left -= part;
    absl::StrAppend(&parts, parts.empty() ? "" : " ",
                    MakeSupplementId(credit.charge->bill_id, static_cast<int>(i)), "=",
                    part.value());
  }
}

absl::Status WantsCredit(std::string_view unit_id, const std::vector<CreditWanted>& credits) {
  const CreditWanted& first = credits.front();
  auto values = ValuesOf(unit_id, *first.charge);
  values["credit_fen"] = absl::StrCat(first.amount.value());
  for (const CreditWanted& credit : credits) AppendParts(credit, values["credits"]);
  return Refusal(absl::StatusCode::kFailedPrecondition, kPeriodBilled,
                 absl::StrCat("unit_id ", std::string(unit_id), ": the vacancy changes days of ",
                              PeriodOf(*first.charge), ", which are billed; credit ",
                              FormatYuan(first.amount), " yuan of bill ", first.charge->bill_id,
                              " and let the vacancy begin after what is billed"),
                 std::move(values));
}

}  // namespace

absl::StatusOr<std::vector<PlannedBill>> DecideSupplements(std::string_view unit_id,
                                                           std::span<const BilledCharge> billed,
                                                           std::span<const FeeSchedule> schedules,
                                                           const VacanciesPut& vacancies,
                                                           Date today) {
  std::vector<PlannedBill> supplements;
  std::vector<CreditWanted> credits;
  for (const BilledCharge& charge : billed) {
    const auto cost = [&](std::span<const Vacancy> with) {
      return ComputeCharge({charge.fee_kind, charge.start, charge.end}, charge.area_e2_m2,
                           schedules, with);
    };
    const Fen before = cost(vacancies.before);
    const Fen after = cost(vacancies.after);
    if (before == after) continue;
    if (before != Billed(charge)) return NotAsCharged(unit_id, charge);
    if (after < before) {
      credits.push_back({&charge, before - after});
      continue;
    }
    supplements.push_back(
        {MakeSupplementId(charge.bill_id, static_cast<int>(charge.principals.size()) + 1),
         std::string(unit_id), charge.fee_kind, charge.start, charge.end,
         std::max(charge.due_date, today + (charge.due_date - charge.start)), after - before});
  }
  if (!credits.empty()) return WantsCredit(unit_id, credits);
  return supplements;
}

}  // namespace cuijiao::ledger
