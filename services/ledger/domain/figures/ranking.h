// The ranking of responsibility areas (责任区收缴率排序表, LED-9). Pure.
#ifndef CUIJIAO_SERVICES_LEDGER_DOMAIN_FIGURES_RANKING_H_
#define CUIJIAO_SERVICES_LEDGER_DOMAIN_FIGURES_RANKING_H_

#include <optional>
#include <string>
#include <vector>

#include "services/ledger/domain/figures/rate.h"

namespace cuijiao::ledger {

// A community with its area, collector and figures of the month.
struct RankedCommunity {
  std::string area_id = {};  // not empty
  std::string community_id = {};
  std::string collector_id = {};  // of the area; empty for none
  std::optional<int> planned_rate_bp = {};
  RateSums rate = {};
  Fen historical_outstanding = {};
  Fen historical_recovered = {};
};

// One area with its communities, which are ordered as the areas are.
struct RankedArea {
  std::string area_id = {};
  std::string collector_id = {};
  std::optional<int> planned_rate_bp = {};
  RateSums rate = {};
  Fen historical_outstanding = {};
  Fen historical_recovered = {};
  std::vector<RankedCommunity> communities = {};
};

// One row an area, the best first: by rate, compared exactly; ties by historical arrears recovered
// since the year's start, most first, then by id. What has no receivable has no rate and comes last
// (definition 11). `communities` may come in any order; those of one area agree on its collector
// and planned rate.
std::vector<RankedArea> ComputeRanking(const std::vector<RankedCommunity>& communities);

}  // namespace cuijiao::ledger

#endif  // CUIJIAO_SERVICES_LEDGER_DOMAIN_FIGURES_RANKING_H_
