// The figures of communities with the area and the collector of a date: what rates, rankings and
// month closes are made of.
#ifndef CUIJIAO_SERVICES_LEDGER_STORE_FIGURES_FIGURES_BY_SCOPE_H_
#define CUIJIAO_SERVICES_LEDGER_STORE_FIGURES_FIGURES_BY_SCOPE_H_

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/db/transaction.h"
#include "common/money/rational.h"
#include "services/ledger/domain/close/close.h"
#include "services/ledger/domain/figures/rate.h"
#include "services/ledger/store/figures/figures_store.h"

namespace cuijiao::ledger {

// A community's figures, frozen with a closed month or as they are in an open one.
struct CommunityFigures {
  std::string community_id;
  std::string project_id;
  std::string area_id;       // of the closing or as-of date; empty for none
  std::string collector_id;  // likewise
  CollectionFigures figures;
  RateSums rate;
  std::optional<int> planned_rate_bp;
  std::optional<Rational> task_share;  // exact; without an approved plan none
};

// Which communities are asked for: those of one project, of one area, one community, or all where
// every id is empty.
struct FigureScope {
  std::string project_id;
  std::string area_id;
  std::string community_id;

  [[nodiscard]] bool Contains(const std::string& project, const std::string& area,
                              const std::string& community) const {
    return (project_id.empty() || project_id == project) && (area_id.empty() || area_id == area) &&
           (community_id.empty() || community_id == community);
  }
};

// Sees the standings that a community's figures were computed from.
using StandingsVisitor =
    std::function<absl::Status(const CommunityKey&, const std::vector<UnitStanding>&)>;

// The figures of `month` as of a date of it, by community; area and collector are those of that
// date (definition 9). Those of today come from what is kept (present_figures.h), and there
// `due_in_month` is 0; where the rate is the month's, or `visit` is to see the standings, all comes
// from the journal.
absl::StatusOr<std::vector<CommunityFigures>> LoadFiguresByScope(
    db::Transaction& transaction, const FigureScope& scope, const AccountingCalendar& calendar,
    Month month, const AsOf& as_of, RateBasis basis, const StandingsVisitor& visit = nullptr);

// The sums of the rate of all of `communities` that `scope` contains.
RateSums SumRates(const std::vector<CommunityFigures>& communities, const FigureScope& scope);

}  // namespace cuijiao::ledger

#endif  // CUIJIAO_SERVICES_LEDGER_STORE_FIGURES_FIGURES_BY_SCOPE_H_
