#include "services/ledger/store/figures/figure_check.h"

#include <cstdint>
#include <map>
#include <set>
#include <string_view>
#include <utility>
#include <vector>

#include "common/status/macros.h"
#include "fmt/format.h"
#include "services/ledger/store/figures/figures_store.h"
#include "services/ledger/store/figures/kept_figures_store.h"
#include "services/ledger/store/figures/unit_figures.h"
#include "services/ledger/store/organisation/organisation_store.h"

namespace cuijiao::ledger {
namespace {

std::string Shown(Fen amount) { return std::to_string(amount.value()); }
std::string Shown(std::int64_t count) { return std::to_string(count); }
std::string Shown(const std::optional<Date>& date) { return date ? FormatDate(*date) : "none"; }

template <typename Value>
KeptFault Differs(const std::string& reference_id, std::string_view figure, const Value& kept,
                  std::string_view source, const Value& right) {
  return {reference_id, fmt::format("the figure {} that is kept is {}, {} {}", figure, Shown(kept),
                                    source, Shown(right))};
}

std::optional<KeptFault> CompareUnit(const std::string& unit_id, const UnitFigures& kept,
                                     const UnitFigures& right) {
  constexpr std::string_view kSource = "the journal says";
  for (const auto& amount : kUnitAmounts) {
    if (kept.*amount.member == right.*amount.member) continue;
    return Differs(unit_id, amount.name, kept.*amount.member, kSource, right.*amount.member);
  }
  for (const auto& date : kUnitDates) {
    if (kept.*date.member == right.*date.member) continue;
    return Differs(unit_id, date.name, kept.*date.member, kSource, right.*date.member);
  }
  return std::nullopt;
}

std::optional<KeptFault> CompareSums(const std::string& community_id, const PlaceFigures& kept,
                                     const PlaceFigures& right) {
  constexpr std::string_view kSource = "its units come to";
  for (const auto& amount : kPlaceAmounts) {
    if (kept.*amount.member == right.*amount.member) continue;
    return Differs(community_id, amount.name, kept.*amount.member, kSource, right.*amount.member);
  }
  for (const auto& count : kPlaceCounts) {
    if (kept.*count.member == right.*count.member) continue;
    return Differs(community_id, count.name, kept.*count.member, kSource, right.*count.member);
  }
  return std::nullopt;
}

// One community in one snapshot.
class FigureCheck {
 public:
  FigureCheck(db::Transaction& transaction, KeptFigures kept)
      : transaction_(transaction), kept_(std::move(kept)) {}

  absl::StatusOr<std::optional<KeptFault>> Run(const std::string& project_id) {
    CUIJIAO_ASSIGN_OR_RETURN(const AccountingCalendar calendar,
                             LoadAccountingCalendar(transaction_));
    // A close has just moved the year's first day: all is about to be computed anew.
    if (kept_.year_start != calendar.YearStart(kept_.plan_year)) {
      return std::optional<KeptFault>();
    }
    CUIJIAO_ASSIGN_OR_RETURN(
        FiguresByUnit computed,
        LoadCommunityUnitFigures(transaction_, {.community = {id(), project_id},
                                                .calendar = calendar,
                                                .plan_year = kept_.plan_year,
                                                .date = kept_.as_of_date}));
    CUIJIAO_ASSIGN_OR_RETURN(FiguresByUnit units, KeptFiguresStore(transaction_).LoadUnitsOf(id()));
    CUIJIAO_ASSIGN_OR_RETURN(const std::set<std::string> ahead, LoadUnitsAhead());
    const PlaceFigures sums = SumOf(units);
    for (const auto& [unit_id, figures] : computed) units.try_emplace(unit_id);
    for (const auto& [unit_id, figures] : units) {
      if (ahead.contains(unit_id)) continue;
      if (auto fault = CompareUnit(unit_id, figures, computed[unit_id])) return fault;
    }
    if (auto fault = CompareSums(id(), kept_.sums, sums)) return fault;
    return CheckDues();
  }

 private:
  [[nodiscard]] const std::string& id() const { return kept_.community_id; }

