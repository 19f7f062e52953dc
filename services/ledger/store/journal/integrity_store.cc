#include "services/ledger/store/journal/integrity_store.h"

#include <utility>

#include "common/status/macros.h"
#include "services/ledger/domain/journal/journal.h"
#include "services/ledger/store/close/closed_figures_check.h"
#include "services/ledger/store/figures/figure_check.h"
#include "services/ledger/store/journal/balance_check.h"
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
      "SELECT partition_id, project_id, entry_sequence, entry_hash FROM journal_partition"
      " ORDER BY partition_id";
  constexpr std::string_view kOne =
      "SELECT partition_id, project_id, entry_sequence, entry_hash FROM journal_partition"
      " WHERE partition_id = ?";
  CUIJIAO_ASSIGN_OR_RETURN(const db::Rows rows, partition_id.empty()
                                                    ? transaction_.Query(kAll)
                                                    : transaction_.Query(kOne, {partition_id}));
  std::vector<PartitionHead> heads;
  heads.reserve(rows.size());
  for (const db::Row& row : rows) {
    heads.push_back({row.String("partition_id"), row.String("project_id"),
                     row.Int64("entry_sequence"), row.String("entry_hash")});
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
    const PartitionHead& head, const PartitionTold& told,
    const std::function<bool(std::int64_t)>& progress) {
  ChainCheck chain(EntryHash, told.heads);
  BalanceCheck balances(transaction_, head.partition_id);
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
      balances.AddEntry(entry.numbered.entry);
    }
    if (entries.empty() && after >= head.entry_sequence) break;
  }
  if (const std::optional<ChainFault> fault =
          chain.CheckHead(head.entry_sequence, head.entry_hash)) {
    return faulty(*fault);
  }
  std::optional<IntegrityFault> fault;
  CUIJIAO_ASSIGN_OR_RETURN(const std::optional<KeptFault> balance, balances.Finish());
  if (balance) {
    fault = {head.partition_id, 0, balance->reference_id, balance->message};
  } else {
    CUIJIAO_ASSIGN_OR_RETURN(fault, CheckBeside(head.partition_id, told,
                                                [&] { return progress(chain.checked_entries()); }));
  }
  return PartitionReport{chain.checked_entries(), std::move(fault)};
}

absl::StatusOr<std::optional<IntegrityFault>> IntegrityStore::CheckBeside(
    const std::string& partition_id, const PartitionTold& told,
    const std::function<bool()>& go_on) {
  const auto fault_of = [&](const auto& fault) {
    return std::optional(IntegrityFault{partition_id, 0, fault.reference_id, fault.message});
  };
  if (const std::optional<std::string> project_id = ProjectOfSuspense(partition_id)) {
    CUIJIAO_ASSIGN_OR_RETURN(const auto receipts, CheckProjectReceipts(transaction_, *project_id));
    if (receipts) return fault_of(*receipts);
  } else {
    CUIJIAO_ASSIGN_OR_RETURN(const auto figure, CheckKeptFigures(transaction_, partition_id));
    if (figure) return fault_of(*figure);
    CUIJIAO_ASSIGN_OR_RETURN(const auto payment, CheckFollowedPayments(transaction_, partition_id,
                                                                       told.followed_through));
    if (payment) return fault_of(*payment);
    CUIJIAO_ASSIGN_OR_RETURN(const auto closed,
                             CheckClosedFigures(transaction_, partition_id, go_on));
    if (closed) return fault_of(*closed);
  }
  CUIJIAO_ASSIGN_OR_RETURN(const auto frozen,
                           CheckFrozenRows(transaction_, partition_id, told.frozen));
  return frozen ? fault_of(*frozen) : std::nullopt;
}

absl::StatusOr<std::vector<IntegrityFault>> IntegrityStore::CheckCompany() {
  CUIJIAO_ASSIGN_OR_RETURN(std::vector<KeptFault> found, CheckCashAndWallets(transaction_));
  std::vector<IntegrityFault> faults;
  for (KeptFault& fault : found) {
    faults.push_back({"", 0, std::move(fault.reference_id), std::move(fault.message)});
  }
  return faults;
}

}  // namespace cuijiao::ledger
