// The part of CloseStore that payroll's questions about payments are answered from.
#include <map>
#include <string>
#include <utility>

#include "common/status/macros.h"
#include "services/ledger/store/close/close_store.h"
#include "services/ledger/store/id_chunks.h"
#include "services/ledger/store/sql_text.h"

namespace cuijiao::ledger {
namespace {

// Principal of historical bills that a payment's money stands on at the closing date; what was
// undone by then has none. Campaign and area are those of the received date. What was received
// after the plan year was posted after it. What the system before received earned by it, if at all
// (LED-19).
constexpr std::string_view kSelectHistoricalPayments =
    "SELECT h.payment_id, h.historical_fen, p.unit_id, p.community_id, p.received_date,"
    " p.posting_date, p.recorded_time, p.collector_id, p.waiver_fen, p.claim_fen, ac.area_id,"
    " EXISTS (SELECT 1 FROM campaign w WHERE w.project_id = c.project_id"
    "   AND p.received_date BETWEEN w.from_date AND w.to_date) AS in_campaign"
    " FROM (SELECT l.payment_id, -SUM(l.amount_fen) AS historical_fen"
    "   FROM closed_settled_unit s JOIN journal_line l ON l.unit_id = s.unit_id"
    "   JOIN bill b ON b.bill_id = l.bill_id"
    "   WHERE s.month = ? AND l.account = 'RECEIVABLE' AND l.component = 'PRINCIPAL'"
    "   AND l.payment_id > ? AND l.posting_date <= ? AND b.period_end < ?"
    "   GROUP BY l.payment_id HAVING SUM(l.amount_fen) <> 0) h"
    " JOIN payment p ON p.payment_id = h.payment_id"
    " JOIN community c ON c.community_id = p.community_id"
    " LEFT JOIN area_community ac ON ac.community_id = p.community_id"
    "   AND ac.from_date <= p.received_date"
    "   AND (ac.to_date IS NULL OR ac.to_date >= p.received_date)"
    " WHERE p.received_date >= ? AND p.method <> 'OPENING' ORDER BY h.payment_id LIMIT ?";

constexpr std::string_view kSelectCollaborators =
    "SELECT payment_id, staff_id FROM payment_collaborator WHERE payment_id IN ";

// Members of the team of the area of the received date, on that date (INC-5).
constexpr std::string_view kFreezeTeamMembers =
    "INSERT INTO closed_team_member (payment_id, month, staff_id)"
    " SELECT p.payment_id, s.month, m.staff_id FROM closed_settled_unit s"
    " JOIN payment p ON p.unit_id = s.unit_id"
    " JOIN area_community ac ON ac.community_id = p.community_id"
    "   AND ac.from_date <= p.received_date"
    "   AND (ac.to_date IS NULL OR ac.to_date >= p.received_date)"
    " JOIN area a ON a.area_id = ac.area_id"
    " JOIN team_membership m ON m.team_id = a.team_id AND m.from_date <= p.received_date"
    "   AND (m.to_date IS NULL OR m.to_date >= p.received_date)"
    " WHERE s.month = ? AND p.received_date BETWEEN ? AND ? AND p.method <> 'OPENING'"
    " AND (m.staff_id = p.collector_id OR EXISTS (SELECT 1 FROM payment_collaborator o"
    "   WHERE o.payment_id = p.payment_id AND o.staff_id = m.staff_id))";

constexpr std::string_view kSelectTeamMembers =
    "SELECT payment_id, staff_id FROM closed_team_member WHERE month = ? AND payment_id IN ";

constexpr std::string_view kSelectUndone =
    "SELECT u.payment_id, u.unit_id, SUM(l.amount_fen) AS held_negated_fen,"
    " EXISTS (SELECT 1 FROM closed_settled_unit s WHERE s.month = ? AND s.unit_id = u.unit_id)"
    "   AS condition_holds"
    " FROM (SELECT DISTINCT p.payment_id, p.unit_id FROM payment p"
    "   JOIN journal_line m ON m.payment_id = p.payment_id"
    "   WHERE (p.state = 'REVERSED' OR p.refunded_fen > 0) AND m.kind IN ('REVERSAL', 'REFUND')"
    "   AND m.posting_date > ? AND m.posting_date <= ?) u"
    " JOIN journal_line l ON l.payment_id = u.payment_id"
    " WHERE l.account IN ('RECEIVABLE', 'PREPAYMENT') AND l.posting_date <= ?"
    " GROUP BY u.payment_id, u.unit_id ORDER BY u.payment_id";

}  // namespace

absl::StatusOr<std::vector<HistoricalPayment>> CloseStore::LoadHistoricalPayments(
    const AccountingMonth& month, Date year_start, std::string_view after_payment_id, int limit) {
  const Date first_day(month.month.year(), 1, 1);
  std::vector<HistoricalPayment> payments;
  CUIJIAO_RETURN_IF_ERROR(transaction_.QueryEach(
      kSelectHistoricalPayments,
      {FirstDayOf(month.month), after_payment_id, month.closing_date, first_day, year_start, limit},
      [&](const db::Row& row) {
        payments.push_back({.payment_id = row.String("payment_id"),
                            .unit_id = row.String("unit_id"),
                            .community_id = row.String("community_id"),
                            .area_id = row.OptionalString("area_id").value_or(""),
                            .received_date = row.Date("received_date"),
                            .posting_date = row.Date("posting_date"),
                            .recorded_time = row.Time("recorded_time"),
                            .historical = row.Fen("historical_fen"),
                            .collector_id = row.OptionalString("collector_id").value_or(""),
                            .collaborator_ids = {},
                            .team_member_ids = {},
                            .in_campaign = row.Bool("in_campaign"),
                            .waiver = row.Fen("waiver_fen"),
                            .claim = row.Fen("claim_fen")});
        return absl::OkStatus();
      }));
  CUIJIAO_RETURN_IF_ERROR(AddPeople(month.month, payments));
  return payments;
}

absl::Status CloseStore::FreezeTeamMembers(const ClosedMonth& month, Date year_start) {
  return transaction_
      .Execute(kFreezeTeamMembers, {FirstDayOf(month.month), year_start, month.closing_date})
      .status();
}

absl::Status CloseStore::AddPeople(Month month, std::vector<HistoricalPayment>& payments) {
  std::vector<std::string> ids;
  std::map<std::string, HistoricalPayment*> by_id;
  for (HistoricalPayment& payment : payments) {
    ids.push_back(payment.payment_id);
    by_id[payment.payment_id] = &payment;
  }
  for (const IdChunk& chunk : ChunkIds(ids)) {
    CUIJIAO_ASSIGN_OR_RETURN(const db::Rows collaborators,
                             transaction_.Query(Concat({kSelectCollaborators, chunk.placeholders,
                                                        " ORDER BY payment_id, position"}),
                                                chunk.values));
    for (const db::Row& row : collaborators) {
      by_id.at(row.String("payment_id"))->collaborator_ids.push_back(row.String("staff_id"));
    }
    db::Values of_month = {FirstDayOf(month)};
    of_month.insert(of_month.end(), chunk.values.begin(), chunk.values.end());
    CUIJIAO_ASSIGN_OR_RETURN(const db::Rows members,
                             transaction_.Query(Concat({kSelectTeamMembers, chunk.placeholders,
                                                        " ORDER BY payment_id, staff_id"}),
                                                of_month));
    for (const db::Row& row : members) {
      by_id.at(row.String("payment_id"))->team_member_ids.push_back(row.String("staff_id"));
    }
  }
  return absl::OkStatus();
}

absl::StatusOr<std::vector<UndonePayment>> CloseStore::LoadUndonePayments(
    Month month, const AccountingDays& days) {
  CUIJIAO_ASSIGN_OR_RETURN(
      const db::Rows rows,
      transaction_.Query(kSelectUndone, {FirstDayOf(month), days.after, days.last, days.last}));
  std::vector<UndonePayment> undone;
  undone.reserve(rows.size());
  for (const db::Row& row : rows) {
    undone.push_back({row.String("payment_id"), row.String("unit_id"),
                      row.Fen("held_negated_fen") == Fen(0), row.Bool("condition_holds")});
  }
  return undone;
}

}  // namespace cuijiao::ledger
