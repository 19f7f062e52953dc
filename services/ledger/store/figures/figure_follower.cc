#include "services/ledger/store/figures/figure_follower.h"

#include <algorithm>
#include <cstdint>
#include <iterator>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/time/clock.h"
#include "common/status/macros.h"
#include "services/ledger/domain/close/close.h"
#include "services/ledger/store/billing/bill_schedule_store.h"
#include "services/ledger/store/figures/figures_store.h"
#include "services/ledger/store/figures/unit_figures.h"
#include "services/ledger/store/organisation/organisation_store.h"
#include "services/ledger/store/sql_text.h"

namespace cuijiao::ledger {
namespace {

// Where a community is: the heads of what its figures follow.
constexpr std::string_view kSelectHeads =
    "SELECT c.community_id, c.project_id, p.entry_sequence, p.has_unscheduled,"
    " (SELECT COUNT(*) FROM campaign k WHERE k.project_id = c.project_id) AS campaign_count,"
    " (SELECT COALESCE(MAX(g.change_sequence), 0) FROM figure_change g"
    "   WHERE g.community_id = c.community_id AND g.change_date <= ?) AS change_sequence"
    " FROM community c JOIN journal_partition p ON p.partition_id = c.community_id"
    " WHERE c.community_id = ?";

// Communities with something to follow at a date, in a plan year that began on a day.
constexpr std::string_view kSelectBehind =
    "SELECT c.community_id FROM community c"
    " JOIN journal_partition p ON p.partition_id = c.community_id"
    " LEFT JOIN figure_community f ON f.community_id = c.community_id"
    " WHERE (f.community_id IS NULL OR (f.as_of_date <= ? AND (f.is_complete = 0"
    "   OR p.has_unscheduled = 1"
    "   OR f.as_of_date < ? OR f.plan_year <> ? OR f.year_start <> ?"
    "   OR f.entry_sequence < p.entry_sequence"
    "   OR f.campaign_count <> (SELECT COUNT(*) FROM campaign k WHERE k.project_id = c.project_id)"
    "   OR f.change_sequence < (SELECT MAX(g.change_sequence) FROM figure_change g"
    "     WHERE g.community_id = c.community_id))))";

struct PlanYear {
  int year = 0;
  Date start;
};

PlanYear PlanYearAt(const AccountingCalendar& calendar, Date date) {
  const int year = static_cast<int>(calendar.MonthOf(date).year());
  return {year, calendar.YearStart(year)};
}

// What the next step does.
struct NextStep {
  enum class Kind { kNothing, kKeepYear, kBegin, kWrite };
  Kind kind = Kind::kNothing;
  int year = 0;  // whose scheduled fees are to be kept first
  FigureChanges changes = {};
};

// Looks, in one snapshot, at what is new in a community, and computes what comes of it.
class FigureStep {
 public:
  FigureStep(db::Transaction& transaction, const std::string& community_id, Date date,
             FigureStepSize size)
      : transaction_(transaction), community_id_(community_id), date_(date), size_(size) {}

