#include "services/ledger/store/imports/opening_totals_store.h"

#include <algorithm>

#include "common/status/macros.h"
#include "fmt/format.h"
#include "services/ledger/domain/journal/posting.h"

namespace cuijiao::ledger {
namespace {

// Bills of before with all that changed them, but for payments of now.
constexpr std::string_view kSumUnpaid =
    "SELECT l.partition_id AS community_id, l.component, YEAR(b.due_date) AS due_year,"
    " SUM(l.amount_fen) AS amount_fen"
    " FROM (SELECT DISTINCT o.bill_id FROM community c"
    "   JOIN journal_line o ON o.partition_id = c.community_id"
    "   WHERE c.project_id = ? AND o.kind = 'OPENING' AND o.account = 'RECEIVABLE') opening"
    " JOIN journal_line l ON l.bill_id = opening.bill_id"
    " JOIN bill b ON b.bill_id = l.bill_id"
    " LEFT JOIN payment p ON p.payment_id = l.payment_id"
    " WHERE l.account = 'RECEIVABLE' AND l.posting_date <= ?"
    " AND (l.payment_id IS NULL OR p.method = 'OPENING')"
    " GROUP BY l.partition_id, l.component, YEAR(b.due_date) HAVING SUM(l.amount_fen) <> 0";

constexpr std::string_view kSumPrepayment =
    "SELECT l.partition_id AS community_id, -SUM(l.amount_fen) AS amount_fen"
    " FROM community c JOIN journal_line l ON l.partition_id = c.community_id"
    " JOIN payment p ON p.payment_id = l.payment_id"
    " WHERE c.project_id = ? AND l.account = 'PREPAYMENT' AND l.posting_date <= ?"
    " AND p.method = 'OPENING'"
    " GROUP BY l.partition_id HAVING SUM(l.amount_fen) <> 0";

constexpr std::string_view kSumReceived =
    "SELECT p.community_id, YEAR(p.received_date) AS year, MONTH(p.received_date) AS month,"
    " SUM(p.amount_fen) AS amount_fen"
    " FROM community c JOIN payment p ON p.community_id = c.community_id"
    " WHERE c.project_id = ? AND p.method = 'OPENING' AND p.posting_date <= ? AND p.amount_fen > 0"
    " AND NOT (p.state = 'REVERSED' AND p.state_date <= ?)"
    " GROUP BY p.community_id, YEAR(p.received_date), MONTH(p.received_date)";

OpeningFigure UnpaidOf(BillComponent component) {
  switch (component) {
    case BillComponent::kPrincipal:
      return OpeningFigure::kUnpaidPrincipal;
    case BillComponent::kLateFee:
      return OpeningFigure::kUnpaidLateFee;
    case BillComponent::kCost:
      break;
  }
  return OpeningFigure::kUnpaidCosts;
}

}  // namespace

absl::StatusOr<OpeningTotals> LoadOpeningTotals(db::Transaction& transaction,
                                                std::string_view project_id, Date date) {
  OpeningTotals totals;
  CUIJIAO_RETURN_IF_ERROR(
      transaction.QueryEach(kSumUnpaid, {project_id, date}, [&](const db::Row& row) {
        totals[{row.String("community_id"),
                UnpaidOf(ParseComponent(row.String("component")).value()),
                fmt::format("{:04}", row.Int32("due_year"))}] = row.Fen("amount_fen");
        return absl::OkStatus();
      }));
  CUIJIAO_RETURN_IF_ERROR(
      transaction.QueryEach(kSumPrepayment, {project_id, date}, [&](const db::Row& row) {
        totals[{row.String("community_id"), OpeningFigure::kPrepayment, ""}] =
            row.Fen("amount_fen");
        return absl::OkStatus();
      }));
  CUIJIAO_RETURN_IF_ERROR(
      transaction.QueryEach(kSumReceived, {project_id, date, date}, [&](const db::Row& row) {
        totals[{row.String("community_id"), OpeningFigure::kReceived,
                fmt::format("{:04}-{:02}", row.Int32("year"), row.Int32("month"))}] =
            row.Fen("amount_fen");
        return absl::OkStatus();
      }));
  return totals;
}

absl::StatusOr<std::optional<absl::Time>> LoadLastOpeningTime(db::Transaction& transaction,
                                                              std::string_view project_id) {
  std::optional<absl::Time> last;
  for (const ImportKind kind : {ImportKind::kOpeningBills, ImportKind::kOpeningReceipts}) {
    CUIJIAO_ASSIGN_OR_RETURN(
        const std::optional<db::Row> row,
        transaction.QueryOne("SELECT recorded_time FROM imported_row WHERE project_id = ?"
                             " AND kind = ? ORDER BY recorded_time DESC LIMIT 1",
                             {project_id, ImportKindName(kind)}));
    if (row) last = std::max(last.value_or(absl::InfinitePast()), row->Time("recorded_time"));
  }
  return last;
}

}  // namespace cuijiao::ledger
