#include "services/ledger/domain/figures/ranking.h"

#include <algorithm>
#include <compare>
#include <map>

namespace cuijiao::ledger {
namespace {

// What a row is ordered by.
struct RankingKey {
  std::optional<Rational> rate;
  Fen recovered;
  std::string_view id;
};

bool RanksBefore(const RankingKey& a, const RankingKey& b) {
  if (a.rate.has_value() != b.rate.has_value()) return a.rate.has_value();
  if (a.rate && *a.rate != *b.rate) return *a.rate > *b.rate;
  if (a.recovered != b.recovered) return a.recovered > b.recovered;
  return a.id < b.id;
}

// Sorts rows by keys that are each computed once: exact rates are dear to compare anew.
template <typename Row, typename IdOf>
void SortByRank(std::vector<Row>& rows, IdOf id_of) {
  std::vector<std::pair<RankingKey, const Row*>> keyed;
  keyed.reserve(rows.size());
  for (const Row& row : rows) {
    keyed.push_back({{ExactRate(row.rate), row.historical_recovered, id_of(row)}, &row});
  }
  std::sort(keyed.begin(), keyed.end(),
            [](const auto& a, const auto& b) { return RanksBefore(a.first, b.first); });
  std::vector<Row> sorted;
  sorted.reserve(rows.size());
  for (const auto& [key, row] : keyed) sorted.push_back(*row);
  rows = std::move(sorted);
}

}  // namespace

std::vector<RankedArea> ComputeRanking(const std::vector<RankedCommunity>& communities) {
  std::map<std::string, RankedArea> by_id;
  for (const RankedCommunity& community : communities) {
    RankedArea& area = by_id[community.area_id];
    area.area_id = community.area_id;
    area.collector_id = community.collector_id;
    area.planned_rate_bp = community.planned_rate_bp;
    area.rate += community.rate;
    area.historical_outstanding += community.historical_outstanding;
    area.historical_recovered += community.historical_recovered;
    area.communities.push_back(community);
  }
  std::vector<RankedArea> areas;
  areas.reserve(by_id.size());
  for (auto& [id, area] : by_id) {
    SortByRank(area.communities,
               [](const RankedCommunity& row) -> std::string_view { return row.community_id; });
    areas.push_back(std::move(area));
  }
  SortByRank(areas, [](const RankedArea& row) -> std::string_view { return row.area_id; });
  return areas;
}

}  // namespace cuijiao::ledger