  absl::StatusOr<NextStep> Load() {
    CUIJIAO_ASSIGN_OR_RETURN(const std::optional<db::Row> heads,
                             transaction_.QueryOne(kSelectHeads, {date_, community_id_}));
    if (!heads) return NextStep();
    project_id_ = heads->String("project_id");
    CUIJIAO_ASSIGN_OR_RETURN(calendar_, LoadAccountingCalendar(transaction_));
    const PlanYear year = PlanYearAt(calendar_, date_);
    // Without the year's first look its scheduled fees would come in unseen later, and those of
    // units that wait for them are noted as changes.
    CUIJIAO_ASSIGN_OR_RETURN(const bool is_kept,
                             IsYearKept(transaction_, community_id_, year.year));
    if (!is_kept || heads->Bool("has_unscheduled"))
      return NextStep{.kind = NextStep::Kind::kKeepYear, .year = year.year};

    KeptFiguresStore store(transaction_);
    CUIJIAO_ASSIGN_OR_RETURN(std::optional<KeptFigures> kept, store.Load(community_id_));
    const bool is_new = !kept;
    if (is_new) kept = KeptFigures{.community_id = community_id_};
    // Another replica whose day has begun already was here.
    if (kept->as_of_date > date_) return NextStep();
    const KeptFigures before = *kept;
    figures_ = *std::move(kept);
    if (is_new || figures_.plan_year != year.year || figures_.year_start != year.start ||
        figures_.campaign_count != heads->Int64("campaign_count")) {
      BeginAnew(year, heads->Int64("campaign_count"));
    }
    if (is_new) {
      // All units are about to be computed as of today; changes of a day to come are followed then.
      figures_.change_sequence = heads->Int64("change_sequence");
      return NextStep{.kind = NextStep::Kind::kBegin,
                      .changes = {.figures = std::move(figures_), .units = {}, .dues = {}}};
    }
    CUIJIAO_RETURN_IF_ERROR(Follow());
    // Nothing to do where all that is new is of a day to come.
    const bool is_same =
        figures_.is_complete == before.is_complete && figures_.as_of_date == before.as_of_date &&
        figures_.plan_year == before.plan_year && figures_.year_start == before.year_start &&
        figures_.campaign_count == before.campaign_count &&
        figures_.entry_sequence == before.entry_sequence &&
        figures_.change_sequence == before.change_sequence;
    if (is_same && figures_.is_complete) return NextStep();
    return NextStep{
        .kind = NextStep::Kind::kWrite,
        .changes = {
            .figures = std::move(figures_), .units = std::move(units_), .dues = std::move(dues_)}};
  }

 private:
  void BeginAnew(const PlanYear& year, std::int64_t campaign_count) {
    figures_.as_of_date = date_;
    figures_.is_complete = false;
    figures_.plan_year = year.year;
    figures_.year_start = year.start;
    figures_.campaign_count = campaign_count;
    figures_.built_through = "";
    figures_.sums = {};
  }

  absl::Status Follow() {
    figures_.as_of_date = date_;
    std::set<std::string> touched;
    CUIJIAO_ASSIGN_OR_RETURN(const bool more_entries, TakeEntries(touched));
    CUIJIAO_ASSIGN_OR_RETURN(const bool more_changes, TakeChanges(touched));
    CUIJIAO_RETURN_IF_ERROR(ComputeAnew(touched));
    if (!more_entries && !more_changes) CUIJIAO_RETURN_IF_ERROR(Build());
    bool more_due = false;
    if (!figures_.built_through) {
      CUIJIAO_ASSIGN_OR_RETURN(more_due, TakeFallenDue());
    }
    figures_.is_complete = !more_entries && !more_changes && !figures_.built_through && !more_due;
    return absl::OkStatus();
  }

  // The next entries of the journal: what they change of what is outstanding, and whose they are.
  // True when there are more. Entries of a day to come stand behind all of this one: they are
  // posted after a close, and so is everything after them.
  absl::StatusOr<bool> TakeEntries(std::set<std::string>& touched) {
    const std::int64_t seen = figures_.entry_sequence;
    CUIJIAO_ASSIGN_OR_RETURN(
        const db::Rows entries,
        transaction_.Query("SELECT sequence, unit_id, posting_date FROM journal_entry"
                           " WHERE partition_id = ? AND sequence > ? ORDER BY sequence LIMIT ?",
                           {community_id_, seen, size_.entries}));
    bool more = entries.size() == static_cast<std::size_t>(size_.entries);
    for (const db::Row& entry : entries) {
      if (entry.Date("posting_date") > date_) {
        more = false;
        break;
      }
      figures_.entry_sequence = entry.Int64("sequence");
      if (const auto unit_id = entry.OptionalString("unit_id")) touched.insert(*unit_id);
    }
    if (figures_.entry_sequence == seen) return more;
    CUIJIAO_RETURN_IF_ERROR(transaction_.QueryEach(
        "SELECT b.due_date, SUM(l.amount_fen) AS outstanding_fen FROM journal_line l"
        " JOIN bill b ON b.bill_id = l.bill_id WHERE l.partition_id = ? AND l.sequence > ?"
        " AND l.sequence <= ? AND l.account = 'RECEIVABLE'"
        " GROUP BY b.due_date HAVING SUM(l.amount_fen) <> 0 ORDER BY b.due_date",
        {community_id_, seen, figures_.entry_sequence}, [&](const db::Row& row) {
          dues_.push_back({row.Date("due_date"), row.Fen("outstanding_fen")});
          return absl::OkStatus();
        }));
    return more;
  }

