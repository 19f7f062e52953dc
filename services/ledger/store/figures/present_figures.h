// Figures of today: from what is kept, and from the journal where that is not of today (while
// another caller is at it, or where the day has just turned).
#ifndef CUIJIAO_SERVICES_LEDGER_STORE_FIGURES_PRESENT_FIGURES_H_
#define CUIJIAO_SERVICES_LEDGER_STORE_FIGURES_PRESENT_FIGURES_H_

#include <map>
#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/calendar/date.h"
#include "common/clock/company_clock.h"
#include "common/db/database.h"
#include "common/db/transaction.h"
#include "common/ids/id_source.h"
#include "services/ledger/domain/close/close.h"
#include "services/ledger/domain/figures/ageing.h"
#include "services/ledger/domain/figures/kept_figures.h"
#include "services/ledger/store/figures/kept_figures_store.h"

namespace cuijiao::ledger {

// Sees to it that the place's figures of today can be asked for: prepayment is used for what fell
// due, and what is kept follows the journal, for some seconds at most: what is not followed by then
// is answered from the journal. A few statements when there is nothing new. To be called before the
// snapshot that is read from. Errors are FollowFigures'.
absl::Status BringFiguresUpToDate(db::Database& database, IdSource& ids, const AskedPlace& place,
                                  const CompanyTime& now, absl::Time deadline);

// The kept sums that are those of `date` and of its plan year, by community; communities without
// such are left out.
absl::StatusOr<std::map<std::string, PlaceFigures>> LoadKeptOfDate(
    db::Transaction& transaction, const AskedPlace& place, const AccountingCalendar& calendar,
    Date date);

// What is kept of a community of the place as of a day after `date`, if anything is: another
// replica's business date has turned already.
absl::StatusOr<std::optional<KeptFigures>> FindKeptAhead(db::Transaction& transaction,
                                                         const AskedPlace& place, Date date);

struct PresentFigures {
  PlaceFigures sums;
  AgeingSums ageing;
};
// Every community of the place.
absl::StatusOr<std::map<std::string, PresentFigures>> LoadPresentFigures(
    db::Transaction& transaction, const AskedPlace& place, const AccountingCalendar& calendar,
    Date date);

}  // namespace cuijiao::ledger

#endif  // CUIJIAO_SERVICES_LEDGER_STORE_FIGURES_PRESENT_FIGURES_H_
