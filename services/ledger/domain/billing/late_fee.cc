#include "services/ledger/domain/billing/late_fee.h"

#include <algorithm>
#include <iterator>
#include <set>

#include "common/money/rational.h"

namespace cuijiao::ledger {
namespace {

constexpr std::int64_t kMillion = 1'000'000;

// The latest terms in force on `date`; none before the first.
const LateFeeTerms* TermsOn(const std::vector<LateFeeTerms>& terms, Date date) {
  const auto after =
      std::ranges::upper_bound(terms, date, {}, [](const auto& t) { return t.effective_from; });
  return after == terms.begin() ? nullptr : &*std::prev(after);
}

Date FirstLateDay(const LateFeeBasis& basis, const std::vector<LateFeeTerms>& terms) {
  const LateFeeTerms* at_due_date = TermsOn(terms, basis.due_date);
  const Date first = basis.due_date + 1 + (at_due_date == nullptr ? 0 : at_due_date->grace_days);
  return basis.taken_over_through ? std::max(first, *basis.taken_over_through + 1) : first;
}

// The days of `from` to `through` on which principal or rate begins to be another.
std::set<Date> Beginnings(const LateFeeBasis& basis, const std::vector<LateFeeTerms>& terms,
                          Date from, Date through) {
  std::set<Date> days = {from};
  const auto add = [&](Date day) {
    if (day > from && day <= through) days.insert(day);
  };
  for (const auto& [day, change] : basis.changes) add(day);
  for (const LateFeeTerms& block : terms) add(block.effective_from);
  return days;
}

std::vector<LateFeeSpan> ComputeSpans(const LateFeeBasis& basis,
                                      const std::vector<LateFeeTerms>& terms, Date through) {
  std::vector<LateFeeSpan> spans;
  const Date from = FirstLateDay(basis, terms);
  if (from > through) return spans;
  const std::set<Date> beginnings = Beginnings(basis, terms, from, through);
  for (auto day = beginnings.begin(); day != beginnings.end(); ++day) {
    Fen principal = basis.principal;
    for (const auto& [changed_on, change] : basis.changes) {
      if (changed_on <= *day) principal += change;
    }
    const LateFeeTerms* in_force = TermsOn(terms, *day);
    if (principal <= Fen(0) || in_force == nullptr || in_force->daily_rate_e6 == 0) continue;
    const auto next = std::next(day);
    spans.push_back(
        {*day, next == beginnings.end() ? through : *next - 1, principal, in_force->daily_rate_e6});
  }
  return spans;
}

}  // namespace

LateFee ComputeLateFee(const LateFeeBasis& basis, const std::vector<LateFeeTerms>& terms,
                       Date through) {
  LateFee fee{.bill_id = basis.bill_id,
              .spans = ComputeSpans(basis, terms, through),
              .accrued = {},
              .cap = {},
              .charged_before = basis.charged_before,
              .charge = {}};
  Rational accrued;
  for (const LateFeeSpan& span : fee.spans) {
    const std::int64_t days = span.to - span.from + 1;
    accrued += Rational(span.principal) * Rational(days) * Rational(span.daily_rate_e6, kMillion);
  }
  fee.accrued = accrued.RoundHalfAwayFromZero();
  if (const LateFeeTerms* last = TermsOn(terms, through); last != nullptr && last->cap_bp > 0) {
    fee.cap = (Rational(basis.principal) * Rational::BasisPoints(last->cap_bp)).RoundDown();
  }
  const Fen within = fee.cap ? std::min(fee.accrued, *fee.cap) : fee.accrued;
  fee.charge = std::max(Fen(0), within - basis.charged_before);
  return fee;
}

}  // namespace cuijiao::ledger
