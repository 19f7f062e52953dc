#include "services/ledger/domain/billing/supplement.h"

#include <algorithm>
#include <map>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "common/status/reason.h"

namespace cuijiao::ledger {
namespace {

// Credit notes that a refusal names; it says how many there are.
constexpr std::size_t kMaxCreditsTold = 10;

Fen Billed(const BilledCharge& charge) {
  Fen sum;
  for (const BilledPart& part : charge.parts) sum += part.principal;
  return sum;
}

// Less what credit notes took back.
Fen BilledNet(const BilledCharge& charge) {
  Fen sum;
  for (const BilledPart& part : charge.parts) sum += part.Net();
  return sum;
}

std::map<std::string, std::string> ValuesOf(std::string_view unit_id, const BilledCharge& charge) {
  return {{"unit_id", std::string(unit_id)},
          {"fee_kind", std::string(FeeKindName(charge.fee_kind))},
          {"period_start_date", FormatDate(charge.start)},
          {"period_end_date", FormatDate(charge.end)},
          {"bill_id", charge.bill_id},
          {"billed_fen", absl::StrCat(BilledNet(charge).value())}};
}

std::string PeriodOf(const BilledCharge& charge) {
  return absl::StrCat(FormatDate(charge.start), " to ", FormatDate(charge.end), " (",
                      std::string(FeeKindName(charge.fee_kind)), ")");
}

absl::Status NotAsCharged(std::string_view unit_id, const BilledCharge& charge) {
  return Refusal(
      absl::StatusCode::kFailedPrecondition, kPeriodBilled,
      absl::StrCat("unit_id ", std::string(unit_id), ": the vacancy changes days of ",
                   PeriodOf(charge), ", which are billed with ", FormatYuan(BilledNet(charge)),
                   " yuan, not as the schedules charge them"),
      ValuesOf(unit_id, charge));
}

// A credit note that is missing.
struct CreditWanted {
  const BilledCharge* charge;
  std::string bill_id;
  Fen amount;
};

// Those that take `amount` off the period: off the latest supplement first, which is what was
// charged too much, and off no bill more than is left of it.
void AppendCredits(const BilledCharge& charge, Fen amount, std::vector<CreditWanted>& credits) {
  for (std::size_t i = charge.parts.size(); i > 0 && amount > Fen(0); --i) {
    const Fen taken = std::min(amount, charge.parts[i - 1].Net());
    if (taken == Fen(0)) continue;
    amount -= taken;
    credits.push_back({&charge, MakeSupplementId(charge.bill_id, static_cast<int>(i)), taken});
  }
}

absl::Status WantsCredit(std::string_view unit_id, const std::vector<CreditWanted>& credits) {
  const CreditWanted& first = credits.front();
  auto values = ValuesOf(unit_id, *first.charge);
  values["bill_id"] = first.bill_id;
  values["credit_fen"] = absl::StrCat(first.amount.value());
  values["credit_count"] = absl::StrCat(credits.size());
  std::string& told = values["credits"];
  for (std::size_t i = 0; i < std::min(credits.size(), kMaxCreditsTold); ++i) {
    absl::StrAppend(&told, told.empty() ? "" : " ", credits[i].bill_id, "=",
                    credits[i].amount.value());
  }
  const std::string others =
      credits.size() == 1 ? "" : absl::StrCat(" (the first of ", credits.size(), " credit notes)");
  return Refusal(
      absl::StatusCode::kFailedPrecondition, kPeriodBilled,
      absl::StrCat("unit_id ", std::string(unit_id), ": the vacancy changes days of ",
                   PeriodOf(*first.charge), ", which are billed; credit ", FormatYuan(first.amount),
                   " yuan of bill ", first.bill_id, others, " and put the vacancy again"),
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
    const Fen billed_net = BilledNet(charge);
    if (before == after || (billed_net == Fen(0) && before > Fen(0))) continue;
    // Credit notes that were given for this put are off already, those of earlier ones too.
    if (before < billed_net || before > Billed(charge)) return NotAsCharged(unit_id, charge);
    if (after < billed_net) {
      AppendCredits(charge, billed_net - after, credits);
    } else if (after > billed_net) {
      supplements.push_back(
          {MakeSupplementId(charge.bill_id, static_cast<int>(charge.parts.size()) + 1),
           std::string(unit_id), charge.fee_kind, charge.start, charge.end,
           std::max(charge.due_date, today + (charge.due_date - charge.start)),
           after - billed_net});
    }
  }
  if (!credits.empty()) return WantsCredit(unit_id, credits);
  return supplements;
}

}  // namespace cuijiao::ledger
