// The figures of the collection rate as of a date, from the journal, the bills and the scheduled
// fees (LED-5, LED-8, LED-16). A few statements a community, whatever the number of its units.
#ifndef CUIJIAO_SERVICES_LEDGER_STORE_FIGURES_FIGURES_STORE_H_
#define CUIJIAO_SERVICES_LEDGER_STORE_FIGURES_FIGURES_STORE_H_

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "common/calendar/date.h"
#include "common/db/transaction.h"
#include "services/ledger/domain/close/close.h"
#include "services/ledger/domain/figures/rate.h"
#include "services/ledger/store/id_chunks.h"

namespace cuijiao::ledger {

// Later than anything is recorded: asks for all postings.
inline const absl::Time kEverRecorded =
    absl::FromCivil(absl::CivilSecond(9999, 12, 31), absl::UTCTimeZone());

// Postings up to `date` that were recorded by `recorded_by` (LED-16).
struct AsOf {
  Date date;
  absl::Time recorded_by = kEverRecorded;
  // The date is the business date and everything recorded counts: figures that are kept may answer
  // (kept_figures_store.h). Others go to the journal.
  bool is_present = false;
};

// Names a community with its project (whose campaigns count).
struct CommunityKey {
  std::string community_id;
  std::string project_id;
};

// The figures of a community for an accounting month: the year's, and the two sums of the rate.
struct CommunityMonth {
  CollectionFigures figures;
  RateSums rate;
};

// Lives in one transaction; errors are the database's.
class FiguresStore {
 public:
  explicit FiguresStore(db::Transaction& transaction) : transaction_(transaction) {}

  // Where every unit of a community stands in the plan year of `month` (units without any bill or
  // scheduled fee of that year or before, and without prepayment, are left out); by unit.
  absl::StatusOr<std::vector<UnitStanding>> LoadUnitStandings(const CommunityKey& community,
                                                              const AccountingCalendar& calendar,
                                                              Month month, const AsOf& as_of);

  // The same of some units of the community, whose ids are in order; a few statements for every
  // 500.
  absl::StatusOr<std::vector<UnitStanding>> LoadStandingsOf(std::span<const std::string> unit_ids,
                                                            const CommunityKey& community,
                                                            const AccountingCalendar& calendar,
                                                            Month month, const AsOf& as_of);

  // LED-17: every rate that anything shows or computes with comes from here. `standings`: what
  // LoadUnitStandings gave for the same arguments.
  absl::StatusOr<CommunityMonth> ComputeCommunityMonth(const std::vector<UnitStanding>& standings,
                                                       const CommunityKey& community,
                                                       const AccountingCalendar& calendar,
                                                       Month month, const AsOf& as_of,
                                                       RateBasis basis);

 private:
  struct Period;

  absl::StatusOr<std::vector<UnitStanding>> LoadStandings(const CommunityKey& community,
                                                          const AccountingCalendar& calendar,
                                                          Month month, const AsOf& as_of,
                                                          const IdChunk* units);
  absl::Status AddPrincipal(const Period& period, std::vector<UnitStanding>& standings);
  absl::Status AddCampaignReceipts(const Period& period, std::vector<UnitStanding>& standings);
  absl::Status AddScheduled(const Period& period, std::vector<UnitStanding>& standings);
  absl::Status AddPrepayments(const Period& period, std::vector<UnitStanding>& standings);

  db::Transaction& transaction_;
};

// Closed months, in order.
absl::StatusOr<AccountingCalendar> LoadAccountingCalendar(db::Transaction& transaction);
// Those that were closed by then, the moment itself included (LED-16).
absl::StatusOr<AccountingCalendar> LoadCalendarKnownBy(db::Transaction& transaction,
                                                       absl::Time recorded_by);

}  // namespace cuijiao::ledger

#endif  // CUIJIAO_SERVICES_LEDGER_STORE_FIGURES_FIGURES_STORE_H_
