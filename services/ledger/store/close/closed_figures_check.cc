#include "services/ledger/store/close/closed_figures_check.h"

#include <array>
#include <utility>
#include <vector>

#include "common/status/macros.h"
#include "fmt/format.h"
#include "services/ledger/store/figures/figures_store.h"

namespace cuijiao::ledger {
namespace {

struct FrozenAmount {
  std::string_view name;  // of the column, without its unit
  Fen frozen;
  Fen computed;
};

std::optional<KeptFault> CompareFrozen(Month month, const db::Row& row,
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
    return KeptFault{FormatMonth(month),
                     fmt::format("the figure {}_fen that was frozen is {}, the journal says {}",
                                 amount.name, amount.frozen.value(), amount.computed.value())};
  }
  return std::nullopt;
}

}  // namespace

absl::StatusOr<std::optional<KeptFault>> CheckClosedFigures(db::Transaction& transaction,
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
  for (const db::Row& row : rows) {
    const Month month(row.Date("month"));
    const std::optional<std::string> project_id = row.OptionalString("project_id");
    if (!project_id) {
      return std::optional(
          KeptFault{FormatMonth(month),
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
  }
  return std::optional<KeptFault>();
}

}  // namespace cuijiao::ledger
