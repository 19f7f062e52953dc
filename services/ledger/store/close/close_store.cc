#include "services/ledger/store/close/close_store.h"

#include "common/db/sql_lists.h"
#include "common/status/macros.h"
#include "services/ledger/store/sql_text.h"

namespace cuijiao::ledger {
namespace {

constexpr std::string_view kSelectMonth =
    "SELECT month, closing_date, definition, closed_by, closed_time FROM accounting_month";

constexpr std::string_view kSelectCommunities =
    "SELECT community_id, project_id, area_id, collector_id, received_fen,"
    " received_outside_campaigns_fen, receivable_fen, planned_rate_bp,"
    " historical_outstanding_fen, historical_recovered_fen, rate_received_fen,"
    " rate_receivable_fen, task_share FROM closed_community WHERE month = ?";

AccountingMonth ReadMonth(const db::Row& row) {
  return {.month = Month(row.Date("month")),
          .closing_date = row.Date("closing_date"),
          .closed_by = row.String("closed_by"),
          .closed_time = row.Time("closed_time"),
          .definition = row.String("definition")};
}

CommunityFigures ReadCommunity(const db::Row& row) {
  CommunityFigures community;
  community.community_id = row.String("community_id");
  community.project_id = row.String("project_id");
  community.area_id = row.OptionalString("area_id").value_or("");
  community.collector_id = row.OptionalString("collector_id").value_or("");
  community.figures.received = row.Fen("received_fen");
  community.figures.received_outside_campaigns = row.Fen("received_outside_campaigns_fen");
  community.figures.receivable = row.Fen("receivable_fen");
  community.figures.historical_outstanding = row.Fen("historical_outstanding_fen");
  community.figures.historical_recovered = row.Fen("historical_recovered_fen");
  community.rate = {row.Fen("rate_received_fen"), row.Fen("rate_receivable_fen")};
  community.planned_rate_bp = row.OptionalInt32("planned_rate_bp");
  if (const std::optional<std::string> share = row.OptionalString("task_share")) {
    community.task_share = Rational::FromString(*share);
  }
  return community;
}

std::set<std::string> ReadUnits(const db::Rows& rows) {
  std::set<std::string> units;
  for (const db::Row& row : rows) units.insert(row.String("unit_id"));
  return units;
}

}  // namespace

absl::Status CloseStore::LockPartitions() {
  return transaction_
      .Query("SELECT partition_id FROM journal_partition ORDER BY partition_id FOR UPDATE")
      .status();
}

absl::Status CloseStore::LockPartitionsOf(std::string_view project_id) {
  return transaction_
      .Query(
          "SELECT partition_id FROM journal_partition WHERE project_id = ?"
          " ORDER BY partition_id FOR UPDATE",
          {project_id})
      .status();
}

absl::Status CloseStore::CloseThrough(const ClosedMonth& month) {
  return transaction_
      .Execute("UPDATE journal_partition SET closed_through = ?, closed_month = ?",
               {month.closing_date, FirstDayOf(month.month)})
      .status();
}

absl::StatusOr<std::optional<AccountingMonth>> CloseStore::LoadMonth(Month month) {
  CUIJIAO_ASSIGN_OR_RETURN(
      const std::optional<db::Row> row,
      transaction_.QueryOne(Concat({kSelectMonth, " WHERE month = ?"}), {FirstDayOf(month)}));
  if (!row) return std::optional<AccountingMonth>();
  return std::optional(ReadMonth(*row));
}

absl::StatusOr<std::vector<AccountingMonth>> CloseStore::LoadMonths(int year) {
  CUIJIAO_ASSIGN_OR_RETURN(
      const db::Rows rows,
      year == 0 ? transaction_.Query(Concat({kSelectMonth, " ORDER BY month DESC"}))
                : transaction_.Query(
                      Concat({kSelectMonth, " WHERE month BETWEEN ? AND ? ORDER BY month DESC"}),
                      {Date(year, 1, 1), Date(year, 12, 31)}));
  std::vector<AccountingMonth> months;
  months.reserve(rows.size());
  for (const db::Row& row : rows) months.push_back(ReadMonth(row));
  return months;
}

absl::Status CloseStore::InsertMonth(const AccountingMonth& month) {
  return transaction_
      .Execute(
          "INSERT INTO accounting_month (month, closing_date, definition, closed_by,"
          " closed_time) VALUES (?, ?, ?, ?, ?)",
          {FirstDayOf(month.month), month.closing_date, month.definition, month.closed_by,
           month.closed_time})
      .status();
}

absl::Status CloseStore::InsertHeads(Month month) {
  return transaction_
      .Execute(
          "INSERT INTO closed_head (month, partition_id, entry_sequence, entry_hash)"
          " SELECT ?, partition_id, entry_sequence, entry_hash FROM journal_partition",
          {FirstDayOf(month)})
      .status();
}

absl::StatusOr<std::vector<JournalHead>> CloseStore::LoadHeads(Month month) {
  std::vector<JournalHead> heads;
  CUIJIAO_RETURN_IF_ERROR(transaction_.QueryEach(
      "SELECT partition_id, entry_sequence, entry_hash FROM closed_head WHERE month = ?"
      " ORDER BY partition_id",
      {FirstDayOf(month)}, [&](const db::Row& row) {
        heads.push_back(
            {row.String("partition_id"), row.Int64("entry_sequence"), row.String("entry_hash")});
        return absl::OkStatus();
      }));
  return heads;
}

absl::Status CloseStore::InsertCommunities(Month month,
                                           const std::vector<CommunityFigures>& communities) {
  std::vector<db::Values> rows;
  rows.reserve(communities.size());
  for (const CommunityFigures& community : communities) {
    const CollectionFigures& figures = community.figures;
    std::optional<std::string> task_share;
    if (community.task_share) task_share = community.task_share->ToString();
    rows.push_back({FirstDayOf(month), community.community_id, community.project_id,
                    db::NullIfEmpty(community.area_id), db::NullIfEmpty(community.collector_id),
                    figures.received, figures.received_outside_campaigns, figures.receivable,
                    community.planned_rate_bp, figures.historical_outstanding,
                    figures.historical_recovered, community.rate.received,
                    community.rate.receivable, task_share});
  }
  return transaction_
      .InsertRows("closed_community",
                  {"month", "community_id", "project_id", "area_id", "collector_id", "received_fen",
                   "received_outside_campaigns_fen", "receivable_fen", "planned_rate_bp",
                   "historical_outstanding_fen", "historical_recovered_fen", "rate_received_fen",
                   "rate_receivable_fen", "task_share"},
                  rows)
      .status();
}

absl::StatusOr<std::vector<CommunityFigures>> CloseStore::LoadCommunities(
    Month month, std::string_view project_id) {
  constexpr std::string_view kInOrder = " ORDER BY area_id, community_id";
  CUIJIAO_ASSIGN_OR_RETURN(
      const db::Rows rows,
      project_id.empty()
          ? transaction_.Query(Concat({kSelectCommunities, kInOrder}), {FirstDayOf(month)})
          : transaction_.Query(Concat({kSelectCommunities, " AND project_id = ?", kInOrder}),
                               {FirstDayOf(month), project_id}));
  std::vector<CommunityFigures> communities;
  communities.reserve(rows.size());
  for (const db::Row& row : rows) communities.push_back(ReadCommunity(row));
  return communities;
}

absl::StatusOr<std::vector<std::string>> CloseStore::FindSettledUnits(
    std::string_view community_id, const AccountingCalendar& calendar, Month month,
    const std::vector<UnitStanding>& standings) {
  const int year = static_cast<int>(month.year());
  const AccountingDays days = calendar.HandedOverWith(month);
  CUIJIAO_ASSIGN_OR_RETURN(
      const std::set<std::string> recovered,
      LoadUnitsWithRecoveredArrears(community_id, year, calendar.YearStart(year), days.last));
  CUIJIAO_ASSIGN_OR_RETURN(const std::set<std::string> undone,
                           LoadUnitsWithUndonePayments(community_id, days));
  std::vector<std::string> settled;
  for (const UnitStanding& unit : standings) {
    const bool matters = recovered.contains(unit.unit_id) || undone.contains(unit.unit_id);
    if (matters && MeetsBonusCondition(unit)) settled.push_back(unit.unit_id);
  }
  return settled;
}

absl::StatusOr<std::vector<std::string>> CloseStore::LoadSettledUnits(std::string_view community_id,
                                                                      Month month) {
  std::vector<std::string> settled;
  CUIJIAO_RETURN_IF_ERROR(transaction_.QueryEach(
      "SELECT s.unit_id FROM closed_settled_unit s JOIN unit u ON u.unit_id = s.unit_id"
      " WHERE s.month = ? AND u.community_id = ? ORDER BY s.unit_id",
      {FirstDayOf(month), community_id}, [&](const db::Row& row) {
        settled.push_back(row.String("unit_id"));
        return absl::OkStatus();
      }));
  return settled;
}

absl::StatusOr<std::set<std::string>> CloseStore::LoadUnitsWithRecoveredArrears(
    std::string_view community_id, int year, Date year_start, Date closing_date) {
  CUIJIAO_ASSIGN_OR_RETURN(
      const db::Rows rows,
      transaction_.Query(
          "SELECT p.unit_id FROM payment p JOIN journal_line l ON l.payment_id = p.payment_id"
          " JOIN bill b ON b.bill_id = l.bill_id"
          " WHERE p.community_id = ? AND p.received_date >= ? AND p.method <> 'OPENING'"
          " AND l.account = 'RECEIVABLE' AND l.component = 'PRINCIPAL' AND l.posting_date <= ?"
          " AND b.period_end < ? GROUP BY p.payment_id, p.unit_id HAVING SUM(l.amount_fen) <> 0",
          {community_id, year_start, closing_date, Date(year, 1, 1)}));
  return ReadUnits(rows);
}

absl::StatusOr<std::set<std::string>> CloseStore::LoadUnitsWithUndonePayments(
    std::string_view community_id, const AccountingDays& days) {
  CUIJIAO_ASSIGN_OR_RETURN(
      const db::Rows rows,
      transaction_.Query(
          "SELECT DISTINCT e.unit_id FROM payment p"
          " JOIN journal_entry e ON e.unit_id = p.unit_id AND e.reference_id = p.payment_id"
          " WHERE p.community_id = ? AND (p.state = 'REVERSED' OR p.refunded_fen > 0)"
          " AND e.kind IN ('REVERSAL', 'REFUND') AND e.posting_date > ? AND e.posting_date <= ?",
          {community_id, days.after, days.last}));
  return ReadUnits(rows);
}

absl::Status CloseStore::InsertSettledUnits(Month month, const std::vector<std::string>& unit_ids) {
  std::vector<db::Values> rows;
  rows.reserve(unit_ids.size());
  for (const std::string& unit_id : unit_ids) rows.push_back({FirstDayOf(month), unit_id});
  return transaction_.InsertRows("closed_settled_unit", {"month", "unit_id"}, rows).status();
}

}  // namespace cuijiao::ledger
