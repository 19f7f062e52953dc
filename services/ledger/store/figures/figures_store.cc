#include "services/ledger/store/figures/figures_store.h"

#include <algorithm>
#include <iterator>
#include <map>
#include <utility>

#include "common/status/macros.h"
#include "services/ledger/store/id_chunks.h"
#include "services/ledger/store/sql_text.h"

namespace cuijiao::ledger {

// What the statements below are asked for.
struct FiguresStore::Period {
  const CommunityKey& community;
  const AsOf& as_of;
  Date first_day;   // of the plan year
  Date last_day;    // of the plan year
  Date year_start;  // first posting date of the plan year
  AccountingDays month;
  const IdChunk* units = nullptr;  // null for all of the community

  // `head` of a statement and its `tail`, with the units between; `column` names them. Their ids
  // are the last placeholders.
  [[nodiscard]] std::string Sql(std::string_view head, std::string_view column,
                                std::string_view tail) const {
    if (units == nullptr) return Concat({head, tail});
    return Concat({head, " AND ", column, " IN ", units->placeholders, tail});
  }
  [[nodiscard]] db::Values With(db::Values values) const {
    if (units != nullptr) values.insert(values.end(), units->values.begin(), units->values.end());
    return values;
  }
};

namespace {

// Principal owed, paid and billed, by unit: bills of the plan year and those before it. What was
// billed is less what credit notes took back, from the day on which they were posted (definition
// 8).
constexpr std::string_view kSumPrincipal =
    "SELECT l.unit_id,"
    " SUM(CASE WHEN b.period_end >= ? AND l.payment_id IS NULL"
    "   AND l.kind IN ('BILL', 'OPENING', 'CREDIT_NOTE')"
    "   THEN l.amount_fen ELSE 0 END) AS year_billed_fen,"
    " SUM(CASE WHEN b.period_end >= ? AND l.payment_id IS NULL"
    "   AND l.kind IN ('BILL', 'OPENING', 'CREDIT_NOTE') AND b.due_date > ? AND b.due_date <= ?"
    "   THEN l.amount_fen ELSE 0 END) AS due_in_month_fen,"
    " SUM(CASE WHEN b.period_end >= ? THEN l.amount_fen ELSE 0 END) AS year_unpaid_fen,"
    " -SUM(CASE WHEN b.period_end >= ? AND l.payment_id IS NOT NULL"
    "   THEN l.amount_fen ELSE 0 END) AS year_paid_fen,"
    " SUM(CASE WHEN b.period_end < ? THEN l.amount_fen ELSE 0 END) AS historical_unpaid_fen,"
    " -SUM(CASE WHEN b.period_end < ? AND l.payment_id IS NOT NULL AND l.posting_date >= ?"
    "   THEN l.amount_fen ELSE 0 END) AS historical_recovered_fen"
    " FROM journal_line l";
constexpr std::string_view kOfPrincipal =
    " JOIN bill b ON b.bill_id = l.bill_id"
    " WHERE l.partition_id = ? AND l.account = 'RECEIVABLE' AND l.component = 'PRINCIPAL'"
    " AND l.posting_date <= ? AND l.recorded_time <= ? AND b.period_end <= ?";
constexpr std::string_view kPrincipalByUnit = " GROUP BY l.unit_id ORDER BY l.unit_id";
// For some units of a community: by the primary key all its lines would be read.
constexpr std::string_view kOfFewUnits = " FORCE INDEX (journal_line_by_unit)";

// What money received in a campaign window paid of plan-year bills, by unit (definition 18).
constexpr std::string_view kSelectCampaignReceipts =
    "SELECT l.unit_id, -SUM(l.amount_fen) AS paid_fen"
    " FROM payment p JOIN journal_line l ON l.payment_id = p.payment_id"
    " JOIN bill b ON b.bill_id = l.bill_id"
    " WHERE p.community_id = ? AND EXISTS (SELECT 1 FROM campaign c WHERE c.project_id = ?"
    "   AND p.received_date BETWEEN c.from_date AND c.to_date)"
    " AND l.account = 'RECEIVABLE' AND l.component = 'PRINCIPAL'"
    " AND l.posting_date <= ? AND l.recorded_time <= ? AND b.period_end BETWEEN ? AND ?";

constexpr std::string_view kSelectScheduled =
    "SELECT s.unit_id, SUM(s.amount_fen) AS year_fen,"
    " SUM(CASE WHEN s.due_date > ? AND s.due_date <= ? THEN s.amount_fen ELSE 0 END)"
    "   AS due_in_month_fen"
    " FROM scheduled_fee s WHERE s.community_id = ? AND s.period_end BETWEEN ? AND ?"
    " AND s.begun_date <= ? AND s.begun_time <= ?"
    " AND (s.ended_date IS NULL OR s.ended_date > ? OR s.ended_time > ?)";
constexpr std::string_view kScheduledByUnit = " GROUP BY s.unit_id ORDER BY s.unit_id";

// In the order of use: oldest payment's money first, as the allocation takes it.
constexpr std::string_view kSelectPrepayments =
    "SELECT h.unit_id, h.held_fen,"
    " EXISTS (SELECT 1 FROM campaign c WHERE c.project_id = ?"
    "   AND h.received_date BETWEEN c.from_date AND c.to_date) AS in_campaign"
    " FROM (SELECT l.unit_id, l.payment_id, p.received_date, -SUM(l.amount_fen) AS held_fen"
    "   FROM journal_line l";
constexpr std::string_view kOfPrepayments =
    " JOIN payment p ON p.payment_id = l.payment_id"
    "   WHERE l.partition_id = ? AND l.account = 'PREPAYMENT'"
    "   AND l.posting_date <= ? AND l.recorded_time <= ?";
constexpr std::string_view kHeldInOrder =
    "   GROUP BY l.unit_id, l.payment_id, p.received_date HAVING SUM(l.amount_fen) <> 0) h"
    " ORDER BY h.unit_id, h.received_date, h.payment_id";

// Goes along sorted standings beside rows that come sorted by unit, and adds units on the way.
class StandingMerge {
 public:
  explicit StandingMerge(std::vector<UnitStanding>& standings) : standings_(standings) {}