  absl::StatusOr<bool> TakeChanges(std::set<std::string>& touched) {
    CUIJIAO_ASSIGN_OR_RETURN(
        const db::Rows changes,
        transaction_.Query("SELECT change_sequence, unit_id, change_date FROM figure_change"
                           " WHERE community_id = ? AND change_sequence > ?"
                           " ORDER BY change_sequence LIMIT ?",
                           {community_id_, figures_.change_sequence, size_.entries}));
    for (const db::Row& change : changes) {
      if (change.Date("change_date") > date_) return false;
      figures_.change_sequence = change.Int64("change_sequence");
      touched.insert(change.String("unit_id"));
    }
    return changes.size() == static_cast<std::size_t>(size_.entries);
  }

  // The next of the units while all are computed anew.
  absl::Status Build() {
    if (!figures_.built_through) return absl::OkStatus();
    CUIJIAO_ASSIGN_OR_RETURN(const std::vector<UnitPlace> places,
                             OrganisationStore(transaction_)
                                 .LoadUnitsOf(community_id_, *figures_.built_through, size_.units));
    std::vector<std::string> unit_ids;
    for (const UnitPlace& place : places) unit_ids.push_back(place.unit_id);
    CUIJIAO_RETURN_IF_ERROR(Compute(unit_ids));
    for (const std::string& unit_id : unit_ids) figures_.sums += ShareOf(units_.at(unit_id));
    figures_.built_through = unit_ids.size() == static_cast<std::size_t>(size_.units)
                                 ? std::optional(unit_ids.back())
                                 : std::nullopt;
    return absl::OkStatus();
  }

  // Units with something that has become overdue since they were computed. True when there are
  // more.
  absl::StatusOr<bool> TakeFallenDue() {
    CUIJIAO_ASSIGN_OR_RETURN(
        const db::Rows rows,
        transaction_.Query("SELECT unit_id FROM figure_unit WHERE community_id = ?"
                           " AND next_due_date < ? ORDER BY next_due_date, unit_id LIMIT ?",
                           {community_id_, date_, size_.entries}));
    std::set<std::string> fallen;
    for (const db::Row& row : rows) {
      if (!units_.contains(row.String("unit_id"))) fallen.insert(row.String("unit_id"));
    }
    CUIJIAO_RETURN_IF_ERROR(ComputeAnew(fallen));
    return rows.size() == static_cast<std::size_t>(size_.entries);
  }

  // Computes units, and puts them into the sums in the place of what was kept of them. Those that
  // do not count yet will be computed in their turn.
  absl::Status ComputeAnew(const std::set<std::string>& touched) {
    std::vector<std::string> unit_ids;
    std::ranges::copy_if(touched, std::back_inserter(unit_ids),
                         [&](const std::string& unit_id) { return figures_.Holds(unit_id); });
    CUIJIAO_ASSIGN_OR_RETURN(const auto kept, KeptFiguresStore(transaction_).LoadUnits(unit_ids));
    CUIJIAO_RETURN_IF_ERROR(Compute(unit_ids));
    for (const std::string& unit_id : unit_ids) {
      figures_.sums += ShareOf(units_.at(unit_id));
      if (const auto old = kept.find(unit_id); old != kept.end()) {
        figures_.sums -= ShareOf(old->second);
      }
    }
    return absl::OkStatus();
  }

