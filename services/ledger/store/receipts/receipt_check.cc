#include "services/ledger/store/receipts/receipt_check.h"

#include <string_view>

#include "common/status/macros.h"

namespace cuijiao::ledger {
namespace {

// Each gives `reference_id` and `message` of the first fault, and asks for what it is about.

// A reversal is known by the payment's state, which the balances hold against the journal. What the
// system before received has nothing of this here (LED-19).
constexpr std::string_view kFollowedPayments =
    "SELECT x.reference_id, x.message FROM ("
    " SELECT e.sequence, e.reference_id, CASE"
    "   WHEN p.payment_id IS NULL THEN 'the payment does not exist'"
    "   WHEN p.method = 'OPENING' THEN CASE"
    "     WHEN r.payment_id IS NULL AND c.payment_id IS NULL AND w.payment_id IS NULL THEN NULL"
    "     ELSE 'a payment to the system before has a receipt, cash or wallet of this one' END"
    "   WHEN r.payment_id IS NULL THEN 'the payment has no receipt number'"
    "   WHEN r.project_id <> m.project_id OR r.year <> YEAR(p.posting_date)"
    "     THEN 'the series of the receipt is not that of its payment'"
    "   WHEN (p.method = 'CASH') <> (c.payment_id IS NOT NULL)"
    "     THEN 'the payment is not among the cash as its method says'"
    "   WHEN (p.method IN ('WECHAT_PAY', 'ALIPAY')) <> (w.payment_id IS NOT NULL)"
    "     OR w.method <> p.method"
    "     THEN 'the payment is not among the wallets as its method says'"
    "   WHEN (p.method = 'CASH' AND p.state = 'REVERSED') <> (v.payment_id IS NOT NULL)"
    "     THEN 'who reversed the payment in cash is not kept as its state says'"
    "   WHEN v.amount_fen <> p.amount_fen - p.refunded_fen"
    "     THEN 'what the reversal of the cash paid back is not what the payment held'"
    "   END AS message"
    " FROM community m LEFT JOIN payment_follower f ON f.community_id = m.community_id"
    " JOIN journal_entry e ON e.partition_id = m.community_id"
    "   AND e.sequence <= GREATEST(COALESCE(f.entry_sequence, 0), ?) AND e.kind = 'PAYMENT'"
    " LEFT JOIN payment p ON p.payment_id = e.reference_id"
    " LEFT JOIN receipt r ON r.payment_id = e.reference_id"
    " LEFT JOIN cash_payment c ON c.payment_id = p.payment_id"
    " LEFT JOIN wallet_payment w ON w.payment_id = p.payment_id"
    " LEFT JOIN cash_reversal v ON v.payment_id = p.payment_id"
    " WHERE m.community_id = ?) x WHERE x.message IS NOT NULL ORDER BY x.sequence LIMIT 1";

constexpr std::string_view kFollowerAhead =
    "SELECT f.community_id AS reference_id,"
    " 'payments are followed further than the journal goes' AS message"
    " FROM payment_follower f JOIN journal_partition p ON p.partition_id = f.community_id"
    " WHERE f.community_id = ? AND f.entry_sequence > p.entry_sequence";

constexpr std::string_view kFollowerBehind =
    "SELECT p.partition_id AS reference_id, CONCAT('payments are followed up to entry ',"
    "   COALESCE(f.entry_sequence, 0), ' only') AS message"
    " FROM journal_partition p LEFT JOIN payment_follower f ON f.community_id = p.partition_id"
    " WHERE COALESCE(f.entry_sequence, 0) < ? AND p.partition_id = ?";

constexpr std::string_view kReceiptSeries =
    "SELECT CONCAT(project_id, '-', year) AS reference_id,"
    " 'the numbers of the receipts have a gap' AS message"
    " FROM receipt WHERE project_id = ? GROUP BY project_id, year"
    " HAVING MIN(number) <> 1 OR MAX(number) <> COUNT(*) ORDER BY year LIMIT 1";

constexpr std::string_view kReceiptStrangers =
    "SELECT r.payment_id AS reference_id, 'the payment of the receipt does not exist' AS message"
    " FROM receipt r LEFT JOIN payment p ON p.payment_id = r.payment_id"
    " WHERE r.project_id = ? AND p.payment_id IS NULL ORDER BY r.payment_id LIMIT 1";

// What undoes an order may be a part of its payment.
constexpr std::string_view kStatementLines =
    "SELECT x.reference_id, x.message FROM ("
    " SELECT l.line_id AS reference_id, CASE"
    "   WHEN l.payment_id IS NULL AND l.state IN ('BOOKED', 'MATCHED')"
    "     THEN 'the line is matched, and names no payment'"
    "   WHEN l.payment_id IS NOT NULL AND p.payment_id IS NULL"
    "     THEN 'the payment of the line does not exist'"
    "   WHEN l.state IN ('BOOKED', 'MATCHED') AND l.kind = 'RECEIPT'"
    "     AND p.amount_fen <> l.amount_fen"
    "     THEN 'the amount of the line is not that of its payment'"
    "   WHEN l.state IN ('BOOKED', 'MATCHED') AND l.kind <> 'RECEIPT'"
    "     AND p.amount_fen < l.amount_fen"
    "     THEN 'the line pays back more than its payment brought'"
    "   WHEN l.suspense_id IS NOT NULL AND (s.suspense_id IS NULL OR s.amount_fen <> l.amount_fen"
    "     OR COALESCE(s.payment_id, '') <> COALESCE(l.payment_id, ''))"
    "     THEN 'the line is not what is held of it in suspense'"
    "   END AS message"
    " FROM bank_statement_line l LEFT JOIN payment p ON p.payment_id = l.payment_id"
    " LEFT JOIN suspense s ON s.suspense_id = l.suspense_id"
    " WHERE l.project_id = ?) x WHERE x.message IS NOT NULL ORDER BY x.reference_id LIMIT 1";

constexpr std::string_view kHandovers =
    "SELECT x.reference_id, x.message FROM ("
    " SELECT h.handover_id AS reference_id, CASE"
    "   WHEN h.state = 'REJECTED' AND t.payment_count IS NOT NULL"
    "     THEN 'the handover was rejected, and has payments'"
    "   WHEN h.state <> 'REJECTED' AND (h.taken_fen <> COALESCE(t.amount_fen, 0)"
    "     OR h.payment_count <> COALESCE(t.payment_count, 0))"
    "     THEN 'what the handover says was taken is not what its payments come to'"
    "   WHEN h.state = 'CONFIRMED' AND h.difference_fen <> h.counted_fen - h.taken_fen"
    "     THEN 'the difference of the handover is not what was counted less what was taken'"
    "   WHEN h.state <> 'CONFIRMED' AND (h.counted_fen <> 0 OR h.difference_fen <> 0)"
    "     THEN 'the handover is not confirmed, and says what was counted'"
    "   WHEN COALESCE(t.handed_over, 0) <>"
    "     (CASE WHEN h.state = 'CONFIRMED' THEN COALESCE(t.payment_count, 0) ELSE 0 END)"
    "     THEN 'payments of the handover are not in the hand that its state says'"
    "   END AS message"
    " FROM cash_handover h LEFT JOIN ("
    "   SELECT c.handover_id, COUNT(*) AS payment_count, SUM(p.amount_fen) AS amount_fen,"
    "     SUM(c.handed_over) AS handed_over"
    "   FROM cash_payment c JOIN payment p ON p.payment_id = c.payment_id"
    "   WHERE c.handover_id IS NOT NULL GROUP BY c.handover_id) t"
    "   ON t.handover_id = h.handover_id"
    ") x WHERE x.message IS NOT NULL ORDER BY x.reference_id LIMIT 1";

constexpr std::string_view kHandoverStrangers =
    "SELECT c.payment_id AS reference_id,"
    " 'the handover of the payment does not exist' AS message"
    " FROM cash_payment c LEFT JOIN cash_handover h ON h.handover_id = c.handover_id"
    " WHERE c.handover_id IS NOT NULL AND h.handover_id IS NULL ORDER BY c.payment_id LIMIT 1";

constexpr std::string_view kTakenOut =
    "SELECT t.payment_id AS reference_id,"
    " 'the payment was taken out of a handover, and was not reversed' AS message"
    " FROM cash_taken_out t LEFT JOIN payment p ON p.payment_id = t.payment_id"
    " LEFT JOIN cash_payment c ON c.payment_id = t.payment_id"
    " WHERE COALESCE(p.state, '') <> 'REVERSED' OR c.handover_id = t.handover_id"
    " ORDER BY t.payment_id LIMIT 1";

constexpr std::string_view kPayouts =
    "SELECT x.reference_id, x.message FROM ("
    " SELECT o.payout_id AS reference_id, CASE"
    "   WHEN o.payment_count <> COALESCE(t.payment_count, 0)"
    "     OR o.matched_fen <> COALESCE(t.amount_fen, 0)"
    "     THEN 'what the payout says it settled is not what its payments come to'"
    "   WHEN COALESCE(t.settled_count, 0) <>"
    "     (CASE WHEN o.state = 'CANCELLED' THEN 0 ELSE o.payment_count END)"
    "     THEN 'payments of the payout are not settled by it as its state says'"
    "   WHEN (o.standing_reference IS NULL) <> (o.state = 'CANCELLED')"
    "     THEN 'the reference of the payout does not stand as its state says'"
    "   END AS message"
    " FROM wallet_payout o LEFT JOIN ("
    "   SELECT g.payout_id, COUNT(*) AS payment_count, SUM(g.amount_fen) AS amount_fen,"
    "     SUM(w.payout_id IS NOT NULL) AS settled_count"
    "   FROM wallet_payout_part g LEFT JOIN wallet_payment w ON w.payment_id = g.payment_id"
    "     AND w.payout_id = g.payout_id GROUP BY g.payout_id) t"
    "   ON t.payout_id = o.payout_id"
    ") x WHERE x.message IS NOT NULL ORDER BY x.reference_id LIMIT 1";

constexpr std::string_view kPayoutStrangers =
    "SELECT w.payment_id AS reference_id,"
    " 'the payment is not among those that its payout settled' AS message"
    " FROM wallet_payment w LEFT JOIN wallet_payout_part g ON g.payout_id = w.payout_id"
    "   AND g.payment_id = w.payment_id"
    " WHERE w.payout_id IS NOT NULL AND g.payment_id IS NULL ORDER BY w.payment_id LIMIT 1";

absl::StatusOr<std::optional<KeptFault>> FirstFault(db::Transaction& transaction,
                                                    std::string_view sql,
                                                    const db::Values& values = {}) {
  CUIJIAO_ASSIGN_OR_RETURN(const std::optional<db::Row> row, transaction.QueryOne(sql, values));
  if (!row) return std::optional<KeptFault>();
  return std::optional(KeptFault{row->String("reference_id"), row->String("message")});
}

}  // namespace

absl::StatusOr<std::optional<KeptFault>> CheckFollowedPayments(db::Transaction& transaction,
                                                               const std::string& community_id,
                                                               std::int64_t followed_through) {
  CUIJIAO_ASSIGN_OR_RETURN(std::optional<KeptFault> ahead,
                           FirstFault(transaction, kFollowerAhead, {community_id}));
  if (ahead) return ahead;
  // A payment that lacks something tells more than that its entry was not followed.
  for (const std::string_view sql : {kFollowedPayments, kFollowerBehind}) {
    CUIJIAO_ASSIGN_OR_RETURN(std::optional<KeptFault> fault,
                             FirstFault(transaction, sql, {followed_through, community_id}));
    if (fault) return fault;
  }
  return std::optional<KeptFault>();
}

absl::StatusOr<std::optional<KeptFault>> CheckProjectReceipts(db::Transaction& transaction,
                                                              const std::string& project_id) {
  for (const std::string_view sql : {kReceiptStrangers, kReceiptSeries, kStatementLines}) {
    CUIJIAO_ASSIGN_OR_RETURN(std::optional<KeptFault> fault,
                             FirstFault(transaction, sql, {project_id}));
    if (fault) return fault;
  }
  return std::optional<KeptFault>();
}

absl::StatusOr<std::vector<KeptFault>> CheckCashAndWallets(db::Transaction& transaction) {
  std::vector<KeptFault> faults;
  for (const std::string_view sql :
       {kHandovers, kHandoverStrangers, kTakenOut, kPayouts, kPayoutStrangers}) {
    CUIJIAO_ASSIGN_OR_RETURN(std::optional<KeptFault> fault, FirstFault(transaction, sql));
    if (fault) faults.push_back(*std::move(fault));
  }
  return faults;
}

}  // namespace cuijiao::ledger
