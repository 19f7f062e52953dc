// The figures of units from the journal, as they are to be kept (kept_figures_store.h).
#ifndef CUIJIAO_SERVICES_LEDGER_STORE_FIGURES_UNIT_FIGURES_H_
#define CUIJIAO_SERVICES_LEDGER_STORE_FIGURES_UNIT_FIGURES_H_

#include <map>
#include <span>
#include <string>

#include "absl/status/statusor.h"
#include "common/calendar/date.h"
#include "common/db/transaction.h"
#include "services/ledger/domain/close/close.h"
#include "services/ledger/domain/figures/kept_figures.h"
#include "services/ledger/store/figures/figures_store.h"

namespace cuijiao::ledger {

using FiguresByUnit = std::map<std::string, UnitFigures>;

// In which plan year units of which community are asked about, and as of which date.
struct UnitQuestion {
  CommunityKey community;
  const AccountingCalendar& calendar;
  int plan_year = 0;
  Date date;
};

// Of these units of the community, whose ids are in order; each has an entry.
absl::StatusOr<FiguresByUnit> LoadUnitFigures(db::Transaction& transaction,
                                              const UnitQuestion& question,
                                              std::span<const std::string> unit_ids);
// Of all units of the community; those that have nothing are left out.
absl::StatusOr<FiguresByUnit> LoadCommunityUnitFigures(db::Transaction& transaction,
                                                       const UnitQuestion& question);

// Their sums.
PlaceFigures SumOf(const FiguresByUnit& units);

}  // namespace cuijiao::ledger

#endif  // CUIJIAO_SERVICES_LEDGER_STORE_FIGURES_UNIT_FIGURES_H_
