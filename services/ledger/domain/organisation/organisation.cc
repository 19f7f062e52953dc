#include "services/ledger/domain/organisation/organisation.h"

#include <algorithm>
#include <map>
#include <set>

namespace cuijiao::ledger {
namespace {

// The days on which a collector's set of areas may change: each held range's first day and the day
// after its last, cut to the asked days.
std::set<Date> DaysOfChange(const std::vector<DateRange>& held, Date from, Date to) {
  std::set<Date> days = {from};
  for (const DateRange& range : held) {
    if (range.from > from && range.from <= to) days.insert(range.from);
    if (range.to && *range.to >= from && *range.to < to) days.insert(*range.to + 1);
  }
  return days;
}

}  // namespace

std::vector<CollectorRun> ComputeCollectorRuns(const std::vector<AreaCollector>& held, Date from,
                                               Date to) {
  std::map<std::string, std::vector<const AreaCollector*>> by_collector;
  for (const AreaCollector& row : held) {
    if (row.days.Overlaps({from, to})) by_collector[row.staff_id].push_back(&row);
  }
  std::vector<CollectorRun> runs;
  for (const auto& [collector_id, rows] : by_collector) {
    std::vector<DateRange> ranges;
    for (const AreaCollector* row : rows) ranges.push_back(row->days);
    const std::set<Date> changes = DaysOfChange(ranges, from, to);
    const std::size_t first_run = runs.size();
    for (auto change = changes.begin(); change != changes.end(); ++change) {
      const Date last = std::next(change) == changes.end() ? to : *std::next(change) - 1;
      std::set<std::string> areas;
      for (const AreaCollector* row : rows) {
        if (row->days.Contains(*change)) areas.insert(row->area_id);
      }
      if (areas.empty()) continue;
      CollectorRun run{collector_id, *change, last, {areas.begin(), areas.end()}};
      const bool goes_on = runs.size() > first_run && runs.back().area_ids == run.area_ids &&
                           runs.back().to + 1 == run.from;
      if (goes_on) {
        runs.back().to = last;
      } else {
        runs.push_back(std::move(run));
      }
    }
  }
  return runs;
}

std::vector<AreaCollector> HeldAtClosing(std::vector<AreaCollector> held, Date closing_date) {
  std::erase_if(held, [&](const AreaCollector& row) { return row.days.from > closing_date; });
  for (AreaCollector& row : held) {
    if (row.days.Contains(closing_date)) row.days.to = std::nullopt;
  }
  return held;
}

AreaGaps ComputeAreaGaps(const std::vector<std::string>& community_ids,
                         const std::vector<Area>& areas,
                         const std::vector<AreaCommunity>& area_communities,
                         const std::vector<AreaCollector>& area_collectors) {
  std::set<std::string> placed;
  for (const AreaCommunity& relation : area_communities) placed.insert(relation.community_id);
  std::set<std::string> manned;
  for (const AreaCollector& relation : area_collectors) manned.insert(relation.area_id);
  AreaGaps gaps;
  for (const std::string& community_id : community_ids) {
    if (!placed.contains(community_id)) gaps.community_ids.push_back(community_id);
  }
  for (const Area& area : areas) {
    if (!manned.contains(area.id)) gaps.area_ids.push_back(area.id);
  }
  return gaps;
}

}  // namespace cuijiao::ledger
