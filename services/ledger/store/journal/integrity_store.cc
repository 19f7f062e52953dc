#include "services/ledger/store/journal/integrity_store.h"

#include <array>
#include <utility>

#include "common/status/macros.h"
#include "services/ledger/domain/journal/journal.h"
#include "services/ledger/store/close/closed_figures_check.h"
#include "services/ledger/store/figures/figure_check.h"
#include "services/ledger/store/journal/journal_store.h"
#include "services/ledger/store/receipts/receipt_check.h"

namespace cuijiao::ledger {
namespace {

constexpr std::int64_t kEntriesAtOnce = 2000;

constexpr std::string_view kSelectEntries =
    "SELECT sequence, entry_id, kind, unit_id, reference_id, posting_date, recorded_time, hash"
    " FROM journal_entry WHERE partition_id = ? AND sequence > ? AND sequence <= ?"
    " ORDER BY sequence";

constexpr std::string_view kSelectLines =
    "SELECT sequence, account, amount_fen, unit_id, bill_id, component, payment_id, kind,"
    " posting_date, recorded_time, historical FROM journal_line"
    " WHERE partition_id = ? AND sequence > ? AND sequence <= ? ORDER BY sequence, line_number";

// Where a table keeps what follows from the journal: both are added up with opposite signs, and
// what does not come to zero is wrong, whichever side lacks it. Each asks for the partition twice.
struct BalanceCheck {
  std::string_view sql;
  std::string_view message;
};
constexpr std::array kBalanceChecks = {
    BalanceCheck{
        "SELECT x.reference_id FROM ("
        " SELECT bill_id AS reference_id, principal_fen, unpaid_principal_fen,"
        "   unpaid_late_fee_fen, unpaid_cost_fen, waived_fen, credited_fen, written_off_fen"
        "   FROM bill WHERE community_id = ?"
        " UNION ALL SELECT bill_id,"
        "   -SUM(CASE WHEN component = 'PRINCIPAL' AND kind IN ('BILL', 'OPENING')"
        "     THEN amount_fen ELSE 0 END),"
        "   -SUM(CASE WHEN component = 'PRINCIPAL' THEN amount_fen ELSE 0 END),"
        "   -SUM(CASE WHEN component = 'LATE_FEE' THEN amount_fen ELSE 0 END),"
        "   -SUM(CASE WHEN component = 'COST' THEN amount_fen ELSE 0 END),"
        "   SUM(CASE WHEN payment_id IS NULL AND kind IN ('WAIVER', 'REVERSAL')"
        "     THEN amount_fen ELSE 0 END),"
        "   SUM(CASE WHEN payment_id IS NULL AND kind = 'CREDIT_NOTE'"
        "     AND component = 'PRINCIPAL' THEN amount_fen ELSE 0 END),"
        "   SUM(CASE WHEN kind IN ('WRITE_OFF', 'REVIVAL') THEN amount_fen ELSE 0 END)"
        "   FROM journal_line WHERE partition_id = ? AND account = 'RECEIVABLE' GROUP BY bill_id"
        ") x GROUP BY x.reference_id HAVING SUM(x.principal_fen) <> 0"
        " OR SUM(x.unpaid_principal_fen) <> 0 OR SUM(x.unpaid_late_fee_fen) <> 0"
        " OR SUM(x.unpaid_cost_fen) <> 0 OR SUM(x.waived_fen) <> 0 OR SUM(x.credited_fen) <> 0"
        " OR SUM(x.written_off_fen) <> 0 ORDER BY x.reference_id LIMIT 1",
        "what the bill says is unpaid or given up is not what the journal says"},
    BalanceCheck{
        "SELECT x.reference_id FROM ("
        " SELECT unit_id AS reference_id, prepayment_fen FROM unit_account WHERE community_id = ?"
        " UNION ALL SELECT unit_id, SUM(amount_fen) FROM journal_line"
        "   WHERE partition_id = ? AND account = 'PREPAYMENT' GROUP BY unit_id"
        ") x GROUP BY x.reference_id HAVING SUM(x.prepayment_fen) <> 0"
        " ORDER BY x.reference_id LIMIT 1",
        "the prepayment that the unit's account says is not what the journal says"},
    BalanceCheck{
        "SELECT x.reference_id FROM ("
        " SELECT payment_id AS reference_id, prepayment_fen, held_fen FROM payment"
        "   WHERE community_id = ?"
        " UNION ALL SELECT payment_id,"
        "   SUM(CASE WHEN account = 'PREPAYMENT' THEN amount_fen ELSE 0 END), SUM(amount_fen)"
        "   FROM journal_line WHERE partition_id = ? AND payment_id IS NOT NULL"
        "   AND account IN ('RECEIVABLE', 'PREPAYMENT') GROUP BY payment_id"
        ") x GROUP BY x.reference_id HAVING SUM(x.prepayment_fen) <> 0 OR SUM(x.held_fen) <> 0"
        " ORDER BY x.reference_id LIMIT 1",
        "what the payment says it holds is not what the journal says"},
    BalanceCheck{"SELECT x.payment_id AS reference_id FROM ("
                 " SELECT a.payment_id, a.bill_id, a.component, a.amount_fen FROM allocation a"
                 "   JOIN payment p ON p.payment_id = a.payment_id WHERE p.community_id = ?"
                 " UNION ALL SELECT payment_id, bill_id, component, amount_fen FROM journal_line"
                 "   WHERE partition_id = ? AND payment_id IS NOT NULL AND account = 'RECEIVABLE'"
                 ") x GROUP BY x.payment_id, x.bill_id, x.component HAVING SUM(x.amount_fen) <> 0"
                 " ORDER BY x.payment_id LIMIT 1",
                 "the payment's allocations are not what the journal says"},
    BalanceCheck{"SELECT x.reference_id FROM ("
                 " SELECT CONCAT('suspense/', project_id) AS reference_id, amount_fen FROM suspense"
                 "   WHERE payment_id IS NULL AND CONCAT('suspense/', project_id) = ?"
                 " UNION ALL SELECT partition_id, amount_fen FROM journal_line"
                 "   WHERE partition_id = ? AND account = 'SUSPENSE'"
                 ") x GROUP BY x.reference_id HAVING SUM(x.amount_fen) <> 0 LIMIT 1",
                 "the money held in suspense is not what the journal says"},
};

// Reads a line into `entry`; says what the suite could not have written.
void AddLine(const db::Row& row, StoredEntry& entry) {
  const NumberedEntry& numbered = entry.numbered;
  const std::optional<Account> account = ParseAccount(row.String("account"));
  const std::optional<std::string> component = row.OptionalString("component");
  const std::optional<BillComponent> parsed =
      component ? ParseComponent(*component) : std::optional<BillComponent>();
  if (!account || (component && !parsed)) {
    entry.malformation = "a line has an unknown account or component";
    return;
  }
  if (row.OptionalString("unit_id").value_or("") != numbered.entry.unit_id ||
      row.String("kind") != EntryKindName(numbered.entry.kind) ||
      row.Date("posting_date") != numbered.entry.posting_date ||
      row.Time("recorded_time") != numbered.recorded_time) {
    entry.malformation = "a line's unit, kind, posting date or recorded time is not its entry's";
    return;
  }
  entry.numbered.entry.lines.push_back({.account = *account,
                                        .amount = row.Fen("amount_fen"),
                                        .bill_id = row.OptionalString("bill_id").value_or(""),
                                        .component = parsed,
                                        .payment_id = row.OptionalString("payment_id").value_or(""),
                                        .historical = row.Bool("historical")});
}

}  // namespace

absl::StatusOr<std::vector<PartitionHead>> IntegrityStore::LoadHeads(
    std::string_view partition_id) {
  constexpr std::string_view kAll =
      "SELECT partition_id, entry_sequence, entry_hash FROM journal_partition"
      " ORDER BY partition_id";
  constexpr std::string_view kOne =
      "SELECT partition_id, entry_sequence, entry_hash FROM journal_partition"
      " WHERE partition_id = ?";
  CUIJIAO_ASSIGN_OR_RETURN(const db::Rows rows, partition_id.empty()
                                                    ? transaction_.Query(kAll)
                                                    : transaction_.Query(kOne, {partition_id}));
  std::vector<PartitionHead> heads;
  heads.reserve(rows.size());
  for (const db::Row& row : rows) {
    heads.push_back(
        {row.String("partition_id"), row.Int64("entry_sequence"), row.String("entry_hash")});
  }
  return heads;
}

absl::StatusOr<std::vector<StoredEntry>> IntegrityStore::LoadEntries(std::string_view partition_id,
                                                                     std::int64_t after_sequence) {
  const db::Values range = {partition_id, after_sequence, after_sequence + kEntriesAtOnce};
  std::vector<StoredEntry> entries;
  CUIJIAO_RETURN_IF_ERROR(transaction_.QueryEach(kSelectEntries, range, [&](const db::Row& row) {
    StoredEntry entry;
    entry.hash = row.String("hash");
    entry.numbered.partition_id = std::string(partition_id);
    entry.numbered.sequence = row.Int64("sequence");
    entry.numbered.entry_id = row.String("entry_id");
    entry.numbered.recorded_time = row.Time("recorded_time");
    entry.numbered.entry.unit_id = row.OptionalString("unit_id").value_or("");
    entry.numbered.entry.reference_id = row.String("reference_id");
    entry.numbered.entry.posting_date = row.Date("posting_date");
    if (const std::optional<EntryKind> kind = ParseEntryKind(row.String("kind"))) {
      entry.numbered.entry.kind = *kind;
    } else {
      entry.malformation = "the entry has an unknown kind";
    }
    entries.push_back(std::move(entry));
    return absl::OkStatus();
  }));
  std::size_t next = 0;
  CUIJIAO_RETURN_IF_ERROR(transaction_.QueryEach(kSelectLines, range, [&](const db::Row& row) {
    const std::int64_t sequence = row.Int64("sequence");
    while (next < entries.size() && entries[next].numbered.sequence < sequence) ++next;
    // A line without entry is found by the gap in the numbers.
    if (next < entries.size() && entries[next].numbered.sequence == sequence) {
      AddLine(row, entries[next]);
    }
    return absl::OkStatus();
  }));
  return entries;
}

absl::StatusOr<PartitionReport> IntegrityStore::CheckPartition(
    const PartitionHead& head, std::multimap<std::int64_t, ToldHead> told,
    const std::function<bool(std::int64_t)>& progress) {
  ChainCheck chain(EntryHash, std::move(told));
  const auto faulty = [&](const ChainFault& fault) {
    return PartitionReport{
        chain.checked_entries(),
        IntegrityFault{head.partition_id, fault.sequence, fault.entry_id, fault.message}};
  };
  // An entry beyond the head is no entry either: the walk ends with the entries, not with the head.
  for (std::int64_t after = 0;; after += kEntriesAtOnce) {
    if (!progress(chain.checked_entries())) {
      return absl::CancelledError("the check was cancelled");
    }
    CUIJIAO_ASSIGN_OR_RETURN(const std::vector<StoredEntry> entries,
                             LoadEntries(head.partition_id, after));
    for (const StoredEntry& entry : entries) {
      if (const std::optional<ChainFault> fault = chain.Check(entry)) return faulty(*fault);
    }
    if (entries.empty() && after >= head.entry_sequence) break;
  }
  if (const std::optional<ChainFault> fault =
          chain.CheckHead(head.entry_sequence, head.entry_hash)) {
    return faulty(*fault);
  }
  CUIJIAO_ASSIGN_OR_RETURN(std::optional<IntegrityFault> fault, CheckBalances(head));
  if (!fault) {
    CUIJIAO_ASSIGN_OR_RETURN(fault, CheckBeside(head.partition_id));
  }
  return PartitionReport{chain.checked_entries(), std::move(fault)};
}

absl::StatusOr<std::optional<IntegrityFault>> IntegrityStore::CheckBeside(
    const std::string& partition_id) {
  const auto fault_of = [&](const auto& fault) {
    return std::optional(IntegrityFault{partition_id, 0, fault.reference_id, fault.message});
  };
  if (const std::optional<std::string> project_id = ProjectOfSuspense(partition_id)) {
    CUIJIAO_ASSIGN_OR_RETURN(const auto receipts, CheckProjectReceipts(transaction_, *project_id));
    return receipts ? fault_of(*receipts) : std::nullopt;
  }
  CUIJIAO_ASSIGN_OR_RETURN(const auto figure, CheckKeptFigures(transaction_, partition_id));
  if (figure) return fault_of(*figure);
  CUIJIAO_ASSIGN_OR_RETURN(const auto payment, CheckFollowedPayments(transaction_, partition_id));
  if (payment) return fault_of(*payment);
  CUIJIAO_ASSIGN_OR_RETURN(const auto frozen, CheckClosedFigures(transaction_, partition_id));
  return frozen ? fault_of(*frozen) : std::nullopt;
}

absl::StatusOr<std::vector<IntegrityFault>> IntegrityStore::CheckCompany() {
  CUIJIAO_ASSIGN_OR_RETURN(std::vector<SideFault> found, CheckCashAndWallets(transaction_));
  std::vector<IntegrityFault> faults;
  for (SideFault& fault : found) {
    faults.push_back({"", 0, std::move(fault.reference_id), std::move(fault.message)});
  }
  return faults;
}

absl::StatusOr<std::optional<IntegrityFault>> IntegrityStore::CheckBalances(
    const PartitionHead& head) {
  for (const BalanceCheck& check : kBalanceChecks) {
    CUIJIAO_ASSIGN_OR_RETURN(
        const std::optional<db::Row> wrong,
        transaction_.QueryOne(check.sql, {head.partition_id, head.partition_id}));
    if (wrong) {
      return std::optional(IntegrityFault{head.partition_id, 0, wrong->String("reference_id"),
                                          std::string(check.message)});
    }
  }
  return std::optional<IntegrityFault>();
}

}  // namespace cuijiao::ledger