  // Units with something that is not followed yet.
  absl::StatusOr<std::set<std::string>> LoadUnitsAhead() {
    CUIJIAO_ASSIGN_OR_RETURN(
        const db::Rows rows,
        transaction_.Query("SELECT unit_id FROM journal_entry WHERE partition_id = ?"
                           " AND sequence > ? AND unit_id IS NOT NULL"
                           " UNION SELECT unit_id FROM figure_change WHERE community_id = ?"
                           " AND change_sequence > ?",
                           {id(), kept_.entry_sequence, id(), kept_.change_sequence}));
    std::set<std::string> unit_ids;
    for (const db::Row& row : rows) unit_ids.insert(row.String("unit_id"));
    return unit_ids;
  }

  absl::StatusOr<std::optional<KeptFault>> CheckDues() {
    std::map<Date, std::pair<Fen, Fen>> kept_and_right;
    CUIJIAO_ASSIGN_OR_RETURN(const std::vector<DueAmount> kept,
                             KeptFiguresStore(transaction_).LoadDues(id()));
    for (const DueAmount& due : kept) kept_and_right[due.due_date].first = due.amount;
    CUIJIAO_RETURN_IF_ERROR(transaction_.QueryEach(
        "SELECT b.due_date, SUM(l.amount_fen) AS outstanding_fen FROM journal_line l"
        " JOIN bill b ON b.bill_id = l.bill_id WHERE l.partition_id = ? AND l.sequence <= ?"
        " AND l.account = 'RECEIVABLE' GROUP BY b.due_date",
        {id(), kept_.entry_sequence}, [&](const db::Row& row) {
          kept_and_right[row.Date("due_date")].second = row.Fen("outstanding_fen");
          return absl::OkStatus();
        }));
    for (const auto& [due_date, amounts] : kept_and_right) {
      if (amounts.first == amounts.second) continue;
      return std::optional(Differs(FormatDate(due_date), "outstanding_fen of bills due that day",
                                   amounts.first, "the journal says", amounts.second));
    }
    return std::optional<KeptFault>();
  }

  db::Transaction& transaction_;
  const KeptFigures kept_;
};

// How far the figures can have followed at most.
struct FollowableHeads {
  std::int64_t entry = 0;
  std::int64_t change = 0;
  std::int64_t campaigns = 0;
};

absl::StatusOr<FollowableHeads> LoadFollowable(db::Transaction& transaction,
                                               const CommunityPlace& community) {
  CUIJIAO_ASSIGN_OR_RETURN(
      const std::optional<db::Row> row,
      transaction.QueryOne(
          "SELECT p.entry_sequence,"
          " (SELECT COALESCE(MAX(g.change_sequence), 0) FROM figure_change g"
          "   WHERE g.community_id = ?) AS change_sequence,"
          " (SELECT COUNT(*) FROM campaign k WHERE k.project_id = ?) AS campaign_count"
          " FROM journal_partition p WHERE p.partition_id = ?",
          {community.community_id, community.project_id, community.community_id}));
  if (!row) return FollowableHeads();
  return FollowableHeads{row->Int64("entry_sequence"), row->Int64("change_sequence"),
                         row->Int64("campaign_count")};
}

}  // namespace

absl::StatusOr<std::optional<KeptFault>> CheckKeptFigures(db::Transaction& transaction,
                                                          const std::string& community_id) {
  CUIJIAO_ASSIGN_OR_RETURN(const std::optional<CommunityPlace> community,
                           OrganisationStore(transaction).LoadCommunity(community_id));
  if (!community) return std::optional<KeptFault>();
  CUIJIAO_ASSIGN_OR_RETURN(std::optional<KeptFigures> kept,
                           KeptFiguresStore(transaction).Load(community_id));
  if (!kept) return std::optional(KeptFault{community_id, "no figures are kept"});
  CUIJIAO_ASSIGN_OR_RETURN(const FollowableHeads heads, LoadFollowable(transaction, *community));
  if (kept->entry_sequence > heads.entry) {
    return std::optional(Differs(community_id, "entry_sequence", kept->entry_sequence,
                                 "the journal ends at", heads.entry));
  }
  if (kept->change_sequence > heads.change) {
    return std::optional(Differs(community_id, "change_sequence", kept->change_sequence,
                                 "the changes end at", heads.change));
  }
  // Computed anew just now, or about to be.
  if (!kept->is_complete || kept->campaign_count != heads.campaigns) {
    return std::optional<KeptFault>();
  }
  return FigureCheck(transaction, *std::move(kept)).Run(community->project_id);
}

}  // namespace cuijiao::ledger