  UnitStanding& Of(const std::string& unit_id) {
    while (next_ < standings_.size() && standings_[next_].unit_id < unit_id) ++next_;
    if (next_ == standings_.size() || standings_[next_].unit_id != unit_id) {
      standings_.insert(standings_.begin() + static_cast<std::ptrdiff_t>(next_),
                        UnitStanding{.unit_id = unit_id});
    }
    return standings_[next_];
  }

 private:
  std::vector<UnitStanding>& standings_;
  std::size_t next_ = 0;
};

}  // namespace

absl::Status FiguresStore::AddPrincipal(const Period& period,
                                        std::vector<UnitStanding>& standings) {
  StandingMerge merge(standings);
  return transaction_.QueryEach(
      period.Sql(Concat({kSumPrincipal, period.units == nullptr ? "" : kOfFewUnits, kOfPrincipal}),
                 "l.unit_id", kPrincipalByUnit),
      period.With({period.first_day, period.first_day, period.month.after, period.month.last,
                   period.first_day, period.first_day, period.first_day, period.first_day,
                   period.year_start, period.community.community_id, period.as_of.date,
                   period.as_of.recorded_by, period.last_day}),
      [&](const db::Row& row) {
        UnitStanding& unit = merge.Of(row.String("unit_id"));
        unit.year_billed = row.Fen("year_billed_fen");
        unit.year_due_in_month = row.Fen("due_in_month_fen");
        unit.year_unpaid = row.Fen("year_unpaid_fen");
        unit.year_paid = row.Fen("year_paid_fen");
        unit.historical_unpaid = row.Fen("historical_unpaid_fen");
        unit.historical_recovered = row.Fen("historical_recovered_fen");
        return absl::OkStatus();
      });
}

absl::Status FiguresStore::AddCampaignReceipts(const Period& period,
                                               std::vector<UnitStanding>& standings) {
  StandingMerge merge(standings);
  return transaction_.QueryEach(
      period.Sql(kSelectCampaignReceipts, "p.unit_id", kPrincipalByUnit),
      period.With({period.community.community_id, period.community.project_id, period.as_of.date,
                   period.as_of.recorded_by, period.first_day, period.last_day}),
      [&](const db::Row& row) {
        merge.Of(row.String("unit_id")).year_paid_in_campaigns = row.Fen("paid_fen");
        return absl::OkStatus();
      });
}

absl::Status FiguresStore::AddScheduled(const Period& period,
                                        std::vector<UnitStanding>& standings) {
  StandingMerge merge(standings);
  return transaction_.QueryEach(
      period.Sql(kSelectScheduled, "s.unit_id", kScheduledByUnit),
      period.With({period.month.after, period.month.last, period.community.community_id,
                   period.first_day, period.last_day, period.as_of.date, period.as_of.recorded_by,
                   period.as_of.date, period.as_of.recorded_by}),
      [&](const db::Row& row) {
        UnitStanding& unit = merge.Of(row.String("unit_id"));
        unit.year_scheduled = row.Fen("year_fen");
        unit.year_due_in_month += row.Fen("due_in_month_fen");
        return absl::OkStatus();
      });
}

absl::Status FiguresStore::AddPrepayments(const Period& period,
                                          std::vector<UnitStanding>& standings) {
  StandingMerge merge(standings);
  return transaction_.QueryEach(
      period.Sql(
          Concat({kSelectPrepayments, period.units == nullptr ? "" : kOfFewUnits, kOfPrepayments}),
          "l.unit_id", kHeldInOrder),
      period.With({period.community.project_id, period.community.community_id, period.as_of.date,
                   period.as_of.recorded_by}),
      [&](const db::Row& row) {
        merge.Of(row.String("unit_id"))
            .prepayments.push_back({row.Fen("held_fen"), row.Bool("in_campaign")});
        return absl::OkStatus();
      });
}

absl::StatusOr<std::vector<UnitStanding>> FiguresStore::LoadUnitStandings(
    const CommunityKey& community, const AccountingCalendar& calendar, Month month,
    const AsOf& as_of) {
  return LoadStandings(community, calendar, month, as_of, nullptr);
}

absl::StatusOr<std::vector<UnitStanding>> FiguresStore::LoadStandingsOf(
    std::span<const std::string> unit_ids, const CommunityKey& community,
    const AccountingCalendar& calendar, Month month, const AsOf& as_of) {
  std::vector<UnitStanding> standings;
  for (const IdChunk& chunk : ChunkIds(unit_ids)) {
    CUIJIAO_ASSIGN_OR_RETURN(std::vector<UnitStanding> of_chunk,
                             LoadStandings(community, calendar, month, as_of, &chunk));
    std::ranges::move(of_chunk, std::back_inserter(standings));
  }
  return standings;
}

absl::StatusOr<std::vector<UnitStanding>> FiguresStore::LoadStandings(
    const CommunityKey& community, const AccountingCalendar& calendar, Month month,
    const AsOf& as_of, const IdChunk* units) {
  const int year = static_cast<int>(month.year());
  const Period period{.community = community,
                      .as_of = as_of,
                      .first_day = Date(year, 1, 1),
                      .last_day = Date(year, 12, 31),
                      .year_start = calendar.YearStart(year),
                      .month = calendar.DaysOf(month),
                      .units = units};
  std::vector<UnitStanding> standings;
  CUIJIAO_RETURN_IF_ERROR(AddPrincipal(period, standings));
  CUIJIAO_RETURN_IF_ERROR(AddCampaignReceipts(period, standings));
  CUIJIAO_RETURN_IF_ERROR(AddScheduled(period, standings));
  CUIJIAO_RETURN_IF_ERROR(AddPrepayments(period, standings));
  return standings;
}

absl::StatusOr<CommunityMonth> FiguresStore::ComputeCommunityMonth(
    const std::vector<UnitStanding>& standings, const CommunityKey& community,
    const AccountingCalendar& calendar, Month month, const AsOf& as_of, RateBasis basis) {
  CommunityMonth result{.figures = ComputeCollectionFigures(standings), .rate = {}};
  Fen received_before;
  if (basis == RateBasis::kMonth) {
    CUIJIAO_ASSIGN_OR_RETURN(const std::vector<UnitStanding> standings_before,
                             LoadUnitStandings(community, calendar, month,
                                               {.date = calendar.DaysOf(month).after,
                                                .recorded_by = as_of.recorded_by}));
    received_before = ComputeCollectionFigures(standings_before).received;
  }
  result.rate = ComputeRateSums(basis, result.figures, received_before);
  return result;
}

absl::StatusOr<AccountingCalendar> LoadAccountingCalendar(db::Transaction& transaction) {
  return LoadCalendarKnownBy(transaction, kEverRecorded);
}

absl::StatusOr<AccountingCalendar> LoadCalendarKnownBy(db::Transaction& transaction,
                                                       absl::Time recorded_by) {
  CUIJIAO_ASSIGN_OR_RETURN(const db::Rows rows,
                           transaction.Query("SELECT month, closing_date FROM accounting_month"
                                             " WHERE closed_time <= ? ORDER BY month",
                                             {recorded_by}));
  std::vector<ClosedMonth> closed;
  closed.reserve(rows.size());
  for (const db::Row& row : rows) {
    closed.push_back({Month(row.Date("month")), row.Date("closing_date")});
  }
  return AccountingCalendar(std::move(closed));
}

}  // namespace cuijiao::ledger