  // Units as the journal has them at the date, into units_. `unit_ids` are in order.
  absl::Status Compute(const std::vector<std::string>& unit_ids) {
    CUIJIAO_ASSIGN_OR_RETURN(FiguresByUnit computed,
                             LoadUnitFigures(transaction_,
                                             {.community = {community_id_, project_id_},
                                              .calendar = calendar_,
                                              .plan_year = figures_.plan_year,
                                              .date = date_},
                                             unit_ids));
    units_.merge(computed);
    return absl::OkStatus();
  }

  db::Transaction& transaction_;
  const std::string community_id_;
  const Date date_;
  const FigureStepSize size_;
  std::string project_id_;
  AccountingCalendar calendar_{{}};
  KeptFigures figures_;
  FiguresByUnit units_;
  std::vector<DueAmount> dues_;
};

absl::StatusOr<std::vector<std::string>> FindBehind(db::Transaction& transaction,
                                                    const AskedPlace& place, Date date) {
  CUIJIAO_ASSIGN_OR_RETURN(const AccountingCalendar calendar, LoadAccountingCalendar(transaction));
  const PlanYear year = PlanYearAt(calendar, date);
  const PlaceFilter filter = FilterOf(place);
  db::Values values = {date, date, year.year, year.start};
  values.insert(values.end(), filter.values.begin(), filter.values.end());
  CUIJIAO_ASSIGN_OR_RETURN(
      const db::Rows rows,
      transaction.Query(Concat({kSelectBehind, filter.sql, " ORDER BY c.community_id"}), values));
  std::vector<std::string> community_ids;
  for (const db::Row& row : rows) community_ids.push_back(row.String("community_id"));
  return community_ids;
}

absl::Status FollowCommunity(db::Database& database, IdSource& ids, const std::string& community_id,
                             const CompanyTime& now, absl::Time deadline,
                             FigureStepSize step_size) {
  while (true) {
    CUIJIAO_ASSIGN_OR_RETURN(
        const NextStep step,
        database.Read(
            "LoadFigureStep",
            [&](db::Transaction& transaction) {
              return FigureStep(transaction, community_id, now.business_date, step_size).Load();
            },
            {.deadline = deadline}));
    switch (step.kind) {
      case NextStep::Kind::kNothing:
        return absl::OkStatus();
      case NextStep::Kind::kKeepYear:
        CUIJIAO_RETURN_IF_ERROR(
            EnsureScheduledYear(database, ids, community_id, step.year, now, deadline));
        continue;
      case NextStep::Kind::kBegin:
      case NextStep::Kind::kWrite:
        break;
    }
    // A commit without answer is looked at again: the version says whether it stands.
    CUIJIAO_ASSIGN_OR_RETURN(
        const bool written,
        database.Transact(
            "FollowFigures",
            [&](db::Transaction& transaction) {
              KeptFiguresStore store(transaction);
              return step.kind == NextStep::Kind::kBegin ? store.Begin(step.changes.figures)
                                                         : store.Write(step.changes);
            },
            {.deadline = deadline,
             .confirm_commit = [](db::Transaction&) -> absl::StatusOr<bool> { return false; }}));
    if (written && step.changes.figures.is_complete) return absl::OkStatus();
  }
}

}  // namespace

absl::Status FollowFigures(db::Database& database, IdSource& ids, const AskedPlace& place,
                           const CompanyTime& now, absl::Time deadline, FigureStepSize step_size) {
  CUIJIAO_ASSIGN_OR_RETURN(const std::vector<std::string> behind,
                           database.Ask("FindFiguresBehind",
                                        [&](db::Transaction& transaction) {
                                          return FindBehind(transaction, place, now.business_date);
                                        },
                                        {.deadline = deadline}));
  absl::Status first_error;
  for (const std::string& community_id : behind) {
    const absl::Status followed =
        FollowCommunity(database, ids, community_id, now, deadline, step_size);
    if (absl::IsDeadlineExceeded(followed)) return followed;
    // One whose journal cannot be added up keeps no other from its figures.
    first_error.Update(followed);
  }
  return first_error;
}

}  // namespace cuijiao::ledger
