// What a vacancy changes of periods that are billed already (LED-1): a supplement (补收) where they
// cost more than was billed net of credit notes, a refusal with the credit notes that are missing
// where they cost less. Pure.
#ifndef CUIJIAO_SERVICES_LEDGER_DOMAIN_BILLING_SUPPLEMENT_H_
#define CUIJIAO_SERVICES_LEDGER_DOMAIN_BILLING_SUPPLEMENT_H_

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "common/calendar/date.h"
#include "common/money/fen.h"
#include "services/ledger/domain/billing/billing.h"
#include "services/ledger/domain/billing/vacancy.h"

namespace cuijiao::ledger {

// What a bill charged, and what credit notes took back of that.
struct BilledPart {
  Fen principal;
  Fen credited = {};

  [[nodiscard]] Fen Net() const { return principal - credited; }
};

// A period that is billed, by a bill and the supplements that it has.
struct BilledCharge {
  std::string bill_id;  // without a supplement's number
  FeeKind fee_kind = FeeKind::kProperty;
  Date start;
  Date end;
  Date due_date;                  // of the bill
  std::vector<BilledPart> parts;  // the bill and its supplements, in their order
  std::int64_t area_e2_m2 = 0;    // what was charged: the unit's area when the bill was made
};

// A unit's vacancies before and after a put.
struct VacanciesPut {
  std::span<const Vacancy> before;
  std::span<const Vacancy> after;
};

// The supplements that make each period's bills, net of credit notes, what the whole period costs
// with the put, in the order of `billed`. Each falls due as many days after `today` as its period's
// bill did after the period's first day, and not before that bill. A period of which all is
// credited, and not because it stood empty, is owed by nobody and stays so. FAILED_PRECONDITION /
// PERIOD_BILLED naming the first period that costs less, with the credit notes that would make it
// right, or that is not billed as `schedules` charge it.
absl::StatusOr<std::vector<PlannedBill>> DecideSupplements(std::string_view unit_id,
                                                           std::span<const BilledCharge> billed,
                                                           std::span<const FeeSchedule> schedules,
                                                           const VacanciesPut& vacancies,
                                                           Date today);

}  // namespace cuijiao::ledger

#endif  // CUIJIAO_SERVICES_LEDGER_DOMAIN_BILLING_SUPPLEMENT_H_
