#include "services/ledger/store/close/voucher_store.h"

#include "common/status/macros.h"
#include "services/ledger/store/sql_text.h"

namespace cuijiao::ledger {
namespace {

// An entry of the month was written after every close that was over before the month began, and by
// the month's own close: nothing is posted later than the day after the business date, and nothing
// into a closed month.
constexpr std::string_view kEntriesOfMonth =
    " FROM journal_partition p"
    " LEFT JOIN closed_head h ON h.partition_id = p.partition_id AND h.month = ?"
    " LEFT JOIN closed_head b ON b.partition_id = p.partition_id AND b.month ="
    "   (SELECT MAX(m.month) FROM accounting_month m WHERE m.closed_time < ?)"
    " JOIN journal_entry e ON e.partition_id = p.partition_id"
    "   AND e.sequence > COALESCE(b.entry_sequence, 0)"
    "   AND e.sequence <= COALESCE(h.entry_sequence, p.entry_sequence)"
    "   AND e.posting_date > ? AND e.posting_date <= ?";

}  // namespace

absl::StatusOr<std::vector<VoucherSums>> LoadVouchers(db::Transaction& transaction, Month month,
                                                      const AccountingDays& days,
                                                      std::string_view project_id) {
  // Two days leave room for the time zone and for the day after a business date.
  const absl::Time begun = absl::FromCivil(days.after - 2, absl::UTCTimeZone());
  const db::Values values = {FirstDayOf(month), begun, days.after, days.last, project_id};
  std::vector<VoucherSums> vouchers;
  CUIJIAO_RETURN_IF_ERROR(transaction.QueryEach(
      Concat({"SELECT e.posting_date, e.kind, COUNT(*) AS entry_count", kEntriesOfMonth,
              " WHERE p.project_id = ? GROUP BY e.posting_date, e.kind"
              " ORDER BY e.posting_date, e.kind"}),
      values, [&](const db::Row& row) {
        vouchers.push_back(
            {row.Date("posting_date"), row.String("kind"), row.Int64("entry_count"), {}});
        return absl::OkStatus();
      }));
  std::size_t next = 0;
  CUIJIAO_RETURN_IF_ERROR(transaction.QueryEach(
      Concat({"SELECT e.posting_date, e.kind, l.account,"
              " SUM(CASE WHEN l.amount_fen > 0 THEN l.amount_fen ELSE 0 END) AS debit_fen,"
              " -SUM(CASE WHEN l.amount_fen < 0 THEN l.amount_fen ELSE 0 END) AS credit_fen",
              kEntriesOfMonth,
              " JOIN journal_line l ON l.partition_id = e.partition_id AND l.sequence = e.sequence"
              " WHERE p.project_id = ? GROUP BY e.posting_date, e.kind, l.account"
              " ORDER BY e.posting_date, e.kind, l.account"}),
      values, [&](const db::Row& row) {
        const Date date = row.Date("posting_date");
        const std::string& kind = row.String("kind");
        while (vouchers[next].posting_date != date || vouchers[next].kind != kind) ++next;
        vouchers[next].sums.push_back(
            {row.String("account"), row.Fen("debit_fen"), row.Fen("credit_fen")});
        return absl::OkStatus();
      }));
  return vouchers;
}

}  // namespace cuijiao::ledger
