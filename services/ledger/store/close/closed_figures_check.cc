#include "services/ledger/store/close/closed_figures_check.h"

#include <algorithm>
#include <array>
#include <iterator>
#include <string>
#include <utility>
#include <vector>

#include "common/status/macros.h"
#include "fmt/format.h"
#include "services/ledger/store/close/close_store.h"
#include "services/ledger/store/figures/figures_store.h"

namespace cuijiao::ledger {
namespace {

struct FrozenAmount {
  std::string_view name;  // of the column, without its unit
  Fen frozen;
  Fen computed;
};

std::optional<FigureFault> CompareFrozen(Month month, const db::Row& row,
                                         const CommunityMonth& computed) {
  const CollectionFigures& figures = computed.figures;
  const std::array amounts = {
      FrozenAmount{"received", row.Fen("received_fen"), figures.received},
      FrozenAmount{"received_outside_campaigns", row.Fen("received_outside_campaigns_fen"),
                   figures.received_outside_campaigns},
      FrozenAmount{"receivable", row.Fen("receivable_fen"), figures.receivable},
      FrozenAmount{"historical_outstanding", row.Fen("historical_outstanding_fen"),
                   figures.historical_outstanding},
      FrozenAmount{"historical_recovered", row.Fen("historical_recovered_fen"),
                   figures.historical_recovered},
      FrozenAmount{"rate_received", row.Fen("rate_received_fen"), computed.rate.received},
      FrozenAmount{"rate_receivable", row.Fen("rate_receivable_fen"), computed.rate.receivable},
  };
  for (const FrozenAmount& amount : amounts) {
    if (amount.frozen == amount.computed) continue;
    return FigureFault{FormatMonth(month),
                       fmt::format("the figure {}_fen that was frozen is {}, the journal says {}",
                                   amount.name, amount.frozen.value(), amount.computed.value())};
  }
  return std::nullopt;
}

// Bonuses and clawbacks go by the settled units (INC-4, INC-9).
std::optional<FigureFault> CompareSettled(Month month, const std::vector<std::string>& frozen,
                                          const std::vector<std::string>& computed) {
  std::vector<std::string> differing;
  std::ranges::set_symmetric_difference(frozen, computed, std::back_inserter(differing));
  if (differing.empty()) return std::nullopt;
  const bool was_frozen = std::ranges::binary_search(frozen, differing.front());
  return FigureFault{
      FormatMonth(month),
      fmt::format("the unit {} was {} as settled, and by the journal it {}", differing.front(),
                  was_frozen ? "frozen" : "not frozen", was_frozen ? "was not" : "was")};
}

}  // namespace

absl::StatusOr<std::optional<FigureFault>> CheckClosedFigures(db::Transaction& transaction,
                                                              const std::string& community_id) {
  CUIJIAO_ASSIGN_OR_RETURN(
      const db::Rows rows,
      transaction.Query(
          "SELECT m.month, m.closing_date, m.definition, c.project_id, c.received_fen,"
          " c.received_outside_campaigns_fen, c.receivable_fen,"
          " c.historical_outstanding_fen, c.historical_recovered_fen,"
          " c.rate_received_fen, c.rate_receivable_fen FROM accounting_month m"
          " LEFT JOIN closed_community c ON c.month = m.month AND c.community_id = ?"
          " LEFT JOIN closed_head h ON h.month = m.month AND h.partition_id = ?"
          " WHERE c.month IS NOT NULL OR h.month IS NOT NULL ORDER BY m.month",
          {community_id, community_id}));
  CUIJIAO_ASSIGN_OR_RETURN(const AccountingCalendar calendar, LoadAccountingCalendar(transaction));
  FiguresStore store(transaction);
  CloseStore closes(transaction);
  for (const db::Row& row : rows) {
    const Month month(row.Date("month"));
    const std::optional<std::string> project_id = row.OptionalString("project_id");
    if (!project_id) {
      return std::optional(
          FigureFault{FormatMonth(month),
                      "the community was closed with the month, and no figures were frozen"});
    }
    const CommunityKey community = {community_id, *project_id};
    const AsOf as_of = {.date = row.Date("closing_date")};
    const RateBasis basis = row.String("definition") == DefinitionName(RateBasis::kMonth)
                                ? RateBasis::kMonth
                                : RateBasis::kCumulative;
    CUIJIAO_ASSIGN_OR_RETURN(const std::vector<UnitStanding> standings,
                             store.LoadUnitStandings(community, calendar, month, as_of));
    CUIJIAO_ASSIGN_OR_RETURN(
        const CommunityMonth computed,
        store.ComputeCommunityMonth(standings, community, calendar, month, as_of, basis));
    if (auto fault = CompareFrozen(month, row, computed)) return fault;
    CUIJIAO_ASSIGN_OR_RETURN(const std::vector<std::string> frozen,
                             closes.LoadSettledUnits(community_id, month));
    CUIJIAO_ASSIGN_OR_RETURN(const std::vector<std::string> settled,
                             closes.FindSettledUnits(community_id, calendar, month, standings));
    if (auto fault = CompareSettled(month, frozen, settled)) return fault;
  }
  return std::optional<FigureFault>();
}

}  // namespace cuijiao::ledger
