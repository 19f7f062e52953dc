#include "services/ledger/domain/payments/settlement.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <optional>
#include <set>
#include <string>
#include <tuple>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/status/macros.h"
#include "common/status/reason.h"
#include "services/ledger/domain/payments/posting_payment.h"

namespace cuijiao::ledger {
namespace {

// A plan-year bill or scheduled fee that is not fully paid.
struct PlanYearItem {
  std::string bill_id;
  int first_month = 0;
  int last_month = 0;
  Date due_date;
  bool due = false;  // a bill that is due
  Fen unpaid;        // after the prepayment held before
  Fen paid_by_cash;

  [[nodiscard]] bool Touches(int month) const {
    return first_month <= month && month <= last_month;
  }
  [[nodiscard]] bool PaidUpByCash() const { return unpaid > Fen(0) && paid_by_cash == unpaid; }
};

// What the unit owes, sorted into what the settlement pays in which order.
struct Debt {
  Fen arrears;
  Fen arrears_charges;
  Fen current_due;
  Fen later_due;  // of bills after the plan year that are due already
  std::vector<PlanYearItem> items;
};

PlanYearItem MakeItem(std::string bill_id, Date start, Date end, Date due_date, bool due,
                      Fen unpaid) {
  return {std::move(bill_id), start.month(), end.month(), due_date, due, unpaid, Fen(0)};
}

Debt SortDebt(const UnitPosting& posting, std::span<const PlannedBill> scheduled, Date today) {
  const int plan_year = posting.days().PlanYearOf(today);
  Debt debt;
  for (const BillInWork& work : posting.account().bills) {
    const ComponentAmounts unpaid = work.UnpaidAmounts();
    if (unpaid.Total() == Fen(0)) continue;
    const Bill& bill = work.bill;
    const bool due = bill.due_date <= today;
    if (IsHistorical(bill.period_end, plan_year)) {
      debt.arrears += unpaid.principal;
      debt.arrears_charges += unpaid.cost + unpaid.late_fee;
    } else if (bill.period_end.year() == plan_year) {
      if (due) debt.current_due += unpaid.Total();
      debt.items.push_back(MakeItem(bill.id, bill.period_start, bill.period_end, bill.due_date, due,
                                    unpaid.Total()));
    } else if (due) {
      debt.later_due += unpaid.Total();
    }
  }
  for (const PlannedBill& fee : scheduled) {
    if (fee.period_end.year() != plan_year) continue;
    debt.items.push_back(MakeItem(fee.bill_id, fee.period_start, fee.period_end, fee.due_date,
                                  /*due=*/false, fee.amount));
  }
  return debt;
}

// Prepayment held before is used by itself as bills fall due: it is not the settlement's to pay.
void TakeHeldBefore(std::vector<PlanYearItem>& items, Fen held) {
  std::ranges::sort(items, {},
                    [](const PlanYearItem& item) { return std::tie(item.due_date, item.bill_id); });
  for (PlanYearItem& item : items) {
    if (item.due) continue;
    const Fen used = std::min(held, item.unpaid);
    item.unpaid -= used;
    held -= used;
  }
}

// What is due first, then the months in their order.
void SortForCash(std::vector<PlanYearItem>& items) {
  std::ranges::sort(items, {}, [](const PlanYearItem& item) {
    return std::tuple(!item.due, item.due ? 0 : item.first_month, item.due_date, item.bill_id);
  });
}

// The cash that covers the first `months` service months with anything unpaid, beside what is due.
Fen CashForMonths(const std::vector<PlanYearItem>& items, int months) {
  std::set<int> covered;
  for (int month = 1; month <= 12 && static_cast<int>(covered.size()) < months; ++month) {
    const bool unpaid = std::ranges::any_of(items, [month](const PlanYearItem& item) {
      return item.Touches(month) && item.unpaid > Fen(0);
    });
    if (unpaid) covered.insert(month);
  }
  Fen cash;
  for (const PlanYearItem& item : items) {
    const bool wanted =
        std::ranges::any_of(covered, [&item](int month) { return item.Touches(month); });
    if (!item.due && wanted) cash += item.unpaid;
  }
  return cash;
}

// Pays the items in their order and gives what went to those not due.
Fen PayItems(std::vector<PlanYearItem>& items, Fen cash) {
  Fen prepay;
  for (PlanYearItem& item : items) {
    item.paid_by_cash = std::min(cash, item.unpaid);
    cash -= item.paid_by_cash;
    if (!item.due) prepay += item.paid_by_cash;
  }
  return prepay;
}

int MonthsCovered(const std::vector<PlanYearItem>& items) {
  int covered = 0;
  for (int month = 1; month <= 12; ++month) {
    bool any_paid_up = false;
    bool any_unpaid = false;
    for (const PlanYearItem& item : items) {
      if (!item.Touches(month)) continue;
      any_paid_up = any_paid_up || item.PaidUpByCash();
      any_unpaid = any_unpaid || item.paid_by_cash < item.unpaid;
    }
    if (any_paid_up && !any_unpaid) ++covered;
  }
  return covered;
}

// Definition 14: principal, oldest due date first, ties by bill id. The account's bills are in that
// order.
std::vector<WaivedPart> DivideWaiver(const UnitPosting& posting, Fen waiver, int plan_year) {
  std::vector<WaivedPart> parts;
  for (const BillInWork& work : posting.account().bills) {
    if (!IsHistorical(work.bill.period_end, plan_year)) continue;
    const Fen part = std::min(waiver, work.UnpaidAmounts().principal);
    if (part == Fen(0)) continue;
    parts.push_back({work.bill.id, part});
    waiver -= part;
  }
  return parts;
}

// The historical bills, to be paid before anything else.
std::vector<Designation> DesignateArrears(const UnitPosting& posting, int plan_year) {
  std::vector<Designation> designations;
  for (const BillInWork& work : posting.account().bills) {
    if (IsHistorical(work.bill.period_end, plan_year) && work.UnpaidNow() > Fen(0)) {
      designations.push_back({work.bill.id, work.UnpaidNow()});
    }
  }
  return designations;
}

absl::Status Refuse(absl::StatusCode code, std::string_view reason, std::string message,
                    const Payment& payment) {
  return Refusal(code, reason, std::move(message),
                 {{"unit_id", payment.unit_id},
                  {"waiver_id", payment.waiver_id},
                  {"waiver_fen", absl::StrCat(payment.waiver.value())},
                  {"cash_fen", absl::StrCat(payment.amount.value())}});
}

}  // namespace

Fen ComputeClaim(const UnitPosting& posting, Date date) {
  Fen claim;
  for (const BillInWork& work : posting.account().bills) {
    if (work.bill.due_date <= date) claim += work.UnpaidNow();
  }
  return claim;
}

SettlementQuote ComputeSettlementQuote(const UnitPosting& posting,
                                       std::span<const PlannedBill> scheduled,
                                       const SettlementTerms& terms) {
  const Date today = posting.days().Today();
  Debt debt = SortDebt(posting, scheduled, today);
  TakeHeldBefore(debt.items, posting.PrepaymentNow());
  SortForCash(debt.items);

  SettlementQuote quote;
  quote.plan_year = posting.days().PlanYearOf(today);
  quote.arrears = debt.arrears;
  quote.arrears_charges = debt.arrears_charges;
  quote.current_due = debt.current_due;
  quote.claim = ComputeClaim(posting, today);
  const Fen historical = debt.arrears - std::min(terms.waiver, debt.arrears) + debt.arrears_charges;
  const Fen due = debt.current_due + debt.later_due;
  const bool by_cash = terms.months_to_cover == 0 && terms.cash > Fen(0);
  quote.cash =
      by_cash ? terms.cash : historical + due + CashForMonths(debt.items, terms.months_to_cover);
  quote.arrears_left = historical - std::min(historical, quote.cash);
  const Fen after_arrears = quote.cash - std::min(historical, quote.cash);
  quote.prepay = PayItems(debt.items, after_arrears - std::min(after_arrears, debt.later_due));
  quote.months_covered = MonthsCovered(debt.items);
  return quote;
}

absl::StatusOr<Settlement> DecideSettlement(UnitPosting& posting, Payment payment) {
  CUIJIAO_RETURN_IF_ERROR(CheckAmount(payment.amount));
  CUIJIAO_RETURN_IF_ERROR(CheckAmount(payment.waiver));
  posting.BringUpToDate();
  if (posting.changed()) {
    return Refuse(absl::StatusCode::kAborted, kDebtChanged,
                  absl::StrCat("the debt of unit ", payment.unit_id,
                               " changed when prepayment was used for what fell due"),
                  payment);
  }
  const int plan_year = posting.days().PlanYearOf(posting.days().Today());
  payment.posting_date = posting.days().ForReceipt(payment.received_date);
  if (posting.days().PlanYearOf(payment.posting_date) != plan_year) {
    return Refuse(absl::StatusCode::kFailedPrecondition, kReceivedInAnotherYear,
                  absl::StrCat("received_date ", FormatDate(payment.received_date),
                               " would post the settlement on ", FormatDate(payment.posting_date),
                               ", but what is historical was decided for ", plan_year,
                               ": it can be recorded as a payment without a waiver alone"),
                  payment);
  }
  const SettlementQuote quote =
      ComputeSettlementQuote(posting, {}, {payment.waiver, 0, payment.amount});
  if (payment.waiver > quote.arrears) {
    return Refuse(
        absl::StatusCode::kFailedPrecondition, kWaiverExceedsArrears,
        absl::StrCat("waiver_fen ", payment.waiver.value(),
                     " is above the historical principal of ", quote.arrears.value(), " fen"),
        payment);
  }
  if (quote.arrears_left > Fen(0)) {
    return Refuse(absl::StatusCode::kFailedPrecondition, kCashDiffers,
                  absl::StrCat("cash_fen ", payment.amount.value(), " leaves ",
                               quote.arrears_left.value(), " fen of historical arrears unpaid"),
                  payment);
  }
  payment.state_date = payment.posting_date;
  payment.held = payment.amount;
  payment.claim = ComputeClaim(posting, payment.posting_date);
  payment.settled_year = plan_year;

  Settlement settlement;
  settlement.waived_parts = DivideWaiver(posting, payment.waiver, plan_year);
  posting.Waive(payment.waiver_id, settlement.waived_parts, payment.posting_date);
  posting.PutIn(payment, DesignateArrears(posting, plan_year));
  TakeStanding(posting, payment);
  settlement.payment = std::move(payment);
  return settlement;
}

}  // namespace cuijiao::ledger
