#include "services/ledger/store/figures/present_figures.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "absl/time/clock.h"
#include "common/status/macros.h"
#include "services/ledger/store/figures/figure_follower.h"
#include "services/ledger/store/figures/statement_store.h"
#include "services/ledger/store/figures/unit_figures.h"
#include "services/ledger/store/payments/due_prepayments.h"
#include "services/ledger/store/sql_text.h"

namespace cuijiao::ledger {

namespace {

// There is much to follow after a migration, a great run, or when a plan year turns.
constexpr absl::Duration kFollowingARequest = absl::Seconds(5);

}  // namespace

absl::Status BringFiguresUpToDate(db::Database& database, IdSource& ids, const AskedPlace& place,
                                  const CompanyTime& now, absl::Time deadline) {
  CUIJIAO_RETURN_IF_ERROR(SweepDuePrepayments(database, ids,
                                              {.branch_id = place.branch_id,
                                               .project_id = place.project_id,
                                               .community_id = place.community_id},
                                              now)
                              .status());
  const absl::Time until = std::min(deadline, absl::Now() + kFollowingARequest);
  const absl::Status followed = FollowFigures(database, ids, place, now, until);
  return absl::IsDeadlineExceeded(followed) && until < deadline ? absl::OkStatus() : followed;
}

absl::StatusOr<std::map<std::string, PlaceFigures>> LoadKeptOfDate(
    db::Transaction& transaction, const AskedPlace& place, const AccountingCalendar& calendar,
    Date date) {
  CUIJIAO_ASSIGN_OR_RETURN(const std::vector<KeptFigures> all,
                           KeptFiguresStore(transaction).LoadAll(place));
  const int year = static_cast<int>(calendar.MonthOf(date).year());
  const Date year_start = calendar.YearStart(year);
  std::map<std::string, PlaceFigures> of_date;
  for (const KeptFigures& kept : all) {
    if (kept.is_complete && kept.as_of_date == date && kept.plan_year == year &&
        kept.year_start == year_start) {
      of_date[kept.community_id] = kept.sums;
    }
  }
  return of_date;
}

absl::StatusOr<std::optional<KeptFigures>> FindKeptAhead(db::Transaction& transaction,
                                                         const AskedPlace& place, Date date) {
  CUIJIAO_ASSIGN_OR_RETURN(const std::vector<KeptFigures> all,
                           KeptFiguresStore(transaction).LoadAll(place));
  const auto ahead =
      std::ranges::find_if(all, [date](const KeptFigures& kept) { return kept.as_of_date > date; });
  return ahead == all.end() ? std::optional<KeptFigures>() : std::optional(*ahead);
}

absl::StatusOr<std::map<std::string, PresentFigures>> LoadPresentFigures(
    db::Transaction& transaction, const AskedPlace& place, const AccountingCalendar& calendar,
    Date date) {
  CUIJIAO_ASSIGN_OR_RETURN(const auto kept, LoadKeptOfDate(transaction, place, calendar, date));
  CUIJIAO_ASSIGN_OR_RETURN(auto ageing, KeptFiguresStore(transaction).LoadAgeing(place, date));
  const PlaceFilter filter = FilterOf(place);
  CUIJIAO_ASSIGN_OR_RETURN(
      const db::Rows communities,
      transaction.Query(Concat({"SELECT c.community_id, c.project_id FROM community c"
                                " WHERE c.community_id <> ''",
                                filter.sql, " ORDER BY c.community_id"}),
                        filter.values));
  std::map<std::string, PresentFigures> present;
  for (const db::Row& row : communities) {
    const CommunityKey key{row.String("community_id"), row.String("project_id")};
    PresentFigures& figures = present[key.community_id];
    if (const auto found = kept.find(key.community_id); found != kept.end()) {
      figures = {found->second, ageing[key.community_id]};
      continue;
    }
    CUIJIAO_ASSIGN_OR_RETURN(
        const FiguresByUnit units,
        LoadCommunityUnitFigures(transaction,
                                 {.community = key,
                                  .calendar = calendar,
                                  .plan_year = static_cast<int>(calendar.MonthOf(date).year()),
                                  .date = date}));
    figures.sums = SumOf(units);
    CUIJIAO_ASSIGN_OR_RETURN(
        const std::vector<DueAmount> dues,
        StatementStore(transaction).LoadCommunityDues(key.community_id, {.date = date}));
    for (const DueAmount& due : dues) figures.ageing.Add(due.due_date, date, due.amount);
  }
  return present;
}

}  // namespace cuijiao::ledger
