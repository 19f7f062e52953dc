#include "services/ledger/store/figures/unit_figures.h"

#include <string_view>
#include <vector>

#include "common/status/macros.h"
#include "services/ledger/store/figures/statement_store.h"

namespace cuijiao::ledger {
namespace {

using DuesByUnit = std::map<std::string, std::vector<DueAmount>>;

// Puts standings and dues together; both may lack units.
void Combine(const std::vector<UnitStanding>& standings, const DuesByUnit& dues, Date date,
             FiguresByUnit& units) {
  const UnitStanding has_nothing;
  const std::vector<DueAmount> owes_nothing;
  std::map<std::string_view, const UnitStanding*> by_unit;
  for (const UnitStanding& standing : standings) by_unit[standing.unit_id] = &standing;
  // Bills of years to come, late fee and costs are owed by units without a standing too.
  for (const auto& [unit_id, owed] : dues) by_unit.try_emplace(unit_id, &has_nothing);
  for (const auto& [unit_id, standing] : by_unit) {
    const auto owed = dues.find(std::string(unit_id));
    units[std::string(unit_id)] =
        ComputeUnitFigures(*standing, owed == dues.end() ? owes_nothing : owed->second, date);
  }
}

}  // namespace

absl::StatusOr<FiguresByUnit> LoadUnitFigures(db::Transaction& transaction,
                                              const UnitQuestion& question,
                                              std::span<const std::string> unit_ids) {
  const AsOf as_of{.date = question.date};
  CUIJIAO_ASSIGN_OR_RETURN(const std::vector<UnitStanding> standings,
                           FiguresStore(transaction)
                               .LoadStandingsOf(unit_ids, question.community, question.calendar,
                                                Month(question.plan_year, 1), as_of));
  CUIJIAO_ASSIGN_OR_RETURN(
      const DuesByUnit dues,
      StatementStore(transaction).LoadDuesOf(question.community.community_id, unit_ids, as_of));
  FiguresByUnit units;
  for (const std::string& unit_id : unit_ids) units[unit_id];
  Combine(standings, dues, question.date, units);
  return units;
}

absl::StatusOr<FiguresByUnit> LoadCommunityUnitFigures(db::Transaction& transaction,
                                                       const UnitQuestion& question) {
  const AsOf as_of{.date = question.date};
  CUIJIAO_ASSIGN_OR_RETURN(const std::vector<UnitStanding> standings,
                           FiguresStore(transaction)
                               .LoadUnitStandings(question.community, question.calendar,
                                                  Month(question.plan_year, 1), as_of));
  CUIJIAO_ASSIGN_OR_RETURN(
      const DuesByUnit dues,
      StatementStore(transaction).LoadDuesByUnit(question.community.community_id, as_of));
  FiguresByUnit units;
  Combine(standings, dues, question.date, units);
  return units;
}

PlaceFigures SumOf(const FiguresByUnit& units) {
  PlaceFigures sums;
  for (const auto& [unit_id, unit] : units) sums += ShareOf(unit);
  return sums;
}

}  // namespace cuijiao::ledger
