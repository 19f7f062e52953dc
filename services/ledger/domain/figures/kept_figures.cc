#include "services/ledger/domain/figures/kept_figures.h"

namespace cuijiao::ledger {

UnitFigures ComputeUnitFigures(const UnitStanding& standing, std::span<const DueAmount> dues,
                               Date date) {
  const CollectionFigures collection = ComputeCollectionFigures({standing});
  UnitFigures unit{.received = collection.received,
                   .received_outside_campaigns = collection.received_outside_campaigns,
                   .receivable = collection.receivable,
                   .historical_outstanding = collection.historical_outstanding,
                   .historical_recovered = collection.historical_recovered};
  for (const HeldPrepayment& held : standing.prepayments) unit.prepayment += held.amount;
  for (const DueAmount& due : dues) {
    unit.outstanding += due.amount;
    if (!unit.oldest_due_date) unit.oldest_due_date = due.due_date;
    if (MonthsOverdue(due.due_date, date) > 0) {
      unit.overdue += due.amount;
    } else if (!unit.next_due_date) {
      unit.next_due_date = due.due_date;
    }
  }
  return unit;
}

PlaceFigures& PlaceFigures::operator+=(const PlaceFigures& other) {
  for (const auto& amount : kPlaceAmounts) this->*amount.member += other.*amount.member;
  for (const auto& count : kPlaceCounts) this->*count.member += other.*count.member;
  return *this;
}

PlaceFigures& PlaceFigures::operator-=(const PlaceFigures& other) {
  for (const auto& amount : kPlaceAmounts) this->*amount.member -= other.*amount.member;
  for (const auto& count : kPlaceCounts) this->*count.member -= other.*count.member;
  return *this;
}

PlaceFigures ShareOf(const UnitFigures& unit) {
  const bool paid_up = unit.receivable > Fen(0) && unit.received >= unit.receivable &&
                       unit.historical_outstanding == Fen(0);
  return {.received = unit.received,
          .received_outside_campaigns = unit.received_outside_campaigns,
          .receivable = unit.receivable,
          .historical_outstanding = unit.historical_outstanding,
          .historical_recovered = unit.historical_recovered,
          .prepayment = unit.prepayment,
          .owing_units = unit.outstanding > Fen(0) ? 1 : 0,
          .overdue_units = unit.overdue > Fen(0) ? 1 : 0,
          .paid_up_units = paid_up ? 1 : 0};
}

CollectionFigures CollectionFiguresOf(const PlaceFigures& place) {
  return {.received = place.received,
          .received_outside_campaigns = place.received_outside_campaigns,
          .receivable = place.receivable,
          .due_in_month = {},
          .historical_outstanding = place.historical_outstanding,
          .historical_recovered = place.historical_recovered};
}

}  // namespace cuijiao::ledger
