#include "services/ledger/store/close/closed_figures_check.h"

#include <array>
#include <set>
#include <utility>
#include <vector>

#include "common/status/macros.h"
#include "fmt/format.h"
#include "services/ledger/domain/figures/unit_history.h"
#include "services/ledger/store/figures/figures_store.h"
#include "services/ledger/store/figures/unit_history_store.h"

namespace cuijiao::ledger {
namespace {

// With the area and the collector of the closing date: no closed day of theirs changes (LED-10).
constexpr std::string_view kSelectMonths =
    "SELECT m.month, m.closing_date, m.definition, c.month IS NOT NULL AS is_frozen,"
    " c.project_id, o.project_id AS right_project_id, c.received_fen,"
    " c.received_outside_campaigns_fen, c.receivable_fen, c.historical_outstanding_fen,"
    " c.historical_recovered_fen, c.rate_received_fen, c.rate_receivable_fen,"
    " COALESCE(c.area_id, '') AS area_id, COALESCE(c.collector_id, '') AS collector_id,"
    " COALESCE(a.area_id, '') AS right_area_id, COALESCE(k.staff_id, '') AS right_collector_id"
    " FROM accounting_month m JOIN community o ON o.community_id = ?"
    " LEFT JOIN closed_community c ON c.month = m.month AND c.community_id = o.community_id"
    " LEFT JOIN closed_head h ON h.month = m.month AND h.partition_id = o.community_id"
    " LEFT JOIN area_community a ON a.community_id = o.community_id AND a.from_date <= "
    "m.closing_date"
    "   AND (a.to_date IS NULL OR a.to_date >= m.closing_date)"
    " LEFT JOIN area_collector k ON k.area_id = a.area_id AND k.from_date <= m.closing_date"
    "   AND (k.to_date IS NULL OR k.to_date >= m.closing_date)"
    " WHERE c.month IS NOT NULL OR h.month IS NOT NULL ORDER BY m.month";

constexpr std::string_view kSelectSettled =
    "SELECT s.month, s.unit_id FROM unit u JOIN closed_settled_unit s ON s.unit_id = u.unit_id"
    " WHERE u.community_id = ? AND u.unit_id BETWEEN ? AND ?";

using SettledUnits = std::set<std::pair<Month, std::string>>;

// A month as it was frozen, and as it is computed.
struct CheckedMonth {
  Month month;
  db::Row row;
  RateBasis basis = RateBasis::kCumulative;
  PastDate at;
  AccountingDays handed_over;
  CollectionFigures figures = {};
  Fen received_before = {};  // with RateBasis::kMonth
  std::optional<KeptFault> settled_fault = {};
};

CheckedMonth MakeMonth(const db::Row& row, const AccountingCalendar& calendar) {
  const Month month(row.Date("month"));
  const int year = static_cast<int>(month.year());
  return {.month = month,
          .row = row,
          .basis = row.String("definition") == DefinitionName(RateBasis::kMonth)
                       ? RateBasis::kMonth
                       : RateBasis::kCumulative,
          .at = {.date = row.Date("closing_date"),
                 .plan_year = year,
                 .year_start = calendar.YearStart(year),
                 .month = calendar.DaysOf(month)},
          .handed_over = calendar.HandedOverWith(month)};
}

CollectionFigures SumAt(const std::vector<UnitHistory>& units, const PastDate& at) {
  std::vector<UnitStanding> standings;
  for (const UnitHistory& unit : units) {
    if (std::optional<UnitStanding> standing = StandingAt(unit, at)) {
      standings.push_back(*std::move(standing));
    }
  }
  return ComputeCollectionFigures(standings);
}

// Adds some units to the figures of a month, and looks whether they were settled.
void AddUnits(const std::vector<UnitHistory>& units, const SettledUnits& settled,
              CheckedMonth& month) {
  std::vector<UnitStanding> standings;
  for (const UnitHistory& unit : units) {
    std::optional<UnitStanding> standing = StandingAt(unit, month.at);
    const bool is_settled = standing && MeetsBonusCondition(*standing) &&
                            MattersToPayroll(unit, month.at, month.handed_over);
    if (is_settled != settled.contains({month.month, unit.unit_id}) && !month.settled_fault) {
      month.settled_fault =
          KeptFault{FormatMonth(month.month),
                    fmt::format("unit {} {} among the settled units that were frozen, and by "
                                "the journal it {}",
                                unit.unit_id, is_settled ? "is not" : "is",
                                is_settled ? "was settled" : "was not")};
    }
    if (standing) standings.push_back(*std::move(standing));
  }
  month.figures += ComputeCollectionFigures(standings);
  if (month.basis == RateBasis::kMonth) {
    PastDate before = month.at;
    before.date = month.at.month.after;
    month.received_before += SumAt(units, before).received;
  }
}

struct FrozenAmount {
  std::string_view column;
  Fen computed;
};

std::optional<KeptFault> CompareAmounts(const CheckedMonth& month) {
  const CollectionFigures& figures = month.figures;
  const RateSums rate = ComputeRateSums(month.basis, figures, month.received_before);
  const std::array amounts = {
      FrozenAmount{"received_fen", figures.received},
      FrozenAmount{"received_outside_campaigns_fen", figures.received_outside_campaigns},
      FrozenAmount{"receivable_fen", figures.receivable},
      FrozenAmount{"historical_outstanding_fen", figures.historical_outstanding},
      FrozenAmount{"historical_recovered_fen", figures.historical_recovered},
      FrozenAmount{"rate_received_fen", rate.received},
      FrozenAmount{"rate_receivable_fen", rate.receivable},
  };
  for (const FrozenAmount& amount : amounts) {
    const Fen frozen = month.row.Fen(amount.column);
    if (frozen == amount.computed) continue;
    return KeptFault{FormatMonth(month.month),
                     fmt::format("the figure {} that was frozen is {}, the journal says {}",
                                 amount.column, frozen.value(), amount.computed.value())};
  }
  return std::nullopt;
}

std::optional<KeptFault> CompareMonth(const CheckedMonth& month) {
  if (!month.row.Bool("is_frozen")) {
    return KeptFault{FormatMonth(month.month),
                     "the community was closed with the month, and no figures were frozen"};
  }
  for (const auto& [what, column] :
       {std::pair("project", "project_id"), std::pair("area", "area_id"),
        std::pair("collector", "collector_id")}) {
    const std::string& frozen = month.row.String(column);
    const std::string& right = month.row.String(fmt::format("right_{}", column));
    if (frozen == right) continue;
    return KeptFault{FormatMonth(month.month),
                     fmt::format("the {} that was frozen is '{}', that of the closing date '{}'",
                                 what, frozen, right)};
  }
  if (auto fault = CompareAmounts(month)) return fault;
  return month.settled_fault;
}

absl::StatusOr<SettledUnits> LoadSettled(db::Transaction& transaction,
                                         const std::string& community_id,
                                         const std::vector<UnitHistory>& units) {
  CUIJIAO_ASSIGN_OR_RETURN(const db::Rows rows,
                           transaction.Query(kSelectSettled, {community_id, units.front().unit_id,
                                                              units.back().unit_id}));
  SettledUnits settled;
  for (const db::Row& row : rows) {
    settled.emplace(Month(row.Date("month")), row.String("unit_id"));
  }
  return settled;
}

}  // namespace

absl::StatusOr<std::optional<KeptFault>> CheckClosedFigures(db::Transaction& transaction,
                                                            const std::string& community_id,
                                                            const std::function<bool()>& go_on) {
  CUIJIAO_ASSIGN_OR_RETURN(const db::Rows rows, transaction.Query(kSelectMonths, {community_id}));
  if (rows.empty()) return std::optional<KeptFault>();
  CUIJIAO_ASSIGN_OR_RETURN(const AccountingCalendar calendar, LoadAccountingCalendar(transaction));
  std::vector<CheckedMonth> months;
  for (const db::Row& row : rows) months.push_back(MakeMonth(row, calendar));
  const CommunityKey community{community_id, rows.front().String("right_project_id")};
  const auto add = [&](const std::vector<UnitHistory>& units) -> absl::Status {
    if (!go_on()) return absl::CancelledError("the check was cancelled");
    CUIJIAO_ASSIGN_OR_RETURN(const SettledUnits settled,
                             LoadSettled(transaction, community_id, units));
    for (CheckedMonth& month : months) AddUnits(units, settled, month);
    return absl::OkStatus();
  };
  CUIJIAO_RETURN_IF_ERROR(UnitHistoryStore(transaction).LoadInParts(community, add));
  for (const CheckedMonth& month : months) {
    if (auto fault = CompareMonth(month)) return fault;
  }
  return std::optional<KeptFault>();
}

}  // namespace cuijiao::ledger
