#include "services/ledger/domain/figures/rate.h"

#include <algorithm>

namespace cuijiao::ledger {
namespace {

constexpr std::int64_t kBasisPointsOfOne = 10'000;

}  // namespace

std::string_view DefinitionName(RateBasis basis) {
  switch (basis) {
    case RateBasis::kCumulative:
      return "LED-8 cumulative";
    case RateBasis::kMonth:
      return "LED-8 month";
  }
  return "";
}

YearReceipts ComputeYearReceipts(const UnitStanding& unit) {
  YearReceipts receipts{.total = unit.year_paid,
                        .outside_campaigns = unit.year_paid - unit.year_paid_in_campaigns};
  // Prepayment counts as far as there is something left for it to pay, in the order of its use.
  Fen uncovered = unit.year_unpaid + unit.year_scheduled;
  for (const HeldPrepayment& held : unit.prepayments) {
    const Fen covered = std::min(held.amount, uncovered);
    uncovered -= covered;
    receipts.total += covered;
    if (!held.in_campaign) receipts.outside_campaigns += covered;
  }
  return receipts;
}

Fen ComputeYearReceivable(const UnitStanding& unit) {
  return unit.year_billed + unit.year_scheduled;
}

bool MeetsBonusCondition(const UnitStanding& unit) {
  Fen prepayment;
  for (const HeldPrepayment& held : unit.prepayments) prepayment += held.amount;
  return unit.historical_unpaid == Fen(0) && prepayment >= unit.year_unpaid + unit.year_scheduled;
}

CollectionFigures& CollectionFigures::operator+=(const CollectionFigures& other) {
  received += other.received;
  received_outside_campaigns += other.received_outside_campaigns;
  receivable += other.receivable;
  due_in_month += other.due_in_month;
  historical_outstanding += other.historical_outstanding;
  historical_recovered += other.historical_recovered;
  return *this;
}

CollectionFigures ComputeCollectionFigures(const std::vector<UnitStanding>& units) {
  CollectionFigures figures;
  for (const UnitStanding& unit : units) {
    const YearReceipts receipts = ComputeYearReceipts(unit);
    figures += CollectionFigures{.received = receipts.total,
                                 .received_outside_campaigns = receipts.outside_campaigns,
                                 .receivable = ComputeYearReceivable(unit),
                                 .due_in_month = unit.year_due_in_month,
                                 .historical_outstanding = unit.historical_unpaid,
                                 .historical_recovered = unit.historical_recovered};
  }
  return figures;
}

RateSums& RateSums::operator+=(const RateSums& other) {
  received += other.received;
  receivable += other.receivable;
  return *this;
}

RateSums ComputeRateSums(RateBasis basis, const CollectionFigures& figures, Fen received_before) {
  if (basis == RateBasis::kCumulative) return {figures.received, figures.receivable};
  return {figures.received - received_before, figures.due_in_month};
}

std::optional<Rational> ExactRate(const RateSums& sums) {
  if (sums.receivable <= Fen(0)) return std::nullopt;
  return Rational(sums.received) / Rational(sums.receivable);
}

std::optional<std::int64_t> RoundedRateBp(const RateSums& sums) {
  const std::optional<Rational> rate = ExactRate(sums);
  if (!rate) return std::nullopt;
  return (*rate * Rational(kBasisPointsOfOne)).RoundHalfAwayFromZero().value();
}

}  // namespace cuijiao::ledger
